"""A partnership: its card, that of one commitment, and the forms about both."""

from collections.abc import Sequence
from datetime import date

from domain.improvement import DistrictPlan
from domain.improvement_rights import leads_plan
from domain.partners import PARTNER
from domain.partnerships import (
    METS,
    PARTNER_MAX,
    SAID_MAX,
    SIDES,
    WHAT_MAX,
    Commitment,
    Happened,
    Side,
    Term,
    count_in,
    met,
    year_at,
)
from domain.texts import day_text, joined, say, say_many
from views.dates import day, due
from views.elements import Ask, Button, Card, Facts, Form, Heading, Item, Items, Note, Option, Part, Quote, Text
from views.look import Look
from views.names import NO_NAMES
from views.plans import typed

RESOURCE = "resource"
LINES = 10  # of what happened


def partnership_card(
    plan: DistrictPlan, term: Term | None, known: Sequence[Commitment], told: Sequence[Happened], look: Look
) -> Card:
    """With whom and how long, and what each side promised, with how it stands."""
    leads = leads_plan(plan, look.viewer)
    if term is None:
        begin = Button(label=say("Say who it is with"), does="partnership.term_form", about=plan.number, primary=True)
        said = Text(say("Nobody has said yet who it is with, and how long it lasts."))
        return Card(title=_head(plan), parts=[said], buttons=[*([begin] if leads else []), _plan(plan)])
    promise = Button(label=say("Add a promise"), does="partnership.promise_form", about=plan.number, primary=not known)
    label = say("Renewal was not asked for") if term.renewed_on else say("Renewal was asked for")
    renew = Button(label=label, does="partnership.renewed", about=plan.number)
    rare = [
        Button(label=say("The partner's link"), does="partner.link", about=plan.number),
        Button(label=say("Change the term"), does="partnership.term_form", about=plan.number),
    ]
    kept = [one for one in known if not one.dropped]
    return Card(
        title=_head(plan),
        state=say("with {partner}", partner=typed(term.partner)),
        parts=[Facts(_facts(term, look)), *_sides(plan, term, kept, told, look)],
        buttons=[*([promise, renew] if leads else []), _plan(plan)],
        more=rare if leads else [],
    )


def _head(plan: DistrictPlan) -> str:
    return joined(" · ", [plan.number, typed(plan.title)])


def _plan(plan: DistrictPlan) -> Button:
    return Button(label=say("Show the plan"), does="plan.show_pressed", about=plan.number)


def _facts(term: Term, look: Look) -> list[tuple[str, str]]:
    first, last = year_at(term, look.today)
    asked = say("asked for on {day}", day=day(term.renewed_on, look.today)) if term.renewed_on else ""
    renewal = asked or say("to be asked for by {day}", day=due(term.renewal_by, look.today))
    return [
        (say("Term"), say("{first} to {last}", first=_written(term.starts), last=_written(term.ends))),
        (say("This year of it"), say("{first} to {last}", first=_written(first), last=_written(last))),
        (say("Renewal"), renewal),
    ]


def _written(when: date) -> str:
    return day_text(when, year=True)


def _sides(
    plan: DistrictPlan, term: Term, kept: Sequence[Commitment], told: Sequence[Happened], look: Look
) -> list[Part]:
    if not kept:
        return [Text(say("Nothing is promised yet."))]
    parts: list[Part] = []
    for side in Side:
        for resource, title in ((False, SIDES[side]), (True, say("{who}: resources", who=SIDES[side]))):
            those = [one for one in kept if (one.side, one.resource) == (side, resource)]
            lines = [_line(plan, term, one, told, look) for one in those]
            parts += [Heading(title), Items(lines)] if lines else []
    return parts


def _line(plan: DistrictPlan, term: Term, one: Commitment, told: Sequence[Happened], look: Look) -> Item:
    show = Button(label=say("Show"), does="partnership.one", about=f"{plan.number} {one.nth}")
    return Item(name=typed(one.what), detail=stands(term, one, told, look), button=show)


def stands(term: Term, one: Commitment, told: Sequence[Happened], look: Look) -> str:
    """As "Due · 1 of 2 this year"."""
    state = METS[met(term, one, told, look.today)]
    if one.a_year is None:
        by = say("by {day}", day=due(one.due, look.today)) if one.due else ""
        return joined(" · ", [state, by])
    done = count_in(told, one, *year_at(term, look.today))
    return joined(" · ", [state, say("{done} of {n} this year", done=done, n=one.a_year)])


def commitment_card(plan: DistrictPlan, term: Term, one: Commitment, told: Sequence[Happened], look: Look) -> Card:
    """What happened of it, the newest first."""
    at, leads = f"{plan.number} {one.nth}", leads_plan(plan, look.viewer)
    counted = [other for other in reversed(told) if not other.undone]
    acts = [
        Button(label=say("It happened"), does="partnership.happened_form", about=at, primary=True),
        *([Button(label=say("Undo"), does="partnership.undo", about=at)] if counted else []),
    ]
    drop = Button(
        label=say("Take it out"),
        does="partnership.drop",
        about=at,
        confirm=say("It is not promised any more. What happened stays on record."),
    )
    lines: list[Part] = [Text(_told(other, look)) for other in counted[:LINES]]
    lines = lines or [Note(say("Nothing was told of it yet."))]
    left = len(counted) - LINES
    rest = [Note(say_many("and {n} earlier line", "and {n} earlier lines", left))] if left > 0 else []
    back = Button(label=say("Show all promises"), does="partnership.show", about=plan.number)
    return Card(
        title=typed(one.what),
        state=stands(term, one, told, look),
        parts=[
            Text(joined(" · ", [plan.number, SIDES[one.side]])),
            *(lines or [Note(say("Nothing was told of it yet."))]),
            *rest,
        ],
        buttons=[*(acts if leads else []), back],
        more=[drop] if leads else [],
    )


def _told(one: Happened, look: Look) -> str:
    who = say("the partner") if one.by == PARTNER else look.person(one.by)
    return joined(" · ", [day(one.day, look.today), typed(one.said), who])


def term_form(plan: DistrictPlan, known: Term | None) -> Form:
    return Form(
        title=say("The partnership"),
        does="partnership.term",
        about=plan.number,
        submit=say("Save"),
        parts=[
            Ask(
                name="partner",
                label=say("Who is the partner?"),
                value=known.partner if known else None,
                most=PARTNER_MAX,
            ),
            Ask(name="starts", label=say("When does it begin?"), kind="date", value=known.starts if known else None),
            Ask(
                name="ends",
                label=say("What is its last day?"),
                kind="date",
                value=known.ends if known else None,
                hint=say("Most last three years."),
            ),
            Ask(
                name="renewal_by",
                label=say("By when is its renewal asked for?"),
                kind="date",
                value=known.renewal_by if known else None,
            ),
        ],
    )


def commitment_form(plan: DistrictPlan) -> Form:
    sides = [Option(value=str(side), label=said) for side, said in SIDES.items()]
    return Form(
        title=say("A promise"),
        does="partnership.promise",
        about=plan.number,
        submit=say("Add it"),
        parts=[
            Ask(name="side", label=say("Who promises it?"), kind="choice", options=sides, value=str(Side.PARTNER)),
            Ask(
                name="what",
                label=say("What is promised?"),
                example=say("Board trainings"),
                hint=NO_NAMES,
                most=WHAT_MAX,
            ),
            Ask(name="a_year", label=say("How many times a year?"), optional=True, example="2", most=2),
            Ask(name="due", label=say("If it is done once: by when?"), kind="date", optional=True),
            Ask(
                name="marks",
                label=say("Is it a resource?"),
                kind="ticks",
                optional=True,
                options=[Option(value=RESOURCE, label=say("Yes: money, people, rooms or things"))],
            ),
        ],
    )


def happened_form(plan: DistrictPlan, one: Commitment, today: date) -> Form:
    return Form(
        title=say("It happened"),
        does="partnership.happened",
        about=f"{plan.number} {one.nth}",
        submit=say("Save"),
        parts=[
            Quote(typed(one.what)),
            Ask(name="day", label=say("On which day?"), kind="date", value=today),
            Ask(name="said", label=say("What shows it?"), kind="paragraph", hint=NO_NAMES, most=SAID_MAX),
        ],
    )
