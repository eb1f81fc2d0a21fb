"""The next meeting of the Cabinet: one that is planned, or one that is planned now, on the day that the district set.

Where the Cabinet is the Management Review Team, the meetings of both are one series: that of a week with an agenda of
the review holds both.
"""

from dataclasses import replace
from datetime import date, timedelta

from domain.agendas import ANY_PART
from domain.meetings import KINDS, Meeting, MeetingKind, Phase, move
from domain.people import PersonId, Role
from domain.rhythms import cabinet_days, cabinet_time
from storage.agendas import Agendas
from storage.db import Tx
from storage.meeting_seats import members
from storage.meetings import Meetings
from storage.people import People
from storage.settings import DistrictSettings

A_WEEK = timedelta(days=6)  # behind the day that is set: one that was moved into that week is that week's


class CabinetMeetings:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._settings = DistrictSettings(tx).all()
        self._kinds = [MeetingKind.CABINET, *([MeetingKind.MRT] if self._settings.is_small else [])]

    def next(self, today: date) -> Meeting | None:
        """The one that comes next, as long as nobody has begun it."""
        return self._ahead(today, self.day())

    def now(self, today: date) -> Meeting | None:
        """The one of today that goes on."""
        going_on = [one for one in self._between(today, today) if one.phase is Phase.RUNNING]
        return going_on[0] if going_on else None

    def planned(self, today: date, *, by: PersonId) -> Meeting:
        """The next one, which is planned where none is."""
        day = self.day()
        return self._ahead(today, day) or self._plan(day, by)

    def day(self) -> date:
        """On which it meets next. A day on which it met already or was called off is not that."""
        days = cabinet_days(self._settings, self._tx.now)
        taken = {one.day for one in self._between(days[0], days[-1]) if not one.is_ahead}
        return next((day for day in days if day not in taken), days[-1])

    def publish(self, today: date, conversation: str, *, by: PersonId) -> Meeting:
        """The next one with what was left of the one before, now that its paper is out."""
        meeting = self.planned(today, by=by)
        self.carry(meeting)
        if meeting.phase is not Phase.PLANNED:
            return meeting
        out = replace(move(meeting, Phase.PUBLISHED, now=self._tx.now), conversation=conversation)
        return Meetings(self._tx).save(out, did="meeting.published", by=by)

    def carry(self, meeting: Meeting) -> None:
        """What nobody talked about in the meeting before, whatever became of that."""
        book = Meetings(self._tx)
        before = [book.last(kind, tuple(Phase), before=meeting.day) for kind in self._kinds]
        if last := max((one for one in before if one), key=lambda one: (one.day, one.number), default=None):
            part = ANY_PART if meeting.kind is MeetingKind.CABINET else None
            Agendas(self._tx).carry(last.number, meeting.number, part)

    def _ahead(self, today: date, day: date) -> Meeting | None:
        ahead = [one for one in self._between(today, day + A_WEEK) if one.is_ahead]
        return ahead[0] if ahead else None

    def _between(self, first: date, last: date) -> list[Meeting]:
        return Meetings(self._tx).between(first, last, self._kinds)

    def _plan(self, day: date, by: PersonId) -> Meeting:
        book, kind = Meetings(self._tx), MeetingKind.CABINET
        hosts = People(self._tx).acting(Role.MANAGEMENT_REPRESENTATIVE)
        new = Meeting(
            number=book.next_number(self._settings.number_year(day)),
            kind=kind,
            title=KINDS[kind],
            day=day,
            start=cabinet_time(self._settings),
            host=hosts[0] if hosts else PersonId(""),
            conversation=self._settings["digest_channel"],
        )
        return book.open(new, members(self._tx, kind), by=by)
