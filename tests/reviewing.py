"""A district with a Management Review Team, and its agenda as everybody in its conversation reads it."""

from datetime import UTC, datetime

from domain.people import PersonId, Role
from storage.agendas import Kept
from storage.conversations import Conversations
from storage.db import Tx
from storage.publishing import POST, Publishing
from storage.settings import DistrictSettings
from tests.conftest import MR, PRINCIPAL, District
from tests.story import ROUTES, seat, with_seats
from views.elements import Card

TUESDAY = datetime(2026, 3, 10, 13, 0, tzinfo=UTC)  # the second of the month, the day after `NOW`, eight in Chicago
TEAM, MEMBER = "C2", PRINCIPAL


def with_team(district: District) -> District:
    """With a conversation of the team, one of its members and a superintendent."""
    with_seats(district)
    seat(district, Role.MRT_MEMBER, MEMBER)

    def work(tx: Tx) -> None:
        Conversations(tx).seen("slack", "T1", TEAM, label="review")
        DistrictSettings(tx).set("mrt_channel", TEAM, by="system")

    district.do(work)
    return district


def published(district: District, now: datetime = TUESDAY) -> Kept:
    slot = now.date()

    def work(tx: Tx) -> Kept | None:
        return Publishing(tx).publish(str(slot), slot, by=PersonId("system"))

    kept: Kept | None = district.do(work, now=now)
    assert kept
    return kept


def read(district: District, about: str, notice: str = POST, *, who: str = MR, now: datetime = TUESDAY) -> Card:
    drawn: Card = district.do(lambda tx: ROUTES[notice].handle(district.call(tx, who, about=about)), now=now)
    return drawn
