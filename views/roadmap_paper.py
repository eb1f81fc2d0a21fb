"""A roadmap on paper: the table of phases and questions that districts know, filled in."""

from collections.abc import Mapping, Sequence

from domain.improvement import DistrictPlan, year_words
from domain.roadmap import PHASES, PURPOSE, Answers, Change, Phase, heard_words
from domain.texts import joined, say
from views.elements import Facts, Heading, Note
from views.look import Look
from views.paper import Paper, PaperPart, Table
from views.papers import NOT_SAID, UNOFFICIAL, Stamp, stamped, written
from views.plan_sheet import place_of
from views.plans import typed

TITLE = say("Continuous Improvement Process Roadmap")
HEAD = (
    *(say("Phases of the continuous improvement process"), say("What have we done?")),
    *(say("How have we engaged stakeholders?"), say("What do we still need to do?")),
    *(say("By when?"), say("Who is responsible?")),
)


def roadmap_paper(
    plan: DistrictPlan, found: Mapping[Phase, Answers], changed: Sequence[Change], look: Look, stamp: Stamp
) -> Paper:
    facts = [
        (say("Plan"), joined(" · ", [plan.number, typed(plan.title)])),
        (say("For"), place_of(plan, look)),
        (say("School year"), year_words(plan.year)),
        (say("Leads it"), look.names.person(plan.lead)),
    ]
    rows = [_row(phase, found.get(phase), look) for phase in Phase]
    lately = joined(", ", [PHASES[one.phase] for one in changed])
    parts: list[PaperPart] = [
        Facts([*facts, (say("Changed in the last month"), lately or say("nothing"))]),
        Table(head=list(HEAD), shares=[20, 21, 22, 19, 9, 9], rows=rows),
        Heading(say("What each phase is for")),
        *(Note(joined(": ", [PHASES[phase], PURPOSE[phase]])) for phase in Phase),
    ]
    paper = Paper(title=TITLE, at=stamp.at, running=TITLE, notice=UNOFFICIAL, wide=True, parts=parts)
    return stamped(paper, stamp)


def _row(phase: Phase, found: Answers | None, look: Look) -> tuple[str, ...]:
    if found is None:
        return (PHASES[phase], *[NOT_SAID] * 5)
    as_of = say("as of {day}", day=written(found.day)) if found.nth else say("from the plan")
    return (
        joined("\n", [PHASES[phase], as_of]),
        typed(found.done or NOT_SAID),
        heard_words(found) or NOT_SAID,
        typed(found.to_do or NOT_SAID),
        written(found.by_when),
        look.names.person(found.who) if found.who else NOT_SAID,
    )
