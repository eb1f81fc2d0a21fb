"""Messages that are owed: written in the transaction that makes them due, sent by bot/delivery.py.

A message is owed once (its key), sent at least once, and drawn at the moment of sending: a row holds the name of a
notice and a record's number, never words. `sent + failed + pending + unfilled + skipped` is everything ever owed, with
those that were forgotten since (`prune`).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Column, Index, Integer, String, Table, and_, bindparam, case, func, or_, select

from domain.frozen import dataclass
from domain.people import Role
from storage.db import OURS, Moment, Tx, district, index_of_some, metadata
from storage.forgotten import count_forgotten, forgotten_counts
from storage.history import History
from storage.kept import NEWEST_TOO, newest_is
from storage.people import Account, People
from storage.pruning import BATCH, remove_some
from storage.reminded import messages_with
from storage.roster import Roster

TO_MANY = ("reminders.day",)  # what all people get at once: whatever else is owed leaves before it
FETCH = "fetch"  # nothing is sent: a file is fetched (bot/fetching.py)
HOME = "home"  # the page of a person: drawn again as a whole, and it stands in no conversation
PENDING, SENT, FAILED, UNFILLED, SKIPPED = "pending", "sent", "failed", "unfilled", "skipped"
ADDRESSED = "addressed"  # in memory only, until it is known where the person is reached
PERSON = "person:"
CONVERSATION = "conversation:"  # of several people: what is posted there is for all of them
SETTLED = (SENT, FAILED, SKIPPED)
NOT_SEEN, NO_ACCOUNT = ADDRESSED_NOWHERE = ("not seen yet", "no chat account")  # why a person is not reached
KEY_MAX = 200
STRETCH, COMMITTED = 5, timedelta(seconds=3)  # seconds between two drawings of what many change; and until it is drawn
BESIDE = "file"  # in place of a conversation: a file that was sent beside a message

outbox = Table(
    "outbox",
    metadata,
    district(),
    Column("key", String(200), primary_key=True),
    Column("lane", String(120), nullable=False),  # where it leaves: a platform and a workspace of it
    Column("to", String(120), nullable=False),  # "person:…", "conversation:…", or "seat:…" while nobody holds it
    Column("what", String(60), nullable=False),
    Column("about", String(80), nullable=False),
    Column("state", String(20), nullable=False),
    Column("due", Moment, nullable=False),
    Column("nth", Integer, nullable=False),  # its place among those of one transaction
    Column("attempts", Integer, nullable=False),
    Column("error", String(200)),
    Column("sent_at", Moment),
    Column("updates", String(200)),  # the key of a message that is drawn again where it stands
    Column("under", String(200)),  # the key of the message in whose thread it goes
)
Index("ix_outbox_about", outbox.c.district, outbox.c.about)
Index("ix_outbox_due", outbox.c.district, outbox.c.due)
_owed = (outbox.c.district, outbox.c.lane, outbox.c.due, outbox.c.nth)
index_of_some("ix_outbox_pending", *_owed, where=outbox.c.state == PENDING)
index_of_some("ix_outbox_failed", outbox.c.district, outbox.c.due, where=outbox.c.state == FAILED)

posted = Table(
    "posted",
    metadata,
    district(),
    Column("key", String(200), primary_key=True),
    Column("what", String(60), nullable=False),
    Column("about", String(80), nullable=False),
    Column("person", String(40)),
    Column("lane", String(120), nullable=False),
    Column("conversation", String(200), nullable=False),
    Column("message", String(120), nullable=False),
)
Index("ix_posted_about", posted.c.district, posted.c.about)
ON_ITS_WAY = (outbox.c.state == PENDING, outbox.c.updates.is_(None))
COUNTED = (
    select(outbox.c.state, func.count().label("number"))
    .where(outbox.c.district == OURS, outbox.c.updates.is_(None))
    .group_by(outbox.c.state)
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a message stands on its platform."""

    conversation: str
    message: str


class There(Protocol):
    """A conversation, and on which lane it is reached."""

    @property
    def lane(self) -> str: ...
    @property
    def id(self) -> str: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """One message that is owed."""

    key: str
    lane: str
    to: str
    what: str
    about: str
    due: datetime
    attempts: int
    updates: str | None = None
    under: str | None = None

    @property
    def person(self) -> str:
        return self.to.removeprefix(PERSON)

    @property
    def conversation(self) -> str:
        """Where it is posted for several people; empty when one person gets it."""
        return self.to.removeprefix(CONVERSATION) if self.to.startswith(CONVERSATION) else ""


DUE = (
    select(*(outbox.c[name] for name in Message.__dataclass_fields__))
    .where(outbox.c.district == OURS, outbox.c.lane == bindparam("lane"))
    .where(outbox.c.state == PENDING, outbox.c.due <= bindparam("now", type_=Moment))
    .order_by(
        case((and_(outbox.c.what.in_(TO_MANY), outbox.c.updates.is_(None)), 1), else_=0), outbox.c.due, outbox.c.nth
    )
    .limit(bindparam("most", type_=Integer))
)
SENDING = (
    outbox.update()
    .where(outbox.c.district == OURS, outbox.c.key == bindparam("this"), outbox.c.state == PENDING)
    .values(state=SENT, sent_at=bindparam("at", type_=Moment), attempts=bindparam("tries"), error=None)
    .returning(NEWEST_TOO)
)


class Outbox:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    @property
    def tx(self) -> Tx:
        return self._tx

    @property
    def owes(self) -> bool:
        """Whether this transaction owes anybody anything by now."""
        return bool(self._tx.notes.get("owed"))

    def owe(self, what: str, about: str, *, to: str, key: str) -> None:
        """Owe a person a message. The key says which: the same one again owes nothing new."""
        to = People(self._tx).canonical(to)
        self._add(f"{key}:{to}", "", f"{PERSON}{to}", what, about, ADDRESSED)

    def expect(self, persons: Iterable[str]) -> None:
        """These will be owed something: where they are reached is asked with what is asked next."""
        expected = frozenset(map(People(self._tx).canonical, persons))
        self._tx.notes["expected"] = (expected, People(self._tx).reach_all(expected))

    def owe_fetch(self, about: str, *, to: str, lane: str) -> None:
        """Owe that a file is fetched that somebody added on this lane."""
        self._add(f"{FETCH}:{about}", lane, f"{PERSON}{to}", FETCH, about, PENDING, updates=FETCH)

    def owe_post(self, what: str, about: str, *, there: There, key: str, under: str | None = None) -> None:
        """Owe a message to a conversation of several people, perhaps in the thread of another one there."""
        self._add(key, there.lane, f"{CONVERSATION}{there.id}", what, about, PENDING, under=under)

    def owe_seat(self, role: Role, what: str, about: str, *, key: str, place: str = "") -> int:
        """Owe it to whoever acts in a seat; while nobody does, it is kept. Returns how many act in it."""
        holders = People(self._tx).acting(role, place)
        for person in holders:
            self.owe(what, about, to=person, key=key)
        if not holders:
            self.keep(role, what, about, key=key, place=place)
        return len(holders)

    def keep(self, role: Role, what: str, about: str, *, key: str, place: str = "") -> None:
        """Keep it for whoever takes a seat next."""
        self._add(f"{key}:seat", "", seat_name(role, place), what, about, UNFILLED)

    def fill(self, role: Role, person: str, place: str = "", *, unless: Collection[str] = ()) -> int:
        """Give what was kept for an empty seat to the one who took it, but not what is about these records."""
        seat = seat_name(role, place)
        kept = self._tx.rows(outbox, outbox.c.to == seat, outbox.c.state == UNFILLED, order=outbox.c.due)
        waiting = [row for row in kept if row["about"] not in unless]
        for row in waiting:
            self.owe(row["what"], row["about"], to=person, key=row["key"].removesuffix(":seat"))
            self._tx.change(outbox, {"state": SKIPPED, "error": "given to the new holder"}, outbox.c.key == row["key"])
        return len(waiting)

    def replaced(self, keys: Collection[str]) -> int:
        """Newer ones take the place of those of these keys that have not left yet; how many those are."""
        gone = {"state": SKIPPED, "error": "a newer one took its place"}
        return self._tx.change(outbox, gone, outbox.c.key.in_(list(keys)), *ON_ITS_WAY) if keys else 0

    def told(self, what: str, about: str) -> set[str]:
        """To whom a message about a record was sent, or is owed or kept."""
        owed = self._tx.having(outbox, what=what, about=about, state=[PENDING, UNFILLED])
        standing = self._tx.having(posted, what=what, about=about)
        return {row["to"] for row in owed} | {_reader(row) for row in standing}

    def welcome(self, person: str) -> int:
        """Let what was kept for somebody who was not seen yet be on its way."""
        account = People(self._tx).reach(person)
        names = [f"person:{one}" for one in People(self._tx).ids_of(person)]
        if account is None:
            return 0
        sent = {"lane": account.lane, "state": PENDING, "due": self._tx.now, "error": None}
        return self._tx.change(outbox, sent, outbox.c.to.in_(names), outbox.c.state == UNFILLED)

    def refresh(self, about: str, *whats: str, person: str = "") -> int:
        """Owe that every copy of the messages about a record, or of those of these names, shows what holds now.

        Each is drawn again for its reader, and so is their Home, unless messages are named. With a person, only their
        copies. Returns how many copies there are.
        """
        theirs = {f"person:{one}" for one in People(self._tx).ids_of(person)} if person else set()
        about_it = self._copies(about=about)
        known = about_it if whats else about_it | self._of_keys(messages_with(self._tx, about))
        copies = {
            key: row
            for key, row in known.items()
            if (not whats or row["what"] in whats) and (not theirs or row["to"] in theirs)
        }
        self._draw(copies)
        persons = [row for row in copies.values() if row["to"].startswith(PERSON)]
        readers = {row["to"]: row["lane"] for row in persons} if not whats else {}
        for to, lane in sorted(readers.items()):
            self._add(f"{self._drawing()}:{HOME}:{to}", lane, to, HOME, "", PENDING, updates=HOME)
        return len(copies)

    def refresh_soon(self, about: str, what: str) -> None:
        """The same for messages of one name that many change at once: drawn again every few seconds at most.

        All that comes within one stretch shares one key. It is due so long after the stretch has ended that whoever
        began in it has committed.
        """
        nth = int(self._tx.now.timestamp()) // STRETCH
        due = datetime.fromtimestamp((nth + 1) * STRETCH, UTC) + COMMITTED
        copies = self._copies(about=about)
        self._draw({key: row for key, row in copies.items() if row["what"] == what}, f"soon:{nth}", due)

    def redraw(self, keys: Collection[str]) -> int:
        """Owe that the messages of these keys show what holds now; how many of them there are."""
        copies = self._of_keys(keys)
        self._draw(copies)
        return len(copies)

    def _draw(self, copies: Mapping[str, Mapping[str, str]], drawing: str = "", due: datetime | None = None) -> None:
        for key, row in sorted(copies.items()):
            full = f"{drawing or self._drawing()}:{key}"[:KEY_MAX]
            self._add(full, row["lane"], row["to"], row["what"], row["about"], PENDING, due=due, updates=key)

    def _drawing(self) -> str:
        """Begins the key of what is drawn again: asked for twice in a transaction, it is one."""
        return str(self._tx.notes.setdefault("drawing", self._tx.mint()))

    def _of_keys(self, keys: Collection[str]) -> dict[str, dict[str, str]]:
        return self._copies(key=list(keys)) if keys else {}

    def _copies(self, **which: Any) -> dict[str, dict[str, str]]:
        """Those that stand, and those on their way: one may have been drawn already."""
        pending = self._tx.having(outbox, state=PENDING, updates=None, **which)
        standing = self._tx.having(posted, **which)
        return {row["key"]: {**row, "to": row.get("to") or _reader(row)} for row in [*pending, *standing]}

    def stands(self, key: str) -> Standing | None:
        """Where a message that was sent stands."""
        rows = self._tx.having(posted, key=key)
        return Standing(rows[0]["conversation"], rows[0]["message"]) if rows else None

    def state_of(self, key: str) -> str:
        """What became of a message; empty where none is known by this key."""
        rows = self._tx.having(outbox, key=key)
        return str(rows[0]["state"]) if rows else ""

    def posted_about(self, about: str) -> int:
        """How many messages stand that were posted about a record, or told of it among others."""
        keys = list(messages_with(self._tx, about))
        return len(self._tx.rows(posted, or_(posted.c.about == about, posted.c.key.in_(keys))))

    def due(self, lane: str, now: datetime, most: int) -> Sequence[Message]:
        """What is owed on a lane, in the order in which it became due; what goes to many people is last."""
        return [Message(**row) for row in self._tx.ask(DUE, lane=lane, now=now, most=most)]

    def left_since(self, lane: str, when: datetime) -> bool:
        """Whether anything was sent on a lane since then."""
        query = (
            select(outbox.c.key)
            .where(outbox.c.district == OURS, outbox.c.due > when - timedelta(days=1))  # which has an index
            .where(outbox.c.lane == lane, outbox.c.state == SENT, outbox.c.sent_at > when)
            .limit(1)
        )
        return bool(self._tx.ask_once(query))

    def sent(self, message: Message, conversation: str, posted_as: str, *, files: Sequence[str] = ()) -> bool:
        """Note that a message has left, where it stands, and what was sent beside it; False when that was noted before.

        A file that was sent stands in `posted` as a message of its own, which is drawn again with the card: where that
        names no file any more, the copy is taken away.
        """
        noted = self._tx.ask(SENDING, this=message.key, at=self._tx.now, tries=message.attempts + 1)
        if noted and not message.updates:
            person = None if message.conversation else message.person
            row = {"key": message.key, "what": message.what, "about": message.about, "person": person}
            where = {"lane": message.lane, "conversation": conversation, "message": posted_as}
            beside = [
                {"key": f"{message.key}:file{nth}"[:KEY_MAX], "conversation": BESIDE, "message": file}
                for nth, file in enumerate(files, 1)
            ]
            self._tx.add_all_once(posted, [row | where | one for one in (*beside, {})])
        if noted:
            newest_is(self._tx, noted[0]["newest"])
        return bool(noted)

    def failed(self, message: Message, error: str) -> bool:
        """Note that a message can never be sent."""
        return self._settle(message, {"state": FAILED, "error": error[:200], "attempts": message.attempts + 1})

    def later(self, message: Message, due: datetime, error: str) -> bool:
        """Note that sending failed for now, and when to try again."""
        return self._settle(message, {"due": due, "error": error[:200], "attempts": message.attempts + 1})

    def ledger(self) -> dict[str, int]:
        """How many messages are in each state, or were; a message that is drawn again is not another one."""
        counted = Counter({row["state"]: row["number"] for row in self._tx.ask(COUNTED)})
        counted.update(forgotten_counts(self._tx))
        return {state: counted[state] for state in (PENDING, SENT, FAILED, UNFILLED, SKIPPED)}

    def prune(self, before: datetime, *, most: int = BATCH) -> int:
        """Forget up to `most` that were due before then and are settled."""
        gone = remove_some(self._tx, outbox, outbox.c.due < before, outbox.c.state.in_(SETTLED), most=most)
        count_forgotten(self._tx, Counter(row["state"] for row in gone if row["updates"] is None))
        return len(gone)

    def moved(self, message: Message, lane: str) -> bool:
        """Whoever gets it is reached on another lane now: it leaves there."""
        return self._settle(message, {"lane": lane})

    def _settle(self, message: Message, values: dict[str, object]) -> bool:
        return self._tx.change(outbox, values, outbox.c.key == message.key, outbox.c.state == PENDING) == 1

    def _add(
        self,
        key: str,
        lane: str,
        to: str,
        what: str,
        about: str,
        state: str,
        *,
        due: datetime | None = None,
        **more: str | None,
    ) -> None:
        owed: list[dict[str, Any]] = self._tx.notes.setdefault("owed", [])
        if not owed:
            self._tx.last.insert(0, self._write)  # before history: its lock is last
        row = {"key": key, "lane": lane, "to": to, "what": what, "about": about, "state": state}
        rest = {"error": None, "sent_at": None, "updates": None, "under": None, "attempts": 0, **more}
        owed.append(row | rest | {"due": due or self._tx.now, "nth": len(owed) + 1})

    def _write(self) -> None:
        """Address what is owed to persons, all at once, and keep everything."""
        owed: list[dict[str, Any]] = self._tx.notes["owed"]
        persons = {row["to"].removeprefix(PERSON) for row in owed if row["state"] == ADDRESSED}
        History(self._tx).lock_soon()
        expected, soon = self._tx.notes.pop("expected", (frozenset(), dict))
        reached = (soon if persons <= expected else People(self._tx).reach_all(persons))()
        for row in owed:
            if row["state"] == ADDRESSED:
                row.update(self._addressed(row["to"].removeprefix(PERSON), reached))
        self._tx.add_all_once(outbox, owed)

    def _addressed(self, person: str, reached: Mapping[str, Account]) -> dict[str, Any]:
        if person in reached:
            return {"lane": reached[person].lane, "state": PENDING}
        if any(Roster(self._tx).expects(one) for one in People(self._tx).ids_of(person)):
            return {"state": UNFILLED, "error": NOT_SEEN}
        return {"state": SKIPPED, "error": NO_ACCOUNT}


def _reader(row: Mapping[str, str]) -> str:
    """For whom a message stands."""
    return f"{PERSON}{row['person']}" if row["person"] else f"{CONVERSATION}{row['conversation']}"


def seat_name(role: Role, place: str = "") -> str:
    return f"seat:{role}/{place}" if place else f"seat:{role}"
