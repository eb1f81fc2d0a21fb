"""Where the bot is installed: for each workspace its token, what it may do there, and whether it still is.

System tables, used by `bot/` only. A token comes and goes encrypted; what was recorded in the workspace stays when the
token goes. In an installation for a whole organization the workspace is the organization.
"""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from sqlalchemy import Column, ColumnElement, Connection, String, Table, Text, and_, select

from domain.errors import RefusedError
from domain.frozen import dataclass
from storage.db import Moment, inserting, metadata, read
from storage.system import (
    connect_workspace,
    database_now,
    district_of,
    districts,
    join_workspace,
    lanes,
    workspaces,
)

installations = Table(
    "installations",
    metadata,
    Column("platform", String(20), primary_key=True),
    Column("workspace", String(80), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("source", String(20), nullable=False),  # where its token comes from: see Source
    Column("token", Text),  # encrypted; none while it is stopped, or when the environment holds it
    Column("bot_user", String(80), nullable=False),
    Column("enterprise", String(80)),
    Column("scopes", Text, nullable=False),  # granted, with commas
    Column("installed_at", Moment, nullable=False),
    Column("stopped_at", Moment),
    Column("stopped_why", String(40)),
    info={"system": True},
)

oauth_states = Table(
    "oauth_states",
    metadata,
    Column("state", String(80), primary_key=True),
    Column("until", Moment, nullable=False),
    info={"system": True},
)

NEVER = datetime.min.replace(tzinfo=UTC)
ENVIRONMENT, COMMAND, OAUTH = "environment", "command", "oauth"  # sources
REMOVED = "removed"  # why one was stopped: by command, so that no token is used there, whichever it is


@dataclass(frozen=True, kw_only=True, slots=True)
class Installation:
    platform: str
    workspace: str
    name: str = ""
    source: str
    token: str | None = None
    bot_user: str = ""
    enterprise: str | None = None
    scopes: str = ""
    installed_at: datetime = NEVER
    stopped_at: datetime | None = None
    stopped_why: str | None = None

    @property
    def live(self) -> bool:
        return self.stopped_at is None

    @property
    def granted(self) -> frozenset[str]:
        return frozenset(scope for scope in self.scopes.split(",") if scope)

    def __repr__(self) -> str:
        return f"Installation({self.platform}:{self.workspace})"  # never the token


def all_installations(connection: Connection, platform: str) -> list[Installation]:
    query = select(installations).where(installations.c.platform == platform).order_by(installations.c.workspace)
    return [read(Installation, dict(row)) for row in connection.execute(query).mappings()]


def installation(connection: Connection, platform: str, workspace: str) -> Installation | None:
    row = connection.execute(select(installations).where(*_key(platform, workspace))).mappings().first()
    return read(Installation, dict(row)) if row else None


def keep(connection: Connection, made: Installation, *, new: str, district: str | None = None) -> str:
    """Keep an installation and give its district: the one that is named, the one it has, or a new one called `new`.

    What waited for it is sent at once. It begins now, unless it is the same one as before.
    """
    known = district_of(connection, made.platform, made.workspace)
    if known and district and known != district:
        raise RefusedError(f"{made.workspace} belongs to another district already. See: kaizen district list")
    if known is None and district:
        join_workspace(connection, made.platform, made.workspace, district)
    found = known or district or connect_workspace(connection, made.platform, made.workspace, new=new)
    before = installation(connection, made.platform, made.workspace)
    same = before and before.live and before.source == made.source and made.token is None
    row = asdict(made) | {"installed_at": before.installed_at if before and same else database_now(connection)}
    into = inserting(connection.dialect.name)(installations).values(row)
    connection.execute(into.on_conflict_do_update(index_elements=["platform", "workspace"], set_=row))
    _wake(connection, made)
    return found


def _wake(connection: Connection, one: Installation) -> None:
    """What is owed there need not rest any longer."""
    lane = f"{one.platform}:{one.workspace}"
    connection.execute(lanes.update().where(lanes.c.name == lane).values(next_at=None))


def confirm(connection: Connection, was: Installation, *, name: str, scopes: str) -> None:
    """Its token is good: if it was stopped for a while, it is not any more."""
    same = (installations.c.token.is_not_distinct_from(was.token), installations.c.installed_at == was.installed_at)
    now = {"name": name, "scopes": scopes, "stopped_at": None, "stopped_why": None}
    connection.execute(installations.update().where(*_key(was.platform, was.workspace), *same).values(now))
    if was.stopped_at:
        _wake(connection, was)


def stop(connection: Connection, was: Installation, why: str, *, keep_token: bool = False) -> bool:
    """Nothing is sent there any more, and no job runs for it; records stay. False when that was known.

    Only what was read is stopped: the workspace may have been installed anew meanwhile, with another token.
    """
    c = installations.c
    same = (c.token.is_not_distinct_from(was.token), c.installed_at == was.installed_at, c.stopped_at.is_(None))
    gone = {} if keep_token else {"token": None}
    change = installations.update().where(*_key(was.platform, was.workspace), *same)
    return connection.execute(change.values(stopped_at=database_now(connection), stopped_why=why, **gone)).rowcount == 1


def seal_again(connection: Connection, was: Installation, sealed: str) -> bool:
    """Keep the same token as it is encrypted now, unless it was changed meanwhile."""
    change = installations.update().where(*_key(was.platform, was.workspace), installations.c.token == was.token)
    return connection.execute(change.values(token=sealed)).rowcount == 1


def live_districts(connection: Connection) -> list[tuple[str, str]]:
    """Id and short name of each district that can be reached: jobs run for these."""
    return [(id_, short) for id_, short, live in every_district(connection) if live]


def every_district(connection: Connection) -> list[tuple[str, str, bool]]:
    """Id and short name of each district, and whether it can be reached.

    A workspace is live until its installation was stopped; one of which no installation is kept yet, because the
    platform was not reached since the start, counts as live.
    """
    i, w = installations.c, workspaces.c
    known = and_(i.platform == w.platform, i.workspace == w.workspace)
    live = select(w.of_district).outerjoin(installations, known).where(i.stopped_at.is_(None))
    d = districts.c
    query = select(d.id, d.short, d.id.in_(live).label("live")).order_by(d.short)
    return [(row.id, row.short, bool(row.live)) for row in connection.execute(query)]


def issue_state(connection: Connection, state: str, life: timedelta) -> None:
    """Begin an installation; those that were never finished are forgotten."""
    now = database_now(connection)
    connection.execute(oauth_states.delete().where(oauth_states.c.until <= now))
    connection.execute(oauth_states.insert().values(state=state, until=now + life))


def consume_state(connection: Connection, state: str) -> bool:
    """Whether this state was issued, not too long ago, and not used before."""
    c = oauth_states.c
    used = oauth_states.delete().where(c.state == state, c.until > database_now(connection))
    return connection.execute(used).rowcount == 1


def _key(platform: str, workspace: str) -> tuple[ColumnElement[bool], ...]:
    return installations.c.platform == platform, installations.c.workspace == workspace
