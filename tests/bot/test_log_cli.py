"""`kaizen import log`: reports of a log that was kept elsewhere."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import sheets
from domain.cars import Car, Outcome, State
from domain.people import Role
from domain.periods import Period
from handlers.routing import Draw, Show
from storage.car_words import CarWords
from storage.cars import CarLog
from storage.db import Tx
from storage.figures import Base, Figures
from storage.history import History
from storage.outbox import outbox
from storage.roster import Roster
from storage.verify import verify
from tests.bot.test_cli import kaizen
from tests.conftest import DEPUTY, MR, OTHER, TEACHER, District
from tests.story import ask, filed, seat, seen
from tests.workbook import day, formula, number, text, workbook

HEAD = (
    "state,former number,filed on,what,school,severity,requester,owner,accepted on,implementation due,"
    "implemented on,closed on,cause,category,process,result,cost"
)
ROWS = (
    (
        "closed,OLD-3,2024-09-03,The latch of the gate is broken,East School,minor,Cho Chow,cho@gone.example,9/4/2024,"
        "10/4/2024,9/20/2024,10/1/2024,Nobody looks at it,communication,Grounds,,12"
    ),
    (
        "closed,OLD-1,2023-10-02,Buses come late,,major,Ann Archer,ann@x.example,10/3/2023,12/1/2023,11/30/2023,"
        "2024-03-01,A wrong list,,,No late bus in May,12"
    ),
    "open,12/2025,2025-02-03,Water stands in the hall,East School,major,ann@x.example,ann@x.example,2025-02-04,,,,,,,,",
    "withdrawn,OLD-2,2024-09-02,A mistake,,,,,,,,2024-09-02,,,,,",
    "submitted,OLD-9,2025-02-05,The student Bo Byrd fell,East School,,,,,,,,,,,,",
)


SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def _here(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)


@pytest.fixture
def staffed(district: District) -> District:
    """With somebody on the list of staff."""
    ann = district.person(OTHER)
    district.do(lambda tx: Roster(tx).expect("ann@x.example", ann, "Ann Archer"))
    return district


def written(path: Path, *lines: str) -> str:
    path.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return str(path)


def refused(capsys: Any, *typed: str) -> str:
    """The sentence with which a command ends that does nothing."""
    capsys.readouterr()
    assert kaizen(*typed) == 1
    said: str = capsys.readouterr().out
    return said


def all_cars(district: District, who: str = MR) -> dict[str, Car]:
    """Everything that somebody finds, by its number in the old log."""

    def work(tx: Tx) -> dict[str, Car]:
        found = CarLog(tx, district.call(tx, who).viewer).page(size=99).cars
        return {car.former or car.number: car for car in found}

    cars: dict[str, Car] = district.do(work)
    return cars


def test_every_row_becomes_a_report_and_a_second_run_makes_nothing_twice(
    staffed: District, tmp_path: Path, capsys: Any
) -> None:
    before, file = filed(staffed), written(tmp_path / "log.csv", *ROWS)
    owed = staffed.do(lambda tx: len(tx.rows(outbox)))

    assert kaizen("import", "log", file) == 0
    assert capsys.readouterr().out == (
        "line 6: this looks like initials or a name, so it is kept sealed\n"
        "Columns that were not read: cost.\n"
        "5 reports (2 Closed, 1 Looking into it, 1 Taken back, 1 Received), 0 places added.\n"
    )
    assert kaizen("import", "log", file, "--district", "T1") == 0
    assert "0 reports, 0 places added; 5 were brought in before" in capsys.readouterr().out

    cars = all_cars(staffed)
    assert {former: car.number for former, car in cars.items()} == {
        before.number: "CAR-2026-001",
        "OLD-1": "CAR-2023-001",
        "OLD-2": "CAR-2024-001",
        "OLD-3": "CAR-2024-002",
        "12/2025": "CAR-2025-001",
        "OLD-9": "CAR-2025-002",
    }
    assert staffed.do(lambda tx: len(tx.rows(outbox))) == owed, "nobody is sent a message"
    assert staffed.do(verify).broken == []
    assert (cars["OLD-1"].outcome, cars["OLD-3"].outcome) == (Outcome.EFFECTIVE, Outcome.CHECKED)
    assert cars["12/2025"].owner == cars["12/2025"].requester == staffed.person(OTHER)
    assert cars["12/2025"].plan_due == date(2025, 2, 4) + timedelta(days=30)
    entries = staffed.do(lambda tx: History(tx).about("cars:CAR-2024-002"))
    assert [(entry["did"], entry["by"], entry["door"]) for entry in entries] == [("car.imported", "system", "import")]


@SQLITE
def test_it_is_found_by_its_former_number_and_shows_what_the_old_log_said(staffed: District, tmp_path: Path) -> None:
    kaizen("import", "log", written(tmp_path / "log.csv", *ROWS))

    reply = ask(staffed, TEACHER, "car show", text="old-3")
    assert isinstance(reply, Show)
    shown = str(reply.card)

    assert reply.card.title == "CAR-2024-002 · The latch of the gate is broken"
    for said in ("OLD-3", "Grounds", "cho@gone.example", "the earlier log, for Cho Chow", "Nobody looks at it"):
        assert said in shown
    result = ask(staffed, TEACHER, "car show", text="OLD-1")
    assert "What the check showed: No late bus in May" in str(result)
    assert "What happened?" in str(ask(staffed, TEACHER, "car show", text="OLD-77")), "it is no number, so it is said"


@SQLITE
def test_a_number_that_several_logs_had_lists_them_and_one_of_ours_goes_first(
    staffed: District, tmp_path: Path, capsys: Any
) -> None:
    ours = filed(staffed).number
    kaizen("import", "log", written(tmp_path / "one.csv", ROWS[0], ROWS[3].replace("OLD-2", ours)))
    kaizen("import", "log", written(tmp_path / "two.csv", ROWS[0]))

    assert "1 of these numbers came with one.csv before. If it is that log, add: --log" in capsys.readouterr().out
    assert "Reports that had the number OLD-3" in str(ask(staffed, TEACHER, "car show", text="OLD-3"))
    assert "The gate latch is broken" in str(ask(staffed, TEACHER, "car show", text=ours))
    assert kaizen("import", "log", written(tmp_path / "three.csv", ROWS[0]), "--log", "one.csv") == 0
    assert "0 reports, 0 places added; 1 were brought in before" in capsys.readouterr().out


@SQLITE
def test_one_that_is_sealed_is_not_found_by_its_former_number(staffed: District, tmp_path: Path) -> None:
    kaizen("import", "log", written(tmp_path / "log.csv", *ROWS))

    assert "fell" in str(ask(staffed, MR, "car show", text="OLD-9"))
    assert "fell" not in str(ask(staffed, TEACHER, "car show", text="OLD-9"))
    assert "CAR-2025-002" not in str(ask(staffed, TEACHER, "car show", text="OLD-9"))


def test_figures_as_of_earlier_days_are_those_that_the_old_log_tells(staffed: District, tmp_path: Path) -> None:
    kaizen("import", "log", written(tmp_path / "log.csv", *ROWS))

    def counted(base: Base, first: date, last: date) -> list[tuple[str, State]]:
        def work(tx: Tx) -> list[tuple[str, State]]:
            call = staffed.call(tx, MR)
            found = Figures(tx, call.viewer, call.settings.zone).reports(base, Period(first=first, last=last))
            return sorted((row.number, row.state) for row in found)

        rows: list[tuple[str, State]] = staffed.do(work)
        return rows

    open_then = [date(2024, 9, 1), date(2024, 9, 10)]
    assert counted(Base.OPEN, *open_then) == [("CAR-2024-002", State.ACCEPTED)]
    assert counted(Base.OPEN, date(2023, 12, 1), date(2023, 12, 31)) == [("CAR-2023-001", State.MONITORING)]
    assert counted(Base.ENDED, date(2024, 1, 1), date(2024, 12, 31)) == [
        ("CAR-2023-001", State.CLOSED),
        ("CAR-2024-002", State.CLOSED),
    ]

    def checked(tx: Tx) -> list[tuple[str, date]]:
        call = staffed.call(tx, MR)
        period = Period(first=date(2024, 1, 1), last=date(2024, 12, 31))
        return [(one.number, one.on) for one in Figures(tx, call.viewer, call.settings.zone).checks(period)]

    assert staffed.do(checked) == [("CAR-2023-001", date(2024, 3, 1))]


@SQLITE
def test_a_new_report_that_reads_like_an_old_one_finds_it(staffed: District, tmp_path: Path) -> None:
    kaizen("import", "log", written(tmp_path / "log.csv", *ROWS))
    car = filed(staffed, what="The latch of the gate broke again")

    assert staffed.do(lambda tx: CarWords(tx).alike(car)) == ["CAR-2024-002"]


@SQLITE
def test_what_goes_on_here_goes_on_as_any_other(staffed: District, tmp_path: Path) -> None:
    kaizen("import", "log", written(tmp_path / "log.csv", ROWS[2].replace("major", "minor"), ROWS[0]))
    number = all_cars(staffed)["12/2025"].number
    quick = {"done": "Drained it", "cause": "A pipe", "category": "technical_failure", "elsewhere": "no"}

    assert isinstance(ask(staffed, OTHER, "car.quick", quick, about=number), Draw)
    assert isinstance(ask(staffed, MR, "car.checked", about=number), Draw)
    assert isinstance(ask(staffed, MR, "car.reopen", {"reason": "Again", "owner": OTHER}, about=number), Draw)
    assert seen(staffed, number).state is State.ACCEPTED


def test_words_of_the_old_log_can_be_removed(staffed: District, tmp_path: Path) -> None:
    seat(staffed, Role.MANAGEMENT_REPRESENTATIVE, DEPUTY, deputy=True)
    kaizen("import", "log", written(tmp_path / "log.csv", ROWS[0]))
    number = all_cars(staffed)["OLD-3"].number

    ask(staffed, MR, "redaction.make", {"parts": ["on_behalf_of"], "reason": "They asked"}, about=number)

    shown = str(ask(staffed, MR, "car show", text="OLD-3"))
    assert "cho@gone.example" not in shown
    assert "Cho Chow" not in shown
    assert "Grounds" in shown
    assert staffed.do(verify).broken == []


BAD = ROWS[1].replace("OLD-1", "OLD-8").replace("2024-03-01", "2023-01-01")


@SQLITE
def test_a_row_that_does_not_fit_is_named_and_then_nothing_is_written(
    staffed: District, tmp_path: Path, capsys: Any
) -> None:
    file = written(tmp_path / "log.csv", ROWS[0], BAD, ROWS[3].replace("withdrawn", "xyz"))

    assert kaizen("import", "log", file) == 1
    assert capsys.readouterr().out.splitlines() == [
        "line 3, closed on, “2023-01-01”: This is before “implemented on”, 2023-11-30.",
        (
            "line 4, state, “xyz”: There are: submitted, returned, rejected, withdrawn, accepted, plan review, "
            "implementing, verifying, monitoring, closed, cancelled, open"
        ),
        "Columns that were not read: cost.",
        "2 rows do not fit, so nothing was written. Without them it would be: 1 report (1 Closed), 0 places added.",
    ]
    assert all_cars(staffed) == {}

    assert kaizen("import", "log", file, "--skip-bad") == 1
    assert capsys.readouterr().out.endswith(
        "1 report (1 Closed), 0 places added. 2 rows do not fit and were left out.\n"
    )
    assert set(all_cars(staffed)) == {"OLD-3"}

    written(tmp_path / "log.csv", ROWS[0], ROWS[1].replace("OLD-1", "OLD-8"))
    assert kaizen("import", "log", file) == 0
    assert [car.number for car in all_cars(staffed).values()] == ["CAR-2024-001", "CAR-2023-001"]


def test_a_dry_run_counts_and_writes_nothing_not_even_a_place_or_a_number(
    staffed: District, tmp_path: Path, capsys: Any
) -> None:
    file = written(tmp_path / "log.csv", ROWS[0].replace("East School", "North School"))

    assert kaizen("import", "log", file, "--dry-run", "--add-places") == 0
    assert "Nothing was written. It would be: 1 report (1 Closed), 1 places added." in capsys.readouterr().out
    assert kaizen("import", "log", file, "--dry-run") == 1
    assert "line 2, school, “North School”: Did you mean West School?" in capsys.readouterr().out
    assert all_cars(staffed) == {}

    assert kaizen("import", "log", file, "--add-places") == 0
    assert all_cars(staffed)["OLD-3"].school == staffed.school("North School")
    assert all_cars(staffed)["OLD-3"].number == "CAR-2024-001"


@SQLITE
def test_a_workbook_is_read_with_its_days_numbers_and_the_values_of_its_formulas(
    staffed: District, tmp_path: Path, capsys: Any
) -> None:
    file = workbook(
        tmp_path / "log.xlsx",
        [
            [text("Our log")],
            [text("No"), text("Date"), text("What"), text("Status"), text("Closed")],
            [number(7), day(45360), formula("A1&amp;B1", "The gate is open"), text("Closed"), number(45370)],
        ],
    )

    assert kaizen("import", "log", str(file), "--sheet", "Log") == 0
    car = all_cars(staffed)["7"]
    assert (car.filed_on, car.closed_on, car.what) == (date(2024, 3, 9), date(2024, 3, 19), "The gate is open")
    assert "has no sheet Other. There are: Log." in refused(capsys, "import", "log", str(file), "--sheet", "Other")


@SQLITE
def test_a_file_that_unfolds_to_more_than_fits_is_refused_whatever_it_says_of_itself(
    staffed: District, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    del staffed
    monkeypatch.setattr(sheets, "UNPACKED_MAX", 1_000_000)
    file = workbook(tmp_path / "log.xlsx", [[text("No")]], more=bytes(2_000_000))
    packed = file.read_bytes()
    small = packed.replace((2_000_000).to_bytes(4, "little"), (20).to_bytes(4, "little"))

    assert len(packed) < 10_000
    assert "unfolds to more than 1 MB" in refused(capsys, "import", "log", str(file))
    file.write_bytes(small)
    assert "is damaged, or locked" in refused(capsys, "import", "log", str(file))


@SQLITE
@pytest.mark.parametrize(
    ("packed", "said"),
    [
        (b"\xff\xfe\x00", "is neither a CSV file in UTF-8 nor an Excel workbook (.xlsx)."),
        (b"a,b\n1,2\n", "No row names the columns. Needed are: former number, filed on, what."),
        (b"what,state,owner,filed on\n", "The column former number is missing."),
        (b"PK\x05\x06" + bytes(18), "is no Excel workbook that can be read"),
    ],
)
def test_what_is_no_log_is_refused_in_a_sentence(
    district: District, tmp_path: Path, packed: bytes, said: str, capsys: Any
) -> None:
    del district
    (tmp_path / "log.csv").write_bytes(packed)

    assert said in refused(capsys, "import", "log", str(tmp_path / "log.csv"))
    assert "cannot be read: No such file" in refused(capsys, "import", "log", str(tmp_path / "none.csv"))


@SQLITE
def test_the_template_is_a_log_that_can_be_brought_in(district: District, tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "mine.csv"

    assert kaizen("template", "log", str(file)) == 0
    assert "has the columns and one example" in capsys.readouterr().out
    assert "is there already" in refused(capsys, "template", "log", str(file))
    assert kaizen("import", "log", str(file)) == 0
    assert all_cars(district)["OLD-12"].state is State.CLOSED
