"""What Slack sends, as it was recorded, in our terms."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.slack_payloads import (
    MEMO_MAX,
    Filled,
    Memo,
    Press,
    filled,
    memo_of,
    plain_text,
    press_of,
    refilled,
    team_of,
    typed_command,
    user_of,
)
from domain.settings import Settings
from playground.blocks import faults_in_view, normalise
from playground.values import starting_values
from tests.domain.story import CAR, TODAY
from tests.views.anything import FORMS, WORDS
from tests.views.scene import schools
from views import slack
from views.car_forms import MARKS, report_form
from views.elements import Form
from views.slack_text import escape, option
from views.triage_forms import accept_form

EMPTY = Settings({})
COMMAND = {
    "team_id": "T0001",
    "channel_id": "C2147483705",
    "user_id": "U2147483697",
    "user_name": "ann.archer",
    "command": "/car",
    "text": "",
    "api_app_id": "A123456",
    "is_enterprise_install": "false",
    "response_url": "https://hooks.slack.com/commands/T0001/1/abc",
    "trigger_id": "13345224609.738474920.8088930838d88f008e0",
}
INTERACTION = {
    "type": "block_actions",
    "user": {"id": "U2147483697", "username": "ann.archer", "name": "ann.archer", "team_id": "T0001"},
    "api_app_id": "A123456",
    "trigger_id": "12466734323.1395872398",
    "team": {"id": "T0001", "domain": "sunrise"},
    "enterprise": None,
    "is_enterprise_install": False,
}
ON_A_MESSAGE: Mapping[str, Any] = {
    **INTERACTION,
    "container": {
        "type": "message",
        "message_ts": "1772636400.000100",
        "channel_id": "D024BE91L",
        "is_ephemeral": False,
    },
    "channel": {"id": "D024BE91L", "name": "directmessage"},
    "state": {"values": {}},
    "response_url": "https://hooks.slack.com/actions/T0001/2/def",
}
ON_HOME = {**INTERACTION, "container": {"type": "view", "view_id": "V0HOME"}, "view": {"id": "V0HOME", "type": "home"}}
BUTTON = {
    "type": "button",
    "action_id": "car.accept",
    "block_id": "4tRk1",
    "text": {"type": "plain_text", "text": "Accept", "emoji": False},
    "value": "CAR-2026-014",
    "style": "primary",
    "action_ts": "1772636460.612345",
}
OVERFLOW = {
    "type": "overflow",
    "action_id": "more",
    "block_id": "4tRk1",
    "selected_option": {
        "text": {"type": "plain_text", "text": "Reject", "emoji": False},
        "value": "car.reject_form CAR-2026-014",
    },
    "action_ts": "1772636460.612345",
}


def chosen(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": "Words", "emoji": False}, "value": value}


#: Every kind of input with an answer, and with none.
STATE: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "what": ({"type": "plain_text_input", "value": "The gate <b> & more"}, {"type": "plain_text_input", "value": None}),
    "link": ({"type": "url_text_input", "value": "https://a.org"}, {"type": "url_text_input", "value": None}),
    "happened_on": (
        {"type": "datepicker", "selected_date": "2026-03-04"},
        {"type": "datepicker", "selected_date": None},
    ),
    "severity": (
        {"type": "static_select", "selected_option": chosen("minor")},
        {"type": "static_select", "selected_option": None},
    ),
    "school": (
        {"type": "external_select", "selected_option": chosen("id000001")},
        {"type": "external_select", "selected_option": None},
    ),
    "marks": (
        {"type": "checkboxes", "selected_options": [chosen("urgent"), chosen("hide_name")]},
        {"type": "checkboxes", "selected_options": []},
    ),
    "photos": (
        {"type": "file_input", "files": [{"id": "F1", "permalink": "https://sunrise.slack.com/files/U1/F1/gate.jpg"}]},
        {"type": "file_input", "files": []},
    ),
    "digest_channel": (
        {"type": "conversations_select", "selected_conversation": "C0123"},
        {"type": "conversations_select", "selected_conversation": None},
    ),
    "owner": (
        {"type": "users_select", "selected_user": "U0OLE"},
        {"type": "users_select", "selected_user": None},
    ),
}


def submitted(*, empty: bool) -> dict[str, Any]:
    """A view_submission in which everything is answered, or nothing."""
    values = {name: {f"{name}_action": states[empty]} for name, states in STATE.items()}
    view = {"id": "V1", "type": "modal", "callback_id": "car.file", "private_metadata": "", "state": {"values": values}}
    return {**INTERACTION, "type": "view_submission", "view": view, "response_urls": []}


def test_a_command_says_who_and_where() -> None:
    assert (team_of(COMMAND), user_of(COMMAND)) == ("T0001", ("U2147483697", "ann.archer"))


def test_a_press_says_who_and_where() -> None:
    assert (team_of(ON_A_MESSAGE), user_of(ON_A_MESSAGE)) == ("T0001", ("U2147483697", "ann.archer"))


def test_an_app_of_a_whole_organization_says_the_organization() -> None:
    body = {**INTERACTION, "team": None, "enterprise": {"id": "E1", "name": "County"}, "is_enterprise_install": True}

    assert team_of(body) == "E1"


def test_an_event_names_a_person_by_id_only() -> None:
    assert user_of({"type": "event_callback", "team_id": "T0001", "user": {"id": "U1"}}) == ("U1", "")
    assert user_of({"user": "U1"}) == ("U1", "")


@pytest.mark.parametrize(
    ("command", "text", "expected"),
    [
        ("/car", "", "car"),
        ("/car", "  list mine ", "car list mine"),
        ("/car", "gate latch broken at East", "car gate latch broken at East"),
        ("/kaizen", "", "help"),
        ("/kaizen", "car list", "car list"),
        ("/car", "5 &lt; 6 &amp; 7 &gt; 2", "car 5 < 6 & 7 > 2"),
        ("/car", "&amp;lt;", "car &lt;"),
    ],
)
def test_a_command_is_what_follows_the_slash(command: str, text: str, expected: str) -> None:
    assert typed_command({**COMMAND, "command": command, "text": text}) == expected


def test_a_command_without_any_text_is_a_command() -> None:
    assert typed_command({"command": "/car"}) == "car"


@given(WORDS)
@settings(max_examples=50, deadline=None)
def test_nothing_that_is_typed_behind_a_command_is_lost(text: str) -> None:
    assert typed_command({"command": "/car", "text": escape(text)}) == f"car {text.strip()}".strip()


def test_a_button_on_a_message_names_its_route_and_its_record() -> None:
    expected = Press(
        does="car.accept",
        about="CAR-2026-014",
        repeat="press:U2147483697:1772636400.000100:1772636460.612345",
    )

    assert press_of({**ON_A_MESSAGE, "actions": [BUTTON]}) == expected


def test_the_same_press_sent_twice_is_the_same_and_another_is_not() -> None:
    first, again, later = (
        press_of({**ON_A_MESSAGE, "actions": [{**BUTTON, "action_ts": ts}], "trigger_id": trigger})
        for ts, trigger in (("1.0", "a"), ("1.0", "b"), ("2.0", "c"))
    )

    assert first.repeat == again.repeat
    assert first.repeat != later.repeat


def test_the_number_that_keeps_two_buttons_apart_is_not_part_of_the_route() -> None:
    press = press_of({**ON_HOME, "actions": [{**BUTTON, "action_id": "car.page#1", "value": "open 10"}]})

    assert (press.does, press.about) == ("car.page", "open 10")
    assert "V0HOME" in press.repeat


def test_a_button_without_a_record_is_about_nothing() -> None:
    action = {name: value for name, value in BUTTON.items() if name != "value"}

    assert press_of({**ON_HOME, "actions": [action]}).about == ""


def test_a_rare_act_names_its_route_and_its_record() -> None:
    press = press_of({**ON_A_MESSAGE, "actions": [OVERFLOW]})

    assert (press.does, press.about) == ("car.reject_form", "CAR-2026-014")


def test_a_box_ticked_in_an_open_form_is_no_route() -> None:
    ticked = {"type": "checkboxes", "action_id": "marks", "block_id": "marks", "selected_options": [chosen("urgent")]}

    assert press_of({**ON_HOME, "actions": [ticked]}) == Press(
        does="marks", about="", repeat="press:U2147483697:V0HOME:None"
    )


# Forms


def test_every_kind_of_answer_is_read_by_its_question() -> None:
    assert filled(submitted(empty=False)["view"]) == Filled(
        values={
            "what": "The gate <b> & more",
            "link": "https://a.org",
            "happened_on": "2026-03-04",
            "severity": "minor",
            "school": "id000001",
            "marks": ["urgent", "hide_name"],
            "photos": ["https://sunrise.slack.com/files/U1/F1/gate.jpg"],
            "digest_channel": "C0123",
        },
        persons={"owner": "U0OLE"},
    )


def test_an_empty_box_is_an_answer_and_an_empty_choice_is_none() -> None:
    assert filled(submitted(empty=True)["view"]) == Filled(values={"what": "", "link": ""})


@pytest.mark.parametrize("view", [None, {}, {"type": "home", "state": None}, {"state": {"values": {}}}])
def test_where_there_is_no_form_nothing_is_filled(view: Mapping[str, Any] | None) -> None:
    assert filled(view) == Filled()


def test_what_stands_in_a_form_that_opens_is_what_comes_back() -> None:
    typed = {"what": "Gate", "school": "id000001", "happened_on": "2026-03-02", "marks": ["urgent"]}
    form = report_form(EMPTY, schools(250), TODAY, typed)

    assert filled(opened(slack.modal(form, "", {}))).values == typed


def opened(view: dict[str, Any], **typed: Any) -> dict[str, Any]:
    """A view as Slack sends it back, with what somebody typed over what stood in it."""
    blocks = normalise(view["blocks"])
    values = starting_values(blocks)
    for question, value in typed.items():
        (action,) = values[question]
        values[question][action] |= value
    return {**view, "id": "V1", "hash": "1.abc", "blocks": blocks, "state": {"values": values}}


def test_a_form_shown_again_keeps_everything_typed() -> None:
    form = report_form(EMPTY, schools(101), TODAY, {"already_done": None})
    view = opened(
        slack.modal(form, "", {}),
        what={"value": "The gate <b> & more\n"},
        link={"value": "https://a.org"},
        school={"selected_option": chosen("id000007")},
        happened_on={"selected_date": "2026-03-01"},
        marks={"selected_options": [option(MARKS[0])]},
    )
    again = {**view, "blocks": refilled(view)}

    assert starting_values(again["blocks"]) == view["state"]["values"]


def test_a_form_shown_again_keeps_the_person_who_was_chosen() -> None:
    view = opened(slack.modal(accept_form(CAR, "", [], [], []), "", {}), owner={"selected_user": "U0OLE"})

    assert starting_values(refilled(view)) == view["state"]["values"]


def test_what_somebody_emptied_stays_empty() -> None:
    form = report_form(EMPTY, [], TODAY, {"what": "Gate", "marks": ["urgent"]})
    view = opened(slack.modal(form, "", {}), what={"value": None}, marks={"selected_options": []})

    assert starting_values(refilled(view)) == view["state"]["values"]


def test_what_slack_says_nothing_about_stands_as_it_stood() -> None:
    view = slack.modal(report_form(EMPTY, [], TODAY, {"what": "Gate"}), "", {})

    assert refilled(view) == view["blocks"]


@given(FORMS)
@settings(max_examples=25, deadline=None)
def test_any_form_shown_again_opens_and_is_the_same(form: Form) -> None:
    drawn = slack.modal(form, "", {"ann": "U1"})
    view = opened(drawn)
    again = {**drawn, "blocks": refilled(view)}

    assert faults_in_view(again, "modal") == []
    assert starting_values(again["blocks"]) == view["state"]["values"]


# Memos


@given(st.builds(Memo, about=WORDS, channel=WORDS, message=WORDS, url=WORDS, home=st.booleans()))
@settings(max_examples=80, deadline=None)
def test_a_memo_fits_and_can_always_be_read_again(memo: Memo) -> None:
    kept = memo.dump()
    back = memo_of({"private_metadata": kept})

    assert len(kept) <= MEMO_MAX
    for name in ("about", "channel", "message", "url"):
        assert getattr(back, name) in (getattr(memo, name), "")
    assert back.home == memo.home


def test_a_memo_finds_its_way_back() -> None:
    memo = Memo(about="CAR-2026-014", channel="D1", message="1.1", url="https://hooks.slack.com/x", home=True)

    assert memo_of({"private_metadata": memo.dump()}) == memo


def test_a_memo_that_is_too_long_keeps_what_it_is_about() -> None:
    memo = Memo(about="CAR-2026-014", channel="D1", message="1.1", url="https://hooks.slack.com/" + "x" * MEMO_MAX)

    assert json.loads(memo.dump()) == {"about": "CAR-2026-014", "channel": "D1", "message": "1.1"}


@pytest.mark.parametrize("view", [None, {}, {"private_metadata": ""}, {"private_metadata": "{}"}])
def test_a_view_without_a_memo_remembers_nothing(view: Mapping[str, Any] | None) -> None:
    assert memo_of(view) == Memo()


# Messages that are reported


@pytest.mark.parametrize(
    ("mrkdwn", "expected"),
    [
        ("<@U024BE7LH> the gate is open", "somebody the gate is open"),
        ("<@U024BE7LH|ann.archer> saw it", "somebody saw it"),
        ("see <#C024BE7LR|east-school>", "see #east-school"),
        ("see <#C024BE7LR|>", "see #channel"),
        ("<!here> <!channel> <!everyone|everyone>", "@here @channel @everyone"),
        ("<!here|@here> look", "@here look"),
        ("<!subteam^SAZ94GDB8|@office> look", "@office look"),
        ("<!subteam^SAZ94GDB8> look", "@subteam look"),
        ("since <!date^1392734382^{date_short}|18 Feb 2014>", "since 18 Feb 2014"),
        ("<https://example.org/a?b=1&amp;c=2>", "https://example.org/a?b=1&c=2"),
        ("<http://example.org|example.org> and <mailto:a@b.org|a@b.org>", "example.org and a@b.org"),
        ("5 &lt; 6 &amp;&amp; 7 &gt; 2", "5 < 6 && 7 > 2"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("&amp;lt;", "&lt;"),
        (" \n ", ""),
    ],
)
def test_a_message_is_read_as_it_was_typed_and_names_nobody(mrkdwn: str, expected: str) -> None:
    assert plain_text(mrkdwn) == expected


def test_the_message_of_a_shortcut_is_what_is_reported() -> None:
    shortcut: Mapping[str, Any] = {
        **INTERACTION,
        "type": "message_action",
        "callback_id": "car.report",
        "message_ts": "1772636400.000100",
        "message": {
            "type": "message",
            "user": "U0BOB",
            "ts": "1772636400.000100",
            "text": "<@U024BE7LH> the latch &amp; the gate in <#C1|east>: <https://example.org|photo>",
        },
    }

    assert plain_text(shortcut["message"]["text"]) == "somebody the latch & the gate in #east: photo"


@given(WORDS)
@settings(max_examples=50, deadline=None)
def test_a_message_without_mentions_comes_through_unchanged(text: str) -> None:
    assert plain_text(escape(text)) == text.strip()
