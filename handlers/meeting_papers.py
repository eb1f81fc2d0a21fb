"""Agendas and minutes as Word and PDF, by the rights of whoever has one drawn, at the moment when it is drawn."""

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import asdict, replace

from domain.frozen import dataclass
from domain.meetings import OVER, Meeting
from domain.numbers import REPORTS
from domain.templates import Template
from domain.texts import say
from handlers.minutes import found_of, held_of, look_of
from handlers.papers import Sheet, stamp_of
from handlers.routing import Call
from storage.agendas import Agendas
from storage.people import People
from storage.templates import Templates
from views.languages import drawn_in
from views.look import Look
from views.meeting_words import NAMES, MeetingWords, agenda_words, meeting_paper, minutes_words
from views.minutes import Held


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """What a process fills a template with, and the numbers of the reports that it tells of."""

    line: str
    numbers: Sequence[str]


def meeting_named(call: Call) -> Meeting:
    """The meeting that `call.about` names, for whoever finds it."""
    return found_of(call, call.about)


def meeting_paper_of(call: Call) -> Sheet:
    held, words = _said(call)
    return Sheet(paper=meeting_paper(words, stamp_of(call.tx, call.settings)), numbers=_numbers(held))


def meeting_document_of(call: Call, export: str) -> Document:
    """Before it ends it is the agenda, after that the minutes; each has a template of its own."""
    held, words = _said(call)
    printed = replace(words, printed=say("Export {number} · {printed}", number=export, printed=words.printed))
    kind = kind_of(held.meeting)
    own = Templates(call.tx).content(kind)
    line = filling(kind, own, drawn_in(printed, call.language))
    return Document(line=line, numbers=_numbers(held))


def filling(kind: Template, own: bytes | None, words: MeetingWords) -> str:
    """As bot/filling.py reads it."""
    template = b64encode(own).decode() if own else ""
    asked = {"do": "fill", "kind": str(kind), "template": template, "words": asdict(words), "names": NAMES}
    return json.dumps(asked)


def kind_of(meeting: Meeting) -> Template:
    return Template.MINUTES if meeting.phase in OVER else Template.AGENDA


def _said(call: Call) -> tuple[Held, MeetingWords]:
    meeting = meeting_named(call)
    held = replace(held_of(call, meeting), runs=False)
    look, stamp = _look(call, held), stamp_of(call.tx, call.settings)
    if kind_of(meeting) is Template.MINUTES:
        return held, minutes_words(held, look, stamp)
    shown = Agendas(call.tx).shown(meeting.number, call.settings)
    return held, agenda_words(held, shown, look, stamp)


def _look(call: Call, held: Held) -> Look:
    look = look_of(call, held)
    names = People(call.tx).names(item.by for item in held.items)
    return replace(look, names=replace(look.names, people={**look.names.people, **names}))


def _numbers(held: Held) -> list[str]:
    """Of the meeting and of reports: a file that names one which is sealed later does not open any more."""
    named = {one.car for one in held.outcomes} | {item.about for item in held.items}
    cars = sorted(number for number in named if number.startswith(REPORTS) and number not in held.guarded)
    return [held.meeting.number, *cars]
