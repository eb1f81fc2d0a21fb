"""What everybody who was asked hears of a wave: owed to a few at a time, each once."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from domain.people import PersonId
from domain.school_calendar import DAY
from domain.surveys import Told
from storage.db import Tx
from storage.outbox import Outbox
from storage.reminded import Reminded
from storage.settings import DistrictSettings
from storage.waves import Untold, Waves

MOST = 100  # people whom one transaction of the clock owes a message
FIRST = 1000  # people who are told by whoever presses: the clock may be a quarter of an hour away
NOTICES: Mapping[Told, str] = {Told.INVITED: "wave.invited", Told.RESULTS: "wave.shared", Told.DONE: "wave.done"}
LATEST = 20  # the hour after which nobody is asked that day


def tell_some(tx: Tx, *, after: str = "") -> tuple[int, str | None]:
    """Tell the next ones; how many there were, and behind whom to go on, if there are more."""
    found = Waves(tx).untold(after=after, most=MOST)
    quiet = _quiet(tx, {one.who for one in found if one.waits})
    now = [one for one in found if not one.waits or one.who in quiet]
    for one in now:
        key = f"{NOTICES[one.telling]}:{one.wave}"
        Outbox(tx).owe(NOTICES[one.telling], one.wave, to=one.who, key=key)
    for wave, telling in {(one.wave, one.telling) for one in now}:
        Waves(tx).heard(wave, [one.who for one in now if one.wave == wave], telling)
    return len(now), _behind(found[-1]) if len(found) == MOST else None


def tell_first(tx: Tx) -> None:
    """Tell as many as one press may owe something."""
    after: str | None = ""
    for _ in range(FIRST // MOST):
        if after is not None:
            _, after = tell_some(tx, after=after)


def _behind(last: Untold) -> str:
    return f"{last.wave} {last.who}"


def _quiet(tx: Tx, persons: Collection[PersonId]) -> set[PersonId]:
    """Those whose morning has passed today without another message, and those who get none."""
    book = Reminded(tx)
    mornings = book.mornings(persons, DistrictSettings(tx).all()) if persons else {}
    got, found = book.days(persons, tx.now.date() - DAY), set(persons) - mornings.keys()
    for person, morning in mornings.items():
        local = tx.now.astimezone(morning.zone)
        begins = local.replace(hour=morning.at.hour, minute=morning.at.minute, second=0, microsecond=0)
        passed = local >= begins + timedelta(hours=1) and local.hour < LATEST
        if passed and (person, local.date()) not in got:
            found.add(person)
    return found
