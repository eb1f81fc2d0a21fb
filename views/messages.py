"""Messages that did not reach anybody. Nothing of a record stands here, nor whether somebody reported or decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from views.dates import day
from views.elements import Button, Card, Item, Items, Note, Text

KINDS = {"car": "About a report", "people": "About a seat or an absence"}
GONE = "Slack has no account for them."
SHAPE = "Slack did not take it as it was drawn"
WHY: Mapping[str, str] = {
    "no chat account": "They have no account in chat any more.",
    "refused": "They may not see any more what it is about.",
    "user_not_found": GONE,
    "channel_not_found": GONE,
    "user_disabled": "Their account is closed.",
    "cannot_dm_bot": "They are an app, not a person.",
    "invalid_blocks": SHAPE,
    "invalid_arguments": SHAPE,
    "msg_too_long": SHAPE,
    "msg_blocks_too_long": SHAPE,
    "no_text": SHAPE,
}
HELP = "Mend what kept them from arriving first. Who got a message that seemed to fail gets it twice."


@dataclass(frozen=True, kw_only=True, slots=True)
class Lost:
    """A message that was given up; `id` stands for it."""

    id: str
    what: str
    name: str  # who was to get it
    error: str
    on: date


def kind_of(what: str) -> str:
    return KINDS.get(what.partition(".")[0], "A message")


def why(error: str) -> str:
    """What kept it from arriving, with the platform's word where somebody may have to look it up."""
    if error.startswith("fault "):
        return f"Something broke on our side. In the log it is {error.removeprefix('fault ')}."
    said = WHY.get(error, "Slack did not take it in many tries")
    return said if said.endswith(".") else f"{said} ({error or 'no reason given'})."


def failed_card(lost: list[Lost], today: date, *, total: int) -> Card:
    """The newest that failed, each with a button that sends it again."""
    if not total:
        return Card(title="Messages that failed", parts=[Text("None. Everything that could be sent was sent.")])
    rest = "They are listed when these are sent."
    return Card(
        title=f"Messages that failed ({total})",
        parts=[Items([_item(one, today) for one in lost], rest=rest), Note(HELP)],
        buttons=[
            Button(
                label="Send all again",
                does="messages.send_all",
                confirm=f"All {total} are sent again, to everybody who has an account.",
            )
        ],
    )


def _item(one: Lost, today: date) -> Item:
    again = Button(label="Send again", does="messages.send", about=one.id)
    return Item(name=one.name, detail=f"{kind_of(one.what)} · {day(one.on, today)}\n{why(one.error)}", button=again)
