"""Needs as cards: the list by what comes first, one of them, and the inventory of what was found."""

from collections.abc import Mapping, Sequence

from domain.groups import GROUPS, group_words
from domain.needs import EVIDENCE, FOUND, PRIORITIES, SIDES, Feeds, Inventory, Need, Side
from domain.texts import command, joined, say, say_many
from views.dates import day
from views.elements import Button, Card, Facts, Item, Items, Note, Part, Quote, Text
from views.look import Look
from views.pages import page_of
from views.plans import typed

PAGE = 10
LISTS: Mapping[str, str] = {
    "all": say("Needs"),
    "gaps": say("Gaps"),
    "strengths": say("Strengths"),
    "mine": say("Needs of your school or department"),
    "district": say("Needs of the whole district"),
    "aside": say("Needs that were set aside"),
}
NOBODY = say("nobody was named")


def list_card(
    needs: Sequence[Need], look: Look, *, scope: str, offset: int, total: int, writes: bool, place: str = ""
) -> Card:
    """`writes` is whether whoever looks may write one down somewhere; `place` is of which the inventory is shown."""
    add = [Button(label=say("Add a need"), does="needs.form", primary=not needs)] if writes else []
    others = [Button(label=said, does="needs.page", about=f"{key} 0") for key, said in LISTS.items() if key != scope]
    listed: list[Part] = [need_items(needs, look)] if needs else [Text(say("None."))]
    return Card(
        title=say("{title} ({span})", title=LISTS[scope], span=page_of(offset, len(needs), total)),
        parts=[*listed, Note(HOW)],
        buttons=[
            *add,
            *_pages("needs.page", offset, total, before=f"{scope} "),
            Button(label=say("Inventory"), does="needs.inventory", about=f"0 {place}".strip()),
        ],
        more=others,
    )


HOW = joined(
    " · ",
    [
        say("{gaps} lists what is missing", gaps=command("plan needs gaps")),
        say("{show} shows one", show=command("plan needs 3")),
    ],
)


def _pages(does: str, offset: int, total: int, *, before: str = "", after: str = "") -> list[Button]:
    back = Button(label=say("Back"), does=does, about=f"{before}{max(0, offset - PAGE)}{after}")
    more = Button(label=say("Next"), does=does, about=f"{before}{offset + PAGE}{after}")
    return [*([back] if offset else []), *([more] if offset + PAGE < total else [])]


def need_items(needs: Sequence[Need], look: Look) -> Items:
    return Items([_item(one, look) for one in needs])


def _item(one: Need, look: Look) -> Item:
    show = Button(label=say("Show"), does="needs.show", about=one.number)
    goals = say_many("feeds {n} goal", "feeds {n} goals", len(one.goals)) if one.goals else say("feeds no goal yet")
    told = [SIDES[one.side], PRIORITIES[one.priority], EVIDENCE[one.evidence], place_of(one, look)]
    name = joined(" · ", [one.number, typed(one.statement)])
    return Item(name=name, detail=joined(" · ", [*told, goals]), button=show)


def place_of(one: Need, look: Look) -> str:
    return look.names.place(one.place) if one.place else say("the whole district")


def need_card(one: Need, look: Look, *, writes: bool) -> Card:
    """`writes` is whether whoever looks may change this one."""
    change = Button(label=say("Change"), does="needs.form", about=one.number, primary=True)
    feeds = Button(label=say("It feeds a goal"), does="needs.goal_form", about=one.number)
    aside = Button(label=say("Set it aside"), does="needs.aside_form", about=one.number)
    redact = Button(label=say("Remove words"), does="needs.redact_form", about=one.number)
    again = Button(label=say("Take it up again"), does="needs.again", about=one.number)
    acts = [again] if one.is_aside else [change, feeds]
    return Card(
        title=joined(" · ", [one.number, SIDES[one.side]]),
        state=say("Set aside") if one.is_aside else PRIORITIES[one.priority],
        parts=[Quote(typed(one.statement)), Facts(_facts(one, look)), *_aside(one, look), *_goals(one, writes=writes)],
        buttons=[*(acts if writes else []), Button(label=say("All needs"), does="needs.page", about="all 0")],
        more=[*([aside] if writes and not one.is_aside else []), *([redact] if look.viewer.is_mr else [])],
    )


def _facts(one: Need, look: Look) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = [
        (say("For"), place_of(one, look)),
        (say("Shown by"), joined(": ", [EVIDENCE[one.evidence], typed(one.shows or "")])),
        (say("Found in"), joined(", ", [FOUND[where] for where in one.found_in]) or say("not said")),
        (say("Who was heard"), group_words(one.groups, typed(one.others or "")) or NOBODY),
        (say("Noted"), joined(", ", [day(one.noted_on, look.today), look.person(one.by)])),
    ]
    return rows


def _aside(one: Need, look: Look) -> list[Part]:
    if one.aside_on is None:
        return []
    return [Text(say("Set aside {day}: {why}", day=day(one.aside_on, look.today), why=typed(one.aside or "")))]


def _goals(one: Need, *, writes: bool) -> list[Part]:
    if not one.goals:
        return [Note(say("It feeds no goal yet."))]
    return [Items([_goal(one, goal, writes=writes) for goal in one.goals])]


def _goal(one: Need, goal: Feeds, *, writes: bool) -> Item:
    at = f"{goal.plan} {goal.goal}"
    show = Button(label=say("Show"), does="plan.goal", about=at)
    drop = Button(label=say("Not this goal"), does="needs.unlink", about=f"{one.number} {at}")
    name = say("{plan}, goal {n}", plan=goal.plan, n=goal.goal)
    return Item(name=name, detail=say("A goal that answers it"), button=drop if writes else show)


def inventory_card(found: Inventory, needs: Sequence[Need], look: Look, *, place: str, offset: int, total: int) -> Card:
    """What was found: counted by how it shows, where it was said and who said it; then all of it, gaps first.

    `place` is a school or department; empty for all of the district.
    """
    gaps, strengths = (found.sides.get(side, 0) for side in Side)
    lead = say("{gaps} and {strengths} were found.", gaps=_gaps(gaps), strengths=_strengths(strengths))
    answered = say_many("{n} gap feeds no goal yet.", "{n} gaps feed no goal yet.", found.unanswered)
    silent = say("Not heard yet: {groups}.", groups=joined(", ", [GROUPS[group] for group in found.silent]))
    head: list[Part] = [
        Text(joined(" ", [lead, answered if found.unanswered else ""])),
        Facts(inventory_rows(found)),
        *([Note(silent)] if found.silent and total else []),
    ]
    save = Button(label=say("Excel"), does="needs.file", about=f"needs.xlsx {place}".strip())
    paper = Button(label=say("PDF"), does="needs.file", about=f"needs.pdf {place}".strip())
    title = say("Inventory of needs ({span})", span=page_of(offset, len(needs), total))
    return Card(
        title=joined(" · ", [title, look.names.place(place) if place else ""]),
        parts=[*(head if not offset else []), need_items(needs, look) if needs else Text(say("None."))],
        buttons=[*_pages("needs.inventory", offset, total, after=f" {place}".rstrip()), save, paper],
    )


def inventory_rows(found: Inventory) -> list[tuple[str, str]]:
    """Each kind of data, each place where people spoke, and each group, with what came of it."""
    counted = [
        *((EVIDENCE[kind], sides) for kind, sides in found.evidence.items()),
        *((FOUND[where], sides) for where, sides in found.found.items()),
        *((GROUPS[group], sides) for group, sides in found.groups.items()),
    ]
    return [(name, sides_words(sides)) for name, sides in counted if any(sides.values())]


def sides_words(sides: Mapping[Side, int]) -> str:
    return joined(", ", [_gaps(sides.get(Side.GAP, 0)), _strengths(sides.get(Side.STRENGTH, 0))])


def _gaps(n: int) -> str:
    return say_many("{n} gap", "{n} gaps", n)


def _strengths(n: int) -> str:
    return say_many("{n} strength", "{n} strengths", n)
