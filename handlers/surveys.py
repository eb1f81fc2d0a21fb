"""Surveys, for whoever runs them: what is asked, whom, and how a wave goes out and closes."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from domain.anonymity import Mode, large_enough
from domain.errors import RefusedError
from domain.numbers import pulse_number
from domain.pulses import Asks, check_questions
from domain.ready_surveys import READY
from domain.surveys import (
    BY_LINK,
    MODES,
    USUAL,
    Audience,
    Phase,
    Survey,
    Wave,
    check_closes,
    check_launches,
    check_name,
    check_runs,
    check_wave,
    moments,
    next_key,
    placed,
    question_of,
    with_question,
    without_question,
)
from domain.texts import say
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from handlers.survey_results import results_card_of
from storage.audiences import audience_of
from storage.places import Places
from storage.survey_answers import SurveyAnswers
from storage.survey_messages import tell_first
from storage.surveys import Surveys
from storage.wave_meetings import meetings_called
from storage.waves import Waves
from views.elements import Card, Form
from views.surveys import (
    OUT,
    PAGE,
    Planned,
    Rated,
    When,
    launch_form,
    list_card,
    new_form,
    question_form,
    survey_card,
    wave_card,
)

routes = Routes()


class NewForm(Named):
    LOOKED_AT = ("name",)
    name: Typed = ""
    ready: str | None = None


class QuestionForm(Named):
    LOOKED_AT = ("text", "answers", "other_text", "other_answers")
    text: Typed = ""
    asks: Asks = Asks.SCALE
    answers: Typed = ""
    other_text: Typed = ""
    other_answers: Typed = ""
    stands: str | None = None


class WaveForm(Named):
    audience: Audience
    place: str | None = None
    mode: Mode
    opens: date
    closes: date
    weeks: str = "0"


def when_of(call: Call) -> When:
    return When(today=call.today, zone=call.settings.zone)


# What is asked


@routes.command("pulse")
def start(call: Call) -> Reply:
    """All of them; a number shows that one."""
    check_runs(call.viewer)
    if number := pulse_number(call.text, call.settings.number_year(call.today)):
        return show(replace(call, about=number))
    return Show(_list(call, 0))


@routes.button("survey.page")
def page(call: Call) -> Reply:
    check_runs(call.viewer)
    return Show(_list(call, int(call.about) if call.about.isdecimal() else 0))


def _list(call: Call, offset: int) -> Card:
    found, total = Surveys(call.tx).page(size=PAGE, offset=offset)
    last = Waves(call.tx).last_of([survey.number for survey in found])
    return list_card([(one, last.get(one.number)) for one in found], when_of(call), offset=offset, total=total)


@routes.button("survey.new")
def open_new(call: Call) -> Reply:
    check_runs(call.viewer)
    return Open(new_form({}))


@routes.submit("survey.make", NewForm)
def make(call: Call, form: NewForm) -> Reply:
    check_runs(call.viewer)
    check_name(form.name)
    if again := asked(form, new_form(form.model_dump(include={"name", "ready"}))):
        return again
    book, ready = Surveys(call.tx), READY.get(form.ready or "")
    survey = Survey(
        number=book.next_number(call.settings.number_year(call.today)),
        name=form.name,
        questions=ready.questions if ready else (),
        by=call.me,
        made_at=call.tx.now,
        last_key=len(ready.questions) if ready else 0,
        ready=form.ready if ready else None,
    )
    book.add(survey)
    return Draw("survey.card", survey.number)


@routes.button("survey.show")
def show(call: Call) -> Reply:
    return Show(card(call))


@routes.notice("survey.card")
def card(call: Call) -> Card:
    survey = _mine(call, call.about)
    return survey_card(survey, Waves(call.tx).of(survey.number), when_of(call))


def _mine(call: Call, number: str) -> Survey:
    check_runs(call.viewer)
    return Surveys(call.tx).get(number)


@routes.button("survey.question")
def open_question(call: Call) -> Reply:
    return Open(_question_form(call, {}))


def _question_form(call: Call, given: Mapping[str, Any]) -> Form:
    number, _, key = call.about.partition(" ")
    survey = _mine(call, number)
    return question_form(survey, survey.question(key), given, call.about)


@routes.submit("survey.keep", QuestionForm)
def keep(call: Call, form: QuestionForm) -> Reply:
    """A question that is new or changed. Waves that were launched keep what they asked."""
    number, _, key = call.about.partition(" ")
    survey = _mine(call, number)
    was = survey.question(key)
    if form.stands == OUT and was:
        Surveys(call.tx).save(without_question(survey, key), by=call.me)
        return Draw("survey.card", number)
    if again := asked(form, _question_form(call, form.model_dump(exclude={"names"}))):
        return again
    question = question_of(
        key if was else next_key(survey),
        form.asks,
        form.text,
        form.answers,
        other_text=form.other_text,
        other_answers=form.other_answers,
        was=was,
    )
    changed = with_question(survey, question)
    if form.stands and form.stands.isdecimal():
        changed = placed(changed, question.key, int(form.stands))
    Surveys(call.tx).save(changed, by=call.me)
    return Draw("survey.card", number)


@routes.button("survey.stop", writes=True)
def stop(call: Call) -> Reply:
    """It is not asked again by itself."""
    survey = _mine(call, call.about)
    Surveys(call.tx).save(replace(survey, weeks=0), by=call.me)
    return Draw("survey.card", survey.number)


# A wave


@routes.button("survey.ask")
def open_wave(call: Call) -> Reply:
    survey = _mine(call, call.about)
    check_questions(survey.questions)
    given = {
        "audience": Audience.STAFF,
        "opens": call.today,
        "closes": call.today + USUAL,
        "weeks": str(survey.weeks),
        "mode": _modes(call)[0],
    }
    return Open(_launch_form(call, survey.number, given))


def _launch_form(call: Call, about: str, given: Mapping[str, Any]) -> Form:
    return launch_form(about, given, _modes(call), Places(call.tx).all())


def _modes(call: Call) -> list[str]:
    """Without a secret nothing can be sealed."""
    return [mode for mode in MODES if mode is Mode.NAMED or call.tx.vault]


@routes.button("wave.change")
def open_change(call: Call) -> Reply:
    wave = _wave(call)
    check_launches(wave, call.viewer)
    when = when_of(call)
    given = {
        "audience": wave.audience,
        "place": wave.place,
        "mode": wave.mode,
        "opens": wave.opens_at.astimezone(call.settings.zone).date(),
        "closes": when.last(wave),
        "weeks": str(_weeks(wave, Surveys(call.tx).get(wave.survey))),
    }
    return Open(_launch_form(call, wave.number, given))


def _weeks(wave: Wave, survey: Survey) -> int:
    """How often it is asked again: after a meeting never, whatever its survey does otherwise."""
    return 0 if wave.meeting else survey.weeks


@routes.submit("wave.plan", WaveForm)
def plan(call: Call, form: WaveForm) -> Reply:
    """`call.about` is the survey, or the wave that is changed while it is a draft."""
    known = Waves(call.tx).find(call.about)
    survey = _mine(call, known.survey if known else call.about)
    weeks = int(form.weeks) if form.weeks.isdecimal() else -1
    wave = _planned(call, survey, form, known)
    check_wave(wave, weeks, call.tx.now)
    if known:
        check_launches(known, call.viewer)
        Waves(call.tx).save(wave, did="wave.changed", by=call.me)
    else:
        Waves(call.tx).add(wave)
    if weeks != survey.weeks and not wave.meeting:
        Surveys(call.tx).save(replace(survey, weeks=weeks), by=call.me)
    return Draw("wave.card", wave.number)


def _planned(call: Call, survey: Survey, form: WaveForm, known: Wave | None) -> Wave:
    if form.opens < call.today:
        raise RefusedError("Choose today or a day after today.", field="opens")
    zone, morning = call.settings.zone, call.settings.morning
    opens, closes = moments(form.opens, form.closes, morning, zone, call.tx.now)
    nth = known.nth if known else Waves(call.tx).next_nth(survey.number)
    return Wave(
        number=f"{survey.number}-{nth}",
        survey=survey.number,
        nth=nth,
        name=survey.name,
        questions=survey.questions,
        mode=form.mode,
        scores=int(call.settings["smallest_scores"]),
        comments=int(call.settings["smallest_comments"]),
        audience=form.audience,
        place=form.place,
        meeting=known.meeting if known else None,
        opens_at=opens,
        closes_at=closes,
        by=call.me,
        version=known.version if known else 1,
    )


def _wave(call: Call) -> Wave:
    check_runs(call.viewer)
    return Waves(call.tx).get(call.about)


@routes.button("wave.launch", writes=True)
def launch(call: Call) -> Reply:
    """From now on nothing of it changes. Today's goes out at once: to the first ones here, to the rest by the clock."""
    wave = _wave(call)
    check_launches(wave, call.viewer)
    waves, survey = Waves(call.tx), Surveys(call.tx).get(wave.survey)
    opens = max(wave.opens_at, call.tx.now)  # it may have been a draft for days
    fixed = replace(wave, phase=Phase.SET, name=survey.name, questions=survey.questions, opens_at=opens)
    check_wave(fixed, _weeks(wave, survey), call.tx.now)
    waves.save(fixed, did="wave.launched", by=call.me)
    if wave.opens_at <= call.tx.now:
        set_ = waves.get(wave.number)
        waves.open_(set_, audience_of(call.tx, wave.audience, wave.place), by=call.me)
        tell_first(call.tx)
    return Draw("wave.card", wave.number)


@routes.button("wave.drop", writes=True)
def drop(call: Call) -> Reply:
    wave = _wave(call)
    check_launches(wave, call.viewer)
    Waves(call.tx).save(replace(wave, phase=Phase.DROPPED), did="wave.dropped", by=call.me)
    return Draw("survey.card", wave.survey)


@routes.button("wave.close", writes=True)
def close(call: Call) -> Reply:
    wave = _wave(call)
    check_closes(wave, call.viewer)
    Waves(call.tx).end(wave, by=call.me)
    return Draw("wave.card", wave.number)


@routes.button("wave.show")
def show_wave(call: Call) -> Reply:
    return Show(wave_of(call))


@routes.notice("wave.card")
def wave_of(call: Call) -> Card:
    """A wave as it stands, for whoever runs it."""
    wave = _wave(call)
    if wave.phase is Phase.CLOSED:
        return results_card_of(call, wave)
    survey = Surveys(call.tx).get(wave.survey)
    return wave_card(
        Planned(
            wave=wave,
            when=when_of(call),
            weeks=_weeks(wave, survey),
            people=_people(call, wave),
            place=Places(call.tx).names([wave.place]).get(wave.place or "", ""),
            rated=_rated(call, wave),
            owes=_owed(call, wave),
            meeting=meetings_called(call.tx, [wave]).get(wave.number, ""),
        )
    )


def _people(call: Call, wave: Wave) -> int:
    """Whom it reaches, or would reach now."""
    if wave.phase is Phase.OPEN:
        return wave.asked
    return 0 if wave.audience in BY_LINK else len(audience_of(call.tx, wave.audience, wave.place))


def _owed(call: Call, wave: Wave) -> Wave | None:
    """The wave before, while nobody heard what was done about it."""
    before = Waves(call.tx).before(wave)
    return before if before and not before.we_did else None


def _rated(call: Call, wave: Wave) -> Rated:
    """Of schools where so many are asked that it tells of nobody."""
    if wave.phase is not Phase.OPEN:
        return Rated()
    rate = SurveyAnswers(call.tx).rate(wave)
    shown = large_enough(rate.asked, wave.scores) if len(rate.asked) > 1 else []
    names = Places(call.tx).names(place for place in shown if place)
    schools = [(names.get(one, say("Elsewhere")), rate.answered.get(one, 0), rate.asked[one]) for one in shown]
    return Rated(answered=sum(rate.answered.values()), asked=sum(rate.asked.values()), schools=sorted(schools))
