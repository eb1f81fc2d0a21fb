"""The log of an earlier day, as a file: what was so on it, and what of it is not known."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.cars import State
from domain.errors import RefusedError
from domain.exports import Kind
from handlers.routing import Draw, answer
from storage.cars import CarLog
from storage.db import Tx
from storage.history import changes
from tests.bot.test_exporting import CANARY, ON_SQLITE, WORDS, asked, content_of, draw
from tests.conftest import MR, NOW, OTHER, PRINCIPAL, District
from tests.story import ROUTES, ask, filed, with_seats

LATER = NOW + timedelta(days=2)


def goes_west(district: District, number: str) -> None:
    """Two days later a report is looked into, and it is the other school's."""
    west = {"state": State.ACCEPTED, "school": district.school("West School"), "owner": district.person(PRINCIPAL)}

    def work(tx: Tx) -> None:
        log = CarLog(tx, district.call(tx, MR).viewer)
        was = log.get(number)
        log.save(replace(was, **west), was=was, did="car.accepted")  # type: ignore[arg-type]

    district.do(work, now=LATER)


def drawn(district: District, kind: Kind, line: str) -> str:
    """What a file says that was asked for two days later."""

    def work(tx: Tx) -> str:
        reply = answer(ROUTES["exports.make"], district.call(tx, OTHER, about=f"{kind} {line}"), None)
        assert isinstance(reply, Draw)
        return reply.about

    number = district.do(work, now=LATER)
    draw(district)
    return " ".join(WORDS[kind](content_of(district, number)).split())


@pytest.mark.parametrize("kind", WORDS)
def test_it_holds_what_was_so_and_says_of_how_many_that_is_not_known(district: District, kind: Kind) -> None:
    goes_west(district, filed(district, what="The gate latch is broken").number)
    handed = filed(district, by=MR, what=CANARY).number
    ask(with_seats(district), MR, "car.hand_over", {"office": "title_ix", "note": "Please"}, about=handed)

    said = drawn(district, kind, f"all school={district.school()} asof=2026-03-09")
    assert [one for one in ("East School", "Submitted", "Mon 9 Mar 2026") if one not in said] == []
    assert [one for one in ("West School", "Principal", CANARY, "older than the record") if one in said] == []

    district.do(lambda tx: tx.remove(changes))
    unknown = drawn(district, kind, "all asof=2026-03-09 text=latch")
    assert [one for one in ("West School", "Submitted", "1 report is older than") if one not in unknown] == []


@ON_SQLITE
def test_a_day_that_is_not_over_has_no_log_of_its_own(district: District) -> None:
    with pytest.raises(RefusedError, match="Choose a day before today"):
        asked(district, line="all asof=2026-03-09")
