"""The web door: pages for people who have no chat, opened by signed links.

It draws the same cards as chat, as the person for whom the link was made and with the rights that they have now. Who
may not see something is answered as if there were no such thing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.answering import Answering, broken
from bot.links import REPORT
from bot.log import fault_id
from bot.visiting import visitor
from domain.errors import RefusedError
from domain.links import ExpiredError, ForgedError, Pass, opened
from domain.privacy import may_link
from domain.texts import say
from handlers.routing import Show, answer
from storage.cars import CarLog
from storage.db import Database, Tx
from storage.history import History
from views.elements import Card, Text
from views.html import POLICY, page
from views.languages import best, card_in
from views.pages import unofficial

log = structlog.get_logger()

#: Each page, and the route that draws its card.
PAGES: Mapping[str, str] = {REPORT: "car.show_all"}
HEADERS: Mapping[str, str] = {
    "cache-control": "no-store",
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}
ASK = Text(say("Please ask whoever sent it to you for a new one."))
CLOSED = Card(title=say("This link does not open anything."), parts=[ASK])
EXPIRED = Card(title=say("This link is too old to open."), parts=[ASK])


class WebDoor:
    def __init__(self, answering: Answering, database: Database, keys: Sequence[str]) -> None:
        self._answering = answering
        self._database = database
        self._keys = keys

    def routes(self) -> list[Route]:
        return [Route("/page/{purpose}/{word}", self.show, methods=["GET"])]

    async def show(self, request: Request) -> Response:
        purpose = request.path_params["purpose"]
        card, status = await self._found(purpose, request.path_params["word"])
        log.info("page", page=purpose if purpose in PAGES else "", status=status)
        return page_of(card, status, request)

    async def _found(self, purpose: str, word: str) -> tuple[Card, int]:
        now = datetime.now(UTC)
        if purpose not in PAGES:
            return CLOSED, 403
        try:
            given = opened(word, purpose, self._keys, now)
            work = self._draw(given, now)
            return await self._database.run(given.district, work, now=now, door="web", write=False), 200
        except ExpiredError:
            return EXPIRED, 410
        except (ForgedError, RefusedError):
            return CLOSED, 403
        except Exception:
            fault = fault_id()
            log.exception("fault", id=fault, route=purpose)
            return Card(title=broken(fault)), 500

    def _draw(self, given: Pass, now: datetime) -> Callable[[Tx], Card]:
        def work(tx: Tx) -> Card:
            call = visitor(tx, given)
            car = CarLog(tx, call.viewer).find(call.about)
            if car is None or not may_link(car):
                raise ForgedError
            reply = answer(self._answering.routes[PAGES[given.purpose]], call)
            if not isinstance(reply, Show):
                raise TypeError(f"no card in {type(reply).__name__}")
            copy = unofficial(reply.card, now.astimezone(call.settings.zone), *History(tx).head())
            return card_in(copy, call.language)

        return work


def page_of(card: Card, status: int, request: Request) -> Response:
    """A card as a page; what opened nothing is said as the browser speaks."""
    if status != 200:  # noqa: PLR2004 - HTTP's OK
        card = card_in(card, best(*spoken_by(request)))
    return HTMLResponse(page(card), status, headers=dict(HEADERS))


def spoken_by(request: Request) -> list[str]:
    """The languages that a browser asks for, in its order."""
    return [one.partition(";")[0].strip() for one in request.headers.get("accept-language", "").split(",")]
