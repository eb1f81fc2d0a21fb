"""Links for auditors in the database: which are live, what each covers, and its openings in the history."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import ColumnElement

from domain.auditors import AUDITOR, AuditorLink, Scope
from domain.errors import RefusedError
from domain.people import PersonId
from storage.auditors import AuditorLinks, chosen, in_scope
from storage.cars import CarLog
from storage.db import Tx
from storage.verify import verify
from tests.conftest import MR, NOW, District
from tests.story import ask, filed, with_seats
from tests.views.auditors import LINK


def live(district: District, **more: object) -> list[str]:
    return [link.id for link in district.do(lambda tx: AuditorLinks(tx).live(), **more)]


def test_a_link_lives_until_its_end_or_until_it_is_revoked(district: District) -> None:
    links = [replace(LINK, id=f"l{n}", ends_at=NOW + timedelta(days=9 - n)) for n in range(3)]
    for link in links:
        district.do(lambda tx, link=link: AuditorLinks(tx).add(link))

    assert live(district) == ["l2", "l1", "l0"]
    assert live(district, now=NOW + timedelta(days=7, seconds=1)) == ["l1", "l0"]
    ended = replace(links[1], revoked_at=NOW, revoked_by=PersonId("x"))
    district.do(lambda tx: AuditorLinks(tx).revoke(ended))
    assert live(district) == ["l2", "l0"]
    with pytest.raises(RefusedError, match="Somebody else changed this"):
        district.do(lambda tx: AuditorLinks(tx).revoke(ended))


def test_it_comes_back_as_it_was_kept(district: District) -> None:
    district.do(lambda tx: AuditorLinks(tx).add(LINK))

    assert district.do(lambda tx: AuditorLinks(tx).get(LINK.id)) == LINK
    with pytest.raises(RefusedError, match="There is no such link"):
        district.do(lambda tx: AuditorLinks(tx).get("none"))


def test_openings_are_counted_and_the_history_still_verifies(district: District) -> None:
    district.do(lambda tx: AuditorLinks(tx).add(LINK))
    for about in ("", "CAR-2026-001", ""):
        district.do(lambda tx, about=about: AuditorLinks(tx).opened(LINK, about))
    district.do(lambda tx: AuditorLinks(tx).revoke(replace(LINK, revoked_at=NOW, revoked_by=PersonId("x"))))

    assert district.do(lambda tx: AuditorLinks(tx).counts()) == {LINK.id: 3}
    assert len(district.do(lambda tx: AuditorLinks(tx).openings(LINK.id, 2))) == 2
    assert district.do(verify).broken == []


def found(district: District, *where: ColumnElement[bool]) -> list[str]:
    def work(tx: Tx) -> list[str]:
        return [car.number for car in CarLog(tx, AUDITOR).page(*where, size=99).cars]

    numbers: list[str] = district.do(work)
    return sorted(numbers)


def test_a_link_covers_what_its_scope_says_and_nothing_that_is_sealed_or_left(district: District) -> None:
    with_seats(district)
    east, west = filed(district).number, filed(district, school=district.school("West School")).number
    filed(district, marks=["sealed"])
    ask(district, MR, "car.hand_over", {"office": "title_ix"}, about=filed(district).number)
    closed = filed(district).number
    ask(district, MR, "car.fixed", {"reason": "ok", "category": "communication"}, about=closed)

    assert found(district, in_scope(Scope())) == [east, west, closed]
    assert found(district, in_scope(Scope(school=district.school()))) == [east, closed]
    assert found(district, in_scope(Scope(first=date(2026, 3, 10)))) == []
    assert found(district, in_scope(Scope(last=date(2026, 3, 9)))) == [east, west, closed]
    assert found(district, in_scope(Scope()), chosen(ended=True, severity="", school="")) == [closed]
    assert found(district, in_scope(Scope()), chosen(ended=False, severity="", school="")) == [east, west]
    assert found(district, in_scope(Scope()), chosen(ended=None, severity="major", school="")) == []


def test_nobody_of_another_district_finds_it(district: District) -> None:
    district.do(lambda tx: AuditorLinks(tx).add(LINK))

    def elsewhere(tx: Tx) -> AuditorLink | None:
        return AuditorLinks(tx).find(LINK.id)

    assert district.database.do("another", elsewhere, now=NOW, door="test") is None
