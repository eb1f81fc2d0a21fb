"""Every form opens, in an empty district as in a large one, and keeps what was typed when it is drawn again."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.cars import REASON_MAX, WHAT_MAX, Car, Severity
from domain.closures import Closure
from domain.holds import Cause, Hold
from domain.moves import default_acceptance
from domain.offices import Office
from domain.people import PersonId
from domain.places import Place
from domain.settings import CLOCKS, DANGER, KEYS, Settings
from playground.blocks import normalise
from playground.values import starting_values
from tests.domain.story import CAR, MIA, TODAY
from tests.views.referee import faults_of_view
from tests.views.scene import departments, look, schools, shown
from views import slack
from views.agenda_setup import set_up_form as agenda_form
from views.cabinet_setup import set_up_form
from views.calendar import add_form, change_form
from views.car_forms import report_form
from views.elements import Form
from views.holds import hold_form, lift_form
from views.leavers import give_form
from views.offices import hand_over_form, offices_form
from views.redaction import redact_form
from views.settings import BOX, causes_form, clocks_form, conversations_form, district_form, places_form, staff_form
from views.triage_forms import (
    OBJECTIVES_MAX,
    accept_form,
    answer_form,
    appeal_form,
    fixed_form,
    reject_form,
    return_form,
)

Schools = list[Place]
EMPTY = Settings({})
OTHERS = ("Add", "Give", "Remove for good", "Set the hold", "Lift the hold")
HOLD = Hold(
    id="h1",
    about=CAR.number,
    cause=Cause.PARENT,
    reason="x" * REASON_MAX,
    set_by=PersonId("mia"),
    set_at=datetime(2026, 3, 9, tzinfo=UTC),
)
TYPED: Mapping[str, Any] = {
    "what": "The latch <of> the & gate",
    "school": "id000001",
    "happened_on": "2026-03-02",
    "marks": ["hide_name"],
    "link": "https://example.org/gate",
    "already_done": "Tied it shut.\nWith a rope.",
    "on_behalf_of": "Joe Cook",
}
FORMS: Mapping[str, Callable[[Schools, Schools], Form]] = {
    "report": lambda places, _: report_form(EMPTY, places, TODAY, {}),
    "report with more": lambda places, _: report_form(EMPTY, places, TODAY, {"already_done": None}),
    "accept": lambda places, others: accept_form(CAR, "", places, others, []),
    "return": lambda *_: return_form(CAR),
    "reject": lambda *_: reject_form(CAR),
    "fixed": lambda *_: fixed_form(CAR),
    "answer": lambda *_: answer_form(CAR),
    "district": lambda *_: district_form(EMPTY),
    "places": places_form,
    "clocks": lambda *_: clocks_form(EMPTY),
    "causes": lambda *_: causes_form(EMPTY),
    "who may use it": lambda *_: staff_form(EMPTY),
    "conversations": lambda *_: conversations_form(EMPTY),
    "add days": lambda places, _: add_form(places),
    "change days": lambda *_: change_form("abc", "East School", []),
    "redact": lambda *_: redact_form(CAR, ["what", "link"]),
    "hold": lambda *_: hold_form(CAR.number),
    "lift": lambda *_: lift_form(HOLD),
    "appeal": lambda *_: appeal_form(CAR),
    "hand over": lambda *_: hand_over_form(CAR, list(Office)),
    "offices": lambda *_: offices_form({}),
    "new owner": lambda *_: give_form([CAR, replace(CAR, number="CAR-2026-002")], look(MIA)),
}


def drawn(form: Form, who: Mapping[str, str] | None = None) -> dict[str, Any]:
    return slack.modal(form, "", who or {})


def elements(form: Form) -> dict[str, dict[str, Any]]:
    """The input of each question."""
    return {block["block_id"]: block["element"] for block in drawn(form)["blocks"] if block["type"] == "input"}


def standing_in(form: Form) -> dict[str, Any]:
    """What stands in each question before anybody touches it, as the playground's Slack reads it."""
    values = starting_values(normalise(drawn(form)["blocks"]))
    return {question: _plain(next(iter(found.values()))) for question, found in values.items()}


def _plain(value: Mapping[str, Any]) -> Any:
    (held,) = (inner for name, inner in value.items() if name != "type")
    match held:
        case {"value": one}:
            return one
        case [*many]:
            return [one["value"] for one in many]
        case _:
            return held


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("number", [0, 1, 100, 101, 250])
def test_r11_r12_every_form_opens_with_no_schools_and_with_many(name: str, number: int) -> None:
    assert faults_of_view(drawn(FORMS[name](schools(number), departments(number)))) == []


@pytest.mark.parametrize("name", FORMS)
def test_every_form_sends_something_back_and_says_what_with_a_verb(name: str) -> None:
    view = drawn(FORMS[name]([], []))

    assert view["callback_id"]
    verbs = ("Submit", "Accept", "Return", "Reject", "Close it", "Send", "Save", "Hand over", *OTHERS)
    assert view["submit"]["text"] in verbs


def test_an_empty_district_is_asked_for_no_school() -> None:
    assert "school" not in elements(FORMS["report"]([], []))
    assert not {"school", "department", "objective"} & set(elements(FORMS["accept"]([], [])))


def test_whoever_accepts_in_an_empty_district_reads_what_is_missing() -> None:
    assert "No school or department is on file" in shown(drawn(FORMS["accept"]([], [])))
    assert "No school or department is on file" not in shown(drawn(FORMS["accept"](schools(1), [])))


@pytest.mark.parametrize(("number", "expected"), [(100, "static_select"), (101, "external_select")])
def test_more_schools_than_a_list_holds_are_found_by_typing(number: int, expected: str) -> None:
    element = elements(report_form(EMPTY, schools(number), TODAY, TYPED))["school"]

    assert expected == element["type"]
    assert element["initial_option"]["value"] == "id000001"


def test_a_search_among_schools_asks_the_route_that_finds_schools() -> None:
    found = elements(accept_form(CAR, "", schools(101), departments(101), []))

    assert found["school"]["action_id"] == "places.school"
    assert found["department"]["action_id"] == "places.department"


@pytest.mark.parametrize("number", [2, 250])
def test_a_redrawn_report_keeps_all_that_was_typed(number: int) -> None:
    kept = standing_in(report_form(EMPTY, schools(number), TODAY, TYPED))

    assert kept == {**TYPED, "photos": [], "concerns": "nobody"}


def test_asking_for_more_questions_keeps_what_stands_in_the_short_form() -> None:
    typed = {name: TYPED[name] for name in ("what", "school", "happened_on", "marks")}
    short = report_form(EMPTY, schools(2), TODAY, typed)
    long = report_form(EMPTY, schools(2), TODAY, {"already_done": None, **typed})

    assert standing_in(short).items() <= standing_in(long).items()
    assert {name: e["action_id"] for name, e in elements(short).items()}.items() <= {
        name: e["action_id"] for name, e in elements(long).items()
    }.items()


def test_a_report_is_one_box_and_the_rest_is_filled_in_or_optional() -> None:
    view = drawn(report_form(EMPTY, schools(2), TODAY, {}))
    needed = [block["block_id"] for block in view["blocks"] if block.get("optional") is False]

    assert needed == ["what", "happened_on"]
    assert standing_in(report_form(EMPTY, schools(2), TODAY, {}))["happened_on"] == str(TODAY)


def test_danger_is_said_above_the_box_in_the_districts_words() -> None:
    first, second = drawn(report_form(EMPTY, [], TODAY, {}))["blocks"][:2]

    assert shown(first).startswith(DANGER)
    assert second["block_id"] == "what"


def test_no_text_that_opens_a_form_is_longer_than_its_box() -> None:
    element = elements(report_form(EMPTY, [], TODAY, {"what": "x" * 40_000}))["what"]

    assert len(element["initial_value"]) == element["max_length"] == WHAT_MAX


@pytest.mark.parametrize("make", [return_form, reject_form, fixed_form, answer_form, appeal_form])
def test_a_decision_names_its_report(make: Callable[[Car], Form]) -> None:
    form = make(CAR)

    assert form.about == CAR.number
    assert CAR.number in shown(drawn(form))
    assert max(ask.most for ask in form.asks if ask.kind == "paragraph") >= REASON_MAX


def test_acceptance_is_filled_in_with_what_holds_by_default() -> None:
    car = replace(CAR, school="id000001")
    form = accept_form(car, default_acceptance(car, PersonId("ole"), TODAY), schools(2), [], ["Gates close"])
    view = drawn(form, {"ole": "U2"})
    kept = standing_in(form)

    assert (kept["severity"], kept["kind"], kept["source"], kept["school"]) == (
        Severity.MINOR,
        "corrective",
        "employee",
        "id000001",
    )
    assert [e["initial_user"] for e in (b.get("element", {}) for b in view["blocks"]) if "initial_user" in e] == ["U2"]


def test_an_owner_who_has_no_account_here_is_chosen_by_hand() -> None:
    assert "initial_user" not in elements(accept_form(CAR, "", [], [], []))["owner"]


@pytest.mark.parametrize(
    "objectives",
    [
        ["Every gate closes", "Every gate closes"],
        ["x" * 80, "x" * 90],
        [f"Objective {n}" for n in range(500)],
    ],
)
def test_acceptance_opens_whatever_the_objectives_are(objectives: list[str]) -> None:
    view = drawn(accept_form(CAR, "", schools(1), [], objectives))

    assert faults_of_view(view) == []
    assert len(elements(accept_form(CAR, "", [], [], objectives))["objective"]["options"]) <= OBJECTIVES_MAX


def test_settings_are_filled_in_with_what_holds() -> None:
    kept = standing_in(district_form(Settings({"name": "Sunrise", "preset": "small"})))
    places = standing_in(places_form(schools(2), departments(1)))

    assert (kept["name"], kept["timezone"], kept["preset"]) == ("Sunrise", "America/Chicago", "small")
    assert (places["schools"], places["departments"]) == ("School 0\nSchool 1", "Department 0")


def test_every_clock_is_filled_in_with_what_holds() -> None:
    kept = standing_in(clocks_form(Settings({"plan_days": "45"})))

    assert (kept["plan_days"], kept["triage_days"], kept["working_hours"]) == ("45", "5", "08:00-16:00")
    assert set(kept) == {*CLOCKS, "working_hours", "morning", "supervisor_copies"}


def test_every_setting_but_the_round_of_links_has_a_form() -> None:
    """That one takes back links that were made by command, by command."""
    forms = (district_form, clocks_form, causes_form, conversations_form, staff_form, set_up_form, agenda_form)
    asked = {ask.name for form in forms for ask in form(EMPTY).asks}

    assert set(KEYS) - asked == {"staff", "closures", "link_round", "digest_paused", "agenda_paused"}, (
        "the first two are asked in forms of their own, and the last two are buttons"
    )
    assert {"kind", "which"} <= asked


def test_a_language_that_was_set_by_command_stays_on_offer() -> None:
    for set_, offered in (("en", ["English", "Español"]), ("tlh", ["English", "Español", "tlh"])):
        asked = next(ask for ask in district_form(Settings({"language": set_})).asks if ask.name == "language")
        assert ([option.label for option in asked.options], asked.value) == (offered, set_)


def test_a_conversation_that_was_chosen_stands_in_the_form() -> None:
    kept = standing_in(conversations_form(Settings({"mrt_channel": "C0123"})))

    assert kept == {"digest_channel": None, "mrt_channel": "C0123"}


def test_days_that_are_too_many_for_a_box_are_not_offered_for_change() -> None:
    days = [Closure(first=TODAY + timedelta(n), last=TODAY + timedelta(n), name="x" * 60) for n in range(100)]

    assert [ask.name for ask in change_form("abc", "East School", days[:3]).asks] == ["days"]
    assert change_form("abc", "East School", days).asks == []


@pytest.mark.parametrize(
    ("number", "asked"), [(0, ["schools"]), (3, ["schools"]), (250, ["new_schools", "closed_school"])]
)
def test_schools_are_changed_in_one_box_or_where_they_are_many_one_by_one(number: int, asked: list[str]) -> None:
    form = places_form(schools(number), [])

    assert [ask.name for ask in form.asks] == [*asked, "departments"]
    assert all(len(str(ask.value or "")) <= BOX // 2 for ask in form.asks), "as many names fit beside those on file"


def test_a_day_stands_in_a_form_as_a_day_or_as_it_was_typed() -> None:
    for day in (date(2026, 3, 2), "2026-03-02"):
        assert (
            elements(report_form(EMPTY, [], TODAY, {"happened_on": day}))["happened_on"]["initial_date"] == "2026-03-02"
        )
