"""What comes of a meeting: outcomes while it runs, how it was voted, and the minutes that a later meeting approves.

Without a quorum a meeting may still talk: what it decides then is kept as advice, and it gives out no resources.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

from domain.asks import fit, need, not_before
from domain.cars import REASON_MAX
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.meetings import HALF, Attendee, quorum
from domain.people import PersonId
from domain.plans import STEP_MAX, Resources
from domain.texts import joined, say, say_many

TEXT_MAX = 1500  # letters of an outcome
SHORT_MAX = 200  # of an amount, of people, of a fund
VOTES = ("votes_for", "against", "abstain")


class OutcomeKind(StrEnum):
    INFORMATION = "information"
    DECISION = "decision"
    STEP = "step"
    RESOURCE = "resource"


KINDS: Mapping[OutcomeKind, str] = {
    OutcomeKind.INFORMATION: say("For information"),
    OutcomeKind.DECISION: say("Decision"),
    OutcomeKind.STEP: say("Step"),
    OutcomeKind.RESOURCE: say("Resources"),
}


class Output(StrEnum):
    """What a management review has to bring about: what an outcome is of that, if anything."""

    IMPROVEMENT = "improvement"
    CHANGE = "change"
    RESOURCE = "resource"


OUTPUTS: Mapping[Output, str] = {
    Output.IMPROVEMENT: say("Improvement"),
    Output.CHANGE: say("Change to the system"),
    Output.RESOURCE: say("Resources"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of an item of the agenda, or of a section as a whole."""

    id: str
    meeting: str  # its number
    nth: int  # of the meeting, in the order in which they were written down
    section: int
    kind: OutcomeKind
    text: str
    by: PersonId  # who wrote it down
    at: datetime
    item: str = ""  # of the agenda; empty: of the whole section
    output: Output | None = None
    step: int | None = None  # the number of a step; the step itself knows how it stands
    owner: PersonId | None = None  # to whom, and until when, it was given then
    due: date | None = None
    car: str = ""  # whose resources were decided about
    resources: Resources | None = None
    amount: str = ""
    people: str = ""
    fund: str = ""
    plan: str = ""  # that it asks to change
    mover: PersonId | None = None
    votes_for: int = 0
    against: int = 0
    abstain: int = 0
    advisory: bool = False  # there was no quorum
    corrected_by: PersonId | None = None
    corrected_at: datetime | None = None
    struck: str = ""  # why it does not stand in the minutes
    version: int = 1  # storage compares it with every save, and counts it up

    @property
    def votes(self) -> int:
        return self.votes_for + self.against + self.abstain

    @property
    def is_carried(self) -> bool:
        """Without a count it was decided by consent. As many against as for carry nothing."""
        return self.kind is not OutcomeKind.DECISION or not self.votes or self.votes_for > self.against

    @property
    def binds(self) -> bool:
        """Whether it has to be followed up."""
        return self.kind is not OutcomeKind.INFORMATION and self.is_carried and not self.advisory and not self.struck

    @property
    def given(self) -> str:
        """What was allocated, in words."""
        return joined(", ", [self.amount, self.people, self.fund])


@dataclass(frozen=True, kw_only=True, slots=True)
class Room:
    """Who is there while something is decided: of those who vote, how many there are and who is present."""

    voting: int
    present: frozenset[PersonId]  # of them
    quorum: bool

    @property
    def words(self) -> str:
        """As "5 of 7 who vote are here: there is a quorum."."""
        here = say_many(
            "{here} of {n} who votes is here", "{here} of {n} who vote are here", self.voting, here=self.here
        )
        if self.quorum:
            return say("{here}: there is a quorum.", here=here)
        return say("{here}: there is no quorum. What is decided is advice only.", here=here)

    @property
    def told(self) -> str:
        """The same, once it is over."""
        there = say_many(
            "{here} of {n} who votes was there", "{here} of {n} who vote were there", self.voting, here=self.here
        )
        if self.quorum:
            return say("{there}: there was a quorum.", there=there)
        return say("{there}: there was no quorum. What was decided is advice only.", there=there)

    @property
    def here(self) -> int:
        return len(self.present)


def room_of(there: Sequence[Attendee], rule: str = HALF) -> Room:
    """`rule` says how many make a quorum (domain/meetings.py)."""
    counted = quorum(there, rule)
    present = frozenset(one.person for one in there if one.votes and one.came and one.person)
    return Room(voting=counted.voters, present=present, quorum=counted.reached)


def check_outcome(outcome: Outcome, room: Room, today: date) -> Outcome:
    """The same as it is kept: a decision without a quorum as advice. Refused where it cannot have come about."""
    need(outcome.text, "Please say what came of it.", field="text", at_most=_most(outcome.kind))
    match outcome.kind:
        case OutcomeKind.DECISION:
            _check_votes(outcome, room)
            return replace(outcome, advisory=not room.quorum)
        case OutcomeKind.STEP:
            not_before(outcome.due, today, field="due")
        case OutcomeKind.RESOURCE:
            _check_resources(outcome, room)
        case OutcomeKind.INFORMATION:
            pass
    return outcome


def _most(kind: OutcomeKind) -> int:
    return STEP_MAX if kind is OutcomeKind.STEP else TEXT_MAX


def _check_votes(outcome: Outcome, room: Room) -> None:
    if outcome.mover and outcome.mover not in room.present:
        raise RefusedError("Only somebody who votes here and is present can move it.", field="mover")
    if any(getattr(outcome, name) < 0 for name in VOTES) or outcome.votes > room.here:
        raise RefusedError(
            "{n} votes were counted, and {here} of those who vote are here. Please count again, or mend who came.",
            n=outcome.votes,
            here=room.here,
            field="votes_for",
        )


def _check_resources(outcome: Outcome, room: Room) -> None:
    if not room.quorum:
        raise RefusedError(
            "Without a quorum nobody can give out resources. Write it down as a decision: it is kept as advice."
        )
    for name in ("amount", "people", "fund"):
        fit(getattr(outcome, name), field=name, at_most=SHORT_MAX)
    if outcome.resources is not Resources.DECLINED and not (outcome.amount or outcome.people):
        raise RefusedError("Please say how much it is, or which people.", field="amount")


def told_of(outcome: Outcome) -> str:
    """What the plan of the report says of it afterwards."""
    return joined(" · ", [outcome.meeting, outcome.given, outcome.text])[:REASON_MAX]


def verdict(outcome: Outcome) -> str:
    """How a decision was taken, in words; empty for anything else."""
    if outcome.kind is not OutcomeKind.DECISION:
        return ""
    carried = say("Carried") if outcome.is_carried else say("Not carried")
    counted = say(
        "{votes_for} for, {against} against, {abstain} abstained",
        votes_for=outcome.votes_for,
        against=outcome.against,
        abstain=outcome.abstain,
    )
    how = joined(": ", [carried, counted]) if outcome.votes else say("By consent")
    return joined(" · ", [how, say("advice only, there was no quorum") if outcome.advisory else ""])


def check_corrects(outcome: Outcome, *, approved: bool) -> None:
    if approved:
        raise RefusedError(
            "The minutes of {meeting} are approved, so they stay as they are. Write down what is different now"
            " as an outcome of the next meeting.",
            meeting=outcome.meeting,
        )
    if outcome.struck:
        raise RefusedError("This was struck from the minutes. Please look again.")


def corrected(outcome: Outcome, now: Outcome, *, by: PersonId, at: datetime) -> Outcome:
    """Other words, another count, another kind of output; whether there was a quorum stays as it was then."""
    if outcome.kind is OutcomeKind.STEP and now.text != outcome.text:
        raise RefusedError("Step {n} stands in its owner's list with these words.", n=outcome.step, field="text")
    return replace(now, advisory=outcome.advisory, corrected_by=by, corrected_at=at)


def strike(outcome: Outcome, why: str, *, by: PersonId, at: datetime) -> Outcome:
    """It was written down by mistake: it stays on record, and stands in no minutes."""
    need(why, "Please say why it does not belong into the minutes.", field="why", at_most=REASON_MAX)
    if outcome.kind is OutcomeKind.STEP:
        raise RefusedError("Step {n} is with its owner, who can say that it is not needed.", n=outcome.step)
    if outcome.kind is OutcomeKind.RESOURCE:
        raise RefusedError("{car} was told of these resources, so they stand.", car=outcome.car)
    return replace(outcome, struck=why, corrected_by=by, corrected_at=at)


@dataclass(frozen=True, kw_only=True, slots=True)
class Minutes:
    """That a meeting has ended, and who approved what it wrote down; `digest` is of what was approved."""

    meeting: str
    closed_by: PersonId
    closed_at: datetime
    approved_in: str = ""  # the number of the meeting that did
    approved_by: PersonId | None = None
    approved_at: datetime | None = None
    digest: str = ""
    version: int = 1


def approve_minutes(minutes: Minutes, digest: str, room: Room, *, of: str, by: PersonId, at: datetime) -> Minutes:
    """A later meeting that has a quorum does, once."""
    if minutes.approved_at:
        raise RefusedError("The minutes of {meeting} are approved already.", meeting=minutes.meeting)
    if minutes.meeting == of:
        raise RefusedError("A meeting approves the minutes of the one before it, not its own.")
    if not room.quorum:
        raise RefusedError("Without a quorum no minutes can be approved. They wait for the next meeting.")
    return replace(minutes, approved_in=of, approved_by=by, approved_at=at, digest=digest)


def in_minutes(outcomes: Collection[Outcome]) -> list[Outcome]:
    """Those that stand in them, in the order of the agenda."""
    return sorted((one for one in outcomes if not one.struck), key=lambda one: (one.section, one.nth))
