"""`kaizen import plan`: a plan that was kept in a table."""

from datetime import date
from pathlib import Path

import pytest

from domain.improvement import DistrictPlan, PlanState
from domain.plans import StepStatus
from storage.plan_steps import PlanSteps
from storage.roster import Roster
from storage.verify import verify
from tests.bot.test_cli import kaizen
from tests.conftest import MR, OTHER, District
from tests.improving import finds, in_force, plan_of
from tests.story import owed
from tests.workbook import day, number, text, workbook

HEAD = "Goal,If we,Then,And,Action step,Owner e-mail,Due date,Status,%,Notes,Cost"
NOBODY = "Nobody of this district has this e-mail. Import people first, or leave it empty."
ROWS = (
    "All read,Read aloud,plan together,read more,Buy books,ann@x.example,2026-10-01,at risk,50%,No vendor,12",
    ",,,,Set the time,,10/15/2026,,,,",
    ",Tutor,,,Find tutors,ann@x.example,2026-11-01,done,,List in the folder,",
    "Families come,,,,Invite them,,2026-09-01,,,,",
)


pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def _here(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)


@pytest.fixture
def staffed(district: District) -> District:
    """With somebody on the list of staff."""
    ann = district.person(OTHER)
    district.do(lambda tx: Roster(tx).expect("ann@x.example", ann, "Ann Archer"))
    return district


def written(tmp_path: Path, *rows: str, name: str = "Reading plan.csv") -> str:
    file = tmp_path / name
    file.write_text("\n".join(["Our plan", HEAD, *rows]) + "\n", encoding="utf-8")
    return str(file)


def brought(district: District) -> DistrictPlan:
    return plan_of(district, "PLAN-2026-001")


def test_a_table_becomes_a_draft_with_what_it_tells(
    staffed: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kaizen("import", "plan", written(tmp_path, *ROWS), "--school", "east school") == 0
    said = capsys.readouterr().out

    plan = brought(staffed)
    steps = [(s.goal, s.strategy, s.what, s.due, s.status, s.percent) for s in plan.steps]
    assert (plan.title, plan.state, plan.lead, plan.place) == (
        "Reading plan",
        PlanState.DRAFT,
        staffed.person(MR),
        staffed.school(),
    )
    assert [(g.statement, [one.does for one in g.strategies]) for g in plan.goals] == [
        ("All read", ["Read aloud", "Tutor"]),
        ("Families come", []),
    ]
    assert (plan.goals[0].strategies[0].students, plan.goals[0].strategies[1].adults) == ("read more", None)
    assert steps == [
        (1, 1, "Buy books", date(2026, 10, 1), StepStatus.AT_RISK, 50),
        (1, 1, "Set the time", date(2026, 10, 15), StepStatus.NOT_STARTED, None),
        (1, 2, "Find tutors", date(2026, 11, 1), StepStatus.DONE, 100),
        (2, None, "Invite them", date(2026, 9, 1), StepStatus.NOT_STARTED, None),
    ]
    assert [line.comment for line in staffed.do(lambda tx: PlanSteps(tx).updates(1))] == ["No vendor"]
    assert plan.steps[0].owner == staffed.person(OTHER)
    assert "2 goals, 2 strategies, 4 steps in PLAN-2026-001." in said
    assert "Columns that were not read: Cost." in said
    assert (owed(staffed), staffed.do(verify).broken) == ([], [])


def test_a_second_run_makes_nothing_twice_and_adds_what_is_new(
    staffed: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for rows in (ROWS, ROWS, (*ROWS, ",,,,Thank them,,2026-12-01,,,,")):
        assert kaizen("import", "plan", written(tmp_path, *rows)) == 0
    said = capsys.readouterr().out.splitlines()

    assert (
        said[-3] == "0 goals, 0 strategies, 0 steps in PLAN-2026-001. 4 steps were there already and stay as they are."
    )
    assert said[-1].startswith("0 goals, 0 strategies, 1 step in PLAN-2026-001. 4 steps")
    assert len(brought(staffed).steps) == 5
    assert finds(staffed, "PLAN-2026-002", MR) is None


def test_what_does_not_fit_is_named_and_nothing_is_written(
    staffed: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = (
        "All read,,,,Buy books,bob@x.example,soon,,,,",
        ",,,,Set the time,,2026-10-15,at rsik,150,,",
        ",,,,Find tutors,,,off track,,,",
        ",,plan together,,Plan,,2026-10-15,,,,",
    )
    assert kaizen("import", "plan", written(tmp_path, *bad)) == 1
    lines = capsys.readouterr().out.splitlines()

    assert lines[:7] == [
        f"line 3, owner_email, “bob@x.example”: {NOBODY}",
        "line 3, due, “soon”: Write a day as 2024-03-09 or 3/9/2024.",
        "line 4, status, “at rsik”: Did you mean at risk?",
        "line 4, percent, “150”: Write a percent from 0 to 100.",
        "line 5, due: Write the day by which the step is done.",
        "line 5, note: Please say why it is off track, and what helps.",
        "line 6, if: Write what is done, since “then” or “and” follow from it.",
    ]
    assert lines[-1].startswith("4 rows did not fit, so nothing was written.")
    assert finds(staffed, "PLAN-2026-001", MR) is None


def test_a_dry_run_says_what_would_be_and_writes_nothing(
    staffed: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kaizen("import", "plan", written(tmp_path, *ROWS), "--dry-run") == 0
    assert capsys.readouterr().out.startswith(
        "Columns that were not read: Cost.\nNothing was written. It would be: 2 goals, 2 strategies, 4 steps in"
    )
    assert finds(staffed, "PLAN-2026-001", MR) is None


def test_a_workbook_brings_days_and_shares_as_it_keeps_them(staffed: District, tmp_path: Path) -> None:
    head = [text(name) for name in ("goal", "step", "due", "percent")]
    row = [text("All read"), text("Buy books"), day(date(2026, 10, 1)), number(0.5)]
    file = workbook(tmp_path / "plan.xlsx", [head, row])

    assert kaizen("import", "plan", str(file), "--title", "Ours", "--lead", "ANN@x.example", "--kind", "quality") == 0
    plan = brought(staffed)
    assert (plan.title, plan.lead, plan.steps[0].due, plan.steps[0].percent) == (
        "Ours",
        staffed.person(OTHER),
        date(2026, 10, 1),
        50,
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--plan", "1"], 'PLAN-2026-001 is at "In force" now.'),
        (["--plan", "9"], "There is no plan PLAN-2026-009"),
        (["--school", "North"], "There is no school or department North. There are: East School, West School."),
        (["--lead", "who@x.example"], "Nobody of this district has the e-mail who@x.example."),
        (["--kind", "best"], "There is no kind best."),
    ],
)
def test_where_it_does_not_go_is_said(
    staffed: District, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    in_force(staffed)

    assert kaizen("import", "plan", written(tmp_path, *ROWS), *more) == 1
    assert said in capsys.readouterr().out


def test_the_template_comes_in_as_it_is(staffed: District, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "new.csv"
    assert kaizen("template", "plan", str(file)) == 0
    assert kaizen("template", "plan", str(file)) == 1
    file.write_text(file.read_text(encoding="utf-8-sig").replace("ann@example.org", "ann@x.example"), encoding="utf-8")
    assert kaizen("import", "plan", str(file)) == 0

    assert "1 goal, 1 strategy, 2 steps" in capsys.readouterr().out
    assert len(brought(staffed).steps) == 2
