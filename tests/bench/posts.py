"""How long it takes to draw what is posted each week and each month, in a district with years behind it.

From the facts that were kept to what a platform is sent: titles are looked up, and each list of a thread is drawn.
"""

from collections.abc import Callable, Mapping
from functools import partial
from statistics import median

from domain.people import PersonId
from storage.conversations import Conversations
from storage.db import Tx
from storage.digests import POST, Digests
from storage.outbox import outbox
from storage.publishing import POST as AGENDA
from storage.publishing import Publishing
from storage.settings import DistrictSettings
from tests.bench.much import NOON, TODAY
from tests.bench.reads import ACCOUNT, clock_of
from tests.conftest import WORKSPACE, District
from tests.story import ROUTES
from views import slack, teams

ROOM, SLOT = "C1", str(TODAY)
MORE = {POST: "cabinet.more", AGENDA: "agenda.more"}
POSTS: Mapping[str, str] = {"the digest of a Cabinet": POST, "the agenda of a management review": AGENDA}


def drawn(district: District, *, rounds: int) -> Mapping[str, float]:
    """Seconds for the slowest message of each: its post, or a list in its thread; medians, the slower platform's."""
    district.do(_posted, now=NOON)
    return {
        name: max(_seconds(district, *one, rounds) for one in _owed(district, what)) for name, what in POSTS.items()
    }


def _posted(tx: Tx) -> None:
    Conversations(tx).seen("slack", WORKSPACE, ROOM, label="leaders")
    for key in ("digest_channel", "mrt_channel"):
        DistrictSettings(tx).set(key, ROOM, by="system")
    Digests(tx).post(SLOT, TODAY, by="system")
    Publishing(tx).publish(SLOT, TODAY, by=PersonId("system"))


def _owed(district: District, post: str) -> list[tuple[str, str]]:
    """What is to be drawn of a post: which notice, about what."""
    rows = district.do(lambda tx: tx.rows(outbox, outbox.c.what.in_([post, MORE[post]])))
    return [(row["what"], row["about"]) for row in rows]


def _seconds(district: District, what: str, about: str, rounds: int) -> float:
    def once(draw: Callable[..., object]) -> float:
        return float(district.do(partial(_drawing, district, what, about, draw), now=NOON, write=False))

    return max(median(once(draw) for _ in range(rounds)) for draw in (slack.message, teams.message))


def _drawing(district: District, what: str, about: str, draw: Callable[..., object], tx: Tx) -> float:
    call, clock = district.call(tx, ACCOUNT, about=about), clock_of(district.database)
    began = clock()
    draw(ROUTES[what].handle(call))
    return clock() - began
