"""Exports hold exactly what whoever asked may see then, and nothing of them is lost or made twice."""

import asyncio
import csv
import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from bot.answering import Answering, Asked
from bot.apart import LEAST
from bot.capabilities import routes
from bot.exporting import Exporting
from domain.exports import TRIES, Export, Kind, Standing
from domain.people import Role
from handlers.exports import DRAWINGS
from handlers.files import file_of
from handlers.routing import Draw
from storage.db import Tx
from storage.exports import Exports, next_drawing
from storage.files import Files
from storage.history import History
from storage.outbox import Outbox, outbox
from storage.people import People
from storage.verify import verify
from tests.bot.conftest import Workspace, until
from tests.conftest import ADMIN, DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, WORKSPACE, District
from tests.office import drawn
from tests.rights import HIDDEN
from tests.story import CHIEF, ask, filed, with_seats

CANARY, REMOVED = "Xyzzyplugh", "Fnordling"
LEASE = timedelta(minutes=1)
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def asked(district: District, kind: Kind = Kind.LOG_CSV, line: str = "all", who: str = OTHER) -> str:
    reply = ask(district, who, "exports.make", about=f"{kind} {line}")
    assert isinstance(reply, Draw)
    return reply.about


def exporting(district: District, lease: timedelta = LEASE) -> Exporting:
    answering = Answering(district.database, routes(), lambda: None)
    return Exporting(district.database, lambda: answering, lease)


def draw(district: District) -> None:
    asyncio.run(exporting(district).draw_all())


def export_of(district: District, number: str) -> Export:
    found = district.do(lambda tx: Exports(tx).find(number))
    assert isinstance(found, Export)
    return found


def content_of(district: District, number: str) -> bytes:
    file = export_of(district, number).file
    assert file
    found: bytes = district.do(lambda tx: Files(tx).content(file))
    return found


def made(district: District, kind: Kind = Kind.LOG_CSV, line: str = "all", who: str = OTHER) -> bytes:
    number = asked(district, kind, line, who)
    draw(district)
    return content_of(district, number)


def table(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file, without what stands below them."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1 : lines.index([])]]


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def words_of_xlsx(content: bytes) -> str:
    return str(sheets(content))


def words_of_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


#: Each kind of the log; papers are in tests/bot/test_exported_papers.py.
WORDS: dict[Kind, Callable[[bytes], str]] = {
    Kind.LOG_XLSX: words_of_xlsx,
    Kind.LOG_CSV: lambda content: content.decode("utf-8-sig"),
    Kind.LOG_PDF: words_of_pdf,
}


@pytest.mark.parametrize("kind", WORDS)
def test_a_file_is_kept_with_its_hash_and_whoever_asked_is_told_once(district: District, kind: Kind) -> None:
    numbers = [filed(district, what=f"Thing {nth}").number for nth in range(3)]
    number = asked(district, kind)
    assert asked(district, kind) == number  # pressed again before it is there
    draw(district)
    draw(district)

    export = export_of(district, number)
    file = district.do(lambda tx: Files(tx).find(export.file))
    assert (export.standing, export.rows, export.sha256) == (Standing.READY, 3, file.sha256)
    assert file.name == f"Corrective Action Log {number}.{DRAWINGS[kind].ending}"
    owed = district.do(lambda tx: [row["about"] for row in tx.rows(outbox, outbox.c.what == "exports.ready")])
    assert owed == [number]
    said = WORDS[kind](content_of(district, number))
    assert all(one in said for one in numbers)
    assert number in said
    entries, head = export.entries, export.head
    assert district.do(lambda tx: verify(tx, head=head)).printed == entries
    assert (head or "")[:16] in said.replace("\n", "")
    assert "online version is official" in said.replace("\n", " ")
    assert [e["did"] for e in district.do(lambda tx: History(tx).about(f"exports:{number}"))] == [
        "export.asked",
        "export.drawn",
    ]
    assert district.do(verify).broken == []


@ON_SQLITE
def test_a_spreadsheet_has_dates_as_dates_and_says_of_what_it_is_a_copy(district: District) -> None:
    filed(district, what="The gate latch is broken at East")
    filed(district, what="A bus was late")

    found = sheets(made(district, Kind.LOG_XLSX, "all text=latch"))
    cover = dict(line[:2] for line in found["About"] if line[1])
    head, row = found["Log"]

    values = dict(zip(head, row, strict=True))
    assert values["Number"] == "CAR-2026-001"
    assert values["Reported"] == date(2026, 3, 9)
    assert values["Round"] == 1
    assert cover["Words"] == "“latch”"
    assert cover["Reports"] == "1"
    assert cover["Number"] == "EXP-2026-001"


@ON_SQLITE
def test_nothing_that_somebody_typed_is_a_formula(district: District) -> None:
    typed = ["=1+1", "+1", "-2+3", "@SUM(1)", "\uff1d1+1", '=HYPERLINK("http://x.example","y")']
    for what in typed:
        filed(district, what=what)

    cells = [row["What happened"] for row in table(made(district))]
    assert sorted(cells) == sorted(f"'{what}" for what in typed)
    log = sheets(made(district, Kind.LOG_XLSX))["Log"]
    assert sorted(row[2] for row in log[1:]) == sorted(typed)  # they are text there, not results


@ON_SQLITE
def test_the_rows_are_those_that_the_filtered_log_shows(district: District) -> None:
    east = filed(district).number
    filed(district, school=district.school("West School"))

    rows = table(made(district, line=f"all school={district.school()}"))
    assert [row["Number"] for row in rows] == [east]
    assert table(made(district, line="closed")) == []


VIEWERS = (OTHER, TEACHER, PRINCIPAL, MR, DEPUTY, ADMIN, CHIEF)
READS = {TEACHER, MR, DEPUTY, CHIEF}  # sealed reports about nobody in charge


@ON_SQLITE
@pytest.mark.parametrize("kind", WORDS)
def test_nothing_that_is_kept_from_somebody_is_in_their_file(district: District, kind: Kind) -> None:
    with_seats(district)
    district.do(lambda tx: People(tx).refresh(replace(district.account(tx, TEACHER), name=HIDDEN)))
    filed(district, what=f"{CANARY} is broken", already_done=CANARY, marks=["sealed"])
    filed(district, what="A chair", marks=["hide_name"])
    removed = filed(district, by=MR, what=f"{REMOVED} was seen").number
    ask(district, MR, "redaction.make", {"parts": ["everything"], "reason": "A name"}, about=removed)
    numbers = {who: asked(district, kind, who=who) for who in VIEWERS}
    draw(district)

    for who, number in numbers.items():
        said = WORDS[kind](content_of(district, number))
        assert (CANARY in said) is (who in READS), who
        assert REMOVED not in said
        assert said.count(HIDDEN) <= (who in READS and kind is not Kind.LOG_PDF), who  # of the sealed one alone


@ON_SQLITE
def test_rights_are_those_of_the_moment_of_drawing(district: District) -> None:
    number = filed(district, what=f"{CANARY} is broken").number
    export = asked(district)
    ask(district, MR, "car.seal", about=number)
    draw(district)

    assert CANARY.encode() not in content_of(district, export)


def opens(district: District, number: str, who: str) -> bool:
    file = export_of(district, number).file or ""
    return district.do(lambda tx: file_of(district.call(tx, who, about=file)) is not None, write=False) is True


@pytest.mark.parametrize("becomes", ["sealed", "handed over", "removed", "seat"])
def test_a_file_opens_as_long_as_its_reader_may_read_all_of_it(district: District, becomes: str) -> None:
    with_seats(district)
    number, other = filed(district).number, filed(district, by=MR).number
    export = asked(district, who=DEPUTY)
    member = asked(district, who=OTHER)
    draw(district)
    filed(district, marks=["sealed"])  # what came later is not in it
    ask(district, MR, "car.seal", about=other)
    ask(district, MR, "car.unseal", about=other)
    assert opens(district, export, DEPUTY)
    assert opens(district, member, OTHER)
    assert not opens(district, member, DEPUTY)  # another one's

    match becomes:
        case "sealed":
            ask(district, MR, "car.seal", about=number)
        case "handed over":
            ask(district, MR, "car.hand_over", {"office": "title_ix", "note": "Please"}, about=number)
        case "removed":
            ask(district, MR, "redaction.make", {"parts": ["everything"], "reason": "A name"}, about=number)
        case _:
            role = Role.MANAGEMENT_REPRESENTATIVE
            who = district.person(DEPUTY)
            district.do(lambda tx: People(tx).unseat(role, who, by="system"))

    assert opens(district, member, OTHER) is (becomes == "seat")
    assert opens(district, export, DEPUTY) is (becomes == "sealed")  # a deputy reads it all the same
    said = str(drawn(district, OTHER, Draw("exports.ready", member)))
    assert ("does not open any more" in said) is (becomes != "seat")


def test_whoever_draws_is_woken_by_whoever_asked_for_a_file_and_by_nobody_else(district: District) -> None:
    woken: list[str] = []
    answering = Answering(district.database, routes(), lambda: woken.append("owed"), lambda: woken.append("draw"))
    who = {"district": district.id, "platform": "slack", "workspace": WORKSPACE, "external": OTHER}

    def answer(route: str, **more: Any) -> None:
        asyncio.run(answering.answer(Asked(route=answering.routes[route], **who, **more)))

    answer("car.file", values={"what": CANARY, "happened_on": date(2026, 3, 9)})
    assert woken == ["owed"]
    answer("exports.make", about=f"{Kind.LOG_CSV} all")
    assert woken == ["owed", "owed", "draw"]


@ON_SQLITE
def test_what_is_killed_or_fails_is_drawn_again_and_then_said(
    district: District, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = asked(district)
    quick = replace(DRAWINGS[Kind.LOG_CSV], module=("this_is_no_module",))
    good = DRAWINGS[Kind.LOG_CSV]
    monkeypatch.setitem(DRAWINGS, Kind.LOG_CSV, quick)
    draw(district)

    assert export_of(district, number).standing is Standing.FAILED
    assert "It could not be drawn." in str(drawn(district, OTHER, Draw("exports.ready", number)))
    assert district.do(lambda tx: Exports(tx).waits(number)) is False
    monkeypatch.setitem(DRAWINGS, Kind.LOG_CSV, good)
    again = ask(district, OTHER, "exports.again", about=number)
    assert isinstance(again, Draw)
    draw(district)
    assert export_of(district, again.about).standing is Standing.READY


@ON_SQLITE
def test_a_drawing_that_takes_too_long_is_stopped(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    number = asked(district)
    monkeypatch.setitem(DRAWINGS, Kind.LOG_CSV, replace(DRAWINGS[Kind.LOG_CSV], seconds=0.001))
    draw(district)

    assert export_of(district, number).standing is Standing.FAILED


def test_what_was_claimed_by_somebody_who_was_killed_is_drawn_by_the_next(district: District) -> None:
    number = asked(district)
    claimed = district.database.system_now(lambda connection: next_drawing(connection, LEASE))
    assert claimed
    assert (claimed.export, claimed.tries) == (number, 1)
    assert district.database.system_now(lambda connection: next_drawing(connection, LEASE)) is None

    district.do(lambda tx: Exports(tx).let_go(number))  # its time is over
    over = district.database.system_now(lambda connection: next_drawing(connection, -LEASE))
    assert over
    draw(district)

    assert export_of(district, number).standing is Standing.READY
    assert over.tries < TRIES


@ON_SQLITE
def test_of_two_who_draw_the_same_the_slower_one_keeps_nothing(district: District) -> None:
    number = asked(district)
    slow = exporting(district)
    claimed = district.database.system_now(lambda connection: next_drawing(connection, -LEASE))
    assert claimed
    content, export, tally = district.do(lambda tx: slow._made(tx, claimed), write=False)
    draw(district)
    district.do(lambda tx: slow._keep(tx, export, content, tally))

    assert len(district.do(lambda tx: Files(tx).of(f"exports:{number}"))) == 1


@ON_SQLITE
def test_who_left_gets_no_file(district: District) -> None:
    number = asked(district)

    def leave(tx: Tx) -> None:
        People(tx).refresh(replace(district.account(tx, OTHER), gone=True))

    district.do(leave)
    draw(district)

    assert export_of(district, number).standing is Standing.FAILED
    assert district.do(lambda tx: Outbox(tx).ledger())["pending"] == 0


def test_what_makes_spreadsheets_loads_nothing_of_the_bot() -> None:
    ours = "('storage', 'handlers', 'views', 'domain')"
    code = f"import bot.spreadsheet, sys; print([n for n in sys.modules if n.partition('.')[0] in {ours}])"
    loaded = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, env=LEAST)

    assert loaded.stdout.strip() == "[]"


@ON_SQLITE
def test_a_press_in_chat_brings_the_file_a_moment_later(workspace: Workspace) -> None:
    filed(workspace.district, what="The gate latch is broken")
    workspace.press(OTHER, "exports.make", "log.csv all text=latch")
    until(lambda: workspace.slack.told("files.completeUploadExternal"))
    workspace.settled()

    assert b"The gate latch is broken" in workspace.slack.told("upload")[-1]["content"]
    (said,) = workspace.slack.direct(OTHER)
    assert "EXP-2026-001.csv" in str(said["blocks"])
    assert len(workspace.slack.told("upload")) == 1


@ON_SQLITE
def test_a_copy_in_chat_is_taken_back_when_a_report_in_it_is_sealed(workspace: Workspace) -> None:
    number = filed(workspace.district).number
    workspace.press(OTHER, "exports.make", "log.csv all text=latch")
    until(lambda: workspace.slack.told("files.completeUploadExternal"))
    workspace.settled()
    ask(workspace.district, MR, "car.seal", about=number)
    workspace.file(MR, "Something else", "V9")  # the bot wakes up
    workspace.settled()

    assert len(workspace.slack.told("files.delete")) == 1
    assert "does not open any more" in str(workspace.slack.standing()[OTHER])
