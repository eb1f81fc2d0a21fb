"""`make bench` measures and writes its page; how fast the bot is, it says of a machine that has nothing else to do."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import CHECKOUT
from tests.bench.__main__ import PAGE, main
from tests.bench.costs import DEVELOPERS_HAVE, INSTALLED
from tests.bench.posts import POSTS
from tests.bench.reads import READS
from tests.bench.report import BARS
from tests.bench.scenes import SCENES

OURS = ("bot", "handlers", "scheduled", "views", "storage", "domain", "playground", "sqlalchemy", "pydantic", "pytest")
NAMES = [*(one.name for one in (*BARS, *SCENES, *READS)), *POSTS]


@pytest.mark.torture
def test_a_small_run_fills_every_table_of_the_page(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    shutil.copy(PAGE, page)

    main(["--rounds", "1", "--scale", "0.004", "--page", str(page)])

    told = page.read_text()
    assert "1 rounds at 0.004 of the full size" in told
    for name in NAMES:
        (row,) = [line for line in told.splitlines() if line.startswith(f"| {name} |")]
        assert len(re.findall(r"\d+\.\d", row)) >= 2, row


def test_the_page_that_is_committed_is_of_a_whole_run() -> None:
    told = PAGE.read_text()

    assert " of the full size" not in told
    for name in NAMES:
        assert f"| {name} |" in told, name


def test_the_floors_and_the_bench_s_slack_load_nothing_of_ours() -> None:
    """What they would collect of it stops them for a tenth of a second at a time, and a floor is held against that."""
    listed = (
        f"import sys, tests.bench.floors, tests.bench.slack; print([one for one in {OURS!r} if one in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", listed], cwd=CHECKOUT, capture_output=True, check=True)

    assert told.stdout == b"[]\n"


def test_what_the_bench_leaves_out_is_no_part_of_an_installation_and_a_start_does_without_it() -> None:
    loaded = f"import sys, bot.app; print([one for one in {DEVELOPERS_HAVE!r} if sys.modules.get(one)])"
    told = subprocess.run([sys.executable, "-c", loaded], env=os.environ | INSTALLED, capture_output=True, check=True)

    installed = re.findall(r"^[\w-]+", (CHECKOUT / "deploy" / "requirements.lock").read_text(), re.MULTILINE)
    assert not {one.replace("_", "-") for one in DEVELOPERS_HAVE} & {*installed}
    assert "aiohttp" in installed
    assert told.stdout == b"[]\n"
