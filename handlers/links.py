"""Tells the reader that a link to a page was made for them, since whoever has it reads as they do."""

from datetime import datetime

from handlers.routing import Call, Routes
from storage.passes import Passes
from views.elements import Card
from views.links import link_made_card

routes = Routes()


@routes.notice("link.made")
def made(call: Call) -> Card:
    kept = Passes(call.tx).get(call.about)
    until = kept["until"]
    assert isinstance(until, datetime)  # noqa: S101 - the column holds nothing else
    return link_made_card(str(kept["about"]), until.astimezone(call.settings.zone).date(), call.today)
