"""What this bot can do. Add a capability: write its modules, then name it here."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from handlers.routing import Route
from scheduled.jobs import Job

CAPABILITIES = (
    "home",  # a person's own page, and help
    "cars",  # corrective action requests and their log
    "log",  # all of it, filtered
    "exports",  # and as a file, like each paper of a report
    "triage",  # deciding about them
    "reminders",  # the one message of a day, and who else hears of what is late
    "ideas",  # what could be better, and what becomes of it
    "idea_decisions",  # deciding about them
    "polls",  # a question to a conversation, and what people say
    "surveys",  # what is asked of many, in waves
    "survey_answers",  # what they say to it
    "survey_results",  # and what that came to
    "survey_links",  # and links, letters and codes for families
    "cabinet",  # the weekly digest of the Cabinet
    "minutes",  # what came of a meeting, and who approved that
    "cabinet_agenda",  # what the Cabinet talks about next
    "outcomes",  # writing it down
    "corrections",  # and mending it
    "trends",  # what they add up to
    "raising",  # and what somebody makes of that
    "story",  # what history tells of one
    "asking",  # questions in plain words
    "plans",  # what their owners plan, and who approves it
    "work",  # quick fixes, steps, and whose turn it is
    "improvement",  # plans of the district, of schools and departments
    "improvement_writing",  # their goals, strategies and measures
    "improvement_life",  # how they come into force, change, go on and end
    "agenda",  # of the management review
    "mrt",  # on its day
    "needs",  # what they answer
    "need_redaction",  # words removed from one for good
    "roadmap",  # five phases, and the same questions to each
    "plan_exports",  # and as files
    "my_steps",  # everybody's steps, and what is told of them
    "partnerships",  # those with a partner, and what each side promised
    "partners",  # by their link a partner tells how they keep it
    "plan_steps",  # adding and changing those of plans
    "routines",  # the meetings in their rhythm
    "meetings",  # and meetings of every other kind
    "meeting_planning",  # planning them and inviting people
    "meeting_life",  # holding them
    "meeting_themes",  # what was heard there
    "meeting_pulse",  # and asking how it was
    "meeting_schools",  # which schools were visited
    "meeting_calendar",  # in people's calendars
    "meeting_redaction",  # words removed from one for good
    "meeting_steps",  # and what became of what they decided
    "plan_step_owners",  # handing a step of a plan to somebody who agrees
    "feeds",  # in their calendar
    "checks",  # whether a fix is there and holds, and how a report ends
    "extensions",  # more time
    "similar",  # problems that came back
    "owners",  # handing one to somebody who agrees
    "step_owners",  # and a step of one
    "leavers",  # giving what somebody did who left to others
    "offices",  # handing them over to an office of the district
    "conversations",  # where it posts, and what keeps it from that
    "people",  # who holds which seat
    "evidence",  # what people add to show something
    "files",  # of reports, and those that it drew
    "links",  # to pages, which IT makes by command
    "public",  # what everybody may read of them
    "auditors",  # links for them
    "pairs",  # two accounts of one human
    "claims",  # the first seat, taken by an admin
    "absences",  # who is away, and who acts for them
    "health",  # how it runs
    "messages",  # those that failed
    "places",  # schools and departments
    "redaction",  # words removed from a report for good
    "plan_redaction",  # and from a plan
    "holds",  # what keeps them from being removed
    "calendar",  # the days without school
    "settings",  # what a district has set
    "housekeeping",  # forgets what only the bot needed
)


def routes() -> dict[str, Route]:
    """Every route by its name. Two of one name are fatal, as is a capability that cannot be imported."""
    found: dict[str, Route] = {}
    for module in _modules("handlers"):
        for route in module.routes.all:
            if route.name in found:
                raise ValueError(f"two handlers answer {route.name}")
            found[route.name] = route
    return found


def jobs() -> list[Job]:
    """Every job of every capability."""
    return [job for module in _modules("scheduled") for job in module.jobs.all]


def _modules(package: str) -> Iterator[Any]:
    there = {module.name for module in iter_modules(import_module(package).__path__)}
    for name in CAPABILITIES:
        if name in there:
            yield import_module(f"{package}.{name}")
