"""Words that look like they tell of a student are asked about once, in every box about an event."""

from datetime import date
from typing import Any

import pytest

from domain.cars import State
from handlers.routing import Draw, Open, model_of
from storage.holds import Holds
from tests.conftest import DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.office import setting
from tests.story import OFFICER, ROUTES, ask, drawn_again, filed, finds, owed, seen, settled, with_seats

J_S = "Student J.S. was there"
NO = {"as_": "not_a_nonconformity", "reason": J_S}
WHAT = {"severity": "minor", "kind": "corrective", "source": "employee", "requirement": "IEP of Jane"}

NAMED = {"what": "Student J.S. was hit by the gate", "happened_on": "2026-03-09"}


def submit(district: District, form: dict[str, Any]) -> Any:
    return ask(district, TEACHER, "car.file", {"school": district.school(), **form})


def test_words_that_seem_to_name_a_student_are_asked_about_once_and_nothing_is_lost(district: District) -> None:
    photo = "https://files.example/1"
    typed = {**NAMED, "marks": ["urgent"], "already_done": "Closed it", "on_behalf_of": "Sam", "photos": [photo]}
    reply = submit(district, typed)

    assert isinstance(reply, Open)
    assert "This looks like: initials or a name" in str(reply.form)
    asks = {question.name: question.value for question in reply.form.asks}
    expected = {**typed, "happened_on": date(2026, 3, 9), "kept": [photo], "photos": None}
    assert {name: asks[name] for name in expected} == expected
    assert owed(district) == []


@pytest.mark.parametrize(("names", "sealed"), [("sealed", True), ("no_student", False)])
def test_the_second_time_it_goes_through(district: District, names: str, sealed: bool) -> None:  # noqa: FBT001 - a table
    photo = "https://files.example/1"
    reply = submit(district, {**NAMED, "names": names, "kept": [photo], "photos": [photo]})

    assert isinstance(reply, Draw)
    car = seen(district, reply.about)
    assert (car.number, car.sealed, car.photos) == ("CAR-2026-001", sealed, (photo,))


def test_who_takes_the_name_out_files_as_usual(district: District) -> None:
    reply = submit(district, {**NAMED, "what": "Somebody was hit by the gate", "names": "sealed"})

    assert isinstance(reply, Draw)
    assert not seen(district, reply.about).sealed


@pytest.mark.parametrize("more", [{"marks": ["sealed"]}, {"concerns": "quality_office"}])
def test_a_sealed_report_is_not_asked_about(district: District, more: dict[str, Any]) -> None:
    assert isinstance(submit(with_seats(district), {**NAMED, **more}), Draw)


def test_what_was_done_already_is_looked_at_as_well(district: District) -> None:
    assert isinstance(submit(district, {**NAMED, "what": "Hit", "already_done": "Called the pupil Jane Smith"}), Open)


@pytest.mark.parametrize("box", ["what", "already_done", "on_behalf_of"])
def test_every_box_of_a_report_is_looked_at(district: District, box: str) -> None:
    form = {"what": "Hit", "happened_on": "2026-03-09", "already_done": None, box: J_S}
    reply = submit(district, form)

    assert isinstance(reply, Open)
    assert standing(reply)[box] == J_S


def standing(reply: Open) -> dict[str, Any]:
    return {question.name: question.value for question in reply.form.asks}


def returned(district: District) -> str:
    number = filed(with_seats(district)).number
    ask(district, MR, "car.return", {"reason": "Which gate?"}, about=number)
    return number


def rejected(district: District) -> str:
    number = filed(with_seats(district)).number
    ask(district, MR, "car.reject", {**NO, "reason": "As built"}, about=number)
    return number


def waiting(district: District) -> str:
    return filed(with_seats(district)).number


#: Every other box about an event: who types there, into which form, and on what report.
BOXES: dict[str, Any] = {
    "answer": (returned, TEACHER, "car.answer", {"text": J_S}),
    "appeal": (rejected, TEACHER, "car.appeal", {"why": J_S}),
    "return": (waiting, MR, "car.return", {"reason": J_S}),
    "reject": (waiting, MR, "car.reject", NO),
    "fixed": (waiting, MR, "car.fixed", {"reason": J_S, "category": "communication"}),
    "requirement": (waiting, MR, "car.accept_with", WHAT),
}


def box(district: District, name: str) -> tuple[str, str, str, dict[str, Any]]:
    """A report's number, who types, the form and what stands in it."""
    make, who, route, form = BOXES[name]
    number = make(district)
    if name == "requirement":
        form = {**form, "owner": district.person(PRINCIPAL), "school": district.school()}
    return number, who, route, form


@pytest.mark.parametrize("name", BOXES)
def test_every_other_box_is_asked_about_and_nothing_typed_is_lost(district: District, name: str) -> None:
    number, who, route, form = box(district, name)
    before = seen(district, number)
    reply = ask(district, who, route, form, about=number)

    assert isinstance(reply, Open)
    assert "This looks like:" in str(reply.form)
    assert (reply.form.does, reply.form.about) == (route, number)
    assert {question: standing(reply)[question] for question in form} == form
    assert standing(reply)["names"] == "sealed"
    assert seen(district, number) == before


@pytest.mark.parametrize(("names", "sealed"), [("sealed", True), ("no_student", False)])
@pytest.mark.parametrize("name", BOXES)
def test_the_second_time_it_goes_through_and_seals_the_report_or_not(
    district: District,
    name: str,
    names: str,
    sealed: bool,  # noqa: FBT001 - a table
) -> None:
    number, who, route, form = box(district, name)
    settled(district)

    assert ask(district, who, route, {**form, "names": names}, about=number) == Draw("car.card", number)

    assert seen(district, number).sealed is sealed
    assert (finds(district, number, OTHER) is None) is sealed
    again = {what for what, _ in drawn_again(district)}
    assert ("home" in again) is sealed  # every copy, and the Homes of those who got one


@pytest.mark.parametrize("name", BOXES)
def test_who_takes_the_name_out_is_not_held_up_and_seals_nothing(district: District, name: str) -> None:
    number, who, route, form = box(district, name)
    clean = {key: "The south one" if key in ("text", "why", "reason", "requirement") else v for key, v in form.items()}

    assert isinstance(ask(district, who, route, {**clean, "names": "sealed"}, about=number), Draw)
    assert not seen(district, number).sealed


def test_in_a_sealed_report_it_is_not_asked(district: District) -> None:
    number = filed(with_seats(district), marks=["sealed"]).number

    assert isinstance(ask(district, MR, "car.return", {"reason": J_S}, about=number), Draw)


def test_a_principal_no_longer_hears_of_a_report_that_an_answer_sealed(district: District) -> None:
    setting(district, "preset", "small")
    number = returned(district)
    ask(district, TEACHER, "car.answer", {"text": J_S, "names": "sealed"}, about=number)

    assert seen(district, number).state is State.SUBMITTED
    assert [what for what, who in owed(district) if who == PRINCIPAL] == ["car.triage"]  # when it was filed
    assert [who for what, who in owed(district) if what == "car.triage"].count(DEPUTY) == 2


#: Boxes about a report that sealing does not help: it would still stand where it should not.
KEPT: dict[str, Any] = {
    "hand over": ("car.hand_over", {"office": "title_ix", "note": J_S}),
    "hold": ("holds.set", {"cause": "parent", "reason": J_S}),
    "lift": ("holds.lift", {"reason": J_S}),
    "redaction": ("redaction.make", {"parts": ["what"], "reason": J_S}),
}


def about(district: District, name: str) -> str:
    number = waiting(district)
    if name != "lift":
        return number
    ask(district, MR, "holds.set", {"cause": "parent", "reason": "So"}, about=number)
    return str(district.do(lambda tx: Holds(tx).lasting()[0].id))


@pytest.mark.parametrize("name", KEPT)
def test_where_sealing_is_no_help_it_is_asked_until_it_is_taken_out_or_said_to_be_none(
    district: District, name: str
) -> None:
    route, form = KEPT[name]
    known = about(district, name)
    for names in ({}, {"names": "sealed"}):
        reply = ask(district, MR, route, {**form, **names}, about=known)
        assert isinstance(reply, Open)
        (choice,) = [question for question in reply.form.asks if question.name == "names"]
        assert [option.value for option in choice.options] == ["no_student"]
        assert {question: standing(reply)[question] for question in form} == form

    assert isinstance(ask(district, MR, route, {**form, "names": "no_student"}, about=known), Draw)


@pytest.mark.parametrize("name", KEPT)
def test_there_too_who_takes_it_out_is_not_held_up(district: District, name: str) -> None:
    route, form = KEPT[name]
    known = about(district, name)

    assert isinstance(ask(district, MR, route, {**form, "note": "Two saw it", "reason": "So"}, about=known), Draw)


def test_the_note_reaches_the_officer_once_it_is_clean(district: District) -> None:
    number = waiting(district)
    ask(district, MR, "car.hand_over", {"office": "title_ix", "note": "Two saw it"}, about=number)

    assert seen(district, number, OFFICER).handed_note == "Two saw it"


#: What is typed, and tells of no event: a link, a record's number, and what the office settles in words of its own.
ELSEWHERE = {"link", "related"}


def test_no_box_about_an_event_is_left_out() -> None:
    left = {
        f"{route.name} {name}"
        for route in ROUTES.values()
        if route.form and route.name.partition(".")[0] in ("car", "holds", "redaction", "leavers")
        for name, field in model_of(route.form).model_fields.items()
        if "StringConstraints" in f"{field.annotation} {field.metadata}"
        and name not in {*ELSEWHERE, *getattr(route.form, "LOOKED_AT", ())}
    }

    assert left == set()
