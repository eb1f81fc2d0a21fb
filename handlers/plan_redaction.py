"""Remove words of a plan for good: of all of it, or of one goal or step."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from domain.errors import RefusedError
from domain.holds import check_reason
from domain.improvement import DistrictPlan
from domain.numbers import said_in
from domain.plan_words import PARTS, Part, Words, check_may_remove, chosen
from domain.texts import command, say
from handlers.improvement import plan_of
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from storage.copies import draw_files_again
from storage.direct import GONE, TYPED
from storage.evidence import Evidence
from storage.files import Files
from storage.holds import Holds
from storage.outbox import Outbox
from storage.people import People
from storage.plan_words import words_of_plan
from storage.redaction import Redactions
from views.dates import day
from views.elements import Card, Form, Option
from views.plan_redaction import nothing_card, redact_form, removed_card
from views.redaction import EVERYTHING

routes = Routes()


class RedactForm(Named):
    LOOKED_AT = ("reason",)
    parts: Sequence[str] = ()
    only: str | None = None
    reason: Typed = ""


@routes.button("plan.redact_form")
def open_(call: Call) -> Reply:
    plan = _not_held(call)
    kept = words_of_plan(call.tx, plan.number)
    return Open(_form(plan, kept)) if kept else Show(nothing_card(plan), beside=True)


def _form(plan: DistrictPlan, kept: Sequence[Words]) -> Form:
    return redact_form(plan, {one.part for one in kept}, list(_where(plan)))


def _where(plan: DistrictPlan) -> Iterator[Option]:
    for goal in plan.goals:
        yield Option(value=f"goal {goal.nth}", label=say("Goal {n} · {what}", n=goal.nth, what=goal.statement))
    for step in plan.steps:
        yield Option(value=f"step {step.number}", label=say("Step {n} · {what}", n=step.number, what=step.what))


@routes.options("plan.redact_where")
def where(call: Call) -> list[Option]:
    """The goals and steps of a plan, by what is typed."""
    check_may_remove(call.viewer)
    found = _where(plan_of(call, call.about)) if call.about else ()
    return [option for option in found if call.text.casefold() in option.label.casefold()]


@routes.submit("plan.redact", RedactForm)
def redact(call: Call, form: RedactForm) -> Reply:
    """Every version of these words; messages, files and answers that show them are drawn again or taken away."""
    plan = _not_held(call)
    check_reason(form.reason)
    kept = words_of_plan(call.tx, plan.number)
    gone = chosen(kept, set(form.parts) & {*PARTS, EVERYTHING}, form.only or "")
    if not gone:
        raise RefusedError("Please tick what is to be removed.", field="parts")
    if again := asked(form, _form(plan, kept)):
        return again
    fields: dict[str, set[str]] = defaultdict(set)
    for one in gone:
        fields[one.record].add(one.field)
    record = f"district_plans:{plan.number}"
    own = fields.pop(record, set())
    Redactions(call.tx).redact(record, own, reason=form.reason, by=call.me, beside=fields)
    _erase(call, gone, form.reason)
    _draw_again(call, plan)
    return Draw("plan.redacted", plan.number)


def _erase(call: Call, gone: Sequence[Words], reason: str) -> None:
    """Empty the copies that are kept of files whose place was removed."""
    pieces = {one.record.removeprefix("evidence:") for one in gone if one.part is Part.FILES}
    for known in sorted(pieces):
        piece = Evidence(call.tx).find(known)
        file = Files(call.tx).find(piece.file) if piece and piece.file else None
        if file and not file.erased_at:
            Files(call.tx).erase(file, because=reason, by=call.me)


def _draw_again(call: Call, plan: DistrictPlan) -> None:
    box = Outbox(call.tx)
    box.refresh(plan.number)
    for step in plan.steps:
        box.refresh(str(step.number))
    box.refresh(said_in(plan.number), GONE)
    box.refresh(TYPED, GONE)
    draw_files_again(call.tx, plan.number)


@routes.notice("plan.redacted")
def redacted(call: Call) -> Card:
    check_may_remove(call.viewer)
    plan = plan_of(call, call.about)
    last = Redactions(call.tx).about(f"district_plans:{plan.number}")[-1]
    name = People(call.tx).names([last.by]).get(last.by, say("Somebody who left"))
    when = day(last.at.astimezone(call.settings.zone).date(), call.today)
    return removed_card(plan, name, when, last.reason)


def _not_held(call: Call) -> DistrictPlan:
    """The plan, for whoever may remove its words, unless a hold keeps them."""
    check_may_remove(call.viewer)
    plan = plan_of(call, call.about)
    if Holds(call.tx).on(plan.number):
        raise RefusedError("A hold on the whole district keeps all words: {holds}", holds=command("kaizen holds"))
    return plan
