"""The door for families and the community: a survey behind a signed link, answered without an account.

Nothing of a request is kept or logged but faults: no address, no time, no link. What one link and one source may do is
counted in memory (bot/limits.py).
"""

import asyncio
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
from bot.ids import mint
from bot.limits import Counts
from bot.log import fault_id
from bot.platforms.web import CLOSED, EXPIRED, HEADERS, page_of, spoken_by
from bot.sent import sent_pairs
from domain.errors import RefusedError
from domain.links import ExpiredError, ForgedError, Pass, opened
from domain.survey_links import PULSE
from domain.texts import say
from handlers.routing import FormError
from handlers.survey_page import ONCE, Pairs, Visit, page, send, visit
from storage.db import Database, Tx
from views.elements import Card
from views.form_html import FORM_POLICY, TRAP, TURN, Tongue, form_page
from views.languages import best, said, spoken
from views.survey_page import SurveyPage

log = structlog.get_logger()
T = TypeVar("T")

NOT_KEPT, TOO_MANY = 422, 429
MOST = 32_000  # bytes of what is sent: twice as many as all answers together may have
LANG, SENT = "lang", "sent"
PAGE_HEADERS: Mapping[str, str] = {**HEADERS, "content-security-policy": FORM_POLICY}
AGAIN_LATER = {"retry-after": "600"}
TOO_LONG = Card(title=say("That is too long. Please go back and shorten it."))
BUSY = say("Very many pages were asked for from where you are. Please try again in ten minutes.")
WAIT = say("Very many answers came at once. Yours still stands below: please press Send again in ten minutes.")


class SurveyDoor:
    def __init__(self, answering: Answering, database: Database, keys: Sequence[str]) -> None:
        del answering  # nothing is owed to anybody
        self._database = database
        self._keys = keys
        self.counts = Counts()

    def routes(self) -> list[Route]:
        path = f"/page/{PULSE}/{{word}}"
        return [Route(path, self.show, methods=["GET"]), Route(path, self.take, methods=["POST"])]

    async def show(self, request: Request) -> Response:
        if not self.counts.opens(_source(request), _now()):
            return _told(Card(title=BUSY), TOO_MANY, request)
        thanks = SENT in request.query_params
        found = await self._found(request, lambda seen: page(seen, _language(request), thanks=thanks))
        return found if isinstance(found, Response) else _drawn(found, request)

    async def take(self, request: Request) -> Response:
        """Keep what was sent, or show the page with all of it and what does not fit."""
        sent = await sent_pairs(request, MOST)
        if sent is None:
            return _told(TOO_LONG, 413, request)
        given = dict(sent)
        if given.get(TRAP):  # a program: it is told what a person would be told
            return _thanked(request)
        if TURN in given:
            return await self._again(request, sent, {}, status=200)
        if not self.counts.sends(_source(request), request.path_params["word"], _now()):
            return await self._again(request, sent, {"": WAIT}, status=TOO_MANY)
        return await self._kept(request, sent)

    async def _kept(self, request: Request, sent: Pairs) -> Response:
        try:
            again = await self._found(request, lambda seen: send(seen, _language(request), sent), write=True)
        except FormError as error:
            return await self._again(request, sent, error.faults)
        except RefusedError as error:
            return await self._again(request, sent, {error.field or "": error.sentence})
        if again is None:
            return _thanked(request)
        return again if isinstance(again, Response) else _drawn(again, request, sent, status=NOT_KEPT)

    async def _again(
        self, request: Request, sent: Pairs, faults: Mapping[str, str], *, status: int = NOT_KEPT
    ) -> Response:
        found = await self._found(request, lambda seen: page(seen, _language(request), sent))
        return found if isinstance(found, Response) else _drawn(found, request, sent, faults, status=status)

    async def _found(self, request: Request, draw: Callable[[Visit], T], *, write: bool = False) -> T | Response:
        """What the link opens; whatever does not open says nothing of what there is."""
        now = datetime.now(UTC)
        try:
            given = opened(request.path_params["word"], PULSE, self._keys, now)
            work: Callable[[Tx], T] = partial(_look, given, draw)
            return await self._database.run(given.district, work, now=now, door="web", write=write)
        except ExpiredError:
            return _told(EXPIRED, 410, request)
        except ForgedError:
            return _told(CLOSED, 403, request)
        except (FormError, RefusedError):
            raise
        except Exception:
            log.exception("fault", id=(fault := fault_id()), route=PULSE)
            return _told(Card(title=broken(fault)), 500, request)


def _look(given: Pass, draw: Callable[[Visit], T], tx: Tx) -> T:
    return draw(visit(tx, given))


def _now() -> float:
    return asyncio.get_running_loop().time()


def _source(request: Request) -> str:
    return request.client.host if request.client else ""


def _language(request: Request) -> str:
    """That of the address; else the first of those of the browser."""
    return best(request.query_params.get(LANG), *spoken_by(request))


def _tongues(request: Request) -> list[Tongue]:
    kept = f"&{SENT}=1" if SENT in request.query_params else ""
    return [Tongue(tag, name, f"?{LANG}={tag}{kept}") for tag, name in spoken().items()]


def _drawn(
    found: SurveyPage,
    request: Request,
    sent: Pairs = (),
    faults: Mapping[str, str] = MappingProxyType({}),
    *,
    status: int = 200,
) -> Response:
    tag = _language(request)
    drawn = found.said_in(tag)
    told = {name: said(sentence, tag) for name, sentence in faults.items()}
    once = {ONCE: dict(sent).get(ONCE) or mint()}
    more = AGAIN_LATER if status == TOO_MANY else {}
    html = form_page(drawn.card, drawn.form, told, spread=True, tongues=_tongues(request), hidden=once)
    return HTMLResponse(html, status, headers={**PAGE_HEADERS, **more})


def _thanked(request: Request) -> Response:
    """Shown by another request, so that loading the page again sends nothing again."""
    return RedirectResponse(f"{request.url.path}?{LANG}={_language(request)}&{SENT}=1", 303, headers=dict(HEADERS))


def _told(card: Card, status: int, request: Request) -> Response:
    answer = page_of(card, status, request)
    if status == TOO_MANY:
        answer.headers.update(AGAIN_LATER)
    return answer
