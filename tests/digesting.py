"""A district with a Cabinet, and its digest as everybody in its conversation reads it."""

from datetime import UTC, date, datetime
from functools import partial

from domain.log import Rows
from domain.people import Role
from domain.sought import Sought
from handlers.routing import answer
from storage.conversations import Conversations
from storage.db import Tx
from storage.digests import POST, Digests, Kept
from storage.log_then import LogThen
from storage.settings import DistrictSettings
from tests.conftest import MR, PRINCIPAL, TEACHER, District
from tests.story import ROUTES, seat, with_seats
from views.elements import Card

MONDAY = datetime(2026, 3, 16, 13, 0, tzinfo=UTC)  # a week after `NOW`, eight in Chicago
CABINET = "C1"


def with_cabinet(district: District) -> District:
    """With a conversation of the Cabinet, one of its members and a superintendent."""
    with_seats(district)
    seat(district, Role.CABINET_MEMBER, PRINCIPAL)

    def work(tx: Tx) -> None:
        Conversations(tx).seen("slack", "T1", CABINET, label="cabinet")
        DistrictSettings(tx).set("digest_channel", CABINET, by="system")

    district.do(work)
    return district


def posted(district: District, now: datetime = MONDAY) -> Kept:
    slot = now.date()
    kept: Kept | None = district.do(lambda tx: Digests(tx).post(str(slot), slot, by="system"), now=now)
    assert kept
    return kept


def read(district: District, slot: str, notice: str = POST, *, now: datetime = MONDAY) -> Card:
    """As everybody in the conversation reads it."""

    def work(tx: Tx) -> Card:
        call = district.call(tx, MR, about=slot)
        card: Card = ROUTES[notice].handle(call)
        return card

    drawn: Card = district.do(work, now=now)
    return drawn


def exported(district: District, day: date, *, now: datetime) -> tuple[int, int]:
    """How many rows the export of the log has as of a day: of what was open, and of what was overdue."""

    def rows(tx: Tx, sought: Sought) -> int:
        settings, viewer = DistrictSettings(tx).all(), district.call(tx, TEACHER).viewer
        log = LogThen(tx, viewer, Rows(sought=sought, as_of=day), settings.rules, settings.zone)
        return sum(len(part) for part in log.stream())

    opened, late = (district.do(partial(rows, sought=one), now=now) for one in (Sought(), Sought(overdue=True)))
    return opened, late


def act(
    district: District, who: str, route: str, about: str, form: dict[str, str] | None = None, *, now: datetime
) -> None:
    district.do(lambda tx: answer(ROUTES[route], district.call(tx, who, about=about), form), now=now)
