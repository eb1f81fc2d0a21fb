"""Each school visited this term: what was planned and done at each, those that nobody visited yet first."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.improvement_rights import in_charge
from domain.meetings import Meeting, MeetingKind
from domain.people import Role, Viewer


@dataclass(frozen=True, kw_only=True, slots=True)
class AtSchool:
    """What a kind of meeting came to at a school in a term."""

    done: int = 0
    last: date | None = None
    following: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SchoolSeen:
    school: str
    visits: AtSchool
    talks: AtSchool  # Coffee and Conversation


def schools_seen(schools: Collection[str], meetings: Iterable[Meeting], today: date) -> list[SchoolSeen]:
    """Those that nobody visited in the term first, then those whose visit is the longest ago; in their order beside."""
    known = list(meetings)
    found = [
        SchoolSeen(
            school=school,
            visits=_at(known, school, MeetingKind.VISIT, today),
            talks=_at(known, school, MeetingKind.COFFEE, today),
        )
        for school in schools
    ]
    return sorted(found, key=lambda one: one.visits.last or date.min)


def _at(meetings: Sequence[Meeting], school: str, kind: MeetingKind, today: date) -> AtSchool:
    there = [one for one in meetings if one.school == school and one.kind is kind]
    done = [one.day for one in there if one.is_over]
    ahead = [one.day for one in there if one.is_ahead and one.day >= today]
    return AtSchool(done=len(done), last=max(done, default=None), following=min(ahead, default=None))


def sees_schools(viewer: Viewer) -> bool:
    return in_charge(viewer) or viewer.holds(Role.CABINET_MEMBER) or viewer.holds(Role.MRT_MEMBER)


def check_sees_schools(viewer: Viewer) -> None:
    if not sees_schools(viewer):
        raise RefusedError(
            "Only the Cabinet, the Management Review Team, the superintendent or the management representative can see "
            "which schools were visited."
        )
