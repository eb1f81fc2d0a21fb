"""What is measured: who answers what, how many at once, and against which floor."""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from statistics import median

import httpx

from storage.db import Database
from storage.outbox import Outbox
from tests.bench.floors import BOLT, BOLT_AT_ONCE, STARLETTE
from tests.bench.load import load, quantile
from tests.bot.conftest import FakeSlack, Workspace, until
from tests.conftest import TEACHER, District
from tests.process import Running

REST = "at rest"  # one after the other with a pause between, as people ask
PAUSE, QUIET, PATIENCE = 0.05, 0.15, 120.0  # seconds
LEAST = 4  # requests of a crowd
METRICS_TOKEN = "a token for the numbers of a bench"
WHAT = "The gate by the playground does not close; pupils reach the street."

Bodies = Callable[[Workspace], str]


def command(workspace: Workspace) -> str:
    return workspace.command_body(TEACHER, "/car")


def listing(workspace: Workspace) -> str:
    return workspace.command_body(TEACHER, "/car list")


def form(workspace: Workspace) -> str:
    """A form that was opened by a command, so that its card has a place to go."""
    number = next(workspace.numbers)
    return workspace.file_body(TEACHER, WHAT, f"V{number}", url=f"{workspace.slack.url}/respond")


@dataclass(frozen=True)
class Scene:
    """What somebody asks of a server."""

    name: str
    server: str
    body: Bodies
    floor: str  # the scene of the bare default Bolt listener that it is compared with
    share: float = 1.0  # of the requests that others are asked: writing takes longer


DATABASES = SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
BARE, BARE_FORM = "bare Bolt listener, default, a command", "bare Bolt listener, default, a form"
SCENES = (
    Scene("Starlette that checks the signature", STARLETTE, command, BARE),
    Scene(BARE, BOLT, command, BARE),
    Scene(BARE_FORM, BOLT, form, BARE_FORM),
    Scene("bare Bolt listener, process_before_response", BOLT_AT_ONCE, command, BARE),
    Scene("`/car` answered, SQLite", SQLITE, command, BARE),
    Scene("`/car` answered, PostgreSQL", POSTGRESQL, command, BARE),
    Scene("`/car list` answered, SQLite", SQLITE, listing, BARE),
    Scene("`/car list` answered, PostgreSQL", POSTGRESQL, listing, BARE),
    Scene("form committed, SQLite", SQLITE, form, BARE_FORM, share=0.5),
    Scene("form committed, PostgreSQL", POSTGRESQL, form, BARE_FORM, share=0.5),
)


@dataclass(frozen=True)
class Crowd:
    """So many requests, so many of them at once."""

    name: str
    beside: int
    requests: int
    pause: float = 0.0
    times: int = 1  # a round


def crowds(scale: float) -> tuple[Crowd, ...]:
    """A crowd of few requests is no larger than they are: so a small run takes little time."""

    def crowd(name: str, beside: int, requests: int, pause: float = 0.0, times: int = 1) -> Crowd:
        asked = max(LEAST, int(requests * scale))
        return Crowd(name, min(beside, asked), asked, pause, times)

    return (
        crowd(REST, 1, 60, PAUSE),
        crowd("1", 1, 200),
        crowd("8", 8, 480),
        crowd("16", 16, 800),
        crowd("64", 64, 1920, times=2),  # whatever stands still once meets 64: that alone is the slowest hundredth
    )


@dataclass(frozen=True)
class Cell:
    """One scene in one crowd: the seconds of each answer, and how many a second."""

    took: list[float]
    rate: float

    @property
    def p50(self) -> float:
        return quantile(self.took, 0.5)


@dataclass
class Answers:
    """What the rounds found: a list of cells by scene and crowd, one of each time that it was asked.

    A hundredth of one time is a handful of answers, and one stop of a server is all of them: so the slowest hundredth
    is that of all answers of all times.
    """

    rounds: dict[tuple[str, str], list[Cell]] = field(default_factory=lambda: defaultdict(list))
    pairs: dict[tuple[str, str], list[tuple[Cell, Cell]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, scene: Scene, crowd: str, mine: Cell, floor: Cell) -> None:
        """`floor` is what the scene is compared with, asked just before it."""
        self.rounds[scene.name, crowd].append(mine)
        if floor is not mine:
            self.rounds[scene.floor, crowd].append(floor)
        self.pairs[scene.name, crowd].append((mine, floor))

    def p50(self, scene: str, crowd: str) -> float:
        return median(cell.p50 for cell in self.rounds[scene, crowd])

    def p99(self, scene: str, crowd: str) -> float:
        return quantile([seconds for cell in self.rounds[scene, crowd] for seconds in cell.took], 0.99)

    def rate(self, scene: str, crowd: str) -> float:
        return median(cell.rate for cell in self.rounds[scene, crowd])

    def ratio(self, scene: Scene, crowd: str) -> float:
        """The median of what each p50 is to that of the floor at the same time."""
        return median(mine.p50 / floor.p50 for mine, floor in self.pairs[scene.name, crowd])

    def slow_ratio(self, scene: Scene, crowd: str) -> float:
        """The p99 to that of the floor."""
        return self.p99(scene.name, crowd) / self.p99(scene.floor, crowd)


@dataclass(frozen=True)
class Servers:
    """All of them, each a process of its own that rests while another one is asked."""

    slack: Running
    workspaces: dict[str, Workspace]
    running: dict[str, Running]

    def calls(self) -> tuple[int, float]:
        """How many calls Slack got, and how many seconds ago the last one was."""
        told = httpx.get(f"{self.slack.url}/calls").json()
        return told["calls"], told["quiet"]

    def rest(self, kind: str) -> None:
        """Wait until nothing is owed and Slack is told nothing more."""
        if kind in DATABASES:
            until(lambda: not self.owed(kind), PATIENCE)
        until(lambda: self.calls()[1] > QUIET, PATIENCE)

    def counted(self) -> None:
        """Let PostgreSQL count its rows now, as it does by itself within a minute.

        Before that it finds a row by whichever index was as good while there was none.
        """
        database = self.workspaces[POSTGRESQL].district.database
        database.system_now(lambda connection: connection.exec_driver_sql("ANALYZE"))

    def owed(self, kind: str) -> int:
        """How many messages are still to be sent."""
        ledger = self.workspaces[kind].district.do(lambda tx: Outbox(tx).ledger(), write=False)
        return int(ledger["pending"])


def url_of(database: Database) -> str:
    return str(database.url.render_as_string(hide_password=False))


@contextmanager
def servers(districts: dict[str, District]) -> Iterator[Servers]:
    with ExitStack() as held:

        def begin(*module: str) -> Running:
            made = Running.begin(module, {})
            held.callback(made.kill)
            made.wait()
            return made

        slack = begin("tests.bench.slack")
        running = {kind: begin("tests.bench.floors", kind) for kind in (STARLETTE, BOLT, BOLT_AT_ONCE)}
        told = FakeSlack(url=slack.url)
        for kind, district in districts.items():
            running[kind] = Running.start(url_of(district.database), told, METRICS_TOKEN=METRICS_TOKEN)
            held.callback(running[kind].kill)
        numbers, some = itertools.count(1), next(iter(districts.values()))
        workspaces = {k: Workspace(r.url, told, districts.get(k, some), numbers=numbers) for k, r in running.items()}
        yield Servers(slack, workspaces, running)


def ask(scene: Scene, workspace: Workspace, crowd: Crowd) -> Cell:
    bodies = [scene.body(workspace) for _ in range(max(crowd.beside, int(crowd.requests * scene.share)))]
    took, together = load(workspace.url, bodies, beside=crowd.beside, pause=crowd.pause)
    return Cell(took, len(took) / together)


def answers(served: Servers, *, rounds: int, scale: float, say: Callable[[str], None]) -> Answers:
    """Ask each scene in each crowd, in turn, just after its floor: a slow moment of the machine meets both."""
    found = Answers()

    def asked(scene: Scene, crowd: Crowd) -> Cell:
        cell = ask(scene, served.workspaces[scene.server], crowd)
        served.rest(scene.server)
        return cell

    for number in range(rounds + 1):  # the first one warms up
        for crowd in crowds(scale if number else scale / 4)[0 if number else -1 :]:
            for scene in SCENES * (crowd.times if number else 1):
                floor = next(one for one in SCENES if one.name == scene.floor)
                beside = asked(floor, crowd)
                mine = beside if floor is scene else asked(scene, crowd)
                if number:
                    found.add(scene, crowd.name, mine, beside)
        if not number:
            served.counted()
        say(f"answers: round {number} of {rounds}" if number else "answers: warm")
    return found
