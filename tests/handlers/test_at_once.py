"""Two people press at the same moment: one wins, and the other is told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from domain.cars import State
from domain.errors import RefusedError
from handlers.routing import answer
from storage.db import Tx
from storage.step_table import steps
from storage.verify import verify
from tests.conftest import DEPUTY, MR, District
from tests.rights_work import plan_of
from tests.story import ROUTES, ask, owed, seen
from tests.working import OWNER, QUICK, STEPPER, accepted, approved, plan_answers, planned

Press = tuple[str, str, dict[str, Any] | None, str]


def at_once(district: District, *presses: Press) -> list[str]:
    """What each is told who is refused; each has its answer ready before any of them is kept, as far as may be."""
    gate = Barrier(len(presses), timeout=20)

    def work(press: Press) -> Callable[[Tx], None]:
        who, route, form, about = press

        def do(tx: Tx) -> None:
            answer(ROUTES[route], district.call(tx, who, about=about), form)

        return do

    def run(press: Press) -> str:
        gate.wait()
        try:
            district.do(work(press))
        except RefusedError as error:
            return error.sentence
        return ""

    with ThreadPoolExecutor(len(presses)) as pool:
        return list(pool.map(run, presses))


def test_of_two_who_check_a_fix_one_decides(district: District) -> None:
    number = accepted(district)
    ask(district, OWNER, "car.quick", QUICK, about=number)

    told = at_once(
        district,
        (MR, "car.checked", None, number),
        (DEPUTY, "car.not_yet", {"reason": "It still opens"}, number),
    )

    assert sorted(map(bool, told)) == [False, True]
    assert seen(district, number).state in (State.CLOSED, State.IMPLEMENTING)
    assert next(filter(None, told)).startswith(("Somebody else changed this", f"{number} is at "))
    assert district.do(verify).broken == []


def test_a_plan_is_approved_once(district: District) -> None:
    number = planned(district)
    tail, _ = plan_of(district, MR, number)

    told = at_once(district, *((who, "car.approve", None, f"{number} {tail}") for who in (MR, DEPUTY)))

    assert sorted(map(bool, told)) == [False, True]
    assert owed(district).count(("step.yours", STEPPER)) == 1


def test_a_step_is_reported_once_and_one_who_was_slower_is_told(district: District) -> None:
    number = approved(district)
    done, not_needed = ({"as_": as_, "said": f"It is {as_}"} for as_ in ("done", "not_needed"))

    told = at_once(district, (STEPPER, "step.report", done, "1"), (STEPPER, "step.report", not_needed, "1"))

    assert sorted(map(bool, told)) == [False, True]
    assert district.do(lambda tx: tx.rows(steps, steps.c.number == 1))[0]["version"] == 2
    assert seen(district, number).state is State.IMPLEMENTING


def test_steps_of_two_plans_that_are_sent_at_once_have_numbers_of_their_own(district: District) -> None:
    first, second = (accepted(district, severity="major") for _ in range(2))

    told = at_once(district, *((OWNER, "car.plan", plan_answers(district), number) for number in (first, second)))

    assert told == ["", ""]
    numbers = sorted(row["number"] for row in district.do(lambda tx: tx.rows(steps)))
    assert numbers == [1, 2, 3, 4]


def test_two_who_tell_of_two_steps_at_once_are_both_heard_and_the_owner_once(district: District) -> None:
    number = approved(district, who_2=district.person(DEPUTY))
    before = owed(district).count(("car.turn", OWNER))
    done = {"as_": "done", "said": "It hangs"}

    told = at_once(district, (STEPPER, "step.report", done, "1"), (DEPUTY, "step.report", done, "2"))

    assert told == ["", ""]
    assert {row["status"] for row in district.do(lambda tx: tx.rows(steps))} == {"done"}
    assert owed(district).count(("car.turn", OWNER)) == before + 1
    ask(district, OWNER, "car.finish", about=number)
    assert district.do(verify).broken == []


def test_a_step_that_is_opened_again_while_the_work_is_called_done_is_not_left_open_in_a_check(
    district: District,
) -> None:
    number = approved(district, steps_2="", who_2=None, due_2=None)
    ask(district, STEPPER, "step.report", {"as_": "done", "said": "It hangs"}, about="1")

    told = at_once(district, (OWNER, "car.finish", None, number), (STEPPER, "step.undo", None, "1"))

    (step,) = district.do(lambda tx: tx.rows(steps))
    assert sorted(map(bool, told)) == [False, True]
    assert (seen(district, number).state is State.VERIFYING) == (step["status"] == "done")
