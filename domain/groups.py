"""Groups whose voice a plan needs, as they are ticked; what they are called beside that is typed."""

from collections.abc import Collection, Mapping
from enum import StrEnum

from domain.texts import joined, say


class Group(StrEnum):
    STUDENTS = "students"  # heard in meetings, recorded as a group
    FAMILIES = "families"
    STAFF = "staff"
    LEADERS = "leaders"
    LIAISONS = "liaisons"
    COMMUNITY = "community"
    BUSINESS = "business"
    NATIONS = "nations"


GROUPS: Mapping[Group, str] = {
    Group.STUDENTS: say("Students (as a group)"),
    Group.FAMILIES: say("Families"),
    Group.STAFF: say("Staff"),
    Group.LEADERS: say("School leaders"),
    Group.LIAISONS: say("Liaisons and service providers"),
    Group.COMMUNITY: say("Community"),
    Group.BUSINESS: say("Business and partners"),
    Group.NATIONS: say("Sovereign nations (government to government)"),
}


def group_words(groups: Collection[Group], others: str | None = None) -> str:
    """Those that were ticked, in their order, and what else was typed."""
    return joined(", ", [*(said for group, said in GROUPS.items() if group in groups), others or ""])


def not_heard(groups: Collection[Group]) -> list[Group]:
    return [group for group in GROUPS if group not in groups]
