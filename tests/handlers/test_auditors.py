"""The management representative makes, lists and ends links for auditors."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.links import Links
from bot.pages import with_pages
from domain.links import opened
from handlers.routing import Draw, FormError, Open, Show, answer
from storage.auditors import AuditorLinks
from tests.conftest import DEPUTY, MR, NOW, District
from tests.story import ROUTES, ask
from views.elements import Card, Items, Link, Note

KEYS = ["k" * 32]
FORM = {"auditor": "Jo Lee", "purpose": "Yearly audit", "until": "2026-03-23"}


def made(district: District, **more: Any) -> str:
    reply = ask(district, MR, "auditor.make", {**FORM, **more})
    assert isinstance(reply, Draw)
    assert reply.what == "auditor.link"
    return reply.about


def card(district: District, name: str, links: Links | None) -> Card:
    def work(tx: Any) -> Card:
        call = district.call(tx, DEPUTY, about=name)
        return with_pages(ROUTES["auditor.link"].handle(call), call, links)

    drawn: Card = district.do(work)
    return drawn


def test_the_card_has_the_address_that_opens_until_midnight_after_its_day(district: District) -> None:
    name = made(district)
    (link,) = [p for p in card(district, name, Links("https://k.example", KEYS)).parts if isinstance(p, Link)]
    base, _, word = link.url.rpartition("/")
    given = opened(word, "audit", KEYS, NOW)

    assert base == "https://k.example/page/audit"
    assert (given.district, given.about, given.person) == (district.id, name, "")
    assert given.until == datetime(2026, 3, 24, 5, tzinfo=UTC)  # midnight in Chicago


def test_without_an_address_of_the_program_the_card_says_what_is_missing(district: District) -> None:
    parts = card(district, made(district), None).parts

    assert [p for p in parts if isinstance(p, Link)] == []
    assert any("PUBLIC_URL" in part.body for part in parts if isinstance(part, Note))


def test_the_form_asks_for_the_next_two_weeks(district: District) -> None:
    reply = ask(district, MR, "auditor.form")

    assert isinstance(reply, Open)
    assert next(one.value for one in reply.form.asks if one.name == "until").isoformat() == "2026-03-23"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("wrong", "question"),
    [
        ({"until": "2026-06-08"}, "until"),
        ({"auditor": ""}, "auditor"),
        ({"first": "2026-03-02", "last": "2026-03-01"}, "last"),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(district: District, wrong: dict[str, str], question: str) -> None:
    with pytest.raises(FormError) as refused:
        ask(district, MR, "auditor.make", {**FORM, **wrong})

    assert question in refused.value.faults


def test_live_links_are_listed_with_how_often_they_were_opened_until_they_are_revoked(district: District) -> None:
    name = made(district)
    kept = district.do(lambda tx: AuditorLinks(tx).get(name))
    district.do(lambda tx: AuditorLinks(tx).opened(kept))
    reply = ask(district, DEPUTY, "car auditor")
    assert isinstance(reply, Show)
    (listed,) = [part for part in reply.card.parts if isinstance(part, Items)]

    assert "opened once" in listed.items[0].detail
    assert ask(district, DEPUTY, "auditor.revoke", about=name) == Draw("auditor.links")
    again = district.do(lambda tx: answer(ROUTES["auditor.list"], district.call(tx, MR)))
    assert [part for part in again.card.parts if isinstance(part, Items)] == []
