"""A history becomes a story."""

from datetime import UTC, datetime, timedelta

from domain.cars import State
from domain.story import Act, Stay, hides, story_of

BEGAN = datetime(2026, 3, 2, 15, tzinfo=UTC)


def act(nr: int, did: str, *, days: int, by: str = "ole", table: str = "cars") -> Act:
    return Act(nr=nr, at=BEGAN + timedelta(days=days), by=by, door="", did=did, table=table, key="")


def test_what_somebody_did_at_once_is_one_deed_and_the_report_says_which() -> None:
    acts = [act(2, "car.time_asked", days=1), act(1, "extension.asked", days=1, table="extensions")]

    (deed,) = story_of(acts, [])

    assert [one.nr for one in deed.acts] == [1, 2]
    assert deed.main.did == "car.time_asked"


def test_two_people_at_the_same_moment_did_two_deeds() -> None:
    deeds = story_of([act(1, "step.done", days=1), act(2, "step.done", days=1, by="stu")], [])

    assert [deed.main.by for deed in deeds] == ["ole", "stu"]


def test_a_round_ends_with_the_deed_that_found_that_it_did_not_hold() -> None:
    acts = [act(1, "car.filed", days=0), act(2, "car.came_back", days=3), act(3, "car.plan_review", days=4)]

    assert [deed.cycle for deed in story_of(acts, [])] == [1, 1, 2]


def test_a_move_says_where_it_led_and_how_long_it_had_been_where_it_was() -> None:
    acts = [act(1, "car.filed", days=0), act(2, "car.accepted", days=3), act(3, "car.sealed", days=4)]
    stays = [
        Stay(state=State.SUBMITTED, entered_at=BEGAN),
        Stay(state=State.ACCEPTED, entered_at=BEGAN + timedelta(days=3)),
    ]

    told = [(deed.entered, deed.after_days) for deed in story_of(acts, stays)]

    assert told == [(State.SUBMITTED, None), (State.ACCEPTED, 3), (None, None)]


def test_a_hidden_requester_is_hidden_in_what_only_they_do_and_in_what_they_did_themselves() -> None:
    assert hides("car.submitted", by_requester=False)
    assert hides("car.recurs", by_requester=True)
    assert not hides("car.recurs", by_requester=False)
    assert not hides("step.done", by_requester=True), "else the owner would be known to be the requester"
