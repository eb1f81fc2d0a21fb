"""What goes out of a district, for tests that need some of it: a link for an auditor that was opened, and a release."""

from dataclasses import replace

from domain.people import PersonId
from storage.auditors import AuditorLinks, openings
from storage.db import Tx
from storage.releases import Releases
from tests.conftest import NOW
from tests.views.auditors import LINK
from tests.views.papers import RELEASE


def publish(tx: Tx, number: str, by: PersonId) -> None:
    Releases(tx).keep(replace(RELEASE, car=number, by=by), did="test")
    AuditorLinks(tx).add(replace(LINK, made_by=by))
    tx.add(openings, {"id": "o", "link": LINK.id, "at": NOW, "about": number})


def published(tx: Tx, number: str) -> list[object]:
    links = AuditorLinks(tx)
    asked = (links.live(), links.find(LINK.id), links.openings(LINK.id, 9), links.counts())
    return [Releases(tx).of(number), *asked]
