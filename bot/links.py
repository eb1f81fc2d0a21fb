"""Links to pages for people who have no chat: their addresses, from the settings of the program."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.settings import LinkSettings
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.links import Pass, required, signed
from domain.numbers import car_number
from domain.privacy import may_link
from domain.texts import say
from storage.cars import CarLog
from storage.db import Tx
from storage.outbox import Outbox
from storage.passes import Passes
from storage.people import Account, People
from storage.settings import DistrictSettings
from storage.system import workspace_of

PLATFORMS = ("slack", "teams")
SYSTEM = "system"  # who history names when nobody in chat did it
A_LINK = say("A link to a page")
MOST_DAYS = 90
REPORT = "report"  # the page of one report


@dataclass(frozen=True, slots=True)
class Links:
    """Makes addresses of passes."""

    address: str
    keys: Sequence[str]

    def to(self, given: Pass) -> str:
        return f"{self.address}/page/{given.purpose}/{signed(given, self.keys)}"

    def file(self, given: Pass) -> str:
        return f"{self.address}/{given.purpose}/{signed(given, self.keys)}"

    def feed(self, given: Pass) -> str:
        return f"{self.address}/{given.purpose}/{signed(given, self.keys)}.ics"

    def picture(self, given: Pass) -> str:
        return f"{self.address}/{given.purpose}/{signed(given, self.keys)}.png"


def links_of(settings: LinkSettings) -> Links:
    """Or one sentence that says what is not set."""
    required(A_LINK, "SECRET_KEY", ",".join(settings.secret_keys))
    return Links(required(A_LINK, "PUBLIC_URL", settings.public_url), settings.secret_keys)


def report_link(tx: Tx, links: Links, number: str, reader: str, days: int) -> str:
    """An address at which one person reads one report, as `kaizen link` prints it. They are told of it."""
    kept = DistrictSettings(tx).all()
    found = car_number(number, kept.number_year(datetime.now(UTC).astimezone(kept.zone).date()))
    if not found:
        raise RefusedError("{number} is not the number of a report, such as CAR-2026-014.", number=number)
    if not 1 <= days <= MOST_DAYS:
        raise RefusedError("A link lasts from 1 to {most} days.", most=MOST_DAYS)
    account = _reader(tx, reader)
    car = CarLog(tx, People(tx).viewer(account)).find(found)
    if car is None or not may_link(car):
        raise RefusedError(
            "No link opens {number}: there is no such report, or not everybody may read all of it.", number=found
        )
    given = Pass(
        purpose=REPORT,
        district=tx.district,
        about=found,
        person=account.person,
        until=tx.now + timedelta(days=days),
        round=kept["link_round"],
    )
    made = Passes(tx).add(given, by=SYSTEM)
    Outbox(tx).owe("link.made", made, to=given.person, key=f"link.made:{made}")
    return links.to(given)


def _reader(tx: Tx, named: str) -> Account:
    """Somebody who is known here, by their e-mail or their id in the workspace."""
    people = People(tx)
    places = (workspace_of(tx.connection, tx.district, platform) for platform in PLATFORMS)
    ids = dict.fromkeys((named, named.lower()))  # those of Teams are kept in small letters
    accounts = (people.account(at.platform, at.workspace, one) for at in places if at for one in ids)
    found = people.by_email(named) if "@" in named else next(filter(None, accounts), None)
    if found is None:
        raise RefusedError("Nobody called {named} was seen yet. Use a member id or an e-mail.", named=named)
    return found
