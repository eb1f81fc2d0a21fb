"""Steps: everybody's own list, and what is told of one in two presses."""

from dataclasses import replace
from typing import Any

from domain.errors import RefusedError
from domain.evidence import Shows
from domain.improvement import DistrictPlan, PlanStep
from domain.numbers import is_idea, is_meeting
from domain.plans import StepStatus
from domain.step_updates import COMMENT, Told, status_told, tell, undo
from domain.step_words import Line, read_line
from domain.steps import ON_THE_WAY
from domain.texts import command, joined, say
from handlers.evidence import WithFiles, add_files, files_of_step
from handlers.improvement import gone, look, named, number_in
from handlers.meeting_steps import draw_step
from handlers.names import asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed, model_of
from handlers.work import StepForm, open_step, prefilled, report
from storage.improvement import PlanBook
from storage.outbox import Outbox
from storage.plan_steps import PlanSteps
from storage.step_lists import StepLists
from storage.steps import Steps
from views.elements import HOLDS, Card
from views.plan_step_forms import update_form
from views.plan_steps import EMPTY, PAGE, confirm_card, mine_card, step_card
from views.work_forms import DONE, NOT_NEEDED

routes = Routes()

PLAN = "PLAN-"


class UpdateForm(WithFiles):
    LOOKED_AT = ("comment",)
    status: StepStatus
    percent: Typed | None = None
    comment: Typed | None = None


@routes.command("step")
def typed(call: Call) -> Reply:
    """Nothing typed lists mine; a number shows that step; a number with words is read, and asked before it is saved."""
    if not call.text:
        return Show(_mine(call, 0))
    line = read_line(call.text)
    if line is None:
        said = say("Please begin with the number of the step, such as: {step}", step=command("step 41 50%"))
        return Show(_mine(call, 0, lead=said))
    if (line.status, line.percent, line.comment) == (None, None, ""):
        return _show(call, line.number, beside=False)
    return _confirm(call, line)


def _confirm(call: Call, line: Line) -> Reply:
    """What was read, to be saved or changed; the form at once, where something is missing that has to be said."""
    about, told = str(line.number), Told(status=line.status, percent=line.percent, comment=line.comment)
    if not _belongs(call, line.number).startswith(PLAN):
        return _confirm_other(call, line)
    _, step = step_of(call, about)
    status = status_told(step, told)
    if (status in COMMENT and not line.comment) or len(_packed(line)) > HOLDS:
        return Open(update_form(step, _typed(replace(told, status=status))))
    return Show(confirm_card(line.number, step.what, replace(told, status=status), _packed(line)))


def _confirm_other(call: Call, line: Line) -> Reply:
    """A step of a report, or of an idea, which is only done or not needed; the form at once where something lacks."""
    form = open_step(replace(call, about=str(line.number)))  # it refuses whoever may not see it
    as_ = _stands(call, line)
    lacks = as_ is None or (not line.comment and as_ != StepStatus.ON_TRACK)
    if lacks or line.percent is not None or len(_packed(line)) > HOLDS:
        return _with_words(form, line, as_)
    told = Told(status=line.status, comment=line.comment)
    return Show(confirm_card(line.number, Steps(call.tx).what(line.number), told, _packed(line)))


def _stands(call: Call, line: Line) -> str | None:
    """What the form of such a step calls that which was typed."""
    ends = {StepStatus.DONE: DONE, StepStatus.CANCELLED: NOT_NEEDED}
    told = {} if _only_ends(_belongs(call, line.number)) else {one: str(one) for one in ON_THE_WAY}
    return (ends | told).get(line.status or StepStatus.NOT_STARTED)


def _only_ends(of: str) -> bool:
    """A step of an idea, or that a meeting decided, is done or not needed, and nothing in between."""
    return is_idea(of) or is_meeting(of)


def _with_words(reply: Reply, line: Line, as_: str | None) -> Reply:
    """The form that opens, with what was typed in it: a percent too, which such a step has in words only."""
    said = joined(" ", ["" if line.percent is None else f"{line.percent}%", line.comment])
    return prefilled(reply, {"said": said or None, **({"as_": as_} if as_ else {})})


def _packed(line: Line) -> str:
    """What a button holds until it is pressed."""
    percent = EMPTY if line.percent is None else str(line.percent)
    return f"{line.number} {line.status or EMPTY} {percent} {line.comment}".strip()


def _unpacked(about: str) -> Line:
    number, status, percent, comment = [*about.split(" ", 3), "", "", ""][:4]
    return Line(
        number=number_in(number),
        status=StepStatus(status) if status in [*StepStatus] else None,
        percent=number_in(percent) if percent.isdecimal() else None,
        comment=comment,
    )


def _typed(told: Told) -> dict[str, Any]:
    percent = None if told.percent is None else str(told.percent)
    return {"status": told.status, "percent": percent, "comment": told.comment or None}


@routes.button("steps.save", writes=True)
def save(call: Call) -> Reply:
    """What was typed, as it was read."""
    line = _unpacked(call.about)
    if not _belongs(call, line.number).startswith(PLAN):
        as_ = _stands(call, line) or NOT_NEEDED
        reply: Reply = report(replace(call, about=str(line.number)), model_of(StepForm)(as_=as_, said=line.comment))
        return reply
    plan, step = step_of(call, str(line.number))
    form = model_of(UpdateForm)(status=line.status or StepStatus.ON_TRACK, comment=line.comment)
    told = Told(status=line.status, percent=line.percent, comment=line.comment)
    if again := asked(form, update_form(step, _typed(told))):
        return again
    return _told(call, plan, step, told)


@routes.button("steps.form")
def open_update(call: Call) -> Reply:
    """What is told of a step; behind the number may stand what somebody typed."""
    line = _unpacked(call.about)
    if not _belongs(call, line.number).startswith(PLAN):
        return _with_words(open_step(replace(call, about=str(line.number))), line, _stands(call, line))
    _, step = step_of(call, str(line.number))
    return Open(update_form(step, _typed(Told(status=line.status, percent=line.percent, comment=line.comment))))


@routes.submit("steps.tell", UpdateForm)
def tell_(call: Call, form: UpdateForm) -> Reply:
    plan, step = step_of(call, call.about)
    told = Told(status=form.status, percent=_percent(form.percent), comment=form.comment or None)
    if again := asked(form, update_form(step, _typed(told))):
        return again
    reply = _told(call, plan, step, told)
    add_files(call, plan.number, form.all_files, Shows.STEP, step=step.number)
    return reply


def _percent(typed_: str | None) -> int | None:
    digits = (typed_ or "").strip().removesuffix("%").strip()
    if not digits:
        return None
    if not digits.isdecimal() or len(digits) > 3:  # noqa: PLR2004 - digits of 100
        raise RefusedError("Please give a percent from 0 to 100.", field="percent")
    return int(digits)


def _told(call: Call, plan: DistrictPlan, step: PlanStep, told: Told) -> Reply:
    nth = len(PlanSteps(call.tx).updates(step.number)) + 1
    now, line = tell(plan, step, told, nth=nth, by=call.viewer, today=call.today)
    PlanSteps(call.tx).tell(now, line, did="step.told")
    return drawn(call, now)


def drawn(call: Call, step: PlanStep) -> Reply:
    Outbox(call.tx).refresh(step.of)
    Outbox(call.tx).refresh(str(step.number))
    return Draw("steps.card", str(step.number))


@routes.button("steps.undo", writes=True)
def undo_(call: Call) -> Reply:
    number, nth = named(call.about, 2)
    plan, step = step_of(call, number)
    now, line = undo(plan, step, PlanSteps(call.tx).updates(step.number), number_in(nth), by=call.viewer)
    PlanSteps(call.tx).take_back(now, line, by=call.me)
    return drawn(call, now)


@routes.button("steps.list")
def list_(call: Call) -> Reply:
    return Show(_mine(call, number_in(call.about)))


def _mine(call: Call, offset: int, *, lead: str = "") -> Card:
    lists = StepLists(call.tx)
    total, late = lists.count(call.me, call.today)
    lines = lists.mine(call.me, size=PAGE, offset=offset)
    return mine_card(lines, look(call, []), offset=offset, total=total, late=late, lead=lead)


@routes.button("steps.show")
def show(call: Call) -> Reply:
    return _show(call, number_in(call.about), beside=True)


def _show(call: Call, number: int, *, beside: bool) -> Reply:
    if is_meeting(_belongs(call, number)):
        return Show(draw_step(call, number), beside=beside)
    if not _belongs(call, number).startswith(PLAN):
        return open_step(replace(call, about=str(number)))
    return Show(card_of(call, str(number)), beside=beside)


@routes.notice("steps.card")
def card(call: Call) -> Card:
    return card_of(call, call.about)


@routes.notice("steps.yours")
def yours(call: Call) -> Card:
    """To whoever was given a step of a plan in force."""
    known = PlanBook(call.tx, call.viewer).find(_belongs(call, number_in(call.about)))
    mine = [step for step in known.steps if str(step.number) == call.about and step.owner == call.me] if known else []
    if not mine:
        return gone(call.about)
    return card_of(call, call.about, lead=say("This step is yours now."))


def card_of(call: Call, about: str, *, lead: str = "") -> Card:
    plan, step = step_of(call, about)
    lines = PlanSteps(call.tx).updates(step.number)
    persons = [person for line in lines for person in (line.by, line.owner_was) if person]
    seen = look(call, [plan], [step], *persons)
    return step_card(plan, step, lines, seen, lead=lead, shown=files_of_step(call, step, seen))


def _belongs(call: Call, number: int) -> str:
    """What a step belongs to, or nothing."""
    return Steps(call.tx).of_whom(number) or ""


def step_of(call: Call, about: str) -> tuple[DistrictPlan, PlanStep]:
    """The plan that a step belongs to, as whoever asks sees it, and the step."""
    number = number_in(about)
    plan = PlanBook(call.tx, call.viewer).find(_belongs(call, number))
    step = next((one for one in plan.steps if one.number == number), None) if plan else None
    if plan is None or step is None:
        raise RefusedError("There is no step {number} that you can see.", number=number or about)
    return plan, step
