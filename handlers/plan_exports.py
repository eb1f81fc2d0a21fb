"""Files of plans: chosen on a card or named behind the command, and drawn by the export job like any other."""

from dataclasses import replace

from domain.errors import RefusedError
from domain.exports import OF_PLAN, OF_TOGETHER, Kind
from domain.improvement import DistrictPlan
from domain.numbers import plan_number
from domain.texts import command
from handlers.exports import paper_of
from handlers.improvement import plan_of
from handlers.plan_papers import plan_named
from handlers.routing import Call, Draw, Reply, Routes, Show
from views.plan_exports import choose_card, choose_together_card

routes = Routes()

ALL = ("consolidated", "all", "together")


@routes.command("plan export", writes=True)
def typed(call: Call) -> Reply:
    """A plan, or all that support each other, and as what: "3 xlsx", "consolidated pdf". Else it is asked."""
    words = call.text.lower().split()
    kinds = [word for word in words if word in OF_PLAN]
    of = " ".join(word for word in words if word not in kinds)
    ending = kinds[0] if kinds else ""
    if of in ALL:
        return _asked(call, OF_TOGETHER[ending], "") if ending else Show(choose_together_card())
    number = plan_number(of, call.settings.number_year(call.today))
    if not number:
        raise RefusedError("Please name the plan by its number: {export}", export=command("plan export 3 xlsx"))
    plan = plan_of(call, number)
    return _asked(call, OF_PLAN[ending], _version(plan)) if ending else Show(choose_card(plan))


def _version(plan: DistrictPlan) -> str:
    return f"{plan.number} {plan.revision}"


def _asked(call: Call, kind: Kind, of: str) -> Reply:
    """In the place of the command, beside nothing."""
    reply = paper_of(call, kind, of)
    return replace(reply, beside=False) if isinstance(reply, Draw) else reply


@routes.button("plan.export")
def choose(call: Call) -> Reply:
    return Show(choose_card(plan_named(call)), beside=True)


@routes.button("plan.export_together")
def choose_together(_: Call) -> Reply:
    return Show(choose_together_card(), beside=True)


@routes.button("plan.file", writes=True)
def file(call: Call) -> Reply:
    """By "plan.xlsx PLAN-2026-003 2", or "together.pdf"."""
    kind, _, of = call.about.partition(" ")
    if kind not in {*OF_PLAN.values(), *OF_TOGETHER.values()}:
        raise RefusedError("Please choose Excel, CSV or PDF.")
    return _asked(call, Kind(kind), of)
