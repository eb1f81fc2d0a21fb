"""Who plans a meeting, who runs it, and who sees it."""

from collections.abc import Collection, Mapping

from domain.errors import RefusedError
from domain.improvement_rights import heads, in_charge
from domain.meetings import WITH_AGENDA, Meeting, MeetingKind
from domain.people import PersonId, Role, Viewer
from domain.texts import say

#: Whose members see every meeting of a kind, whoever was invited.
OF_MEMBERS: Mapping[MeetingKind, Role] = {
    MeetingKind.MRT: Role.MRT_MEMBER,
    MeetingKind.CABINET: Role.CABINET_MEMBER,
    MeetingKind.TRAINING: Role.BOARD_MEMBER,
}
RUNNERS = say("whoever hosts it, the management representative or the superintendent")


def may_plan(viewer: Viewer, kind: MeetingKind, school: str) -> bool:
    """Those in charge plan any; a principal or department head those of their school or department."""
    return in_charge(viewer) or (kind not in WITH_AGENDA and heads(school or None, viewer))


def may_add(kind: MeetingKind, viewer: Viewer) -> bool:
    """Put something on the agenda of a meeting of this kind: those in charge, and its members."""
    return in_charge(viewer) or viewer.holds(OF_MEMBERS[kind])


def check_may_plan(viewer: Viewer, kind: MeetingKind, school: str) -> None:
    if may_plan(viewer, kind, school):
        return
    if kind in WITH_AGENDA:
        raise RefusedError(
            "Only the management representative or the superintendent can plan this meeting.", field="kind"
        )
    raise RefusedError(
        "Only the management representative or the superintendent can plan a meeting for the district; for a school "
        "its principal can, and for a department its head.",
        field="school",
    )


def may_run(meeting: Meeting, viewer: Viewer) -> bool:
    """Start it, say who came, close it: its host, who may plan it, and where minutes are taken the recorder."""
    records = meeting.has_agenda and viewer.holds(Role.RECORDER)
    return meeting.host in viewer.ids or may_plan(viewer, meeting.kind, meeting.school) or records


def check_may_run(meeting: Meeting, viewer: Viewer) -> None:
    if not may_run(meeting, viewer):
        raise RefusedError("Only {who} can do this with {number}.", who=RUNNERS, number=meeting.number)


def sees(meeting: Meeting, invited: Collection[PersonId], viewer: Viewer) -> bool:
    """storage/meeting_sight.py says the same in SQL."""
    of_members = OF_MEMBERS.get(meeting.kind)
    member = of_members is not None and viewer.holds(of_members)
    return meeting.for_all or may_run(meeting, viewer) or member or not viewer.ids.isdisjoint(invited)
