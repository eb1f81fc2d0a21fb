"""People asking each other, in a conversation and by one press."""

from datetime import timedelta
from typing import Any

import pytest

from domain.anonymity import Mode, Shown
from domain.errors import RefusedError
from domain.holds import Cause, Hold
from domain.numbers import said_in
from domain.people import PersonId
from handlers.routing import Draw, FormError, Open, Show
from scheduled.polls import close
from storage.ballots import Ballots, answered, sealed, sealed_keys
from storage.db import Tx
from storage.direct import note_direct
from storage.holds import Holds
from storage.left import given_up
from storage.outbox import Outbox, outbox
from storage.polls import Polls, votes
from storage.repeats import repeats
from storage.settings import DistrictSettings
from storage.vault import LockedError
from storage.verify import verify
from tests.conftest import MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.polling import CLOCK, HERE, LUNCH, ROOM, Vault, begun, people, poll_of, says
from tests.story import ROUTES, ask, drawn_again, owed, settled
from views.elements import Card, Items

LATER = NOW + timedelta(days=2)


def card_of(district: District, who: str, route: str, **more: Any) -> Card:
    reply = ask(district, who, route, **more)
    assert isinstance(reply, Show)
    return reply.card


def counts(card: Card) -> list[str]:
    return [item.detail.split("█")[0].strip() for part in card.parts if isinstance(part, Items) for item in part.items]


def left(district: District) -> dict[str, int]:
    """How many rows there are that could tell of anybody's answer."""
    tables = (sealed, sealed_keys, answered)
    return {table.name: len(district.do(lambda tx, t=table: tx.rows(t))) for table in tables}


def test_what_was_typed_stands_in_the_form_with_the_conversation(district: District) -> None:
    district.database.vault = Vault()
    reply = ask(district, TEACHER, "poll", text="Lunch? | Soup | Pizza", here=HERE)

    assert isinstance(reply, Open)
    given = {one.name: one.value for one in reply.form.asks}
    assert given["question"] == "Lunch?"
    assert given["answers"] == "Soup\nPizza"
    assert [option.label for one in reply.form.asks if one.name == "where" for option in one.options] == ["#staff"]
    assert [o.value for one in reply.form.asks if one.name == "mode" for o in one.options] == ["named", "anonymous"]


def test_without_a_secret_no_poll_is_anonymous(district: District) -> None:
    reply = ask(district, TEACHER, "poll", here=HERE)

    assert isinstance(reply, Open)
    assert [o.value for one in reply.form.asks if one.name == "mode" for o in one.options] == ["named"]
    with pytest.raises(RefusedError, match="needs SECRET_KEY"):
        ask(district, TEACHER, "poll.begin", {**LUNCH, "mode": "anonymous"})


def test_a_poll_is_asked_in_a_conversation(district: District) -> None:
    with pytest.raises(RefusedError, match="in the conversation that you want to ask"):
        ask(district, TEACHER, "poll")


@pytest.mark.parametrize("where", ["", "slack:T9 C1", "teams:T1 C1", "slack:T1 ", f"slack:T1 {'C' * 111}"])
def test_a_poll_goes_nowhere_where_whoever_asks_is_not(district: District, where: str) -> None:
    with pytest.raises(RefusedError):
        ask(district, TEACHER, "poll.begin", {**LUNCH, "where": where}, here=HERE)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"question": " "}, "question"), ({"answers": "Soup"}, "answers"), ({"answers": "Soup\nsoup"}, "answers")],
)
def test_what_is_wrong_stands_at_its_question(district: District, wrong: dict[str, str], field: str) -> None:
    with pytest.raises(FormError) as refused:
        ask(district, TEACHER, "poll.begin", {**LUNCH, **wrong})

    assert set(refused.value.faults) == {field}


def test_it_is_posted_for_everybody_in_the_conversation(district: District) -> None:
    poll = begun(district)

    (row,) = district.do(lambda tx: tx.rows(outbox))
    assert (row["what"], row["about"], row["to"], row["lane"]) == (
        "poll.posted",
        poll.number,
        f"conversation:{ROOM}",
        "slack:T1",
    )


def test_a_named_poll_counts_the_last_answer_of_each_and_shows_it_at_once(district: District) -> None:
    poll = begun(district)
    for who, key in ((TEACHER, "A"), (OTHER, "B"), (PRINCIPAL, "A"), (OTHER, "A"), (TEACHER, "A")):
        assert says(district, who, poll, key) == Draw("poll.answered", poll.number)

    shown = card_of(district, OTHER, "poll.show", about=poll.number)
    assert counts(shown) == ["3 of 3 · 100 %", "0 of 3 · 0 %", "0 of 3 · 0 %"]
    assert len(district.do(lambda tx: tx.rows(votes))) == 3
    assert "Nurse" in str(card_of(district, TEACHER, "poll.who", about=poll.number).parts)


def test_many_answers_at_once_owe_one_drawing(district: District) -> None:
    poll = begun(district)
    settled(district)
    for who in people(20):
        says(district, who, poll, "A")

    drawn = district.do(lambda tx: tx.rows(outbox, outbox.c.updates.is_not(None)))
    assert len(drawn) == 1
    assert drawn[0]["due"] > NOW + timedelta(seconds=3), "so that whoever answered in that stretch has committed"


def test_an_anonymous_poll_takes_one_answer_a_person_and_tells_nothing_while_it_is_open(district: District) -> None:
    poll = begun(district, mode="anonymous")
    settled(district)
    for key in "AB":
        assert says(district, OTHER, poll, key) == Draw("poll.answered", poll.number)

    assert left(district) == {"sealed": 1, "sealed_keys": 1, "answered": 1}
    assert counts(card_of(district, OTHER, "poll.show", about=poll.number)) == ["", "", ""]
    assert owed(district) == [("poll.posted", f"conversation:{ROOM}")]
    assert district.do(lambda tx: tx.rows(outbox, outbox.c.updates.is_not(None))) == []
    assert district.do(lambda tx: tx.rows(repeats)) == district.do(lambda tx: tx.rows(votes)) == []


def test_once_it_is_closed_only_what_is_shown_is_left(district: District) -> None:
    poll = begun(district, mode="anonymous")
    for who, key in zip(people(7), "AAAABBC", strict=True):
        says(district, who, poll, key)

    ask(district, TEACHER, "poll.close", about=poll.number)

    assert poll_of(district, poll.number).result == Shown(n=7, ranges={"A": (4, 4), "B": (2, 2), "C": (1, 1)})
    assert left(district) == {"sealed": 0, "sealed_keys": 0, "answered": 0}
    card = card_of(district, TEACHER, "poll.show", about=poll.number)
    assert card.title == "Soup: 4 of 7 · 57 %"
    assert district.do(verify).broken == []


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        ("AAAA", "Too few answered to show anything: 4, and it takes 5"),
        ("AAAAA", "Soup: 4 or more of 5"),
        ("AAAAB", "Soup: 4 or more of 5"),
        ("", "Nobody answered"),
    ],
)
def test_few_answers_and_those_of_one_mind_give_nobody_away(district: District, answers: str, title: str) -> None:
    poll = begun(district, mode="anonymous")
    for who, key in zip(people(len(answers)), answers, strict=True):
        says(district, who, poll, key)

    ask(district, TEACHER, "poll.close", about=poll.number)

    assert card_of(district, TEACHER, "poll.show", about=poll.number).title == title


def test_the_limit_is_that_of_its_beginning(district: District) -> None:
    poll = begun(district, mode="anonymous")
    for who in people(4):
        says(district, who, poll, "A")
    district.do(lambda tx: _limit(tx, "3"))

    ask(district, TEACHER, "poll.close", about=poll.number)

    assert poll_of(district, poll.number).result == Shown(n=4, ranges={})


def _limit(tx: Tx, value: str) -> None:
    DistrictSettings(tx).set("smallest_scores", value, by="test")


def test_the_clock_closes_it_and_draws_it_again(district: District) -> None:
    poll = begun(district, mode="anonymous")
    settled(district)
    for who in people(5):
        says(district, who, poll, "A")

    assert district.do(lambda tx: close(tx, CLOCK), now=NOW).did == 0
    assert district.do(lambda tx: close(tx, CLOCK), now=LATER).did == 1
    assert district.do(lambda tx: close(tx, CLOCK), now=LATER).did == 0

    assert len(district.do(lambda tx: tx.rows(outbox, outbox.c.updates.is_not(None)))) == 1
    with pytest.raises(RefusedError, match="is closed"):
        district.database.do(
            district.id, lambda tx: Ballots(tx).cast(poll.number, PersonId("x"), "A", size=16), now=NOW, door="t"
        )


def test_after_its_time_nobody_answers_even_before_the_clock_has_looked(district: District) -> None:
    poll = begun(district)

    def late(tx: Tx) -> None:
        ROUTES["poll.vote"].handle(district.call(tx, OTHER, about=f"{poll.number} A", here=HERE))

    with pytest.raises(RefusedError, match="is closed"):
        district.do(late, now=LATER)


def test_only_who_began_it_and_the_representative_close_it(district: District) -> None:
    poll = begun(district)

    with pytest.raises(RefusedError, match="Only who began"):
        ask(district, OTHER, "poll.close", about=poll.number, here=HERE)
    assert ask(district, MR, "poll.close", about=poll.number) == Draw("poll.card", poll.number)


def test_it_is_answered_where_it_stands_and_nowhere_else(district: District) -> None:
    poll = begun(district)

    for here in (None, type(HERE)(workspace="T1", id="C0OTHER")):
        with pytest.raises(RefusedError, match="where it was asked"):
            ask(district, OTHER, "poll.vote", about=f"{poll.number} A", here=here)
    with pytest.raises(RefusedError, match="no such answer"):
        ask(district, OTHER, "poll.vote", about=f"{poll.number} Z", here=HERE)


def test_neither_kind_is_answered_as_the_other(district: District) -> None:
    named, anonymous = begun(district), begun(district, mode="anonymous")

    with pytest.raises(RefusedError):
        ask(district, OTHER, "poll.seal", about=f"{named.number} A", here=HERE)
    with pytest.raises(RefusedError):
        ask(district, OTHER, "poll.vote", about=f"{anonymous.number} A", here=HERE)
    assert anonymous.mode is Mode.ANONYMOUS


def test_who_is_not_there_does_not_see_it(district: District) -> None:
    poll = begun(district)

    for route in ("poll.show", "poll.who", "poll.picture"):
        with pytest.raises(RefusedError, match="it is seen there"):
            ask(district, OTHER, route, about=poll.number)
        assert ask(district, OTHER, route, about=poll.number, here=HERE)


def test_a_key_that_does_not_open_is_tried_again_and_nothing_is_lost(district: District) -> None:
    class Locked(Vault):
        def open(self, closed: str) -> str:
            raise LockedError(len(closed))

    poll = begun(district, mode="anonymous")
    for who in people(5):
        says(district, who, poll, "A")
    district.database.vault = Locked()
    ask(district, TEACHER, "poll.close", about=poll.number)
    assert "could not be opened yet" in str(card_of(district, TEACHER, "poll.show", about=poll.number).parts)

    district.database.vault = Vault()
    district.do(lambda tx: close(tx, CLOCK))

    assert poll_of(district, poll.number).result == Shown(n=5, ranges={"A": (4, 5), "B": (0, 1), "C": (0, 1)})


def test_a_hold_keeps_what_was_sealed_until_it_is_lifted(district: District) -> None:
    poll = begun(district, mode="anonymous")
    says(district, OTHER, poll, "A")
    hold = Hold(id="h", about="", cause=Cause.LITIGATION, reason="A lawsuit", set_by=PersonId("mr"), set_at=NOW)
    district.do(lambda tx: Holds(tx).set(hold))
    ask(district, TEACHER, "poll.close", about=poll.number)
    assert left(district) == {"sealed": 1, "sealed_keys": 1, "answered": 1}

    district.do(lambda tx: Holds(tx).lift(hold, by="mr", because="It is over"))
    district.do(lambda tx: close(tx, CLOCK))

    assert left(district) == {"sealed": 0, "sealed_keys": 0, "answered": 0}


def test_who_began_one_that_could_not_be_posted_hears_and_asks_again(district: District) -> None:
    poll = begun(district)

    def fails(tx: Tx) -> None:
        (message,) = Outbox(tx).due("slack:T1", tx.now, 9)
        given_up(Outbox(tx), message, "not_in_channel")

    district.do(fails)
    assert owed(district)[-1] == ("poll.unposted", TEACHER)
    assert ask(district, TEACHER, "poll.again", about=poll.number) == Draw("poll.begun", poll.number)
    with pytest.raises(RefusedError, match="stands there already"):
        ask(district, TEACHER, "poll.again", about=poll.number)


def test_somebody_finds_their_own_polls(district: District) -> None:
    for nth in range(11):
        begun(district, question=f"Question {nth}?")

    first, second = card_of(district, TEACHER, "poll list"), card_of(district, TEACHER, "poll.page", about="10")

    assert [len(part.items) for card in (first, second) for part in card.parts if isinstance(part, Items)] == [10, 1]
    assert card_of(district, OTHER, "poll list").title == "Your polls"
    assert district.do(lambda tx: Polls(tx).find("POLL-2026-099")) is None


def test_words_are_removed_for_good_and_what_was_said_has_none(district: District) -> None:
    poll = begun(district)
    settled(district)
    says(district, OTHER, poll, "A")
    district.do(lambda tx: note_direct(tx, district.account(tx, OTHER), "D1", "5.0", {said_in(poll.number)}))

    ask(district, MR, "poll.remove", {"reason": "A name stood in it"}, about=poll.number)

    card = card_of(district, MR, "poll.show", about=poll.number)
    assert "lunch" not in str(card)
    assert "Soup" not in str(card)
    assert {"poll.posted", "reply.gone"} <= {what for what, _ in drawn_again(district)}
    assert ask(district, TEACHER, "poll.picture", about=poll.number)
    with pytest.raises(RefusedError):
        says(district, TEACHER, poll, "A")
    assert district.do(verify).broken == []
