"""What a wave came to: seen by whoever runs surveys, and by those who were asked once it is shared with them."""

from dataclasses import replace

from domain.agendas import SUBJECT_MAX, VOICES
from domain.asks import need
from domain.cars import WHAT_MAX, Source
from domain.errors import RefusedError
from domain.exports import OF_WAVE, Kind
from domain.holds import check_reason
from domain.pulses import Question
from domain.surveys import BY_LINK, Told, Wave, check_runs, check_told, check_we_did
from domain.texts import command
from domain.trends import Raised
from handlers.agenda import start as add_to_agenda
from handlers.exports import paper_of
from handlers.names import Named, asked
from handlers.raising import Raising, raise_as
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from handlers.wave_papers import found_of, wave_seen
from storage.holds import Holds
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from storage.redaction import Redactions
from storage.survey_answers import SurveyAnswers
from storage.survey_messages import tell_first
from storage.waves import Waves
from views.charts import described, svg
from views.elements import Card
from views.languages import texts_in
from views.survey_forms import did_form, raise_form, remove_form
from views.survey_results import (
    Found,
    alt_of,
    chart_of,
    figure_text,
    picture_card,
    question_card,
    results_card,
    shared_card,
    subject_of,
    waiting_card,
    who_card,
)

routes = Routes()


class DidForm(Named):
    LOOKED_AT = ("you_said", "we_did")
    you_said: Typed = ""
    we_did: Typed = ""


class RaisedForm(Named):
    LOOKED_AT = ("what",)
    what: Typed = ""
    as_: Raised
    school: str | None = None


class ReasonForm(Named):
    LOOKED_AT = ("reason",)
    reason: Typed = ""


def results_card_of(call: Call, wave: Wave) -> Card:
    at = found_of(call, wave)
    return results_card(at) if wave.results else waiting_card(at)


def _question(call: Call, wave: Wave) -> tuple[Question, int]:
    """The question that is named behind a wave, and where to go on in what was said to it."""
    key, _, said = call.about.partition(" ")[2].partition(" ")
    question = next((one for one in wave.questions if one.key == key), None)
    if question is None or wave.results is None:
        raise RefusedError("This wave has no results for that question.")
    return question, int(said) if said.isdecimal() else 0


@routes.button("wave.results")
def results(call: Call) -> Reply:
    return Show(results_card_of(call, wave_seen(call)))


@routes.button("wave.question")
def one_question(call: Call) -> Reply:
    wave = wave_seen(call)
    question, offset = _question(call, wave)
    return Show(question_card(found_of(call, wave), question, offset=offset))


@routes.button("wave.picture")
def picture(call: Call) -> Reply:
    return Show(picture_card(found_of(call, wave_seen(call))), beside=True)


def wave_picture(call: Call) -> str | None:
    """The chart of a wave, by the rights of that moment; None where there is nothing to draw."""
    drawn = chart_of(found_of(call, wave_seen(call)))
    return svg(texts_in([drawn], call.language)[0]) if drawn else None


@routes.button("wave.who")
def who(call: Call) -> Reply:
    """In a named wave, for whoever runs it."""
    check_runs(call.viewer)
    wave, (_, _, said) = wave_seen(call), call.about.partition(" ")
    answers = SurveyAnswers(call.tx).answers(wave) if wave.is_named else {}
    names = People(call.tx).names(answers)
    offset = int(said) if said.isdecimal() else 0
    return Show(who_card(wave, answers, names, language=call.language, offset=offset), beside=True)


# What those who were asked hear


@routes.button("wave.share", writes=True)
def share(call: Call) -> Reply:
    wave = _told_of(call)
    if wave.audience in BY_LINK:
        raise RefusedError("Whoever answered by a link is not known. Post the results where they read them.")
    if wave.telling < Told.RESULTS:
        _tell(call, replace(wave, telling=Told.RESULTS), did="wave.shared")
    return Draw("wave.card", wave.number)


def _told_of(call: Call) -> Wave:
    wave = Waves(call.tx).get(call.about)
    check_told(wave, call.viewer)
    return wave


def _tell(call: Call, wave: Wave, did: str) -> None:
    """The first ones hear of it at once, the rest by the clock."""
    Waves(call.tx).save(wave, did=did, by=call.me)
    tell_first(call.tx)


@routes.button("wave.did_form")
def open_did(call: Call) -> Reply:
    return Open(did_form(_told_of(call)))


@routes.submit("wave.did", DidForm)
def did(call: Call, form: DidForm) -> Reply:
    """Told to all who were asked; said anew, the message that they have says so."""
    wave = _told_of(call)
    check_we_did(form.you_said, form.we_did)
    if again := asked(form, did_form(wave)):
        return again
    telling = "" if wave.audience in BY_LINK else Told.DONE
    _tell(call, replace(wave, you_said=form.you_said, we_did=form.we_did, telling=telling), did="wave.answered")
    Outbox(call.tx).refresh(wave.number, "wave.done")
    return Draw("wave.card", wave.number)


@routes.notice("wave.shared")
def shared(call: Call) -> Card:
    return shared_card(found_of(call, wave_seen(call)))


@routes.notice("wave.done")
def done(call: Call) -> Card:
    return shared_card(found_of(call, wave_seen(call)))


@routes.notice("wave.closed")
def closed(call: Call) -> Card:
    check_runs(call.viewer)
    return results_card_of(call, wave_seen(call))


# Raised, and as files


@routes.button("wave.raise")
def raise_it(call: Call) -> Reply:
    wave = wave_seen(call)
    at, (question, _) = found_of(call, wave), _question(call, wave)
    return Open(raise_form(at, question, Places(call.tx).all()))


@routes.submit("wave.raised", RaisedForm)
def raised(call: Call, form: RaisedForm) -> Reply:
    """As a problem, a risk or an idea, with the survey as its source and the chart as it was."""
    wave = wave_seen(call)
    at, (question, _) = found_of(call, wave), _question(call, wave)
    need(form.what, "Please say what you see in it, in a few words.", field="what", at_most=WHAT_MAX)
    if again := asked(form, raise_form(at, question, Places(call.tx).all())):
        return again
    words = texts_in([figure_text(at, question)], call.language)[0]
    on = (wave.closed_at or call.tx.now).astimezone(call.settings.zone).date()
    drawn = Raising(
        words=f"{form.what}\n\n{words}",
        picture=_picture(call, at),
        name=f"{wave.number}.svg",
        on=on,
        source=Source.SURVEY,
    )
    return raise_as(call, form.as_, form.school, drawn)


def _picture(call: Call, at: Found) -> bytes | None:
    drawn = chart_of(at)
    if drawn is None:
        return None
    (chart,), (said,) = texts_in([drawn], call.language), texts_in([alt_of(at)], call.language)
    return described(svg(chart), said).encode()


@routes.button("wave.to_team")
def to_team(call: Call) -> Reply:
    """The form of the agenda with the result in it, for the part of what people say."""
    wave = wave_seen(call)
    at, (question, _) = found_of(call, wave), _question(call, wave)
    subject = texts_in([subject_of(at, question)], call.language)[0]
    return add_to_agenda(replace(call, about="", text=f"{VOICES} {subject[:SUBJECT_MAX]}"))


@routes.button("wave.file", writes=True)
def file(call: Call) -> Reply:
    """By "wave.xlsx PULSE-2026-003-2"."""
    kind, _, number = call.about.partition(" ")
    if kind not in OF_WAVE:
        raise RefusedError("Please choose Excel or CSV.")
    return paper_of(call, Kind(kind), number)


# Removing words


@routes.button("wave.remove_form")
def open_remove(call: Call) -> Reply:
    return Open(remove_form(_removable(call)))


@routes.submit("wave.remove", ReasonForm)
def remove(call: Call, form: ReasonForm) -> Reply:
    """The questions, the comments and what was said of them, in every message that shows them."""
    wave = _removable(call)
    check_reason(form.reason)
    if again := asked(form, remove_form(wave)):
        return again
    words, record = Redactions(call.tx), f"waves:{wave.number}"
    words.redact(record, words.fields_of(record), reason=form.reason, by=call.me)
    Outbox(call.tx).refresh(wave.number)
    return Draw("wave.card", wave.number)


def _removable(call: Call) -> Wave:
    check_runs(call.viewer)
    wave = Waves(call.tx).get(call.about)
    if Holds(call.tx).on(wave.number):
        raise RefusedError("A hold on the whole district keeps all words: {holds}", holds=command("kaizen holds"))
    return wave
