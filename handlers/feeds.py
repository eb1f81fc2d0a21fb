"""Everybody's own steps and meetings in the calendar that they use: an address, which they can renew and end."""

from collections.abc import Sequence
from datetime import datetime

from domain.errors import RefusedError
from domain.feeds import Dated, Met
from domain.frozen import dataclass
from handlers.moving import look_at
from handlers.routing import Call, Draw, Reply, Routes, Show
from storage.feeds import Feeds
from views.elements import Card
from views.feeds import feed_card

routes = Routes()


@routes.command("step calendar")
def start(call: Call) -> Reply:
    return Show(_card(call))


@routes.notice("feeds.card")
def card(call: Call) -> Card:
    return _card(call)


def _card(call: Call) -> Card:
    return feed_card(Feeds(call.tx).of(call.me), look_at(call, []), call.tx.now)


@routes.button("feeds.renew", writes=True)
def renew(call: Call) -> Reply:
    """A first one, or a new one in the place of the old one."""
    Feeds(call.tx).renew(call.me)
    return Draw("feeds.card")


@routes.button("feeds.end", writes=True)
def end(call: Call) -> Reply:
    feed = Feeds(call.tx).of(call.me)
    if feed and feed.ended_at is None:
        Feeds(call.tx).end(feed, by=call.me)
    return Draw("feeds.card")


@dataclass(frozen=True, kw_only=True, slots=True)
class Behind:
    """What stands in a calendar."""

    steps: Sequence[Dated]
    met: Sequence[Met]

    @property
    def changed_at(self) -> datetime | None:
        """When something in it changed last."""
        told = [*(one.changed_at for one in self.steps), *(one.changed_at for one in self.met)]
        return max(told, default=None)


def behind(call: Call) -> Behind:
    """What the address opens that names `call.about`, to the person for whom it was made."""
    feed = Feeds(call.tx).of(call.me)
    if feed is None or feed.id != call.about or not feed.is_live(call.tx.now):
        raise RefusedError("This address does not open any more.")
    return Behind(steps=Feeds(call.tx).dated(call.me), met=Feeds(call.tx).met(call.viewer))
