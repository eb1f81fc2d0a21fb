"""Each school this term as a spreadsheet: the counts and days that its card shows."""

from collections.abc import Sequence

from domain.texts import day_text, say
from domain.visits import SchoolSeen
from views.log_sheet import copy_facts
from views.look import Look
from views.meeting_schools import HOW, Term
from views.papers import Stamp
from views.sheets import Book, Column, Sheet

TITLE = say("Each school this term")
COLUMNS = (
    Column(head=say("School"), width=30),
    Column(head=say("Visits"), kind="number"),
    Column(head=say("Last visit"), kind="date"),
    Column(head=say("Next visit"), kind="date"),
    Column(head=say("Coffee and Conversation"), kind="number"),
    Column(head=say("Last Coffee and Conversation"), kind="date"),
    Column(head=say("Next Coffee and Conversation"), kind="date"),
)


def schools_book(seen: Sequence[SchoolSeen], term: Term, look: Look, stamp: Stamp, number: str) -> Book:
    """In the order of the card: those that nobody visited yet first."""
    days = say("{first} to {last}", first=day_text(term.first, year=True), last=day_text(term.last, year=True))
    rows = [
        (
            look.names.place(one.school),
            *(one.visits.done, one.visits.last, one.visits.following),
            *(one.talks.done, one.talks.last, one.talks.following),
        )
        for one in seen
    ]
    return Book(
        title=TITLE,
        facts=copy_facts(stamp, number, [(say("Term"), days), (say("Note"), HOW)]),
        sheets=[Sheet(name=say("Schools"), columns=COLUMNS, rows=rows)],
        at=stamp.at,
    )
