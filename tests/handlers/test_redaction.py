"""Words that should never have been written are removed for good, unless a hold keeps them."""

import pytest

from domain.cars import REDACTED, Car
from domain.errors import RefusedError
from domain.people import Role
from domain.undo import REPLACED, TYPED
from handlers.routing import Draw, FormError, Open, Show
from storage.belongings import COLUMNS
from storage.car_table import cars
from storage.cars import CarLog
from storage.db import Tx
from storage.history import History
from storage.holds import Holds
from storage.people import People
from storage.verify import verify
from storage.words import word_columns, words
from tests.conftest import DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.story import ROUTES, ask, filed, seen
from views.elements import Card
from views.redaction import PARTS

SECRET = "xyzzy"
WHY = {"cause": "litigation", "reason": "Smith v. District"}


def redact(district: District, car: Car, *parts: str, who: str = MR) -> Draw:
    reply = ask(district, who, "redaction.make", {"parts": parts, "reason": "A name"}, about=car.number)
    assert isinstance(reply, Draw)
    return reply


def notice(district: District, who: str, named: Draw) -> Card:
    card: Card = district.do(lambda tx: ROUTES[named.what].handle(district.call(tx, who, about=named.about)))
    return card


def kept(district: District) -> str:
    return str(district.do(lambda tx: [(row["text"], row["salt"]) for row in tx.rows(words)]))


def full(district: District) -> Car:
    """A report with words everywhere, some of them written twice."""
    typed = {
        "already_done": SECRET,
        "link": f"https://x.example/{SECRET}",
        "photos": [f"https://x.example/{SECRET}.jpg"],
    }
    car = filed(district, what=f"{SECRET} was here", on_behalf_of=SECRET, **typed)
    for nth in range(2):
        ask(district, MR, "car.return", {"reason": f"{SECRET} {nth}"}, about=car.number)
        ask(district, TEACHER, "car.answer", {"text": f"It was {SECRET} {nth}"}, about=car.number)
    return seen(district, car.number)


def test_everything_that_was_ever_typed_into_a_report_is_gone(district: District) -> None:
    car = full(district)

    redact(district, car, "everything")

    assert SECRET not in kept(district)
    after = seen(district, car.number)
    assert (after.what, after.already_done, after.link, after.photos) == (REDACTED, REDACTED, REDACTED, (REDACTED,))
    report = district.do(verify)
    assert report.broken == []
    assert len(report.redacted) == 10  # a photo is a word of the report, and of the file that it brings
    assert set(report.redacted) >= {f"cars:{car.number} (what)", f"cars:{car.number} (reason)"}


def test_only_what_was_chosen_is_removed_in_every_version(district: District) -> None:
    car = full(district)

    redact(district, car, "answer")

    after = seen(district, car.number)
    assert (after.answer, after.already_done) == (REDACTED, SECRET)
    assert f"It was {SECRET}" not in kept(district)


@pytest.mark.parametrize("parts", [["reason"], ["requirement"], ["everything"]])
def test_what_an_acceptance_replaced_is_removed_as_well_and_no_undo_brings_it_back(
    district: District, parts: list[str]
) -> None:
    car = filed(district)
    ask(district, MR, "car.return", {"reason": f"{SECRET} reason"}, about=car.number)
    ask(district, TEACHER, "car.answer", {"text": "The south one"}, about=car.number)
    ask(district, MR, "car.accept", about=car.number)
    assert SECRET in kept(district)

    redact(district, car, *parts)

    assert (SECRET in kept(district)) == (parts == ["requirement"])  # the reason itself was not chosen then
    with pytest.raises(RefusedError, match="An acceptance can be taken back"):
        ask(district, MR, "car.undo", about=car.number)
    assert district.do(verify).broken == []


def test_every_word_of_a_report_can_be_chosen() -> None:
    chosen = {column for _, columns in PARTS.values() for column in columns}

    assert chosen == {*word_columns(cars), *COLUMNS} - {"before"}  # that goes with what it holds
    assert set(TYPED) == chosen & set(REPLACED)


def test_who_removed_words_when_and_why_stays(district: District) -> None:
    car = filed(district)

    named = redact(district, car, "what")

    entries = district.do(lambda tx: History(tx).about(f"cars:{car.number}"))
    assert [(e["did"], e["by"]) for e in entries][-1] == ("words.removed", district.person(MR))
    shown = str(notice(district, MR, named))
    assert "Quality Office removed words on Mon 9 Mar" in shown
    assert "Why: A name" in shown


def test_every_card_shows_a_removed_report_as_redacted(district: District) -> None:
    car = full(district)
    redact(district, car, "everything")

    for who, what in ((TEACHER, "car.card"), (MR, "car.triage"), (TEACHER, "car.received"), (OTHER, "home")):
        card = str(notice(district, who, Draw(what, car.number)))
        assert SECRET not in card
    assert REDACTED in str(notice(district, TEACHER, Draw("car.card", car.number)))


def test_messages_that_were_posted_are_owed_anew(district: District) -> None:
    from storage.outbox import Outbox

    car = filed(district)

    def send(tx: Tx) -> None:
        box = Outbox(tx)
        for nth, message in enumerate(box.due("slack:T1", tx.now, 50)):
            box.sent(message, "D1", str(nth))

    district.do(send)
    redact(district, car, "what")

    owed = district.do(lambda tx: Outbox(tx).due("slack:T1", tx.now, 50))
    assert len([message for message in owed if message.what != "home"]) == 3
    assert "3 messages of Kaizen" in str(notice(district, MR, Draw("redaction.made", car.number)))


def test_a_change_that_was_read_before_does_not_bring_words_back(district: District) -> None:
    car = filed(district, what=SECRET)
    redact(district, car, "what")

    with pytest.raises(RefusedError, match="Somebody else changed this just now"):
        district.do(lambda tx: CarLog(tx, district.call(tx, MR).viewer).save(car, was=car, did="test"))

    assert SECRET not in kept(district)


@pytest.mark.parametrize("who", [TEACHER, PRINCIPAL])
def test_only_the_management_representative_removes_words(district: District, who: str) -> None:
    car = filed(district)
    for route in ("redact", "redaction.open", "redaction.make"):
        with pytest.raises(RefusedError, match="Only the management representative can remove words"):
            ask(district, who, route, {"parts": ["what"], "reason": "x"}, about=car.number, text=car.number)


def test_the_form_offers_what_holds_words_and_needs_a_choice_and_a_reason(district: District) -> None:
    car = filed(district)
    reply = ask(district, MR, "redact", text="1")

    assert isinstance(reply, Open)
    assert [option.value for option in reply.form.asks[0].options] == ["everything", "what"]
    with pytest.raises(FormError) as refused:
        ask(district, MR, "redaction.make", {"parts": ["what"], "reason": " "}, about=car.number)
    assert list(refused.value.faults) == ["reason"]
    with pytest.raises(FormError) as refused:
        ask(district, MR, "redaction.make", {"reason": "x"}, about=car.number)
    assert list(refused.value.faults) == ["parts"]


def test_there_is_nothing_to_remove_twice(district: District) -> None:
    car = filed(district)
    redact(district, car, "what")

    assert isinstance(ask(district, MR, "redaction.open", about=car.number), Show)


@pytest.mark.parametrize("district_wide", [False, True])
def test_a_hold_keeps_words_and_says_who_set_it_and_when(district: District, *, district_wide: bool) -> None:
    car = filed(district, what=SECRET)
    about = "" if district_wide else car.number
    assert ask(district, MR, "holds.set", WHY, about=about) == Draw("holds.card")

    named = "the whole district" if district_wide else car.number
    for route in ("redaction.open", "redaction.make"):
        with pytest.raises(RefusedError, match=f"Quality Office set a hold on {named} on Mon 9 Mar"):
            ask(district, DEPUTY, route, {"parts": ["what"], "reason": "x"}, about=car.number)

    assert SECRET in kept(district)


def test_a_hold_on_another_report_keeps_nothing_else(district: District) -> None:
    one, other = filed(district), filed(district)
    ask(district, MR, "holds.set", WHY, about=one.number)

    assert redact(district, other, "what")


def lasting(district: District) -> list[str]:
    found: list[str] = district.do(lambda tx: [hold.id for hold in Holds(tx).lasting()])
    return found


def test_a_lifted_hold_stands_in_history_with_its_reason(district: District) -> None:
    car = filed(district)
    ask(district, MR, "holds.set", WHY, about=car.number)
    (hold,) = lasting(district)

    assert isinstance(ask(district, MR, "holds.lift_form", about=hold), Open)
    ask(district, MR, "holds.lift", {"reason": "Settled"}, about=hold)

    assert redact(district, car, "what")
    assert [e["did"] for e in district.do(lambda tx: History(tx).about(f"holds:{hold}"))] == ["hold.set", "hold.lifted"]
    with pytest.raises(RefusedError, match="lifted already"):
        ask(district, MR, "holds.lift", {"reason": "Again"}, about=hold)


def test_the_superintendent_sets_a_hold_and_lifts_none(district: District) -> None:
    boss = district.person(OTHER)
    district.do(lambda tx: People(tx).seat(Role.SUPERINTENDENT, boss, by="system"))
    assert isinstance(ask(district, OTHER, "hold"), Open)
    ask(district, OTHER, "holds.set", WHY)

    (hold,) = lasting(district)
    with pytest.raises(RefusedError, match="Only the management representative can lift"):
        ask(district, OTHER, "holds.lift", {"reason": "x"}, about=hold)
    assert "Lift" not in str(ask(district, OTHER, "holds"))
    assert "Lift" in str(ask(district, MR, "holds"))


def test_nobody_else_sets_or_sees_holds(district: District) -> None:
    car = filed(district)
    for route in ("hold", "holds", "holds.open", "holds.set", "redaction.menu"):
        with pytest.raises(RefusedError, match="Only the management representative or the superintendent"):
            ask(district, TEACHER, route, WHY, about=car.number)


def test_a_report_names_what_can_be_done_with_its_words(district: District) -> None:
    car = filed(district)
    assert "Remove words" in str(ask(district, MR, "redaction.menu", about=car.number))
    ask(district, MR, "holds.set", WHY, about=car.number)

    assert "Remove words" not in str(ask(district, MR, "redaction.menu", about=car.number))
    assert "redaction.menu" in str(ask(district, MR, "story.show", about=car.number))
    assert "redaction.menu" not in str(ask(district, TEACHER, "story.show", about=car.number))
