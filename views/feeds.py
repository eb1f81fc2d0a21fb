"""The address of one's own calendar of steps: made, shown, renewed and ended."""

from datetime import date, datetime

from domain.feeds import CALENDAR, Feed
from domain.texts import say
from views.dates import day
from views.elements import Button, Card, Link, Note, Opens, Part, Text
from views.look import Look

TITLE = say("Your steps and meetings in your calendar")
WHAT = say(
    "Each step that you do stands on the day on which it is due, whatever it belongs to. "
    "Each meeting that you host or are invited to stands at its time."
)
ALONE = say("Whoever has the address reads what you read, so give it to nobody. Sealed reports show a number alone.")
RENEWS = say("The old address does not open any more. Your calendar needs the new one.")
ENDS = say("Your calendar gets nothing any more. You can make a new address.")


def feed_card(feed: Feed | None, look: Look, now: datetime) -> Card:
    if feed is None or not feed.is_live(now):
        make = Button(label=say("Make my address"), does="feeds.renew", primary=True)
        gone = [Text(say("The address that you had does not open any more."))] if feed else []
        return Card(title=TITLE, parts=[Text(WHAT), *gone, Note(ALONE)], buttons=[make])
    until = feed.until.astimezone(look.zone).date()
    return Card(
        title=TITLE,
        parts=[
            Text(WHAT),
            *_addresses(feed),
            Note(say("In Google Calendar choose Other calendars, From URL; in Outlook Add calendar, From the web.")),
            Note(_foot(until, look.today)),
        ],
        buttons=[
            Button(label=say("Make a new address"), does="feeds.renew", confirm=RENEWS),
            Button(label=say("End it"), does="feeds.end", confirm=ENDS),
        ],
    )


def _addresses(feed: Feed) -> list[Part]:
    opens = Opens(purpose=CALENDAR, about=feed.id, person=feed.person, until=feed.until)
    return [
        Link(say("Copy this address into your calendar"), "", opens),
        Link(say("Or, on a phone or a Mac"), "webcal:", opens),
    ]


def _foot(until: date, today: date) -> str:
    return say("{alone} It opens until {day}.", alone=ALONE, day=day(until, today))
