"""The tables of docs/performance.md, between its marks, and whether each promise holds."""

import platform
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from tests.bench.costs import Sending, Start
from tests.bench.posts import POSTS
from tests.bench.reads import READS, Cost
from tests.bench.scenes import DATABASES, REST, SCENES, Answers, Scene, crowds

LIBRARIES = ("slack-bolt", "SQLAlchemy", "starlette", "uvicorn", "psycopg")
MEGABYTE = 1_000_000


@dataclass(frozen=True)
class History:
    """What is measured in a district with years behind it: what its reads cost, and seconds to draw its posts."""

    reads: Mapping[str, Cost]
    drawn: Mapping[str, float]


@dataclass(frozen=True)
class Found:
    answers: Answers
    sending: Mapping[str, Sending]
    starts: Mapping[str, Start]
    history: Mapping[str, History]  # by database
    rounds: int
    scale: float


@dataclass(frozen=True)
class Bar:
    """A promise: at most so much."""

    name: str
    most: float
    measure: Callable[[Found, str], float]  # on a database
    unit: str = " ×"


def _answer(scene: str, crowd: str) -> Callable[[Found, str], float]:
    return lambda found, kind: found.answers.ratio(_scene(f"{scene}, {kind}"), crowd)


def _slow(scene: str, crowd: str) -> Callable[[Found, str], float]:
    return lambda found, kind: found.answers.slow_ratio(_scene(f"{scene}, {kind}"), crowd)


BARS = (
    Bar("`/car` answered, at rest, p50", 0.25, _answer("`/car` answered", REST)),
    Bar("`/car` answered, back to back, p50", 0.25, _answer("`/car` answered", "1")),
    Bar("`/car list` answered, at rest, p50", 0.5, _answer("`/car list` answered", REST)),
    Bar("form committed, at rest, p50", 0.5, _answer("form committed", REST)),
    Bar("form committed, back to back, p50", 0.5, _answer("form committed", "1")),
    Bar("`/car` answered, 64 at once, p99", 3.0, _slow("`/car` answered", "64")),
    Bar("form committed, 64 at once, p99", 3.0, _slow("form committed", "64")),
    Bar("fan-out, CPU a message", 1.5, lambda found, kind: found.sending[kind].cpu * 1000, " ms"),
    Bar("fan-out, commits a message", 1.2, lambda found, kind: found.sending[kind].commits, ""),
    Bar("ready, × `import slack_bolt.async_app`", 4.0, lambda found, kind: found.starts[kind].async_bolt),
    Bar("ready, × `import slack_bolt`", 4.0, lambda found, kind: found.starts[kind].bolt),
    Bar("memory at rest", 110.0, lambda found, kind: found.starts[kind].memory / MEGABYTE, " MB"),
)


def written(page: str, found: Found) -> str:
    """The page with its tables made anew."""
    for name, lines in (
        ("run", run(found)),
        ("bars", bars(found)),
        ("answers", answers(found)),
        ("messages", messages(found)),
        ("starts", starts(found)),
        ("reads", reads(found.history)),
        ("drawn", drawings(found.history)),
    ):
        page = put_in(page, name, lines)
    return page


def put_in(page: str, name: str, lines: Iterable[str]) -> str:
    """The page with one of its tables made anew."""
    table = "\n".join(lines)
    page, times = re.subn(
        rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", lambda m: f"{m[1]}{table}\n{m[2]}", page, flags=re.DOTALL
    )
    if times != 1:
        raise ValueError(f"the page has no place for {name}")
    return page


def run(found: Found) -> Iterator[str]:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    size = "" if found.scale == 1 else f" at {found.scale:g} of the full size"
    yield f"{datetime.now(UTC):%Y-%m-%d}: Python {platform.python_version()}, {libraries}; {found.rounds} rounds{size}."


def bars(found: Found) -> Iterator[str]:
    yield f"| promise | at most | {' | '.join(DATABASES)} |"
    yield "|---|---|---|---|"
    for bar in BARS:
        measured = (_held(bar, bar.measure(found, kind)) for kind in DATABASES)
        yield f"| {bar.name} | {bar.most:g}{bar.unit} | {' | '.join(measured)} |"


def _held(bar: Bar, measured: float) -> str:
    return f"{measured:.2f}{bar.unit}, {_said(measured <= bar.most)}"


def answers(found: Found) -> Iterator[str]:
    names = [crowd.name for crowd in crowds(1)]
    yield f"| p50 / p99 in ms, × floor | {' | '.join(names)} | a second, at 16 |"
    yield f"|---{'|---' * len(names)}|---|"
    for scene in SCENES:
        cells = " | ".join(_cell(found.answers, scene, name) for name in names)
        yield f"| {scene.name} | {cells} | {found.answers.rate(scene.name, '16'):,.0f} |"


def _cell(found: Answers, scene: Scene, crowd: str) -> str:
    p50, p99 = found.p50(scene.name, crowd), found.p99(scene.name, crowd)
    return f"{p50 * 1000:.2f} / {p99 * 1000:.1f}, {found.ratio(scene, crowd):.2f} ×"


def messages(found: Found) -> Iterator[str]:
    yield from _table(
        ("", "CPU ms a message", "commits a message", "messages a second"),
        [(k, f"{s.cpu * 1000:.2f}", f"{s.commits:.2f}", f"{s.rate:.0f}") for k, s in found.sending.items()],
    )


def starts(found: Found) -> Iterator[str]:
    yield from _table(
        ("", "seconds until ready", "memory at rest, MB"),
        [(k, f"{s.ready:.2f}", f"{s.memory / MEGABYTE:.0f}") for k, s in found.starts.items()],
    )


RATIO, GROWTH, DRAWN = 2.5, 1.1, 0.05


def reads(found: Mapping[str, History]) -> Iterator[str]:
    """Each with its ratio to the raw SQL, and the database's work at ten times the history."""
    promised = (f"× raw SQL, at most {RATIO}", f"ten times the history, at most {GROWTH}")
    yield from _table(
        ("", *(f"{kind}: {one}" for kind in found for one in ("raw SQL and the bot, ms", *promised))),
        [(read.name, *(cell for one in found.values() for cell in _of_read(one.reads[read.name]))) for read in READS],
    )


def drawings(found: Mapping[str, History]) -> Iterator[str]:
    yield from _table(
        (f"drawn, ms, at most {DRAWN * 1000:g}", *found),
        [(name, *(_of_drawing(one.drawn[name]) for one in found.values())) for name in POSTS],
    )


def _of_drawing(seconds: float) -> str:
    return f"{seconds * 1000:.1f}, {_said(seconds <= DRAWN)}"


def _of_read(cost: Cost) -> tuple[str, str, str]:
    return (
        f"{cost.by_hand * 1000:.2f}, {cost.bot * 1000:.2f}",
        f"{cost.ratio:.2f} ×, {_said(cost.ratio <= RATIO)}",
        f"{cost.growth:.2f} ×, {_said(cost.growth <= GROWTH)}",
    )


def _said(held: bool) -> str:  # noqa: FBT001 - it says nothing else
    return "held" if held else "**missed**"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _scene(name: str) -> Scene:
    return next(scene for scene in SCENES if scene.name == name)
