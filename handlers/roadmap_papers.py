"""What a roadmap says now: the newest answers of each phase, as cards show them and as the page to print holds them."""

from collections.abc import Iterable, Mapping, Sequence

from domain.improvement import DistrictPlan
from domain.roadmap import Answers, Phase, a_month_before, changes, check_roadmap, from_goal
from handlers.improvement import look, named, plan_of
from handlers.papers import Sheet, stamp_of
from handlers.routing import Call
from storage.improvement import PlanBook
from storage.roadmaps import Roadmaps
from views.look import Look
from views.roadmap_paper import roadmap_paper


def roadmap_named(call: Call) -> DistrictPlan:
    """The roadmap that `call.about` begins with, as whoever asks sees it."""
    plan = plan_of(call, named(call.about, 1)[0])
    check_roadmap(plan)
    return plan


def newest(call: Call, plan: DistrictPlan) -> Mapping[Phase, Answers]:
    """The newest answers of each phase; where there are none, what is known of it without."""
    told = {line.phase: line for line in Roadmaps(call.tx).of(plan.number)}
    found = {**unanswered(call, plan), **told}
    return {phase: found[phase] for phase in Phase if phase in found}


def unanswered(call: Call, plan: DistrictPlan) -> Mapping[Phase, Answers]:
    """What is known of phases before anybody answers: what was answered last year, or what the plan itself says."""
    planned = {phase: answers for phase in Phase if (answers := from_goal(plan, phase))}
    return {**planned, **{line.phase: line for line in _before(call, plan)}}


def _before(call: Call, plan: DistrictPlan) -> Sequence[Answers]:
    """What was answered in the plan that this one goes on from."""
    if plan.rolled_from is None or PlanBook(call.tx, call.viewer).find(plan.rolled_from) is None:
        return []
    return Roadmaps(call.tx).of(plan.rolled_from)


def look_on(call: Call, plans: Sequence[DistrictPlan], lines: Iterable[Answers] = ()) -> Look:
    persons = [person for line in lines for person in (line.by, line.who) if person]
    return look(call, plans, (), *persons)


def roadmap_paper_of(call: Call) -> Sheet:
    plan = roadmap_named(call)
    found = newest(call, plan)
    lately = changes(Roadmaps(call.tx).of(plan.number), a_month_before(call.today))
    paper = roadmap_paper(plan, found, lately, look_on(call, [plan], found.values()), stamp_of(call.tx, call.settings))
    return Sheet(paper=paper, numbers=[plan.number])
