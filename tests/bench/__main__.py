"""`make bench`: measure the bot against its floors, in one run, and write the tables of docs/performance.md."""

import argparse
import itertools
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from storage.db import Database
from storage.migrate import migrate
from tests.bench.costs import sending, start, typical
from tests.bench.much import Size, fill
from tests.bench.posts import drawn
from tests.bench.reads import costs
from tests.bench.report import Found, History, drawings, put_in, reads, written
from tests.bench.scenes import DATABASES, SQLITE, answers, servers
from tests.conftest import counter, small_district
from tests.postgresql import named, postgresql, run_on
from tests.process import end_all

PAGE = Path(__file__).parents[2] / "docs" / "performance.md"
STARTS, MESSAGES = 3, 500  # a round; the latter in each of four workspaces
TENFOLD, RUNS = 10, 25
Make = Callable[[str], Database]


def main(arguments: Sequence[str] | None = None) -> None:
    told = argparse.ArgumentParser(description="Measure the bot against its floors.")
    told.add_argument("--rounds", type=int, default=3)
    told.add_argument("--scale", type=float, default=1.0, help="of the number of requests and messages")
    told.add_argument("--page", type=Path, default=PAGE, help="whose tables are written")
    told.add_argument("--history", action="store_true", help="only what is read in a district of 100,000 reports")
    asked = told.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, postgresql(durable=True) as server:
        try:
            with making(Path(folder), server) as make:
                page = asked.page.read_text()
                if asked.history:
                    found = with_history(make, asked.scale)
                    page = put_in(put_in(page, "reads", reads(found)), "drawn", drawings(found))
                else:
                    page = written(page, measure(make, asked.rounds, asked.scale))
        finally:
            end_all()
    asked.page.write_text(page)
    say(f"The tables stand in {asked.page}.")


@contextmanager
def making(folder: Path, server: str) -> Iterator[Make]:
    """What makes a new database of a kind, with its tables: a copy of one that was migrated."""
    numbers = itertools.count(1)
    run_on(server, "CREATE DATABASE migrated OWNER kaizen")
    for url in (f"sqlite:///{folder / 'migrated.db'}", named(server, "migrated")):
        with closing(Database(url, mint=counter())) as database:
            migrate(database)
    with ExitStack() as held:

        def make(kind: str) -> Database:
            name = f"bench{next(numbers)}"
            if kind == SQLITE:
                url = f"sqlite:///{shutil.copy(folder / 'migrated.db', folder / f'{name}.db')}"
            else:
                run_on(server, f"CREATE DATABASE {name} OWNER kaizen TEMPLATE migrated")
                url = named(server, name)
            return held.enter_context(closing(Database(url, mint=counter())))

        yield make


def measure(make: Make, rounds: int, scale: float) -> Found:
    with servers({kind: small_district(make(kind)) for kind in DATABASES}) as served:
        answered = answers(served, rounds=rounds, scale=scale, say=say)
        each = int(MESSAGES * scale)
        rounds_sent = [
            {kind: sending(served.slack, make(kind), each=each) for kind in DATABASES} for _ in range(rounds)
        ]
        sent = {kind: typical([one[kind] for one in rounds_sent]) for kind in DATABASES}
        say("messages: done")
        started = {kind: start(served.slack, make(kind), rounds=rounds * STARTS) for kind in DATABASES}
        say("starts: done")
    return Found(answered, sent, started, with_history(make, scale), rounds, scale)


def with_history(make: Make, scale: float) -> Mapping[str, History]:
    """What is read and drawn in a district of 100,000 reports, and how much of that comes from its history."""
    found, size = {}, Size.of(scale)
    for kind in DATABASES:
        few, many = small_district(make(kind)), small_district(make(kind))
        fill(few, size)
        fill(many, size.with_history(TENFOLD))
        say(f"history: {kind} is filled")
        found[kind] = History(costs(few, many, rounds=RUNS), drawn(many, rounds=RUNS))
    return found


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main()
