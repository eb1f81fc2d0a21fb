"""What an agenda or minutes say on paper, as plain words under names: for the PDF, and for the templates of Word."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from domain.agendas import TITLES, AgendaShown, SectionShown
from domain.frozen import dataclass
from domain.meetings import KINDS, PHASES, Presence
from domain.minutes import KINDS as OUTCOMES
from domain.minutes import OutcomeKind, in_minutes
from domain.texts import joined, say, say_many
from views.dates import clock
from views.elements import Facts, Heading, Note, Text
from views.look import Look
from views.minutes import EXCUSED, Held, approval_words, at, outcome_details, outcome_text, people_words, section_name
from views.paper import Paper, PaperPart, Said, Table
from views.papers import NOT_SAID, UNOFFICIAL, Stamp, stamped, written
from views.plans import typed

NOTHING = say("Nothing is kept here yet.")
NOT_NOTED = say("Nothing was written down.")


@dataclass(frozen=True, kw_only=True, slots=True)
class OutcomeWords:
    kind: str
    text: str
    details: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemWords:
    """Something that was to be talked about; without a subject, what came of the section as a whole."""

    subject: str
    by: str = ""
    outcomes: Sequence[OutcomeWords] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionWords:
    title: str
    lines: Sequence[str] = ()  # what was counted
    items: Sequence[ItemWords] = ()
    empty: str = ""  # what is said where there is neither


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingWords:
    """All that a template is given. Each name is one that an office may use; what there is not is empty."""

    number: str
    title: str
    kind: str
    paper: str  # "Agenda" or "Minutes"
    state: str
    revision: str
    day: str
    begins: str
    place: str
    chair: str
    called_to_order: str = ""
    adjourned: str = ""
    present: str = ""
    late: str = ""
    absent: str = ""
    quorum: str = ""
    approval: str = ""
    sections: Sequence[SectionWords] = ()
    notice: str = UNOFFICIAL
    district: str = ""
    printed: str = ""
    history: str = ""
    counted: str = ""  # of an agenda: how far history had come when it was counted
    language: str = "en"


def agenda_words(held: Held, shown: AgendaShown | None, look: Look, stamp: Stamp) -> MeetingWords:
    """Before the meeting: what was counted for it and what people put on it. Sealed reports stand in no paper."""
    sections = shown.sections if shown else _by_hand(held)
    revision = say("Revision {n}, counted to {day}", n=shown.revision, day=written(shown.as_of)) if shown else ""
    return MeetingWords(
        **_about(held, look, stamp),
        paper=say("Agenda"),
        revision=revision,
        counted=_chained(shown.entries, shown.head) if shown else "",
        sections=[_agenda_section(section, held, look) for section in sections],
    )


def _by_hand(held: Held) -> Sequence[SectionShown]:
    numbers = sorted({item.section for item in held.items})
    return [
        SectionShown(number=n, title=TITLES[n], items=tuple(item for item in held.items if item.section == n))
        for n in numbers
    ]


def _agenda_section(section: SectionShown, held: Held, look: Look) -> SectionWords:
    items = [ItemWords(subject=typed(item.subject), by=look.names.person(item.by)) for item in section.items]
    return SectionWords(
        title=section_name(held, section.number),
        lines=[line.text for line in section.lines if not line.sealed],
        items=items,
        empty=NOTHING if section.is_empty else "",
    )


def minutes_words(held: Held, look: Look, stamp: Stamp) -> MeetingWords:
    """After it: place, time and who was there, each subject with what came of it, and who approved that."""
    return MeetingWords(
        **_about(held, look, stamp),
        paper=say("Minutes"),
        revision="",
        called_to_order=at(held.meeting.started_at, look),
        adjourned=at(held.meeting.closed_at, look),
        present=people_words(held, look, Presence.PRESENT),
        late=people_words(held, look, Presence.LATE),
        absent=people_words(held, look, *EXCUSED),
        quorum=held.room.told,
        approval=approval_words(held, look),
        sections=[*_minuted(held, look)],
    )


def _minuted(held: Held, look: Look) -> Iterator[SectionWords]:
    """Every section of which anything was to be said; an item of which nothing came stands there as well."""
    noted = in_minutes(held.outcomes)
    used = {item.section for item in held.items} | {one.section for one in noted}
    for section in sorted(used):
        about = {item.id: item for item in held.items if item.section == section}
        whole = [one for one in noted if one.section == section and one.item not in about]
        items = [
            ItemWords(
                subject=typed(item.subject),
                by=look.names.person(item.by),
                outcomes=[_outcome(held, one, look) for one in noted if one.item == item.id],
            )
            for item in about.values()
        ]
        subject = say("The section as a whole") if items else ""
        rest = [ItemWords(subject=subject, outcomes=[_outcome(held, one, look) for one in whole])] if whole else []
        yield SectionWords(title=section_name(held, section), items=[*items, *rest])


def _outcome(held: Held, one: Any, look: Look) -> OutcomeWords:
    details = joined(" · ", [said for said in outcome_details(held, one, look, on_paper=True) if said])
    return OutcomeWords(kind=OUTCOMES[OutcomeKind(one.kind)], text=outcome_text(held, one), details=details)


def _about(held: Held, look: Look, stamp: Stamp) -> dict[str, Any]:
    one, local = held.meeting, stamp.at.astimezone(stamp.zone)
    return {
        "number": one.number,
        "title": typed(one.title) or KINDS[one.kind],
        "kind": KINDS[one.kind],
        "state": PHASES[one.phase],
        "day": written(one.day),
        "begins": clock(one.start),
        "place": typed(one.place) or NOT_SAID,
        "chair": look.names.person(one.host),
        "district": stamp.district,
        "printed": say("Printed {day}, {time}", day=written(local.date()), time=clock(local)),
        "history": _chained(stamp.entries, stamp.head),
    }


def _chained(entries: int, head: str) -> str:
    counted = say_many("History: {n} entry", "History: {n} entries", entries)
    return joined(", ", [counted, say("head {head}", head=head)])


# On paper


def meeting_paper(said: MeetingWords, stamp: Stamp) -> Paper:
    parts: list[PaperPart] = [Facts([(name, value) for name, value in _facts(said) if value])]
    for section in said.sections:
        parts += [Heading(section.title), *_section(section)]
    if not said.sections:
        parts.append(Text(NOT_NOTED))
    if said.approval:
        parts += [Heading(say("Approval")), Text(said.approval)]
    paper = Paper(
        title=joined(" · ", [said.paper, said.title]),
        at=stamp.at,
        running=joined(" · ", [said.kind, said.number]),
        edition=said.revision or said.state,
        notice=said.notice,
        parts=parts,
    )
    return stamped(paper, stamp)


def _facts(said: MeetingWords) -> list[tuple[str, str]]:
    return [
        (say("Day"), joined(", ", [said.day, said.begins])),
        (say("Place"), said.place),
        (say("Chair"), said.chair),
        (say("Called to order"), said.called_to_order),
        (say("Adjourned"), said.adjourned),
        (say("Present"), said.present),
        (say("Came late"), said.late),
        (say("Absent"), said.absent),
        (say("Quorum"), said.quorum),
        (say("When it was counted"), said.counted),
    ]


def _section(section: SectionWords) -> Iterator[PaperPart]:
    yield from (Text(line) for line in section.lines)
    if section.empty:
        yield Note(section.empty)
    for item in section.items:
        if item.subject:
            yield Said(say("Put on the agenda by {who}", who=item.by) if item.by else "", item.subject)
        if item.outcomes:
            yield _came_of(item)


def _came_of(item: ItemWords) -> Table:
    head = [say("Outcome"), say("What came of it"), say("Votes, who and until when")]
    return Table(head=head, shares=[16, 48, 36], rows=[(one.kind, one.text, one.details) for one in item.outcomes])


#: What a template may ask of what stands in another.
NAMES = sorted({one.name for kind in (SectionWords, ItemWords, OutcomeWords) for one in fields(kind)})
