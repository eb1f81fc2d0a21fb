"""Who finds which meeting: decided in SQL, as `sees` of domain/meeting_rights.py says it of one."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from domain.errors import RefusedError
from domain.improvement_rights import HEADS, in_charge
from domain.meeting_rights import OF_MEMBERS
from domain.meetings import AHEAD_OF_IT, WITH_AGENDA, Meeting, MeetingKind, Phase
from domain.people import Role, Viewer
from domain.texts import command
from storage.db import OURS, Tx
from storage.meeting_tables import attendees, meetings
from storage.meetings import Meetings
from storage.records import Records

M, A = meetings.c, attendees.c
LATEST = (M.day.desc(), M.start.desc(), M.number.desc())
IN_ORDER = (M.day, M.start, M.number)
MOST = 500  # of one calendar
IN_WORK = [str(phase) for phase in (*AHEAD_OF_IT, Phase.RUNNING)]


def seen_by(viewer: Viewer) -> ColumnElement[bool]:
    """Meetings that somebody finds."""
    return true() if in_charge(viewer) else or_(M.for_all.is_(True), of_theirs(viewer), *_by_seat(viewer))


def of_theirs(viewer: Viewer) -> ColumnElement[bool]:
    """Those that they host or are expected at."""
    ids = sorted(viewer.ids)
    named = select(A.meeting).where(A.district == OURS, A.person.in_(ids), A.gone.is_(False))
    return or_(M.host.in_(ids), M.number.in_(named))


def _by_seat(viewer: Viewer) -> list[ColumnElement[bool]]:
    agenda = [str(kind) for kind in WITH_AGENDA]
    places = [seat.place for seat in viewer.seats if seat.role in HEADS and seat.place]
    kinds = {str(kind) for kind, role in OF_MEMBERS.items() if viewer.holds(role)}
    if viewer.holds(Role.RECORDER):
        kinds |= set(agenda)
    return [and_(M.school.in_(places), M.kind.not_in(agenda)), M.kind.in_(sorted(kinds))]


def of_kind(kind: MeetingKind) -> ColumnElement[bool]:
    return M.kind == str(kind)


class SeenMeetings:
    """As somebody finds them."""

    def __init__(self, tx: Tx, viewer: Viewer) -> None:
        self._tx = tx
        self._viewer = viewer

    def find(self, number: str) -> Meeting | None:
        found, _ = self._page(M.number == number, order=IN_ORDER)
        return found[0] if found else None

    def get(self, number: str) -> Meeting:
        found = self.find(number)
        if found is None:
            raise RefusedError(
                "There is no meeting {number} that you can see. Look at yours with: {list}",
                number=number,
                list=command("kaizen meetings"),
            )
        return found

    def coming(
        self, today: date, *where: ColumnElement[bool], size: int = 10, offset: int = 0
    ) -> tuple[list[Meeting], int]:
        """Those that are planned from this day on or go on, the earliest first, and how many there are."""
        ahead = and_(M.phase.in_(IN_WORK), or_(M.day >= today, M.phase == str(Phase.RUNNING)))
        return self._page(ahead, *where, order=IN_ORDER, size=size, offset=offset)

    def past(
        self, today: date, *where: ColumnElement[bool], size: int = 10, offset: int = 0
    ) -> tuple[list[Meeting], int]:
        """Those that are over or called off, and those whose day has passed, the newest first."""
        over = or_(M.phase.not_in(IN_WORK), and_(M.day < today, M.phase != str(Phase.RUNNING)))
        return self._page(over, *where, order=LATEST, size=size, offset=offset)

    def theirs(self, since: date) -> list[Meeting]:
        """All that they host or are expected at from a day on, the earliest first; also those called off."""
        return self._page(M.day >= since, of_theirs(self._viewer), order=IN_ORDER, size=MOST)[0]

    def _page(
        self, *where: ColumnElement[bool], order: Collection[ColumnElement[object]], size: int = 1, offset: int = 0
    ) -> tuple[list[Meeting], int]:
        total = func.count().over().label("total")
        query = select(meetings, total).where(M.district == OURS, seen_by(self._viewer), *where).order_by(*order)
        rows = self._tx.ask_once(query.offset(offset).limit(size))
        found = Meetings(self._tx).read(Records(self._tx, meetings).read(rows))
        return found, rows[0]["total"] if rows else 0
