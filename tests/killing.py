"""A fan-out that processes of their own send, until one is killed or told to stop in the middle of it."""

from dataclasses import dataclass
from typing import Self

from storage.db import Database
from tests.bot.conftest import until
from tests.bot.installed import KEY, put_in
from tests.fan_out import FanOut, fan_out
from tests.inbox import NEVER, Inbox
from tests.process import Running

LANES = 4
PATIENCE = 300.0


@dataclass
class Killing:
    """Each workspace is sent to with a token of its own, by every one of the processes."""

    database_url: str
    inbox: Inbox
    owed: FanOut
    each: int
    running: list[Running]
    may_repeat: int = 0  # as many messages as those who were killed had lanes

    @classmethod
    def begin(cls, database: Database, database_url: str, inbox: Inbox, *, each: int, replicas: int) -> Self:
        owed = fan_out(database, workspaces=LANES, each=each)
        for workspace in owed.workspaces:
            token = f"xoxb-{workspace}"
            inbox.teams[token] = workspace
            put_in(database, workspace, token)
        made = cls(database_url, inbox, owed, each, [])
        made.running = [made._start() for _ in range(replicas)]
        return made

    def goes_on(self, more: int) -> None:
        """Until so many more messages have arrived."""
        at = self.inbox.got.total() + more
        if self.owed.ledger()["pending"] < self.each:  # else the other one may have sent all that is left meanwhile
            self.owed.owe(self.each)
        until(lambda: self.inbox.got.total() >= at, PATIENCE)

    def kill(self, nth: int) -> None:
        """As kill -9: whatever it was sending may be sent again, which is one message in each lane that it had."""
        dying = self.running[nth % len(self.running)]
        dying.kill()
        self.inbox.answers = NEVER  # what is answered now reaches nobody
        assert self.owed.ledger().total() == len(self.owed.keys)
        self.may_repeat += self.owed.lanes_of(dying.owner)
        self.owed.leases_run_out(dying.owner)
        self._replace(nth)

    def stop(self, nth: int) -> None:
        """As systemd does it."""
        ending = self.running[nth % len(self.running)]
        ending.tell_to_stop()
        self.inbox.answers = NEVER
        ending.has_ended()
        self._replace(nth)

    def finish(self) -> None:
        """Let them send the rest, and stop them."""
        until(lambda: self.owed.ledger() == {"sent": len(self.owed.keys)}, PATIENCE)
        for one in self.running:
            one.stop()

    def _replace(self, nth: int) -> None:
        self.running[nth % len(self.running)] = self._start()

    def _start(self) -> Running:
        return Running.start(self.database_url, self.inbox, token="", SECRET_KEY=KEY)


def nothing_lost(killing: Killing) -> None:
    """Everybody got what they were owed, and no more came twice than may."""
    assert killing.inbox.got.keys() == killing.owed.keys
    assert killing.inbox.repeats <= killing.may_repeat
