"""Beside minutes: a meeting that has not begun, and for whoever leads a plan that a meeting decided to change it."""

from domain.meetings import PHASES, Meeting, Phase
from domain.minutes import Outcome
from domain.texts import say
from views.elements import Button, Card, Note, Quote, Text
from views.minutes import title_of
from views.plans import typed


def change_card(meeting: Meeting, outcome: Outcome, *, leads: bool) -> Card:
    """To whoever leads a plan: a meeting wants it changed."""
    begin = Button(label=say("Change the plan"), does="minutes.change_form", about=outcome.id, primary=True)
    return Card(
        title=say("{plan}: a meeting decided to change it", plan=outcome.plan),
        state=title_of(meeting),
        parts=[
            Quote(typed(outcome.text)),
            Note(say("The new version of the plan will say that it comes from {meeting}.", meeting=meeting.number)),
        ],
        buttons=[
            *([begin] if leads else []),
            Button(label=say("Show the plan"), does="plan.show_pressed", about=outcome.plan),
        ],
    )


def not_begun_card(meeting: Meeting) -> Card:
    """Nothing is written down before it begins."""
    off = meeting.phase is Phase.CALLED_OFF
    said = say("It was called off.") if off else say("It has not begun. Whoever runs it starts it.")
    start = Button(label=say("Start"), does="meeting.start", about=meeting.number, primary=True)
    return Card(
        title=title_of(meeting), state=PHASES[meeting.phase], parts=[Text(said)], buttons=[] if off else [start]
    )


def gone_card(about: str) -> Card:
    return Card(title=about, parts=[Text(say("You do not see this meeting any more."))])
