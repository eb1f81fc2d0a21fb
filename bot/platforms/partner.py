"""The door for partners: a page behind a signed link, on which they tell how they keep their promises.

It opens with the rights that whoever made the link has now. What somebody types there comes from nobody that we know:
it is short, counted by day, kept as words like any other, and said to whoever leads the partnership.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.answering import Answering, broken
from bot.log import fault_id
from bot.platforms.web import CLOSED, EXPIRED, HEADERS, page_of, spoken_by
from bot.sent import sent_pairs
from bot.visiting import visitor
from domain.errors import RefusedError
from domain.links import ExpiredError, ForgedError, Pass, opened
from domain.partners import PARTNER
from domain.texts import say
from handlers.partners import Visit, page, routes, tell, visit
from handlers.routing import FormError, admit
from storage.db import Database, Tx
from views.elements import Card
from views.form_html import FORM_POLICY, TRAP, form_page
from views.languages import best, said
from views.partners import PartnerPage, filled

log = structlog.get_logger()
T = TypeVar("T")

NOT_KEPT = 422  # something has to be mended before
MOST = 16_000  # bytes of what is sent
SENT = "sent"
PAGE_HEADERS: Mapping[str, str] = {**HEADERS, "content-security-policy": FORM_POLICY}
ROUTE = next(route for route in routes.all if route.name == "partner.link")  # who may make a link may let it open
TOO_LONG = Card(title=say("That is too long. Please go back and shorten it."))


class PartnerDoor:
    def __init__(self, answering: Answering, database: Database, keys: Sequence[str]) -> None:
        self._owed = answering.owed
        self._database = database
        self._keys = keys

    def routes(self) -> list[Route]:
        path = f"/page/{PARTNER}/{{word}}"
        return [Route(path, self.show, methods=["GET"]), Route(path, self.take, methods=["POST"])]

    async def show(self, request: Request) -> Response:
        thanks = SENT in request.query_params
        found = await self._found(request, lambda seen: page(seen, thanks=thanks))
        return found if isinstance(found, Response) else _drawn(found, request)

    async def take(self, request: Request) -> Response:
        """Keep what was sent and show the page, or show it with what was typed and what does not fit."""
        typed = await _typed(request)
        if typed is None:
            return page_of(TOO_LONG, 413, request)
        if typed.pop(TRAP, ""):  # a program: it is told what a person would be told
            return _thanked(request)
        return await self._kept(request, typed)

    async def _kept(self, request: Request, typed: Mapping[str, str]) -> Response:
        try:
            again = await self._found(request, lambda seen: tell(seen, typed), write=True)
        except FormError as error:
            return await self._again(request, typed, error.faults)
        except RefusedError as error:
            return await self._again(request, typed, {error.field or "": error.sentence})
        if again is None:
            self._owed()
            return _thanked(request)
        return again if isinstance(again, Response) else _drawn(again, request, status=NOT_KEPT)

    async def _again(self, request: Request, typed: Mapping[str, str], faults: Mapping[str, str]) -> Response:
        found = await self._found(request, page)
        return found if isinstance(found, Response) else _drawn(filled(found, typed), request, faults, status=NOT_KEPT)

    async def _found(self, request: Request, draw: Callable[[Visit], T], *, write: bool = False) -> T | Response:
        """What the link opens; whatever does not open says nothing of what there is."""
        now = datetime.now(UTC)
        try:
            given = opened(request.path_params["word"], PARTNER, self._keys, now)
            work = partial(_look, given, draw)
            found = await self._database.run(given.district, work, now=now, door="web", write=write)
        except ExpiredError:
            return _told(EXPIRED, 410, request)
        except ForgedError:
            return _told(CLOSED, 403, request)
        except (FormError, RefusedError):
            raise
        except Exception:
            log.exception("fault", id=(fault := fault_id()), route=PARTNER)
            return _told(Card(title=broken(fault)), 500, request)
        log.info("partner", status=200)
        return found


def _look(given: Pass, draw: Callable[[Visit], T], tx: Tx) -> T:
    call = visitor(tx, given)
    try:
        admit(ROUTE, call)
        found = visit(call)
    except RefusedError:  # whoever made the link may not change it any more
        raise ForgedError from None
    return draw(found)


async def _typed(request: Request) -> dict[str, str] | None:
    """What was sent, or nothing where it is too long."""
    pairs = await sent_pairs(request, MOST)
    return None if pairs is None else dict(pairs)


def _drawn(
    found: PartnerPage, request: Request, faults: Mapping[str, str] = MappingProxyType({}), *, status: int = 200
) -> Response:
    tag = best(*spoken_by(request))
    said_in = found.said_in(tag)
    told = {name: said(sentence, tag) for name, sentence in faults.items()}
    return HTMLResponse(form_page(said_in.card, said_in.form, told), status, headers=dict(PAGE_HEADERS))


def _thanked(request: Request) -> Response:
    """Shown by another request, so that loading the page again sends nothing again."""
    return RedirectResponse(f"{request.url.path}?{SENT}=1", 303, headers=dict(HEADERS))


def _told(card: Card, status: int, request: Request) -> Response:
    log.info("partner", status=status)
    return page_of(card, status, request)
