"""Plans as cards: a list, one plan with its goals, a goal with its strategies and steps, and all of it."""

from collections.abc import Mapping, Sequence
from datetime import date

from domain.improvement import KINDS, STATES, DistrictPlan, Goal, PlanState, Strategy, year_words
from domain.improvement_rights import leads_plan
from domain.improvement_state import Stand, Supported, of_goal, of_plan, of_strategy, of_supported
from domain.measures import Measured, MeasureValue, trend
from domain.needs import Need
from domain.people import Role
from domain.texts import command, either, joined, say
from views.dates import day
from views.elements import Button, Card, Facts, Heading, Item, Items, Note, Part, Quote, Text
from views.improvement_acts import plan_buttons
from views.look import Look
from views.needs import need_items
from views.pages import page_of
from views.plan_steps import step_items
from views.plans import typed

PAGE, GOALS, WHOLE = 10, 10, 2  # plans in a list, goals on a card, goals on a page of all
TO_BE_SET = say("to be set")
SCOPES: Mapping[str, str] = {
    "mine": say("Plans that you lead"),
    "school": say("Plans of your school"),
    "district": say("Plans of the district"),
    "all": say("All plans"),
    "drafts": say("Drafts"),
}
SIGNED: Mapping[Role, str] = {
    Role.MANAGEMENT_REPRESENTATIVE: say("Management representative"),
    Role.SUPERINTENDENT: say("Superintendent"),
}


def heading(plan: DistrictPlan) -> str:
    return joined(" · ", [plan.number, typed(plan.title)])


def list_card(
    plans: Sequence[DistrictPlan], look: Look, *, scope: str, offset: int, total: int, lead: str = "", starts: bool
) -> Card:
    """One page of a list; `starts` is whether whoever looks may start a plan somewhere."""
    new = [Button(label=say("New plan"), does="plan.new_form", primary=not plans)] if starts else []
    others = [Button(label=label, does="plan.page", about=f"{key} 0") for key, label in SCOPES.items() if key != scope]
    pages = [
        *([Button(label=say("Newer"), does="plan.page", about=f"{scope} {max(0, offset - PAGE)}")] if offset else []),
        *(
            [Button(label=say("Older"), does="plan.page", about=f"{scope} {offset + PAGE}")]
            if offset + PAGE < total
            else []
        ),
    ]
    listed: list[Part] = [Items([_line(plan, look) for plan in plans])] if plans else [Text(say("None."))]
    return Card(
        title=say("{title} ({span})", title=SCOPES[scope], span=page_of(offset, len(plans), total)),
        parts=[*([Text(lead)] if lead else []), *listed, HOW],
        buttons=[*new, *pages],
        more=[*others, Button(label=say("What supports what"), does="plan.consolidated")],
    )


HOW = Note(
    joined(
        " · ", [say("{show} and a number", show=command("plan show")), say("{new} starts one", new=command("plan new"))]
    )
)


def _line(plan: DistrictPlan, look: Look) -> Item:
    stand = of_plan(plan, look.today).words if plan.state is PlanState.IN_FORCE else STATES[plan.state]
    where = look.names.place(plan.place) if plan.place else say("the district")
    show = Button(label=say("Show"), does="plan.show_pressed", about=plan.number)
    return Item(name=heading(plan), detail=joined(" · ", [stand, where, year_words(plan.year)]), button=show)


def plan_card(plan: DistrictPlan, look: Look, *, lead: str = "", offset: int = 0) -> Card:
    """A plan with its goals, each with how it stands."""
    buttons, more = plan_buttons(plan, look.viewer)
    return Card(
        title=heading(plan),
        state=_state(plan),
        parts=[
            *([Text(lead)] if lead else []),
            *_said(plan),
            Facts(_facts(plan, look)),
            *_goals(plan, look, offset),
            *_signed(plan, look),
            Note(_foot(plan)),
        ],
        buttons=[*buttons, *_pages(plan, offset)],
        more=more,
    )


def _state(plan: DistrictPlan) -> str:
    changing = plan.in_force is not None and plan.state in (PlanState.DRAFT, PlanState.REVIEW)
    version = say("version {n}", n=plan.revision) if plan.revision > 1 else ""
    said = say("Being changed") if changing and plan.state is PlanState.DRAFT else STATES[plan.state]
    return joined(" · ", [said, version])


def _said(plan: DistrictPlan) -> list[Part]:
    parts: list[Part] = []
    if plan.why and plan.revision > 1:
        parts.append(Text(say("Why it changes: {why}", why=typed(plan.why))))
    if plan.said:
        closed = plan.state is PlanState.CLOSED
        parts += [Note(say("Why it was closed:") if closed else say("What was said last:")), Quote(typed(plan.said))]
    return parts


def _facts(plan: DistrictPlan, look: Look) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = [
        (say("Kind"), KINDS[plan.kind]),
        (say("For"), look.names.place(plan.place) if plan.place else say("the whole district")),
        (say("School year"), year_words(plan.year)),
        (say("Leads it"), look.person(plan.lead)),
    ]
    if plan.goals:
        rows.append((say("How it stands"), of_plan(plan, look.today).words))
    if plan.rolled_from:
        rows.append((say("Goes on from"), plan.rolled_from))
    return rows


def _goals(plan: DistrictPlan, look: Look, offset: int) -> list[Part]:
    if not plan.goals:
        return [Text(say("It has no goal yet."))]
    shown = plan.goals[offset : offset + GOALS]
    unset = sum(not goal.measure for goal in plan.goals)
    note = [Note(say("Measures to be set: {n}", n=unset))] if unset else []
    return [
        Heading(say("Goals ({n})", n=len(plan.goals))),
        Items([_goal_item(plan, one, look) for one in shown]),
        *note,
    ]


def _goal_item(plan: DistrictPlan, goal: Goal, look: Look) -> Item:
    show = Button(label=say("Show"), does="plan.goal", about=f"{plan.number} {goal.nth} {plan.revision}")
    name = say("Goal {n} · {statement}", n=goal.nth, statement=typed(goal.statement))
    return Item(name=name, detail=of_goal(plan, goal, look.today).words, button=show)


def _pages(plan: DistrictPlan, offset: int) -> list[Button]:
    at = f"{plan.number} {plan.revision}"
    whole = [Button(label=say("Show all"), does="plan.whole", about=f"{at} 0")] if plan.goals else []
    more = offset + GOALS < len(plan.goals)
    return [
        *([Button(label=say("More goals"), does="plan.goals_page", about=f"{at} {offset + GOALS}")] if more else []),
        *whole,
    ]


def _signed(plan: DistrictPlan, look: Look) -> list[Part]:
    if plan.state not in (PlanState.REVIEW, PlanState.IN_FORCE):
        return []
    signed = [
        say("{seat}: {who}, {day}", seat=SIGNED[one.role], who=look.person(one.by), day=day(one.on, look.today))
        for one in plan.signatures
    ]
    missing = [
        say("{seat}: not yet", seat=said)
        for role, said in SIGNED.items()
        if role not in {s.role for s in plan.signatures}
    ]
    said = joined(" · ", [*signed, *(missing if plan.state is PlanState.REVIEW else [])])
    return [Note(say("Approved by {whom}", whom=said))] if signed or missing else []


def _foot(plan: DistrictPlan) -> str:
    if plan.state in (PlanState.DRAFT, PlanState.REVIEW):
        return joined(" · ", [plan.number, say("only whoever writes or approves it, and those let in, see this")])
    return joined(
        " · ", [plan.number, either(say("{plan} shows all plans", plan=command("plan")), say("“plan” shows all plans"))]
    )


def goal_card(
    plan: DistrictPlan, goal: Goal, look: Look, values: Sequence[MeasureValue], needs: Sequence[Need] = ()
) -> Card:
    """A goal with the needs that it answers, its measures, its theory of action, and its steps."""
    at, writes = f"{plan.number} {goal.nth}", leads_plan(plan, look.viewer)
    draft = plan.state in (PlanState.DRAFT, PlanState.REVIEW)
    open_ = writes and plan.state in (PlanState.DRAFT, PlanState.REVIEW, PlanState.IN_FORCE)
    step = Button(label=say("Add a step"), does="steps.add_form", about=at, primary=True)
    strategy = Button(label=say("Add a strategy"), does="plan.strategy_form", about=at)
    change = Button(label=say("Change the goal"), does="plan.goal_form", about=at)
    value = Button(label=say("Write down a value"), does="plan.value_form", about=at)
    drop = Button(
        label=say("Take the goal out"), does="plan.goal_drop", about=at, confirm=say("The goal leaves the plan.")
    )
    edits = [
        Button(label=say("Change strategy {n}", n=one.nth), does="plan.strategy_form", about=f"{at} {one.nth}")
        for one in goal.strategies[:3]
    ]
    back = Button(label=say("The whole plan"), does="plan.show_pressed", about=plan.number)
    return Card(
        title=say("{number} · Goal {n}", number=plan.number, n=goal.nth),
        state=of_goal(plan, goal, look.today).words,
        parts=[
            Quote(typed(goal.statement)),
            Facts(_goal_facts(goal, look, values)),
            *_answers(needs, look),
            *(part for one in goal.strategies for part in _strategy_parts(plan, goal, one, look, values)),
            *_beside(plan, goal, look),
        ],
        buttons=[
            *([step] if open_ else []),
            *([strategy] if draft and writes else []),
            *([value] if open_ else []),
            back,
        ],
        more=[change, drop, *edits] if draft and writes else [],
    )


def _answers(needs: Sequence[Need], look: Look) -> list[Part]:
    if not needs:
        return []
    return [Heading(say("Needs that it answers ({n})", n=len(needs))), need_items(needs, look)]


def _goal_facts(goal: Goal, look: Look, values: Sequence[MeasureValue]) -> list[tuple[str, str]]:
    told = trend([one for one in values if (one.goal, one.strategy) == (goal.nth, 0)])
    rows: list[tuple[str, str]] = [(say("Measure"), typed(goal.measure) if goal.measure else TO_BE_SET)]
    rows += [
        (name, typed(said)) for name, said in ((say("Today"), goal.baseline), (say("Target"), goal.target)) if said
    ]
    rows += [(say("By when"), day(goal.by_when, look.today))] if goal.by_when else []
    rows += [(say("Measured"), told)] if told else []
    if goal.supports:
        rows.append((say("Supports"), say("{plan}, goal {n}", plan=goal.supports, n=goal.supports_goal or 0)))
    return rows


def theory(one: Strategy) -> list[str]:
    """If …, then …, and …, each with what shows it."""
    does = typed(one.does)
    first = say("If we: {does}", does=does) if one.adults or one.students else say("We: {does}", does=does)
    lines: list[str] = [first]
    for said, measure, line in (
        (one.adults, one.adults_measure, say("then adults: {what}", what=typed(one.adults or ""))),
        (one.students, one.students_measure, say("and students: {what}", what=typed(one.students or ""))),
    ):
        if said:
            shows = say("shown by: {measure}", measure=typed(measure)) if measure else say("measure to be set")
            lines.append(joined(" · ", [line, shows]))
    return lines


def _strategy_parts(
    plan: DistrictPlan, goal: Goal, one: Strategy, look: Look, values: Sequence[MeasureValue] = ()
) -> list[Part]:
    stand = of_strategy(plan, goal.nth, one.nth, look.today)
    head = Heading(joined(" · ", [say("Strategy {n}", n=one.nth), stand.words]))
    mine = [value for value in values if (value.goal, value.strategy) == (goal.nth, one.nth)]
    told = [
        Note(joined(": ", [name, found]))
        for of, name in ((Measured.ADULTS, say("Adults")), (Measured.STUDENTS, say("Students")))
        if (found := trend([value for value in mine if value.of is of]))
    ]
    return [head, Text(joined("\n", theory(one))), *told, *step_items(plan, plan.steps_of(goal.nth, one.nth), look)]


def _beside(plan: DistrictPlan, goal: Goal, look: Look) -> list[Part]:
    """Steps that belong to the goal and to none of its strategies."""
    steps = plan.steps_of(goal.nth)
    if not steps and goal.strategies:
        return []
    return [Heading(say("Steps")), *(step_items(plan, steps, look) or [Text(say("None yet."))])]


def whole_card(plan: DistrictPlan, look: Look, *, offset: int) -> Card:
    """All of it, some goals on a page."""
    at = f"{plan.number} {plan.revision}"
    shown = plan.goals[offset : offset + WHOLE]
    pages = [
        *([Button(label=say("Back"), does="plan.whole", about=f"{at} {max(0, offset - WHOLE)}")] if offset else []),
        *(
            [Button(label=say("Next goals"), does="plan.whole", about=f"{at} {offset + WHOLE}")]
            if offset + WHOLE < len(plan.goals)
            else []
        ),
    ]
    head = [(name, plan_words) for name, plan_words in _header(plan) if plan_words and not offset]
    return Card(
        title=heading(plan),
        state=joined(" · ", [_state(plan), say("goals {span}", span=page_of(offset, len(shown), len(plan.goals)))]),
        parts=[
            *(Text(joined(": ", row)) for row in head),
            *(part for one in shown for part in _all_of(plan, one, look)),
        ],
        buttons=[*pages, Button(label=say("The whole plan"), does="plan.show_pressed", about=plan.number)],
    )


def _header(plan: DistrictPlan) -> list[tuple[str, str]]:
    return [
        (say("Mission"), typed(plan.mission or "")),
        (say("Vision"), typed(plan.vision or "")),
        (say("Policy"), typed(plan.policy or "")),
    ]


def _all_of(plan: DistrictPlan, goal: Goal, look: Look) -> list[Part]:
    stand: Stand = of_goal(plan, goal, look.today)
    title = say("Goal {n} · {stand}", n=goal.nth, stand=stand.words)
    facts = Note(joined(" · ", [joined(": ", row) for row in _goal_facts(goal, look, ())]))
    strategies = [part for one in goal.strategies for part in _strategy_parts(plan, goal, one, look)]
    return [Heading(title), Quote(typed(goal.statement)), facts, *strategies, *_beside(plan, goal, look)]


def versions_card(plan: DistrictPlan, revisions: Sequence[tuple[int, date | None, str | None]], look: Look) -> Card:
    items = [
        Item(
            name=say("Version {n}", n=nth),
            detail=joined(" · ", [day(since, look.today) if since else "", typed(why or "")]),
            button=Button(label=say("Show"), does="plan.version", about=f"{plan.number} {nth}"),
        )
        for nth, since, why in revisions
    ]
    return Card(title=heading(plan), parts=[Text(say("Versions that were in force, the newest first.")), Items(items)])


def consolidated_card(found: Sequence[Supported], look: Look, *, offset: int) -> Card:
    """The Consolidated School Improvement Plan."""
    shown = found[offset : offset + PAGE]
    more = Button(label=say("Next goals"), does="plan.consolidated", about=str(offset + PAGE))
    export = Button(label=say("Export"), does="plan.export_together")
    items = [
        Item(
            name=joined(" · ", [one.plan.number, say("goal {n}", n=one.goal.nth), typed(one.goal.statement)]),
            detail=joined(
                " · ",
                [
                    of_supported(one, look.today).words,
                    say(
                        "supported by {whom}",
                        whom=joined(", ", [_supporter(plan, goal, look) for plan, goal in one.by]),
                    ),
                ],
            ),
            button=Button(label=say("Show"), does="plan.goal", about=f"{one.plan.number} {one.goal.nth}"),
        )
        for one in shown
    ]
    said = say("Each goal that goals of other plans support, and how all of them stand together.")
    none = say("No goal supports another one yet. Say so in a goal, at: Which goal does it support?")
    return Card(
        title=say("Consolidated School Improvement Plan"),
        parts=[Text(said), Items(items)] if items else [Text(none)],
        buttons=[*([more] if offset + PAGE < len(found) else []), *([export] if found else [])],
    )


def _supporter(plan: DistrictPlan, goal: Goal, look: Look) -> str:
    where = look.names.place(plan.place) if plan.place else plan.number
    return say("{where} (goal {n}: {stand})", where=where, n=goal.nth, stand=of_goal(plan, goal, look.today).words)
