"""Sealed reports, hidden names, reports about somebody in charge: who finds what, by whatever way they look."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from domain.cars import Concern, State
from domain.errors import RefusedError
from domain.people import Role
from handlers import cars
from handlers.routing import Call, Draw, Open
from storage import snapshots
from storage.cars import CarLog
from storage.db import Tx
from storage.holds import Holds
from storage.people import People
from storage.verify import verify
from tests.conftest import ADMIN, DEPUTY, MR, NAMES, OTHER, PRINCIPAL, TEACHER, District
from tests.office import known
from tests.story import CHAIR, CHIEF, OFFICER, ROUTES, ask, filed, finds, owed, seat, seen, with_seats
from tests.working import approved

CANARY = "zyxw canary"
WHY = "qwrt canary"  # why words were removed
EVERYBODY = (*NAMES, CHIEF, CHAIR, OFFICER)
SCOPES = tuple(cars.SCOPES)
#: Every way to ask that only reads, so that a new one is tried without being named here; and those about reports.
LOOKS = [route.name for route in ROUTES.values() if route.form is None and not route.writes]
ABOUT_REPORTS = (
    "home",
    "car",
    "reminders",
    "triage",
    "leavers",
    "offices",
    "redact",
    "redaction",
    "reply",
    "hold",
    "holds",
)
AT_REPORTS = [look for look in LOOKS if look.split()[0].partition(".")[0] in ABOUT_REPORTS]
#: What a route is about where it is not a report's number.
ABOUT: dict[str, Sequence[str]] = {
    "car list": ["all"],  # typed or by pages, it is one list
    "car.page": [f"{scope} 0" for scope in SCOPES],
    "people.page": ["0"],
    "calendar.without": ["0"],
    "people.give_form": [str(Role.PRINCIPAL)],
    "people.seated": [f"{Role.SUPERINTENDENT}/"],
    "people.unseated": [f"{Role.SUPERINTENDENT}/"],
    "redaction.made": [],  # drawn after words were removed: a test of its own
    "triage.waiting": ["urgent"],
    "leavers.given": ["nobody"],
    "reminders.day": ["2026-03-09 week", "2026-03-12"],
}
WRITES = ("car.accept", "car.withdraw", "car.seal", "car.unseal", "car.undo")


def said(district: District, who: str, route: str, **more: Any) -> str:
    """All that somebody reads when they ask for this, a refusal too."""
    return str(district.do(lambda tx: _answer(district.call(tx, who), route, **more)))


def _answer(call: Call, route: str, **more: Any) -> str:
    try:
        return str(ROUTES[route].handle(replace(call, **more)))
    except RefusedError as error:
        return error.sentence


def all_said(district: District, who: str, number: str, looks: Sequence[str] = AT_REPORTS) -> str:
    """Everything that somebody can read without being let in to a report."""

    def work(tx: Tx) -> str:
        call, about = district.call(tx, who), {**ABOUT, "holds.lift_form": [hold.id for hold in Holds(tx).lasting()]}
        return "\n".join(
            _answer(call, look, about=one, text=one) for look in looks for one in about.get(look, [number])
        )

    return str(district.do(work))


def readers(district: District, number: str, word: str = CANARY) -> set[str]:
    return {who for who in EVERYBODY if word in all_said(district, who, number)}


def told(district: District, number: str) -> set[str]:
    """Who reads the words in a message that is owed to them."""
    rows = [(what, who) for what, who in owed(district) if what.startswith("car.") and not who.startswith("seat:")]
    return {who for what, who in rows if CANARY in said(district, who, what, about=number)}


def test_a_sealed_report_is_read_by_those_whom_it_concerns_and_by_nobody_else(district: District) -> None:
    number = filed(with_seats(district), what=CANARY, marks=["sealed"]).number

    assert readers(district, number) == {TEACHER, MR, DEPUTY, CHIEF}
    assert told(district, number) == {TEACHER, MR, DEPUTY}


@pytest.mark.parametrize("who", [OTHER, PRINCIPAL, ADMIN])
def test_no_way_to_ask_for_anything_tells_of_a_sealed_report(district: District, who: str) -> None:
    number = filed(with_seats(district), what=CANARY, marks=["sealed"]).number

    assert CANARY not in all_said(district, who, number, LOOKS)


def test_who_looks_for_all_who_are_there_finds_no_sealed_report_whose_steps_are_worked_on(district: District) -> None:
    number = approved(district)
    ask(district, MR, "car.seal", about=number)

    assert district.do(lambda tx: CarLog(tx, snapshots.EVERYBODY).find(number)) is None


def test_the_owner_of_a_sealed_report_reads_it(district: District) -> None:
    number = filed(with_seats(district), what=CANARY, marks=["sealed"]).number
    ask(district, MR, "car.accept", about=number)

    assert readers(district, number) == {TEACHER, MR, DEPUTY, CHIEF, PRINCIPAL}
    assert told(district, number) == {TEACHER, MR, DEPUTY, PRINCIPAL}


def test_why_it_is_held_and_why_words_were_removed_is_read_by_whoever_may_do_that(district: District) -> None:
    number = filed(with_seats(district), marks=["sealed"]).number
    ask(district, MR, "holds.set", {"cause": "other", "reason": CANARY}, about=number)
    assert readers(district, number) == {MR, DEPUTY, CHIEF}

    (hold,) = district.do(lambda tx: Holds(tx).lasting())
    ask(district, MR, "holds.lift", {"reason": CANARY}, about=hold.id)
    ask(district, MR, "redaction.make", {"parts": ["what"], "reason": WHY}, about=number)
    made = {who for who in EVERYBODY if WHY in said(district, who, "redaction.made", about=number)}

    assert made == {MR, DEPUTY}
    assert readers(district, number, WHY) == {MR, DEPUTY}, "its story says so"
    assert readers(district, number) == {MR, DEPUTY, CHIEF}, "the story of a hold is told to who saw it"


def test_a_sealed_report_whose_owner_left_waits_for_those_who_read_it(district: District) -> None:
    number = filed(with_seats(district), what=CANARY, marks=["sealed"]).number
    ask(district, MR, "car.accept", about=number)
    known(district, PRINCIPAL, gone=True)

    assert "Give to a new owner" in said(district, MR, "leavers.form")
    assert readers(district, number) == {TEACHER, MR, DEPUTY, CHIEF, PRINCIPAL}


def test_a_reminder_names_a_sealed_report_to_nobody_else(district: District) -> None:
    number = filed(with_seats(district), what=CANARY, marks=["sealed", "urgent"]).number
    told = {who for who in EVERYBODY if number in said(district, who, "triage.waiting", about="urgent")}

    assert told == {MR, DEPUTY}


@pytest.mark.parametrize("scope", SCOPES)
def test_a_sealed_report_is_in_no_count_of_the_others(district: District, scope: str) -> None:
    before = said(with_seats(district), OTHER, "car list", text=scope)
    filed(district, what=CANARY, marks=["sealed"])

    assert said(district, OTHER, "car list", text=scope) == before


@pytest.mark.parametrize("who", [PRINCIPAL, ADMIN, OTHER, CHAIR, OFFICER])
@pytest.mark.parametrize("route", WRITES)
def test_who_does_not_see_a_sealed_report_hears_what_is_said_of_one_that_is_not_there(
    district: District, who: str, route: str
) -> None:
    number = filed(with_seats(district), what=CANARY, marks=["sealed"]).number

    with pytest.raises(RefusedError) as refused:
        ask(district, who, route, about=number)
    with pytest.raises(RefusedError) as missing:
        ask(district, who, route, about="CAR-2026-999")

    assert refused.value.sentence == missing.value.sentence.replace("CAR-2026-999", number)


def test_a_duplicate_of_a_sealed_report_names_its_number_only(district: District) -> None:
    sealed, double = filed(with_seats(district), what=CANARY, marks=["sealed"]), filed(district, by=OTHER)
    form = {"as_": "duplicate", "reason": "Reported before", "related": sealed.number}
    ask(district, MR, "car.reject", form, about=double.number)

    assert CANARY not in all_said(district, OTHER, double.number)


def test_one_deputy_reads_sealed_reports_the_one_who_has_been_it_longest(district: District) -> None:
    seat(district, Role.MANAGEMENT_REPRESENTATIVE, OTHER, deputy=True)
    number = filed(district, what=CANARY, marks=["sealed"]).number

    assert readers(district, number) == {TEACHER, MR, DEPUTY}
    assert ("car.triage", OTHER) not in owed(district)


def test_when_that_deputy_leaves_the_next_one_reads_them(district: District) -> None:
    seat(district, Role.MANAGEMENT_REPRESENTATIVE, OTHER, deputy=True)
    number = filed(district, what=CANARY, marks=["sealed"]).number
    person = district.person(DEPUTY)
    district.do(lambda tx: People(tx).unseat(Role.MANAGEMENT_REPRESENTATIVE, person, by="system"))

    assert readers(district, number) == {TEACHER, MR, OTHER}


def test_the_quality_office_seals_and_unseals(district: District) -> None:
    number = filed(with_seats(district), what=CANARY).number
    assert readers(district, number) == set(EVERYBODY)

    ask(district, MR, "car.seal", about=number)
    ask(district, MR, "car.seal", about=number)
    assert readers(district, number) == {TEACHER, MR, DEPUTY, CHIEF}

    ask(district, MR, "car.unseal", about=number)
    assert readers(district, number) == set(EVERYBODY)
    assert district.do(verify).broken == []


@pytest.mark.parametrize("who", [TEACHER, PRINCIPAL, ADMIN, OTHER, CHIEF])
def test_nobody_else_seals(district: District, who: str) -> None:
    number = filed(with_seats(district)).number

    with pytest.raises(RefusedError, match="Only the management representative can seal a report"):
        ask(district, who, "car.seal", about=number)


def test_a_deputy_who_seals_what_they_will_not_see_is_told_that_it_is_done(district: District) -> None:
    seat(district, Role.MANAGEMENT_REPRESENTATIVE, OTHER, deputy=True)
    number = filed(district, what=CANARY).number
    reply = ask(district, OTHER, "car.seal", about=number)

    assert isinstance(reply, Draw)
    assert "It is done" in said(district, OTHER, reply.what, about=number)
    assert finds(district, number, OTHER) is None


def test_a_report_about_the_quality_office_goes_to_the_superintendent(district: District) -> None:
    number = filed(with_seats(district), what=CANARY, concerns="quality_office").number

    assert readers(district, number) == {TEACHER, CHIEF}
    assert owed(district) == [("car.received", TEACHER), ("car.triage", CHIEF)]


def test_a_report_about_the_superintendent_goes_to_the_chair_of_the_board(district: District) -> None:
    number = filed(with_seats(district), what=CANARY, concerns="superintendent").number

    assert readers(district, number) == {TEACHER, CHAIR}
    assert owed(district) == [("car.received", TEACHER), ("car.triage", CHAIR)]


def test_where_the_superintendent_is_the_quality_office_the_chair_of_the_board_decides(district: District) -> None:
    seat(with_seats(district), Role.SUPERINTENDENT, MR)
    number = filed(district, what=CANARY, concerns="quality_office").number

    assert seen(district, number, TEACHER).concerns is Concern.SUPERINTENDENT
    assert readers(district, number) == {TEACHER, CHAIR}


@pytest.mark.parametrize(("concerns", "who"), [("quality_office", CHIEF), ("superintendent", CHAIR)])
def test_whoever_stands_in_decides(district: District, concerns: str, who: str) -> None:
    number = filed(with_seats(district), concerns=concerns).number

    assert "Waiting for you" in said(district, who, "car.card", about=number)
    assert "Waiting for your decision" in said(district, who, "home")
    ask(district, who, "car.accept", about=number)

    assert seen(district, number, TEACHER).state is State.ACCEPTED


def test_the_requester_reads_who_is_waited_for(district: District) -> None:
    number = filed(with_seats(district), concerns="quality_office").number

    assert "Waiting for the superintendent" in said(district, TEACHER, "car.card", about=number)


@pytest.mark.parametrize(
    ("concerns", "missing"),
    [("quality_office", "Nobody is superintendent yet"), ("superintendent", "Nobody is chair of the board yet")],
)
def test_an_empty_seat_keeps_it_and_the_sender_is_told_who_is_missing(
    district: District, concerns: str, missing: str
) -> None:
    number = filed(district, what=CANARY, concerns=concerns).number

    assert readers(district, number) == {TEACHER}
    assert any(who.startswith("seat:") for _, who in owed(district))
    assert missing in said(district, TEACHER, "car.filed", about=number)
    assert missing in said(district, TEACHER, "car.received", about=number)


def test_a_report_about_somebody_in_charge_stays_sealed(district: District) -> None:
    number = filed(with_seats(district), concerns="quality_office").number

    assert seen(district, number, TEACHER).sealed
    with pytest.raises(RefusedError, match="stays sealed"):
        ask(district, CHIEF, "car.unseal", about=number)


def test_those_it_is_about_do_not_own_it(district: District) -> None:
    number = filed(with_seats(district), concerns="quality_office").number
    form = {"severity": "minor", "kind": "corrective", "source": "employee", "school": district.school()}

    with pytest.raises(Exception, match="owner"):
        ask(district, CHIEF, "car.accept_with", {**form, "owner": district.person(MR)}, about=number)


def test_a_hidden_name_is_told_to_nobody_but_the_quality_office(district: District) -> None:
    number = filed(with_seats(district), marks=["hide_name"], on_behalf_of=CANARY).number

    assert readers(district, number) == {TEACHER, MR, DEPUTY}
    others = [who for who in EVERYBODY if who not in (TEACHER, MR, DEPUTY)]
    assert [seen(district, number, who).requester for who in others] == [""] * len(others)


def test_history_tells_who_sealed_it(district: District) -> None:
    number = filed(district).number
    ask(district, MR, "car.seal", about=number)

    def last(tx: Tx) -> str:
        from storage.history import History

        return str(History(tx).about(f"cars:{number}")[-1]["did"])

    assert district.do(last) == "car.sealed"


@pytest.mark.parametrize("seats", [(Role.PRINCIPAL,), (Role.BOARD_CHAIR, Role.PRINCIPAL)])
def test_the_list_of_what_waits_agrees_with_the_rules(district: District, seats: tuple[Role, ...]) -> None:
    for role in seats:
        seat(with_seats(district), role, OTHER)
    filed(district)

    assert "None." in said(district, OTHER, "car list", text="triage")


def test_a_form_that_opens_for_nobody_else_says_nothing(district: District) -> None:
    number = filed(with_seats(district), what=CANARY, marks=["sealed"]).number
    reply = district.do(lambda tx: ROUTES["car.return_form"].handle(district.call(tx, MR, about=number)))

    assert isinstance(reply, Open)
    with pytest.raises(RefusedError):
        ask(district, OTHER, "car.return_form", about=number)


def test_a_change_by_somebody_who_sees_less_loses_nothing(district: District) -> None:
    car = filed(with_seats(district), marks=["hide_name", "sealed"], on_behalf_of="Sam")

    def work(tx: Tx) -> None:
        log = CarLog(tx, district.call(tx, CHIEF).viewer)
        was = log.get(car.number)
        log.save(replace(was, reason="So"), was=was, did="test")

    district.do(work)

    assert (seen(district, car.number).on_behalf_of, seen(district, car.number).reason) == ("Sam", "So")
