"""Agendas: what people add to a meeting, and what was counted for it, revision by revision.

An agenda is kept as facts without words; a later revision stands beside the earlier ones. Whoever reads it is shown
the newest, with the titles that they may know.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from domain.agenda_lines import Frozen, Known, shown
from domain.agendas import AgendaItem, AgendaShown, Origin, carried
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.meetings import MeetingKind
from domain.minutes import KINDS
from domain.people import PersonId, Viewer
from domain.reviews import Facts, Says
from domain.settings import Settings
from domain.texts import joined
from storage.agenda_tables import agenda_items, agendas
from storage.cars import CarLog
from storage.db import OURS, Tx, adapter, read
from storage.history import History
from storage.ideas import IdeaBook
from storage.improvement import titles_of
from storage.meeting_tables import meetings
from storage.minutes import MinutesBook
from storage.people import as_one
from storage.places import Places
from storage.records import Records
from storage.snapshots import EVERYBODY
from storage.step_lists import StepLists
from storage.step_table import steps
from storage.wave_meetings import meetings_called
from storage.waves import Waves
from storage.words import Words

T, A = agenda_items.c, agendas.c
REVIEWS = select(meetings.c.number).where(meetings.c.district == OURS, meetings.c.kind == str(MeetingKind.MRT))
LATEST = select(agendas).where(A.district == OURS).order_by(A.slot.desc(), A.revision.desc()).limit(1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """One revision of an agenda as it was made."""

    meeting: str
    revision: int = 1
    slot: str
    day: date
    at: datetime
    by: PersonId
    conversation: str = ""
    sent: int = 1
    entries: int
    head: str
    facts: Facts
    version: int = 1

    @property
    def frozen(self) -> Frozen:
        return Frozen(
            meeting=self.meeting,
            revision=self.revision,
            facts=self.facts,
            entries=self.entries,
            head=self.head,
            by=self.by,
        )


class Agendas:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._items = Records(tx, agenda_items)
        self._kept = Records(tx, agendas)

    # What people add

    def items(self, meeting: str) -> list[AgendaItem]:
        """In the order in which they came."""
        return [self._item(row) for row in self._items.rows(T.meeting == meeting, order=T.place)]

    def item(self, id_: str) -> AgendaItem:
        found = self._items.rows(T.id == id_)
        if not found:
            raise RefusedError("There is no such item on the agenda any more.")
        return self._item(found[0])

    def add(self, item: AgendaItem) -> AgendaItem:
        """The same with its id, behind those that there are."""
        did = "agenda.item_carried" if item.origin is Origin.CARRIED else "agenda.item_added"
        last = max((one.place for one in self.items(item.meeting)), default=0)
        new = replace(item, id=self._tx.mint(), place=last + 1)
        self._items.add(asdict(new), did=did, by=new.by)
        return new

    def save(self, item: AgendaItem, *, did: str, by: str) -> None:
        """Of two who change an item at once one is told."""
        self._items.save(asdict(item), did=did, by=by)

    def carry(self, from_meeting: str, to_meeting: str, part: int | None = None) -> int:
        """Copy what was not talked about to the next meeting, once; how many those are."""
        left = carried(self.items(from_meeting), self.items(to_meeting), to_meeting, part)
        for item in left:
            self.add(item)
        return len(left)

    def given_on(self, meeting: str) -> Mapping[str, str]:
        """What of the Cabinet's went to the Management Review Team: by its words, the meeting it went to first."""
        copies = self._items.rows(T.carried_from == meeting, T.meeting.in_(REVIEWS), order=T.meeting.desc())
        return {item.subject: item.meeting for item in map(self._item, copies) if item.has_words}

    # What was counted

    def kept(self, meeting: str, revision: int | None = None) -> Kept | None:
        """A revision, or the newest."""
        which = (A.meeting == meeting, *([A.revision == revision] if revision else []))
        rows = self._kept.rows(*which, order=A.revision.desc())
        return _kept(rows[0]) if rows else None

    def latest(self) -> Kept | None:
        """The newest revision of the newest agenda."""
        rows = self._tx.ask(LATEST)
        return _kept(rows[0]) if rows else None

    def freeze(self, made: Facts, *, meeting: str, slot: str, day: date, conversation: str, by: PersonId) -> Kept:
        """Keep what was counted, as the next revision: with how far history has come until now."""
        before = self.kept(meeting)
        entries, head = History(self._tx).head()
        new = Kept(
            meeting=meeting,
            revision=before.revision + 1 if before else 1,
            slot=before.slot if before else slot,
            day=day,
            at=self._tx.now,
            by=by,
            conversation=conversation,
            sent=before.sent if before else 1,
            entries=entries,
            head=head,
            facts=made,
        )
        self._kept.add(_row(new), did="agenda.counted_again" if before else "agenda.made", by=by)
        return new

    def sent_again(self, kept: Kept, conversation: str, *, by: str) -> Kept:
        more = replace(kept, sent=kept.sent + 1, conversation=conversation)
        self._kept.save(_row(more), did="agenda.sent_again", by=by)
        return replace(more, version=kept.version + 1)

    # As it is read

    def shown(self, meeting: str, settings: Settings, *, revision: int | None = None) -> AgendaShown | None:
        """An agenda as all staff may read it: without its annex."""
        found = self.kept(meeting, revision)
        return self.drawn(found.frozen, found.day, settings) if found else None

    def drawn(self, frozen: Frozen, day: date, settings: Settings, viewer: Viewer = EVERYBODY) -> AgendaShown:
        """The same of facts that need not be kept. Somebody's own rights count for the annex alone."""
        items: Sequence[AgendaItem] = self.items(frozen.meeting) if frozen.meeting else ()
        return shown(frozen, items, self._known(frozen.facts, day, settings, viewer))

    def _known(self, facts: Facts, day: date, settings: Settings, viewer: Viewer) -> Known:
        cars = {car.number: car for car in CarLog(self._tx, EVERYBODY).named(facts.cars) if not car.handed_to}
        annex = [fact.about for fact in facts.annex] if viewer.person else []
        sealed = {car.number: car.title for car in CarLog(self._tx, viewer).named(annex) if not car.handed_to}
        ideas = IdeaBook(self._tx).named([about for about in facts.records if about.startswith("IDEA-")])
        titles = {number: car.title for number, car in cars.items()}
        titles |= {number: idea.title for number, idea in ideas.items()}
        titles |= titles_of(self._tx, [about for about in facts.records if about.startswith("PLAN-")])
        waves = Waves(self._tx).named([about for about in facts.records if about.startswith("PULSE-")])
        after = meetings_called(self._tx, waves.values())
        titles |= {number: joined(" · ", [wave.name, after.get(number, "")]) for number, wave in waves.items()}
        return Known(
            year=day.year,
            titles=titles,
            steps={**StepLists(self._tx).named(facts.steps), **self._decided(facts)},
            places=Places(self._tx).names(facts.places),
            objectives=settings.objectives,
            cause=settings.cause_words,
            decided=self._outcomes(facts),
            sealed=sealed,
        )

    def _decided(self, facts: Facts) -> dict[int, str]:
        """What the steps are that earlier reviews decided: whoever reads the agenda of one may know what came of it."""
        told = [fact for section in facts.sections for fact in section if fact.says is Says.OUTPUT]
        rows = self._tx.rows(steps, steps.c.number.in_([fact.step for fact in told])) if told else []
        texts = Words(self._tx).texts(row["what"] for row in rows)
        return {row["number"]: texts.get(row["what"], "") for row in rows}

    def _outcomes(self, facts: Facts) -> dict[str, str]:
        """What else they decided, as it stands in their minutes now."""
        told = [fact.key for section in facts.sections for fact in section if fact.says is Says.DECIDED]
        found = MinutesBook(self._tx).named(told)
        return {one.id: joined(" · ", [one.text, KINDS[one.kind], one.given]) for one in found if one.binds}

    def _item(self, row: dict[str, Any]) -> AgendaItem:
        return read(AgendaItem, as_one(self._tx, {**row, "subject": row["subject"] or ""}, "by"))


def _row(kept: Kept) -> dict[str, Any]:
    """Columns, not `asdict`: facts are one JSON text."""
    plain = {name: getattr(kept, name) for name in Kept.__dataclass_fields__ if name != "facts"}
    facts = adapter(Facts).dump_json(kept.facts, exclude_defaults=True).decode()
    return plain | {"cut_off": kept.facts.cut_off, "facts": facts}


def _kept(row: dict[str, Any]) -> Kept:
    known = {name: row[name] for name in Kept.__dataclass_fields__ if name != "facts"}
    return Kept(**known, facts=adapter(Facts).validate_json(row["facts"]))
