"""Links for auditors, to look at."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from domain.auditors import AuditorLink, Opening, Scope
from domain.people import PersonId
from tests.domain.story import CAR, TODAY
from tests.views.scene import NAMES, departments, schools
from views.auditors import invite_form, link_card, links_card
from views.elements import Card, Form, Link

ZONE = ZoneInfo("America/Chicago")
LINK = AuditorLink(
    id="audit1",
    auditor="Joe Cook",
    purpose="Every gate closes",
    scope=Scope(school="east", first=date(2025, 7, 1), last=date(2026, 6, 30)),
    made_by=PersonId("mia"),
    made_at=datetime(2026, 3, 4, 15, tzinfo=UTC),
    until=date(2026, 3, 18),
    ends_at=datetime(2999, 3, 19, 5, tzinfo=UTC),
)
OPENED = [
    Opening(link=LINK.id, at=datetime(2026, 3, 4, 16, 5, tzinfo=UTC), about=CAR.number),
    Opening(link=LINK.id, at=datetime(2026, 3, 4, 16, tzinfo=UTC)),
]
ENDED = replace(LINK, revoked_at=LINK.made_at, revoked_by=PersonId("mia"), scope=Scope())


def addressed(card: Card) -> Card:
    """As the program sends it: with an address for the page."""
    parts = [replace(p, url="https://example.org/link", opens=None) if isinstance(p, Link) else p for p in card.parts]
    return replace(card, parts=parts)


#: Approved as they look on each platform.
MESSAGES: Mapping[str, Card] = {
    "auditor_link": addressed(link_card(LINK, OPENED, NAMES, TODAY, ZONE)),
    "auditor_links": links_card([LINK, replace(LINK, scope=Scope())], {LINK.id: 2}, NAMES, TODAY),
}
FORMS: Mapping[str, Form] = {"auditor": invite_form(schools(2), departments(1), TODAY)}
#: Read for texts that escape translation, and drawn within limits.
MORE: Mapping[str, Card] = {
    "an ended link for an auditor": link_card(ENDED, [], NAMES, TODAY, ZONE),
    "an old link for an auditor": addressed(link_card(replace(LINK, until=date(2026, 3, 1)), [], NAMES, TODAY, ZONE)),
    "no links for auditors": links_card([], {}, NAMES, TODAY),
}
