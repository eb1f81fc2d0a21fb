"""What `kaizen calendar` and `kaizen check-templates` look up and say."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from bot.capabilities import jobs
from domain.errors import RefusedError
from domain.schedules import DAY, due_times
from scheduled.jobs import Job
from storage.db import Database, Tx
from storage.settings import DistrictSettings
from storage.system import all_districts
from storage.wordings import Wordings
from views.cabinet import SAMPLES, name_of
from views.wordings import built_in, check

MOMENT = timedelta(microseconds=1)  # due times are asked for behind one instant, and until another


class Coming(NamedTuple):
    """A post to come: which job makes it, in which district, and when on its wall, with the offset of that day."""

    at: datetime
    district: str
    job: str


def day_of(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise RefusedError(f"{typed} is no day; use one such as 2027-03-08.") from None


def coming(database: Database, first: date, last: date) -> list[Coming]:
    """All that will be posted on these days, both included, in every district where it is in force."""
    if last < first:
        raise RefusedError(f"{last} is before {first}.")
    posting = [job for job in jobs() if job.posts]
    found: list[Coming] = []
    for district, short, _ in database.system_now(all_districts):

        def look(tx: Tx, short: str = short) -> list[Coming]:
            return list(_of_district(tx, posting, short, first, last))

        found += database.do(district, look, now=datetime.now(UTC), door="cli", write=False)
    return sorted(found)


def _of_district(tx: Tx, posting: Sequence[Job], short: str, first: date, last: date) -> Iterator[Coming]:
    settings = DistrictSettings(tx).all()
    zone, calendar = settings.zone, settings.rules.calendar
    midnights = (datetime.combine(day, time(), tzinfo=zone) for day in (first, last + DAY))
    after, until = (at.astimezone(UTC) for at in midnights)
    for job in posting:
        if not job.rests(settings):
            for at in due_times(job.rule(settings), after - MOMENT, until - MOMENT, zone=zone, calendar=calendar):
                yield Coming(at.astimezone(zone), short, job.name)


def told(found: Sequence[Coming], *, as_json: bool) -> str:
    if as_json:
        return json.dumps([{"job": c.job, "district": c.district, "at": c.at.isoformat()} for c in found], indent=2)
    return "\n".join(f"{c.at:%a %d %b %Y %H:%M %z}  {c.district}  {c.job}" for c in found) or "Nothing will be posted."


def wrong_words(database: Database) -> list[str]:
    """What is wrong with the templates that Kaizen comes with and those that districts wrote, a line for each."""
    from bot.templates_cli import wrong_templates  # only who looks through them starts what knows Word

    found = [line for section in SAMPLES for line in _wrong("kaizen", name_of(section), built_in(name_of(section)))]
    for district, short, _ in database.system_now(all_districts):
        own = database.do(district, lambda tx: Wordings(tx).all(), now=datetime.now(UTC), door="cli", write=False)
        found += [line for name, text in sorted(own.items()) for line in _wrong(short, name, text)]
    return [*found, *wrong_templates(database)]


def _wrong(whose: str, name: str, text: str) -> Iterator[str]:
    samples = next((SAMPLES[section] for section in SAMPLES if name_of(section) == name), None)
    if samples is None:
        yield f"{whose}: {name}: there is no such section"
        return
    faults = {(fault.line, str(fault.what)) for sample in samples for fault in check(text, sample)}
    yield from (f"{whose}: {name}: line {line}: {what}" for line, what in sorted(faults))
