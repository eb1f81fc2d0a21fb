"""The message of a day as it is drawn for the approved files, and what belongs to it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time, timedelta

from domain.cars import REDACTED
from domain.daily import Put
from domain.items import Item, ItemKind
from domain.plans import StepStatus
from tests.domain.story import BOB, CAR, OLE, TODAY
from tests.views.scene import look
from views.elements import Card, Form
from views.reminders import Page, When, all_card, day_card, snooze_form, when_card, when_form

AT_RISK = StepStatus.AT_RISK
FIX = Item(
    kind=ItemKind.FIX,
    about=CAR.number,
    of=CAR.number,
    whose=OLE.person,
    since=CAR.filed_on,
    due=TODAY + timedelta(days=3),
    place="east",
    minor=True,
)
STEP = replace(FIX, kind=ItemKind.STEP, about="41", of="CAR-2026-015", due=TODAY - timedelta(days=1), stands=AT_RISK)
SEALED = replace(FIX, about="CAR-2026-016", of="CAR-2026-016", whose=BOB.person, due=TODAY)
COPY = replace(
    FIX, kind=ItemKind.COPY, about="CAR-2026-017", of="CAR-2026-017", copied=BOB.person, due=date(2026, 2, 20)
)
KINDS = [
    replace(FIX, kind=kind, about=f"CAR-2026-{nth:03}", of=f"CAR-2026-{nth:03}") for nth, kind in enumerate(ItemKind)
]
SEEN = {CAR.number, STEP.of, COPY.of, *(item.of for item in KINDS)} - {SEALED.of}
TITLES = {
    FIX.key: "Gate latch broken",
    STEP.key: "Tied it shut",
    COPY.key: "The gate latch at the bus loop is broken again",
    "fix:CAR-2026-018": REDACTED,
    "step:42": "Every bus on time",
    **{item.key: "Pupils reach the street" for item in KINDS},
}
PAGE = Page(about="2026-03-04", weekly=False, items=[STEP, SEALED, FIX], seen=SEEN, titles=TITLES)
WEEK = replace(
    PAGE,
    about="2026-03-04 week",
    weekly=True,
    items=[STEP, FIX, replace(KINDS[1], due=None), replace(KINDS[2], due=None), COPY],
    put_off=[Put(replace(FIX, about="CAR-2026-018", of="CAR-2026-018"), TODAY + timedelta(days=2))],
    done=[("step:42", "CAR-2026-019"), ("fix:CAR-2026-020", "CAR-2026-020")],
    undone={"step:42"},
)
MANY = replace(PAGE, items=[*(replace(STEP, about=str(nth)) for nth in range(41, 60)), COPY])
WHEN = When(at=time(7, 30), own=True, zone="America/Chicago", weekly=True)

MESSAGES: Mapping[str, Card] = {
    "day": day_card(PAGE, look(OLE)),
    "day_of_the_week": day_card(WEEK, look(OLE)),
    "day_over": day_card(replace(PAGE, items=[], done=WEEK.done), look(OLE)),
    "day_of_many": day_card(MANY, look(OLE)),
    "day_all": all_card(replace(MANY, items=MANY.items[10:20]), look(OLE), offset=10, total=len(MANY.items)),
    "reminders": when_card(WHEN),
}
FORMS: Mapping[str, Form] = {
    "snooze": snooze_form(
        FIX, "Gate latch broken", "2026-03-04 fix:CAR-2026-014", TODAY + timedelta(days=1), look(OLE)
    ),
    "reminders": when_form(WHEN, time(8)),
}
REST_OF_CARDS: Mapping[str, Card] = {
    **{f"a day of {item.kind}": day_card(replace(PAGE, items=[item]), look(OLE)) for item in KINDS},
    "a day when all is put off": day_card(replace(WEEK, items=[], done=[]), look(OLE)),
    "a day when many are late": day_card(replace(PAGE, items=[*KINDS[:-1] * 4, *KINDS[-1:] * 30]), look(OLE)),
    "the last of many": all_card(replace(MANY, items=MANY.items[19:]), look(OLE), offset=19, total=20),
    "nothing for today": day_card(replace(PAGE, items=[]), look(OLE)),
    "reminders as the district has them": when_card(replace(WHEN, own=False, weekly=False)),
}
REST_OF_FORMS: Mapping[str, Form] = {
    "snooze what has no date": snooze_form(replace(STEP, due=None), "", "2026-03-04 step:41", TODAY, look(OLE)),
    "reminders as the district has them": when_form(replace(WHEN, own=False, weekly=False), time(8)),
}
