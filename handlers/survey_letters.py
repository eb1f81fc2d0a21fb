"""Files with the links of a wave: for the school's own messenger, to send home, and to cut out."""

from domain.errors import RefusedError
from domain.exports import Kind
from domain.links import Pass
from domain.survey_links import PULSE, Sheaf, check_links, until
from domain.surveys import Wave
from handlers.plan_papers import Lines
from handlers.routing import Call
from storage.places import Places
from storage.survey_links import SurveyLinks
from storage.waves import Waves
from views.pages import MISSING
from views.pdf import typeset_data
from views.sheets import csv_lines
from views.survey_letters import Sending, codes_paper, letters_paper, links_book
from views.surveys import When


def wave_linked(call: Call) -> Wave:
    """The wave that `call.about` begins with, if whoever asks may make links to it now."""
    wave = Waves(call.tx).get(call.about.partition(" ")[0])
    check_links(wave, call.viewer)
    return wave


def sheaf_named(call: Call) -> tuple[Wave, Sheaf]:
    """A wave, and the links of it that were made together."""
    wave = wave_linked(call)
    sheaf = SurveyLinks(call.tx).find(wave, call.about.partition(" ")[2])
    if sheaf is None:
        raise RefusedError("There are no such links to this survey.")
    return wave, sheaf


def links_of(call: Call, kind: Kind) -> Lines:
    """The same links each time, however often they are drawn."""
    wave, sheaf = sheaf_named(call)
    sending = Sending(
        name=wave.name,
        school=Places(call.tx).names([sheaf.place]).get(sheaf.place or "", call.settings["name"]),
        last_day=When(today=call.today, zone=call.settings.zone).last(wave),
        links=[_address(call, wave, link) for link in sheaf.ids],
        for_all=sheaf.is_open,
        at=call.tx.now,
    )
    numbers = [wave.number]
    if kind is Kind.LINKS_CSV:
        return Lines(lines=csv_lines(links_book(sending), call.language), numbers=numbers)
    paper = letters_paper(sending) if kind is Kind.LINKS_LETTERS else codes_paper(sending)
    return Lines(lines=iter([typeset_data(paper)]), numbers=numbers)


def _address(call: Call, wave: Wave, link: str) -> str:
    if call.links is None:
        raise RefusedError(MISSING)
    given = Pass(
        purpose=PULSE,
        district=call.tx.district,
        about=f"{wave.number} {link}",
        until=until(wave),
        round=call.settings["link_round"],
    )
    return call.links.to(given)
