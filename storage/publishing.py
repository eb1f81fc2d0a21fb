"""The agenda of the management review comes out: its meeting, what is counted for it, and the messages that it owes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import or_, select

from domain.agenda_lines import Frozen
from domain.agendas import AgendaShown, threads_of
from domain.meetings import KINDS, Meeting, MeetingKind, Phase, move
from domain.people import PersonId, Role
from domain.periods import DAY, Period
from domain.plans import StepStatus
from domain.review_facts import facts_of, last_evening
from domain.reviews import Fact, Facts, Says
from domain.rhythms import agenda_channel, next_agenda, review_on, review_time
from storage.agendas import Agendas, Kept
from storage.cabinet_meetings import CabinetMeetings
from storage.car_sight import reading_now
from storage.conversations import Conversation
from storage.db import OURS, Tx
from storage.history import History
from storage.meeting_seats import members
from storage.meeting_tables import meetings
from storage.meetings import Meetings
from storage.minutes import MinutesBook
from storage.outbox import Outbox
from storage.people import People
from storage.posts import note_told
from storage.reviews import Reviews
from storage.rooms import room
from storage.settings import DistrictSettings
from storage.step_table import steps

JOB, PREVIEW = "mrt.agenda", "mrt.preview"
POST, MORE, ANNEX, SOON, MISSED = "agenda.post", "agenda.more", "agenda.annex", "agenda.soon", "agenda.missed"
SYSTEM = PersonId("system")
#: Meetings of which something may be left to talk about.
BEGUN = (Phase.PUBLISHED, Phase.RUNNING, Phase.CLOSED, Phase.APPROVED, Phase.CALLED_OFF)
S, M = steps.c, meetings.c
REVIEWS = select(M.number).where(M.district == OURS, M.kind == str(MeetingKind.MRT))
DECIDED = select(S.number, S.of, S.status, S.due).where(S.district == OURS, S.place.is_not(None), S.of.in_(REVIEWS))


class Publishing:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._settings = DistrictSettings(tx).all()

    # Its meeting

    def meeting_for(self, day: date, *, by: PersonId) -> Meeting:
        """The meeting that an agenda of this day is for: one that is planned, or one that is planned now."""
        found = self.planned(day)
        if found is None:
            return self._plan(day, by)
        return found if found.kind is MeetingKind.MRT else self._make_review(found, by)

    def planned(self, day: date) -> Meeting | None:
        """One that is ahead, before the agenda after this one; where the Cabinet is the team, its own of that day."""
        last = next_agenda(self._settings, day) - DAY
        ahead = [one for one in Meetings(self._tx).between(day, last, [MeetingKind.MRT]) if one.is_ahead]
        return ahead[0] if ahead else self._of_cabinet(review_on(self._settings, day))

    def _of_cabinet(self, day: date) -> Meeting | None:
        kinds = [MeetingKind.CABINET] if self._settings.is_small else []
        ahead = [one for one in Meetings(self._tx).between(day, day, kinds) if one.is_ahead]
        return ahead[0] if ahead else None

    def _make_review(self, meeting: Meeting, by: PersonId) -> Meeting:
        """The Cabinet's meeting holds the review as well: it has the parts of one, and what it had stays on it."""
        kind = MeetingKind.MRT
        title = KINDS[kind] if meeting.title == KINDS[meeting.kind] else meeting.title
        return Meetings(self._tx).save(replace(meeting, kind=kind, title=title), did="meeting.made_review", by=by)

    def review(self, today: date, *, by: PersonId) -> Meeting:
        """The next review, which is planned where none is."""
        day, meeting = self.coming(today)
        return meeting if meeting and meeting.kind is MeetingKind.MRT else self.meeting_for(day, by=by)

    def coming(self, today: date) -> tuple[date, Meeting | None]:
        """The day of the agenda that comes next, and its meeting; of one that came, as long as its meeting is ahead."""
        ahead, latest = Meetings(self._tx).next(MeetingKind.MRT, today), Agendas(self._tx).latest()
        if ahead and latest and latest.meeting == ahead.number:
            return latest.day, ahead
        day = next_agenda(self._settings, max(today - DAY, latest.day) if latest else today - DAY)
        near = ahead if ahead and ahead.day < next_agenda(self._settings, day) else None
        return day, near or self.planned(day)

    def _plan(self, day: date, by: PersonId) -> Meeting:
        book, kind = Meetings(self._tx), MeetingKind.MRT
        hosts = People(self._tx).acting(Role.MANAGEMENT_REPRESENTATIVE)
        new = Meeting(
            number=book.next_number(self._settings.number_year(day)),
            kind=kind,
            title=KINDS[kind],
            day=review_on(self._settings, day),
            start=review_time(self._settings),
            host=hosts[0] if hosts else PersonId(""),
            conversation=agenda_channel(self._settings),
        )
        return book.open(new, members(self._tx, kind), by=by)

    # What is counted for it

    def made(self, day: date, meeting: Meeting | None) -> Facts:
        """It counts up to the end of the day before, since the agenda of the meeting before."""
        cut_off, last = day - DAY, self._last(meeting, day)
        kept = Agendas(self._tx).kept(last.number) if last else None
        before = last_evening(cut_off, kept.facts.cut_off if kept else None)
        on = meeting.day if meeting else review_on(self._settings, day)
        found = Reviews(self._tx, self._settings).read(
            Period(first=before + DAY, last=cut_off),
            following=review_on(self._settings, next_agenda(self._settings, max(day, on))),
            minutes=last.number if last and last.phase is Phase.CLOSED else "",
            outputs=self._outputs(last),
        )
        return facts_of(found, self._settings.rules)

    def preview(self, day: date, meeting: Meeting | None) -> Frozen:
        """What would come out on a day, which is kept nowhere."""
        entries, head = History(self._tx).head()
        facts, number = self.made(day, meeting), meeting.number if meeting else ""
        return Frozen(meeting=number, revision=0, facts=facts, entries=entries, head=head, by=SYSTEM)

    def _last(self, meeting: Meeting | None, day: date) -> Meeting | None:
        """The review before this one; before one that nobody planned yet, whichever was held by its day."""
        book = Meetings(self._tx)
        if meeting:
            return book.last(MeetingKind.MRT, BEGUN, before=meeting.day, number=meeting.number)
        return book.last(MeetingKind.MRT, BEGUN, before=review_on(self._settings, day) + DAY)

    def _outputs(self, last: Meeting | None) -> list[Fact]:
        """What the last review decided, and the steps of earlier ones that are not settled."""
        settled = [str(StepStatus.DONE), str(StepStatus.CANCELLED)]
        rows = self._tx.ask_once(DECIDED.where(or_(S.status.not_in(settled), S.of == (last.number if last else ""))))
        decided = [one for one in MinutesBook(self._tx).outputs(last.number) if one.step is None] if last else []
        return [
            *(Fact(says=Says.DECIDED, about=one.car or one.meeting, key=one.id) for one in decided),
            *(
                Fact(says=Says.OUTPUT, about=row["of"], step=row["number"], key=row["status"], day=row["due"])
                for row in sorted(rows, key=lambda row: row["number"])
            ),
        ]

    # It comes out

    def publish(self, slot: str, day: date, *, by: PersonId) -> Kept | None:
        """Keep it and owe its messages; None where it has nowhere to go, or came out before."""
        there = room(self._tx, agenda_channel(self._settings))
        latest = Agendas(self._tx).latest()
        if there is None or (latest and latest.slot >= slot):
            return None
        meeting = self.meeting_for(day, by=by)
        self._carry(meeting)
        made = self.made(day, meeting)
        if meeting.phase is Phase.PLANNED:
            meeting = replace(move(meeting, Phase.PUBLISHED, now=self._tx.now), conversation=there.id)
            Meetings(self._tx).save(meeting, did="meeting.published", by=by)
        kept = Agendas(self._tx).freeze(made, meeting=meeting.number, slot=slot, day=day, conversation=there.id, by=by)
        self._owe(kept, there)
        self._owe_annex(kept)
        return kept

    def _carry(self, meeting: Meeting) -> None:
        """What nobody talked about in the review before; where the Cabinet is the team, in its last meeting."""
        if self._settings.is_small:
            CabinetMeetings(self._tx).carry(meeting)
        elif last := self._last(meeting, meeting.day):
            Agendas(self._tx).carry(last.number, meeting.number)

    def refresh(self, kept: Kept, day: date, *, by: PersonId) -> Kept:
        """Count it again, as a revision; its messages then say so."""
        made = self.made(day, Meetings(self._tx).get(kept.meeting))
        new = Agendas(self._tx).freeze(
            made, meeting=kept.meeting, slot=kept.slot, day=day, conversation=kept.conversation, by=by
        )
        self.show_again(new)
        return new

    def show_again(self, kept: Kept) -> None:
        """Its messages say what holds now, and a list that grew stands in its thread."""
        there = room(self._tx, kept.conversation)
        if there:
            Outbox(self._tx).redraw(self._owe(kept, there))

    def again(self, kept: Kept, *, by: PersonId) -> bool:
        """Owe it once more, to the conversation that is set now; False where none is."""
        there = room(self._tx, agenda_channel(self._settings))
        if there is None:
            return False
        self._owe(Agendas(self._tx).sent_again(kept, there.id, by=by), there)
        return True

    def shown(self, kept: Kept) -> AgendaShown:
        return Agendas(self._tx).drawn(kept.frozen, kept.day, self._settings)

    def _owe(self, kept: Kept, there: Conversation) -> list[str]:
        """The post and the lists in its thread, those that are not owed yet; the keys of all of them."""
        outbox, key = Outbox(self._tx), key_of(kept)
        outbox.owe_post(POST, kept.meeting, there=there, key=key)
        note_told(self._tx, key, {*kept.facts.records, kept.meeting}, kept.day)
        keys = [key]
        for section in threads_of(self.shown(kept)):
            mine = f"{key}:{section}"
            outbox.owe_post(MORE, f"{kept.meeting} {section}", there=there, key=mine, under=key)
            told = {fact.about for fact in kept.facts.sections[section] if fact.about}
            note_told(self._tx, mine, {*told, kept.meeting}, kept.day)
            keys.append(mine)
        return keys

    def _owe_annex(self, kept: Kept) -> None:
        """Sealed reports go to those alone who may read them, each by a message of their own."""
        if not kept.facts.annex:
            return
        for person in self._readers():
            Outbox(self._tx).owe(ANNEX, kept.meeting, to=person, key=f"{key_of(kept)}:annex")

    def _readers(self) -> Iterable[PersonId]:
        chiefs = People(self._tx).acting(Role.SUPERINTENDENT)
        return dict.fromkeys([*reading_now(self._tx), *chiefs])


def key_of(kept: Kept) -> str:
    """Of its post, in the outbox."""
    again = f":{kept.sent}" if kept.sent > 1 else ""
    return f"{JOB}:{kept.meeting}{again}"


def section_of(about: str) -> tuple[str, int]:
    """What a message of a thread is about: which meeting, and which section of its agenda; -1 for none."""
    meeting, _, section = about.partition(" ")
    return meeting, int(section) if section.isdecimal() else -1
