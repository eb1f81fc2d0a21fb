"""Each school visited this term, and where Coffee and Conversation was: those that nobody visited yet first."""

from collections.abc import Sequence
from datetime import date

from domain.frozen import dataclass
from domain.texts import day_text, joined, say, say_many
from domain.visits import AtSchool, SchoolSeen
from views.dates import day
from views.elements import Button, Card, Item, Items, Note, Part, Text
from views.look import Look
from views.pages import page_of

PAGE = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """The term, and what it came to as a whole."""

    first: date
    last: date
    schools: int
    unvisited: int
    plans: bool  # whether whoever looks may plan a visit


def schools_card(seen: Sequence[SchoolSeen], term: Term, look: Look, *, offset: int) -> Card:
    counted = say_many("{n} school was", "{n} schools were", term.unvisited)
    lead = (
        say("{schools} not visited yet, of {all}.", schools=counted, all=term.schools)
        if term.unvisited
        else say("Each of the {all} schools was visited.", all=term.schools)
    )
    some = seen[offset : offset + PAGE]
    back = Button(label=say("Back"), does="meeting.schools", about=str(max(0, offset - PAGE)))
    further = Button(label=say("Next"), does="meeting.schools", about=str(offset + PAGE))
    listed: list[Part] = [Items([_item(one, term, look) for one in some])] if some else [Text(say("None."))]
    title = say("Each school this term ({span})", span=page_of(offset, len(some), len(seen)))
    days = say("{first} to {last}", first=day_text(term.first, year=True), last=day_text(term.last, year=True))
    return Card(
        title=title,
        state=days,
        parts=[Text(lead), *listed, Note(HOW)],
        buttons=[*([back] if offset else []), *([further] if offset + PAGE < len(seen) else [])],
        more=[Button(label=say("As CSV"), does="meeting.schools_file")],
    )


HOW = say("A visit counts once it took place and is closed.")


def _item(one: SchoolSeen, term: Term, look: Look) -> Item:
    visit = Button(label=say("Plan a visit"), does="meeting.visit", about=one.school)
    return Item(
        name=look.names.place(one.school),
        detail=joined(" · ", [_words(say("Visits"), one.visits, look), _words(say("Coffee"), one.talks, look)]),
        button=visit if term.plans else None,
    )


def _words(name: str, at: AtSchool, look: Look) -> str:
    last = say("last {day}", day=day(at.last, look.today)) if at.last else ""
    ahead = say("next {day}", day=day(at.following, look.today)) if at.following else ""
    return joined(": ", [name, joined(", ", [str(at.done) if at.done else say("none yet"), last, ahead])])
