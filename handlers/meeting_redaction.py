"""Remove words of a meeting for good: its own, the names of guests, its steps, and what was heard."""

from collections.abc import Mapping, Sequence

from domain.errors import RefusedError
from domain.holds import check_reason
from domain.meetings import Meeting
from domain.numbers import said_in
from domain.texts import command
from handlers.meetings import seen
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Typed
from storage.belongings import words_of_steps
from storage.copies import draw_files_again
from storage.daily import draw_again
from storage.direct import GONE, TYPED
from storage.files import Files
from storage.holds import Holds
from storage.meetings import words_beside
from storage.minutes import words_in_minutes
from storage.outbox import Outbox
from storage.redaction import Redactions
from views.meeting_forms import redact_form

routes = Routes()

STEPS = "steps"


class RedactForm(Named):
    LOOKED_AT = ("reason",)
    parts: Sequence[str] = ()
    reason: Typed = ""


@routes.button("meeting.redact_form")
def open_(call: Call) -> Reply:
    meeting = _not_held(call)
    kept = _kept(call, meeting)
    if not kept:
        raise RefusedError("There are no words left to remove from {number}.", number=meeting.number)
    return Open(redact_form(meeting, kept.keys()))


@routes.submit("meeting.redact", RedactForm)
def redact(call: Call, form: RedactForm) -> Reply:
    """Every version of these words; messages and files that show them are drawn again or taken away."""
    meeting = _not_held(call)
    check_reason(form.reason)
    kept = _kept(call, meeting)
    gone = [kept[name] for name in form.parts if name in kept]
    if not gone:
        raise RefusedError("Please tick what is to be removed.", field="parts")
    if again := asked(form, redact_form(meeting, kept.keys())):
        return again
    own = {field for part in gone for field in part.get(_record(meeting), ())}
    beside = {record: fields for part in gone for record, fields in part.items() if record != _record(meeting)}
    Redactions(call.tx).redact(_record(meeting), own, reason=form.reason, by=call.me, beside=beside)
    for file in Files(call.tx).of(_record(meeting)):
        if not file.erased_at:
            Files(call.tx).erase(file, because=form.reason, by=call.me)
    for about in (said_in(meeting.number), TYPED):
        Outbox(call.tx).refresh(about, GONE)
    Outbox(call.tx).refresh(meeting.number)
    draw_files_again(call.tx, meeting.number)
    draw_again(call.tx, meeting.number)
    return Draw("meeting.card", meeting.number)


Parts = Mapping[str, Mapping[str, set[str]]]  # by what the form calls them: of each record, its columns


def _kept(call: Call, meeting: Meeting) -> Parts:
    """What can be removed: there is, or once was, a word in it."""
    own = {name: {_record(meeting): {name}} for name in Redactions(call.tx).fields_of(_record(meeting))}
    beside = words_beside(call.tx, meeting.number) | {STEPS: words_of_steps(call.tx, meeting.number)}
    beside["outcomes"] = words_in_minutes(call.tx, meeting.number)
    return own | {name: records for name, records in beside.items() if records}


def _record(meeting: Meeting) -> str:
    return f"meetings:{meeting.number}"


def _not_held(call: Call) -> Meeting:
    """The meeting, for whoever may remove its words, unless a hold keeps them."""
    if not call.viewer.is_mr:
        raise RefusedError("Only the management representative or a deputy can remove words from a meeting.")
    meeting = seen(call, call.about)
    if Holds(call.tx).on(meeting.number):
        raise RefusedError("A hold on the whole district keeps all words: {holds}", holds=command("kaizen holds"))
    return meeting
