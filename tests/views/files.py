"""A file, and the cards that show one."""

from collections.abc import Mapping
from datetime import UTC, datetime

from domain.files import File, Purpose
from domain.people import PersonId
from tests.domain.story import TODAY
from views.elements import Card
from views.files import coming_card, file_card, gone_card

FILE = File(
    id="f1",
    about="cars:CAR-2026-014",
    purpose=Purpose.EVIDENCE,
    name="Gate latch",
    media="application/pdf",
    size=1_400_000,
    sha256="0" * 64,
    made_at=datetime(2026, 3, 9, tzinfo=UTC),
    made_by=PersonId("ann"),
)
CARDS: Mapping[str, Card] = {
    "file": file_card(FILE, TODAY),
    "file on its way": coming_card(FILE),
    "file that is gone": gone_card(),
}
