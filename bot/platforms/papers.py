"""The door for papers: signed addresses for one person each, typeset by the rights of the moment of opening."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.answering import Answering, broken, call_of
from bot.directory import must_ask
from bot.log import fault_id
from bot.platforms.files import HEADERS
from bot.platforms.web import CLOSED, EXPIRED, page_of
from bot.typesetting import Typesetter
from domain.errors import RefusedError
from domain.links import ExpiredError, ForgedError, Pass, opened
from handlers.papers import paper_of
from handlers.routing import admit
from storage.db import Database, Tx
from storage.people import People
from storage.settings import DistrictSettings
from views.elements import Card
from views.languages import drawn_for_families, drawn_in
from views.paper import Paper
from views.public import PAPER

log = structlog.get_logger()

ROUTE = "paper.report"  # who may ask for one may fetch one; which, its kind says


class PaperDoor:
    def __init__(self, answering: Answering, database: Database, keys: Sequence[str]) -> None:
        self._answering = answering
        self._database = database
        self._keys = keys
        self._typesetter = Typesetter()

    def routes(self) -> list[Route]:
        return [Route(f"/page/{PAPER}/{{word}}", self.give, methods=["GET"])]

    async def give(self, request: Request) -> Response:
        answer = await self._given(request)
        log.info("paper", status=answer.status_code)
        return answer

    async def _given(self, request: Request) -> Response:
        now = datetime.now(UTC)
        try:
            given = opened(request.path_params["word"], PAPER, self._keys, now)
            look = self._look(given)
            name, paper = await self._database.run(given.district, look, now=now, door="web", write=False)
            saved = {"content-disposition": f'attachment; filename="{name}.pdf"'}
            made = await self._typesetter.pdf(paper)
            return Response(made, media_type="application/pdf", headers={**HEADERS, **saved})
        except ExpiredError:
            return page_of(EXPIRED, 410, request)
        except (ForgedError, RefusedError):
            return page_of(CLOSED, 403, request)
        except Exception:
            log.exception("fault", id=(fault := fault_id()), route=PAPER)
            return page_of(Card(title=broken(fault)), 500, request)

    def _look(self, given: Pass) -> Callable[[Tx], tuple[str, Paper]]:
        def work(tx: Tx) -> tuple[str, Paper]:
            if DistrictSettings(tx).all()["link_round"] != given.round:
                raise ExpiredError
            account = People(tx).reach(given.person)
            if account is None or must_ask(account):
                raise ForgedError
            call = replace(call_of(tx, account), about=given.about)
            admit(self._answering.routes[ROUTE], call)
            name, paper = paper_of(call)
            if given.about.startswith("families "):
                return name, drawn_for_families(paper, paper.language)
            return name, drawn_in(paper, call.language)

        return work
