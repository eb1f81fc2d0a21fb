"""Holds: the form that sets one, the form that lifts one, and the list."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, tzinfo

from domain.holds import CAUSES, REASON_MAX, Cause, Hold
from domain.texts import say
from views.dates import day
from views.elements import Ask, Button, Card, Form, Item, Items, Note, Option, Text
from views.names import NO_NAMES

EVERYWHERE = say("The whole district")
MEANS = say("While a hold lasts, no words can be removed from what it covers. Everything else goes on as usual.")


def hold_form(number: str) -> Form:
    """`number` names a report; empty, it is the whole district."""
    return Form(
        title=say("Set a hold"),
        does="holds.set",
        about=number,
        submit=say("Set the hold"),
        parts=[
            Text(number or EVERYWHERE),
            Note(MEANS),
            Ask(
                name="cause",
                label=say("What for?"),
                kind="choice",
                options=[Option(value=cause, label=said) for cause, said in CAUSES.items()],
                value=Cause.RECORDS_REQUEST,
            ),
            Ask(
                name="reason",
                label=say("Why?"),
                kind="paragraph",
                hint=NO_NAMES,
                example=say("Records request of 3 March, by the county's attorney."),
                most=REASON_MAX,
            ),
        ],
    )


def lift_form(hold: Hold) -> Form:
    return Form(
        title=say("Lift a hold"),
        does="holds.lift",
        about=hold.id,
        submit=say("Lift the hold"),
        parts=[
            Text(hold.about or EVERYWHERE),
            Note(say("Words can be removed again afterwards, unless another hold lasts.")),
            Ask(
                name="reason",
                label=say("Why is it not needed any more?"),
                kind="paragraph",
                hint=NO_NAMES,
                most=REASON_MAX,
            ),
        ],
    )


def holds_card(
    holds: Sequence[Hold],
    names: Mapping[str, str],
    today: date,
    zone: tzinfo,
    *,
    lifts: Collection[str],
    everywhere: bool,
) -> Card:
    """The holds that last; `lifts` are the ids of those that get a button, `everywhere` the one for the district."""
    items = [
        _item(hold, names, day(hold.set_at.astimezone(zone).date(), today), lifts=hold.id in lifts) for hold in holds
    ]
    return Card(
        title=say("Holds ({n})", n=len(holds)),
        parts=[Items(items) if items else Text(say("None.")), Note(MEANS)],
        buttons=[Button(label=say("Hold the whole district"), does="holds.open")] if everywhere else [],
    )


def _item(hold: Hold, names: Mapping[str, str], when: str, *, lifts: bool) -> Item:
    who = names.get(hold.set_by, say("somebody who left"))
    button = Button(label=say("Lift"), does="holds.lift_form", about=hold.id) if lifts else None
    detail = say(
        "{cause} · set by {who} on {when}\n{reason}", cause=CAUSES[hold.cause], who=who, when=when, reason=hold.reason
    )
    return Item(name=hold.about or EVERYWHERE, detail=detail, button=button)
