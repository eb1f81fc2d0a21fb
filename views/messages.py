"""Messages that did not reach anybody. Nothing of a record stands here, nor whether somebody reported or decides."""

from collections.abc import Mapping
from datetime import date

from domain.frozen import dataclass
from domain.texts import say
from views.dates import day
from views.elements import Button, Card, Item, Items, Note, Text

ABOUT: Mapping[str, str] = {
    "car": say("About a report"),
    "triage": say("About reports that wait"),
    "people": say("About a seat or an absence"),
}
GONE = say("There is no account for them any more.")
#: Why, by the word with which it was given up.
WHY: Mapping[str, str] = {
    "no chat account": say("They have no account in chat any more."),
    "refused": say("They may not see any more what it is about."),
    "user_not_found": GONE,
    "channel_not_found": GONE,
    "user_disabled": say("Their account is closed."),
    "cannot_dm_bot": say("They are an app, not a person."),
}
SHAPE = {"invalid_blocks", "invalid_arguments", "msg_too_long", "msg_blocks_too_long", "no_text"}
HELP = say("Mend what kept them from arriving first. Who got a message that seemed to fail gets it twice.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Lost:
    """A message that was given up; `id` stands for it."""

    id: str
    what: str
    name: str  # who was to get it
    error: str
    on: date


def kind_of(what: str) -> str:
    return ABOUT.get(what.partition(".")[0], say("A message"))


def why(error: str) -> str:
    """What kept it from arriving, with the platform's word where somebody may have to look it up."""
    if error.startswith("fault "):
        return say("Something broke on our side. In the log it is {fault}.", fault=error.removeprefix("fault "))
    if error in SHAPE:
        return say("It was not taken as it was drawn ({error}).", error=error)
    return WHY.get(error) or say("It was not taken in many tries ({error}).", error=error)


def failed_card(lost: list[Lost], today: date, *, total: int) -> Card:
    """The newest that failed, each with a button that sends it again."""
    if not total:
        none = say("None. Everything that could be sent was sent.")
        return Card(title=say("Messages that failed"), parts=[Text(none)])
    rest = say("They are listed when these are sent.")
    return Card(
        title=say("Messages that failed ({n})", n=total),
        parts=[Items([_item(one, today) for one in lost], rest=rest), Note(HELP)],
        buttons=[
            Button(
                label=say("Send all again"),
                does="messages.send_all",
                confirm=say("All {n} are sent again, to everybody who has an account.", n=total),
            )
        ],
    )


def _item(one: Lost, today: date) -> Item:
    again = Button(label=say("Send again"), does="messages.send", about=one.id)
    detail = say("{kind} · {day}\n{why}", kind=kind_of(one.what), day=day(one.on, today), why=why(one.error))
    return Item(name=one.name, detail=detail, button=again)
