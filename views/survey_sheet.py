"""What a wave came to as a spreadsheet: the same counts and comments that its cards show, and no others."""

from collections.abc import Iterator
from typing import Any

from domain.anonymity import Shown
from domain.pulses import Question
from domain.texts import joined, say
from views.log_sheet import copy_facts
from views.papers import Stamp
from views.sheets import Book, Column, Sheet
from views.survey_results import MORE_THAN_ONCE, Found, corner, finding, rows_of

ALL = say("All together")


def wave_book(at: Found, stamp: Stamp, number: str) -> Book:
    wave = at.wave
    heads = ((say("Question"), 50), (say("School"), 24), (say("Answer"), 40))
    counts = (say("At least"), say("At most"), say("n"))
    columns = [
        *(Column(head=head, width=width) for head, width in heads),
        *(Column(head=head, kind="number", width=8) for head in counts),
        Column(head=say("Comment"), width=60),
    ]
    facts = [(say("Survey"), joined(" · ", [wave.name, say("wave {n}", n=wave.nth)])), (say("Answered"), finding(at))]
    caution = [(say("Note"), MORE_THAN_ONCE)] if at.for_all else []
    return Book(
        title=wave.name or say("Survey"),
        facts=copy_facts(stamp, number, [*facts, *caution, (say("Of"), corner(at))]),
        sheets=[Sheet(name=say("Results"), columns=columns, rows=list(_rows(at)))],
        at=stamp.at,
    )


def _rows(at: Found) -> Iterator[tuple[Any, ...]]:
    for question in at.wave.questions:
        found = at.published(question)
        if found and found.total:
            yield from _counts(question, ALL, found.total, at)
            for group, shown in found.groups.items():
                yield from _counts(question, at.places.get(group, say("Elsewhere")), shown, at)
        said = at.wave.results.comments.get(question.key, ()) if at.wave.results else ()
        for one in said:
            yield at.text(question), ALL, None, None, None, None, one


def _counts(question: Question, where: str, shown: Shown, at: Found) -> Iterator[tuple[Any, ...]]:
    for key, text in rows_of(question, shown, at.language):
        least, most = shown.ranges[key]
        yield at.text(question), where, text, least, most, shown.n, None
