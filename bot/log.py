"""One line for each thing that happens; never a person's words."""

import logging
import secrets
import sys

import structlog


def set_up(*, form: str, level: str) -> None:
    """`form` is "json" for machines or "text" for a terminal."""
    number = logging.getLevelName(level)
    # Tracebacks without the values of variables: those hold people's words.
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    frames = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))
    drawn = [frames, structlog.processors.JSONRenderer()] if form == "json" else [plain]
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *drawn,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    # Libraries speak only of trouble: their debug lines hold payloads, and payloads hold people's words.
    logging.basicConfig(level=max(number, logging.WARNING), format="%(levelname)s %(name)s %(message)s")


def fault_id() -> str:
    """What a person tells IT, and IT finds in the log: "7F3A-21"."""
    token = secrets.token_hex(3).upper()
    return f"{token[:4]}-{token[4:]}"
