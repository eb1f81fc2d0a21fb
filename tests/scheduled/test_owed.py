"""Whatever happens to steps, people and the clock, what is told is due, open and somebody's own, once a day."""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from domain.errors import RefusedError
from domain.items import Stage
from domain.mornings import GRACE
from domain.people import PersonId
from domain.school_calendar import SchoolCalendar
from handlers.routing import FormError, answer
from storage.improvement_tables import district_plans, step_updates
from storage.items import audience, items_for
from storage.outbox import outbox
from storage.people import People
from storage.reminded import reminded
from storage.step_lists import StepLists
from storage.step_table import steps
from storage.steps import OPEN
from tests.clockwork import ticked
from tests.conftest import LATER, MR, OTHER, PRINCIPAL, TEACHER, District, opened
from tests.improving import in_force
from tests.office import known, setting
from tests.reminding import DAILY
from tests.story import ROUTES, ask

PEOPLE = (OTHER, TEACHER, PRINCIPAL)
ZONES = ("America/Chicago", "America/New_York", "America/Anchorage", "Pacific/Honolulu")
FIRST = datetime(2026, 3, 9, 16, tzinfo=UTC)  # a Monday
CLOSED = frozenset({date(2026, 3, 13), date(2026, 3, 17), date(2026, 3, 18)})
STEPS = 3
copies = itertools.count(1)

ACTS = st.one_of(
    st.tuples(st.just("look"), st.integers(0, 4), st.integers(5, 22)),  # days that go by first, and the hour then
    st.tuples(st.just("look"), st.just(1), st.integers(8, 15)),
    st.tuples(st.just("look"), st.just(1), st.integers(8, 15)),
    st.tuples(st.sampled_from(["done", "risk", "percent", "cancel", "undo"]), st.integers(0, STEPS - 1), st.just(0)),
    st.tuples(st.just("give"), st.integers(0, STEPS - 1), st.sampled_from(PEOPLE)),
    st.tuples(st.just("move"), st.integers(0, STEPS - 1), st.integers(-5, 12)),
    st.tuples(st.just("zone"), st.sampled_from(PEOPLE), st.sampled_from(ZONES)),
    st.tuples(st.sampled_from(["close", "reopen"]), st.just(0), st.just(0)),
)


class Life:
    """A plan with some steps, people who do them, and a clock that goes on."""

    def __init__(self, district: District) -> None:
        self.district, self.now = district, FIRST
        (plan,) = self._rows(district_plans)
        self.plan, self.numbers = plan["number"], sorted(row["number"] for row in self._rows(steps))

    def goes_on(self, act: str, one: Any, two: Any) -> None:
        if act in ("done", "risk", "percent", "cancel"):
            status = {"done": "done", "risk": "at_risk", "percent": "on_track", "cancel": "cancelled"}[act]
            self._ask(MR, "steps.tell", {"status": status, "comment": "As said", "percent": "20"}, self._step(one))
        elif act == "undo":
            told = self._rows(step_updates, step_updates.c.step == self.numbers[one], step_updates.c.undone.is_(False))
            last = max((row["nth"] for row in told), default=0)
            self._ask(MR, "steps.undo", None, f"{self._step(one)} {last}")
        elif act in ("give", "move"):
            self._change(act, one, two)
        elif act == "zone":
            known(self.district, one, zone=two)
        else:
            self._ask(MR, f"plan.{act}", {"reason": "As said"} if act == "close" else None, self.plan)

    def _change(self, act: str, one: int, two: Any) -> None:
        row = self._rows(steps, steps.c.number == self.numbers[one])[0]
        owner = self.district.person(two) if act == "give" else row["owner"]
        due = (
            {"due": (FIRST.date() + timedelta(days=8 + two)).isoformat()} if act == "move" else {"due": f"{row['due']}"}
        )
        form = {"what": "A step", "owner": owner, "under": f"{self.plan} 1", "why": "As said", **due}
        self._ask(MR, "steps.change", form, self._step(one))

    def looks(self, days: int, hour: int) -> None:
        """The clock ticks once, after days on which the bot was down; it may go back within a day."""
        day = self.now.astimezone(ZoneInfo(ZONES[0])) + timedelta(days=days)
        self.now = day.replace(hour=hour, minute=0).astimezone(UTC)
        before = {(row["person"], row["day"], row["item"]) for row in self._rows(reminded)}
        assert ticked(self.district, DAILY, self.now).failed == []
        rows = self._rows(reminded)
        new = [row for row in rows if (row["person"], row["day"], row["item"]) not in before]
        self._each_is_right(new)
        self._nothing_is_left_out(rows)

    def _each_is_right(self, new: list[dict[str, Any]]) -> None:
        open_ = {f"step:{row['number']}": row for row in self._open()}
        for row in new:
            step, zone = open_[row["item"]], self._zone(row["person"])  # neither done, nor of a plan that has ended
            assert step["owner"] == row["person"]
            assert row["day"] == self.now.astimezone(zone).date()
            assert CALENDAR.is_open(row["day"])
            assert row["due"] == step["due"]
            assert step["due"] < CALENDAR.next_working_day(row["day"]) + timedelta(days=7)

    def _nothing_is_left_out(self, rows: list[dict[str, Any]]) -> None:
        """Whoever's morning it was hears of all that is due or late; and once a day of all together."""
        for step in self._open():
            local = self.now.astimezone(self._zone(step["owner"]))
            after = local - local.replace(hour=8, minute=0)
            told = [r for r in rows if r["person"] == step["owner"] and r["item"] == f"step:{step['number']}"]
            due = step["due"] <= local.date() and CALENDAR.is_open(local.date())
            got = any(r["person"] == step["owner"] and r["day"] == local.date() for r in rows)
            if due and timedelta() <= after <= GRACE and not got:
                stage = Stage.LATE if step["due"] < local.date() else Stage.TODAY
                assert any(r["due"] == step["due"] and (r["stage"] or 0) >= stage for r in told)

    def is_sound(self) -> None:
        """A step that people work on is in the list of its owner and in no other, and one item waits for them."""
        owned = {row["number"]: row["owner"] for row in self._open()}
        persons = {PersonId(self.district.person(who)) for who in (*PEOPLE, MR)}

        def work(tx: Any) -> tuple[list[tuple[int, PersonId]], list[tuple[str, PersonId]]]:
            listed = [(line.number, who) for who in persons for line in StepLists(tx).mine(who, size=99)]
            waiting = items_for(tx, audience(tx) | persons)
            return listed, [(item.about, person) for person, items in waiting.items() for item in items]

        listed, waiting = self.district.do(work)
        assert sorted(listed) == sorted(owned.items())
        assert sorted(waiting) == sorted((str(number), owner) for number, owner in owned.items())
        mine = self._rows(outbox, outbox.c.what == "reminders.day", outbox.c.updates.is_(None))
        assert len({(row["to"], row["about"].partition(" ")[0]) for row in mine}) == len(mine)

    def _open(self) -> list[dict[str, Any]]:
        """Of this plan, while it goes on."""
        (plan,) = self._rows(district_plans)
        return [] if plan["ended"] else self._rows(steps, steps.c.status.in_(OPEN))

    def _zone(self, person: str) -> ZoneInfo:
        account = self.district.do(lambda tx: People(tx).reach(person))
        return ZoneInfo(account.zone or ZONES[0])

    def _step(self, nth: int) -> str:
        return str(self.numbers[nth])

    def _rows(self, table: Any, *where: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.district.do(lambda tx: tx.rows(table, *where))
        return found

    def _call(self, tx: Any, who: str, about: str) -> Any:
        return self.district.call(tx, who, about=about)

    def _ask(self, who: str, route: str, form: dict[str, Any] | None, about: str = "") -> None:
        with suppress(RefusedError, FormError):
            self.district.do(lambda tx: answer(ROUTES[route], self._call(tx, who, about), form), now=self.now)


CALENDAR = SchoolCalendar(closed=CLOSED)


@pytest.fixture
def begun(sqlite_district: Path, tmp_path: Path) -> Path:
    """A district with a plan in force, in which each of three people does a step."""
    copy = tmp_path / "begun.db"
    shutil.copy(sqlite_district, copy)
    with opened(f"sqlite:///{copy}", first=LATER) as database:
        made = District(database)
        plan = in_force(made)
        setting(made, "closures", "\n".join(f"{day}" for day in sorted(CLOSED)))
        for n, who in enumerate(PEOPLE[1:], 1):
            due = (FIRST.date() + timedelta(days=n * 4)).isoformat()
            form = {"what": f"Step {n}", "owner": made.person(who), "under": f"{plan} 1", "due": due}
            ask(made, MR, "steps.add", form)
    return copy


@contextmanager
def lived(begun: Path) -> Iterator[Life]:
    copy = begun.with_name(f"{next(copies)}.db")
    shutil.copy(begun, copy)
    with opened(f"sqlite:///{copy}", first=2 * LATER) as database:
        yield Life(District(database))
    copy.unlink()


@settings(
    max_examples=10,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(acts=st.lists(ACTS, min_size=6, max_size=14))
def test_whatever_happens_a_step_waits_for_its_owner_alone_and_is_told_in_time_and_once_a_day(
    acts: list[tuple[str, Any, Any]], begun: Path
) -> None:
    """Updates, undoing, dates that move, steps that are given on, other time zones, closures, days without the bot."""
    with lived(begun) as life:
        for act, one, two in acts:
            if act == "look":
                life.looks(one, two)
            else:
                life.goes_on(act, one, two)
        life.is_sound()
