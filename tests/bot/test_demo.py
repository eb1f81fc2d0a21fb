"""The district that `kaizen demo` begins with."""

import json
import shutil
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from bot.demo import DISTRICT, found_district
from domain.meetings import MeetingKind, Presence, quorum
from storage.meeting_seats import members
from tests.conftest import NOW, opened


def test_its_leaders_can_hold_meetings_that_decide(sqlite_template: Path, tmp_path: Path) -> None:
    shutil.copy(sqlite_template, tmp_path / "kaizen.db")
    with opened(f"sqlite:///{tmp_path / 'kaizen.db'}") as database:
        found_district(database, json.loads((files("bot") / "demo.json").read_text()), NOW)

        for kind in (MeetingKind.MRT, MeetingKind.CABINET):
            expected = database.do(DISTRICT, lambda tx, kind=kind: members(tx, kind), now=NOW, door="test")
            all_there = quorum([replace(one, presence=Presence.PRESENT) for one in expected])
            assert (all_there.reached, all_there.voters > 1) == (True, True), kind
