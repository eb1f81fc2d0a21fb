"""The page on which families and the community answer a survey, in their language and without an account."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Self

from domain.frozen import dataclass
from domain.ready_surveys import READY
from domain.surveys import Wave
from domain.texts import Said, joined, say
from views.elements import Card, Form, Heading, Note, Part, Text
from views.languages import card_in, form_in
from views.names import asked_again
from views.survey_answers import rest_form
from views.surveys import When

PROMISE = say(
    "This holds against the database, logs and backups. It does not hold against somebody who changes the program "
    "while it runs."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SurveyPage:
    """What stands on the page, and the questions below it, unless there is nothing to answer."""

    card: Card
    form: Form | None = None

    def said_in(self, tag: str) -> Self:
        return replace(self, card=card_in(self.card, tag), form=form_in(self.form, tag) if self.form else None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asking:
    """A wave, and who asks: the district, and the school for which the link was made."""

    wave: Wave
    when: When
    district: str
    school: str = ""
    meeting: str = ""  # after which it asks, as it is called
    alone: bool = True  # the link counts once
    preview: bool = False

    @property
    def name(self) -> str:
        """What the survey is called; those that stand ready have names of ours, which can be said in any language."""
        ready = (one.name for one in READY.values())
        return next((name for name in ready if name == self.wave.name), self.wave.name)

    @property
    def who(self) -> Said:
        return joined(" · ", [self.meeting, self.school, self.district])


def asking_page(at: Asking, given: Mapping[str, Any], language: str) -> SurveyPage:
    """All questions, with what was filled in."""
    form = rest_form(at.wave, given, first=False, language=language)
    questions = replace(form, title=say("Your answers"), parts=form.parts[:-1])  # the page says the rest above
    return SurveyPage(card=Card(title=at.name, state=at.who, parts=_promised(at)), form=questions)


def _promised(at: Asking) -> list[Part]:
    wave = at.wave
    once = say("This link counts once, and what you sent cannot be changed.")
    open_ = say("Please answer once. What you sent cannot be changed.")
    return [
        *([Text(say("This is how the page looks. Nothing can be sent from here."))] if at.preview else []),
        Text(say("We want to hear from you. It takes about two minutes, until {day}.", day=at.when.last_day(wave))),
        Heading(say("Nobody sees who said what")),
        Text(
            say(
                "Your answers are sealed when you send them. When the survey closes, all are counted together and the "
                "sealed ones are erased. A score is shown only of {scores} answers or more, comments only of "
                "{comments} or more.",
                scores=wave.scores,
                comments=wave.comments,
            )
        ),
        Text(
            say(
                "Answering is up to you, and nothing changes for you or your child if you do not. By pressing Send you "
                "agree that your answers are counted with those of others. These questions are for adults."
            )
        ),
        Text(joined(" ", [say("Leave out what you do not want to answer."), once if at.alone else open_])),
        Note(PROMISE),
    ]


def thanks_page(at: Asking) -> SurveyPage:
    day = at.when.last_day(at.wave)
    thanks = say(
        "Your answers are in. The survey closes after {day}; look here again later to read what was done.", day=day
    )
    return _told(at, say("Thank you"), [thanks])


def used_page(at: Asking) -> SurveyPage:
    again = say("This link was used. Each one counts once, so that nobody answers for others.")
    return _told(at, at.name, [again, say("If it was not you, ask your school for another one.")])


def early_page(at: Asking) -> SurveyPage:
    return _told(
        at, at.wave.name, [say("This survey opens {when}. Please come back then.", when=at.when.said(at.wave.opens_at))]
    )


def closed_page(at: Asking) -> SurveyPage:
    """With what came of it, once that is said."""
    wave = at.wave
    closed = say("This survey is closed. No answer can be given any more.")
    if not wave.we_did:
        return _told(at, at.name, [closed])
    parts: list[Part] = [
        Text(closed),
        Heading(say("You said")),
        Text(wave.you_said),
        Heading(say("We did")),
        Text(wave.we_did),
    ]
    return SurveyPage(card=Card(title=at.name, state=at.who, parts=parts))


def _told(at: Asking, title: str, sentences: Sequence[str]) -> SurveyPage:
    return SurveyPage(card=Card(title=title, state=at.who, parts=[Text(one) for one in sentences]))


def ask_again(page: SurveyPage, given: Mapping[str, Any], found: Sequence[str]) -> SurveyPage:
    """With all that was typed, and the question about a student above it."""
    assert page.form is not None  # noqa: S101 - who sent it had a form
    return replace(page, form=asked_again(page.form, given, found, seals=False))
