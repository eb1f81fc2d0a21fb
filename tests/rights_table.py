"""The table of rights: for each route who may take it, what the others are told, and how much is seen by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from domain.cars import Concern
from tests.conftest import OTHER
from tests.rights import (
    ACCEPTED,
    HANDED,
    HELD,
    LEFT,
    NAME,
    NO,
    NOTHING,
    NUMBER,
    OFFERED,
    OWNER,
    PLANNED,
    REJECTED,
    RETURNED,
    SEEN,
    STAFF,
    SUBMITTED,
    WORDS,
    WORK,
    Case,
)

OFFICE = frozenset({"representative", "deputy", "second deputy"})
ADMINISTRATORS = frozenset({"administrator", "IT from outside"})
LEADER: Mapping[Concern, str] = {
    Concern.NOBODY: "the management representative",
    Concern.OFFICE: "the superintendent",
    Concern.SUPERINTENDENT: "the chair of the board",
}
OR_PRINCIPAL = "or the school's principal for a minor report where the district says so"
NOT_STAFF = "Kaizen is for staff of "
UNSEEN = "There is no report {number} that you can see."


def reads(case: Case, state: str) -> dict[str, str]:
    """Who finds a report, and how much of it they see: the one rule behind all that shows one."""
    leads = leaders(replace(case, sealed=case.sealed or state == HANDED))
    named = dict.fromkeys(leads & OFFICE, NAME) | {"requester": NAME}  # only they learn a hidden name
    if state == HANDED:
        return dict.fromkeys(leads | chief(case), NUMBER) | {"requester": NAME, "officer": NAME}
    working = ({"checker"} if state in (ACCEPTED, LEFT, *WORK) else set()) | (
        {"owner"} if state in (ACCEPTED, *WORK) else set()
    )
    working |= {"step owner"} if state in PLANNED else {"member"} if state == OFFERED else set()
    found = leads | chief(case) | working if case.sealed else STAFF
    return dict.fromkeys(found, WORDS) | named


def leaders(case: Case) -> frozenset[str]:
    """Who decides; of a sealed report the holder of the seat and the deputy who has been it longest."""
    match case.concerns:
        case Concern.OFFICE:
            return frozenset({"superintendent"})
        case Concern.SUPERINTENDENT:
            return frozenset({"chair of the board"})
        case _:
            return OFFICE - ({"second deputy"} if case.sealed else frozenset())


def chief(case: Case) -> frozenset[str]:
    """The superintendent reads every report, but those about the superintendent."""
    return frozenset({"superintendent"} if case.concerns is not Concern.SUPERINTENDENT else ())


def principal(case: Case) -> frozenset[str]:
    """Of the report's own school, in a small district."""
    return frozenset() if case.sealed else frozenset({f"principal of {case.school}"})


@dataclass(frozen=True, kw_only=True)
class Act:
    """What is asked about a report. `says` is told to who finds it and may not, `unseen` to who does not find it."""

    route: str
    state: str
    may: tuple[str, ...]
    says: str = ""
    instead: tuple[str, str] = ("", "")  # a group of those who find it that is told something else
    unseen: str = UNSEEN
    shows: str = NAME  # at most, to who may
    own: str = NAME  # at most, to the requester, who may stand there as "you"
    then: str = ""  # its state after it, where that changes who reads it
    form: Mapping[str, Any] | None = None
    typed: bool = False  # the number stands behind the command
    about: str = ""  # not the report itself is named, but that of it: "plan", "step", or "line" of a reminder
    others: Mapping[str, str] = field(default_factory=dict)  # what certain ones who find it are told

    def __str__(self) -> str:
        return f"{self.route}, {self.state}"

    def allowed(self, case: Case, *, small: bool) -> set[str]:
        """Everybody who may, of those who find the report."""
        groups = {
            "readers": set(reads(case, self.state)),
            "leaders": set(leaders(case)),
            "ordinary leaders": set(leaders(case)) if case.concerns is Concern.NOBODY else set(),
            "publishers": set() if case.sealed else set(leaders(case)),
            "chief": set(chief(case)) if case.concerns is Concern.NOBODY else set(),
            "principal": set(principal(case)) if small else set(),
        }
        return {role for name in self.may for role in groups.get(name, {name})} & set(reads(case, self.state))

    def refusal(self, role: str, case: Case, number: str) -> str:
        """How the sentence begins that somebody is told who may not."""
        said = self.others.get(role, self.says) if role in reads(case, self.state) else self.unseen
        group, instead = self.instead
        if role in {"chief": chief(case) - leaders(case), "leaders": leaders(case)}.get(group, ()):
            said = instead
        leader = LEADER[case.concerns]
        ordinary = case.concerns is Concern.NOBODY
        accepting = f"{leader}, {OR_PRINCIPAL}" if ordinary else leader
        holding = f"{leader} or the superintendent" if ordinary else leader
        approving = f"{leader}, a deputy or the superintendent" if ordinary else leader
        return said.format(leader=leader, accepting=accepting, holding=holding, approving=approving, number=number)

    def sight(self, role: str, case: Case) -> str:
        """How much somebody sees of it who was allowed to."""
        after = replace(case, sealed=self.then == "sealed" if self.then in ("sealed", "open") else case.sealed)
        state = self.then if self.then not in ("", "sealed", "open") else self.state
        own = self.own if role == "requester" else NAME
        return min(reads(after, state).get(role, NUMBER), self.shows, own, key=SEEN.index)


def act(route: str, state: str, *may: str, **more: Any) -> Act:
    return Act(route=route, state=state, may=may, **more)


def look(route: str, state: str, **more: Any) -> Act:
    return act(route, state, "readers", **more)


PLAIN = {"kind": "corrective", "source": "employee", "severity": "minor"}
ONLY = "Only {leader} can "
ACCEPTS = "Only {accepting} can accept a report."
HOLD = "Only {holding} can set a hold on this report."
NO_HOLD = "That hold was lifted already, or you cannot see it."
OFFICER_ALONE = "Only the Title IX office can "
ECHO = NUMBER  # who does not find it is shown its number, which they asked with, and a sentence
ABOUT_ONE = (
    # Looking at it
    *(look("paper.report", state, shows=NUMBER) for state in (SUBMITTED, ACCEPTED)),
    *(look(route, state) for route in ("car.show", "car.show_all") for state in (SUBMITTED, ACCEPTED, HANDED)),
    *(look("car.acts", state, shows=NUMBER) for state in (SUBMITTED, ACCEPTED, HANDED)),
    *(look("car.card", state, unseen=ECHO) for state in (SUBMITTED, REJECTED, HANDED)),
    look("car show", SUBMITTED, typed=True),
    *(look("story.show", state, own=WORDS) for state in (SUBMITTED, ACCEPTED, HANDED)),
    *(look("story.page", state, own=WORDS) for state in (SUBMITTED, HELD)),
    look("evidence.added", SUBMITTED, shows=NUMBER),
    look("car history", SUBMITTED, typed=True, own=WORDS),
    look("car", SUBMITTED, typed=True),
    look("car.filed", SUBMITTED, shows=NUMBER),
    look("car.received", SUBMITTED),
    *(look("reply.about", state) for state in (SUBMITTED, HANDED)),
    look("car.triage", SUBMITTED),
    look("car.decided", REJECTED),
    look("car.handed", HANDED),
    look("car.handed_to_you", HANDED, unseen=ECHO),
    act("car.owned", ACCEPTED, "owner", says=ECHO, unseen=ECHO),
    # The forms that lead to what is below: whoever finds the report may open one
    look("car.change", SUBMITTED, shows=WORDS),
    look("car.return_form", SUBMITTED, shows=WORDS),
    look("car.reject_form", SUBMITTED, shows=WORDS),
    look("car.fixed_form", SUBMITTED, shows=WORDS),
    look("car.hand_over_form", SUBMITTED, shows=WORDS),
    look("car.answer_form", RETURNED, shows=WORDS),
    look("car.appeal_form", REJECTED, shows=WORDS),
    # Deciding about it
    act("car.accept", SUBMITTED, "leaders", "principal", says=ACCEPTS),
    act("car.accept_with", SUBMITTED, "leaders", "principal", says=ACCEPTS, form={**PLAIN, "owner": OWNER}),
    act("car.return", SUBMITTED, "leaders", says=ONLY + "send a report back.", form={"reason": "Which?"}),
    act("car.reject", SUBMITTED, "leaders", says=ONLY + "turn a report down.", form=NO),
    act("car.reject", ACCEPTED, "leaders", says=ONLY + "turn a report down.", form=NO),
    act(
        "car.fixed",
        SUBMITTED,
        "leaders",
        says=ONLY + "close a report as fixed.",
        form={"reason": "New latch", "category": "communication"},
    ),
    act(
        "car.hand_over",
        SUBMITTED,
        "leaders",
        says=ONLY + "hand a report over.",
        form={"office": "title_ix"},
        then=HANDED,
    ),
    act("car.seal", SUBMITTED, "leaders", says=ONLY + "seal a report.", then="sealed"),
    act(
        "car.unseal",
        SUBMITTED,
        "ordinary leaders",
        says=ONLY + "unseal a report.",
        instead=("leaders", "{number} is about somebody in charge"),
        then="open",
    ),
    act(
        "car.undo",
        ACCEPTED,
        "leaders",
        says="Only the management representative, or whoever accepted a report, can take that back.",
    ),
    # Its requester
    act("car.withdraw", SUBMITTED, "requester", says="Only the person who reported it can take a report back."),
    act("car.withdraw", RETURNED, "requester", says="Only the person who reported it can take a report back."),
    act(
        "car.answer",
        RETURNED,
        "requester",
        says="Only the person who reported it can add the missing detail.",
        form={"text": "South"},
    ),
    *(
        act(
            "evidence.sent",
            state,
            "requester",
            "leaders",
            *whom,
            says="Only those who reported {number} or work on it can add files to it.",
            shows=NUMBER,
            form={"files": ["https://example.org/gate.jpg"]},
            typed=True,
        )
        for state, whom in ((SUBMITTED, ()), (ACCEPTED, ("owner", "checker")))
    ),
    act("car.appeal", REJECTED, "requester", says="Only the person who reported it can ask", form={"why": "Again"}),
    # A new owner, after the old one left
    act(
        "leavers.give",
        LEFT,
        "leaders",
        says="Please tick which",
        unseen="Please tick which",
        shows=NOTHING,
        form={"owner": OTHER},
    ),
    # Its words, and what keeps them
    act("redaction.menu", SUBMITTED, "leaders", "chief", says=HOLD, shows=WORDS),
    act("redaction.menu", HANDED, "officer", says=OFFICER_ALONE, shows=WORDS),
    act("redaction.open", SUBMITTED, "leaders", says=ONLY + "remove words from this report.", shows=WORDS),
    act("redact", SUBMITTED, "leaders", says=ONLY + "remove words from this report.", shows=WORDS, typed=True),
    act(
        "redaction.make",
        SUBMITTED,
        "leaders",
        says=ONLY + "remove words from this report.",
        shows=NUMBER,
        form={"parts": ["everything"], "reason": "A name"},
    ),
    act(
        "redaction.make",
        HANDED,
        "officer",
        says=OFFICER_ALONE,
        shows=NUMBER,
        form={"parts": ["everything"], "reason": "A name"},
    ),
    *(
        act(f"redaction.{name}", SUBMITTED, "leaders", says=ONLY + "remove words from this report.", shows=WORDS)
        for name in ("left", "again", "tried")
    ),
    act("hold", SUBMITTED, "leaders", "chief", says=HOLD, shows=NUMBER, typed=True),
    act("holds.open", SUBMITTED, "leaders", "chief", says=HOLD, shows=NUMBER),
    act(
        "holds.set",
        SUBMITTED,
        "leaders",
        "chief",
        says=HOLD,
        shows=NUMBER,
        form={"cause": "parent", "reason": "A request"},
    ),
    act(
        "holds.set",
        HANDED,
        "officer",
        says=OFFICER_ALONE,
        shows=NUMBER,
        form={"cause": "parent", "reason": "A request"},
    ),
    act(
        "holds.lift_form",
        HELD,
        "leaders",
        says=NO_HOLD,
        instead=("chief", ONLY + "lift this hold."),
        unseen=NO_HOLD,
        shows=NUMBER,
    ),
    act(
        "holds.lift",
        HELD,
        "leaders",
        says=NO_HOLD,
        instead=("chief", ONLY + "lift this hold."),
        unseen=NO_HOLD,
        shows=NOTHING,
        form={"reason": "It is over"},
    ),
)
