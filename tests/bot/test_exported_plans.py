"""Plans as files: what stands in them, for whom they are drawn and open, and that they can be brought in again."""

import csv
import io
from dataclasses import replace
from typing import Any

import pytest

from bot.plan_cli import Asked, import_plan
from bot.sheets import read_table
from domain.exports import Kind, Standing
from domain.improvement import DistrictPlan, Goal, PlanStep, Strategy
from domain.plans import StepStatus
from handlers.exports import DRAWINGS, Tally, name_of
from handlers.routing import Draw, Show
from storage.db import Tx
from storage.exports import Exports
from storage.improvement import PlanBook
from storage.measures import Measures
from storage.people import People
from storage.plan_steps import PlanSteps
from storage.redaction import Redactions
from tests.bot.test_exported_papers import kept_as, waiting
from tests.bot.test_exporting import ON_SQLITE, content_of, draw, export_of, opens, sheets, words_of_pdf
from tests.conftest import MR, OTHER, TEACHER, District
from tests.domain.improving import GOALS
from tests.improving import DOER, LEAD, drafted, finds, in_force, plan_of
from tests.story import ask
from tests.views.planned import VALUES

SHEETS = ["About", "Goals", "Strategies", "Steps", "Measures", "Updates"]
UPDATE = {"status": "at_risk", "percent": "40", "comment": "=SUM(1) waits for the vendor"}
ABOVE = replace(GOALS[0], supports="PLAN-2026-001", supports_goal=2)


def pressed(district: District, who: str, about: str) -> str:
    reply = ask(district, who, "plan.file", about=about)
    assert isinstance(reply, Draw)
    return reply.about


def told(district: District, number: str) -> None:
    """Something is told of its first step, and a value is written down."""
    first = plan_of(district, number).steps[0].number
    ask(district, DOER, "steps.tell", UPDATE, about=str(first))
    value = replace(VALUES[0], plan=number, by=district.person(LEAD))
    district.do(lambda tx: Measures(tx).add(value))


def kept(district: District, who: str, kind: Kind, of: str) -> str:
    return kept_as(district, who, waiting(district, who, kind, of))


def lines(district: District, kind: Kind, of: str, who: str = OTHER) -> str:
    """All that the process that draws a file is told."""

    def work(tx: Tx) -> str:
        call = district.call(tx, who)
        export = Exports(tx).ask(kind, by=call.me, year=2026, filters=of)
        return "\n".join(DRAWINGS[kind].lines(call, export, Tally()))

    return str(district.do(work)).replace("\u200b", "")


@ON_SQLITE
def test_a_workbook_has_goals_strategies_steps_values_and_updates_as_sheets(district: District) -> None:
    number = in_force(district)
    told(district, number)
    export = pressed(district, OTHER, f"plan.xlsx {number} 1")
    assert pressed(district, OTHER, f"plan.xlsx {number} 1") == export  # pressed again before it is there
    draw(district)

    made = export_of(district, export)
    book = sheets(content_of(district, export))
    cover = dict(line[:2] for line in book["About"] if line[1])
    assert list(book) == SHEETS
    assert (made.standing, name_of(made)) == (Standing.READY, f"{number} version 1 {export}.xlsx")
    assert (cover["Revision"], cover["Number"], cover["Head"]) == ("1", export, made.head)
    assert "online version is official" in cover["Copy"]
    assert [row[1] for row in book["Goals"][1:]] == ["Every student reads at grade level", "Families come to school"]
    assert book["Strategies"][1][2:4] == ["Read aloud each day", "plan together"]
    assert book["Steps"][1][4:9] == ["Meet the families", "Nurse", *book["Steps"][1][6:7], "At risk", 40]
    assert book["Measures"][1][2:4] == ["The goal", "STAR"]
    assert book["Measures"][1][5:6] == [64]
    assert book["Updates"][1][4:6] == ["=SUM(1) waits for the vendor", "Nurse"]  # text, and no formula


@ON_SQLITE
def test_what_is_exported_is_brought_in_again_as_it_was(district: District, tmp_path: Any) -> None:
    plain = Goal(nth=3, statement="=Every bus on time", strategies=(Strategy(nth=1, does="+ drivers"),), used=1)
    number = in_force(district, goals=(*GOALS, plain))
    account = district.do(lambda tx: district.account(tx, DOER))
    district.do(lambda tx: People(tx).refresh(replace(account, email="nurse@example.org")))
    told(district, number)
    export = pressed(district, TEACHER, f"plan.csv {number} 1")
    draw(district)
    file = tmp_path / "again.csv"
    file.write_bytes(content_of(district, export))
    assert next(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))["note"].startswith("'=")

    asked = Asked(file=file, title="Again")
    result = district.do(lambda tx: import_plan(tx, read_table(file, ""), asked))

    assert not result.bad, result.lines
    again = plan_of(district, "PLAN-2026-002")
    assert _told(again) == _told(plan_of(district, number))
    (line,) = district.do(lambda tx: PlanSteps(tx).updates(again.steps[0].number))
    assert line.comment == UPDATE["comment"]


def _told(plan: DistrictPlan) -> tuple[object, ...]:
    """What the columns of an import hold of a plan."""
    goals = [(goal.statement, [(s.does, s.adults, s.students) for s in goal.strategies]) for goal in plan.goals]
    return goals, [_step(step) for step in plan.steps]


def _step(step: PlanStep) -> tuple[object, ...]:
    return step.goal, step.strategy, step.what, step.owner, step.due, step.status, step.percent


@ON_SQLITE
def test_a_plan_on_paper_has_its_goals_its_steps_and_who_approved_it(district: District) -> None:
    number = in_force(district, mission="Every child reads")
    told(district, number)
    reply = ask(district, OTHER, "plan export", text=f"{number} pdf")
    assert isinstance(reply, Draw)
    draw(district)

    made = export_of(district, reply.about)
    said = words_of_pdf(content_of(district, reply.about)).replace("\n", " ")
    assert (made.head or "")[:16] in said.replace(" ", "")
    for words in (
        "Unofficial copy",
        "Revision 1",
        "Every child reads",
        "If we: Read aloud each day",
        "Meet the families",
    ):
        assert words in said, words
    assert "At risk 40%" in said
    assert "Superintendent" in said
    assert "Not approved yet" not in said


@ON_SQLITE
def test_the_consolidated_plan_is_a_file_as_well(district: District) -> None:
    first = in_force(district)
    second = in_force(district, goals=(ABOVE,))
    book = lines(district, Kind.TOGETHER_XLSX, "")
    table = lines(district, Kind.TOGETHER_CSV, "").splitlines()
    paper = lines(district, Kind.TOGETHER_PDF, "")

    assert [first, second] == sorted([first, second])
    assert f'["{first}", 2, "Families come to school", "Not started' in book
    assert f'"{second}", "East School", 1, "Every student reads at grade level"' in book
    assert f'["{second}", "{first} 2", "Every student reads at grade level", "Read aloud each day"' in "".join(table)
    assert f"{first}, goal 2" in paper


@ON_SQLITE
@pytest.mark.parametrize("kind", [Kind.PLAN_XLSX, Kind.PLAN_CSV, Kind.PLAN_PDF])
def test_a_draft_is_in_nobodys_file_but_theirs_who_may_read_it(district: District, kind: Kind) -> None:
    number = drafted(district)
    of = f"{number} 1"
    mine = kept(district, LEAD, kind, of)

    assert finds(district, number, OTHER) is None
    assert "Every student reads" in lines(district, kind, of, LEAD)
    with pytest.raises(Exception, match="There is no plan"):
        lines(district, kind, of, OTHER)
    assert opens(district, mine, LEAD)
    assert not opens(district, mine, MR)  # somebody else's file


@ON_SQLITE
@pytest.mark.parametrize("record", ["plan_goals:{plan}/1/1", "steps:{step}"])
def test_a_file_does_not_open_any_more_once_words_of_its_plan_are_removed(district: District, record: str) -> None:
    number = in_force(district)
    of = {"plan": number, "step": plan_of(district, number).steps[0].number}
    file = kept(district, OTHER, Kind.PLAN_XLSX, f"{number} 1")
    together = kept(district, OTHER, Kind.TOGETHER_CSV, "")
    assert opens(district, file, OTHER)
    field = "statement" if record.startswith("plan_goals") else "what"
    district.do(lambda tx: Redactions(tx).redact(record.format(**of), [field], reason="A name", by="test"))

    assert not opens(district, file, OTHER)
    assert opens(district, together, OTHER) is record.startswith("plan_goals")  # nothing supports it


@ON_SQLITE
def test_which_file_is_asked_where_it_is_not_named(district: District) -> None:
    number = in_force(district)
    for text, title in (("1", "Export the plan"), ("consolidated", "Export the consolidated plan")):
        reply = ask(district, OTHER, "plan export", text=text)
        assert isinstance(reply, Show)
        assert reply.card.title == title
    with pytest.raises(Exception, match="name the plan by its number"):
        ask(district, OTHER, "plan export", text="xlsx")
    with pytest.raises(Exception, match="choose Excel, CSV or PDF"):
        ask(district, OTHER, "plan.file", about=f"report.pdf {number} 1")
    step = plan_of(district, number).steps[0]
    assert step.status is StepStatus.NOT_STARTED
    assert district.do(lambda tx: PlanBook(tx, district.call(tx, OTHER).viewer).get(number)).number == number
