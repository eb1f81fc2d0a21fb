"""The door for pictures of charts: signed addresses, opened with the rights that their reader has now."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.answering import Answering
from bot.log import fault_id
from bot.pictures import CHART, Draughtsman
from bot.visiting import visitor
from domain.errors import RefusedError
from domain.links import ExpiredError, ForgedError, Pass, opened
from handlers.polls import poll_picture
from handlers.raising import picture_of
from handlers.routing import admit
from handlers.survey_results import wave_picture
from storage.db import Database, Tx

log = structlog.get_logger()

#: Who may ask for a picture may fetch it: which route that is, and what draws it, by how what it shows is named.
FIGURES = ("trends.picture", picture_of)
OTHERS = {"POLL": ("poll.picture", poll_picture), "PULSE": ("wave.picture", wave_picture)}
HEADERS = {"cache-control": "private, max-age=300", "x-content-type-options": "nosniff", "x-robots-tag": "noindex"}


class ChartDoor:
    def __init__(self, answering: Answering, database: Database, keys: Sequence[str]) -> None:
        self._answering = answering
        self._database = database
        self._keys = keys
        self._draughtsman = Draughtsman()

    def routes(self) -> list[Route]:
        return [Route("/chart/{word}.png", self.show, methods=["GET"])]

    async def show(self, request: Request) -> Response:
        """Whatever does not open says nothing of what there is."""
        now = datetime.now(UTC)
        try:
            given = opened(request.path_params["word"], CHART, self._keys, now)
            drawn = await self._database.run(given.district, self._look(given), now=now, door="web", write=False)
            return Response(await self._draughtsman.png(drawn), media_type="image/png", headers=HEADERS)
        except ExpiredError:
            return Response(status_code=410)
        except (ForgedError, RefusedError):
            return Response(status_code=403)
        except Exception:
            log.exception("fault", id=fault_id(), route=CHART)
            return Response(status_code=500)

    def _look(self, given: Pass) -> Callable[[Tx], str]:
        def work(tx: Tx) -> str:
            call = visitor(tx, given)
            route, draw = OTHERS.get(call.about.partition("-")[0], FIGURES)
            admit(self._answering.routes[route], call)
            drawn = draw(call)
            if drawn is None:
                raise ForgedError
            return drawn

        return work
