"""The digests of the Cabinet: what each told, where it went, and what is owed of it.

A digest is kept as facts, without a word; its post and the lists in its thread are drawn from them for all who read.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Column, Date, Integer, String, Text, select

from domain.digests import Digest, Section, digest_of, last_cut_off, threads_of
from domain.frozen import dataclass
from domain.people import PersonId
from domain.periods import DAY, Period
from domain.settings import Settings
from domain.snapshots import Snapshot
from storage.cabinet_meetings import CabinetMeetings
from storage.conversations import Conversation
from storage.db import OURS, Moment, Tx, adapter
from storage.outbox import Outbox
from storage.posts import note_told
from storage.records import Records, record_table
from storage.rooms import room
from storage.schedules import Schedules
from storage.settings import DistrictSettings
from storage.snapshots import Snapshots

JOB = "cabinet.digest"
POST, MORE, MISSED = "cabinet.post", "cabinet.more", "cabinet.missed"
PREVIEW = "preview"  # in place of a slot: what would be posted now, which is kept nowhere

digests = record_table(
    "digests",
    Column("slot", String(20), primary_key=True),  # the day that the schedule names, "2027-03-08"
    Column("day", Date, nullable=False),  # on which it was posted
    Column("at", Moment, nullable=False),
    Column("conversation", String(200), nullable=False),
    Column("sent", Integer, nullable=False),  # how often: somebody may have it sent again
    Column("cut_off", Date, nullable=False),
    Column("facts", Text, nullable=False),  # as JSON, without words
)


LATEST = select(digests).where(digests.c.district == OURS).order_by(digests.c.slot.desc()).limit(1)
LATEST_DAY = LATEST.with_only_columns(digests.c.slot, digests.c.cut_off)  # without its facts


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A digest as it was made."""

    slot: str
    day: date
    at: datetime
    conversation: str
    sent: int
    digest: Digest
    version: int = 1

    @property
    def key(self) -> str:
        """Of its post, in the outbox."""
        again = f":{self.sent}" if self.sent > 1 else ""
        return f"{JOB}:{self.slot}{again}"


class Digests:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._records = Records(tx, digests)

    def get(self, slot: str) -> Kept | None:
        found = self._records.rows(digests.c.slot == slot)
        return _kept(found[0]) if found else None

    def latest(self) -> Kept | None:
        rows = self._tx.ask(LATEST)
        return _kept(rows[0]) if rows else None

    def made(self, day: date, settings: Settings) -> Digest:
        """A digest of this day: it counts up to the end of the day before."""
        latest, cut_off = self._tx.ask(LATEST_DAY), day - DAY
        slot, last = (latest[0]["slot"], latest[0]["cut_off"]) if latest else ("", None)
        before = last_cut_off(cut_off, last)
        found = Snapshots(self._tx, settings).read(Period(first=before + DAY, last=cut_off))
        return digest_of(self._with_missed(found, slot), settings.rules)

    def _with_missed(self, found: Snapshot, after: str) -> Snapshot:
        """Those since the last one that came too late. Where there was none yet, nobody missed one."""
        late = Schedules(self._tx).passed_over(JOB, after=after) if after else []
        zone = DistrictSettings(self._tx).all().zone
        return replace(found, missed=[one.due.astimezone(zone).date() for one in late])

    def post(self, slot: str, day: date, *, by: str) -> Kept | None:
        """Keep a digest and owe its messages, once for a slot; None where it was posted, or has nowhere to go."""
        settings = DistrictSettings(self._tx).all()
        there = room(self._tx, settings["digest_channel"])
        if there is None or self.get(slot):
            return None
        meeting = CabinetMeetings(self._tx).publish(day, there.id, by=PersonId(by))
        made = replace(self.made(day, settings), meeting=meeting.number)
        new = Kept(slot=slot, day=day, at=self._tx.now, conversation=there.id, sent=1, digest=made)
        self._records.add(_row(new), did="digest.made", by=by)
        self._owe(new, there)
        return new

    def again(self, kept: Kept, *, by: str) -> bool:
        """Owe a digest once more, to the conversation that is set now; False where none is."""
        there = room(self._tx, DistrictSettings(self._tx).all()["digest_channel"])
        if there is None:
            return False
        more = replace(kept, sent=kept.sent + 1, conversation=there.id)
        self._records.save(_row(more) | {"version": kept.version}, did="digest.sent_again", by=by)
        self._owe(more, there)
        return True

    def show_again(self, meetings: Collection[str]) -> None:
        """The post of the last one says what is on the agenda now, if that is of one of these meetings."""
        latest = self.latest()
        if latest and latest.digest.meeting in meetings:
            Outbox(self._tx).redraw([latest.key])

    def _owe(self, kept: Kept, there: Conversation) -> None:
        outbox, meeting = Outbox(self._tx), kept.digest.meeting
        outbox.owe_post(POST, kept.slot, there=there, key=kept.key)
        told = kept.digest.records(*Section) | ({meeting} if meeting else set())
        note_told(self._tx, kept.key, told, kept.day)
        for section in threads_of(kept.digest):
            key = f"{kept.key}:{section}"
            outbox.owe_post(MORE, f"{kept.slot} {section}", there=there, key=key, under=kept.key)
            note_told(self._tx, key, kept.digest.records(section), kept.day)


def section_of(about: str) -> tuple[str, Section | None]:
    """What a message of a thread is about: which digest, and which of its lists."""
    slot, _, name = about.partition(" ")
    return slot, next((one for one in Section if one == name), None)


def _row(kept: Kept) -> dict[str, object]:
    facts = adapter(Digest).dump_json(kept.digest, exclude_defaults=True).decode()
    return {
        "slot": kept.slot,
        "day": kept.day,
        "at": kept.at,
        "conversation": kept.conversation,
        "sent": kept.sent,
        "cut_off": kept.digest.cut_off,
        "facts": facts,
    }


def _kept(row: dict[str, object]) -> Kept:
    facts = adapter(Digest).validate_json(str(row["facts"]))
    known = {name: row[name] for name in ("slot", "day", "at", "conversation", "sent", "version")}
    return Kept(digest=facts, **known)  # type: ignore[arg-type]
