"""What waits for people, from all that gives it. To give items of another kind, name its source here."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from domain.items import Item, once_each
from domain.people import PersonId, acting
from storage.car_items import AT_WORK
from storage.db import Tx
from storage.idea_items import IDEA_STEPS
from storage.late_items import COPIES
from storage.meeting_items import MEETINGS
from storage.meeting_steps import MEETING_STEPS
from storage.partnerships import PARTNERS
from storage.people import People
from storage.plan_items import PLAN_STEPS
from storage.risk_items import RISKS
from storage.routines import ROUTINES
from storage.step_items import STEPS
from storage.survey_items import SURVEYS
from storage.triage_items import UNDECIDED

SOURCES = (
    UNDECIDED,  # reports to decide about
    AT_WORK,  # plans, fixes and checks of reports, and more time
    STEPS,  # steps of their plans
    RISKS,  # those of them that are at risk or off track
    IDEA_STEPS,  # steps of ideas
    MEETINGS,  # that they host
    MEETING_STEPS,  # steps that meetings decided
    PARTNERS,  # what partnerships owe
    ROUTINES,  # what their routines ask
    PLAN_STEPS,  # steps of plans of the district and its schools
    SURVEYS,  # surveys to answer, and what is to be said of the last ones
    COPIES,  # what others are late with
)


def audience(tx: Tx) -> set[PersonId]:
    """Everybody for whom something may wait: they themselves, or while they are away whoever acts for them."""
    people, away = People(tx), People(tx).away()
    named = {people.canonical(person) for source in SOURCES for person in source.whom(tx) if person}
    return {acting(person, away) for person in named}


def items_for(tx: Tx, persons: Collection[PersonId]) -> Mapping[PersonId, list[Item]]:
    """What waits for each of these; while somebody is away, for whoever acts for them."""
    away = People(tx).away()
    to = {person: person for person in persons if acting(person, away) == person}
    to |= {absent: acts for absent in away if (acts := acting(absent, away)) in persons}
    found: dict[PersonId, list[Item]] = defaultdict(list)
    for source in SOURCES:
        for item in source.items(tx, to.keys()):
            found[to[item.whose]].append(item)
    return {person: once_each(items) for person, items in found.items()}
