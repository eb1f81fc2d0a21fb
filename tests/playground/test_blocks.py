"""Block Kit is taken as strictly as Slack takes it."""

from typing import Any

import pytest

from playground.blocks import faults_in_blocks, faults_in_options, faults_in_view, normalise, too_many_characters
from playground.testing import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(**more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "Words"}} | more


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "go", "text": plain("Go")} | more


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def options(*words: str) -> list[Json]:
    return [{"text": plain(word), "value": word} for word in words]


def asks(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("What?"), "element": {"action_id": "a"} | element} | more


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks)} | more


GOOD = [
    section(fields=[plain("a")], accessory=button()),
    section(accessory={"type": "overflow", "action_id": "o", "options": options("a")}),
    section(accessory={"type": "image", "image_url": "https://x.example/a.png", "alt_text": "a"}),
    {"type": "header", "text": plain("Header")},
    {"type": "divider"},
    {"type": "context", "elements": [plain("a"), {"type": "mrkdwn", "text": "b"}]},
    {"type": "image", "image_url": "https://x.example/a.png", "alt_text": "A chart", "title": plain("t")},
    actions(
        button(style="primary", value="1", confirm={"title": plain("t"), "text": plain("t")}),
        button(action_id="b", url="https://x.example"),
        {"type": "static_select", "action_id": "c", "options": options("a", "b"), "initial_option": options("b")[0]},
        {"type": "datepicker", "action_id": "d", "initial_date": "2026-03-09"},
        {"type": "users_select", "action_id": "e"},
    ),
    asks({"type": "plain_text_input", "multiline": True}, hint=plain("h"), optional=True),
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: block["type"])
def test_documented_blocks_are_taken(block: Json) -> None:
    assert faults_in_blocks([block]) == []


BAD: dict[str, tuple[Json, str]] = {
    "an undocumented property": (section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    "an undocumented property of an element": (
        actions(button(size="big")),
        "invalid additional property: size [json-pointer:/blocks/0/elements/0]",
    ),
    "an unknown block": ({"type": "banner"}, "unsupported type: banner [json-pointer:/blocks/0/type]"),
    "no type": ({"text": "x"}, "missing required field: type [json-pointer:/blocks/0]"),
    "an empty text": (
        section(text=plain("")),
        "must be more than 0 characters [json-pointer:/blocks/0/text/text]",
    ),
    "3001 characters": (
        section(text=plain("x" * 3001)),
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    "a header in mrkdwn": (
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]",
    ),
    "a header of 151 characters": (
        {"type": "header", "text": plain("x" * 151)},
        "must be less than 151 characters [json-pointer:/blocks/0/text/text]",
    ),
    "11 fields": (section(fields=[plain("a")] * 11), "no more than 10 items allowed [json-pointer:/blocks/0/fields]"),
    "a section of nothing": ({"type": "section"}, "missing required field: text or fields [json-pointer:/blocks/0]"),
    "26 buttons": (
        actions(*[button(action_id=f"a{n}") for n in range(26)]),
        "no more than 25 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "11 context elements": (
        {"type": "context", "elements": [plain("a")] * 11},
        "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
    ),
    "a button with 76 characters": (
        actions(button(text=plain("x" * 76))),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]",
    ),
    "a value of 2001 characters": (
        actions(button(value="x" * 2001)),
        "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
    ),
    "an empty list of options": (
        actions({"type": "static_select", "action_id": "a", "options": []}),
        "no less than 1 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "an option of 76 characters": (
        actions({"type": "static_select", "action_id": "a", "options": options("x" * 76)}),
        "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text/text]",
    ),
    "101 options": (
        actions({"type": "static_select", "action_id": "a", "options": options(*map(str, range(101)))}),
        "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "options and groups": (
        actions({"type": "static_select", "action_id": "a"}),
        "must provide exactly one of: options, option_groups [json-pointer:/blocks/0/elements/0]",
    ),
    "an initial option that is not offered": (
        actions(
            {"type": "static_select", "action_id": "a", "options": options("a"), "initial_option": options("b")[0]}
        ),
        "initial option is not one of the options [json-pointer:/blocks/0/elements/0]",
    ),
    "6 in an overflow": (
        actions({"type": "overflow", "action_id": "a", "options": options(*"abcdef")}),
        "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "11 radio buttons": (
        actions({"type": "radio_buttons", "action_id": "a", "options": options(*map(str, range(11)))}),
        "no more than 10 items allowed [json-pointer:/blocks/0/elements/0/options]",
    ),
    "two actions of one name": (
        actions(button(), button()),
        "`action_id` go already exists for another element [json-pointer:/blocks/0/elements/1/action_id]",
    ),
    "no alt text": (
        {"type": "image", "image_url": "https://x.example/a.png"},
        "missing required field: alt_text [json-pointer:/blocks/0]",
    ),
    "a long confirm title": (
        actions(button(confirm={"title": plain("x" * 101), "text": plain("t")})),
        "must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title/text]",
    ),
    "a text input among actions": (
        actions({"type": "plain_text_input", "action_id": "a"}),
        "unsupported type: plain_text_input [json-pointer:/blocks/0/elements/0/type]",
    ),
    "a button as an input": (asks(button()), "unsupported type: button [json-pointer:/blocks/0/element/type]"),
    "a file input in a message": (
        asks({"type": "file_input"}),
        "unsupported type: file_input [json-pointer:/blocks/0/element/type]",
    ),
    "a date in other words": (
        actions({"type": "datepicker", "action_id": "a", "initial_date": "9 March"}),
        "must provide a date in YYYY-MM-DD format [json-pointer:/blocks/0/elements/0/initial_date]",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_what_slack_refuses_is_refused_and_its_place_named(what: str) -> None:
    block, expected = BAD[what]

    assert expected in faults_in_blocks([block])


def test_a_message_has_at_most_50_blocks() -> None:
    assert faults_in_blocks([section()] * 50) == []
    assert faults_in_blocks([section()] * 51) == ["no more than 50 items allowed [json-pointer:/blocks]"]


def test_two_blocks_cannot_share_an_id() -> None:
    faults = faults_in_blocks([section(block_id="a"), section(block_id="a")])

    assert faults == ["`block_id` a already exists for another block [json-pointer:/blocks/1/block_id]"]


def test_many_words_in_many_blocks_are_too_many_characters() -> None:
    assert not too_many_characters([section(text=plain("x" * 3000))] * 4)
    assert too_many_characters([section(text=plain("x" * 3000))] * 5)


def test_a_good_modal_and_a_good_home_are_taken() -> None:
    assert faults_in_view(modal(asks({"type": "file_input", "max_files": 3})), "modal") == []
    assert faults_in_view({"type": "home", "blocks": [section()]}, "home") == []


BAD_VIEWS: dict[str, tuple[Json, str]] = {
    "no title": (
        {"type": "modal", "blocks": []},
        "missing required field: title [json-pointer:/view]",
    ),
    "a title of 25 characters": (
        modal(title=plain("x" * 25)),
        "must be less than 25 characters [json-pointer:/view/title/text]",
    ),
    "an input without submit": (
        {"type": "modal", "title": plain("t"), "blocks": [asks({"type": "plain_text_input"})]},
        "missing required field: submit [json-pointer:/view]",
    ),
    "private metadata of 3001 characters": (
        modal(private_metadata="x" * 3001),
        "must be less than 3001 characters [json-pointer:/view/private_metadata]",
    ),
    "101 blocks": (modal(*[section()] * 101), "no more than 100 items allowed [json-pointer:/view/blocks]"),
    "an undocumented property": (modal(width=500), "invalid additional property: width [json-pointer:/view]"),
    "a Home tab as a modal": (
        {"type": "home", "blocks": []},
        "unsupported type: home [json-pointer:/view/type]",
    ),
    "two first inputs": (
        modal(*[asks({"type": "plain_text_input", "focus_on_load": True})] * 2),
        "only one element can have focus_on_load set to true [json-pointer:/view/blocks/1/element]",
    ),
}


@pytest.mark.parametrize("what", BAD_VIEWS)
def test_what_slack_refuses_in_a_modal_is_refused(what: str) -> None:
    view, expected = BAD_VIEWS[what]

    assert expected in faults_in_view(view, "modal")


def test_an_answer_to_a_search_may_be_empty_and_has_at_most_100_options() -> None:
    assert faults_in_options({"options": []}) == []
    assert faults_in_options({"options": options(*map(str, range(101)))})


def test_slack_fills_in_identifiers_and_flags() -> None:
    block = normalise([actions({"type": "button", "text": plain("Go")})])[0]

    assert block["block_id"]
    assert block["elements"][0]["action_id"]
    assert block["elements"][0]["text"]["emoji"] is True
