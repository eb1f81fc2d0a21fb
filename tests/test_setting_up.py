"""A small district is set up from nothing by clicking, without the docs."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from domain.places import PlaceKind
from storage.db import Database
from storage.places import Places
from storage.system import all_districts
from tests.conftest import counter
from tests.desk import Desk, desk_at, talking

pytestmark = pytest.mark.browser

#: What a person needs for one click, with reading and typing; measured in this test are the clicks.
SECONDS_A_CLICK, SECONDS = 6, 5 * 60


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copy(sqlite_template, tmp_path / "kaizen.db")
    database = Database(f"sqlite:///{tmp_path / 'kaizen.db'}", mint=counter())
    yield database
    database.close()


@pytest.fixture
def desk(database: Database, browser: Any) -> Iterator[Desk]:
    """A workspace in which Kaizen was installed a moment ago."""
    with talking(database) as client, desk_at(browser, client.url) as desk:
        yield desk


def test_a_small_district_is_set_up_from_nothing_in_under_five_minutes(desk: Desk) -> None:
    desk.become("IT Coordinator · admin")
    desk.kaizen("Home")
    desk.picture("setup-0-first")
    desk.press("Become management representative")
    desk.sees("Still to set up (6)")
    desk.picture("setup-1-list")

    desk.press("Fill in")
    desk.picture("setup-2-district")
    desk.fill("Name of the district", "Sunrise Valley Schools")
    desk.pick("How large the system is", "Small")
    desk.submit("Save")
    desk.sees("Still to set up (5)")

    desk.press("Add schools")
    desk.picture("setup-3-schools")
    desk.fill("Schools", "East School\nWest School")
    desk.submit("Save")
    desk.sees("East School and 1 more have none.")
    desk.picture("setup-4-principals")

    for school, principal in (("East School", "Principal, East School"), ("West School", "Principal, West School")):
        desk.press("Name a principal")
        desk.find("Who takes it?", principal)
        desk.picture(f"setup-5-{school[:4]}")
        desk.submit("Give")
        desk.sees("West School has none." if school == "East School" else "Still to set up (4)")

    desk.press("Name the superintendent")
    desk.picture("setup-6-superintendent")
    desk.find("Who takes it?", "Superintendent")
    desk.submit("Give")
    desk.sees("Still to set up (3)")
    desk.press("Choose a channel")
    desk.find("Where does the weekly Cabinet digest go?", "cabinet")
    desk.picture("setup-7-conversation")
    desk.submit("Save")
    desk.sees("Still to set up (2)")
    desk.press("Name the officers")
    desk.find("Title IX", "Head of Human Resources")
    desk.picture("setup-8-offices")
    desk.submit("Save")
    desk.sees("Still to set up (1)")
    desk.press("Choose who")
    desk.picture("setup-9-staff")
    desk.submit("Save")
    desk.page.get_by_text("Still to set up").wait_for(state="hidden")
    desk.picture("setup-10-done")

    assert desk.clicks * SECONDS_A_CLICK < SECONDS


MANY = [f"School {n:03} of the district" for n in range(250)]


@pytest.mark.parametrize("schools", [[], MANY[:3], MANY], ids=len)
def test_a_school_is_added_and_one_is_closed_however_many_there_are(
    database: Database, desk: Desk, schools: list[str]
) -> None:
    desk.become("IT Coordinator · admin")
    desk.kaizen("Home")
    desk.press("Become management representative")
    in_district(database, lambda tx: Places(tx).set_names(PlaceKind.SCHOOL, schools, by="system"))
    left = schools[1:]

    desk.press("Settings")
    desk.press("Schools and departments")
    desk.picture(f"schools-{len(schools)}-form")
    if len(schools) < 10:
        desk.fill("Schools", "\n".join([*left, "Hill School"]))
    else:
        desk.fill("Which schools are new?", "Hill School")
        desk.find("Which school closes?", schools[0])
    desk.picture(f"schools-{len(schools)}-changed")
    desk.press("Save")
    desk.sees(f"{len(left) + 1} school")
    desk.picture(f"schools-{len(schools)}-saved")

    assert in_district(database, lambda tx: [p.name for p in Places(tx).all()]) == sorted([*left, "Hill School"])


def in_district(database: Database, work: Any) -> Any:
    (district,) = {found for found, _, _ in database.system_now(all_districts)}
    return database.do(district, work, now=datetime.now(UTC), door="test")
