"""Dialogs of Teams: forms, what is to be mended, the question before what cannot be undone, the message extension."""

from typing import Any

import pytest

from bot.platforms import teams_asking
from storage.settings import DistrictSettings
from tests.bot.conftest import until
from tests.teams.conftest import DEPUTY, MR, PEOPLE, PRINCIPAL, PUPIL, TEACHER, Tenant
from tests.teams.people import WHAT, dialog, last, of_bot, press, reported, say

#: How a platform's client is answered is no matter of the database; tests/teams/test_door.py runs on both.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_return_opens_a_dialog_and_its_answer_changes_the_message(tenant: Tenant) -> None:
    reported(tenant, TEACHER)
    press(tenant, MR, "Return")
    assert "Which detail is missing?" in str(dialog(tenant, MR)["card"])

    tenant.client.act("submit", MR, values={"reason": "Which of the two gates?"})

    assert tenant.client.dialog(MR) is None
    tenant.reads(MR, "Sent back for a detail")
    tenant.reads(TEACHER, "Which of the two gates?")
    assert len(of_bot(tenant, MR)) == 1


def test_a_form_that_has_to_be_mended_keeps_what_was_typed(tenant: Tenant) -> None:
    reported(tenant, TEACHER)
    press(tenant, MR, "Reject")
    tenant.client.act(
        "submit", MR, values={"as_": "duplicate", "related": "none that is known", "reason": "It is known"}
    )

    again = str(dialog(tenant, MR)["card"])
    assert "none that is known" in again
    assert "attention" in again


def test_a_card_form_that_has_to_be_mended_keeps_what_was_typed(tenant: Tenant) -> None:
    form = say(tenant, TEACHER, "car")
    tenant.client.act(
        "press", TEACHER, message=form["id"], title="Submit", inputs={"what": " ", "happened_on": "2026-03-08"}
    )

    again = str(last(tenant, TEACHER)["cards"])
    assert "2026-03-08" in again
    assert "attention" in again
    assert tenant.count("cars") == 0
    tenant.client.act("press", TEACHER, message=form["id"], title="Submit", inputs={"what": WHAT})
    until(lambda: tenant.count("cars") == 1)


def test_more_details_keeps_what_was_typed(tenant: Tenant) -> None:
    form = say(tenant, TEACHER, "car")
    tenant.client.act("press", TEACHER, message=form["id"], title="Photo, link, sealed …", inputs={"what": WHAT})

    assert WHAT in str(last(tenant, TEACHER)["cards"])
    tenant.client.act("press", TEACHER, message=form["id"], title="Submit")
    until(lambda: tenant.count("cars") == 1)


def test_the_message_extension_reports_what_a_message_says(tenant: Tenant) -> None:
    tenant.client.act("team", MR)
    there = next(one for one in tenant.client.chat(TEACHER, "General") if "gate latch" in one["text"])
    tenant.client.act("extension", TEACHER, command="car.report", message=there["id"])

    assert "The gate latch by the playground is broken again." in str(dialog(tenant, TEACHER)["card"])
    tenant.client.act("submit", TEACHER, title="Submit")
    assert "It is on record" in str(dialog(tenant, TEACHER)["card"])
    tenant.settled()
    tenant.reads(MR, "The gate latch by the playground")


def test_a_pupil_finds_no_form_in_the_menu_of_a_message(tenant: Tenant) -> None:
    tenant.client.act("extension", PUPIL, command="car.report", message=say(tenant, PUPIL, "help")["id"])

    assert "Kaizen is for staff" in str(tenant.client.dialog(PUPIL))


def test_a_shared_card_is_checked_for_the_role_of_whoever_presses(tenant: Tenant) -> None:
    """The data of a press are whatever the client sends; a teacher sends those of the quality office."""
    reported(tenant, TEACHER)
    data = {"kaizen": {"does": "car.accept", "about": "CAR-2026-001"}}
    action = {"type": "Action.Execute", "verb": "car.accept", "data": data}
    forged = {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": action, "trigger": "manual"}}
    said = tenant.client.act("activity", TEACHER, activity=forged)

    assert said["body"]["type"] == "application/vnd.microsoft.activity.message"
    assert "Only" in said["body"]["value"]


FORGED: list[dict[str, Any]] = [
    {},
    {"action": "x"},
    {"action": {"verb": "car.accept"}},
    {"action": {"verb": "x", "data": {"kaizen": {"does": "no.such.route"}}}},
    {"action": {"verb": "x", "data": {"kaizen": {"does": "car.file"}}}},
    {"action": {"verb": "x", "data": {"kaizen": {"form": "car.accept"}}}},
    {"action": {"verb": "x", "data": {"kaizen": {"form": "car.file", "kinds": {"what": "paragraph"}}, "what": 7}}},
    {"action": {"verb": "x", "data": {"kaizen": {"form": "car.file", "kinds": "x", "memo": [1]}}}},
    {"action": {"verb": "x", "data": {"kaizen": {"form": "car.file", "memo": {"opener": "car.accept"}}}}},
    {"trigger": "automatic", "action": {"verb": "x", "data": {"kaizen": {"does": "home"}}}},
]


@pytest.mark.parametrize("value", FORGED, ids=str)
def test_whatever_a_client_makes_up_is_answered(tenant: Tenant, value: dict[str, Any]) -> None:
    for name in ("adaptiveCard/action", "task/fetch", "task/submit"):
        said = tenant.client.act("activity", TEACHER, activity={"type": "invoke", "name": name, "value": value})

        assert said["status"] == 200
    assert tenant.count("cars") == 0


def test_an_act_that_cannot_be_undone_is_asked_about_first(tenant: Tenant) -> None:
    reported(tenant, TEACHER)
    press(tenant, TEACHER, "Take it back")
    assert "Take it back" in str(dialog(tenant, TEACHER)["card"])
    tenant.client.act("submit", TEACHER)

    assert tenant.client.dialog(TEACHER) is None
    tenant.reads(TEACHER, "Taken back")


def test_home_is_a_card_and_shows_what_changed_after_a_press_on_it(tenant: Tenant) -> None:
    reported(tenant, TEACHER)
    home = say(tenant, MR, "home")
    assert "Waiting for your decision (1)" in str(home)
    tenant.client.act("press", MR, message=home["id"], title="Show")
    assert WHAT in str(dialog(tenant, MR)["card"])
    tenant.client.act("submit", MR, title="Accept")

    tenant.reads(PRINCIPAL, "You are asked to put this right")
    assert "Looking into it" in str(dialog(tenant, MR)["card"])
    until(lambda: "Waiting for your decision" not in str(next(m for m in of_bot(tenant, MR) if m["id"] == home["id"])))


def test_settings_are_changed_in_dialogs_one_after_the_other(tenant: Tenant) -> None:
    say(tenant, MR, "settings")
    press(tenant, MR, "District")
    assert "America/Chicago" in str(dialog(tenant, MR)["card"])
    tenant.client.act("submit", MR, values={"name": "Sunrise", "timezone": "Nowhere"})
    assert "attention" in str(dialog(tenant, MR)["card"])
    tenant.client.act("submit", MR, values={"timezone": "America/Denver"})

    assert tenant.do(lambda tx: DistrictSettings(tx).all()["timezone"], write=False) == "America/Denver"
    assert tenant.do(lambda tx: DistrictSettings(tx).all()["name"], write=False) == "Sunrise"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The door waits for nothing, as when the database stalls."""
    monkeypatch.setattr(teams_asking, "PATIENCE", 0.0)


@pytest.mark.usefixtures("quick")
def test_r4_what_takes_long_is_answered_at_once_and_brought_later(tenant: Tenant) -> None:
    form = say(tenant, TEACHER, f"car {WHAT}")
    tenant.client.act("press", TEACHER, message=form["id"], title="Submit")

    tenant.settled()
    tenant.reads(TEACHER, "Your copy follows in this chat.")
    assert tenant.count("cars") == 1


@pytest.mark.usefixtures("quick")
def test_a_form_that_was_refused_late_comes_back_by_message(tenant: Tenant) -> None:
    form = say(tenant, TEACHER, "car")
    tenant.client.act(
        "press", TEACHER, message=form["id"], title="Submit", inputs={"what": " ", "happened_on": "2026-03-08"}
    )

    until(lambda: len(of_bot(tenant, TEACHER)) > 1)
    assert "2026-03-08" in str(last(tenant, TEACHER)["cards"])
    assert tenant.count("cars") == 0


def test_the_copies_of_others_change_with_a_press(tenant: Tenant) -> None:
    reported(tenant, TEACHER)
    press(tenant, MR, "Accept")

    tenant.reads(DEPUTY, "Looking into it")


def test_an_owner_who_never_wrote_to_the_bot_is_chosen_from_the_directory_and_told(tenant: Tenant) -> None:
    reported(tenant, TEACHER)
    press(tenant, MR, "Accept and change …")
    said = tenant.client.act("submit", MR, values={"owner": PEOPLE["superintendent"]}, title="Accept")

    assert said["ok"], said
    tenant.settled()
    assert "You are asked to put this right" in tenant.words("superintendent")


def test_a_pupil_of_the_directory_cannot_own_a_report(tenant: Tenant) -> None:
    reported(tenant, TEACHER)
    press(tenant, MR, "Accept and change …")
    tenant.client.act("submit", MR, values={"owner": PEOPLE[PUPIL]}, title="Accept")

    assert "They are not staff" in str(dialog(tenant, MR)["card"])
    assert PEOPLE[PUPIL] in str(dialog(tenant, MR)["card"])


def invoked(tenant: Tenant, who: str, does: str, about: str, trigger: str) -> dict[str, Any]:
    """A press as the client sends it."""
    action = {"type": "Action.Execute", "verb": does, "data": {"kaizen": {"does": does, "about": about}}}
    value = {"action": action, "trigger": trigger}
    sent = {"type": "invoke", "name": "adaptiveCard/action", "value": value}
    return dict(tenant.client.act("activity", who, activity=sent)["body"])


def test_r10_a_card_that_refreshes_itself_is_drawn_and_changes_nothing(tenant: Tenant) -> None:
    reported(tenant, TEACHER)
    drawn = invoked(tenant, MR, "car.card", "CAR-2026-001", "automatic")
    refused = invoked(tenant, MR, "car.accept", "CAR-2026-001", "automatic")

    assert WHAT in str(drawn["value"])
    assert refused["statusCode"] == 200
    tenant.settled()
    assert "Looking into it" not in tenant.words(MR)
