"""Quick polls: asked in a conversation, answered there by one press, and what they came to."""

from dataclasses import replace

from domain.anonymity import Mode, Shown
from domain.errors import RefusedError
from domain.holds import check_reason
from domain.numbers import poll_number, said_in
from domain.people import EVERYBODY
from domain.polls import (
    MODES,
    Poll,
    check_answer,
    check_may_close,
    check_may_remove,
    check_question,
    choices_of,
    closing,
    may_close,
    read_typed,
    tally,
)
from domain.texts import command, say
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from storage.ballots import Ballots
from storage.conversations import Conversations
from storage.direct import GONE, TYPED
from storage.holds import Holds
from storage.outbox import Outbox
from storage.people import People
from storage.polls import BOX, Polls
from storage.redaction import Redactions
from views.charts import svg
from views.elements import Card, Form, Option
from views.languages import texts_in
from views.polls import (
    PAGE,
    Counted,
    answered_card,
    begun_card,
    chart,
    list_card,
    picture_card,
    poll_form,
    posted_card,
    remove_form,
    unposted_card,
    who_card,
)

routes = Routes()

ROOM_MAX = 110  # letters of a conversation's id


class ReasonForm(Named):
    LOOKED_AT = ("reason",)
    reason: Typed = ""


class PollForm(Named):
    LOOKED_AT = ("question", "answers")
    question: Typed = ""
    answers: Typed = ""
    mode: Mode = Mode.NAMED
    span: str = "day"
    where: str = ""


# Asking


@routes.command("poll")
def start(call: Call) -> Reply:
    """The form, with what was typed; a number alone shows that poll."""
    if number := poll_number(call.text, call.settings.number_year(call.today)):
        return show(replace(call, about=number))
    question, answers = read_typed(call.text)
    return Open(_form(call, {"question": question, "answers": "\n".join(answers)}))


def _form(call: Call, given: dict[str, str]) -> Form:
    if call.here is None and not given.get("where"):
        raise RefusedError("Type {poll} in the conversation that you want to ask.", poll=command("poll"))
    label = f"#{call.here.label}" if call.here and call.here.label else say("This conversation")
    value = f"{call.tx.door}:{call.here.workspace} {call.here.id}" if call.here else given["where"]
    modes = [mode for mode in MODES if mode == Mode.NAMED or call.tx.vault]
    return poll_form(Option(value=value, label=label), given, modes)


@routes.submit("poll.begin", PollForm)
def begin(call: Call, form: PollForm) -> Reply:
    if again := asked(form, _form(call, form.model_dump(include={"question", "answers", "mode", "span", "where"}))):
        return again
    check_question(form.question)
    choices = choices_of(form.answers.splitlines())
    lane, room = _where(call, form.where)
    book = Polls(call.tx)
    poll = Poll(
        number=book.next_number(call.settings.number_year(call.today)),
        question=form.question,
        choices=choices,
        mode=form.mode if form.mode in MODES else Mode.NAMED,
        by=call.me,
        begun_at=call.tx.now,
        closes_at=closing(call.tx.now, form.span),
        lane=lane,
        room=room,
        smallest=int(call.settings["smallest_scores"]),
    )
    book.begin(poll)
    _post(call, poll)
    return Draw("poll.begun", poll.number)


def _where(call: Call, named: str) -> tuple[str, str]:
    """The lane and the conversation of one in which this person can have asked."""
    lane, _, room = named.partition(" ")
    theirs = {one.lane for one in People(call.tx).accounts_of(call.viewer.ids)}
    if lane not in theirs or not 0 < len(room) <= ROOM_MAX:
        raise RefusedError(
            "A poll cannot be asked there. Type {poll} in the conversation itself.", poll=command("poll")
        )
    if not Conversations(call.tx).is_open(lane.partition(":")[0], room):
        raise RefusedError("Kaizen cannot post in that conversation now. Its administrators were told why.")
    return lane, room


def _post(call: Call, poll: Poll, *, key: str = "first") -> None:
    key = f"poll.posted:{poll.number}:{key}"
    Outbox(call.tx).owe_post("poll.posted", poll.number, there=poll.there, key=key)


@routes.button("poll.again", writes=True)
def again(call: Call) -> Reply:
    """Post one that could not be posted, once that was mended."""
    poll = _seen(call)
    check_may_close(poll, call.viewer)
    if Outbox(call.tx).told("poll.posted", poll.number):
        raise RefusedError("This poll stands there already.")
    _post(call, poll, key=call.tx.mint())
    return Draw("poll.begun", poll.number)


# Answering


@routes.ballot("poll.vote", remembered=True)
def vote(call: Call) -> Reply:
    """In a named poll: the last answer counts."""
    poll, key = _asked(call)
    if not poll.is_named:
        raise RefusedError("This poll is anonymous: answer it with its own buttons.")
    Polls(call.tx).vote(poll, call.me, key)
    Outbox(call.tx).refresh_soon(poll.number, "poll.posted")
    return Draw("poll.answered", poll.number)


@routes.ballot("poll.seal", remembered=False)
def seal(call: Call) -> Reply:
    """In an anonymous poll: one answer a person. Nothing is drawn again, so that no message tells when who answered."""
    poll, key = _asked(call)
    if poll.is_named:
        raise RefusedError("This poll is named: answer it with its own buttons.")
    Ballots(call.tx).cast(poll.number, call.me, key, size=BOX)
    return Draw("poll.answered", poll.number)


def _asked(call: Call) -> tuple[Poll, str]:
    """The poll that somebody answers where it stands, and with what."""
    number, _, key = call.about.partition(" ")
    poll = Polls(call.tx).get(number)
    if call.here is None or call.here.id != poll.room:
        raise RefusedError("A poll is answered where it was asked.")
    check_answer(poll, key, call.tx.now)
    return poll, key


# Closing


@routes.button("poll.close", writes=True, in_place=True)
def close(call: Call) -> Reply:
    poll = Polls(call.tx).get(call.about)
    check_may_close(poll, call.viewer)
    Polls(call.tx).end(poll, by=call.me)
    return Draw("poll.card", poll.number)


# Removing words


@routes.button("poll.remove_form")
def open_remove(call: Call) -> Reply:
    return Open(remove_form(_removable(call)))


@routes.submit("poll.remove", ReasonForm)
def remove(call: Call, form: ReasonForm) -> Reply:
    """The question and its answers, in every message that shows them."""
    poll = _removable(call)
    check_reason(form.reason)
    if again := asked(form, remove_form(poll)):
        return again
    words, record = Redactions(call.tx), f"polls:{poll.number}"
    words.redact(record, words.fields_of(record), reason=form.reason, by=call.me)
    Outbox(call.tx).refresh(poll.number)
    for said in (TYPED, said_in(poll.number)):
        Outbox(call.tx).refresh(said, GONE)
    return Draw("poll.card", poll.number)


def _removable(call: Call) -> Poll:
    check_may_remove(call.viewer)
    poll = Polls(call.tx).get(call.about)
    if Holds(call.tx).on(poll.number):
        raise RefusedError("A hold on the whole district keeps all words: {holds}", holds=command("kaizen holds"))
    return poll


# Looking


@routes.command("poll list")
def mine(call: Call) -> Reply:
    return Show(_list(call, 0))


@routes.button("poll.page")
def page(call: Call) -> Reply:
    return Show(_list(call, int(call.about) if call.about.isdecimal() else 0))


def _list(call: Call, offset: int) -> Card:
    found, total = Polls(call.tx).mine(call.viewer, size=PAGE, offset=offset)
    return list_card([counted(call, poll) for poll in found], offset=offset, total=total)


@routes.button("poll.show")
def show(call: Call) -> Reply:
    return Show(posted_card(counted(call, _seen(call))))


@routes.button("poll.who")
def who(call: Call) -> Reply:
    poll = _seen(call)
    answers = Polls(call.tx).answers(poll) if poll.is_named else {}
    return Show(who_card(counted(call, poll), answers, People(call.tx).names(answers)), beside=True)


@routes.button("poll.picture")
def picture(call: Call) -> Reply:
    return Show(picture_card(counted(call, _seen(call))), beside=True)


def poll_picture(call: Call) -> str | None:
    """The chart of a poll, by the rights of that moment; None where there is nothing to draw."""
    drawn = chart(counted(call, _seen(call)))
    return svg(texts_in([drawn], call.language)[0]) if drawn else None


# What people are told


@routes.notice("poll.posted", anywhere=True)
def posted(call: Call) -> Card:
    return posted_card(counted(call, _seen(call)))


@routes.notice("poll.card")
def card(call: Call) -> Card:
    return posted_card(counted(call, _seen(call)))


@routes.notice("poll.begun")
def begun(call: Call) -> Card:
    return begun_card(counted(call, _seen(call)))


@routes.notice("poll.answered")
def answered(call: Call) -> Card:
    poll = _seen(call)
    said = Polls(call.tx).said_by(poll, call.me)
    return answered_card(counted(call, poll), said, closes=may_close(poll, call.viewer))


@routes.notice("poll.unposted")
def unposted(call: Call) -> Card:
    return unposted_card(_seen(call))


def _seen(call: Call) -> Poll:
    """A poll is for its conversation, for who began it, for who answered it and for the management representative."""
    book = Polls(call.tx)
    poll = book.get(call.about)
    there = call.me == EVERYBODY or (call.here is not None and call.here.id == poll.room)
    if not (there or poll.by in call.viewer.ids or call.viewer.is_mr or book.has_answered(poll, call.me)):
        raise RefusedError("This poll was asked in a conversation; it is seen there.")
    return poll


def counted(call: Call, poll: Poll) -> Counted:
    names = People(call.tx).names([poll.by])
    by = names.get(poll.by, say("Somebody who left"))
    return Counted(
        poll=poll,
        shown=_shown(call, poll),
        by=by,
        today=call.today,
        zone=call.settings.zone,
        removes=call.viewer.is_mr,
    )


def _shown(call: Call, poll: Poll) -> Shown | None:
    """Of a named poll what was said by now; of an anonymous one what was kept of it once it was opened."""
    if not poll.is_named:
        return poll.result
    found = tally(poll, Polls(call.tx).answers(poll).values())
    return Shown(n=found.n, ranges={key: (n, n) for key, n in found.counts.items()})
