"""The work on reports as people do it, for tests that need some."""

from datetime import timedelta
from typing import Any

from domain.cases import Case
from handlers.routing import Draw, Reply, answer
from storage.cases import Cases
from tests.conftest import MR, NOW, OTHER, PRINCIPAL, District
from tests.story import ROUTES, ask, filed
from views.elements import Ask, Card, Choices, Item, Items

TODAY = NOW.date()
OWNER, STEPPER, CHECKER = PRINCIPAL, OTHER, "U30"
ON = TODAY + timedelta(days=60)
MAJOR = {"kind": "corrective", "source": "employee", "severity": "major"}
QUICK = {"done": "A new latch", "cause": "It was worn out", "category": "communication", "elsewhere": "no"}
CHOSEN = {"remedy": "replaced", "category": "communication", "elsewhere": "no"}
HELD = {"result": "No open gate", "documents": "none, because nothing changed", "lesson": "Look twice a year"}


def case_of(district: District, number: str, who: str = MR) -> Case:
    case: Case = district.do(lambda tx: Cases(tx, district.call(tx, who).viewer).get(number))
    return case


def card(district: District, who: str, number: str, notice: str = "car.card", **more: Any) -> Card:
    drawn: Card = district.do(lambda tx: ROUTES[notice].handle(district.call(tx, who, about=number, **more)))
    return drawn


def labels(drawn: Card) -> list[str]:
    return [button.label for button in (*drawn.buttons, *drawn.more)]


def choices(drawn: Card) -> list[Ask]:
    return [ask for part in drawn.parts if isinstance(part, Choices) for ask in part.asks]


def items(drawn: Card) -> list[Item]:
    return [item for part in drawn.parts if isinstance(part, Items) for item in part.items]


def press(
    district: District, who: str, label: str, number: str, form: dict[str, Any] | None = None, **more: Any
) -> Reply:
    """Press the button of this label on the card that somebody sees, and send the form that it opens."""
    drawn = card(district, who, number, **({"today": more["today"]} if "today" in more else {}))
    every = [*drawn.buttons, *drawn.more, *(item.button for item in items(drawn) if item.button)]
    button = next(button for button in every if button.label == label)
    now = more.pop("now", NOW)
    call = {"about": button.about, **more}
    reply: Reply = district.do(lambda tx: answer(ROUTES[button.does], district.call(tx, who, **call)), now=now)
    if form is None:
        return reply
    opened = reply.form  # type: ignore[union-attr]
    sent: Reply = district.do(
        lambda tx: answer(ROUTES[opened.does], district.call(tx, who, **{**call, "about": opened.about}), form), now=now
    )
    assert isinstance(sent, Draw)
    return sent


def plan_answers(district: District, **form: Any) -> dict[str, Any]:
    """What an owner writes: two steps, of somebody else's."""
    return {
        "correction": "The latch was tied shut",
        "causes": "Nobody looks at it",
        "how_found": "five_whys",
        "category": "not_implemented",
        "whys": "No list\nNo time",
        "elsewhere": "At no other gate",
        "steps": "Make a list",
        "who": district.person(STEPPER),
        "due": "2026-04-01",
        "steps_2": "Hang it up",
        "who_2": district.person(STEPPER),
        "due_2": "2026-04-02",
        "criterion": "No open gate in 60 days",
        "baseline": "Three in 60 days",
        "method": "The evening round",
        "on": ON.isoformat(),
        "checker": district.person(CHECKER),
        **form,
    }


def accepted(district: District, *, severity: str = "minor", **form: Any) -> str:
    """A report that the principal owns."""
    number = filed(district, **form).number
    more = {"owner": district.person(OWNER), "school": district.school(), **MAJOR, "severity": severity}
    ask(district, MR, "car.accept_with", more, about=number)
    return number


def planned(district: District, **form: Any) -> str:
    number = accepted(district, severity="major")
    ask(district, OWNER, "car.plan", plan_answers(district, **form), about=number)
    return number


def approved(district: District, **form: Any) -> str:
    number = planned(district, **form)
    press(district, MR, "Approve", number)
    return number


def done(district: District, number: str) -> None:
    """All that its plan has to be done."""
    plan = case_of(district, number).plan
    assert plan
    for step in plan.steps:
        ask(district, STEPPER, "step.report", {"as_": "done", "said": "It hangs"}, about=str(step.number))


def verifying(district: District) -> str:
    number = approved(district)
    done(district, number)
    press(district, OWNER, "The work is done", number)
    return number


def watched(district: District) -> str:
    number = verifying(district)
    press(district, CHECKER, "Done, now watch it", number)
    return number
