"""Corrective action requests: what one holds."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from domain.asks import fit, need
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.offices import Office
from domain.people import PersonId
from domain.texts import noted, say

TITLE_MAX = 80
WHAT_MAX = 3000
ALREADY_DONE_MAX = 1000
ON_BEHALF_OF_MAX = 100
LINK_MAX = 500
PLACE_MAX = 80
PHOTOS_MAX = 10
COUNTED = 500  # reports in a list that are counted: of more it says that there are more
REASON_MAX = 1000
ANSWER_MAX = 3000
REQUIREMENT_MAX = 300
CAUSE_MAX = 1000
RELATED_MAX = 40
NOTE_MAX = 1000

NONE_STATED = "none stated"
REDACTED = noted("(redacted)")  # stands where a word was removed
UNTITLED = say("(its words were removed)")
HANDED_OVER = say("Handed over")
WITH_THE_OFFICE = say("(its words are with the office)")


class State(StrEnum):
    SUBMITTED = "submitted"
    RETURNED = "returned"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    PLAN_REVIEW = "plan_review"
    IMPLEMENTING = "implementing"
    VERIFYING = "verifying"
    MONITORING = "monitoring"
    CLOSED = "closed"
    CANCELLED = "cancelled"


#: What members see instead of the name of a state.
SEEN: Mapping[State, str] = {
    State.SUBMITTED: say("Received"),
    State.RETURNED: say("Sent back for a detail"),
    State.REJECTED: say("Not taken up"),
    State.WITHDRAWN: say("Taken back"),
    State.ACCEPTED: say("Looking into it"),
    State.PLAN_REVIEW: say("Checking the plan"),
    State.IMPLEMENTING: say("Being fixed"),
    State.VERIFYING: say("Checking the fix"),
    State.MONITORING: say("Watching that it holds"),
    State.CLOSED: say("Closed"),
    State.CANCELLED: say("Stopped"),
}

#: Nothing is waited for, so nobody is reminded. A rejected one may be appealed, a closed one reopened.
TERMINAL = frozenset({State.REJECTED, State.WITHDRAWN, State.CLOSED, State.CANCELLED})


class Severity(StrEnum):
    CRITICAL = "critical"
    MAJOR = "major"
    MINOR = "minor"


class Kind(StrEnum):
    CORRECTIVE = "corrective"
    PREVENTIVE = "preventive"


class Source(StrEnum):
    EMPLOYEE = "employee"
    INTERNAL_AUDIT = "internal_audit"
    EXTERNAL_AUDIT = "external_audit"
    COMPLAINT = "complaint"
    SURVEY = "survey"
    MANAGEMENT_REVIEW = "management_review"
    MONITORING = "monitoring"
    PARTNER = "partner"
    OTHER = "other"


class Concern(StrEnum):
    """Whom in charge a report is about: they do not find it, and somebody else decides."""

    NOBODY = "nobody"
    OFFICE = "quality_office"  # the management representative or a deputy
    SUPERINTENDENT = "superintendent"


class Outcome(StrEnum):
    """How a closed one ended."""

    FIXED = "fixed"  # no further action was needed
    CHECKED = "checked"  # a minor one whose fix was checked
    EFFECTIVE = "effective"  # watched, and it held


class RejectionKind(StrEnum):
    NOT_A_NONCONFORMITY = "not_a_nonconformity"
    DUPLICATE = "duplicate"
    MOVED_TO_FEEDBACK = "moved_to_feedback"
    MOVED_TO_OPPORTUNITY = "moved_to_opportunity"


#: The cause categories that a district starts with (its `Rules` may name others), and their words.
CAUSES: Mapping[str, str] = {
    "not_implemented": say("System or procedure not implemented"),
    "documentation": say("Documentation"),
    "people_available": say("People available"),
    "communication": say("Communication"),
    "competency_and_training": say("Competency and training"),
    "materials_tools_equipment": say("Materials, tools and equipment"),
    "working_conditions": say("Working conditions"),
    "requirement_unclear": say("Requirement unclear"),
    "supplier_or_partner": say("Supplier or partner"),
    "technical_failure": say("Technical failure"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Car:
    number: str = ""  # "CAR-2026-014", and empty until it is on record
    what: str  # empty once redacted
    requester: PersonId
    filed_at: datetime  # aware, UTC
    filed_on: date  # the same moment's day where it was filed
    happened_on: date
    school: str | None = None
    department: str | None = None
    state: State = State.SUBMITTED

    urgent: bool = False
    hide_name: bool = False
    sealed: bool = False
    concerns: Concern = Concern.NOBODY
    on_behalf_of: str | None = None
    already_done: str | None = None  # what the requester did before reporting it
    link: str | None = None
    photos: tuple[str, ...] = ()

    kind: Kind = Kind.CORRECTIVE
    source: Source = Source.EMPLOYEE
    severity: Severity | None = None
    requirement: str | None = None
    objective: str | None = None  # the quality objective that it hurts
    owner: PersonId | None = None
    checker: PersonId | None = None  # None: the management representative checks

    reason: str | None = None  # of the latest decision
    answer: str | None = None  # the requester's, to a return
    rejection: RejectionKind | None = None
    related: str | None = None  # the number it duplicates or moved to
    decided_by: PersonId | None = None  # who rejected it last
    appealed: bool = False
    appeal: str | None = None  # the requester's why
    outcome: Outcome | None = None

    done: str | None = None  # a quick fix: what was done,
    cause: str | None = None  # why it happened,
    cause_category: str | None = None
    elsewhere: bool | None = None  # and whether it could exist elsewhere

    accepted_on: date | None = None  # of this cycle, as are the dates below
    approved_on: date | None = None  # the first approval of a plan
    plan_due: date | None = None
    implementation_due: date | None = None
    effectiveness_due: date | None = None
    original_plan_due: date | None = None
    original_implementation_due: date | None = None
    original_effectiveness_due: date | None = None
    inconclusive: bool = False  # the one postponed check is used up
    signed_off_by: PersonId | None = None
    closed_on: date | None = None
    handed_to: Office | None = None  # it left triage: that office goes on with it, and nobody else reads it
    handed_at: datetime | None = None
    handed_note: str | None = None  # for the officer
    undo_until: datetime | None = None  # the last move can be taken back,
    before: str | None = None  # and this is what it replaced
    asked_owner: PersonId | None = None  # was asked to take it over, and has not said yes yet
    on_hold_since: date | None = None  # it waits for the resources that were asked for
    extensions: int = 0  # how often one of its dates was moved
    recurrence_of: str | None = None  # the closed report whose problem came back
    former: str | None = None  # its number in the log from which it was brought here
    cycle: int = 1
    version: int = 1  # storage compares it with every save, and counts it up

    def __post_init__(self) -> None:
        if self.filed_at.tzinfo is None:
            raise ValueError("filed_at needs its time zone")

    @property
    def title(self) -> str:
        return titled(self.what, self.handed_to)

    @property
    def seen(self) -> str:
        """Where it stands, in the members' words."""
        return seen_as(self.state, self.handed_to)

    @property
    def is_minor(self) -> bool:
        return self.severity is Severity.MINOR

    @property
    def for_mrt(self) -> bool:
        """Two causes were not the cause: the Management Review Team looks at the third try."""
        return self.cycle >= MRT_CYCLE

    @property
    def moved_often(self) -> bool:
        """One of its dates was moved so often that the Management Review Team looks at it."""
        return self.extensions >= MRT_EXTENSIONS


MRT_CYCLE, MRT_EXTENSIONS = 3, 2


def titled(what: str, handed_to: Office | None) -> str:
    """A report that was handed over shows no word to those whom it does not concern any more."""
    return WITH_THE_OFFICE if handed_to and not what else title_of(what)


def seen_as(state: State, handed_to: Office | None) -> str:
    return HANDED_OVER if handed_to else SEEN[state]


def title_of(what: str) -> str:
    """The first 80 characters in one line, cut between words unless that would lose half of them."""
    words = " ".join(what.split()).removeprefix(REDACTED)
    if len(words) <= TITLE_MAX:
        return words or UNTITLED
    head = words[: TITLE_MAX - 1]
    between = words[:TITLE_MAX].rfind(" ")
    return (head[:between] if between > TITLE_MAX // 2 else head).rstrip() + "…"


LIMITS: Mapping[str, int] = {
    "what": WHAT_MAX,
    "already_done": ALREADY_DONE_MAX,
    "on_behalf_of": ON_BEHALF_OF_MAX,
    "link": LINK_MAX,
    "school": PLACE_MAX,
    "department": PLACE_MAX,
}


def check_report(car: Car) -> None:
    """What must be right when somebody files; stored ones are not asked again, since words may be redacted."""
    need(car.what, "Please say what happened, in a few words.", field="what", at_most=WHAT_MAX)
    for field, at_most in LIMITS.items():
        fit(getattr(car, field), field=field, at_most=at_most)
    if len(car.photos) > PHOTOS_MAX:
        raise RefusedError("Please choose {most} photos or fewer.", most=PHOTOS_MAX, field="photos")
    if car.happened_on > car.filed_on:
        raise RefusedError("The day it happened cannot be in the future.", field="happened_on")
    if car.link and not car.link.startswith(("https://", "http://")):
        raise RefusedError("A link starts with https:// or http://.", field="link")
