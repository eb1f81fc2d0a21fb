"""Somebody's steps in a calendar, through the web door: theirs, as they may read them now, and nobody else's."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from pydantic import SecretStr

from bot.links import Links
from bot.pages import with_pages
from domain.feeds import LASTS, Feed
from handlers.routing import Draw
from storage.feeds import Feeds
from storage.people import People
from storage.settings import DistrictSettings
from storage.verify import verify
from tests.bot.conftest import LONG, FakeSlack
from tests.bot.test_web import KEY, served
from tests.conftest import MR, NOW, District
from tests.improving import DOER, in_force, plan_of
from tests.meeting import meeting
from tests.office import drawn, known
from tests.reminding import CHICAGO
from tests.story import ask, with_seats
from tests.working import approved
from views.elements import Card, Link
from views.ical import calendar_file

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LINKS = Links("http://kaizen.test", [KEY])


@pytest.fixture
def address(slack: FakeSlack, district: District, database_url: str) -> Iterator[str]:
    with served(slack, database_url, secret_key=SecretStr(KEY)) as url:
        yield url
    assert district


def shown(district: District, who: str = DOER, links: Links | None = LINKS) -> Card:
    """Their card, with the address that the program makes."""
    card = drawn(district, who, Draw("feeds.card"))
    found: Card = district.do(lambda tx: with_pages(card, district.call(tx, who), links))
    return found


def link(district: District, who: str = DOER) -> str:
    """The way to their calendar, behind the server's name."""
    first, second = (part.url for part in shown(district, who).parts if isinstance(part, Link))
    assert second == first.replace("http:", "webcal:")
    return first.removeprefix("http://kaizen.test")


def made(district: District, who: str = DOER) -> str:
    assert ask(district, who, "feeds.renew") == Draw("feeds.card")
    return link(district, who)


def events(content: bytes) -> dict[int, Any]:
    found = Calendar.from_ical(content)
    return {int(str(event["uid"]).split("-")[1]): event for event in found.walk("VEVENT")}


def dated(district: District, who: str = DOER, **later: Any) -> dict[int, Any]:
    """The same, without the door."""
    steps = district.do(lambda tx: Feeds(tx).dated(district.call(tx, who).me), now=NOW + timedelta(**later))
    return events(calendar_file(steps, district.id, "en"))


def test_a_calendar_has_a_day_for_each_step_whatever_it_belongs_to(address: str, district: District) -> None:
    plan, report = in_force(district), approved(district)
    answer = httpx.get(address + made(district), timeout=LONG)

    first, *rest = events(answer.content).values()
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert str(first["summary"]) == "Step 1 · Meet the families"
    assert str(first["description"]) == f"Not started · {plan}"
    assert (first["dtstart"].dt, first["dtend"].dt) == (date(2026, 3, 20), date(2026, 3, 21))
    assert (str(first["status"]), int(first["sequence"])) == ("CONFIRMED", 1)
    assert [str(event["description"]).partition(" · ")[2] for event in rest] == [report] * len(rest)
    assert rest
    assert not any(name in answer.text for name in ("Nurse", district.person(DOER)))  # nothing of the account
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))


def test_what_did_not_change_is_not_sent_again(address: str, district: District) -> None:
    number = in_force(district)
    url = address + made(district)
    tag = httpx.get(url, timeout=LONG).headers["etag"]
    again = httpx.get(url, headers={"if-none-match": f"W/{tag}"}, timeout=LONG)
    step = plan_of(district, number).steps[0].number
    ask(district, DOER, "steps.tell", {"status": "on_track", "percent": "50"}, about=str(step))
    changed = httpx.get(url, headers={"if-none-match": tag}, timeout=LONG)

    assert (again.status_code, again.content) == (304, b"")
    assert changed.status_code == 200
    assert changed.headers["last-modified"] == "Mon, 09 Mar 2026 15:00:00 GMT"
    assert int(events(changed.content)[step]["sequence"]) == 2


def test_of_a_sealed_report_a_calendar_has_a_number_and_nothing_else(address: str, district: District) -> None:
    with_seats(district)
    report = approved(district, what="Xyzzyplugh is broken")
    url = address + made(district)
    open_ = httpx.get(url, timeout=LONG)
    ask(district, MR, "car.seal", about=report)
    sealed = httpx.get(url, headers={"if-none-match": open_.headers["etag"]}, timeout=LONG)

    before, after = events(open_.content), events(sealed.content)
    assert before.keys() == after.keys()
    assert {nth: str(event["summary"]) for nth, event in after.items()} == {nth: f"Step {nth}" for nth in after}
    assert all("description" not in event for event in after.values())
    assert {nth: event["uid"] for nth, event in before.items()} == {nth: event["uid"] for nth, event in after.items()}
    assert report not in sealed.text


def test_a_new_address_ends_the_old_one_and_so_does_an_end(address: str, district: District) -> None:
    old = made(district)
    new = made(district)
    assert httpx.get(address + old, timeout=LONG).status_code == 403
    assert httpx.get(address + new, timeout=LONG).status_code == 200
    assert httpx.get(address + new.replace("calendar/", "calendar/x"), timeout=LONG).status_code == 403

    ask(district, DOER, "feeds.end")
    assert httpx.get(address + new, timeout=LONG).status_code == 403
    assert "does not open any more" in str(shown(district))
    assert district.do(verify).broken == []


@pytest.mark.parametrize("becomes", ["gone", "guest", "all links ended"])
def test_it_opens_as_long_as_its_reader_is_staff_and_there(address: str, district: District, becomes: str) -> None:
    in_force(district)
    url = address + made(district)
    match becomes:
        case "gone":
            account = district.do(lambda tx: district.account(tx, DOER))
            district.do(lambda tx: People(tx).refresh(replace(account, gone=True)))
        case "guest":
            known(district, DOER, guest=True)
        case _:
            district.do(lambda tx: DistrictSettings(tx).set("link_round", "2", by="test"))

    answer = httpx.get(url, timeout=LONG)
    assert answer.status_code == (410 if becomes == "all links ended" else 403)
    assert "Meet the families" not in answer.text


def test_what_is_done_or_not_needed_says_so_and_leaves_after_a_while(district: District) -> None:
    number = in_force(district)
    step = plan_of(district, number).steps[0].number
    ask(district, DOER, "steps.tell", {"status": "done", "comment": "Two evenings"}, about=str(step))
    assert str(dated(district)[step]["summary"]) == f"Done · Step {step} · Meet the families"

    ask(district, DOER, "steps.tell", {"status": "cancelled", "comment": "No room"}, about=str(step))
    assert str(dated(district)[step]["status"]) == "CANCELLED"
    assert dated(district, days=61) == {}


def test_without_an_address_of_the_program_it_is_said_what_is_missing(district: District) -> None:
    ask(district, DOER, "feeds.renew")

    assert "needs PUBLIC_URL and SECRET_KEY" in str(shown(district, links=None))


def test_an_address_is_good_for_five_years(district: District) -> None:
    ask(district, DOER, "feeds.renew")
    feed = district.do(lambda tx: Feeds(tx).of(district.call(tx, DOER).me))

    assert isinstance(feed, Feed)
    assert feed.is_live(NOW + LASTS - timedelta(days=1))
    assert not feed.is_live(NOW + LASTS)


def test_meetings_that_somebody_hosts_or_is_invited_to_stand_there_at_their_time(
    address: str, district: District
) -> None:
    today = datetime.now(UTC).date()  # the server's own: what is over for long stands there no more
    ours, off = (today + timedelta(days=n) for n in (10, 20))
    number, other = meeting(district, DOER, day=ours), meeting(district, host=DOER, day=off)
    meeting(district, day=ours)
    meeting(district, DOER, day=today - timedelta(days=61))
    url = address + made(district)
    before = httpx.get(url, timeout=LONG)
    ask(district, DOER, "meeting.off", {"because": "Snow"}, about=other)
    after = httpx.get(url, headers={"if-none-match": before.headers["etag"]}, timeout=LONG)

    found: list[Any] = Calendar.from_ical(after.content).walk("VEVENT")
    first, second = found
    assert number.lower() in str(first["uid"])
    assert first["dtstart"].dt == datetime.combine(ours, time(18), tzinfo=CHICAGO)
    assert (str(first["summary"]), str(first["location"])) == ("Families of East", "Library")
    assert (str(second["status"]), str(second["summary"])) == ("CANCELLED", "Called off · Families of East")
    assert "transp" not in first
    assert httpx.get(url, headers={"if-none-match": after.headers["etag"]}, timeout=LONG).status_code == 304


def test_a_calendar_without_a_step_still_holds_something(district: District) -> None:
    empty = Calendar.from_ical(calendar_file([], district.id, "en"))

    assert [one.name for one in empty.subcomponents] == ["VTIMEZONE"]
