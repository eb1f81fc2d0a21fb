"""People reporting problems, looking them up, and deciding about them."""

from collections.abc import Mapping
from typing import Any

import pytest

from domain.cars import Severity, State
from domain.errors import RefusedError
from handlers.routing import Call, Draw, FormError, Open, Show
from storage.cars import CarLog
from storage.db import Tx
from tests.conftest import ADMIN, DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.story import ROUTES, ask, filed, in_state, owed, seen
from views.elements import Card, Items

ACCEPTED: Mapping[str, Any] = {
    "severity": "major",
    "kind": "corrective",
    "source": "employee",
    "requirement": "Gates close by themselves",
}


def card_of(district: District, number: str, by: str) -> Card:
    """A report's card as somebody sees it."""
    card: Card = district.do(lambda tx: ROUTES["car.card"].handle(district.call(tx, by, about=number)))
    return card


def test_a_report_is_on_record_with_a_number(district: District) -> None:
    car = filed(district, what="  The gate latch is broken  ")

    assert (car.number, car.what, car.state) == ("CAR-2026-001", "The gate latch is broken", State.SUBMITTED)


def test_the_requester_and_the_management_representative_are_owed_a_message(district: District) -> None:
    filed(district)

    assert sorted(owed(district)) == [("car.received", TEACHER), ("car.triage", MR), ("car.triage", DEPUTY)]


def test_one_box_is_all_that_must_be_filled(district: District) -> None:
    with pytest.raises(FormError) as refused:
        filed(district, what="   ")

    assert refused.value.faults == {"what": "Please say what happened, in a few words."}


def test_a_refused_report_takes_no_number(district: District) -> None:
    with pytest.raises(FormError):
        filed(district, what="")

    assert filed(district).number == "CAR-2026-001"


def test_it_cannot_have_happened_tomorrow(district: District) -> None:
    with pytest.raises(FormError) as refused:
        filed(district, happened_on="2026-03-10")

    assert set(refused.value.faults) == {"happened_on"}


def test_the_form_holds_what_was_typed_behind_the_command(district: District) -> None:
    reply = ask(district, TEACHER, "car", text="gate latch broken at East")

    assert isinstance(reply, Open)
    asks = {question.name: question.value for question in reply.form.asks}
    assert (asks["what"], asks["school"]) == ("gate latch broken at East", district.school())


def test_the_school_is_the_one_reported_about_last(district: District) -> None:
    filed(district, school=district.school("West School"))

    reply = ask(district, TEACHER, "car", text="")

    assert isinstance(reply, Open)
    assert {q.name: q.value for q in reply.form.asks}["school"] == district.school("West School")


def test_the_long_form_keeps_what_was_typed_in_the_short_one(district: District) -> None:
    typed = {"what": "Half a sentence", "school": district.school(), "marks": ["urgent"]}

    reply = ask(district, TEACHER, "car.more", typed=typed)

    assert isinstance(reply, Open)
    asks = {question.name: question.value for question in reply.form.asks}
    assert {name: asks[name] for name in typed} == typed
    assert {"photos", "link", "already_done", "on_behalf_of"} <= set(asks)


def test_one_press_accepts_with_defaults(district: District) -> None:
    car = filed(district)

    reply = ask(district, MR, "car.accept", about=car.number)

    assert reply == Draw("car.card", car.number)
    now = seen(district, car.number)
    assert (now.state, now.severity, now.owner) == (State.ACCEPTED, Severity.MINOR, district.person(PRINCIPAL))
    assert str(now.implementation_due) == "2026-04-08"
    assert {("car.owned", PRINCIPAL), ("car.decided", TEACHER)} <= set(owed(district))


def test_a_deputy_decides_as_well(district: District) -> None:
    car = filed(district)
    ask(district, DEPUTY, "car.accept", about=car.number)

    assert seen(district, car.number).state is State.ACCEPTED


def test_without_a_principal_one_press_asks_who_owns_it(district: District) -> None:
    car = filed(district, school=district.school("West School"))

    reply = ask(district, MR, "car.accept", about=car.number)

    assert isinstance(reply, Open)
    assert (reply.form.does, seen(district, car.number).state) == ("car.accept_with", State.SUBMITTED)


def test_accepting_with_changes_keeps_what_was_chosen(district: District) -> None:
    car = filed(district)
    form = {**ACCEPTED, "owner": district.person(OTHER), "school": district.school(), "plan_due": "2026-03-20"}

    ask(district, MR, "car.accept_with", form, about=car.number)

    now = seen(district, car.number)
    assert (now.owner, now.severity, str(now.plan_due)) == (district.person(OTHER), Severity.MAJOR, "2026-03-20")
    assert now.requirement == "Gates close by themselves"


def test_a_date_that_has_passed_is_refused_on_its_question(district: District) -> None:
    car = filed(district)
    form = {**ACCEPTED, "owner": district.person(OTHER), "school": district.school(), "plan_due": "2026-03-01"}

    with pytest.raises(FormError) as refused:
        ask(district, MR, "car.accept_with", form, about=car.number)

    assert set(refused.value.faults) == {"plan_due"}


def test_a_report_sent_back_is_answered_and_decided_again(district: District) -> None:
    car = filed(district)
    ask(district, MR, "car.return", {"reason": "Which gate?"}, about=car.number)

    ask(district, TEACHER, "car.answer", {"text": "The one by the playground"}, about=car.number)

    now = seen(district, car.number)
    assert (now.state, now.reason, now.answer) == (State.SUBMITTED, "Which gate?", "The one by the playground")
    assert sorted(to for what, to in owed(district) if what == "car.triage") == [MR, MR, DEPUTY, DEPUTY]


def test_a_reason_is_needed_to_send_a_report_back(district: District) -> None:
    car = filed(district)

    with pytest.raises(FormError) as refused:
        ask(district, MR, "car.return", {"reason": " "}, about=car.number)

    assert refused.value.faults == {"reason": "Please say which detail is missing."}


def test_a_duplicate_names_the_report_that_it_repeats(district: District) -> None:
    first, second = filed(district), filed(district)
    form = {"as_": "duplicate", "reason": "Reported on Monday", "related": "1"}

    ask(district, MR, "car.reject", form, about=second.number)

    assert (seen(district, second.number).state, seen(district, second.number).related) == (
        State.REJECTED,
        first.number,
    )
    assert ("car.decided", TEACHER) in owed(district)


def test_a_report_that_needs_nothing_more_is_closed_and_the_requester_told(district: District) -> None:
    car = filed(district)

    ask(
        district,
        MR,
        "car.fixed",
        {"reason": "The latch was replaced", "category": "technical_failure"},
        about=car.number,
    )

    now = seen(district, car.number)
    assert (now.state, str(now.closed_on), now.reason) == (State.CLOSED, "2026-03-09", "The latch was replaced")


def test_a_requester_takes_a_report_back(district: District) -> None:
    car = filed(district)

    ask(district, TEACHER, "car.withdraw", about=car.number)

    assert seen(district, car.number).state is State.WITHDRAWN


@pytest.mark.parametrize("who", [TEACHER, PRINCIPAL, ADMIN, OTHER])
def test_only_the_management_representative_accepts(district: District, who: str) -> None:
    car = filed(district)

    with pytest.raises(RefusedError, match="Only the management representative"):
        ask(district, who, "car.accept", about=car.number)


def test_two_who_decide_at_once_do_not_undo_each_other(district: District) -> None:
    car = filed(district)
    ask(district, MR, "car.accept", about=car.number)

    with pytest.raises(RefusedError, match="Looking into it"):
        ask(district, DEPUTY, "car.return", {"reason": "Which gate?"}, about=car.number)


def test_a_save_over_somebody_elses_change_is_refused(district: District) -> None:
    car = filed(district)
    ask(district, MR, "car.accept", about=car.number)

    with pytest.raises(RefusedError, match="Somebody else changed this just now"):
        in_state(district, car, State.CANCELLED)


def test_what_is_kept_for_an_empty_seat_reaches_whoever_takes_it(empty_district: District) -> None:
    reply = ask(empty_district, TEACHER, "car.file", {"what": "Broken", "happened_on": "2026-03-09"})
    assert isinstance(reply, Draw)
    assert ("car.triage", "seat:management_representative") in owed(empty_district)

    _admin(empty_district, ADMIN)
    ask(empty_district, ADMIN, "people.claim")

    assert ("car.triage", ADMIN) in owed(empty_district)


def test_the_sender_is_told_that_nobody_decides_yet(empty_district: District) -> None:
    reply = ask(empty_district, TEACHER, "car.file", {"what": "Broken", "happened_on": "2026-03-09"})
    assert isinstance(reply, Draw)

    card = empty_district.do(lambda tx: ROUTES["car.filed"].handle(empty_district.call(tx, TEACHER, about=reply.about)))

    assert "Nobody is management representative yet" in str(card)


def _admin(district: District, who: str) -> None:
    from dataclasses import replace

    from storage.people import People

    district.do(lambda tx: People(tx).refresh(replace(district.account(tx, who), admin=True)))


def test_a_hidden_name_is_seen_by_the_management_representative_and_nobody_else(district: District) -> None:
    number = filed(district, marks=["hide_name"], on_behalf_of="Sam the driver").number

    assert [seen(district, number, who).requester for who in (MR, TEACHER, PRINCIPAL, OTHER)] == [
        district.person(TEACHER),
        district.person(TEACHER),
        "",
        "",
    ]
    assert [seen(district, number, who).on_behalf_of for who in (MR, OTHER)] == ["Sam the driver", None]
    assert "somebody who asked not to be named" in str(card_of(district, number, OTHER))


def test_a_decision_by_somebody_who_may_not_know_the_requester_loses_no_name(district: District) -> None:
    car = filed(district, marks=["hide_name"], on_behalf_of="Sam the driver")

    def work(tx: Tx) -> None:
        log = CarLog(tx, district.call(tx, PRINCIPAL).viewer)
        was = log.get(car.number)
        log.save(was, was=was, did="test")

    district.do(work)

    assert (seen(district, car.number).requester, seen(district, car.number).on_behalf_of) == (
        district.person(TEACHER),
        "Sam the driver",
    )


def test_a_sealed_report_is_found_by_nobody_else(district: District) -> None:
    car = filed(district)

    def seal(tx: Tx) -> None:
        from dataclasses import replace

        CarLog(tx, district.call(tx, MR).viewer).save(replace(car, sealed=True), was=car, did="test")

    district.do(seal)

    assert seen(district, car.number, TEACHER).number == car.number
    with pytest.raises(RefusedError, match="There is no report"):
        seen(district, car.number, OTHER)
    assert "None." in str(ask(district, OTHER, "car list"))


def test_the_list_shows_ten_a_page_and_the_way_to_the_rest(district: District) -> None:
    for _ in range(12):
        filed(district)

    first = ask(district, OTHER, "car list")
    rest = ask(district, OTHER, "car.page", about="open 10")

    assert isinstance(first, Show)
    assert isinstance(rest, Show)
    assert [_count(first.card), _count(rest.card)] == [10, 2]
    assert [[b.label for b in card.buttons] for card in (first.card, rest.card)] == [["Older"], ["Newer"]]


def _count(card: Card) -> int:
    return sum(len(part.items) for part in card.parts if isinstance(part, Items))


@pytest.mark.parametrize(("text", "titles"), [("mine", 1), ("owned", 0), ("closed", 0), ("all", 2)])
def test_a_list_can_be_narrowed(district: District, text: str, titles: int) -> None:
    filed(district, by=TEACHER)
    filed(district, by=OTHER)

    reply = ask(district, TEACHER, "car list", text=text)

    assert isinstance(reply, Show)
    assert _count(reply.card) == titles


@pytest.mark.parametrize("text", ["1", "2026-1", "CAR-2026-001", "car 2026-001"])
def test_a_report_is_found_by_its_number_however_it_is_typed(district: District, text: str) -> None:
    filed(district)

    reply = ask(district, OTHER, "car show", text=text)

    assert isinstance(reply, Show)
    assert reply.card.title.startswith("CAR-2026-001")


@pytest.mark.parametrize(("route", "text"), [("car list", "of broken chairs"), ("car show", "must go on")])
def test_a_report_that_looks_like_a_command_is_not_lost(district: District, route: str, text: str) -> None:
    reply = ask(district, TEACHER, route, text=text)

    assert isinstance(reply, Open)
    assert next(q.value for q in reply.form.asks if q.name == "what") == f"{route.split()[1]} {text}"


@pytest.mark.parametrize(("text", "answer"), [("1", "CAR-2026-001"), ("lsit", "Did you mean /car list?")])
def test_a_number_or_a_slip_behind_the_command_is_no_report(district: District, text: str, answer: str) -> None:
    filed(district)

    reply = ask(district, TEACHER, "car", text=text)

    assert isinstance(reply, Show)
    assert answer in str(reply.card)


def test_a_photo_does_not_tell_who_hid_their_name(district: District) -> None:
    photos = ["https://files.example/U1/photo.png"]
    number = filed(district, marks=["hide_name"], photos=photos).number

    assert [seen(district, number, who).photos for who in (MR, TEACHER, OTHER)] == [tuple(photos), tuple(photos), ()]


def test_the_plan_is_due_before_an_early_fix(district: District) -> None:
    car = filed(district)
    form = {
        **ACCEPTED,
        "owner": district.person(OTHER),
        "school": district.school(),
        "implementation_due": "2026-03-20",
    }

    ask(district, MR, "car.accept_with", form, about=car.number)

    assert str(seen(district, car.number).plan_due) == "2026-03-20"


def test_every_stay_in_a_state_is_written_down(district: District) -> None:
    car = filed(district)
    ask(district, MR, "car.accept", about=car.number)

    def stays(tx: Tx) -> list[tuple[str, bool]]:
        call: Call = district.call(tx, MR)
        return [(p.state, p.left_at is None) for p in CarLog(tx, call.viewer).passages(car.number)]

    assert district.do(stays) == [(State.SUBMITTED, False), (State.ACCEPTED, True)]
