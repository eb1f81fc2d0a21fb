"""The command of the administrator."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.cli import main
from domain.links import opened
from domain.offices import Office
from storage.history import History
from storage.offices import Offices
from storage.redaction import Redactions
from storage.settings import DistrictSettings
from tests.conftest import MR, NAMES, OTHER, District
from tests.handlers.test_messages import failed
from tests.story import filed, owed


def kaizen(*arguments: str) -> int:
    """Run it; what it would exit with."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    code = ended.value.code
    if isinstance(code, str):
        print(code)  # noqa: T201 - as Python does on standard error
        return 1
    return int(code or 0)


@pytest.fixture(autouse=True)
def _here(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)


def test_a_district_is_found_by_its_workspace_or_short_name(district: District, capsys: Any) -> None:
    assert kaizen("district", "list") == 0
    assert "sunrise" in capsys.readouterr().out

    for name in ("T1", "t1", "sunrise"):
        assert kaizen("district", "show", name) == 0
        assert "timezone='America/Chicago'" in capsys.readouterr().out
    assert kaizen("district", "show", "nobody") == 1
    assert "There is no district nobody" in capsys.readouterr().out
    assert district.id == "sunrise"


def test_settings_are_set_and_a_wrong_one_is_refused_with_what_fits(district: District, capsys: Any) -> None:
    assert kaizen("district", "set", "T1", "timezone=America/Denver", "name=Hill Schools") == 0
    assert district.do(lambda tx: DistrictSettings(tx).all()["name"]) == "Hill Schools"

    capsys.readouterr()
    assert kaizen("district", "set", "T1", "timezon=America/Denver") == 1
    assert "Did you mean timezone?" in capsys.readouterr().out
    assert kaizen("district", "set", "T1", "timezone") == 1
    assert "is not KEY=VALUE" in capsys.readouterr().out


def test_the_management_representative_is_set_and_gets_what_was_kept(empty_district: District, capsys: Any) -> None:
    filed_without_school(empty_district)

    assert kaizen("district", "set", "T1", f"management_representative={OTHER}") == 0

    assert "1 messages that waited" in capsys.readouterr().out
    assert ("car.triage", OTHER) in owed(empty_district)


def filed_without_school(district: District) -> None:
    from tests.story import ask

    ask(district, "U1", "car.file", {"what": "Broken", "happened_on": "2026-03-09"})


def test_an_officer_is_named_and_taken_back(district: District, capsys: Any) -> None:
    kaizen("district", "set", "T1", f"title_ix={OTHER}")
    assert district.do(lambda tx: Offices(tx).officers()) == {Office.TITLE_IX: district.person(OTHER)}
    kaizen("district", "show", "T1")
    assert "title_ix='Nurse'" in capsys.readouterr().out

    kaizen("district", "set", "T1", "title_ix=")

    assert "title_ix: nobody" in capsys.readouterr().out
    assert district.do(lambda tx: Offices(tx).officers()) == {}


def test_schools_and_departments_are_set_as_lists(district: District, capsys: Any) -> None:
    assert kaizen("district", "set", "T1", "schools=North, South", "departments=Transport") == 0

    kaizen("district", "show", "T1")
    assert "schools='North, South'" in capsys.readouterr().out
    assert NAMES
    assert district


def test_verify_history_says_that_all_is_well_and_names_what_is_not(district: District, capsys: Any) -> None:
    filed(district)
    assert kaizen("verify-history") == 0
    assert "verified" in capsys.readouterr().out

    district.do(lambda tx: tx.connection.execute(text("UPDATE cars SET urgent = NOT urgent")))

    assert kaizen("verify-history", "--district", "T1") == 1
    assert "cars:CAR-2026-001 was changed behind the bot's back" in capsys.readouterr().out


def test_a_printed_head_is_compared_with_the_history(district: District, capsys: Any) -> None:
    filed(district)
    entries, head = district.do(lambda tx: History(tx).head())
    filed(district)

    assert kaizen("verify-history", "--head", head) == 0
    assert f"is that of entry {entries}" in capsys.readouterr().out
    assert kaizen("verify-history", "--head", head[:12], "--district", "T1") == 0
    assert kaizen("verify-history", "--head", "0123456789ab") == 1
    assert "IS NOT IN THIS HISTORY" in capsys.readouterr().out
    assert kaizen("verify-history", "--head", "hello") == 1
    assert "A head is 64 of the characters" in capsys.readouterr().out


def test_removed_words_are_listed_by_their_record(district: District, capsys: Any) -> None:
    number, mr = filed(district).number, district.person(MR)
    district.do(lambda tx: Redactions(tx).redact(f"cars:{number}", ["what"], reason="A name", by=mr))

    assert kaizen("verify-history") == 0
    assert f"redacted: cars:{number} (what)" in capsys.readouterr().out


def test_a_calendar_is_imported_once_and_tried_first(district: District, capsys: Any, tmp_path: Path) -> None:
    file = tmp_path / "year.csv"
    file.write_text("Name,First,Last\nWinter break,2026-12-21,2027-01-01\nLabor Day,9/7/2026,\n")

    assert kaizen("import", "calendar", str(file), "--dry-run") == 0
    assert "2 would be added" in capsys.readouterr().out
    assert not district.do(lambda tx: DistrictSettings(tx).all().closures())

    assert kaizen("import", "calendar", str(file), "--school", "east school") == 0
    assert "  2026-09-07 Labor Day\n" in capsys.readouterr().out
    assert kaizen("import", "calendar", str(file), "--school", "East School") == 0
    assert "0 added, 2 on file already" in capsys.readouterr().out
    rules = district.do(lambda tx: DistrictSettings(tx).all().rules)
    assert not rules.calendar_of(district.school()).is_open(date(2026, 9, 7))
    assert rules.calendar_of(None).is_open(date(2026, 9, 7))


def test_a_calendar_that_cannot_be_read_is_refused_in_a_sentence(
    district: District, capsys: Any, tmp_path: Path
) -> None:
    file = tmp_path / "year.csv"
    file.write_text("2026-11-26 Thanksgiving\nsoon\n")

    for arguments, said in (
        ([str(file)], "Line 2 needs one or two dates"),
        ([str(tmp_path / "none.csv")], "cannot be read"),
    ):
        assert kaizen("import", "calendar", *arguments) == 1
        assert said in capsys.readouterr().out
    file.write_text("2026-11-26 Thanksgiving")
    assert kaizen("import", "calendar", str(file), "--school", "Nowhere") == 1
    assert "There is no school Nowhere. There are: East School, West School." in capsys.readouterr().out
    assert district


def test_a_wrong_address_of_the_database_is_named_by_every_command(
    capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://x")

    assert kaizen("district", "list") == 1
    assert "DATABASE_URL does not fit: use sqlite:///" in capsys.readouterr().out


def test_somebody_who_is_no_member_gets_no_seat(district: District, capsys: Any) -> None:
    assert kaizen("district", "set", "T1", "management_representative=Nurse") == 1
    assert "Nurse is not a member id" in capsys.readouterr().out
    assert district


def test_a_new_sqlite_file_is_read_by_its_owner_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new' / 'kaizen.db'}")

    assert kaizen("migrate") == 0

    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "new").iterdir()} == {0o600}


def test_migrating_twice_is_safe(capsys: Any, district: District) -> None:
    assert kaizen("migrate") == 0
    assert "already" in capsys.readouterr().out
    assert district


def test_a_link_for_one_reader_is_printed(district: District, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "k" * 32)
    monkeypatch.setenv("PUBLIC_URL", "https://kaizen.example.org/")
    number = filed(district).number

    assert kaizen("link", "1", "--for", MR, "--days", "2") == 0
    address, _, word = capsys.readouterr().out.strip().rpartition("/")
    given = opened(word, "report", ["k" * 32], datetime.now(UTC))
    assert address == "https://kaizen.example.org/page/report"
    assert given.about.endswith(number.removeprefix("CAR-2026"))
    assert given.person == district.person(MR)
    assert timedelta(days=1, hours=23) < given.until - datetime.now(UTC) <= timedelta(days=2)


@pytest.mark.parametrize(
    ("arguments", "unset", "said"),
    [
        (["1", "--for", MR], "PUBLIC_URL", "A link to a page needs PUBLIC_URL: ask your IT office to set it."),
        (["1", "--for", MR], "SECRET_KEY", "A link to a page needs SECRET_KEY: ask your IT office to set it."),
        (["gate", "--for", MR], "", "gate is not the number of a report"),
        (["1", "--for", "U99"], "", "Nobody called U99 was seen yet."),
        (["1", "--for", "x@y.example"], "", "Nobody called x@y.example was seen yet."),
        (["1", "--for", MR, "--days", "91"], "", "A link lasts from 1 to 90 days."),
    ],
)
def test_a_link_that_cannot_be_made_is_refused_in_a_sentence(
    district: District, capsys: Any, monkeypatch: pytest.MonkeyPatch, arguments: list[str], unset: str, said: str
) -> None:
    for name, value in (("SECRET_KEY", "k" * 32), ("PUBLIC_URL", "http://127.0.0.1:3000")):
        if name != unset:
            monkeypatch.setenv(name, value)

    assert kaizen("link", *arguments) == 1
    assert said in capsys.readouterr().out
    assert district


def test_failed_messages_are_listed_and_sent_again(district: District, capsys: Any) -> None:
    number = failed(district, "user_disabled", "ratelimited")

    assert kaizen("messages", "failed") == 0
    lines = sorted(capsys.readouterr().out.splitlines())
    assert any("About a report, to Teacher: Their account is closed." in line for line in lines)
    assert number not in str(lines)

    assert kaizen("messages", "send-again", lines[0].split()[0]) == 0
    assert "1 on their way; 1 failed ones are left." in capsys.readouterr().out
    assert kaizen("messages", "send-again", "--district", "T1") == 0
    assert "1 on their way; 0 failed ones are left." in capsys.readouterr().out
    assert kaizen("messages", "send-again", lines[0].split()[0]) == 1
    assert kaizen("messages", "failed") == 0
    assert "No message failed." in capsys.readouterr().out


def test_lifecycle_is_printed_for_people_and_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert kaizen("lifecycle") == 0
    said = capsys.readouterr().out
    assert "| `verifying` | `closed` | the checker | minor only |" in said

    assert kaizen("lifecycle", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"from": "verifying", "to": "closed", "by": "the checker", "needs": "minor only"} in rows
    assert {frozenset(row) for row in rows} == {frozenset({"from", "to", "by", "needs"})}
