"""One line for each thing that happens; never a person's words.

A fault is logged by its type, its place and its id: the text of an exception may repeat what somebody typed, and so may
a library's message (docs/decisions/0007-words-apart.md).
"""

import logging
import re
import secrets
import sys
import threading
from collections.abc import Iterator
from traceback import extract_tb
from typing import Any, TextIO

import structlog

#: Libraries whose lines are about addresses and jobs. Those of the others hold payloads, and payloads hold words.
TRUSTED = ("uvicorn", "apscheduler", "alembic")
CODE = re.compile(r"[A-Za-z0-9_.]{1,40}")  # what a machine calls an error; words have spaces sooner or later
CODES = ("errno", "sqlstate", "sqlite_errorname")


def set_up(*, form: str, level: str) -> None:
    """`form` is "json" for machines or "text" for a terminal."""
    number = logging.getLevelName(level)
    drawn = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            drawn,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = _Stderr()
    handler.setFormatter(Wordless())
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)


def hush_crashes() -> None:
    """What Python itself writes about threads, finalizers and warnings goes to the log, without words."""
    logging.captureWarnings(capture=True)
    crashes = logging.getLogger("kaizen.crash")
    threading.excepthook = lambda found: crashes.error("", exc_info=found.exc_value)
    sys.unraisablehook = lambda found: crashes.error("", exc_info=found.exc_value)


def fault_id() -> str:
    """What a person tells IT, and IT finds in the log: "7F3A-21"."""
    token = secrets.token_hex(3).upper()
    return f"{token[:4]}-{token[4:]}"


def _without_words(_: Any, __: str, line: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Put the types and places of an exception into the line, and nothing that it says."""
    found = line.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found
    if isinstance(error, BaseException):
        line["exception"] = "\n".join(where(error))
    return line


def where(error: BaseException | None) -> Iterator[str]:
    """An exception and those that led to it: the type of each, its code if it has one, and the way to its place."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield f"{type(error).__module__}.{type(error).__qualname__}{_code(error)}"
        yield from (f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in extract_tb(error.__traceback__))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _code(error: BaseException) -> str:
    told = getattr(getattr(error, "response", None), "data", None)
    slack = told.get("error") if isinstance(told, dict) else None
    codes = [str(code) for code in (*(getattr(error, name, None) for name in CODES), slack) if code]
    return "".join(f" {code}" for code in codes if CODE.fullmatch(code))


class Wordless(logging.Formatter):
    """A library's line: who says it and where; what it says only where that is known to hold no words."""

    def format(self, record: logging.LogRecord) -> str:
        said = record.getMessage() if record.name.partition(".")[0] in TRUSTED else ""
        line = f"{record.levelname} {record.name} {said} ({record.pathname}:{record.lineno})".replace("  ", " ")
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join([line, *where(error)])


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to whatever standard error is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr  # not setStream: it would flush the one before, which may be closed
        super().emit(record)
