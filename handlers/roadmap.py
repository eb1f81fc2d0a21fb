"""The roadmap: five phases, the same questions to each, answered again and again; what changed; and a page to print."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.exports import Kind as Export
from domain.groups import Group
from domain.improvement import ENDED, DistrictPlan, Kind
from domain.improvement_rights import leads_plan
from domain.numbers import plan_number
from domain.roadmap import (
    WORDS,
    Answers,
    Phase,
    a_month_before,
    answered,
    changes,
    check_may_answer,
    merged,
)
from handlers.exports import paper_of
from handlers.improvement import named, number_in
from handlers.names import Named, asked
from handlers.roadmap_papers import look_on, newest, roadmap_named, unanswered
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from storage.colleagues import must_be_colleague
from storage.improvement import PlanBook
from storage.improvement_sight import of_kind
from storage.outbox import Outbox
from storage.people import People
from storage.roadmaps import Roadmaps
from views.elements import Card
from views.roadmap import answer_form, changed_card, earlier_card, list_card, phase_card, roadmap_card

routes = Routes()


class AnswerForm(Named):
    LOOKED_AT = WORDS
    done: Typed | None = None
    groups: tuple[Group, ...] = ()
    heard: Typed | None = None
    unheard: Typed | None = None
    nations: Typed | None = None
    to_do: Typed | None = None
    by_when: date | None = None
    who: str | None = None


@routes.command("plan roadmap")
def typed(call: Call) -> Reply:
    """The one that is named, or the only one that there is; else they are listed."""
    number = plan_number(call.text, call.settings.number_year(call.today))
    if number:
        return Show(_card(replace(call, about=number)))
    found, _ = PlanBook(call.tx, call.viewer).page(of_kind(Kind.ROADMAP), size=20)
    if len(found) == 1:
        return Show(_card(replace(call, about=found[0].number)))
    return Show(list_card(found, look_on(call, found)))


@routes.button("roadmap.show")
def show(call: Call) -> Reply:
    return Show(_card(call), beside=True)


def _card(call: Call) -> Card:
    plan = roadmap_named(call)
    found = newest(call, plan)
    return roadmap_card(plan, found, look_on(call, [plan], found.values()))


@routes.button("roadmap.phase")
def phase(call: Call) -> Reply:
    return Show(_phase(call), beside=True)


@routes.notice("roadmap.phase_card")
def phase_drawn(call: Call) -> Card:
    return _phase(call)


def _phase(call: Call) -> Card:
    plan, of, lines, found = _asked(call)
    writes = leads_plan(plan, call.viewer) and plan.state not in ENDED
    look = look_on(call, [plan], [*lines, *([found] if found else [])])
    return phase_card(plan, of, found, lines, look, writes=writes)


def _asked(call: Call) -> tuple[DistrictPlan, Phase, list[Answers], Answers | None]:
    """The roadmap and the phase that a button names, "PLAN-2026-003 needs", with all and the newest of its answers."""
    _, word = named(call.about, 2)
    of = Phase(word) if word in [*Phase] else Phase.VISION
    plan = roadmap_named(call)
    lines = [line for line in Roadmaps(call.tx).of(plan.number) if line.phase is of]
    return plan, of, lines, newest(call, plan).get(of)


@routes.button("roadmap.earlier")
def earlier(call: Call) -> Reply:
    plan, of, lines, _ = _asked(call)
    _, _, offset = named(call.about, 3)
    return Show(earlier_card(plan, of, lines, look_on(call, [plan], lines), offset=number_in(offset)))


@routes.button("roadmap.changed")
def changed(call: Call) -> Reply:
    """Against how it stood a month ago."""
    plan = roadmap_named(call)
    lines, since = Roadmaps(call.tx).of(plan.number), a_month_before(call.today)
    return Show(changed_card(plan, changes(lines, since), since, look_on(call, [plan], lines)), beside=True)


@routes.button("roadmap.form")
def open_form(call: Call) -> Reply:
    plan, of, _, found = _asked(call)
    check_may_answer(plan, call.viewer)
    return Open(answer_form(plan, of, found))


@routes.submit("roadmap.answer", AnswerForm)
def answer(call: Call, form: AnswerForm) -> Reply:
    """What somebody else answered while the form was open stays, where this one left the box alone."""
    plan, of, lines, found = _asked(call)
    check_may_answer(plan, call.viewer)
    if form.who:
        must_be_colleague(call.tx, form.who, field="who")
    opened = number_in(named(call.about, 3)[2])
    base = next((line for line in lines if line.nth == opened), unanswered(call, plan).get(of))
    if again := asked(form, answer_form(plan, of, base)):
        return again
    now = merged(base, found, _typed(call, plan, of, form))
    Roadmaps(call.tx).add(answered(plan, found, now, by=call.viewer, today=call.today))
    Outbox(call.tx).refresh(plan.number)
    return Draw("roadmap.phase_card", f"{plan.number} {of}")


def _typed(call: Call, plan: DistrictPlan, of: Phase, form: AnswerForm) -> Answers:
    words: dict[str, Any] = {name: getattr(form, name) or None for name in WORDS}
    return Answers(
        plan=plan.number,
        phase=of,
        nth=0,
        groups=tuple(group for group in Group if group in form.groups),
        by_when=form.by_when,
        who=People(call.tx).canonical(form.who) if form.who else None,
        by=call.me,
        day=call.today,
        **words,
    )


@routes.button("roadmap.file", writes=True)
def file(call: Call) -> Reply:
    """A page to print."""
    plan = roadmap_named(call)
    return paper_of(call, Export.ROADMAP_PDF, plan.number)
