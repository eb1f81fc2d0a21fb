"""A wave of a survey with what it came to, for whoever may see it: as cards show it, and as files hold it."""

from domain.errors import RefusedError
from domain.exports import Kind
from domain.surveys import BY_LINK, Wave
from handlers.papers import stamp_of
from handlers.plan_papers import Lines
from handlers.routing import Call
from storage.places import Places
from storage.survey_links import SurveyLinks
from storage.wave_meetings import meetings_called
from storage.waves import Waves, sees
from views.sheets import book_lines, csv_lines
from views.survey_results import Found
from views.survey_sheet import wave_book
from views.surveys import When


def wave_seen(call: Call) -> Wave:
    """The wave that `call.about` begins with, if its results are theirs to see."""
    wave = Waves(call.tx).find(call.about.partition(" ")[0])
    if wave is None or not sees(call.tx, call.viewer, wave):
        raise RefusedError("These results are for those who were asked, once they are shared with them.")
    return wave


def wave_with_results(call: Call) -> Wave:
    wave = wave_seen(call)
    if wave.results is None:
        raise RefusedError("This wave has no results yet.")
    return wave


def found_of(call: Call, wave: Wave) -> Found:
    results = wave.results
    groups = {group for one in results.shown.values() for group in one.groups} if results else set()
    return Found(
        wave=wave,
        when=When(today=call.today, zone=call.settings.zone),
        language=call.language,
        before=Waves(call.tx).before(wave),
        runs=call.viewer.is_mr,
        meeting=meetings_called(call.tx, [wave]).get(wave.number, ""),
        for_all=any(sheaf.is_open for sheaf in SurveyLinks(call.tx).of(wave)) if wave.audience in BY_LINK else False,
        places=Places(call.tx).names(group for group in groups if group),
    )


def wave_sheet_of(call: Call, kind: Kind, number: str) -> Lines:
    wave = wave_with_results(call)
    book = wave_book(found_of(call, wave), stamp_of(call.tx, call.settings), number)
    lines = (csv_lines if kind is Kind.WAVE_CSV else book_lines)(book, call.language)
    return Lines(lines=lines, numbers=[wave.number])
