"""How what is typed finds its route, and how a form that does not fit is answered."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, StringConstraints

from bot.capabilities import routes as all_routes
from domain.cars import Severity
from domain.errors import RefusedError
from domain.settings import Settings
from handlers.routing import Call, Draw, FormError, Reply, Route, Routes, answer, find, model_of
from tests.domain.story import ANN, TODAY

CALL = Call(tx=cast("Any", None), viewer=ANN, settings=Settings({}), today=TODAY)
DRAWN = Draw("car.card", "CAR-2026-014")


class ExampleForm(BaseModel):
    what: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000)]
    happened_on: date
    severity: Severity
    owner: str
    marks: list[str] = []


WHOLE: Mapping[str, Any] = {"what": " Gate ", "happened_on": "2026-03-04", "severity": "minor", "owner": "ole"}


def routes_of(*commands: str) -> dict[str, Route]:
    made = Routes()
    for name in commands:
        made.command(name)(lambda _: DRAWN)
    return {route.name: route for route in made.all}


ROUTES = routes_of("car", "car list", "car show", "car help", "help")


def found(typed: str) -> tuple[str, str]:
    route, rest = find(ROUTES, typed)
    return (route.name if route else "", rest)


def submitting(refusal: RefusedError | None = None) -> Route:
    """A route with a form, whose handler does as it is told."""
    made = Routes()

    @made.submit("car.example", ExampleForm)
    def example(call: Call, form: ExampleForm) -> Reply:
        if refusal:
            raise refusal
        assert call is CALL
        return Draw("seen", form.what)

    (route,) = made.all
    return route


def faults(values: Mapping[str, Any] | None, refusal: RefusedError | None = None) -> Mapping[str, str]:
    with pytest.raises(FormError) as error:
        answer(submitting(refusal), CALL, values)
    return error.value.faults


# What is typed


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("car", ("car", "")),
        ("car list", ("car list", "")),
        ("car list mine", ("car list", "mine")),
        ("car lists of things", ("car", "lists of things")),
        ("car listening post broken", ("car", "listening post broken")),
        ("car show 12", ("car show", "12")),
        ("CAR SHOW 12", ("car show", "12")),
        ("Car List Mine", ("car list", "Mine")),
        ("  car   list   mine  ", ("car list", "mine")),
        ("car\tlist\nmine", ("car list", "mine")),
        ("car Gate latch  broken\nat East", ("car", "Gate latch  broken\nat East")),
        ("car the list is wrong", ("car", "the list is wrong")),
        ("help", ("help", "")),
        ("", ("", "")),
        ("carlist", ("", "carlist")),
        ("lst", ("", "lst")),
        ("gate broken", ("", "gate broken")),
    ],
)
def test_the_longest_command_that_fits_is_meant_and_the_rest_is_what_was_said(
    typed: str, expected: tuple[str, str]
) -> None:
    assert expected == found(typed)


@given(st.text(max_size=200))
def test_no_word_of_a_report_is_lost_or_changed(text: str) -> None:
    name, rest = found(f"car {text}")

    assert rest == text.strip() or (name != "car" and text.strip().endswith(rest))


@given(st.text(max_size=60))
def test_whatever_is_typed_is_answered(text: str) -> None:
    assert found(text)[0] in {"", *ROUTES}


@pytest.mark.parametrize("typed", ["home", "car.accept", "people.claim", "places.school", "car.file"])
def test_only_commands_can_be_typed(typed: str) -> None:
    assert find(all_routes(), typed) == (None, typed)


# Forms


def test_a_form_that_fits_is_given_to_its_handler() -> None:
    assert answer(submitting(), CALL, WHOLE) == Draw("seen", "Gate")


def test_a_route_without_a_form_is_given_the_call_alone() -> None:
    assert answer(ROUTES["car"], CALL, {"what": "ignored"}) is DRAWN


@pytest.mark.parametrize(
    ("question", "value", "expected"),
    [
        ("what", "   ", "Please fill this in."),
        ("what", None, "Please fill this in."),
        ("what", "x" * 3001, "Please use 3,000 letters or fewer here."),
        ("happened_on", "yesterday", "Please choose a day."),
        ("happened_on", None, "Please choose a day."),
        ("severity", "awful", "Please choose one of the list."),
        ("owner", None, "Please fill this in."),
    ],
)
def test_a_question_says_how_to_mend_its_answer(question: str, value: Any, expected: str) -> None:
    assert faults({**WHOLE, question: value}) == {question: expected}


@pytest.mark.parametrize("values", [None, {}])
def test_an_empty_form_names_every_question_that_needs_an_answer(values: Mapping[str, Any] | None) -> None:
    assert faults(values) == dict.fromkeys(("what", "happened_on", "severity", "owner"), "Please fill this in.")


def test_a_question_with_two_faults_says_the_first() -> None:
    assert list(faults({**WHOLE, "marks": [1, 2]})) == ["marks"]


def test_an_unforeseen_fault_is_a_sentence_all_the_same() -> None:
    assert faults({**WHOLE, "marks": "urgent"}) == {"marks": "Please check this: input should be a valid list."}


def test_no_fault_repeats_what_somebody_typed() -> None:
    said = faults({**WHOLE, "severity": "SECRET", "happened_on": "SECRET", "marks": "SECRET"})

    assert "SECRET" not in "".join(said.values())


def test_a_refusal_that_names_a_question_stands_on_that_question() -> None:
    refusal = RefusedError("Please choose somebody else.", field="owner")

    assert faults(WHOLE, refusal) == {"owner": "Please choose somebody else."}


@pytest.mark.parametrize("field", [None, "somewhere_else"])
def test_any_other_refusal_is_told_to_the_person_as_it_is(field: str | None) -> None:
    refusal = RefusedError("It was changed by somebody else.", field=field)

    with pytest.raises(RefusedError) as error:
        answer(submitting(refusal), CALL, WHOLE)

    assert error.value is refusal


def test_only_a_form_is_remembered_against_repeats_unless_a_button_says_so() -> None:
    made = Routes()
    made.command("car")(lambda _: DRAWN)
    made.button("car.show")(lambda _: DRAWN)
    made.button("car.accept", writes=True)(lambda _: DRAWN)
    made.submit("car.file", ExampleForm)(lambda _, __: DRAWN)

    assert {route.name: route.writes for route in made.all} == {
        "car": False,
        "car.show": False,
        "car.accept": True,
        "car.file": True,
    }


def test_every_form_of_ours_names_its_faults_by_question() -> None:
    forms = {route.name: route.form for route in all_routes().values() if route.form}

    for name, form in forms.items():
        needed = {field for field, info in model_of(form).model_fields.items() if info.is_required()}
        if needed:
            with pytest.raises(FormError) as error:
                answer(all_routes()[name], CALL, {})
            assert set(error.value.faults) == needed
