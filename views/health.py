"""How the bot runs, for whoever looks after the installation: jobs, conversations, people and messages, by number."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.frozen import dataclass
from domain.texts import Said, joined, say, say_many
from views.dates import clock, day
from views.elements import Button, Card, Facts, Heading, Item, Items, Note, Part, Text

JOBS: Mapping[str, str] = {
    "absences.back": say("Ends absences"),
    "absences.in_charge": say("Tells who decides now"),
    "cabinet.digest": say("Cabinet digest"),
    "mrt.agenda": say("Agenda of the Management Review Team"),
    "mrt.preview": say("Preview of that agenda"),
    "housekeeping.forget": say("Forgets what is not needed"),
    "reminders.daily": say("The message of the day"),
    "triage.remind_urgent": say("Reminds of urgent reports"),
}
NEVER, RESTS = say("not yet"), say("not in force")
MOST = 10  # people who are named
LEDGER: Mapping[str, str] = {
    "sent": say("Sent"),
    "pending": say("On their way"),
    "failed": say("Failed"),
    "unfilled": say("Wait for somebody"),
    "skipped": say("Not needed any more"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class JobHealth:
    """One job; times are on the wall of the district."""

    name: str
    last: datetime | None = None
    following: datetime | None = None  # None: it is not in force
    passed_over: datetime | None = None
    failed: datetime | None = None
    fault: str = ""
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Health:
    jobs: Sequence[JobHealth]
    conversations: Sequence[tuple[str, str, str]] = ()  # what each is called, what happened, what to do
    people: Sequence[str] = ()  # by name
    ledger: Mapping[str, int]


def health_card(found: Health) -> Card:
    failing = [one for one in found.jobs if one.failed]
    ill = len(failing) + len(found.conversations) + len(found.people) + bool(found.ledger.get("failed"))
    state = say_many("{n} thing to look at", "{n} things to look at", ill) if ill else say("All is well")
    return Card(
        title=say("How Kaizen runs"),
        state=state,
        parts=[
            Heading(say("Jobs")),
            Items([_job(one) for one in found.jobs]),
            *_conversations(found),
            *_people(found),
            Heading(say("Messages")),
            Facts([(LEDGER[state], str(n)) for state, n in found.ledger.items() if state in LEDGER]),
            Note(say("Nothing of a report stands here. What an error said stands in the log, by its id.")),
        ],
        buttons=[Button(label=say("Messages that failed"), does="messages.failed")]
        if found.ledger.get("failed")
        else [],
    )


def _job(one: JobHealth) -> Item:
    last = say("last {at}", at=_at(one.last) if one.last else NEVER)
    following = say("next {at}", at=_at(one.following) if one.following else RESTS)
    failed = ""
    if one.failed:
        failed = say("FAILED {at}: {why}, in the log {fault}", at=_at(one.failed), why=one.why, fault=one.fault)
    late = say("left out {at}", at=_at(one.passed_over)) if one.passed_over else ""
    return Item(name=JOBS.get(one.name, one.name), detail=joined(" · ", [failed, last, following, late]))


def _at(when: datetime) -> Said:
    return joined(" ", [day(when.date(), when.date()), clock(when)])


def _conversations(found: Health) -> list[Part]:
    if not found.conversations:
        return []
    lines = [Text(say("{name} {happened}. {do}", name=n, happened=h, do=d)) for n, h, d in found.conversations]
    return [Heading(say("Conversations with a problem")), *lines]


def _people(found: Health) -> list[Part]:
    if not found.people:
        return []
    named = joined(", ", list(found.people[:MOST]))
    more = say("and {n} more", n=len(found.people) - MOST) if len(found.people) > MOST else ""
    title = say_many("{n} person who is not reached", "{n} people who are not reached", len(found.people))
    hint = Note(say("They have no account in chat that works. What was owed to them waits, or was left out."))
    return [Heading(title), Text(joined(" ", [named, more])), hint]
