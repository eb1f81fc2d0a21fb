"""What will be posted when, and the words of posts, for whoever runs the machine."""

import json
from contextlib import suppress
from datetime import datetime
from typing import Any

import pytest

from bot.cli import main
from storage.db import Tx
from storage.settings import DistrictSettings
from storage.system import connect_workspace
from storage.wordings import Wordings
from tests.conftest import District

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def two(district: District, database_url: str, monkeypatch: pytest.MonkeyPatch) -> District:
    """A district in Chicago whose digest is in force, and one in Honolulu where it is not."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    with district.database.begin() as connection:
        connect_workspace(connection, "slack", "T2", new="aloha")

    def away(tx: Tx) -> None:
        DistrictSettings(tx).set("timezone", "Pacific/Honolulu", by="x")

    district.database.do("aloha", away, now=datetime.now().astimezone(), door="test")
    setting(district, digest_channel="C1", closures="2027-03-15 Spring break")
    return district


def setting(district: District, **values: str) -> None:
    def work(tx: Tx) -> None:
        for key, value in values.items():
            DistrictSettings(tx).set(key, value, by="x")

    district.do(work)


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    with suppress(SystemExit):
        main(arguments)
    return capsys.readouterr().out


def listed(capsys: pytest.CaptureFixture[str], first: str, last: str) -> Any:
    return json.loads(said(capsys, "calendar", "--from", first, "--to", last, "--json"))


def test_each_post_stands_at_its_local_time_with_the_offset_of_that_day(
    two: District, capsys: pytest.CaptureFixture[str]
) -> None:
    del two
    assert listed(capsys, "2027-03-01", "2027-03-22") == [
        {"job": "cabinet.digest", "district": "t1", "at": at}
        for at in (
            *("2027-03-01T08:00:00-06:00", "2027-03-08T08:00:00-06:00"),
            "2027-03-16T08:00:00-05:00",  # no school on Monday, and summer time since Sunday
            "2027-03-22T08:00:00-05:00",
        )
    ]


def test_the_agenda_of_each_month_stands_beside_them(two: District, capsys: pytest.CaptureFixture[str]) -> None:
    setting(two, mrt_channel="C2", closures="2027-04-13 Staff day")

    agendas = [one for one in listed(capsys, "2027-03-01", "2027-05-31") if one["job"] == "mrt.agenda"]

    assert [one["at"] for one in agendas] == [
        "2027-03-09T08:00:00-06:00",
        "2027-04-14T08:00:00-05:00",  # no school on Tuesday
        "2027-05-11T08:00:00-05:00",
    ]


def test_both_days_are_included_and_what_rests_is_not_listed(two: District, capsys: pytest.CaptureFixture[str]) -> None:
    setting(two, digest_time="00:00")
    assert len(listed(capsys, "2027-03-01", "2027-03-01")) == 1
    assert listed(capsys, "2027-02-23", "2027-02-28") == []

    setting(two, digest_paused="yes")
    assert said(capsys, "calendar", "--from", "2027-03-01", "--to", "2027-03-31") == "Nothing will be posted.\n"


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [("tomorrow", "2027-03-01", "tomorrow is no day"), ("2027-03-02", "2027-03-01", "is before")],
)
def test_days_that_do_not_fit_are_refused(two: District, first: str, last: str, says: str) -> None:
    del two
    with pytest.raises(SystemExit, match=says):
        main(["calendar", "--from", first, "--to", last])


def test_what_is_wrong_with_which_words_is_named_with_its_line(
    two: District, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "check-templates") == "All of them work.\n"
    two.do(lambda tx: Wordings(tx).write("digest_due", "Good morning\n{{ gone }}", by="x"))

    with pytest.raises(SystemExit) as ended:
        main(["check-templates"])

    assert ended.value.code == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line == "t1: digest_due: line 2: There is no gone. There are: overdue, oldest, soon, steps."
