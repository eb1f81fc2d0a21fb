"""The longest that people may write, in signs that take the most room: cards and forms that must fit all the same."""

from dataclasses import replace
from typing import Any

from domain.cars import (
    ALREADY_DONE_MAX,
    ANSWER_MAX,
    LINK_MAX,
    ON_BEHALF_OF_MAX,
    PHOTOS_MAX,
    PLACE_MAX,
    REASON_MAX,
    WHAT_MAX,
    Car,
    State,
)
from domain.cases import Case
from domain.plans import CAUSES_MAX, PLAN_MAX, STEP_MAX
from domain.settings import LONG, SHORT, Settings
from domain.steps import STEPS_MAX
from tests.domain.story import MIA, TODAY
from tests.views.scene import car_at, departments, schools
from tests.views.worked import ASKED, DECIDED, STEPS, WRITTEN
from views.car_acts import Work
from views.car_forms import report_form
from views.car_lists import PAGE, list_card
from views.cars import Look, Names, car_card
from views.elements import Button, Card, Form
from views.home import Pile, help_card, home_card
from views.leavers import give_form
from views.more_time import decide_form
from views.plan_form import Room, plan_form, written
from views.settings import causes_form, clocks_form, conversations_form, district_form, places_form
from views.triage_forms import accept_form, answer_form, fixed_form, reject_form, return_form
from views.work_forms import held_form, quick_form, step_form

WORST = ("x", "&", "\n", "a\n", "<!channel> ", "🏫", "教", "\u202e ")


def filling(piece: str, length: int) -> str:
    return (piece * length)[:length]


def longest(piece: str, state: State) -> Car:
    return car_at(
        state,
        what=filling(piece, WHAT_MAX),
        already_done=filling(piece, ALREADY_DONE_MAX),
        on_behalf_of=filling(piece, ON_BEHALF_OF_MAX),
        link="https://" + filling(piece, LINK_MAX - 8),
        photos=tuple(f"https://files.slack.com/{n}" for n in range(PHOTOS_MAX)),
        reason=filling(piece, REASON_MAX),
        answer=filling(piece, ANSWER_MAX),
        related="CAR-2026-001",
        department="facilities",
        urgent=True,
        hide_name=True,
    )


def planned(piece: str, state: State = State.IMPLEMENTING) -> Case:
    """With the longest plan of the most steps."""
    said = filling(piece, PLAN_MAX)
    step = replace(STEPS[0], what=filling(piece, STEP_MAX), evidence=filling(piece, REASON_MAX))
    cause = replace(WRITTEN.causes[1], statement=said, whys=(filling(piece, PLAN_MAX // 5 - 1),) * 5, how_verified=said)
    less, why = filling(piece, STEP_MAX), filling(piece, STEP_MAX // 5 - 1)
    other = replace(cause, statement=less, whys=(why,) * 5, how_verified=less)
    plan = replace(
        DECIDED,
        correction=said,
        elsewhere=said,
        resources_asked=said,
        resources_given=said,
        causes=(replace(cause, not_confirmed=True), cause, *(other,) * (CAUSES_MAX - 1)),
        steps=tuple(replace(step, number=n) for n in range(1, STEPS_MAX + 1)),
        effectiveness=replace(WRITTEN.effectiveness, criterion=said, baseline=said, method=said),
    )
    return Case(car=longest(piece, state), plan=plan)


def long_look(piece: str, viewer: Any) -> Look:
    name = filling(piece, 200)
    names = Names(people={"ann": name, "ole": name}, places={"east": name, "facilities": filling(piece, PLACE_MAX)})
    return Look(viewer=viewer, today=TODAY, names=names)


def forms(piece: str, number: int) -> list[Form]:
    car = longest(piece, State.SUBMITTED)
    values = {key: filling(piece, LONG) for key in ("objectives", "danger", "who_to_tell")}
    kept = Settings(values | {"name": filling(piece, SHORT)})
    typed = {
        "what": filling(piece, 40_000),
        "school": f"id{number // 2:06}",
        "happened_on": "2026-03-01",
        "marks": ["urgent", "hide_name"],
        "link": car.link,
        "on_behalf_of": car.on_behalf_of,
    }
    named = [replace(school, name=filling(piece, 195) + school.name) for school in schools(number)]
    return [
        report_form(kept, named, TODAY, typed),
        report_form(kept, named, TODAY, typed | {"already_done": car.already_done}),
        accept_form(car, "", named, departments(number), kept.objectives),
        return_form(car),
        reject_form(car),
        fixed_form(car),
        answer_form(replace(car, state=State.RETURNED)),
        district_form(kept),
        places_form(named, departments(number)),
        clocks_form(kept),
        causes_form(kept),
        conversations_form(kept),
        quick_form(car),
        step_form(car, planned(piece).plan.steps[0]),  # type: ignore[union-attr]
        held_form(planned(piece), early=True),
        plan_form(planned(piece), written(planned(piece)), Room(steps=STEPS_MAX)),
        plan_form(planned(piece), written(planned(piece)), Room(steps=STEPS_MAX - 2, causes=CAUSES_MAX)),
        decide_form(car, replace(ASKED, reason=filling(piece, REASON_MAX)), "today"),
        give_form([replace(car, number=f"CAR-2026-{n:03}") for n in range(12)], long_look(piece, MIA)),
    ]


def cards(piece: str) -> list[Card]:
    """Lists, a home and a help, with much of everything."""
    cars = [replace(longest(piece, State.ACCEPTED), number=f"CAR-2026-{n:03}") for n in range(500)]
    look_ = long_look(piece, MIA)
    piles = [
        Pile(title=t, cars=cars[:5], total=500, scope=s) for t, s in (("a", "triage"), ("b", "owned"), ("c", "mine"))
    ]
    return [
        list_card(cars[:PAGE], look_, scope="open", offset=10, total=500),
        list_card(cars, look_, scope="open", offset=0, total=500),
        list_card([], look_, scope="open", offset=0, total=0),
        home_card(filling(piece, SHORT), piles, look_, seat_is_empty=True),
        *(
            car_card(planned(piece, state).car, look_, whole=whole, work=Work(case=planned(piece, state)))
            for state in (State.PLAN_REVIEW, State.IMPLEMENTING, State.MONITORING)
            for whole in (True, False)
        ),
        help_card(lead=filling(piece, 8000), suggestion=Button(label="Help", does="help.show")),
    ]
