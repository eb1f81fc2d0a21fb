"""Plans and their steps as they are looked at: a draft, one to approve, a goal, and somebody's own list."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from domain.feeds import Feed
from domain.improvement import DistrictPlan, Goal, Kind, PlanState, PlanStep, Signature, Stage, Strategy
from domain.improvement_state import consolidated
from domain.measures import Measured, MeasureValue
from domain.partners import PARTNER, PartnerLink
from domain.partnerships import Commitment, Happened, Side, Term
from domain.people import Role
from domain.plan_words import Part
from domain.plans import StepStatus
from domain.routines import Agenda, Decided, Decision, Rhythm
from domain.step_lines import StepLine
from domain.step_updates import StepUpdate, Told
from domain.texts import day_text, say
from tests.domain.story import ANN, BOB, CAR, MIA, OLE, STU, SUE, TODAY
from tests.views import needed, roadmapped
from tests.views.scene import look, schools
from views.elements import Card, Form, Link, Option
from views.feeds import feed_card
from views.home import home_card
from views.improvement import consolidated_card, goal_card, list_card, plan_card, versions_card, whole_card
from views.improvement_forms import (
    change_form,
    close_form,
    goal_form,
    header_form,
    reader_form,
    return_form,
    roll_form,
    start_form,
    strategy_form,
    value_form,
)
from views.partners import link_card, partner_page, told_card
from views.partnerships import commitment_card, commitment_form, happened_form, partnership_card, term_form
from views.plan_exports import choose_card, choose_together_card
from views.plan_redaction import nothing_card, redact_form, removed_card
from views.plan_step_forms import add_form, hand_form, update_form
from views.plan_step_forms import change_form as change_step_form
from views.plan_steps import confirm_card, home_parts, mine_card, step_card
from views.routines import decide_form, no_routine_card, rhythm_form, routine_card

NUMBER, ABOVE = "PLAN-2026-003", "PLAN-2026-001"
READ = Strategy(
    nth=1,
    does="Read aloud each day",
    adults="plan together",
    adults_measure="Minutes of two rounds",
    students="read more",
)
GOALS = (
    Goal(
        nth=1,
        statement="Every student reads at grade level",
        measure="Share at grade level",
        baseline="64",
        target="80",
        by_when=date(2026, 6, 30),
        supports=ABOVE,
        supports_goal=2,
        strategies=(READ,),
    ),
    Goal(nth=2, statement="Families come to school"),
)


def step(number: int, status: StepStatus = StepStatus.NOT_STARTED, **more: object) -> PlanStep:
    known: dict[str, object] = {"owner": STU.person, "due": date(2026, 3, 20), "goal": 1, "strategy": 1}
    return PlanStep(number=number, of=NUMBER, what="Buy oil", status=status, **{**known, **more})  # type: ignore[arg-type]


STEPS = (
    step(41, StepStatus.AT_RISK, percent=20, team="Che Chow", stage=Stage.FIRST_USE, collects="Stu Stone", from_step=9),
    step(42, StepStatus.DONE, percent=100, evidence="Two", done_on=TODAY),
    step(43, owner=OLE.person, due=date(2026, 3, 2)),
    step(44, StepStatus.CANCELLED, reason="There is some", cancelled_on=TODAY, strategy=None),
)
LINES = tuple(
    StepUpdate(
        step=41,
        nth=nth,
        of=NUMBER,
        day=TODAY,
        status=status,
        percent=20,
        comment="There is some",
        by=STU.person,
        undone=nth == 2,
        what_was="Buy oil" if nth == 1 else None,
        due_was=TODAY if nth == 1 else None,
        owner_was=OLE.person if nth == 1 else None,
    )
    for nth, status in enumerate([StepStatus.ON_TRACK, StepStatus.OFF_TRACK, *[StepStatus.AT_RISK] * 6], 1)
)
VALUES = [
    MeasureValue(plan=NUMBER, goal=1, strategy=strategy, of=of, nth=nth, day=TODAY, value=value, by=MIA.person)
    for nth, (strategy, of, value) in enumerate(
        [(0, Measured.GOAL, 64.0), (0, Measured.GOAL, 68.5), (1, Measured.ADULTS, 3.0), (1, Measured.STUDENTS, 1250.0)]
    )
]
SIGNED = Signature(role=Role.SUPERINTENDENT, by=SUE.person, on=TODAY, digest="d")
DRAFT = DistrictPlan(
    number=NUMBER,
    kind=Kind.SCHOOL,
    title="Reading",
    year=2025,
    lead=OLE.person,
    place="east",
    mission="Every gate closes",
    vision="Every bus on time",
    policy="Look twice a year",
    goals=GOALS,
    steps=STEPS,
)
IN_FORCE = replace(DRAFT, state=PlanState.IN_FORCE, in_force=1, signatures=(SIGNED,), rolled_from=ABOVE)
CHANGING = replace(IN_FORCE, state=PlanState.DRAFT, revision=2, newest=2, why="There is some", said="Which gate?")
LISTED = [IN_FORCE, replace(DRAFT, number=ABOVE, place=None)]
MANY = replace(IN_FORCE, goals=tuple(replace(GOALS[1], nth=nth) for nth in range(1, 15)))
EARLIER = [
    StepLine(
        number=43,
        of=NUMBER,
        what="Buy oil",
        owner=STU.person,
        due=date(2026, 3, 2),
        status=StepStatus.ON_TRACK,
        percent=50,
        goal=1,
    ),
    StepLine(
        number=51,
        of="CAR-2026-014",
        what="Check every gate",
        owner=STU.person,
        due=date(2026, 3, 27),
        status=StepStatus.NOT_STARTED,
    ),
]
SUPPORTED = consolidated(
    [replace(IN_FORCE, number=ABOVE, place=None, goals=(replace(GOALS[0], nth=2, supports=None),)), IN_FORCE]
)
FEED = Feed(person=STU.person, id="f1", made_at=CAR.filed_at)


def addressed(card: Card) -> Card:
    """As the program fills its addresses in."""
    url = "//steps.example.org/calendar/x.y.ics"
    parts = [Link(p.label, f"{p.url or 'https:'}{url}") if isinstance(p, Link) else p for p in card.parts]
    return replace(card, parts=parts)


WHERE = [Option(value=f"{NUMBER} 1", label=f"{NUMBER} 1 · Reading"), Option(value=f"{NUMBER} 1 1", label="Read aloud")]
#: What is typed in them.
TYPED = (
    """
    PLAN Reading Read aloud each day plan together Minutes of two rounds read more Every student reads at grade level
    Share Families come to school CAR step done at risk webcal ics steps ole partner
"""
    + needed.TYPED
)

RHYTHM = Rhythm(plan=NUMBER, first=TODAY, weeks=2)
SEEN = Agenda(on=date(2026, 3, 24), late=[STEPS[2]], at_risk=[STEPS[0]], measures=[GOALS[0]])
TERM = Term(plan=NUMBER, partner="Two", starts=date(2025, 7, 1), ends=date(2028, 6, 30), renewal_by=date(2028, 1, 31))
PROMISES = [
    Commitment(plan=NUMBER, nth=nth, side=side, what="Two", a_year=a_year, due=None if a_year else TODAY, resource=one)
    for nth, (side, a_year, one) in enumerate(
        ((side, a_year, one) for side in Side for a_year, one in ((2, False), (None, True))), 1
    )
]
LINK = PartnerLink(plan=NUMBER, id="id001", made_by=OLE.person, made_at=datetime(2026, 3, 9, 15, tzinfo=UTC))
HAPPENED = [Happened(plan=NUMBER, commitment=1, nth=nth, day=TODAY, said="Two", by=OLE.person) for nth in range(1, 13)]
DECIDED = [
    Decided(plan=NUMBER, on=TODAY, goal=1, strategy=1, decision=one, because="Two", by=OLE.person) for one in Decision
]

MESSAGES: Mapping[str, Card] = {
    "plan_partnership": partnership_card(IN_FORCE, TERM, PROMISES, HAPPENED[:1], look(OLE)),
    "partner_link": link_card(IN_FORCE, TERM, LINK, look(OLE), LINK.made_at),
    "partner_told": told_card(IN_FORCE, TERM, PROMISES[0], replace(HAPPENED[0], by=PARTNER), look(OLE)),
    "plan_routine": routine_card(IN_FORCE, RHYTHM, SEEN, DECIDED, look(OLE)),
    "plan_draft": plan_card(DRAFT, look(OLE)),
    "plan_to_approve": plan_card(
        replace(DRAFT, state=PlanState.REVIEW, signatures=(SIGNED,)), look(MIA), lead=say("A plan for you to approve.")
    ),
    **needed.MESSAGES,
    **roadmapped.MESSAGES,
    "plan_goal": goal_card(IN_FORCE, GOALS[0], look(OLE), VALUES, [needed.GAP]),
    "plan_step": step_card(IN_FORCE, STEPS[0], LINES, look(STU)),
    "my_steps": mine_card(EARLIER, look(STU), offset=0, total=9, late=1),
    "plan_export": choose_card(IN_FORCE),
    "step_calendar": addressed(feed_card(FEED, look(STU), FEED.made_at)),
    "step_read": confirm_card(
        41, "Buy oil", Told(status=StepStatus.AT_RISK, percent=20, comment="Two"), "41 at_risk 20 Two"
    ),
}
FORMS: Mapping[str, Form] = {
    **needed.FORMS,
    **roadmapped.FORMS,
    "plan_goal": goal_form(DRAFT, GOALS[0], WHERE, date(2026, 6, 30)),
    "plan_strategy": strategy_form(DRAFT, GOALS[0], None),
    "plan_step": add_form(WHERE, WHERE[1].value, {}),
    "step_update": update_form(STEPS[0], {}),
    "plan_start": start_form(schools(2), [*Kind], [2025, 2026], "mia"),
}
REST_OF_CARDS: Mapping[str, Card] = {
    **needed.REST_OF_CARDS,
    **roadmapped.REST_OF_CARDS,
    "no calendar of steps": feed_card(None, look(STU), FEED.made_at),
    "a calendar that ended": feed_card(replace(FEED, ended_at=FEED.made_at), look(STU), FEED.made_at),
    "all plans as files": choose_together_card(),
    **{
        f"plan at {state} for {who.person}": plan_card(replace(DRAFT, state=state), look(who))
        for state in PlanState
        for who in (OLE, MIA, ANN)
    },
    "plan in force": plan_card(IN_FORCE, look(MIA)),
    "plan that changes": plan_card(CHANGING, look(OLE)),
    "plan without a goal": plan_card(replace(DRAFT, goals=(), place=None), look(OLE)),
    "plan that was closed": plan_card(replace(IN_FORCE, state=PlanState.CLOSED, said="There is some"), look(OLE)),
    "plan with many goals": plan_card(MANY, look(BOB), offset=10),
    "signed by me": plan_card(replace(DRAFT, state=PlanState.REVIEW, signatures=(SIGNED,)), look(SUE)),
    "all of a plan": whole_card(IN_FORCE, look(ANN), offset=0),
    "all of a plan with many goals": whole_card(MANY, look(ANN), offset=2),
    "goal of a draft": goal_card(DRAFT, GOALS[0], look(OLE), []),
    "goal without anything": goal_card(DRAFT, GOALS[1], look(ANN), []),
    "plans": list_card(LISTED, look(MIA), scope="all", offset=10, total=40, lead=say("None."), starts=True),
    "no plans": list_card([], look(ANN), scope="school", offset=0, total=0, starts=False),
    "versions": versions_card(IN_FORCE, [(2, TODAY, "There is some"), (1, TODAY, None)], look(ANN)),
    "consolidated": consolidated_card(SUPPORTED, look(ANN), offset=0),
    "nothing supported": consolidated_card([], look(ANN), offset=0),
    "step that is late": step_card(IN_FORCE, STEPS[2], [], look(OLE), lead=say("This step is yours now.")),
    "a partnership that nobody wrote": partnership_card(IN_FORCE, None, [], [], look(OLE)),
    "a partnership without a promise": partnership_card(IN_FORCE, TERM, [], [], look(OLE)),
    "a partnership to be renewed": partnership_card(IN_FORCE, replace(TERM, renewed_on=TODAY), PROMISES, [], look(OLE)),
    "no link of a partner": link_card(IN_FORCE, TERM, None, look(OLE), LINK.made_at),
    "a link of a partner that is too old": link_card(IN_FORCE, TERM, LINK, look(OLE), LINK.until),
    "what a partner told is taken back": told_card(
        IN_FORCE, TERM, PROMISES[0], replace(HAPPENED[0], by=PARTNER, undone=True), look(OLE)
    ),
    "the page of a partner": partner_page(IN_FORCE, TERM, PROMISES, HAPPENED, look(OLE), thanks=True).card,
    "the page of a partner without promises": partner_page(IN_FORCE, TERM, [], [], look(OLE)).card,
    "a promise": commitment_card(IN_FORCE, TERM, PROMISES[0], HAPPENED, look(OLE)),
    "a promise of which nothing is told": commitment_card(IN_FORCE, TERM, PROMISES[1], [], look(ANN)),
    "a routine for those who read it": routine_card(
        IN_FORCE, replace(RHYTHM, weeks=1), replace(SEEN, late=STEPS * 6), DECIDED * 4, look(ANN)
    ),
    "a routine with nothing to look at": routine_card(
        IN_FORCE, RHYTHM, Agenda(on=TODAY, late=[], at_risk=[], measures=[]), [], look(ANN)
    ),
    "no routine": no_routine_card(IN_FORCE, look(OLE)),
    "words of a plan that were removed": removed_card(IN_FORCE, "Mia", day_text(TODAY, year=True), "Two"),
    "a plan without words": nothing_card(IN_FORCE),
    "step that somebody is asked to do": step_card(
        IN_FORCE, replace(STEPS[2], asked_owner=ANN.person), [], look(ANN), lead=say("This step is yours now.")
    ),
    "step of a draft": step_card(DRAFT, STEPS[2], LINES[:1], look(OLE)),
    "no steps": mine_card([], look(ANN), offset=0, total=0, late=0, lead=say("None.")),
    "more steps": mine_card(EARLIER * 4, look(STU), offset=8, total=30, late=2),
    "a percent alone": confirm_card(41, "Buy oil", Told(percent=50), "41 - 50"),
    "home with steps": home_card("", [], look(STU), seat_is_empty=False, below=home_parts(EARLIER, look(STU), 9)),
    "home without": home_card("", [], look(STU), seat_is_empty=False, below=home_parts([], look(STU), 0)),
}
REST_OF_FORMS: Mapping[str, Form] = {
    **needed.REST_OF_FORMS,
    **roadmapped.REST_OF_FORMS,
    "a new goal": goal_form(DRAFT, None, [], date(2026, 6, 30)),
    "a strategy": strategy_form(DRAFT, GOALS[0], READ),
    "the header": header_form(DRAFT),
    "a plan sent back": return_form(DRAFT),
    "a plan that changes": change_form(IN_FORCE),
    "a plan that ends": close_form(IN_FORCE),
    "a reader": reader_form(DRAFT),
    "next year": roll_form(IN_FORCE, TODAY),
    "next year without steps": roll_form(replace(IN_FORCE, steps=()), TODAY),
    "next year with one": roll_form(replace(IN_FORCE, steps=STEPS[:1]), TODAY),
    "a value": value_form(DRAFT, GOALS[0], TODAY),
    "a value of a goal without a measure": value_form(DRAFT, GOALS[1], TODAY),
    "a step that changes": change_step_form(IN_FORCE, STEPS[0], WHERE),
    "a step of a draft that changes": change_step_form(DRAFT, STEPS[2], WHERE),
    "the term of a partnership": term_form(IN_FORCE, TERM),
    "a term that is new": term_form(IN_FORCE, None),
    "a new promise": commitment_form(IN_FORCE),
    "it happened": happened_form(IN_FORCE, PROMISES[0], TODAY),
    "the rhythm of a plan": rhythm_form(IN_FORCE, RHYTHM, TODAY),
    "a rhythm that is new": rhythm_form(IN_FORCE, None, TODAY),
    "stay or adjust": decide_form(IN_FORCE, WHERE),
    "words of a plan": redact_form(IN_FORCE, set(Part), WHERE),
    "a step for somebody else": hand_form(STEPS[2]),
    "an update with words": update_form(STEPS[2], {"status": StepStatus.DONE, "percent": "100", "comment": "Two"}),
    "a plan of one school": start_form(schools(1), [Kind.SCHOOL], [2025, 2026], "mia"),
}
