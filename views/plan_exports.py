"""Plans as files, in chat: which there are."""

from collections.abc import Mapping

from domain.exports import OF_PLAN, OF_TOGETHER, Kind
from domain.improvement import DistrictPlan
from domain.texts import joined, say
from views.elements import Button, Buttons, Card, Note, Text
from views.exports import WHO
from views.plan_sheet import TOGETHER
from views.plans import typed

AS: Mapping[str, str] = {"xlsx": say("Excel"), "csv": say("CSV"), "pdf": say("PDF")}
HOLDS = say("Excel has goals, strategies, steps, measures and updates as sheets. A CSV file can be imported again.")


def choose_card(plan: DistrictPlan) -> Card:
    name = joined(" · ", [plan.number, typed(plan.title), say("version {n}", n=plan.revision)])
    return _choose(say("Export the plan"), name, OF_PLAN, f" {plan.number} {plan.revision}")


def choose_together_card() -> Card:
    return _choose(say("Export the consolidated plan"), TOGETHER, OF_TOGETHER, "")


def _choose(title: str, of: str, kinds: Mapping[str, Kind], about: str) -> Card:
    buttons = [Button(label=AS[ending], does="plan.file", about=f"{kind}{about}") for ending, kind in kinds.items()]
    return Card(title=title, parts=[Text(of), Note(joined(" ", [HOLDS, WHO])), Buttons(buttons)])
