"""What `kaizen tick` does and says."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

from bot.capabilities import jobs
from bot.clock import Ticked, tick
from domain.errors import RefusedError
from storage.db import Database


def moment(typed: str) -> datetime:
    """The moment that was typed; now when nothing was."""
    if not typed:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(typed)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise RefusedError(f"{typed} does not fit; use a time with its offset, such as 2027-03-08T08:00-06:00.")
    return found.astimezone(UTC)


def tick_once(database: Database, now: datetime) -> Ticked:
    return asyncio.run(tick(database, jobs(), now))


def said(done: Ticked) -> Iterator[str]:
    for district, fired in done.fired:
        late = f", {fired.missed} passed over" if fired.missed else ""
        yield f"{district}  {fired.job}  {fired.slot}  {f'did {fired.did}' if fired.ran else 'too late'}{late}"
    for district, job, fault in done.failed:
        yield f"{district}  {job}  FAILED: {fault} in the log above"
    if not done.fired and not done.failed:
        yield "Nothing was due."
