"""Fetches a file that somebody added, once they were answered, and keeps what may be kept of it.

It is owed like a message, on the lane of whoever added it: what is cut short is done again, all of it.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from domain.evidence import Piece, Problem, UnfitError, fit_to_keep
from domain.files import MOST, Purpose
from domain.frozen import dataclass
from storage.db import Tx
from storage.evidence import Evidence

if TYPE_CHECKING:
    import aiohttp

PATIENCE = 20  # seconds: the lane is still ours when it is over
HTTP_OK, BUSY = 200, {429, 500, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Brought:
    name: str
    content: bytes


@runtime_checkable
class BringsFiles(Protocol):
    """What a platform can do that lets people add files."""

    async def bring(self, workspace: str, link: str) -> Brought | None:
        """The file behind a link; nothing where the link is none of the platform's: it stays a link then.

        Raises `UnfitError` where there is none any more, or one that is too large; `LaterError` where it may come.
        """


class BusyError(Exception):
    """Whoever has the file gives it to nobody just now."""


async def download(session: "aiohttp.ClientSession", url: str, **more: Any) -> bytes:
    """What stands at an address, and no more of it than may be kept and one byte: so that too much shows.

    It follows nobody elsewhere. `UnfitError` where nothing is to be had, `BusyError` where it may be later.
    """
    async with asyncio.timeout(PATIENCE), session.get(url, allow_redirects=False, **more) as answer:
        if answer.status in BUSY:
            raise BusyError(str(answer.status))
        if answer.status != HTTP_OK or answer.content_type == "text/html":  # a page to log in
            raise UnfitError(Problem.GONE)
        found = bytearray()
        async for piece in answer.content.iter_chunked(65536):
            found += piece
            if len(found) > MOST[Purpose.EVIDENCE]:
                break
        return bytes(found)


In = Callable[..., Awaitable[Any]]


async def fetch(in_district: In, sender: object, workspace: str, known: str) -> None:
    """`in_district` does something in a transaction. What was kept or refused before stays."""
    piece: Piece | None = await in_district(lambda tx: Evidence(tx).find(known), write=False)
    if piece is None or not piece.waits:
        return
    try:
        brought = await sender.bring(workspace, piece.link) if isinstance(sender, BringsFiles) else None
        if brought is None:
            await in_district(lambda tx: _still(tx, piece, lambda book, now: book.leave(now)))
            return
        fit = await asyncio.to_thread(fit_to_keep, brought.name, brought.content)
    except UnfitError as unfit:
        why = unfit.problem
        await in_district(lambda tx: _still(tx, piece, lambda book, now: book.refuse(now, why)))
        return
    await in_district(lambda tx: _still(tx, piece, lambda book, now: book.keep(now, fit)))


def _still(tx: Tx, piece: Piece, settle: Callable[[Evidence, Piece], None]) -> None:
    """Unless it was settled meanwhile, or the link was removed."""
    now = Evidence(tx).find(piece.id)
    if now and now.waits and now.link == piece.link:
        settle(Evidence(tx), now)
