"""Links for auditors: for whom, for how long, and by whom."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.auditors import MOST_DAYS, Scope, check_link, check_may, for_auditor, revoked
from domain.errors import RefusedError
from tests.domain.story import ANN, BOB, DEB, MIA, PAT, SUE, TODAY
from tests.views.auditors import LINK
from tests.views.papers import WHOLE

NOW = LINK.made_at


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"auditor": " "}, "auditor"),
        ({"purpose": ""}, "purpose"),
        ({"purpose": "x" * 301}, "purpose"),
        ({"until": TODAY - timedelta(days=1)}, "until"),
        ({"until": TODAY + timedelta(days=MOST_DAYS + 1)}, "until"),
        ({"scope": Scope(first=date(2026, 3, 2), last=date(2026, 3, 1))}, "last"),
    ],
)
def test_a_link_names_somebody_and_a_purpose_and_ends_soon(changes: dict[str, object], field: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_link(replace(LINK, **changes), TODAY)

    assert refused.value.field == field


@pytest.mark.parametrize("days", [0, MOST_DAYS])
def test_it_may_end_today_or_in_ninety_days(days: int) -> None:
    check_link(replace(LINK, until=TODAY + timedelta(days=days)), TODAY)


def test_the_office_alone_makes_and_ends_links() -> None:
    for who in (ANN, BOB, PAT, SUE):
        with pytest.raises(RefusedError, match="Only the management representative"):
            check_may(who)
        with pytest.raises(RefusedError, match="Only the management representative"):
            revoked(LINK, by=who, now=NOW)
    assert revoked(LINK, by=DEB, now=NOW).revoked_by == DEB.person


def test_a_link_that_ended_is_not_ended_again() -> None:
    for over in (revoked(LINK, by=MIA, now=NOW), replace(LINK, ends_at=NOW)):
        assert not over.is_live(NOW)
        with pytest.raises(RefusedError, match="opens nothing any more"):
            revoked(over, by=MIA, now=NOW)


def test_an_auditor_is_not_told_who_reported_it() -> None:
    told = for_auditor(replace(WHOLE, car=replace(WHOLE.car, on_behalf_of="Joe Cook", photos=("https://x/U1",))))

    assert f"'{ANN.person}'" not in str(told)
    assert "Joe Cook" not in str(told)
    assert told.car.photos == ()
    assert told.car.owner == WHOLE.car.owner
