"""Ask those who were at a meeting how it was: a wave of the survey that stands ready for it, to be looked at first."""

from dataclasses import replace

from domain.anonymity import Mode
from domain.errors import RefusedError
from domain.meeting_waves import READY, audience_of, check_can_ask
from domain.meetings import Meeting
from domain.ready_surveys import READY as SURVEYS
from domain.surveys import BY_LINK, USUAL, Survey, Wave, check_runs, check_wave, moments
from handlers.meetings import seen
from handlers.routing import Call, Draw, Reply, Routes, Show
from handlers.survey_results import results_card_of
from handlers.surveys import wave_of
from handlers.wave_papers import wave_seen
from storage.surveys import Surveys
from storage.waves import Waves
from views.pages import MISSING

routes = Routes()


@routes.button("meeting.ask_how", writes=True)
def ask_how(call: Call) -> Reply:
    """A draft, or the one that there is: whoever launches it sees whom it asks, and may change that."""
    check_runs(call.viewer)
    meeting = seen(call, call.about)
    known = Waves(call.tx).after(meeting.number)
    if known is None:
        check_can_ask(meeting)
        known = _drafted(call, meeting, _survey(call))
        check_wave(known, 0, call.tx.now)
        Waves(call.tx).add(known)
    return Draw("wave.card", known.number, beside=True)


@routes.button("meeting.how")
def how(call: Call) -> Reply:
    """What it came to, for whoever may see that by the survey's own rules; before that, how it stands."""
    meeting = seen(call, call.about)
    wave = Waves(call.tx).after(meeting.number)
    if wave is None:
        raise RefusedError("Nobody was asked yet how {number} was.", number=meeting.number)
    at = replace(call, about=wave.number)
    return Show(results_card_of(at, wave_seen(at)) if wave.results else wave_of(at), beside=True)


def _survey(call: Call) -> Survey:
    """The newest that began with these questions, as the office made them since; else a new one."""
    book = Surveys(call.tx)
    known = book.begun_with(READY)
    if known:
        return known
    ready = SURVEYS[READY]
    survey = Survey(
        number=book.next_number(call.settings.number_year(call.today)),
        name=str(ready.name),
        questions=ready.questions,
        by=call.me,
        made_at=call.tx.now,
        last_key=len(ready.questions),
        ready=READY,
    )
    book.add(survey)
    return book.get(survey.number)


def _drafted(call: Call, meeting: Meeting, survey: Survey) -> Wave:
    """From the day of the meeting on, so that a sheet with the link can lie there."""
    begins, nth = max(call.today, meeting.day), Waves(call.tx).next_nth(survey.number)
    opens, closes = moments(begins, begins + USUAL, call.settings.morning, call.settings.zone, call.tx.now)
    audience = audience_of(meeting)
    if audience in BY_LINK and call.tx.vault is None:
        raise RefusedError(MISSING)
    return Wave(
        number=f"{survey.number}-{nth}",
        survey=survey.number,
        nth=nth,
        name=survey.name,
        questions=survey.questions,
        mode=Mode.ANONYMOUS if call.tx.vault else Mode.NAMED,
        scores=int(call.settings["smallest_scores"]),
        comments=int(call.settings["smallest_comments"]),
        audience=audience,
        place=meeting.school or None,
        meeting=meeting.number,
        opens_at=opens,
        closes_at=closes,
        by=call.me,
    )
