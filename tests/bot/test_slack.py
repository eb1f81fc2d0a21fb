"""Slack's front door: what a person sees, whatever happens to a request."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from storage.cars import CarLog
from storage.db import Database, Tx
from tests.bot.conftest import BY_BOTH_ON_BOTH, LONG, Workspace, until
from tests.conftest import ADMIN, DEPUTY, MR, PRINCIPAL, TEACHER, WORKSPACE

pytestmark = BY_BOTH_ON_BOTH
WHAT = "The gate latch is broken"


def car(workspace: Workspace, number: str = "CAR-2026-001") -> Any:
    def work(tx: Tx) -> Any:
        return CarLog(tx, workspace.district.call(tx, MR).viewer).get(number)

    return workspace.district.do(work, write=False)


def number_of(workspace: Workspace) -> str:
    from storage.car_table import cars

    rows = workspace.district.do(lambda tx: tx.rows(cars), write=False)
    return str(rows[0]["number"])


def test_the_command_opens_the_form_with_what_was_typed(workspace: Workspace) -> None:
    answer = workspace.command(TEACHER, "/car gate latch broken at East")

    assert (answer.status_code, answer.text) == (200, "")
    until(lambda: workspace.slack.told("views.open"))
    view = json.loads(workspace.slack.told("views.open")[0]["view"])
    assert view["callback_id"] == "car.file"
    assert "gate latch broken at East" in json.dumps(view)


def test_a_filed_report_reaches_the_requester_and_those_who_decide(workspace: Workspace) -> None:
    answer = workspace.file(TEACHER, WHAT, url=f"{workspace.slack.url}/respond")

    assert (answer.status_code, answer.text) == (200, "")
    assert workspace.settled()["sent"] == 3
    assert [len(workspace.slack.direct(who)) for who in (TEACHER, MR, DEPUTY)] == [1, 1, 1]
    until(lambda: workspace.slack.told("respond"))
    assert "It is on record" in workspace.slack.told("respond")[0]["text"]


def test_r1_the_same_form_twice_at_once_and_later_is_one_record_and_one_message(workspace: Workspace) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: workspace.file(TEACHER, WHAT), range(8)))
    answers.append(workspace.file(TEACHER, WHAT))

    assert {answer.status_code for answer in answers} == {200}
    assert workspace.count("cars") == 1
    assert workspace.settled()["sent"] == 3
    assert len(workspace.slack.direct(TEACHER)) == 1


def test_two_forms_with_the_same_words_are_two_reports(workspace: Workspace) -> None:
    workspace.file(TEACHER, WHAT, "V1")
    workspace.file(TEACHER, WHAT, "V2")

    assert workspace.count("cars") == 2


def test_the_same_press_twice_decides_once(workspace: Workspace) -> None:
    workspace.file(TEACHER, WHAT, url="")
    number = number_of(workspace)
    school = workspace.district.school()
    workspace.submit(
        MR,
        "car.accept_with",
        "V2",
        {
            "owner": {"user": PRINCIPAL},
            "severity": {"option": "minor"},
            "kind": {"option": "corrective"},
            "source": {"option": "employee"},
            "school": {"option": school},
        },
        about=number,
    )

    assert car(workspace, number).owner == workspace.district.person(PRINCIPAL)


def test_a_press_repeated_gets_the_first_answer(workspace: Workspace) -> None:
    number = _at_east(workspace)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: workspace.press(MR, "car.accept", number), range(4)))

    until(lambda: len(workspace.slack.told("respond")) >= 4)
    shown = [body for body in workspace.slack.told("respond") if body.get("replace_original")]
    assert len(shown) == 4
    assert all("Looking into it" in body["text"] for body in shown)
    workspace.settled()
    assert len(workspace.slack.direct(PRINCIPAL)) == 1


def _at_east(workspace: Workspace) -> str:
    """A report about the school that has a principal."""
    school = workspace.district.school()
    values = {"what": WHAT, "happened_on": {"date": "2026-03-09"}, "school": {"option": school}}
    workspace.submit(TEACHER, "car.file", "V9", values)
    return number_of(workspace)


def test_a_field_that_needs_mending_says_so_and_the_form_stays(workspace: Workspace) -> None:
    answer = workspace.submit(TEACHER, "car.file", values={"what": " ", "happened_on": {"date": "2026-03-09"}})

    assert answer.json() == {
        "response_action": "errors",
        "errors": {"what": "Please say what happened, in a few words."},
    }
    assert workspace.count("cars") == 0


def test_a_form_that_slack_refuses_is_told_to_the_person_and_the_text_kept(workspace: Workspace) -> None:
    workspace.slack.say["views.open"] = {"ok": False, "error": "invalid_blocks"}

    workspace.command(TEACHER, "/car the gate")

    until(lambda: workspace.slack.direct(TEACHER))
    told = workspace.slack.direct(TEACHER)[0]["text"]
    assert told.startswith("Something broke on our side")
    assert "the gate" in told


def test_a_refusal_in_an_open_form_keeps_what_was_typed(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Database, "do", fail)
    view = workspace.form("car.file", "V1", {"what": "Half a story"})
    workspace.press(TEACHER, "car.more", container={"type": "view", "view_id": "V1"}, view=view, response_url="")

    until(lambda: workspace.slack.told("views.update"))
    assert "Something broke" in workspace.slack.told("views.update")[0]["view"]
    assert "Half a story" in workspace.slack.told("views.update")[0]["view"]


def test_r14_pressing_twice_while_the_form_changes_is_no_fault(workspace: Workspace) -> None:
    workspace.slack.say["views.update"] = {"ok": False, "error": "hash_conflict"}
    view = workspace.form("car.file", "V1", {"what": "Half a story"})

    workspace.press(TEACHER, "car.more", container={"type": "view", "view_id": "V1"}, view=view, response_url="")

    until(lambda: workspace.slack.told("views.update"))
    time.sleep(0.2)
    assert workspace.slack.direct(TEACHER) == []


def test_a_home_that_cannot_be_drawn_is_no_failed_report(workspace: Workspace) -> None:
    workspace.slack.say["views.publish"] = {"ok": False, "error": "internal_error"}

    workspace.file(TEACHER, WHAT, home=True)

    until(lambda: workspace.slack.told("views.publish"))
    workspace.settled()
    assert len(workspace.slack.direct(TEACHER)) == 1


def test_a_token_that_is_no_good_loses_no_message(workspace: Workspace) -> None:
    workspace.slack.say["chat.postMessage"] = {"ok": False, "error": "token_revoked"}
    workspace.is_reached()

    workspace.file(TEACHER, WHAT)

    until(lambda: workspace.slack.told("chat.postMessage"))
    time.sleep(0.3)
    assert len(workspace.slack.told("chat.postMessage")) == 1
    from storage.outbox import outbox

    rows = workspace.district.do(lambda tx: tx.rows(outbox), write=False)
    assert {(row["state"], row["attempts"]) for row in rows} == {("pending", 0)}


def test_a_mended_form_is_not_taken_for_a_repeat(workspace: Workspace) -> None:
    workspace.file(TEACHER, " ")
    workspace.file(TEACHER, WHAT)

    assert workspace.count("cars") == 1


def test_a_refusal_of_a_form_stands_on_the_form(workspace: Workspace) -> None:
    number = _at_east(workspace)

    answer = workspace.submit(TEACHER, "car.return", "V3", {"reason": "No"}, about=number)

    assert answer.json()["errors"]["reason"].startswith("Only the management representative can send a report back")


def test_r7_a_form_that_slack_will_not_open_any_more_keeps_what_was_typed(workspace: Workspace) -> None:
    workspace.slack.say["views.open"] = {"ok": False, "error": "expired_trigger_id"}

    workspace.command(TEACHER, "/car gate latch <broken>")

    until(lambda: workspace.slack.told("respond"))
    told = workspace.slack.told("respond")[0]
    assert told["response_type"] == "ephemeral"
    assert "gate latch &lt;broken&gt;" in told["text"]
    button = told["blocks"][-1]["elements"][0]
    assert (button["action_id"], button["value"]) == ("car", "gate latch <broken>")

    del workspace.slack.say["views.open"]
    workspace.press(TEACHER, button["action_id"], button["value"])

    until(lambda: len(workspace.slack.told("views.open")) == 2)
    assert "gate latch <broken>" in workspace.slack.told("views.open")[1]["view"]


def test_r16_a_fault_reaches_the_person_with_an_id_that_stands_in_the_log(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(Database, "do", fail)

    answer = workspace.command(TEACHER, "/car list")
    monkeypatch.undo()

    said = answer.json()["text"]
    assert said.startswith("Something broke on our side; what you typed is kept. Tell IT: ")
    assert said.split(": ")[1].split(".")[0] in capfd.readouterr().err


def test_r17_where_the_bot_is_no_member_the_answer_comes_all_the_same(workspace: Workspace) -> None:
    workspace.slack.say["chat.postEphemeral"] = {"ok": False, "error": "not_in_channel"}
    workspace.slack.say["respond"] = {"ok": False, "status": 404}

    workspace.press(TEACHER, "car.page", "open", container={"message_ts": "1.0", "channel_id": "C9"})

    until(lambda: workspace.slack.direct(TEACHER))
    assert "Open reports" in workspace.slack.direct(TEACHER)[0]["text"]


def test_home_shows_what_concerns_a_person(workspace: Workspace) -> None:
    workspace.file(TEACHER, WHAT)

    workspace.event(type="app_home_opened", user=TEACHER, tab="home", channel="D1")

    until(lambda: workspace.slack.told("views.publish"))
    assert "You reported (1)" in workspace.slack.told("views.publish")[-1]["view"]


def test_an_admin_sees_the_empty_seat_and_takes_it(empty_workspace: Workspace) -> None:
    workspace = empty_workspace
    workspace.event(type="app_home_opened", user=ADMIN, tab="home", channel="D1")
    until(lambda: workspace.slack.told("views.publish"))
    assert "people.claim" in workspace.slack.told("views.publish")[0]["view"]
    workspace.file(TEACHER, WHAT)

    view = {"id": "VHOME", "type": "home"}
    workspace.press(ADMIN, "people.claim", container={"type": "view", "view_id": "VHOME"}, view=view, response_url="")

    until(lambda: workspace.slack.direct(ADMIN))
    until(lambda: len(workspace.slack.told("views.publish")) >= 2)
    assert "people.claim" not in workspace.slack.told("views.publish")[-1]["view"]


def test_a_message_becomes_a_report_without_its_author(workspace: Workspace) -> None:
    message = {"type": "message", "user": "U77", "ts": "1.0", "text": "<@U77> says the <http://x.y|gate> &amp; latch"}
    workspace.payload(
        type="message_action",
        callback_id="car.report",
        team={"id": WORKSPACE},
        user={"id": TEACHER},
        trigger_id="t",
        response_url=f"{workspace.slack.url}/respond",
        channel={"id": "C1"},
        message=message,
    )

    until(lambda: workspace.slack.told("views.open"))
    view = workspace.slack.told("views.open")[0]["view"]
    assert "somebody says the gate & latch" in view
    assert "U77" not in view
    assert workspace.count("cars") == 0


def test_schools_are_found_by_what_is_typed(workspace: Workspace) -> None:
    asked = {"team": {"id": WORKSPACE}, "user": {"id": TEACHER}, "action_id": "places.school", "block_id": "school"}

    found = workspace.payload(type="block_suggestion", value="wes", **asked).json()["options"]

    assert [option["text"]["text"] for option in found] == ["West School"]


def test_a_decision_in_a_form_redraws_the_card_that_it_came_from(workspace: Workspace) -> None:
    number = _at_east(workspace)

    workspace.submit(MR, "car.return", "V3", {"reason": "Which?"}, about=number, channel="D3", message="5.0")

    until(lambda: workspace.slack.told("chat.update"))
    told = workspace.slack.told("chat.update")[0]
    assert (told["channel"], told["ts"]) == ("D3", "5.0")
    assert "Sent back for a detail" in told["text"]


def test_a_name_is_learned_from_the_directory(workspace: Workspace) -> None:
    workspace.file("U99", WHAT)

    until(lambda: workspace.slack.told("users.info"))
    assert workspace.slack.told("users.info")[0]["user"] == "U99"


def test_another_workspace_is_told_that_it_is_not_connected(workspace: Workspace) -> None:
    workspace.command(TEACHER, "/car list")
    body = workspace.command_body(TEACHER, "/car list").replace(WORKSPACE, "T9")

    answer = workspace.send(body)

    assert "not connected to this workspace" in answer.text
    assert workspace.count("accounts") == 6


def test_it_says_that_it_lives_and_that_it_is_ready(workspace: Workspace) -> None:
    assert httpx.get(f"{workspace.url}/healthz", timeout=LONG).json() == {"ok": True}
    workspace.is_reached()
    assert httpx.get(f"{workspace.url}/readyz", timeout=LONG).status_code == 200


def test_every_message_has_words_beside_its_blocks(workspace: Workspace) -> None:
    workspace.file(TEACHER, WHAT)
    workspace.settled()

    for message in workspace.slack.told("chat.postMessage"):
        assert WHAT in message["text"]
        assert message["blocks"]
