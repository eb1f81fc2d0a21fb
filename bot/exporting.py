"""Draws what was asked for, in a process of its own, beside the messages: a file that takes a minute delays nobody.

What is to be drawn is a row: who is killed meanwhile loses nothing, and another one draws it again. The rows of a file
are read while they are written, with the rights that whoever asked has at that moment; the file, its record and the
message about it are kept in one transaction.
"""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from tempfile import TemporaryFile
from typing import IO, TypeVar

import structlog

from bot.answering import Answering, call_of
from bot.apart import LEAST
from bot.log import fault_id
from domain.errors import RefusedError
from domain.exports import TRIES, Export, Standing
from domain.files import Purpose
from handlers.exports import DRAWINGS, Drawing, Tally, name_of
from handlers.routing import Call, admit
from storage.db import Database, Tx
from storage.exports import Drawing as Claimed
from storage.exports import Exports, next_drawing, sees_of
from storage.files import Files
from storage.history import History
from storage.outbox import Outbox
from storage.people import People

log = structlog.get_logger()
T = TypeVar("T")

LEASE = timedelta(minutes=10)  # longer than any drawing may take
ROUTE = "exports.ready"  # who may be told of a file may have it drawn


class StoppedError(Exception):
    """What draws ended by itself, or was stopped."""


class Exporting:
    """Draws one file after the other."""

    def __init__(self, database: Database, answering: Callable[[], Answering], lease: timedelta = LEASE) -> None:
        self._database = database
        self._answering = answering
        self._lease = lease
        self._awake = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Something may have been asked for."""
        self._awake.set()

    def stop(self) -> None:
        self._stopping = True
        self._awake.set()

    async def run(self) -> None:
        while not self._stopping:
            await self._awake.wait()
            self._awake.clear()
            try:
                await self.draw_all()
            except Exception:
                log.exception("exporting", id=fault_id())

    async def draw_all(self) -> None:
        """Draw everything that waits, and end."""
        while not self._stopping and (claimed := await self._claim()):
            await self._draw(claimed)

    async def _claim(self) -> Claimed | None:
        return await self._database.system(partial(next_drawing, lease=self._lease))

    async def _draw(self, claimed: Claimed) -> None:
        try:
            content, export, tally = await self._in(claimed, partial(self._made, claimed=claimed), write=False)
            await self._in(claimed, lambda tx: self._keep(tx, export, content, tally))
            log.info("exported", district=claimed.of_district, kind=export.kind, rows=len(tally.numbers))
        except RefusedError:  # who asked left, or may not see it any more
            await self._give_up(claimed)
        except Exception as error:
            log.error("exporting", id=fault_id(), district=claimed.of_district, exc_info=error)  # noqa: TRY400 - where
            if claimed.tries >= TRIES:
                await self._give_up(claimed)
            else:
                await self._in(claimed, lambda tx: Exports(tx).let_go(claimed.export))
        self._answering().owed()

    def _made(self, tx: Tx, claimed: Claimed) -> tuple[bytes, Export, Tally]:
        tx.hold_still()
        export, call = self._asked(tx, claimed)
        entries, head = History(tx).head()
        tally, drawing = Tally(), DRAWINGS[export.kind]
        content = drawn(drawing, drawing.lines(call, export, tally))
        sees = sees_of(tx, call.viewer)
        return content, _of(export, len(tally.numbers), entries, head, sees), tally

    def _asked(self, tx: Tx, claimed: Claimed) -> tuple[Export, Call]:
        """What was asked for, and the call of whoever did."""
        export = Exports(tx).find(claimed.export)
        account = People(tx).reach(export.by) if export else None
        if export is None or account is None:
            raise RefusedError("Nobody is there who asked for this.")
        call = replace(call_of(tx, account), links=self._answering().links)
        admit(self._answering().routes[ROUTE], call)
        return export, call

    def _keep(self, tx: Tx, export: Export, content: bytes, tally: Tally) -> None:
        """Unless another one was quicker."""
        if not Exports(tx).waits(export.number):
            return
        about, media = f"exports:{export.number}", DRAWINGS[export.kind].media
        name = name_of(export)
        file = Files(tx).add(content, about=about, purpose=Purpose.EXPORT, name=name, media=media, by=export.by)
        Exports(tx).drawn(export, file, tally.numbers)
        Outbox(tx).owe("exports.ready", export.number, to=export.by, key=f"exports.ready:{export.number}")

    async def _give_up(self, claimed: Claimed) -> None:
        def work(tx: Tx) -> None:
            export = Exports(tx).find(claimed.export)
            if export and export.standing is Standing.ASKED:
                Exports(tx).failed(export)
                Outbox(tx).owe("exports.ready", export.number, to=export.by, key=f"exports.ready:{export.number}")

        await self._in(claimed, work)

    async def _in(self, claimed: Claimed, work: Callable[[Tx], T], *, write: bool = True) -> T:
        now = datetime.now(UTC)
        return await self._database.run(claimed.of_district, work, now=now, door="delivery", write=write)


def _of(export: Export, rows: int, entries: int, head: str, sees: str) -> Export:
    return replace(export, rows=rows, entries=entries, head=head, sees=sees)


def drawn(drawing: Drawing, lines: Iterable[str]) -> bytes:
    """What the process writes of these lines. It is told no setting, and stopped when it is slow."""
    command = (sys.executable, "-I", "-m", *drawing.module)
    with TemporaryFile() as out, subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, env=LEAST) as process:  # noqa: S603 - ours
        slow = threading.Timer(drawing.seconds, process.kill)
        slow.start()
        try:
            _told(process.stdin, lines)
        finally:
            _ended(process, slow)
        if process.returncode:
            raise StoppedError(f"drawing ended with {process.returncode}")
        out.seek(0)
        return out.read()


def _told(into: IO[bytes] | None, lines: Iterable[str]) -> None:
    assert into  # noqa: S101 - it is a pipe
    try:
        for line in lines:
            into.write(line.encode())
            into.write(b"\n")
        into.close()
    except BrokenPipeError:  # it ended before it had heard all: what it ended with says so
        return


def _ended(process: subprocess.Popen[bytes], slow: threading.Timer) -> None:
    """Wait for it; where it was not told all, nobody waits for the rest."""
    if process.stdin and not process.stdin.closed:
        process.kill()
    process.wait()
    slow.cancel()
