"""Links to a survey as files that somebody asked for: drawn beside the messages, with addresses that open."""

import asyncio

from bot.answering import Answering
from bot.capabilities import routes
from bot.exporting import Exporting
from bot.links import Links
from domain.exports import Kind, Standing
from domain.links import opened
from domain.survey_links import PULSE
from handlers.routing import Draw
from tests.bot.test_exporting import ON_SQLITE, content_of, export_of
from tests.conftest import MR, NOW, District
from tests.handlers.test_survey_links import KEY, LINKS, linked, rows, wave_for_families
from tests.story import ask


def drawn(district: District, kind: Kind, links: Links | None) -> str:
    """The number of a file of two links, once it was drawn, or could not be."""
    wave = wave_for_families(district)
    reply = ask(district, MR, "links.save", about=f"{kind} {wave.number} {linked(district, wave, '2')}")
    assert isinstance(reply, Draw)
    answering = Answering(district.database, routes(), lambda: None)
    answering.links = links
    asyncio.run(Exporting(district.database, lambda: answering).draw_all())
    return reply.about


@ON_SQLITE
def test_a_list_of_links_is_drawn_with_addresses_that_open(district: District) -> None:
    content = content_of(district, drawn(district, Kind.LINKS_CSV, LINKS)).decode("utf-8-sig")
    words = [line.split(",")[1].rpartition("/")[2] for line in content.splitlines()[1:3]]

    assert {opened(word, PULSE, [KEY], NOW).about.split()[1] for word in words} == {
        row["who"] for row in rows(district)
    }


@ON_SQLITE
def test_letters_are_drawn_as_a_pdf_and_named_by_the_wave(district: District) -> None:
    number = drawn(district, Kind.LINKS_LETTERS, LINKS)

    assert content_of(district, number).startswith(b"%PDF-")
    assert export_of(district, number).standing is Standing.READY


@ON_SQLITE
def test_where_kaizen_has_no_address_no_list_is_drawn_and_whoever_asked_hears_of_it(district: District) -> None:
    assert export_of(district, drawn(district, Kind.LINKS_CSV, None)).standing is Standing.FAILED
