"""Block Kit as tables: which properties each block and element must and may have, and where each may stand."""

from collections.abc import Mapping
from typing import Any

from playground import limits
from playground.checks import (
    Check,
    Reading,
    Rule,
    Shape,
    anything,
    array,
    at_least_one,
    boolean,
    exactly_one,
    integer,
    matching,
    one_of,
    plain,
    string,
    text,
    typed,
    unique,
)

DATE = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "must provide a date in YYYY-MM-DD format")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "must provide a time in HH:mm format")
NUMBER = matching(r"-?\d+(\.\d+)?", "must provide a number")
WEB = matching(r"(https?|mailto|slack|tel):\S{1,2990}", "must provide a valid URL")
IDS = array(string(64), 1, 100)

CONFIRM = Shape(
    required={"title": plain(limits.CONFIRM_TITLE), "text": text(limits.CONFIRM_TEXT)},
    optional={
        "confirm": plain(limits.CONFIRM_BUTTON),
        "deny": plain(limits.CONFIRM_BUTTON),
        "style": one_of("primary", "danger"),
    },
)
DISPATCH = Shape(
    optional={"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 1, 2)},
)
FILTER = Shape(
    optional={
        "include": array(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)
SLACK_FILE = Shape(optional={"id": string(64), "url": WEB}, rules=[exactly_one("id", "url")])


def option(*kinds: str, url: bool = False) -> Shape:
    return Shape(
        required={"text": text(limits.OPTION_TEXT, *kinds), "value": string(limits.OPTION_VALUE)},
        optional={"description": text(limits.OPTION_TEXT, *kinds)} | ({"url": WEB} if url else {}),
    )


OPTION = option("plain_text")
CHOICE = option("plain_text", "mrkdwn")
OPTIONS = array(OPTION, 1, limits.SELECT_OPTIONS)
OPTION_GROUP = Shape(required={"label": plain(limits.OPTION_TEXT), "options": OPTIONS})
OPTION_GROUPS = array(OPTION_GROUP, 1, limits.OPTION_GROUPS)
CHOICES = array(CHOICE, 1, limits.CHOICE_OPTIONS)


def all_options(element: Mapping[str, Any]) -> list[Any]:
    groups = element.get("option_groups") or []
    grouped = [one for group in groups if isinstance(group, dict) for one in group.get("options") or []]
    return [one for one in (element.get("options") or []) + grouped if isinstance(one, dict)]


def initial_among_options(element: Mapping[str, Any], where: str, reading: Reading) -> None:
    """Slack refuses an initial option that is not one of the options."""
    offered = [(one.get("value"), (one.get("text") or {}).get("text")) for one in all_options(element)]
    single = element.get("initial_option")
    many = element.get("initial_options")
    chosen = ([single] if single else []) + (many if isinstance(many, list) else [])
    for one in chosen:
        key = (one.get("value"), (one.get("text") or {}).get("text")) if isinstance(one, dict) else None
        if key not in offered:
            reading.refuse("initial option is not one of the options", where)


def one_focus(element: Mapping[str, Any], where: str, reading: Reading) -> None:
    reading.focused += element.get("focus_on_load") is True
    if element.get("focus_on_load") is True and reading.focused > 1:
        reading.refuse("only one element can have focus_on_load set to true", where)


def element(
    optional: Mapping[str, Check],
    required: Mapping[str, Check] | None = None,
    rules: tuple[Rule, ...] = (),
    surfaces: tuple[str, ...] = ("message", "modal", "home"),
) -> Shape:
    return Shape(
        required={"type": anything} | dict(required or {}),
        optional={"action_id": string(limits.ACTION_ID)} | dict(optional),
        rules=(*rules, one_focus),
        surfaces=surfaces,
    )


COMMON: Mapping[str, Check] = {"confirm": CONFIRM, "focus_on_load": boolean, "placeholder": plain(limits.PLACEHOLDER)}
MANY: Mapping[str, Check] = {**COMMON, "max_selected_items": integer(1, 100)}
TYPED: Mapping[str, Check] = {
    "placeholder": plain(limits.PLACEHOLDER),
    "focus_on_load": boolean,
    "dispatch_action_config": DISPATCH,
}
CHOOSE: Mapping[str, Check] = {"confirm": CONFIRM, "focus_on_load": boolean}
STATIC: tuple[Rule, ...] = (exactly_one("options", "option_groups"), initial_among_options)
LISTS: Mapping[str, Check] = {"options": OPTIONS, "option_groups": OPTION_GROUPS}
ROOMS: Mapping[str, Check] = {"default_to_current_conversation": boolean, "filter": FILTER}
QUERY = integer(0, 100)
BUTTON: Mapping[str, Check] = {
    "url": WEB,
    "value": string(limits.BUTTON_VALUE, 0),
    "style": one_of("primary", "danger"),
    "confirm": CONFIRM,
    "accessibility_label": string(limits.ACCESSIBILITY_LABEL),
}
WORDS: Mapping[str, Check] = {
    **TYPED,
    "initial_value": string(limits.INPUT_LENGTH, 0),
    "multiline": boolean,
    "min_length": integer(0, limits.INPUT_LENGTH),
    "max_length": integer(1, limits.INPUT_LENGTH),
}

ELEMENTS: Mapping[str, Shape] = {
    "button": element(BUTTON, {"text": plain(limits.BUTTON_TEXT)}),
    "overflow": element(
        {"confirm": CONFIRM}, {"options": array(option("plain_text", url=True), 1, limits.OVERFLOW_OPTIONS)}
    ),
    "static_select": element({"initial_option": OPTION, **LISTS, **COMMON}, rules=STATIC),
    "multi_static_select": element({"initial_options": OPTIONS, **LISTS, **MANY}, rules=STATIC),
    "external_select": element({"initial_option": OPTION, "min_query_length": QUERY, **COMMON}),
    "multi_external_select": element({"initial_options": OPTIONS, "min_query_length": QUERY, **MANY}),
    "users_select": element({"initial_user": string(64), **COMMON}),
    "multi_users_select": element({"initial_users": IDS, **MANY}),
    "conversations_select": element(
        {"initial_conversation": string(64), "response_url_enabled": boolean, **ROOMS, **COMMON}
    ),
    "multi_conversations_select": element({"initial_conversations": IDS, **ROOMS, **MANY}),
    "channels_select": element({"initial_channel": string(64), "response_url_enabled": boolean, **COMMON}),
    "multi_channels_select": element({"initial_channels": IDS, **MANY}),
    "radio_buttons": element({"initial_option": CHOICE, **CHOOSE}, {"options": CHOICES}, (initial_among_options,)),
    "checkboxes": element({"initial_options": CHOICES, **CHOOSE}, {"options": CHOICES}, (initial_among_options,)),
    "datepicker": element({"initial_date": DATE, **COMMON}),
    "timepicker": element({"initial_time": TIME, "timezone": string(64), **COMMON}),
    "plain_text_input": element(WORDS),
    "number_input": element(
        {"initial_value": NUMBER, "min_value": NUMBER, "max_value": NUMBER, **TYPED}, {"is_decimal_allowed": boolean}
    ),
    "email_text_input": element({"initial_value": string(limits.INPUT_LENGTH), **TYPED}),
    "url_text_input": element({"initial_value": string(limits.INPUT_LENGTH), **TYPED}),
    "file_input": element(
        {"filetypes": array(string(20), 1, 100), "max_files": integer(1, limits.FILES)}, surfaces=("modal",)
    ),
    "image": Shape(
        required={"type": anything, "alt_text": string(limits.ALT_TEXT)},
        optional={"image_url": WEB, "slack_file": SLACK_FILE},
        rules=[exactly_one("image_url", "slack_file")],
    ),
}

SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
PICKERS = (*SELECTS, *(f"multi_{name}" for name in SELECTS), "datepicker", "timepicker", "checkboxes", "radio_buttons")
ACCESSORIES = ("button", "overflow", "image", *PICKERS)
ACTIONS = ("button", "overflow", *PICKERS)
INPUTS = (*PICKERS, "plain_text_input", "number_input", "email_text_input", "url_text_input", "file_input")


def block(rules: tuple[Rule, ...] = (), **required: Check) -> Shape:
    return Shape(required={"type": anything} | required, optional={"block_id": string(limits.BLOCK_ID)}, rules=rules)


def block_with(required: Mapping[str, Check], rules: tuple[Rule, ...] = (), **optional: Check) -> Shape:
    return Shape(
        required={"type": anything} | dict(required),
        optional={"block_id": string(limits.BLOCK_ID)} | optional,
        rules=rules,
    )


CONTEXT_PARTS: Mapping[str, Shape] = {
    "image": ELEMENTS["image"],
    "plain_text": Shape(required={"type": anything, "text": string(limits.SECTION_TEXT)}, optional={"emoji": boolean}),
    "mrkdwn": Shape(required={"type": anything, "text": string(limits.SECTION_TEXT)}, optional={"verbatim": boolean}),
}

BLOCKS: Mapping[str, Shape] = {
    "section": block_with(
        {},
        (at_least_one("text", "fields"),),
        text=text(limits.SECTION_TEXT),
        fields=array(text(limits.FIELD_TEXT), 1, limits.SECTION_FIELDS),
        accessory=typed(ELEMENTS, ACCESSORIES),
        expand=boolean,
    ),
    "header": block(text=plain(limits.HEADER_TEXT)),
    "divider": block(),
    "context": block(elements=array(typed(CONTEXT_PARTS), 1, limits.CONTEXT_ELEMENTS)),
    "actions": block(
        (unique("action_id", "elements"),),
        elements=array(typed(ELEMENTS, ACTIONS), 1, limits.ACTIONS_ELEMENTS),
    ),
    "input": block_with(
        {"label": plain(limits.LABEL), "element": typed(ELEMENTS, INPUTS)},
        hint=plain(limits.HINT),
        optional=boolean,
        dispatch_action=boolean,
    ),
    "image": block_with(
        {"alt_text": string(limits.ALT_TEXT)},
        (exactly_one("image_url", "slack_file"),),
        image_url=WEB,
        slack_file=SLACK_FILE,
        title=plain(limits.IMAGE_TITLE),
    ),
}

VIEW: Mapping[str, Check] = {
    "private_metadata": string(limits.PRIVATE_METADATA, 0),
    "callback_id": string(limits.CALLBACK_ID, 0),
    "external_id": string(limits.EXTERNAL_ID, 0),
}
VIEWS: Mapping[str, Shape] = {
    "modal": Shape(
        required={"type": anything, "title": plain(limits.VIEW_TITLE), "blocks": anything},
        optional={
            **VIEW,
            "submit": plain(limits.VIEW_TITLE),
            "close": plain(limits.VIEW_TITLE),
            "clear_on_close": boolean,
            "notify_on_close": boolean,
            "submit_disabled": boolean,
        },
        surfaces=("modal",),
    ),
    "home": Shape(required={"type": anything, "blocks": anything}, optional=VIEW, surfaces=("home",)),
}
