"""The story of a report: a line for each deed, by day, in rounds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from domain.cars import SEEN, Car, Severity, State
from domain.evidence import Shows
from domain.frozen import dataclass
from domain.offices import office_name
from domain.plans import StepStatus
from domain.step_updates import STATUSES
from domain.story import SOMEBODY, Act, Deed
from domain.texts import capital, joined, say, say_many
from views.cars import firm, heading
from views.dates import clock, day
from views.deeds import DOORS, FILE_OF, OTHERWISE, SENTENCES
from views.elements import Button, Card, Heading, Note, Part, Text
from views.look import HIDDEN, Look
from views.plans import typed
from views.redaction import words_act

PAGE = 12  # deeds
QUOTED = 240  # letters of what somebody typed; all of it stands with the report


@dataclass(frozen=True, kw_only=True, slots=True)
class Reminded:
    """The day of each message of a day that brought it up, in order: to who had to act, and to others once late."""

    own: Sequence[date]
    others: Sequence[date]


@dataclass(frozen=True, kw_only=True, slots=True)
class Ends:
    """How many entries of history there are, and how many do not fit; none are told to who reads little of it."""

    entries: int
    broken: int


def story_card(
    car: Car,
    deeds: Sequence[Deed],
    look: Look,
    *,
    offset: int,
    ends: Ends | None,
    words: bool = False,
    reminded: Reminded | None = None,
) -> Card:
    """One page; `words` is whether whoever looks may remove some, or hold them."""
    shown = deeds[offset : offset + PAGE]
    parts: list[Part] = []
    for when, lines in by_day(shown, look, rounds=len({deed.cycle for deed in deeds}) > 1):
        parts += [Heading(when), *map(Text, lines)]
    more = offset + PAGE < len(deeds)
    return Card(
        title=heading(car),
        state=car.seen,
        parts=[*parts, *([] if more else _reminders(reminded, look)), *_last(ends, more=more)],
        buttons=_buttons(car, offset, len(deeds), words=words),
    )


def by_day(deeds: Sequence[Deed], look: Look, *, rounds: bool) -> Iterator[tuple[str, list[str]]]:
    """Each day with what was done on it, a line for each deed; `rounds` where there was more than one."""
    for (cycle, when), on_day in groupby(deeds, key=lambda deed: (deed.cycle, _local(deed, look))):
        in_round = say("Round {n}", n=cycle) if rounds else ""
        yield joined(" · ", [day(when, look.today), in_round]), [_line(deed, look) for deed in on_day]


def _local(deed: Deed, look: Look) -> date:
    return deed.main.at.astimezone(look.zone).date()


def _reminders(reminded: Reminded | None, look: Look) -> list[Part]:
    """Messages change nothing, so all of them are one line."""
    if reminded is None or not (reminded.own or reminded.others):
        return []
    return [Text(joined(" ", [_own(reminded.own, look), _others(reminded.others, look)]))]


def _own(days: Sequence[date], look: Look) -> str:
    if not days:
        return ""
    last = day(days[-1], look.today)
    return say_many("Reminded {n} time, on {day}.", "Reminded {n} times, last on {day}.", len(days), day=last)


def _others(days: Sequence[date], look: Look) -> str:
    if not days:
        return ""
    last = day(days[-1], look.today)
    return say_many(
        "Others were told {n} time that it is late, on {day}.",
        "Others were told {n} times that it is late, last on {day}.",
        len(days),
        day=last,
    )


def _last(ends: Ends | None, *, more: bool) -> list[Part]:
    if ends is None or more:
        return []
    count = say_many("{n} entry in the history", "{n} entries in the history", ends.entries)
    if not ends.broken:
        return [Note(joined(", ", [count, say("unbroken.")]))]
    torn = say_many("{n} does not fit what was written.", "{n} do not fit what was written.", ends.broken)
    return [Text(joined(" ", [joined(", ", [count, torn]), say("Tell IT: they can check it by command.")]))]


def _buttons(car: Car, offset: int, total: int, *, words: bool) -> list[Button]:
    show = Button(label=say("Show"), does="car.show", about=car.number)
    earlier = Button(label=say("Earlier"), does="story.page", about=f"{car.number} {max(0, offset - PAGE)}")
    later = Button(label=say("Go on"), does="story.page", about=f"{car.number} {offset + PAGE}", primary=True)
    pages = [*([later] if offset + PAGE < total else []), *([earlier] if offset else [])]
    return [*pages, show, *([words_act(car)] if words else [])]


def story_act(car: Car) -> Button:
    return Button(label=say("The whole story"), does="story.show", about=car.number)


def _line(deed: Deed, look: Look) -> str:
    main = deed.main
    time = clock(main.at.astimezone(look.zone))
    return joined(
        " · ",
        [
            joined(", ", [time, DOORS.get(main.door, "")]),
            joined(" ", [_sentence(deed, look), *_details(deed, look), _now(deed)]),
        ],
    )


def _sentence(deed: Deed, look: Look) -> str:
    main = deed.main
    told = next((act for act in deed.acts if act.did == main.did and act.table == "steps"), main)
    return say(SENTENCES.get(main.did, OTHERWISE), who=capital(_who(main.by, look)), key=told.key)


def _who(by: str, look: Look) -> str:
    if by in ("system", "cli"):
        return "Kaizen"
    if by == SOMEBODY:
        return say("somebody")
    return look.person(by) if by else HIDDEN


def _now(deed: Deed) -> str:
    if deed.entered is None or deed.entered is State.SUBMITTED:
        return ""
    state = SEEN[deed.entered]
    if not deed.after_days:
        return say("Now: {state}.", state=state)
    return say_many("Now: {state}, after {n} day.", "Now: {state}, after {n} days.", deed.after_days, state=state)


def _details(deed: Deed, look: Look) -> list[str]:
    return [joined("", [one, "."]) for act in deed.acts for one in (*_changed(act, deed, look), *_said(act))]


def _changed(act: Act, deed: Deed, look: Look) -> Iterator[str]:
    """What became of what, in words: "Fix due: Fri 20 Mar → Mon 30 Mar"."""
    if act.table == "extensions" and deed.main.did == "car.time_asked":
        dates = [day(act.row[name], look.today) for name in ("old", "new") if name in act.row]
        yield say("Asked for: {dates}", dates=joined(" → ", dates))
    for name, (old, new) in act.turned.items():
        if (act.table, name) not in TOLD or (act.table == "steps" and old is None and name in PLANNED):
            continue
        label, words = TOLD[act.table, name]
        values = [words(value, look) if value is not None else say("none") for value in (old, new)]
        told = values[1] if old is None else joined(" → ", values)
        yield joined(": ", [joined(" ", [_step(act), label]), told])


#: Of a new step the plan tells them.
PLANNED = ("owner", "due")


def _step(act: Act) -> str:
    return say("Step {n}", n=act.key) if act.table == "steps" else ""


Says = Callable[[Any, Look], str]


def _person(value: Any, look: Look) -> str:
    return look.person(value)


def _place(value: Any, look: Look) -> str:
    return look.names.place(value)


def _date(value: Any, look: Look) -> str:
    return day(value, look.today)


def _plain(value: Any, look: Look) -> str:
    del look
    return str(value)


def _office(value: Any, look: Look) -> str:
    del look
    return office_name(value)


def _severity(value: Any, look: Look) -> str:
    return firm(look.rules)[Severity(value)]


def _file(value: Any, look: Look) -> str:
    del look
    return say(FILE_OF[Shows(value)])


def _status(value: Any, look: Look) -> str:
    del look
    return STATUSES[StepStatus(value)]


def _fingerprint(value: Any, look: Look) -> str:
    del look
    return str(value)[:16]


#: What is told when it changes: of which table, its name, and how a value of it reads.
TOLD: Mapping[tuple[str, str], tuple[str, Says]] = {
    ("cars", "owner"): (say("Owner"), _person),
    ("cars", "asked_owner"): (say("Asked to own it"), _person),
    ("cars", "checker"): (say("Checker"), _person),
    ("cars", "severity"): (say("Severity"), _severity),
    ("cars", "school"): (say("School"), _place),
    ("cars", "department"): (say("Department"), _place),
    ("cars", "plan_due"): (say("Plan due"), _date),
    ("cars", "implementation_due"): (say("Fix due"), _date),
    ("cars", "effectiveness_due"): (say("Check due"), _date),
    ("cars", "recurrence_of"): (say("Came back after"), _plain),
    ("cars", "handed_to"): (say("Office"), _office),
    ("plans", "plan_version"): (say("Version of the plan"), _plain),
    ("evidence", "part"): (say("File"), _file),
    ("evidence", "sha256"): (say("Fingerprint"), _fingerprint),
    ("steps", "owner"): (say("who does it"), _person),
    ("steps", "due"): (say("due"), _date),
    ("steps", "asked_owner"): (say("asked to do it"), _person),
    ("step_updates", "status"): (say("How it stands"), _status),
}
#: The words that are told with an act, by table and column.
SAID: Mapping[tuple[str, str], str] = {
    ("cars", "already_done"): say("Already done"),
    ("cars", "reason"): say("Why"),
    ("cars", "answer"): say("Answer"),
    ("cars", "appeal"): say("Why"),
    ("cars", "done"): say("Done"),
    ("cars", "cause"): say("Cause"),
    ("causes", "statement"): say("Cause"),
    ("plans", "resources_asked"): say("Asks for"),
    ("plans", "resources_given"): say("Decided"),
    ("steps", "evidence"): say("What shows it"),
    ("steps", "reason"): say("Why"),
    ("step_updates", "comment"): say("Note"),
    ("verdicts", "result"): say("What the check showed"),
    ("verdicts", "lesson"): say("What others can learn"),
    ("extensions", "reason"): say("Why"),
    ("extensions", "answer"): say("Answer"),
    ("redactions", "reason"): say("Why"),
    ("holds", "reason"): say("Why"),
    ("holds", "lifted_because"): say("Why"),
}


#: What a step holds of the line that was told of it, which tells it by itself.
TOLD_BESIDE = frozenset({"step.told", "step.opened"})


def _said(act: Act) -> Iterator[str]:
    if act.table == "steps" and act.did in TOLD_BESIDE:
        return
    for name, text in act.said.items():
        if (act.table, name) in SAID:
            yield joined(": ", [SAID[act.table, name], _quoted(text)])


def _quoted(text: str) -> str:
    shown = typed(text)
    if shown is not text:  # it was removed
        return shown
    line = " ".join(text.split())
    return f"“{line.rstrip('.') if len(line) <= QUOTED else line[:QUOTED].rpartition(' ')[0] + '…'}”"
