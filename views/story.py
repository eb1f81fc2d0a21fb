"""The story of a report: a line for each deed, by day, in rounds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from domain.cars import SEEN, Car, Severity, State
from domain.evidence import Shows
from domain.offices import office_name
from domain.plans import StepStatus
from domain.step_updates import STATUSES
from domain.story import SOMEBODY, Act, Deed
from domain.texts import capital, joined, noted, say, say_many
from views.cars import firm, heading
from views.dates import day
from views.elements import Button, Card, Heading, Note, Part, Text
from views.look import HIDDEN, Look
from views.plans import typed
from views.redaction import words_act

PAGE = 12  # deeds
QUOTED = 240  # letters of what somebody typed; all of it stands with the report

#: Each kind of act in one sentence, by its name in history. {who} did it, {key} is its record.
SENTENCES: Mapping[str, str] = {
    "car.filed": noted("{who} reported it."),
    "car.imported": noted("{who} brought it here from another log."),
    "car.accepted": noted("{who} accepted it."),
    "car.submitted": noted("{who} sent it in again."),
    "car.returned": noted("{who} sent it back for a detail."),
    "car.rejected": noted("{who} turned it down."),
    "car.withdrawn": noted("{who} took it back."),
    "car.closed": noted("{who} closed it."),
    "car.plan_review": noted("{who} handed in the plan."),
    "car.implementing": noted("{who} approved the plan."),
    "car.verifying": noted("{who} said that it is done."),
    "car.monitoring": noted("{who} saw that it is done. Now it is watched."),
    "car.cancelled": noted("{who} stopped it."),
    "car.check_put_off": noted("{who} found it too early to say, and put the check off."),
    "car.came_back": noted("{who} found that the fix did not hold. A new round begins."),
    "car.check_failed": noted("{who} checked it and sent it back."),
    "car.plan_refused": noted("{who} sent the plan back."),
    "car.plan_changed": noted("{who} changed the approved plan."),
    "car.reopened": noted("{who} opened it again."),
    "car.owner_asked": noted("{who} asked somebody to own it."),
    "car.owner_changed": noted("{who} changed who owns it."),
    "car.owner_declined": noted("{who} said no to owning it."),
    "car.handed_over": noted("{who} handed it over to an office of the district."),
    "car.sealed": noted("{who} sealed it."),
    "car.unsealed": noted("{who} unsealed it."),
    "car.accept_undone": noted("{who} took the acceptance back."),
    "car.fix_undone": noted("{who} took back that it is done."),
    "car.approval_undone": noted("{who} took the approval of the plan back."),
    "car.check_undone": noted("{who} took back what the check found."),
    "car.recurs": noted("{who} said that an earlier problem came back."),
    "car.resources_decided": noted("{who} wrote down what was decided about the resources."),
    "car.signed_off": noted("{who} signed it off."),
    "car.time_asked": noted("{who} asked for more time."),
    "car.time_given": noted("{who} moved its date."),
    "car.time_declined": noted("{who} said that the date stays."),
    "extension.asked": noted("{who} asked for more time."),
    "extension.decided": noted("{who} decided about more time."),
    "extension.lapsed": noted("A request for more time lapsed: the dates began anew."),
    "step.done": noted("{who} did step {key}."),
    "step.cancelled": noted("{who} said that step {key} is not needed any more."),
    "step.opened": noted("{who} opened step {key} again."),
    "step.asked": noted("{who} asked somebody to do step {key}."),
    "step.taken": noted("{who} said yes to doing step {key}."),
    "step.declined": noted("{who} said no to doing step {key}."),
    "step.dropped": noted("{who} took step {key} out of the plan."),
    "evidence.reported": noted("{who} added a file."),
    "evidence.added": noted("{who} added a file."),
    "evidence.sent": noted("{who} sent a file."),
    "evidence.figure": noted("{who} kept the figure as it was."),
    "evidence.kept": noted("{who} fetched and kept a file that was added."),
    "evidence.left": noted("{who} found that a file is a link, and kept the link."),
    "evidence.refused": noted("{who} did not keep a file that was added."),
    "words.removed": noted("{who} removed words from it."),
    "redaction.made": noted("{who} wrote down why words were removed."),
    "hold.set": noted("{who} set a hold: no words may be removed."),
    "hold.lifted": noted("{who} lifted a hold."),
    "export.asked": noted("{who} asked for an export of the log."),
    "export.drawn": noted("{who} got an export of the log."),
    "export.failed": noted("{who} got no export, since it could not be drawn."),
    "file.kept": noted("{who} added a file."),
    "file.erased": noted("{who} erased a file."),
    "file.forgotten": noted("{who} emptied a file that was drawn long ago."),
    # Of no report: they stand here so that whoever tells of all of history has a sentence for each
    "idea.given": noted("{who} gave an idea."),
    "idea.linked": noted("{who} noted that a report became an idea."),
    "idea.adopted": noted("{who} took an idea up."),
    "idea.to_team": noted("{who} gave an idea to the Management Review Team."),
    "idea.put_off": noted("{who} put an idea off."),
    "idea.declined": noted("{who} declined an idea."),
    "idea.raised": noted("{who} made a report of an idea."),
    "idea.decision_undone": noted("{who} took back what was decided about an idea."),
    "plan.started": noted("{who} started a plan."),
    "plan.written": noted("{who} wrote in a plan."),
    "plan.let_in": noted("{who} let somebody read a plan."),
    "plan.sent": noted("{who} sent a plan to those who approve it."),
    "plan.approved": noted("{who} approved a plan."),
    "plan.unsigned": noted("{who} took an approval of a plan back."),
    "plan.in_force": noted("{who} approved a plan, and it is in force."),
    "plan.returned": noted("{who} sent a plan back."),
    "plan.recalled": noted("{who} went on writing a plan that was sent."),
    "plan.changed": noted("{who} began to change a plan."),
    "plan.given_up": noted("{who} left a plan as it was."),
    "plan.closed": noted("{who} closed a plan."),
    "plan.reopened": noted("{who} opened a plan again."),
    "plan.imported": noted("{who} brought a plan in from a file."),
    "step.imported": noted("{who} brought in how step {key} goes."),
    "step.told": noted("{who} told how step {key} goes."),
    "step.changed": noted("{who} changed step {key}."),
    "plan.shown": noted("{who} let somebody read a plan before it is in force."),
    "plan.replaced": noted("{who} replaced a plan by that of the next year."),
    "step.planned": noted("{who} added step {key} to a plan."),
    "step.taken_back": noted("{who} took back what was told of step {key}."),
    "measure.told": noted("{who} wrote down a value of a measure."),
    "measure.taken_back": noted("{who} took back a value of a measure."),
    "person.met": noted("{who} was met for the first time."),
    "person.expected": noted("{who} put somebody on the list who was not seen yet."),
    "person.merged": noted("{who} joined two accounts of one person."),
    "pair.asked": noted("{who} asked whether two accounts are one person's."),
    "pair.answered": noted("{who} answered whether two accounts are theirs."),
    "seat.given": noted("{who} gave somebody a seat."),
    "seat.taken": noted("{who} took a seat from somebody."),
    "seat.claimed": noted("{who} took the first seat."),
    "seat.claim_reversed": noted("{who} reversed that the first seat was taken."),
    "staff.named": noted("{who} put somebody on the staff list."),
    "staff.unnamed": noted("{who} took somebody off the staff list."),
    "office.named": noted("{who} named an officer."),
    "office.changed": noted("{who} named another officer."),
    "absence.set": noted("{who} wrote down that somebody is away."),
    "absence.ended": noted("{who} wrote down that somebody is back."),
    "workplace.set": noted("{who} wrote down where somebody works."),
    "workplace.changed": noted("{who} changed where somebody works."),
    "setting.made": noted("{who} made a setting."),
    "setting.changed": noted("{who} changed a setting."),
    "place.added": noted("{who} added a school or department."),
    "place.opened": noted("{who} opened a school or department again."),
    "place.closed": noted("{who} closed a school or department."),
    "link.made": noted("{who} made a link for somebody."),
    "release.made": noted("{who} released words of it to the public."),
    "release.changed": noted("{who} changed what is public of it."),
    "release.taken_back": noted("{who} took the public copy back."),
    "auditor.invited": noted("{who} made a link for an auditor."),
    "auditor.opened": noted("A link for an auditor was opened."),
    "auditor.revoked": noted("{who} ended a link for an auditor."),
    "message.sent_again": noted("{who} had a message sent again."),
}
OTHERWISE = noted("{who} changed it.")

#: What a file that was added shows.
FILE_OF: Mapping[Shows, str] = {
    Shows.REPORT: noted("with the report"),
    Shows.PLAN: noted("with the plan"),
    Shows.FIX: noted("of the fix"),
    Shows.CHECK: noted("of the check"),
    Shows.STEP: noted("of a step"),
    Shows.LATER: noted("added later"),
    Shows.FIGURE: noted("the figure as it was"),
}

#: Through which door it came, where that is worth a word.
DOORS: Mapping[str, str] = {
    "slack": say("in Slack"),
    "teams": say("in Microsoft Teams"),
    "web": say("on a page"),
    "clock": say("by the clock"),
    "cli": say("by a command of IT"),
    "import": say("from a file"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Ends:
    """How many entries of history there are, and how many do not fit; none are told to who reads little of it."""

    entries: int
    broken: int


def story_card(
    car: Car, deeds: Sequence[Deed], look: Look, *, offset: int, ends: Ends | None, words: bool = False
) -> Card:
    """One page; `words` is whether whoever looks may remove some, or hold them."""
    shown = deeds[offset : offset + PAGE]
    parts: list[Part] = []
    for when, lines in by_day(shown, look, rounds=len({deed.cycle for deed in deeds}) > 1):
        parts += [Heading(when), *map(Text, lines)]
    return Card(
        title=heading(car),
        state=car.seen,
        parts=[*parts, *_last(ends, more=offset + PAGE < len(deeds))],
        buttons=_buttons(car, offset, len(deeds), words=words),
    )


def by_day(deeds: Sequence[Deed], look: Look, *, rounds: bool) -> Iterator[tuple[str, list[str]]]:
    """Each day with what was done on it, a line for each deed; `rounds` where there was more than one."""
    for (cycle, when), on_day in groupby(deeds, key=lambda deed: (deed.cycle, _local(deed, look))):
        in_round = say("Round {n}", n=cycle) if rounds else ""
        yield joined(" · ", [day(when, look.today), in_round]), [_line(deed, look) for deed in on_day]


def _local(deed: Deed, look: Look) -> date:
    return deed.main.at.astimezone(look.zone).date()


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
    time = f"{main.at.astimezone(look.zone):%H:%M}"
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
