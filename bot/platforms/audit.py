"""The door for auditors: the log and its reports behind a signed link, without an account, as pages and as papers.

A link is a row as well (storage/auditors.py), so that it can be ended by itself; each opening is noted there, without
an address. Whoever holds one reads what everybody in the district may read of the reports that it covers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

import structlog
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.answering import Answering, broken
from bot.log import fault_id
from bot.platforms.web import CLOSED, EXPIRED, page_of, spoken_by
from bot.platforms.web import HEADERS as CARD_HEADERS
from bot.typesetting import Typesetter
from domain.errors import RefusedError
from domain.links import ExpiredError, ForgedError, opened
from handlers.auditors import Visit, link_of, log_page, note_opening, read_chosen, report_page, report_paper, whole_log
from storage.db import Database, Tx
from storage.settings import DistrictSettings
from views.audit_html import PAGE_POLICY, AuditPage, audit_page
from views.auditors import AUDIT
from views.elements import Card
from views.languages import best, drawn_in
from views.paper import Paper

log = structlog.get_logger()
T = TypeVar("T")

HEADERS: Mapping[str, str] = {**CARD_HEADERS, "content-security-policy": PAGE_POLICY}


class AuditDoor:
    def __init__(self, answering: Answering, database: Database, keys: Sequence[str]) -> None:
        del answering  # whoever holds a link asks in no chat
        self._database = database
        self._keys = keys
        self._typesetter = Typesetter()

    def routes(self) -> list[Route]:
        base = f"/page/{AUDIT}/{{word}}"
        return [
            Route(base, self.log),
            Route(f"{base}/log.pdf", self.log_pdf),
            Route(f"{base}/{{number}}.pdf", self.report_pdf),
            Route(f"{base}/{{number}}", self.report),
        ]

    async def log(self, request: Request) -> Response:
        return await self._shown(request, lambda visit: log_page(visit, read_chosen(request.query_params)))

    async def report(self, request: Request) -> Response:
        number = request.path_params["number"]
        return await self._shown(request, lambda visit: report_page(visit, number), number)

    async def log_pdf(self, request: Request) -> Response:
        return await self._saved(request, lambda visit: whole_log(visit, read_chosen(request.query_params)))

    async def report_pdf(self, request: Request) -> Response:
        number = request.path_params["number"]
        return await self._saved(request, lambda visit: report_paper(visit, number), number)

    async def _shown(self, request: Request, draw: Callable[[Visit], AuditPage], about: str = "") -> Response:
        found = await self._found(request, draw, about)
        if isinstance(found, Response):
            return found
        return HTMLResponse(audit_page(_said(found, _language(request))), headers=dict(HEADERS))

    async def _saved(self, request: Request, draw: Callable[[Visit], Paper], about: str = "") -> Response:
        found = await self._found(request, draw, about)
        if isinstance(found, Response):
            return found
        try:
            made = await self._typesetter.pdf(drawn_in(found, _language(request)))
        except Exception:
            log.exception("fault", id=(fault := fault_id()), route=AUDIT)
            return _told(Card(title=broken(fault)), 500, request)
        name = f'attachment; filename="{about or "corrective-action-log"}.pdf"'
        return Response(made, media_type="application/pdf", headers={**HEADERS, "content-disposition": name})

    async def _found(self, request: Request, draw: Callable[[Visit], T], about: str) -> T | Response:
        """What the link shows; whatever does not open says nothing of what there is."""
        now = datetime.now(UTC)
        try:
            given = opened(request.path_params["word"], AUDIT, self._keys, now)
            look = partial(_look, request, given.about, given.round, draw, about)
            found = await self._database.run(given.district, look, now=now, door="web")
        except ExpiredError:
            return _told(EXPIRED, 410, request)
        except (ForgedError, RefusedError):
            return _told(CLOSED, 403, request)
        except Exception:
            log.exception("fault", id=(fault := fault_id()), route=AUDIT)
            return _told(Card(title=broken(fault)), 500, request)
        log.info("audit", status=200)
        return found


def _look(request: Request, name: str, made_in: str, draw: Callable[[Visit], T], about: str, tx: Tx) -> T:
    settings = DistrictSettings(tx).all()
    link = link_of(tx, name)
    if link is None or settings["link_round"] != made_in:
        raise ExpiredError
    visit = Visit(tx=tx, settings=settings, link=link, base=f"/page/{AUDIT}/{request.path_params['word']}")
    found = draw(visit)
    if request.method != "HEAD":  # whoever only asks whether there is something has read nothing
        note_opening(visit, about)
    return found


def _language(request: Request) -> str:
    return best(*spoken_by(request))


def _said(drawn: AuditPage, tag: str) -> AuditPage:
    """The page and the paper on it, in a language."""
    return replace(drawn_in(drawn, tag), paper=drawn_in(drawn.paper, tag))


def _told(card: Card, status: int, request: Request) -> Response:
    log.info("audit", status=status)
    return page_of(card, status, request)
