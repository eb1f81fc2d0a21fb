"""Two accounts of one human: the quality office says so, or their e-mail does, and it is confirmed."""

from collections.abc import Sequence
from dataclasses import replace

from domain.errors import RefusedError
from domain.pairs import Answer, Pair, is_confirmed_email, who_confirms, who_confirms_email
from domain.people import PersonId
from handlers.people import must_be_mr, room_of
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes
from storage.colleagues import is_colleague
from storage.copies import draw_again_for
from storage.outbox import Outbox
from storage.pairs import Pairs
from storage.people import People
from views.elements import Card
from views.pairs import pair_card, same_form

routes = Routes()


class SameForm(Answers):
    kept: str
    also: str
    sure: Sequence[str]


@routes.button("people.same_form")
def open_same(call: Call) -> Reply:
    must_be_mr(call)
    return Open(same_form())


@routes.submit("people.same", SameForm)
def same(call: Call, form: SameForm) -> Reply:
    """Nothing is linked yet: whoever has to confirm it is asked."""
    must_be_mr(call)
    people = People(call.tx)
    kept, also = people.canonical(form.kept), people.canonical(form.also)
    if "sure" not in form.sure:
        raise RefusedError("Please tick this, or close the form.", field="sure")
    if kept == also:
        raise RefusedError("These two are known as one person already.", field="also")
    confirm = _confirm(call, (kept, also))
    pair = Pairs(call.tx).ask(kept, also, by=call.me)
    for person in dict.fromkeys((*confirm, call.me)):
        Outbox(call.tx).owe("people.pair", pair.id, to=person, key=f"people.pair:{pair.id}")
    if call.me in confirm:
        _agree(call, pair)
    return Draw("people.pair", pair.id)


@routes.button("people.pair_yes", writes=True)
def yes(call: Call) -> Reply:
    _agree(call, _asked(call))
    return Draw("people.pair", call.about)


@routes.button("people.pair_no", writes=True)
def no(call: Call) -> Reply:
    pair = replace(_asked(call), answer=Answer.REFUSED)
    Pairs(call.tx).answered(pair, by=call.me)
    Outbox(call.tx).refresh(pair.id)
    return Draw("people.pair", pair.id)


@routes.notice("people.pair")
def pair_now(call: Call) -> Card:
    pair = Pairs(call.tx).get(call.about)
    asked = pair.answer is Answer.OPEN and call.me in _asked_of(call, pair)
    mine = asked and call.me not in pair.confirmed
    return pair_card(pair, room_of(call, [*pair.both, pair.asked_by]), asks=mine)


def _asked(call: Call) -> Pair:
    """The pair, if whoever presses has to confirm it."""
    pair = Pairs(call.tx).get(call.about)
    if pair.answer is not Answer.OPEN:
        raise RefusedError("This was answered already.")
    if call.me not in _asked_of(call, pair):
        raise RefusedError("Only those whom it concerns can confirm that two accounts belong to one person.")
    return pair


def _agree(call: Call, pair: Pair) -> None:
    """The last one who agrees links them, and all who were asked read so."""
    pair = replace(pair, agreed=" ".join(sorted(pair.confirmed | {call.me})))
    both, holders = _both(call, pair), People(call.tx).holders
    done = is_confirmed_email(pair, holders) if pair.by_email else set(_confirm(call, both)) <= pair.confirmed
    Pairs(call.tx).answered(replace(pair, answer=Answer.LINKED) if done else pair, by=call.me)
    Outbox(call.tx).refresh(pair.id)
    if done:
        People(call.tx).merge(*both, by=call.me)
        draw_again_for(call.tx, [both[0]])


def _both(call: Call, pair: Pair) -> tuple[PersonId, PersonId]:
    people = People(call.tx)
    return people.canonical(pair.kept), people.canonical(pair.also)


def _asked_of(call: Call, pair: Pair) -> list[PersonId]:
    """Who says whether it is so."""
    both = _both(call, pair)
    if pair.by_email:
        return who_confirms_email(replace(pair, kept=both[0], also=both[1]), People(call.tx).holders)
    return _confirm(call, both)


def _confirm(call: Call, both: tuple[PersonId, PersonId]) -> list[PersonId]:
    reached = [person for person in both if is_colleague(call.tx, person)]
    return who_confirms(both, reached, People(call.tx).holders)
