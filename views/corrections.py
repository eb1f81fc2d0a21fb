"""What whoever leads a plan is shown where a meeting decided to change it."""

from domain.meetings import Meeting
from domain.minutes import Outcome
from domain.texts import say
from views.elements import Button, Card, Note, Quote
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
