"""Sends what is owed, and draws it at the moment of sending.

Each message is owed once and sent at least once; after kill -9 at most one repeat per lane, none where the receiver
honours the key. One sender a lane at a time keeps order; Retry-After is a time in the lane's row. Several lanes are
sent at once, so that a workspace that does not answer delays its own messages and no other's.
"""

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar

import structlog

from bot.answering import Answering, call_of
from bot.documents import TAKES_FILES, Upload, has_documents, uploads
from bot.fetching import fetch
from bot.log import fault_id
from bot.measures import Measures
from bot.pacing import Pacing
from bot.posting import card_for_all, look_first, there_of
from bot.sending import (
    ElsewhereError,
    LaterError,
    NeverError,
    Posted,
    Sender,
    SendsFiles,
    SendsPosts,
    There,
)
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.texts import say
from handlers.routing import Draw
from storage.db import Database, Tx
from storage.left import given_up
from storage.outbox import FETCH, HOME, Message, Outbox
from storage.people import Account, People
from storage.settings import DistrictSettings
from storage.system import Lane, database_now, next_lane, release_lane, renew_lane
from views.elements import Card, Note
from views.languages import best, card_in

log = structlog.get_logger()
T = TypeVar("T")

BREATH = 0.005  # seconds
LEASE = timedelta(seconds=30)
LANES_AT_ONCE = 8  # of this process: as many workspaces may be slow before another one waits
BATCH = 50
PATIENCE = 0.25  # seconds for which a message lets those go first who wait for an answer
NOTHING = Card(title="")
NOT_SHOWN = say("What stood here is not shown any more.")
MOST_TRIES = 8  # about an hour and a half, then a person must look
IN_A_ROW = 3  # failures that are the platform's; from then on the next message is tried, to see whose they are
LONGEST_REST = timedelta(minutes=10)  # of a message at which the platform fails, so that it leaves soon after an outage


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """A message as it is drawn for whoever gets it, and where it stands if it is drawn again; or why it is not."""

    card: Card = NOTHING
    account: Account | None = None
    there: There | None = None  # where it is posted for several people
    stands: Posted | None = None
    files: Sequence[Upload] = ()
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """Whether the lane is still ours, and the next message, drawn."""

    kept: bool
    ready: Ready | None = None


Settle = Callable[..., Awaitable[Settled]]
Reached = Callable[[], Account | None]


async def _post(sender: Sender, message: Message, ready: Ready) -> Posted:
    """Post a message, or draw the one that it updates again where it stands."""
    if ready.error:
        raise ready.error
    if ready.stands:
        await sender.update(ready.card, ready.stands)
        return ready.stands
    if ready.there:
        if not isinstance(sender, SendsPosts):
            raise NeverError("no conversations")
        return await sender.post_in(ready.there, ready.card, message.key)
    assert ready.account  # noqa: S101 - whatever is drawn and stands nowhere is for an account
    if message.updates == HOME:
        await sender.publish(ready.account, ready.card)
        return Posted("", "")
    if ready.files and isinstance(sender, SendsFiles):
        return await sender.post_with(ready.account, ready.card, message.key, ready.files)
    return await sender.post(ready.account, ready.card, message.key)


class Delivery:
    """The senders of this process; `me` names it among the replicas."""

    def __init__(self, database: Database, answering: Callable[[], Answering], me: str) -> None:
        self._database = database
        self._answering = answering
        self._me = me
        self._turns = itertools.count(1)
        self._awake = asyncio.Event()
        self._sending = 0
        self._stopping = False
        self.senders: dict[str, Sender] = {}
        self.measures = Measures()
        self.pace = Pacing()

    def wake(self) -> None:
        """Something may be owed. Call it in the event loop's thread; whoever did so is answered first."""
        asyncio.get_running_loop().call_later(BREATH, self._awake.set)

    def stop(self) -> None:
        """Send what is being sent, let the lanes go and end: so that nothing is sent twice, and nobody waits for us."""
        self._stopping = True
        self._awake.set()

    async def run(self) -> None:
        """Send until it is stopped; the clock and every commit wake it."""
        async with asyncio.TaskGroup() as tasks:
            while not self._stopping:
                await self._awake.wait()
                await self._answering().turns.after(PATIENCE)  # to look for what is owed is a question as well
                self._awake.clear()
                self._begin(tasks)

    async def send_all(self) -> None:
        """Send everything that is due now, and end."""
        async with asyncio.TaskGroup() as tasks:
            self._begin(tasks)

    def _begin(self, tasks: asyncio.TaskGroup) -> None:
        """Look for a lane to send, unless as many are being sent as may be: then one of those looks when it is done."""
        if self._sending < LANES_AT_ONCE and not self._stopping:
            self._sending += 1
            tasks.create_task(self._send_lanes(tasks))

    async def _send_lanes(self, tasks: asyncio.TaskGroup) -> None:
        """Send one lane after the other, until none has anything due."""
        try:
            lane = await self._next_lane()
            while lane and not self._stopping:
                self._begin(tasks)  # where one workspace is owed something others may be, and need not wait for it
                wait = await self._send_lane(lane, tasks)
                lane = await self._next_lane(lane, wait)
            if lane:
                await self._let_go(lane)
        except Exception:
            log.exception("delivery", id=fault_id())
        finally:
            self._sending -= 1

    async def _let_go(self, lane: Lane) -> None:
        await self._database.system(lambda connection: release_lane(connection, lane))

    async def _next_lane(self, done: Lane | None = None, wait: timedelta | None = None) -> Lane | None:
        """Let a lane go and claim the next one that has something due.

        Each claim has an owner's name of its own: whoever lost a lane must not take the next owner for itself, which
        may be in the same process.
        """
        if not self.senders:
            return None
        me = f"{self._me}/{next(self._turns)}"
        return await self._database.system(
            lambda connection: next_lane(connection, me, LEASE, self.senders, done=done, wait=wait)
        )

    async def _send_lane(self, lane: Lane, tasks: asyncio.TaskGroup) -> timedelta | None:
        """Send a batch of what is due on a lane in order; how long the lane must rest, if it must.

        One batch only: where there are more lanes than may be sent at once, the others have their turn.
        """
        sender, passed, ready = self.senders[lane.name.partition(":")[0]], False, None
        due = await self._in(lane, self._due(lane), write=False)
        for message, following in itertools.zip_longest(due, due[1:]):
            await self._answering().turns.after(PATIENCE)
            await self._in_pace(message, tasks)
            if self._stopping:
                return None
            try:
                drawn = ready or await self._drawn(lane, message)
                settled = await self._send(lane, sender, message, drawn, following)
            except LaterError as later:  # only one that concerns the whole lane comes as far as here
                self._waits(lane, later)
                if later.perhaps and not (await self._pass_over(lane, message, later)).kept:
                    return None
                if passed or not later.perhaps or message.attempts < IN_A_ROW:
                    return timedelta(seconds=later.wait or 1)
                passed, ready = True, None  # the next one tells whose fault it is
            else:
                if not settled.kept:
                    return None
                ready = settled.ready
        return None

    def _waits(self, lane: Lane, later: LaterError) -> None:
        self.measures.tried("later")
        if later.limited:
            self.pace.slower(lane.name)

    async def _in_pace(self, message: Message, tasks: asyncio.TaskGroup) -> None:
        """Wait until a message may leave; meanwhile another lane has our place among those that are sent at once."""
        if message.updates == FETCH:
            return
        if wait := self.pace.wait(message.lane, message.to):
            self._sending -= 1
            self._begin(tasks)
            try:
                await self.pace.rest(wait)
            finally:
                self._sending += 1
        self.pace.left(message.lane, message.to)

    def _due(self, lane: Lane) -> Callable[[Tx], Sequence[Message]]:
        # By the database's clock, as the claim: else a clock that is behind finds nothing to send, again and again.
        return lambda tx: Outbox(tx).due(lane.name, database_now(tx.connection), self.pace.batch or BATCH)

    async def _send(
        self, lane: Lane, sender: Sender, message: Message, ready: Ready, following: Message | None
    ) -> Settled:
        """Send one message and settle it, and draw the one that follows in the same transaction."""
        settle = partial(self._settle, lane, message, following)
        try:
            posted = await self._posted(lane, sender, message, ready)
        except ElsewhereError as error:
            lane_now = error.lane
            return await settle(lambda box: box.moved(message, lane_now), "reached elsewhere")
        except RefusedError:  # its sentence may hold words
            return await self._give_up(settle, message, "refused")
        except NeverError as error:
            if error.gone:  # the next one goes to another account of theirs, or is not owed at all
                await self._in(lane, lambda tx: People(tx).unreachable(message.person, message.lane))
            return await self._give_up(settle, message, str(error))
        except LaterError as later:
            if later.lane:
                raise
            return await self._try_again(settle, message, later)
        except Exception as error:  # one message that cannot be drawn must not hold up those behind it
            fault = fault_id()
            log.error("delivery", id=fault, what=message.what, exc_info=error)  # noqa: TRY400 - where it was drawn
            return await self._try_again(settle, message, LaterError(f"fault {fault}"))
        self.measures.tried("sent")
        return await settle(lambda box: box.sent(message, posted.conversation, posted.message, files=posted.files))

    async def _posted(self, lane: Lane, sender: Sender, message: Message, ready: Ready) -> Posted:
        if message.updates != FETCH:
            if ready.there:
                await look_first(self._answering(), lane, ready.there, message.what)
            return await _post(sender, message, ready)
        await fetch(partial(self._in, lane), sender, lane.name.partition(":")[2], message.about)
        return Posted("", "")

    async def _drawn(self, lane: Lane, message: Message) -> Ready:
        """A message drawn in a transaction of its own; whatever keeps it from being drawn is found when it is sent."""
        try:
            return await self._in(lane, lambda tx: self._draw(tx, message), write=False)
        except Exception as error:  # noqa: BLE001 - told apart where it is sent
            return Ready(error=error)

    def _draw(self, tx: Tx, message: Message, reached: Reached | None = None) -> Ready:
        """Draw a message for whoever gets it, as things are now; who that is may have been asked before."""
        try:
            if message.updates == FETCH:
                return Ready()
            if message.updates in (None, HOME):
                account, card = self._drawing(message, reached)(tx)
                if account is None:
                    return Ready(card=card, there=there_of(tx, message))
                beside = account.platform in TAKES_FILES and has_documents(card)
                files = uploads(card, call_of(tx, account)) if beside else ()
                return Ready(card=card, account=account, files=files)
            card, stands = self._drawing_again(message, message.updates or "", reached)(tx)
            return Ready(card=card, stands=stands)
        except (ElsewhereError, NeverError, RefusedError) as error:
            return Ready(error=error)

    def _drawing_again(
        self, message: Message, key: str, reached: Reached | None
    ) -> Callable[[Tx], tuple[Card, Posted]]:
        def draw(tx: Tx) -> tuple[Card, Posted]:
            stands = Outbox(tx).stands(key)
            if stands is None:
                raise NeverError("not posted")
            place = Posted(stands.conversation, stands.message, message.lane.partition(":")[2])
            try:
                return self._drawing(message, reached)(tx)[1], place
            except (ElsewhereError, NeverError, RefusedError):  # who got it left, or may not see it: it has to change
                kept = Card(title=message.about, parts=[Note(NOT_SHOWN)])
                return card_in(kept, best(DistrictSettings(tx).all()["language"])), place

        return draw

    async def _give_up(self, settle: Settle, message: Message, error: str) -> Settled:
        self.measures.tried("failed")
        return await settle(lambda box: given_up(box, message, error), error)

    async def _try_again(self, settle: Settle, message: Message, later: LaterError) -> Settled:
        if message.attempts + 1 >= MOST_TRIES:
            return await self._give_up(settle, message, str(later))
        self.measures.tried("later")
        due = datetime.now(UTC) + timedelta(seconds=later.wait or 4**message.attempts)
        return await settle(lambda box: box.later(message, due, str(later)), str(later))

    async def _pass_over(self, lane: Lane, message: Message, later: LaterError) -> Settled:
        """Count that the platform failed at a message, and let others pass where that goes on.

        It is given up only where others have left since its last try: else the platform is down, and loses nothing.
        """
        settle = partial(self._settle, lane, message, None)
        if message.attempts < IN_A_ROW:
            return await settle(lambda box: box.later(message, message.due, str(later)), str(later))
        if message.attempts + 1 >= MOST_TRIES:
            tried = message.due - _rest(message.attempts - 1)
            if await self._in(lane, lambda tx: Outbox(tx).left_since(lane.name, tried), write=False):
                return await self._give_up(settle, message, str(later))
        due = datetime.now(UTC) + _rest(message.attempts)
        return await settle(lambda box: box.later(message, due, str(later)), str(later))

    def _drawing(self, message: Message, reached: Reached | None) -> Callable[[Tx], tuple[Account | None, Card]]:
        """For whom it is drawn, and how; what is posted for several people is for nobody alone."""

        def draw(tx: Tx) -> tuple[Account | None, Card]:
            if message.conversation:
                return None, card_for_all(tx, self._answering(), message)
            account = (reached or People(tx).reach_on(message.person, message.lane))()
            if account is None:
                raise NeverError("no chat account")
            if account.lane != message.lane:
                raise ElsewhereError(account.lane)
            named = Draw(message.what, message.about)
            return account, self._answering().draw(call_of(tx, account), named, account.platform)

        return draw

    async def _settle(
        self, lane: Lane, message: Message, following: Message | None, note: Callable[[Outbox], bool], error: str = ""
    ) -> Settled:
        """Note how it went and renew the lease: one commit a message, in which the next one is drawn as well."""

        def work(tx: Tx) -> Settled:
            renewed = renew_lane(tx.connection, lane, LEASE)
            one = following if following and not following.conversation else None
            reached = People(tx).reach_on(one.person, one.lane) if one else None
            kept = note(Outbox(tx)) and renewed()
            return Settled(kept, self._draw(tx, following, reached) if kept and following else None)

        try:
            settled = await self._in(lane, work)
        except Exception:
            if following is None:
                raise
            following = None  # it was the next one that could not be drawn: this one was sent, and must be noted
            settled = await self._in(lane, work)
        log.info("delivered" if not error else "undelivered", district=lane.of_district, what=message.what, error=error)
        return settled

    async def _in(self, lane: Lane, work: Callable[[Tx], T], *, write: bool = True) -> T:
        now = datetime.now(UTC)
        return await self._database.run(lane.of_district, work, now=now, door="delivery", write=write)


def _rest(attempts: int) -> timedelta:
    """How long a message at which the platform failed lets others pass."""
    return min(timedelta(seconds=4 ** min(attempts, MOST_TRIES)), LONGEST_REST)
