"""What the table of rights is tested with: one district with somebody in every role, and a report in every state.

Nothing that somebody does here lasts: each act is rolled back, so that one district serves the whole table.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from bot.answering import call_of
from domain.auditors import AuditorLink, Scope
from domain.cars import Concern, State
from domain.errors import RefusedError
from domain.exports import Kind
from domain.files import Purpose
from domain.links import Pass
from domain.people import Absence, PersonId, Role, Viewer
from domain.places import PlaceKind
from domain.settings import Settings
from handlers.routing import Call, Draw, FormError, answer
from storage.absences import Absences
from storage.auditors import AuditorLinks
from storage.claims import Claims
from storage.db import Tx
from storage.exports import Exports, sees_of
from storage.files import Files
from storage.history import History
from storage.holds import Holds
from storage.pairs import Pairs
from storage.passes import Passes
from storage.places import Places
from storage.settings import DistrictSettings
from tests.conftest import ADMIN, DEPUTY, DISTRICT, MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.meeting import meetings_made
from tests.minuting import minutes_made
from tests.office import known
from tests.polling import begun
from tests.rights_work import accept, plans_made, plans_of, work_on
from tests.story import CHAIR, CHIEF, OFFICER, ROUTES, ask, seat, with_seats
from tests.surveying import surveys_made

SECOND, WEST, HEAD, OWNER, CHECKER, LEAVER = "U10", "U11", "U12", "U13", "U14", "U15"
MRT, CABINET, BOARD, RECORDER, GUEST, IT, SPARE = "U16", "U17", "U18", "U19", "U20", "U21", "U22"
AWAY, STEPPER, TODAY = "U23", "U24", date(2026, 3, 9)
#: Everybody who may ask for something, by what they are and nothing else.
ROLES: Mapping[str, str] = {
    "requester": TEACHER,
    "member": OTHER,
    "owner": OWNER,
    "checker": CHECKER,
    "step owner": STEPPER,
    "representative": MR,
    "deputy": DEPUTY,
    "second deputy": SECOND,
    "administrator": ADMIN,
    "principal of East School": PRINCIPAL,
    "principal of West School": WEST,
    "department head": HEAD,
    "MRT member": MRT,
    "Cabinet member": CABINET,
    "superintendent": CHIEF,
    "board member": BOARD,
    "chair of the board": CHAIR,
    "recorder": RECORDER,
    "officer": OFFICER,
    "guest": GUEST,
    "IT from outside": IT,
}
OUTSIDERS = frozenset({"guest", "IT from outside"})
STAFF = frozenset(ROLES) - OUTSIDERS

NOTHING, NUMBER, WORDS, NAME = "nothing", "number", "words", "words and name"
SEEN = (NOTHING, NUMBER, WORDS, NAME)  # the more, the further right
CANARY, HIDDEN = "Xyzzyplugh", "Plover"  # begins each report's own word; a name that was hidden

#: States of a report, beside those of the lifecycle: what was done with one that was filed.
LEFT, HANDED, HELD = "its owner left", "handed over", "held"
SUBMITTED, RETURNED, REJECTED, ACCEPTED = map(str, (State.SUBMITTED, State.RETURNED, State.REJECTED, State.ACCEPTED))
#: While it is worked on: one that needs a plan, its plan, one with open steps for which money and more time are asked,
#: one whose steps are done, one to be checked, one that is watched; a quick fix that is done, one that is closed; and
#: one that somebody is asked to own.
MAJOR, REVIEW, WAITING, WORKING = "needs a plan", "plan_review", "on hold", "implementing"
CHECKING, WATCHING, QUICK, ENDED, OFFERED = "verifying", "monitoring", "quick fix", "closed", "offered"
PLANNED = (REVIEW, WAITING, WORKING, CHECKING, WATCHING)
WORK = (MAJOR, *PLANNED, QUICK, ENDED, OFFERED)
STATES = (SUBMITTED, RETURNED, REJECTED, ACCEPTED, LEFT, HANDED, HELD, *WORK)
NO = {"as_": "not_a_nonconformity", "reason": "As built"}


@dataclass(frozen=True, kw_only=True)
class Case:
    """What a report is like."""

    school: str = "East School"
    sealed: bool = False
    concerns: Concern = Concern.NOBODY

    def __str__(self) -> str:
        about = {Concern.NOBODY: self.school, Concern.OFFICE: "about the office"}
        return f"{'sealed' if self.sealed else 'open'}, {about.get(self.concerns, 'about the superintendent')}"


CASES = (
    Case(),
    Case(school="West School"),
    Case(sealed=True),
    Case(school="West School", sealed=True),
    Case(sealed=True, concerns=Concern.OFFICE),  # a report about somebody in charge is always sealed
    Case(sealed=True, concerns=Concern.SUPERINTENDENT),
)
#: Who does for a report what the management representative does for most, by their id.
LEADER: Mapping[Concern, str] = {Concern.NOBODY: MR, Concern.OFFICE: CHIEF, Concern.SUPERINTENDENT: CHAIR}


@dataclass
class Prepared:
    """The district, and what stands in it. `tx` is one long transaction that is never committed."""

    district: District
    connection: Connection
    numbers: dict[tuple[Case, str], str]
    holds: dict[Case, str]
    tails: Mapping[str, str]  # by number of a report: what stands behind it in the button that approves its plan,
    steps: Mapping[str, str]  # and the first step of its plan
    things: Mapping[str, str]  # ids that acts name: schools, persons, a claim, two accounts, a link
    calls: dict[tuple[str, str], Call] = field(default_factory=dict)

    @cached_property
    def words(self) -> dict[str, str]:
        """What was typed into each report alone."""
        return {number: word_of(key) for key, number in self.numbers.items()}

    def call(self, role: str, *, preset: str = "small", now: datetime = NOW, **more: Any) -> Call:
        """What a handler is told of somebody. Who they are is found out once, since nobody's seat changes."""
        if (role, preset) not in self.calls:
            tx = self._tx(NOW)
            call = call_of(tx, self.district.account(tx, ROLES[role]))
            self.calls[role, preset] = replace(call, settings=Settings({**call.settings.values, "preset": preset}))
        return replace(self.calls[role, preset], tx=self._tx(now), **more)

    def _tx(self, now: datetime) -> Tx:
        database = self.district.database
        return Tx(self.connection, DISTRICT, now, "test", database.mint, database.memories)

    def gets(self, call: Call, route: str, form: Mapping[str, Any] | None, number: str) -> str:
        """The sentence that refuses them, or how much they see then of the report with this number."""
        done, shown = self._asked(call, route, form)
        return self.seen(shown, number) if done else shown

    def shown(self, call: Call, route: str, form: Mapping[str, Any] | None = None) -> str:
        """The sentence that refuses them, or all that they see then."""
        return self._asked(call, route, form)[1]

    def _asked(self, call: Call, route: str, form: Mapping[str, Any] | None) -> tuple[bool, str]:
        """Whether it was done, and what is said or shown. Nothing may be done whose card is refused then."""
        with self._undone(writes=ROUTES[route].writes):
            try:
                reply = answer(ROUTES[route], call, form)
            except RefusedError as error:
                return False, error.sentence
            except FormError as error:
                return False, " ".join(error.faults.values())
            if isinstance(reply, Draw):
                return True, f"done: {answer(ROUTES[reply.what], replace(call, about=reply.about))}"
            return True, str(reply)

    @contextmanager
    def _undone(self, *, writes: bool) -> Iterator[None]:
        if not writes:
            yield
            return
        point = self.connection.begin_nested()
        try:
            yield
        finally:
            point.rollback()

    def seen(self, shown: str, number: str) -> str:
        """How much of the report with this number stands in what somebody sees."""
        if self.words[number] in shown:
            return NAME if HIDDEN in shown else WORDS
        return NUMBER if number in shown else NOTHING


def word_of(key: tuple[Case, str]) -> str:
    case, state = key
    return f"{CANARY}-{CASES.index(case)}{STATES.index(state):02}-"


@contextmanager
def prepared(district: District) -> Iterator[Prepared]:
    """A small district; where a rule differs in a standard one, `call` says so."""
    things = _seated(district)
    numbers = {(case, state): _report(district, case, state) for case in CASES for state in STATES}
    holds = {case: _held(district, numbers[case, HELD]) for case in CASES}
    known(district, LEAVER, gone=True)
    away = Absence(person=PersonId(things[AWAY]), first=TODAY, last=TODAY, deputy=PersonId(things[OTHER]))
    district.do(lambda tx: Absences(tx).set(away, by="system"))  # they hold no seat, so nobody's rights change
    tails, steps = plans_of(district, numbers)
    with district.database.begin(DISTRICT) as connection:
        yield Prepared(district, connection, numbers, holds, tails, steps, things)


def _seated(district: District) -> dict[str, str]:
    """Somebody in every role; two of the accounts are guests, of whom one looks after the installation."""
    district.do(lambda tx: Places(tx).add(PlaceKind.DEPARTMENT, "Facilities", by="system"))
    district.do(lambda tx: DistrictSettings(tx).set("preset", "small", by="system"))
    with_seats(district)
    seat(district, Role.MANAGEMENT_REPRESENTATIVE, SECOND, deputy=True)
    seat(district, Role.PRINCIPAL, WEST, place=district.school("West School"))
    seat(district, Role.DEPARTMENT_HEAD, HEAD, place=district.school("Facilities"))
    for role, who in (
        (Role.MRT_MEMBER, MRT),
        (Role.CABINET_MEMBER, CABINET),
        (Role.BOARD_MEMBER, BOARD),
        (Role.RECORDER, RECORDER),
    ):
        seat(district, role, who)
    for who in {*ROLES.values(), LEAVER, SPARE, AWAY} - {GUEST, IT}:
        known(district, who, admin=who == ADMIN, name=HIDDEN if who == TEACHER else f"Name {who}")
    known(district, GUEST, guest=True)
    known(district, IT, guest=True, admin=True)
    claim = district.do(lambda tx: Claims(tx).add(PersonId(district.account(tx, SECOND).person)).id)
    two = [PersonId(district.person(who)) for who in (TEACHER, OTHER)]
    pair = district.do(lambda tx: Pairs(tx).ask(two[0], two[1], by=two[0]).id)
    opens = Pass(purpose="report", district=DISTRICT, about="CAR-2026-001", person=two[0], until=NOW)
    made = district.do(lambda tx: Passes(tx).add(opens, by="system"))
    invited = AuditorLink(
        id="audit1",
        auditor="Jo Lee",
        purpose="Yearly audit",
        scope=Scope(),
        made_by=two[1],
        made_at=NOW,
        until=TODAY,
        ends_at=NOW + timedelta(days=30),
    )
    district.do(lambda tx: AuditorLinks(tx).add(invited))
    file = district.do(lambda tx: _drawn(tx, district.call(tx, OTHER).viewer))
    plans = plans_made(district)
    schools = {name: district.school(name) for name in ("East School", "West School", "Facilities")}
    return {
        **schools,
        **plans,
        **surveys_made(district),
        **meetings_made(district, OWNER, STEPPER),
        **minutes_made(district, RECORDER, STEPPER, plans["plan"]),
        **{who: district.person(who) for who in (*ROLES.values(), LEAVER, SPARE, AWAY)},
        "claim": str(claim),
        "pair": str(pair),
        "pass": str(made),
        "idea": str(_idea(district)),
        "poll": begun(district).number,
        "file": str(file),
        "audit": invited.id,
        "export": "EXP-2026-001",
    }


def _idea(district: District) -> str:
    given = ask(district, TEACHER, "idea.give", {"what": "One list of all substitute plans"})
    assert isinstance(given, Draw)
    return given.about


def _drawn(tx: Tx, viewer: Viewer) -> str:
    """A file that a member asked for, with nothing in it."""
    export = Exports(tx).ask(Kind.LOG_CSV, by=viewer.person, year=2026, filters="all")
    more = {"about": f"exports:{export.number}", "purpose": Purpose.EXPORT, "name": "Log.csv", "media": "text/csv"}
    file = Files(tx).add(b"x", by=viewer.person, **more)
    entries, head = History(tx).head()
    kept = replace(export, rows=0, entries=entries, head=head, sees=sees_of(tx, viewer))
    Exports(tx).drawn(kept, file, [])
    return file.id


def _report(district: District, case: Case, state: str) -> str:
    """The number of a report in a state. It has words in every box, and its requester's name is hidden."""
    word, lead = word_of((case, state)), LEADER[case.concerns]
    filed = ask(
        district,
        TEACHER,
        "car.file",
        {
            "what": f"{word} is broken",
            "already_done": f"Taped {word}",
            "on_behalf_of": f"{HIDDEN} of the kitchen",
            "link": f"https://example.org/{word}",
            "happened_on": "2026-03-09",
            "school": district.school(case.school),
            "marks": ["hide_name", *(["sealed"] if case.sealed else [])],
            "concerns": str(case.concerns),
        },
    )
    assert isinstance(filed, Draw)
    number = filed.about
    match state:
        case "returned":
            ask(district, lead, "car.return", {"reason": f"Which {word}?"}, about=number)
        case "rejected":
            ask(district, lead, "car.reject", {**NO, "reason": word}, about=number)
        case "accepted" | "its owner left":
            accept(district, lead, number, OWNER if state == ACCEPTED else LEAVER, case.school)
        case "handed over":
            ask(district, lead, "car.hand_over", {"office": "title_ix", "note": word}, about=number)
        case "held":
            ask(district, lead, "holds.set", {"cause": "parent", "reason": word}, about=number)
        case state if state in WORK:
            work_on(district, lead, number, state, case.school, word)
            if state == ENDED and not case.sealed:
                ask(district, lead, "public.release", {"title": word}, about=number)
        case _:
            pass
    return number


def _held(district: District, number: str) -> str:
    return str(district.do(lambda tx: next(hold.id for hold in Holds(tx).lasting() if hold.about == number)))
