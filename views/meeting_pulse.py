"""On the card of a meeting: how the survey after it stands, and what whoever looks can do about that."""

from collections.abc import Sequence

from domain.frozen import dataclass
from domain.meeting_rights import may_run
from domain.meeting_waves import can_ask
from domain.meetings import Meeting
from domain.surveys import Phase, Wave
from domain.texts import say
from views.elements import Button, Note, Part
from views.look import Look
from views.surveys import PHASES, When


@dataclass(frozen=True, kw_only=True, slots=True)
class Pulse:
    """`sees`: what it came to is theirs to see. A draft is shown to those alone who run surveys."""

    wave: Wave | None = None
    when: When | None = None
    sees: bool = False


NO_PULSE = Pulse()
ASK = say("Ask how it was")
WHO = say("The management representative can ask how it was.")


def pulse_facts(pulse: Pulse) -> list[tuple[str, str]]:
    """Nothing of what was answered: that is for those who see the results."""
    wave, when = pulse.wave, pulse.when
    if wave is None or when is None:
        return []
    stands = PHASES[wave.phase]
    if wave.phase is Phase.SET:
        stands = say("asked from {time} on", time=when.said(wave.opens_at))
    if wave.phase is Phase.OPEN:
        stands = say("open until {day}", day=when.last_day(wave))
    return [(say("How it was"), stands)]


def pulse_buttons(meeting: Meeting, pulse: Pulse, look: Look) -> list[Button]:
    wave, runs = pulse.wave, look.viewer.is_mr
    if wave is None:
        return [Button(label=ASK, does="meeting.ask_how", about=meeting.number)] if runs and can_ask(meeting) else []
    if wave.results and pulse.sees:
        return [Button(label=say("See how it was"), does="meeting.how", about=meeting.number)]
    return [Button(label=say("Show the survey"), does="meeting.how", about=meeting.number)] if runs else []


def pulse_notes(meeting: Meeting, pulse: Pulse, look: Look) -> Sequence[Part]:
    """Whoever runs the meeting and no surveys reads who does."""
    mine = may_run(meeting, look.viewer) and not look.viewer.is_mr
    return [Note(WHO)] if mine and pulse.wave is None and can_ask(meeting) else []
