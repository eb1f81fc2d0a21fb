"""The door for calendars: somebody's own steps behind a signed address, read with the rights that they have now.

A calendar asks every hour, for years, and nobody looks at what it is told: so whatever does not open says nothing of
what there is, what did not change is not sent again, and no line of the log says whose it is.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from hashlib import sha256
from zoneinfo import ZoneInfo

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.answering import Answering
from bot.log import fault_id
from bot.platforms.web import CLOSED, EXPIRED, page_of
from bot.visiting import visitor
from domain.errors import RefusedError
from domain.feeds import CALENDAR
from domain.links import ExpiredError, ForgedError, Pass, opened
from handlers.feeds import Behind, behind
from handlers.routing import admit
from storage.db import Database, Tx
from views.ical import calendar_file

log = structlog.get_logger()

ROUTE = "feeds.card"  # who may have an address may read what it opens
HEADERS = {
    "cache-control": "private, no-cache",
    "content-disposition": 'inline; filename="kaizen-steps.ics"',
    "content-security-policy": "default-src 'none'; sandbox",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}


class CalendarDoor:
    def __init__(self, answering: Answering, database: Database, keys: Sequence[str]) -> None:
        self._answering = answering
        self._database = database
        self._keys = keys

    def routes(self) -> list[Route]:
        return [Route("/calendar/{word}.ics", self.give, methods=["GET"])]

    async def give(self, request: Request) -> Response:
        answer = await self._given(request)
        log.info("calendar", status=answer.status_code)
        return answer

    async def _given(self, request: Request) -> Response:
        now = datetime.now(UTC)
        try:
            given = opened(request.path_params["word"], CALENDAR, self._keys, now)
            work = self._look(given)
            found, language, zone = await self._database.run(given.district, work, now=now, door="web", write=False)
            content = calendar_file(found.steps, given.district, language, met=found.met, zone=zone)
            return _answer(found, content, request)
        except ExpiredError:
            return page_of(EXPIRED, 410, request)
        except (ForgedError, RefusedError):
            return page_of(CLOSED, 403, request)
        except Exception:
            log.exception("fault", id=fault_id(), route=CALENDAR)
            return Response(status_code=500)

    def _look(self, given: Pass) -> Callable[[Tx], tuple[Behind, str, ZoneInfo]]:
        def work(tx: Tx) -> tuple[Behind, str, ZoneInfo]:
            call = visitor(tx, given)
            admit(self._answering.routes[ROUTE], call)
            return behind(call), call.language, call.settings.zone

        return work


def _answer(found: Behind, content: bytes, request: Request) -> Response:
    """Only the tag tells whether something changed: a day would not tell that a report was sealed since."""
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    headers = {**HEADERS, "etag": tag}
    if found.changed_at:
        headers["last-modified"] = format_datetime(found.changed_at.astimezone(UTC), usegmt=True)
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="text/calendar", headers=headers)
