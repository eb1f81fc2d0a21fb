"""The table of rights of minutes: of a review that goes on, and of one before it. The step owner is invited.

The district is small: its Cabinet is its Management Review Team.
"""

from typing import Any

from tests.conftest import OTHER
from tests.rights_elsewhere import NOBODY, Ask, every
from tests.rights_plans import CHARGE, LEADS

RUNS = CHARGE | {"recorder"}
SEES = RUNS | {"MRT member", "Cabinet member", "step owner"}
UNSEEN, ONLY = "There is no meeting", "Only whoever hosts it"
NOT_RUN = (UNSEEN, ONLY)
NO_PLAN = ("There is no plan", "Only whoever leads the plan")
SAID: dict[str, Any] = {"text": "So"}
ABOUT_MINUTES: tuple[Ask, ...] = (
    Ask(route="minutes", may=SEES, says="There are no minutes yet that you can see."),
    *every("minutes.open, minutes.back, minutes.card, minutes.ready", about="{now}"),  # or that they do not see it
    *every("minutes.post", about="{before}"),  # of what stands in a conversation for all
    *every("minutes.section", SEES, UNSEEN, about="{now} 4"),
    *every("minutes.word, minutes.pdf", SEES, UNSEEN, about="{now}"),
    *every(
        "minutes.target, minutes.information_form, minutes.decision_form, minutes.step_form",
        RUNS,
        NOT_RUN,
        about="{now} 4 - 0",
    ),
    Ask(route="minutes.information", may=RUNS, says=NOT_RUN, form=SAID, about="{now} 5 - 0"),
    Ask(route="minutes.decision", may=RUNS, says=NOT_RUN, form=SAID, about="{now} 5 - 0"),
    Ask(
        route="minutes.step",
        may=RUNS,
        says=NOT_RUN,
        form={**SAID, "owner": OTHER, "due": "2026-04-01"},
        about="{now} 5 - 0",
    ),
    *every("minutes.resource_form", RUNS, NOT_RUN, about="{now} 10 - 0", then_home=True),
    Ask(
        route="minutes.resource",
        may=NOBODY,
        says=(*NOT_RUN, "CAR-2026-001 does not wait for resources"),
        form={**SAID, "car": "CAR-2026-001", "as_": "allocated", "amount": "100"},
        about="{now} 10 - 0",
    ),
    Ask(route="minutes.to_team", may=NOBODY, says=(*NOT_RUN, "Choose the item"), about="{now} 5"),
    Ask(route="minutes.approve", may=RUNS, says=NOT_RUN, about="{before} {now}"),
    *every("minutes.correct_form", RUNS, NOT_RUN, about="{outcome}"),
    Ask(route="minutes.correct", may=RUNS, says=NOT_RUN, form=SAID, about="{outcome} 1"),
    *every("minutes.change, minutes.change_form", LEADS, NO_PLAN, about="{outcome}"),
)
