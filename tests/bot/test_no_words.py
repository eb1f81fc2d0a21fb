"""What people type stands in no line of the log, however loud it is, and in no row but those made for it."""

import asyncio
import gc
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import Any

import pytest
import structlog
from pydantic import ValidationError
from slack_sdk.errors import SlackApiError

from bot.answering import Answering
from bot.log import Wordless, set_up, where
from bot.platforms.slack_replies import Replies
from domain.schedules import EveryDay, Rule
from handlers.cars import ReportForm
from handlers.routing import model_of
from storage.cars import CarLog
from storage.db import metadata
from tests.bot.conftest import Workspace, until
from tests.clockwork import job, ticked
from tests.conftest import MR, TEACHER, District

CANARY = "xyzzy plugh"
FULL = {
    "what": f"{CANARY} what",
    "happened_on": {"date": "2026-03-09"},
    "photos": {"files": [f"https://x.example/{CANARY}.jpg"]},
    "link": f"https://x.example/{CANARY}",
    "already_done": f"{CANARY} done",
    "on_behalf_of": f"{CANARY} name",
}
LOUD = (
    "slack_bolt",
    "slack_sdk",
    "aiohttp",
    "sqlalchemy.engine",
    "sqlalchemy.pool",
    "apscheduler",
    "asyncio",
    "uvicorn",
)
#: Where the office's own texts stand, what people typed, and its words by which reports are found.
MADE_FOR_IT = {"words", "car_words", "settings", "places", "accounts"}


@pytest.fixture(autouse=True)
def _loud() -> Iterator[None]:
    """Everything that can be logged is logged."""
    set_up(form="json", level="DEBUG")
    levels = louder()
    yield
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)
    set_up(form="json", level="INFO")


def louder() -> dict[str, int]:
    names = ["", *LOUD, *logging.root.manager.loggerDict]
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.DEBUG)
    return levels


def bug(*given: Any, **_: Any) -> None:
    """A mistake of ours, with somebody's words at hand and in its text."""
    said = f"{CANARY} in {given!r}"
    raise ValueError(said)


def rows(district: District) -> dict[str, str]:
    tables = [t for t in metadata.sorted_tables if not t.info.get("system") and t.name not in MADE_FOR_IT]
    return {t.name: str(district.do(lambda tx, t=t: tx.rows(t), write=False)) for t in tables}


def assert_silent(logged: Any, district: District, *, least: int = 1) -> None:
    out, err = logged.readouterr()
    lines = (out + err).splitlines()

    assert [line for line in lines if "xyzzy" in line] == []
    assert len(lines) >= least
    assert [name for name, dump in rows(district).items() if "xyzzy" in dump] == []


def test_a_report_with_words_in_every_field(workspace: Workspace, capfd: Any) -> None:
    louder()
    workspace.submit(TEACHER, "car.file", values=FULL)
    workspace.settled()
    number = "CAR-" + re.findall(r"CAR-(\d+-\d+)", rows(workspace.district)["cars"])[0]

    workspace.submit(MR, "car.return", "V2", {"reason": CANARY}, about=number)
    workspace.submit(TEACHER, "car.answer", "V3", {"text": CANARY}, about=number)
    workspace.submit(MR, "holds.set", "V4", {"cause": {"option": "other"}, "reason": CANARY}, about=number)
    workspace.submit(MR, "redaction.make", "V5", {"reason": CANARY}, about=number)
    workspace.settled()

    assert workspace.count("words") >= 8
    assert_silent(capfd, workspace.district, least=50)


def test_commands_settings_and_forms_that_are_refused(workspace: Workspace, capfd: Any) -> None:
    louder()
    for typed in ("/car", "/car list", "/car show", "/kaizen", "/kaizen redact", "/kaizen hold", "/kaizen car show"):
        assert workspace.command(TEACHER, f"{typed} {CANARY}").status_code == 200
    saved = {"name": CANARY, "timezone": CANARY, "danger": CANARY * 200}
    wrong = {"what": CANARY, "happened_on": CANARY, "link": CANARY, "owner": CANARY, "severity": CANARY, "kind": CANARY}
    for nth, (route, values) in enumerate(
        (
            ("settings.save_district", saved),
            ("settings.save_causes", {"causes": f"{CANARY}\n{CANARY}"}),
            ("settings.save_clocks", {"plan_days": CANARY}),
            ("calendar.add", {"days": CANARY}),
            ("car.file", wrong),
            ("car.accept_with", wrong),
            ("car.reject", {"as_": CANARY, "reason": CANARY}),
        )
    ):
        answer = workspace.submit(MR, route, f"V{nth}", values, about="CAR-2026-001")
        assert answer.json()["response_action"] == "errors", route
    workspace.submit(MR, "settings.save_district", "V9", {"name": CANARY, "timezone": "America/Denver"})

    assert_silent(capfd, workspace.district, least=50)


def test_a_bug_with_words_in_its_variables_and_its_text(
    workspace: Workspace, capfd: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    louder()
    with monkeypatch.context() as patched:
        patched.setattr(CarLog, "add", bug)
        assert "Something broke on our side" in workspace.submit(TEACHER, "car.file", values=FULL).text
    with monkeypatch.context() as patched:
        patched.setattr(Replies, "give", bug)
        workspace.command(TEACHER, f"/car {CANARY}")
        until(lambda: workspace.slack.direct(TEACHER))
    with monkeypatch.context() as patched:
        patched.setattr(Answering, "draw", bug)
        workspace.submit(TEACHER, "car.file", "V2", FULL)
        outbox = metadata.tables["outbox"]
        until(lambda: "fault" in str(workspace.district.do(lambda tx: tx.rows(outbox), write=False)))
    always = Rule(days=EveryDay(), at=(time(),))
    ticked(workspace.district, [job(bug, rule=always)], datetime.now(UTC))

    out, err = capfd.readouterr()
    assert "xyzzy" not in out + err
    for line in ('"event": "fault"', '"event": "delivery"', '"event": "job"', "builtins.ValueError", " bug"):
        assert line in err, line
    assert [name for name, dump in rows(workspace.district).items() if "xyzzy" in dump] == []


def test_what_the_database_refuses_is_logged_without_its_text(
    workspace: Workspace, capfd: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import text

    louder()

    def refused(log: CarLog, *_: Any) -> None:
        log._tx.connection.execute(text(f"SELECT '{CANARY}'::nothing, nowhere('{CANARY}')"))

    monkeypatch.setattr(CarLog, "add", refused)
    workspace.submit(TEACHER, "car.file", values=FULL)

    assert_silent(capfd, workspace.district)


def test_a_library_that_speaks_of_payloads_is_heard_without_them(capfd: Any) -> None:
    for name in LOUD:
        logging.getLogger(name).debug("a request came")
    logging.getLogger("slack_bolt").error(f"Unhandled request {CANARY}")  # noqa: G004 - as Bolt does
    logging.getLogger("aiohttp").warning("What came: %s", CANARY)

    async def forgotten() -> None:
        task = asyncio.ensure_future(asyncio.to_thread(bug))
        await asyncio.wait({task})
        del task
        gc.collect()

    asyncio.run(forgotten())

    err = capfd.readouterr().err
    assert "xyzzy" not in err
    assert "ERROR slack_bolt (" in err
    assert "ERROR asyncio (" in err
    assert "builtins.ValueError" in err


def test_the_way_to_a_fault_and_its_code_stand_in_the_log(capfd: Any) -> None:
    set_up(form="text", level="INFO")
    response = type("Response", (), {"data": {"ok": False, "error": "no_text"}})()
    error = SlackApiError(CANARY, response)
    error.__cause__ = OSError(28, CANARY)

    structlog.get_logger().error("fault", id="7F3A-21", exc_info=error)
    with pytest.raises(ValueError, match="xyzzy") as raised:
        bug()

    assert next(where(error)) == "slack_sdk.errors.SlackApiError no_text"
    assert any(line.startswith("  ") and line.endswith(" bug") for line in where(raised.value))
    err = capfd.readouterr().err
    assert "xyzzy" not in err
    for said in ("7F3A-21", "SlackApiError no_text", "builtins.OSError 28"):
        assert said in err


def test_a_form_that_does_not_fit_says_nothing_of_what_was_typed() -> None:
    with pytest.raises(ValidationError) as refused:
        model_of(ReportForm).model_validate({"what": CANARY, "happened_on": CANARY})

    assert "xyzzy" not in str(refused.value)


def test_a_line_of_a_trusted_library_is_whole() -> None:
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "x.py", 3, "address %s in use", ("a",), None)

    assert Wordless().format(record) == "ERROR uvicorn.error address a in use (x.py:3)"
