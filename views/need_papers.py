"""The inventory of needs as a workbook and on paper."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.groups import GROUPS, group_words
from domain.needs import EVIDENCE, FOUND, PRIORITIES, SIDES, Inventory, Need, Side
from domain.texts import joined, say
from views.elements import Facts, Heading, Note
from views.log_sheet import copy_facts
from views.look import Look
from views.needs import inventory_rows, place_of, sides_words
from views.paper import Paper, PaperPart, Table
from views.papers import NOT_SAID, UNOFFICIAL, Stamp, stamped, written
from views.plans import typed
from views.sheets import Book, Column, Sheet

TITLE = say("Inventory of needs")
SECTIONS: Mapping[Side, str] = {
    Side.GAP: say("Gaps: what is missing, what comes first at the top"),
    Side.STRENGTH: say("Strengths: what can be built on"),
}


def _goals(one: Need) -> str:
    return joined(", ", [say("{plan}, goal {n}", plan=goal.plan, n=goal.goal) for goal in one.goals])


def _facts(found: Inventory, where: str) -> list[tuple[str, str]]:
    silent = joined(", ", [GROUPS[group] for group in found.silent])
    return [
        (say("Of"), where),
        (say("Found"), sides_words(found.sides)),
        (say("Gaps that feed no goal yet"), str(found.unanswered)),
        (say("Not heard yet"), silent or say("none")),
    ]


def needs_book(found: Inventory, needs: Sequence[Need], where: str, look: Look, stamp: Stamp, number: str) -> Book:
    return Book(
        title=TITLE,
        facts=copy_facts(stamp, number, _facts(found, where)),
        sheets=[_sheet(needs, look), _counts(found)],
        at=stamp.at,
    )


def _sheet(needs: Sequence[Need], look: Look) -> Sheet:
    heads = (
        *((say("Number"), 16), (say("Gap or strength"), 14), (say("How soon it matters"), 18), (say("Need"), 60)),
        *((say("Shown by"), 24), (say("What the data say"), 50), (say("Found in"), 24), (say("Who was heard"), 40)),
        *((say("For"), 24), (say("Feeds"), 36), (say("Noted by"), 24)),
    )
    columns = [Column(head=head, width=width) for head, width in heads]
    noted = Column(head=say("Noted"), kind="date", width=12)
    return Sheet(name=say("Needs"), columns=[*columns, noted], rows=[_row(one, look) for one in needs])


def _row(one: Need, look: Look) -> tuple[Any, ...]:
    return (
        *(one.number, SIDES[one.side], PRIORITIES[one.priority], typed(one.statement), EVIDENCE[one.evidence]),
        *(typed(one.shows) if one.shows else None, joined(", ", [FOUND[where] for where in one.found_in])),
        *(group_words(one.groups, typed(one.others or "")), place_of(one, look), _goals(one)),
        *(look.names.person(one.by), one.noted_on),
    )


def _counts(found: Inventory) -> Sheet:
    columns = [
        Column(head=say("By what, where and by whom"), width=44),
        *(Column(head=SIDES[side], kind="number", width=10) for side in Side),
    ]
    counted = [
        *((EVIDENCE[kind], sides) for kind, sides in found.evidence.items()),
        *((FOUND[where], sides) for where, sides in found.found.items()),
        *((GROUPS[group], sides) for group, sides in found.groups.items()),
    ]
    rows = [(name, *(sides.get(side, 0) for side in Side)) for name, sides in counted]
    return Sheet(name=say("Counted"), columns=columns, rows=rows)


def needs_paper(found: Inventory, needs: Sequence[Need], where: str, look: Look, stamp: Stamp) -> Paper:
    parts: list[PaperPart] = [Facts([*_facts(found, where), (say("As of"), written(look.today))])]
    rows = inventory_rows(found)
    if rows:
        parts += [Heading(say("What was found, and by whom it was said")), Facts(rows)]
    for side, title in SECTIONS.items():
        parts += [Heading(title), _table([one for one in needs if one.side is side], look)]
    parts.append(Note(say("Groups are named, never a person.")))
    paper = Paper(title=TITLE, at=stamp.at, running=TITLE, notice=UNOFFICIAL, wide=True, parts=parts)
    return stamped(paper, stamp)


def _table(needs: Sequence[Need], look: Look) -> Table:
    return Table(
        head=[
            say("Number"),
            say("Need"),
            say("How soon it matters"),
            say("Shown by"),
            say("Who was heard"),
            say("Feeds"),
        ],
        shares=[12, 30, 10, 20, 16, 12],
        rows=[
            (
                one.number,
                joined(" · ", [typed(one.statement), place_of(one, look)]),
                PRIORITIES[one.priority],
                joined(": ", [_shown(one), typed(one.shows or "")]),
                group_words(one.groups, typed(one.others or "")) or NOT_SAID,
                _goals(one) or NOT_SAID,
            )
            for one in needs
        ],
        empty=say("None was noted."),
    )


def _shown(one: Need) -> str:
    return joined(", ", [EVIDENCE[one.evidence], *(FOUND[where] for where in one.found_in)])
