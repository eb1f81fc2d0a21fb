"""What people type about a step."""

import pytest

from domain.plans import StepStatus
from domain.step_words import Line, read_line

DONE, RISK, OFF, ON = StepStatus.DONE, StepStatus.AT_RISK, StepStatus.OFF_TRACK, StepStatus.ON_TRACK
STILL, NOT_NEEDED = StepStatus.NOT_STARTED, StepStatus.CANCELLED


@pytest.mark.parametrize(
    ("typed", "status", "percent", "comment"),
    [
        ("done 41", DONE, None, ""),
        ("41 done", DONE, None, ""),
        ("DONE 41", DONE, None, ""),
        ("finished 41", DONE, None, ""),
        ("41 complete", DONE, None, ""),
        ("done with 41", DONE, None, ""),
        ("mark 41 as done", DONE, None, ""),
        ("step 41 is done", DONE, None, ""),
        ("41 done: photo in the shared folder", DONE, None, "photo in the shared folder"),
        ("done 41 50 chairs arrived", DONE, None, "50 chairs arrived"),
        ("41 completed, see the minutes of 9/12", DONE, None, "see the minutes of 9/12"),
        ("41 at risk waiting for the vendor", RISK, None, "waiting for the vendor"),
        ("at risk 41 vendor is late", RISK, None, "vendor is late"),
        ("41 at-risk: no substitute", RISK, None, "no substitute"),
        ("41 atrisk no room", RISK, None, "no room"),
        ("41 50% at risk no money", RISK, 50, "no money"),
        ("41 at risk 50% no money", RISK, 50, "no money"),
        ("update 41 to at risk: vendor", RISK, None, "vendor"),
        ("41 delayed until 9/12", RISK, None, "delayed until 9/12"),
        ("41 yellow", RISK, None, ""),
        ("Step 41: off-track, no money yet", OFF, None, "no money yet"),
        ("41 off track", OFF, None, ""),
        ("41 is blocked by the 2nd floor", OFF, None, "blocked by the 2nd floor"),
        ("41 - stuck", OFF, None, "stuck"),
        ("41 red", OFF, None, ""),
        ("41 red tape at the office", None, None, "red tape at the office"),
        ("#41 on track", ON, None, ""),
        ("41 in progress 30%", ON, 30, ""),
        ("41 started", ON, None, ""),
        ("41 okay", ON, None, ""),
        ("41 ok with the principal", None, None, "ok with the principal"),
        ("41 50%", None, 50, ""),
        ("50% 41", None, 50, ""),
        ("41 50 %", None, 50, ""),
        ("41 30 percent half of the rooms are painted", None, 30, "half of the rooms are painted"),
        ("41 100%", None, 100, ""),
        ("41 120% of what we hoped", None, None, "120% of what we hoped"),
        ("41 5% of 20%", None, None, "5% of 20%"),
        ("cancel 41 the school closed", NOT_NEEDED, None, "the school closed"),
        ("41 cancelled - moved to next year", NOT_NEEDED, None, "moved to next year"),
        ("41 not needed any more because the grant ended", NOT_NEEDED, None, "the grant ended"),
        ("41 isn’t needed", NOT_NEEDED, None, ""),
        ("41 not started", STILL, None, ""),
        ("41 not yet started", STILL, None, ""),
        ("41 hasn't started", STILL, None, ""),
        ("41 not done yet", None, None, "not done yet"),
        ("half done 41", None, None, "half done"),
        ("41 complete list is missing", None, None, "complete list is missing"),
        ("41 waiting for 3 quotes", None, None, "waiting for 3 quotes"),
        ("I finished step 41 yesterday", None, None, "I finished yesterday"),
        ("41", None, None, ""),
        ("step 41", None, None, ""),
        ("  41 ,  done ", DONE, None, ""),
        ("41 almost done", None, None, "almost done"),
    ],
)
def test_what_is_typed_about_a_step(typed: str, status: StepStatus | None, percent: int | None, comment: str) -> None:
    assert read_line(typed) == Line(number=41, status=status, percent=percent, comment=comment)


@pytest.mark.parametrize(
    "typed", ["", "done", "what about it", "$41 spent", "9/12 meeting", "41% of it", "at 8:41", "v41"]
)
def test_words_that_name_no_step(typed: str) -> None:
    assert read_line(typed) is None
