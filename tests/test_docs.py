"""The docs say what the code does: tables are drawn from it, and what is named exists.

To write the tables again after a change: REWRITE_DOCS=1 .venv/bin/python -m pytest tests/test_docs.py
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bot.lifecycle_cli import as_table
from domain.lifecycle import EDGES
from storage.migrate import newest
from views.car_acts import ACTS

ROOT = Path(__file__).parent.parent
MANUAL = ROOT / "docs" / "quality-system.md"
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
MARKED = re.compile(r"(<!-- lifecycle:begin -->\n).*?(<!-- lifecycle:end -->)", re.DOTALL)
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def table(heads: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ["---"] * len(heads), *rows))


def test_the_manual_has_the_lifecycle_of_the_code() -> None:
    """As `kaizen lifecycle` prints it."""
    written = MANUAL.read_text()
    drawn = MARKED.sub(lambda found: f"{found[1]}\n{as_table()}\n\n{found[2]}", written)
    if os.environ.get("REWRITE_DOCS"):
        MANUAL.write_text(drawn)
        written = drawn

    assert MARKED.search(written)
    assert written == drawn, "write it again: REWRITE_DOCS=1 .venv/bin/python -m pytest tests/test_docs.py"


def test_every_move_has_its_screen() -> None:
    assert {edge.brings for edge in EDGES} == set(ACTS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_the_docs_name_exists(page: Path) -> None:
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    files = {path.stem for path in (ROOT / "tests").rglob("test_*.py")}
    named = set(re.findall(r"\btest_\w+", FENCED.sub("", page.read_text())))

    assert {name for name in named - files if f"def {name}(" not in tests} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_between_pages_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", FENCED.sub("", page.read_text()))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_diff_of_the_example_still_applies() -> None:
    """Against the files as they are now; it changes nothing."""
    (diff,) = re.findall(
        r"^```diff\n(.*?)^```$", (ROOT / "docs" / "adding-a-capability.md").read_text(), re.DOTALL | re.MULTILINE
    )
    git = shutil.which("git")
    assert git
    tried = subprocess.run([git, "apply", "--check"], input=diff, text=True, cwd=ROOT, capture_output=True, check=False)

    assert tried.stderr == ""
    assert f'+down_revision = "{newest()}"' in diff  # or there would be two newest ones
