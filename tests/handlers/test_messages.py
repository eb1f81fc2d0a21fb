"""Messages that failed: who sees them, what they say, and sending them again."""

import asyncio
from dataclasses import replace

import pytest

from bot.sending import NeverError
from domain.errors import RefusedError
from domain.people import Role
from handlers.routing import Draw, Show
from storage.dead_letters import DeadLetters, resends
from storage.history import History
from storage.people import People
from storage.verify import verify
from tests.bot.test_delivery import FakeSender, delivery, ledger
from tests.conftest import ADMIN, DEPUTY, MR, OTHER, TEACHER, District
from tests.handlers.test_home import home, labels
from tests.story import ROUTES, ask, filed, seat
from views.elements import Card, Items


def failed(district: District, *errors: str) -> str:
    """A report whose messages failed, to its requester, the management representative and the deputy."""
    number = filed(district, what="The xyzzy gate").number
    asyncio.run(delivery(district, FakeSender(fails=[NeverError(error) for error in errors])).send_all())
    return number


def listed(district: District, who: str = ADMIN) -> Card:
    card: Card = district.do(lambda tx: ROUTES["messages.card"].handle(district.call(tx, who)))
    return card


def items(card: Card) -> list[tuple[str, str]]:
    return [(item.name, item.detail) for part in card.parts if isinstance(part, Items) for item in part.items]


def ids(district: District) -> list[str]:
    found: list[str] = district.do(lambda tx: [one.id for one in DeadLetters(tx).all()])
    return found


def test_an_administrator_finds_them_on_home_and_nobody_else_does(district: District) -> None:
    assert "Messages that failed" not in str(home(district, ADMIN))
    failed(district, "user_disabled")

    assert "Messages that failed (1)" in labels(home(district, ADMIN))
    assert "Messages that failed" not in str(home(district, MR)) + str(home(district, OTHER))
    shown = ask(district, ADMIN, "messages.failed")
    assert isinstance(shown, Show)
    assert shown.beside


def test_it_says_to_whom_and_why_and_nothing_of_the_report(district: District) -> None:
    number = failed(district, "user_disabled", "user_not_found", "invalid_blocks")

    card = listed(district)

    assert dict(items(card)) == {
        "Teacher": "About a report · Mon 9 Mar\nTheir account is closed.",
        "Quality Office": "About a report · Mon 9 Mar\nThere is no account for them any more.",
        "Deputy": "About a report · Mon 9 Mar\nIt was not taken as it was drawn (invalid_blocks).",
    }
    assert number not in str(card)
    assert "xyzzy" not in str(card)


@pytest.mark.parametrize("who", [TEACHER, MR, OTHER])
@pytest.mark.parametrize("route", ["messages.failed", "messages.send", "messages.send_all"])
def test_nobody_but_an_administrator_sees_or_sends_them(district: District, who: str, route: str) -> None:
    failed(district, "user_disabled")

    with pytest.raises(RefusedError, match="Only an administrator"):
        ask(district, who, route, about=ids(district)[0])

    assert ledger(district) == {"failed": 1, "sent": 2}


def test_sent_again_it_is_owed_under_the_same_key_and_stands_in_history(district: District) -> None:
    failed(district, "user_disabled", "user_disabled")
    first, second = ids(district)

    assert ask(district, ADMIN, "messages.send", about=first) == Draw("messages.card")
    assert ledger(district) == {"failed": 1, "pending": 1, "sent": 1}

    sender = FakeSender()
    asyncio.run(delivery(district, sender).send_all())
    assert len(sender.posted) == 1
    assert ledger(district) == {"failed": 1, "sent": 2}
    assert ids(district) == [second]
    row = district.do(lambda tx: tx.rows(resends))[0]
    assert row["key"] == sender.posted[0][1]
    entry = district.do(lambda tx: History(tx).about(f"resends:{row['id']}"))[0]
    assert (entry["did"], entry["by"]) == ("message.sent_again", district.person(ADMIN))
    assert district.do(verify).broken == []


def test_pressed_twice_it_is_owed_once(district: District) -> None:
    failed(district, "user_disabled")
    known = ids(district)[0]
    ask(district, ADMIN, "messages.send", about=known)

    with pytest.raises(RefusedError, match="sent again already"):
        ask(district, ADMIN, "messages.send", about=known)

    assert ledger(district) == {"pending": 1, "sent": 2}


def test_all_are_sent_again_but_those_whose_person_has_no_account(district: District) -> None:
    failed(district, "user_disabled", "user_disabled", "user_disabled")
    district.do(lambda tx: People(tx).refresh(replace(district.account(tx, DEPUTY), gone=True)))
    lost = [one for one in district.do(lambda tx: DeadLetters(tx).all()) if one.person == district.person(DEPUTY)]

    ask(district, ADMIN, "messages.send_all")

    assert ledger(district) == {"failed": 1, "pending": 2}
    with pytest.raises(RefusedError, match="no account in chat"):
        ask(district, ADMIN, "messages.send", about=lost[0].id)


def test_an_administrator_by_seat_may_as_well(district: District) -> None:
    failed(district, "user_disabled")
    seat(district, Role.ADMINISTRATOR, OTHER)

    assert "Messages that failed (1)" in str(listed(district, OTHER))


def test_a_copy_that_could_not_be_drawn_again_is_no_message_that_failed(district: District) -> None:
    number = failed(district)
    ask(district, MR, "car.accept", about=number)
    asyncio.run(delivery(district, FakeSender(fails=[NeverError("message_not_found")] * 9)).send_all())

    assert len(items(listed(district))) == ledger(district)["failed"] == 2


def test_where_none_failed_it_says_so(district: District) -> None:
    assert "None. Everything that could be sent was sent." in str(listed(district))
