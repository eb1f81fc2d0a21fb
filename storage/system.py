"""The few tables that are not a district's: which district a workspace belongs to, and who sends to it just now.

Used by `bot/` only; no handler gets a connection.
"""

from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Index, String, Table, Update, and_, bindparam, exists, func, or_, select

from domain.frozen import dataclass
from storage.db import Moment, inserting, metadata, read
from storage.outbox import PENDING, outbox
from storage.statements import count_soon, rows_of, tell

districts = Table(
    "districts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("short", String(60), nullable=False),
    info={"system": True},
)
Index("ix_districts_short", districts.c.short, unique=True)

workspaces = Table(
    "workspaces",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("workspace", String(80), primary_key=True),
    Column("of_district", String(40), nullable=False),
    info={"system": True},
)

lanes = Table(
    "lanes",
    metadata,
    Column("name", String(120), primary_key=True),  # a platform and a workspace of it, with a colon between
    Column("of_district", String(40), nullable=False),
    Column("owner", String(80)),
    Column("until", Moment),
    Column("next_at", Moment),
    info={"system": True},
)

CLOCK = select(func.clock_timestamp().label("now"))
RELEASING = (
    lanes.update()
    .where(lanes.c.name == bindparam("lane"), lanes.c.owner == bindparam("me"))
    .values(owner=None, until=None, next_at=None)
)


@dataclass(frozen=True, slots=True)
class Workspace:
    platform: str
    workspace: str
    of_district: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane that was claimed, and by whom."""

    name: str
    of_district: str
    owner: str


def connect_workspace(connection: Connection, platform: str, workspace: str, *, new: str) -> str:
    """The district of a workspace; a workspace seen for the first time founds the district `new`."""
    row = {"platform": platform, "workspace": workspace, "of_district": new}
    into = inserting(connection.dialect.name)(workspaces).values(row).on_conflict_do_nothing()
    if connection.execute(into.returning(workspaces.c.workspace)).first() is None:
        return district_of(connection, platform, workspace) or new
    connection.execute(districts.insert().values(id=new, short=workspace.lower()))
    connection.execute(lanes.insert().values(name=f"{platform}:{workspace}", of_district=new))
    return new


def found_or_join(connection: Connection, platform: str, workspace: str, *, new: str) -> str:
    """The same, but where there is one district and it has none on this platform, the workspace is that one's."""
    known = connection.execute(select(districts.c.id)).scalars().all()
    here = {one.of_district for one in workspaces_of(connection, platform)}
    if len(known) == 1 and known[0] not in here:
        join_workspace(connection, platform, workspace, known[0])
        return str(known[0])
    return connect_workspace(connection, platform, workspace, new=new)


def join_workspace(connection: Connection, platform: str, workspace: str, district: str) -> None:
    """Another workspace of a district that exists."""
    connection.execute(workspaces.insert().values(platform=platform, workspace=workspace, of_district=district))
    connection.execute(lanes.insert().values(name=f"{platform}:{workspace}", of_district=district))


def district_of(connection: Connection, platform: str, workspace: str) -> str | None:
    query = select(workspaces.c.of_district).where(
        workspaces.c.platform == platform, workspaces.c.workspace == workspace
    )
    return connection.execute(query).scalar_one_or_none()


def workspaces_of(connection: Connection, platform: str) -> list[Workspace]:
    query = select(workspaces).where(workspaces.c.platform == platform)
    return [read(Workspace, dict(row)) for row in connection.execute(query).mappings()]


def all_districts(connection: Connection) -> list[tuple[str, str, list[str]]]:
    """Each district's id, short name and workspaces."""
    found = connection.execute(select(districts.c.id, districts.c.short).order_by(districts.c.short)).all()
    joined = connection.execute(select(workspaces.c.of_district, workspaces.c.workspace)).all()
    return [(id_, short, sorted(w for d, w in joined if d == id_)) for id_, short in found]


def find_district(connection: Connection, name: str) -> str | None:
    """A district by its id, short name or one of its workspaces."""
    for id_, short, connected in all_districts(connection):
        if name.lower() in {id_.lower(), short, *(w.lower() for w in connected)}:
            return id_
    return None


def database_now(connection: Connection) -> datetime:
    """The database's clock, the same for every replica: leases compare with nothing else."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql("SELECT strftime('%Y-%m-%d %H:%M:%f', 'now')").scalar_one()
        return datetime.fromisoformat(found).replace(tzinfo=UTC)
    now: datetime = rows_of(connection, CLOCK, {})[0]["now"]
    return now.astimezone(UTC)


def claim_lane(connection: Connection, owner: str, lease: timedelta, platforms: Collection[str]) -> Lane | None:
    """Become the one sender of a lane that has something due, for as long as the lease lasts.

    The one that waits longest, so that none is passed over for ever where more are busy than may be sent at once.
    """
    claiming = _claiming(connection.dialect.name, lease, tuple(platforms))
    claimed = rows_of(connection, claiming, {"me": owner})
    return Lane(**claimed[0], owner=owner) if claimed else None


@cache
def _claiming(dialect: str, lease: timedelta, platforms: tuple[str, ...]) -> Any:
    """Made once: it comes after each commit."""
    now, c = _clock(dialect), lanes.c
    ours = or_(*(c.name.startswith(f"{platform}:") for platform in platforms))
    waits = (outbox.c.district == c.of_district, outbox.c.lane == c.name, outbox.c.state == PENDING)
    due = exists().where(*waits, outbox.c.due <= now)
    oldest = select(func.min(outbox.c.due)).where(*waits).scalar_subquery()
    free = and_(or_(c.until.is_(None), c.until <= now), or_(c.next_at.is_(None), c.next_at <= now))
    first = select(c.name).where(ours, due, free).order_by(oldest, c.name).limit(1).with_for_update(skip_locked=True)
    mine = lanes.update().where(c.name == first.scalar_subquery())
    return mine.values(owner=bindparam("me"), until=_clock(dialect, lease)).returning(c.name, c.of_district)


def next_lane(
    connection: Connection,
    owner: str,
    lease: timedelta,
    platforms: Collection[str],
    *,
    done: Lane | None = None,
    wait: timedelta | None = None,
) -> Lane | None:
    """Let go of the lane that is done, and claim another one: in one transaction."""
    if done:
        release_lane(connection, done, wait=wait)
    return claim_lane(connection, owner, lease, platforms)


def renew_lane(connection: Connection, lane: Lane, lease: timedelta) -> Callable[[], bool]:
    """Go on being the sender, with what is asked next; what this gives is False when somebody else took the lane.

    They may where the lease ran out.
    """
    renewing = _renewing(connection.dialect.name, lease)
    renewed = count_soon(connection, renewing, {"lane": lane.name, "me": lane.owner})
    return lambda: renewed() == 1


@cache
def _renewing(dialect: str, lease: timedelta) -> Update:
    """Made once: this comes with every message."""
    mine = (lanes.c.name == bindparam("lane"), lanes.c.owner == bindparam("me"))
    return lanes.update().where(*mine).values(until=_clock(dialect, lease))


def _clock(dialect: str, ahead: timedelta = timedelta(0)) -> Any:
    """The database's clock in a statement, or what it will say so much later.

    On PostgreSQL it stands still for a statement, so that an index finds what is due.
    """
    if dialect == "sqlite":  # which keeps an instant as text, with six digits of a second
        return func.strftime("%Y-%m-%d %H:%M:%f000", "now", f"{ahead.total_seconds():+f} seconds")
    return func.statement_timestamp() + ahead


def release_lane(connection: Connection, lane: Lane, *, wait: timedelta | None = None) -> None:
    """Let the lane go; `wait` is how long nobody may send on it."""
    if wait is None:
        tell(connection, RELEASING, {"lane": lane.name, "me": lane.owner})
        return
    mine = lanes.update().where(lanes.c.name == lane.name, lanes.c.owner == lane.owner)
    connection.execute(mine.values(owner=None, until=None, next_at=database_now(connection) + wait))


def workspace_of(connection: Connection, district: str, platform: str) -> Workspace | None:
    """The workspace of a district on a platform, if it has one; of several the first."""
    c = workspaces.c
    query = select(workspaces).where(c.of_district == district, c.platform == platform).order_by(c.workspace).limit(1)
    row = connection.execute(query).mappings().first()
    return read(Workspace, dict(row)) if row else None
