"""Answering a survey: the first question by one press, the others in one form.

What is sealed is answered by routes that are not remembered: no row says who answered when. A second press finds that
the person has answered, and changes nothing.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict

from domain.errors import RefusedError
from domain.identifiers import looks_like
from domain.pulses import Answer, Asks, Said, check_said
from domain.surveys import Phase, Told, Wave, check_open
from handlers.names import Named, asked
from handlers.routing import Call, Draw, FormError, Open, Reply, Routes, Show
from handlers.surveys import wave_of, when_of
from storage.survey_answers import Invited, SurveyAnswers
from storage.wave_meetings import meetings_called
from storage.waves import Waves
from views.elements import Card, Form
from views.survey_answers import invited_card, lead_of, rest_form

routes = Routes()


class SaidForm(Named):
    """An answer to each question, by its key: which there are, the wave says."""

    model_config = ConfigDict(extra="allow")

    @property
    def said(self) -> dict[str, Answer]:
        """What was answered; what was left empty is left out."""
        return {key: answer for key, answer in (self.model_extra or {}).items() if answer and key.startswith("q")}

    @property
    def found(self) -> list[str]:
        typed = [answer for answer in self.said.values() if isinstance(answer, str)]
        return looks_like(typed) if self.names is None else []


def _asked(call: Call) -> tuple[Wave, Invited]:
    """The wave that somebody was asked to answer, and their invitation."""
    wave = Waves(call.tx).get(call.about.partition(" ")[0])
    invited = Waves(call.tx).invitation(wave, call.viewer.ids)
    if invited is None:
        raise RefusedError("This survey asks others. Your answer would not be counted.")
    return wave, invited


@routes.ballot("wave.say", remembered=True)
def say_first(call: Call) -> Reply:
    """By name: the last answer counts."""
    return _press(call, named=True)


@routes.ballot("wave.seal", remembered=False)
def seal_first(call: Call) -> Reply:
    return _press(call, named=False)


def _press(call: Call, *, named: bool) -> Reply:
    wave, invited = _asked(call)
    check_open(wave, call.tx.now)
    _check_way(wave, named=named)
    key = wave.first.key
    answer = call.about.partition(" ")[2] or call.typed.get(key)
    if not answer:
        raise RefusedError("Please choose one of the answers.")
    said = {key: str(answer)}
    check_said(wave.questions, said)
    SurveyAnswers(call.tx).answer(wave, invited, said)
    return Draw("wave.invited", wave.number)


def _check_way(wave: Wave, *, named: bool) -> None:
    if wave.is_named is not named:
        raise RefusedError("Please answer this survey with its own buttons.")


@routes.button("wave.rest")
def open_rest(call: Call) -> Reply:
    wave, invited = _asked(call)
    check_open(wave, call.tx.now)
    return Open(_form(call, wave, invited, SurveyAnswers(call.tx).said_by(wave, invited.who) if wave.is_named else {}))


def _form(call: Call, wave: Wave, invited: Invited, given: Mapping[str, Any]) -> Form:
    first, rest = SurveyAnswers(call.tx).has_answered(wave, invited.who)
    if rest and not wave.is_named:
        raise RefusedError("You have answered this survey. Sealed answers cannot be changed.")
    return rest_form(wave, given, first=first, language=call.language)


@routes.submit("wave.keep", SaidForm)
def keep(call: Call, form: SaidForm) -> Reply:
    return _submit(call, form, named=True)


@routes.submit("wave.sealed", SaidForm, remembered=False)
def sealed(call: Call, form: SaidForm) -> Reply:
    return _submit(call, form, named=False)


def _submit(call: Call, form: SaidForm, *, named: bool) -> Reply:
    wave, invited = _asked(call)
    check_open(wave, call.tx.now)
    _check_way(wave, named=named)
    said = known(wave, form.said)
    if not said:
        raise RefusedError("Please answer one question at least.")
    if not named and SurveyAnswers(call.tx).has_answered(wave, invited.who)[1]:
        return Draw("wave.invited", wave.number)
    if again := asked(form, _form(call, wave, invited, said)):
        return again
    SurveyAnswers(call.tx).answer(wave, invited, said)
    return Draw("wave.invited", wave.number)


def known(wave: Wave, said: Said) -> Said:
    """What answers questions of this wave; what does not fit is told at its question."""
    asked_ = {question.key: question for question in wave.questions}
    found = {key: answer for key, answer in said.items() if key in asked_}
    for key, answer in found.items():
        try:
            check_said([asked_[key]], {key: answer})
        except RefusedError as error:
            raise FormError({key: error.sentence}) from None
    return {key: answer for key, answer in found.items() if not _is_empty(asked_[key].asks, answer)}


def _is_empty(asks: Asks, answer: Answer) -> bool:
    return asks is Asks.TEXT and not str(answer).strip()


@routes.notice("wave.invited")
def invited(call: Call) -> Card:
    """The survey as it stands for whoever was asked; for others it is not there."""
    wave, one = _asked(call)
    book = SurveyAnswers(call.tx)
    first, rest = book.has_answered(wave, one.who)
    return invited_card(
        wave,
        book.said_by(wave, one.who) if wave.is_named else {},
        first=first,
        rest=rest,
        when=when_of(call),
        language=call.language,
        lead=lead_of(Waves(call.tx).before(wave), meetings_called(call.tx, [wave]).get(wave.number, "")),
    )


@routes.button("wave.open")
def open_(call: Call) -> Reply:
    """From the message of the day: what waits there of a wave, for whoever is asked or runs it."""
    wave = Waves(call.tx).get(call.about)
    asked_ = Waves(call.tx).invitation(wave, call.viewer.ids) is not None
    if asked_ and (wave.phase is Phase.OPEN or not call.viewer.is_mr) and wave.telling >= Told.INVITED:
        return Show(invited(call), beside=True)
    return Show(wave_of(call), beside=True)
