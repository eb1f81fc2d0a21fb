"""The door for files: signed addresses, opened with the rights that their reader has now, and saved, never shown.

A browser that would draw a file here would draw it as one of our pages: so each is an attachment, in a box of its own.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.answering import Answering
from bot.documents import FILE
from bot.log import fault_id
from bot.platforms.web import CLOSED, EXPIRED, page_of
from bot.visiting import visitor
from domain.errors import RefusedError
from domain.files import File
from domain.links import ExpiredError, ForgedError, Pass, opened
from handlers import files
from handlers.routing import admit
from storage.db import Database, Tx

log = structlog.get_logger()

ROUTE = "file.ready"  # who may be told of a file may fetch it
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; sandbox",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}


class FileDoor:
    def __init__(self, answering: Answering, database: Database, keys: Sequence[str]) -> None:
        self._answering = answering
        self._database = database
        self._keys = keys

    def routes(self) -> list[Route]:
        return [Route("/file/{word}", self.give, methods=["GET"])]

    async def give(self, request: Request) -> Response:
        """Whatever does not open says the same, and nothing of what there is."""
        answer = await self._given(request)
        log.info("file", status=answer.status_code)
        return answer

    async def _given(self, request: Request) -> Response:
        now = datetime.now(UTC)
        try:
            given = opened(request.path_params["word"], FILE, self._keys, now)
            work = self._look(given)
            file, content = await self._database.run(given.district, work, now=now, door="web", write=False)
            return Response(content, media_type=file.media, headers={**HEADERS, **saved_as(file.name)})
        except ExpiredError:
            return page_of(EXPIRED, 410, request)
        except (ForgedError, RefusedError):
            return page_of(CLOSED, 403, request)
        except Exception:
            log.exception("fault", id=fault_id(), route=FILE)
            return Response(status_code=500)

    def _look(self, given: Pass) -> Callable[[Tx], tuple[File, bytes]]:
        def work(tx: Tx) -> tuple[File, bytes]:
            call = visitor(tx, given)
            admit(self._answering.routes[ROUTE], call)
            return files.opened(call)

        return work


def saved_as(name: str) -> dict[str, str]:
    """The header that names a file, in letters that every browser takes and as it is called (RFC 6266)."""
    plain = "".join(one if one.isascii() and one not in '"\\%' else "_" for one in name)
    return {"content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"}
