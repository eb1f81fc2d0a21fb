"""Papers are drawn by the export job: kept with their hash, with the rights of that moment, while they hold."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest

from bot.exporting import drawn as process
from domain.cars import State
from domain.errors import RefusedError
from domain.exports import FOR_EVERYBODY, OF_LINKS, OF_MEETING, OF_NEEDS, OF_WAVE, Export, Kind, Standing
from domain.files import Purpose
from domain.log import Rows
from domain.public_copy import Text
from handlers.exports import DRAWINGS, Tally, name_of
from handlers.routing import Draw
from storage.cars import CarLog
from storage.db import Tx
from storage.exports import OF_PLANS, Exports, sees_of
from storage.files import Files
from storage.history import History
from storage.outbox import outbox
from storage.people import People
from storage.releases import Releases
from storage.verify import verify
from tests.bot.conftest import Workspace, until
from tests.bot.test_exporting import (
    CANARY,
    ON_SQLITE,
    READS,
    REMOVED,
    VIEWERS,
    content_of,
    draw,
    export_of,
    opens,
    words_of_pdf,
)
from tests.conftest import DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.office import drawn
from tests.rights import HIDDEN
from tests.story import ask, filed, with_seats
from tests.views.papers import RELEASE

#: Files of reports; those of plans, needs, surveys and meetings are in tests of their own.
OF_OTHERS = OF_PLANS | OF_NEEDS | OF_WAVE | OF_LINKS | OF_MEETING | {Kind.SCHOOLS_CSV}
OF_REPORTS = [kind for kind in Kind if kind not in OF_OTHERS]
PAPERS = [kind for kind in OF_REPORTS if kind not in {Kind.LOG_XLSX, Kind.LOG_CSV, Kind.LOG_PDF}]
SAVED = {Kind.REPORT: "{}", Kind.PUBLIC: "{} public", Kind.FAMILIES: "you-said-we-fixed"}
TITLE = "A gate that did not close"


def closed(district: District, *, title: str = TITLE, **form: object) -> str:
    """A report that was closed, of which everything is released."""
    number = filed(district, **form).number  # type: ignore[arg-type]

    def work(tx: Tx) -> None:
        log = CarLog(tx, district.call(tx, MR).viewer)
        car = log.get(number)
        log.save(replace(car, state=State.CLOSED, closed_on=car.filed_on), was=car, did="test")
        every = replace(RELEASE, car=number, title=title, texts=frozenset(Text), by=district.call(tx, MR).me)
        Releases(tx).keep(every, did="test")

    district.do(work)
    return number


def of_what(district: District, kind: Kind, number: str) -> str:
    """What a paper of this report is asked for by."""
    if kind in {Kind.REPORT, Kind.PUBLIC}:
        return number
    return f"{district.school()} 12 en" if kind is Kind.FAMILIES else Rows().line


def press(district: District, who: str, kind: Kind, number: str) -> str:
    """The number of what somebody asked for by its button."""
    about = of_what(district, kind, number)
    route = {Kind.REPORT: "paper.report", Kind.PUBLIC: "public.paper", Kind.FAMILIES: "families.paper"}.get(kind)
    reply = ask(district, who, route or "exports.make", about=about if route else f"{kind} {about}")
    assert isinstance(reply, Draw)
    assert reply.beside is (route is not None)
    return reply.about


def forced(district: District, who: str, kind: Kind, number: str) -> Export:
    """The same without its button: what is drawn must not depend on what was checked before."""
    of = of_what(district, kind, number)
    return waiting(district, who, kind, of)


def waiting(district: District, who: str, kind: Kind, of: str) -> Export:
    def work(tx: Tx) -> Export:
        return Exports(tx).ask(kind, by=district.call(tx, who).me, year=2026, filters=of)

    made: Export = district.do(work)
    return made


def told(district: District, who: str, kind: Kind, number: str) -> str:
    """All that the process that draws a file is told; nothing where it is refused."""
    export = forced(district, who, kind, number)

    def work(tx: Tx) -> str:
        with suppress(RefusedError):
            return "".join(DRAWINGS[kind].lines(district.call(tx, who), export, Tally()))
        return ""

    said: str = district.do(work, write=False)
    return said.replace("\u200b", "")


def kept(district: District, who: str, kind: Kind, number: str) -> str:
    """A file as the job keeps it, without the time that typesetting takes."""
    return kept_as(district, who, forced(district, who, kind, number))


def kept_as(district: District, who: str, export: Export) -> str:
    """What somebody asked for, as the job keeps it."""

    def work(tx: Tx) -> None:
        tally, call = Tally(), district.call(tx, who)
        list(DRAWINGS[export.kind].lines(call, export, tally))
        about = f"exports:{export.number}"
        file = Files(tx).add(b"x", about=about, purpose=Purpose.EXPORT, name="x", media="x", by=call.me)
        entries, head = History(tx).head()
        made = replace(export, rows=1, entries=entries, head=head, sees=sees_of(tx, call.viewer))
        Exports(tx).drawn(made, file, tally.numbers)

    district.do(work)
    return export.number


@ON_SQLITE
@pytest.mark.parametrize("kind", PAPERS)
def test_a_paper_is_kept_with_its_hash_and_whoever_asked_is_told_once(district: District, kind: Kind) -> None:
    number = closed(district)
    export = press(district, MR, kind, number)
    assert press(district, MR, kind, number) == export  # pressed again before it is there
    assert "Drawing …, a few seconds" in str(drawn(district, MR, Draw("exports.asked", export)))
    draw(district)

    made, content = export_of(district, export), content_of(district, export)
    assert (made.standing, made.rows, made.sha256) == (Standing.READY, 1, hashlib.sha256(content).hexdigest())
    assert name_of(made) == f"{SAVED.get(kind, 'Corrective Action Log public').format(number)} {export}.pdf"
    owed = district.do(lambda tx: [row["about"] for row in tx.rows(outbox, outbox.c.what == "exports.ready")])
    assert owed == [export]
    said = words_of_pdf(content).replace("\n", " ")
    assert ("The gate latch is broken" if kind is Kind.REPORT else TITLE) in said
    if kind is not Kind.FAMILIES:  # which is for a wall
        assert (made.head or "")[:16] in said.replace(" ", "")
        assert export in said
    assert f"{made.sha256}" in str(drawn(district, MR, Draw("exports.ready", export)))
    assert district.do(verify).broken == []


@ON_SQLITE
@pytest.mark.parametrize("kind", OF_REPORTS)
def test_nothing_that_is_kept_from_somebody_is_told_to_what_draws_their_file(district: District, kind: Kind) -> None:
    with_seats(district)
    district.do(lambda tx: People(tx).refresh(replace(district.account(tx, TEACHER), name=HIDDEN)))
    secret = closed(district, title=CANARY, what=f"{CANARY} is broken", already_done=CANARY, marks=["hide_name"])
    shy = closed(district, what="A chair broke", marks=["hide_name"], on_behalf_of=f"{HIDDEN} of the kitchen")
    gone = closed(district, title=REMOVED, by=MR, what=f"{REMOVED} was seen")
    ask(district, MR, "redaction.make", {"parts": ["everything"], "reason": "A name"}, about=gone)
    assert CANARY in told(district, MR, kind, secret)
    district.do(lambda tx: seal(tx, district, secret))

    for who in VIEWERS:
        said = "".join(told(district, who, kind, number) for number in (secret, shy, gone))
        assert (CANARY in said) is (who in READS and kind not in FOR_EVERYBODY), who
        assert HIDDEN not in said, who
        assert REMOVED not in said, who
    assert (TITLE if kind in FOR_EVERYBODY else "A chair broke") in told(district, MR, kind, shy)


def seal(tx: Tx, district: District, number: str) -> None:
    log = CarLog(tx, district.call(tx, MR).viewer)
    car = log.get(number)
    log.save(replace(car, sealed=True), was=car, did="car.sealed")


@ON_SQLITE
@pytest.mark.parametrize(("kind", "who"), [(Kind.REPORT, OTHER), (Kind.PUBLIC, MR)])
def test_a_paper_of_what_was_sealed_meanwhile_is_not_drawn(district: District, kind: Kind, who: str) -> None:
    number = closed(district)
    export = press(district, who, kind, number)
    district.do(lambda tx: seal(tx, district, number))
    draw(district)

    assert export_of(district, export).standing is Standing.FAILED
    assert "still yours to read" in str(drawn(district, who, Draw("exports.ready", export)))
    with pytest.raises(RefusedError):
        ask(district, who, "exports.again", about=export)


CHANGES: dict[str, Callable[[District, str], object]] = {
    "sealed": lambda district, number: district.do(lambda tx: seal(tx, district, number)),
    "removed": lambda district, number: ask(
        district, MR, "redaction.make", {"parts": ["everything"], "reason": "A name"}, about=number
    ),
    "taken back": lambda district, number: ask(district, MR, "public.take_back", about=number),
    "released anew": lambda district, number: ask(
        district, MR, "public.release", {"title": TITLE, "texts": []}, about=number
    ),
}


@pytest.mark.parametrize("becomes", CHANGES)
def test_a_paper_opens_as_long_as_those_for_whom_it_is_may_read_it(district: District, becomes: str) -> None:
    """The office reads sealed reports; what it had drawn for everybody does not open any more all the same."""
    number = closed(district)
    papers = {kind: kept(district, MR, kind, number) for kind in PAPERS}
    closed(district)  # what came later is not in it
    assert {kind for kind in PAPERS if opens(district, papers[kind], MR)} == set(PAPERS)
    assert not opens(district, papers[Kind.FAMILIES], PRINCIPAL)  # another one's

    CHANGES[becomes](district, number)

    still = {kind for kind in PAPERS if opens(district, papers[kind], MR)}
    assert still == (set() if becomes == "removed" else {Kind.REPORT})


@ON_SQLITE
def test_a_public_copy_of_the_log_is_the_offices_and_tells_of_no_words_and_no_person(district: District) -> None:
    district.school("West School")
    number, other = closed(district), filed(district, what="Not released").number
    said = told(district, DEPUTY, Kind.LOG_PUBLIC, number)

    assert all(one in said for one in (number, other, TITLE, "(withheld)", "Titles", "Sealed reports"))
    assert "Not released" not in said
    with pytest.raises(RefusedError, match="Only the management representative"):
        ask(district, PRINCIPAL, "exports.make", about=f"{Kind.LOG_PUBLIC} all")
    for line in ("all text=latch", "all whose=mine", f"all owner={district.person(MR)}"):
        with pytest.raises(RefusedError, match="of no words, of no person"):
            ask(district, MR, "exports.make", about=f"{Kind.LOG_PUBLIC} {line}")


@ON_SQLITE
def test_sealed_reports_are_counted_in_the_whole_public_log_from_five_on(district: District) -> None:
    def counted(line: str) -> bool:
        export = waiting(district, MR, Kind.LOG_PUBLIC, line)
        lines = DRAWINGS[Kind.LOG_PUBLIC].lines
        said = district.do(lambda tx: "".join(lines(district.call(tx, MR), export, Tally())), write=False)
        return "sealed reports are not shown" in said

    for _ in range(4):
        filed(district, marks=["sealed"])
    assert not counted("all")
    filed(district, marks=["sealed"])
    assert counted("all")
    assert not counted(f"all school={district.school()}")


@ON_SQLITE
def test_half_a_page_is_written_in_the_language_that_was_chosen(district: District) -> None:
    closed(district)
    export = waiting(district, MR, Kind.FAMILIES, f"{district.school()} 12 es")
    drawing = DRAWINGS[Kind.FAMILIES]
    content = district.do(lambda tx: process(drawing, drawing.lines(district.call(tx, MR), export, Tally())))

    assert "En East School" in words_of_pdf(content)


@ON_SQLITE
def test_a_press_under_a_report_leaves_it_there_and_brings_the_paper_a_moment_later(workspace: Workspace) -> None:
    number = filed(workspace.district).number
    for _ in range(2):  # Slack sends it again
        workspace.press(TEACHER, "paper.report", number)
    until(lambda: workspace.slack.told("files.completeUploadExternal"))
    workspace.settled()

    shown = workspace.slack.told("respond")
    assert len(shown) == 2
    assert not any(body.get("replace_original") for body in shown)
    assert all(f"{number} on paper" in str(body) for body in shown)
    (upload,) = workspace.slack.told("upload")
    assert upload["content"].startswith(b"%PDF")
    assert f"{number} EXP-2026-001.pdf" in str(workspace.slack.direct(TEACHER))
