"""R40: what was ever owed is counted, and whatever becomes of it, it is in one of five states."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.people import Role
from storage.db import Tx
from storage.dead_letters import DeadLetters
from storage.outbox import UNFILLED, Outbox, outbox, seat_name
from storage.people import People
from storage.roster import Roster
from tests.conftest import MR, NOW, OTHER, PRINCIPAL, TEACHER, District

FAR = NOW + timedelta(days=999)
LANE = "slack:T1"
SEATS = (Role.MANAGEMENT_REPRESENTATIVE, Role.SUPERINTENDENT)
WHO = (TEACHER, PRINCIPAL, MR, OTHER)
EXPECTED, NOBODY = "expected", "nobody"  # on the imported list and not seen yet; without any account

STEPS = st.one_of(
    st.tuples(st.just("owe"), st.sampled_from([*WHO, EXPECTED, NOBODY]), st.integers(1, 4)),
    st.tuples(st.just("owe_seat"), st.sampled_from(SEATS), st.integers(1, 4)),
    st.tuples(st.just("take"), st.sampled_from(SEATS), st.sampled_from(WHO)),
    st.tuples(st.just("leave"), st.sampled_from(SEATS), st.sampled_from(WHO)),
    st.tuples(st.sampled_from(["sent", "failed", "later"]), st.integers(0, 9), st.just(0)),
    st.tuples(st.sampled_from(["welcome", "again", "refresh", "forget"]), st.just(0), st.just(0)),
)


class Story:
    """What happens to messages, and how many are owed by then: one is another one when its key is not there yet."""

    def __init__(self, district: District) -> None:
        self._district = district
        self.audience = sum(self.ledger().values())

    def ledger(self) -> dict[str, int]:
        found: dict[str, int] = self._district.do(lambda tx: Outbox(tx).ledger())
        return found

    def goes_on(self, act: str, one: Any, two: Any) -> None:
        self.audience += self._district.do(lambda tx: getattr(self, f"_{act}")(tx, one, two) or 0)

    def _new(self, tx: Tx, keys: set[str]) -> int:
        return len(keys - {row["key"] for row in tx.rows(outbox)})

    def _person(self, tx: Tx, who: str) -> str:
        if who == EXPECTED:
            Roster(tx).expect("new@x.example", EXPECTED, "Somebody new")
        return who if who in (EXPECTED, NOBODY) else self._district.account(tx, who).person

    def _owe(self, tx: Tx, who: str, nth: int) -> int:
        to = self._person(tx, who)
        Outbox(tx).owe("car.card", "CAR-1", to=to, key=f"k{nth}")
        return self._new(tx, {f"k{nth}:{to}"})

    def _owe_seat(self, tx: Tx, role: Role, nth: int) -> int:
        Outbox(tx).owe_seat(role, "car.card", "CAR-1", key=f"k{nth}")
        return self._new(tx, {f"k{nth}:{one}" for one in People(tx).acting(role)} or {f"k{nth}:seat"})

    def _take(self, tx: Tx, role: Role, who: str) -> int:
        to = self._person(tx, who)
        waiting = tx.rows(outbox, outbox.c.to == seat_name(role), outbox.c.state == UNFILLED)
        new = self._new(tx, {f"{row['key'].removesuffix(':seat')}:{to}" for row in waiting})
        People(tx).seat(role, to, by="system")
        Outbox(tx).fill(role, to)
        return new

    def _leave(self, tx: Tx, role: Role, who: str) -> None:
        person = self._person(tx, who)
        if person in People(tx).holders(role):
            People(tx).unseat(role, person, by="system")

    def _sent(self, tx: Tx, nth: int, _: int) -> None:
        for message in Outbox(tx).due(LANE, FAR, 10)[nth:][:1]:
            Outbox(tx).sent(message, "D1", "1.0")

    def _failed(self, tx: Tx, nth: int, _: int) -> None:
        for message in Outbox(tx).due(LANE, FAR, 10)[nth:][:1]:
            Outbox(tx).failed(message, "user_disabled")

    def _later(self, tx: Tx, nth: int, _: int) -> None:
        for message in Outbox(tx).due(LANE, FAR, 10)[nth:][:1]:
            Outbox(tx).later(message, NOW, "ratelimited")

    def _welcome(self, tx: Tx, *_: int) -> None:
        Outbox(tx).welcome(EXPECTED)

    def _again(self, tx: Tx, *_: int) -> None:
        DeadLetters(tx).send_all_again(by="system")

    def _refresh(self, tx: Tx, *_: int) -> None:
        """A copy that is drawn again is not another message."""
        Outbox(tx).refresh("CAR-1")

    def _forget(self, tx: Tx, *_: int) -> None:
        Outbox(tx).prune(FAR)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(STEPS, min_size=1, max_size=25))
def test_r40_sent_failed_pending_skipped_and_unfilled_are_the_audience_always(
    district: District, steps: list[tuple[str, Any, Any]]
) -> None:
    story = Story(district)

    for act, one, two in steps:
        story.goes_on(act, one, two)
        assert sum(story.ledger().values()) == story.audience, (act, one, two)
