"""How the bot runs, for whoever looks after the installation: nothing of a record stands here."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from domain.conversations import POSTS, PROBLEMS
from domain.errors import RefusedError
from domain.rhythms import agenda_rests
from domain.schedules import WEEK, due_times
from domain.settings import Settings
from domain.texts import say
from handlers.routing import Call, Reply, Routes, Show
from storage.conversations import Conversations
from storage.digests import JOB as DIGEST
from storage.outbox import Outbox
from storage.people import People
from storage.publishing import JOB as AGENDA
from storage.publishing import PREVIEW
from storage.running import Running
from storage.schedules import Schedules
from views.elements import Card
from views.health import JOBS, Health, JobHealth, health_card

routes = Routes()

FAR = 6 * WEEK


def _never(_: Settings) -> bool:
    return False


#: Jobs that are in force only once something was set.
RESTS: Mapping[str, Callable[[Settings], bool]] = {
    DIGEST: lambda settings: settings.digest_rests,
    AGENDA: agenda_rests,
    PREVIEW: agenda_rests,
}


@routes.command("health", anybody=True)
@routes.button("health.open", administrative=True)
def open_(call: Call) -> Reply:
    """Also for an administrator who is not staff."""
    return Show(card(call), beside=True)


@routes.notice("health.card", administrative=True)
def card(call: Call) -> Card:
    if not call.viewer.administrator:
        raise RefusedError("Only an administrator can see how Kaizen runs.")
    names = People(call.tx).names(found := Running(call.tx).unreached())
    return health_card(
        Health(
            jobs=_jobs(call),
            conversations=_conversations(call),
            people=[names.get(person, say("Somebody who left")) for person in found],
            ledger=Outbox(call.tx).ledger(),
        )
    )


def _jobs(call: Call) -> Sequence[JobHealth]:
    """Those that the clock has begun with here, by the rules that it keeps of them."""
    running, plans = Running(call.tx), Schedules(call.tx).all()
    last, late, failed = running.last_ran(), running.passed_over(), running.failed()
    names = sorted({*plans, *failed, *JOBS})
    return [
        JobHealth(
            name=name,
            last=_wall(call, last.get(name)),
            following=_next(call, name),
            passed_over=_wall(call, late.get(name)),
            failed=_wall(call, failed[name].at) if name in failed else None,
            fault=failed[name].fault if name in failed else "",
            why=failed[name].why if name in failed else "",
        )
        for name in names
    ]


def _next(call: Call, job: str) -> datetime | None:
    """None where it is not in force, or the clock has not begun with it."""
    known = Schedules(call.tx).get(job)
    if known is None or RESTS.get(job, _never)(call.settings):
        return None
    zone, calendar, now = call.settings.zone, call.settings.rules.calendar, call.tx.now
    found = due_times(known.plan.rule, now, now + FAR, zone=zone, calendar=calendar)
    return found[0].astimezone(zone) if found else None


def _wall(call: Call, when: datetime | None) -> datetime | None:
    return when.astimezone(call.settings.zone) if when else None


def _conversations(call: Call) -> list[tuple[str, str, str]]:
    """Those that a setting names and in which something is wrong."""
    chosen = {call.settings[key] for key in POSTS}
    ill = [one for one in Conversations(call.tx).all() if one.id in chosen and one.problem]
    return [(f"#{one.label}" if one.label else one.id, *PROBLEMS[one.problem or ""]) for one in ill]
