"""The page of a survey behind a link: what it shows at that moment, and what somebody sends by it.

Whoever holds a link is nobody that we know. What they send is sealed as in chat, and leaves no word in history, owes no
message, and is not remembered as a request.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.links import ExpiredError, ForgedError, Pass
from domain.pulses import Answer, Asks
from domain.survey_links import open_id
from domain.surveys import BY_LINK, Phase, Wave, check_open
from handlers.routing import model_of
from handlers.survey_answers import SaidForm, known
from storage.db import Tx
from storage.places import Places
from storage.settings import DistrictSettings
from storage.survey_answers import LINK, Invited, SurveyAnswers
from storage.wave_meetings import meetings_called
from storage.waves import Waves
from views.survey_page import (
    Asking,
    SurveyPage,
    ask_again,
    asking_page,
    closed_page,
    early_page,
    thanks_page,
    used_page,
)
from views.surveys import When

ONCE = "once"  # the box that nobody sees, which tells the same page that is sent twice
ONCE_MAX = 32
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """A wave as it stands when somebody opens its page; without an invitation whoever runs it looks how it looks."""

    tx: Tx
    wave: Wave
    invited: Invited | None
    at: Asking


def visit(tx: Tx, given: Pass) -> Visit:
    """Raises `ExpiredError` where all links of that round were ended, `ForgedError` where there is no such survey."""
    settings = DistrictSettings(tx).all()
    if settings["link_round"] != given.round:
        raise ExpiredError
    number, _, link = given.about.partition(" ")
    wave = Waves(tx).find(number)
    if wave is None or wave.is_removed or wave.audience not in BY_LINK or wave.phase in (Phase.DRAFT, Phase.DROPPED):
        raise ForgedError
    invited = Waves(tx).invitation(wave, [link]) if link else None
    if link and invited is None:
        raise ForgedError
    place = invited.place if invited else wave.place
    at = Asking(
        wave=wave,
        when=When(today=tx.now.astimezone(settings.zone).date(), zone=settings.zone),
        district=settings["name"],
        school=Places(tx).names([place]).get(place or "", ""),
        meeting=meetings_called(tx, [wave]).get(wave.number, ""),
        alone=invited is not None and invited.kind == LINK,
        preview=invited is None,
    )
    return Visit(tx=tx, wave=wave, invited=invited, at=at)


def page(found: Visit, language: str, sent: Pairs = (), *, thanks: bool = False) -> SurveyPage:
    """With what was filled in, where it is shown again."""
    wave, now = found.wave, found.tx.now
    if thanks:
        return thanks_page(found.at)
    if wave.phase is Phase.SET and not found.at.preview:
        return early_page(found.at)
    if not (wave.is_open(now) or wave.phase is Phase.SET):
        return closed_page(found.at)
    if _was_used(found):
        return used_page(found.at)
    return asking_page(found.at, filled(wave, sent), language)


def _was_used(found: Visit) -> bool:
    one = found.invited
    return one is not None and one.kind == LINK and any(SurveyAnswers(found.tx).has_answered(found.wave, one.who))


def filled(wave: Wave, sent: Pairs) -> dict[str, Answer]:
    """What was sent, by the questions of the wave."""
    given: dict[str, Answer] = {}
    for question in wave.questions:
        values = [value for key, value in sent if key == question.key and value.strip()]
        if values:
            given[question.key] = values if question.asks is Asks.SEVERAL else values[-1].replace("\r\n", "\n")
    return given


def send(found: Visit, language: str, sent: Pairs) -> SurveyPage | None:
    """Keep what somebody answers; or the page that says why not, or that asks about words like a student's.

    Raises `FormError` and `RefusedError` for what has to be mended. The same page sent twice counts once.
    """
    wave, one = found.wave, found.invited
    if one is None or not wave.is_open(found.tx.now) or _was_used(found):
        return page(found, language, sent)
    others = dict(sent)
    form = model_of(SaidForm).model_validate({**filled(wave, sent), "names": others.get("names")})
    said = known(wave, form.said)
    if not said:
        raise RefusedError("Please answer one question at least.")
    if form.found:
        return ask_again(page(found, language, sent), said, form.found)
    check_open(wave, found.tx.now)
    SurveyAnswers(found.tx).answer(wave, _counted_as(one, others, found.tx), said)
    return None


def _counted_as(one: Invited, sent: Mapping[str, Any], tx: Tx) -> Invited:
    """By a link for everybody each page that is shown counts once."""
    if one.kind == LINK:
        return one
    once = str(sent.get(ONCE) or "")
    once = once if once.isalnum() and len(once) <= ONCE_MAX else tx.mint()
    return replace(one, who=f"{open_id(None)}{once}")
