"""Surveys as whoever runs them sees them: the list, the questions, and a wave until it is closed."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, time, tzinfo
from typing import Any

from domain.anonymity import warning
from domain.frozen import dataclass
from domain.places import Place
from domain.polls import ANSWER_MAX, QUESTION_MAX
from domain.pulses import CHOICES, FEWEST, MOST, Asks, Question
from domain.ready_surveys import READY
from domain.surveys import (
    AUDIENCES,
    BY_LINK,
    MODES,
    NAME_MAX,
    OTHER_LANGUAGE,
    RHYTHMS,
    Phase,
    Survey,
    Wave,
)
from domain.texts import Said, joined, say, say_many
from views.dates import clock, day
from views.elements import Ask, Button, Card, Facts, Form, Heading, Item, Items, Note, Option, Part, Text
from views.names import NO_NAMES
from views.pages import page_of

PAGE = 10  # surveys
#: How a question is answered.
KINDS: Mapping[Asks, tuple[str, str]] = {
    Asks.SCALE: (say("Five steps"), say("Five answers in words, the best one last")),
    Asks.ONE: (say("One of several"), say("2 to 10 answers")),
    Asks.SEVERAL: (say("As many as fit"), say("2 to 10 answers")),
    Asks.YES: (say("Yes or no"), ""),
    Asks.TEN: (say("0 to 10"), ""),
    Asks.TEXT: (say("In their own words"), say("Twice in a survey at most")),
}
PHASES: Mapping[Phase, str] = {
    Phase.DRAFT: say("not sent yet"),
    Phase.SET: say("waits for its day"),
    Phase.OPEN: say("open"),
    Phase.CLOSED: say("closed"),
    Phase.DROPPED: say("dropped"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class When:
    """Where people's clocks are."""

    today: date
    zone: tzinfo

    def said(self, moment: datetime) -> Said:
        local = moment.astimezone(self.zone)
        return say("{day}, {time}", day=day(local.date(), self.today), time=clock(local))

    def last_day(self, wave: Wave) -> Said:
        """The last day on which it is open."""
        return day(self.last(wave), self.today)

    def last(self, wave: Wave) -> date:
        local = wave.closes_at.astimezone(self.zone)
        return local.date() if local.time() > time() else date.fromordinal(local.date().toordinal() - 1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rated:
    """How many answered of how many, by the names of schools; those with too few who were asked are together."""

    answered: int = 0
    asked: int = 0
    schools: Sequence[tuple[str, int, int]] = field(default_factory=tuple)


def list_card(surveys: Sequence[tuple[Survey, Wave | None]], when: When, *, offset: int, total: int) -> Card:
    new = Button(label=say("New survey"), does="survey.new", primary=True)
    if not surveys:
        what = say(
            "None yet. A survey has {fewest} to {most} questions and is asked in waves.", fewest=FEWEST, most=MOST
        )
        return Card(title=say("Surveys"), parts=[Text(what)], buttons=[new])
    items = [
        Item(
            name=survey.name,
            detail=joined(" · ", [survey.number, _stand(wave, when)]),
            button=Button(label=say("Show"), does="survey.show", about=survey.number),
        )
        for survey, wave in surveys
    ]
    pages = [(say("Newer"), max(0, offset - PAGE), offset > 0), (say("Older"), offset + PAGE, offset + PAGE < total)]
    turns = [Button(label=label, does="survey.page", about=str(to)) for label, to, there in pages if there]
    title = say("Surveys ({span})", span=page_of(offset, len(surveys), total))
    return Card(title=title, parts=[Items(items)], buttons=[new, *turns])


def _stand(wave: Wave | None, when: When) -> Said:
    if wave is None:
        return say("never asked yet")
    said = say("wave {n} {phase}", n=wave.nth, phase=PHASES[wave.phase])
    return say("{wave} until {day}", wave=said, day=when.last_day(wave)) if wave.phase is Phase.OPEN else said


def survey_card(survey: Survey, waves: Sequence[Wave], when: When) -> Card:
    """One survey: its questions, each with the act on it, and its waves."""
    questions = [
        Item(
            name=joined(" ", [f"{nth}.", question.text]),
            detail=_detail(question),
            button=Button(label=say("Change …"), does="survey.question", about=f"{survey.number} {question.key}"),
        )
        for nth, question in enumerate(survey.questions, 1)
    ]
    add = Button(label=say("Add a question"), does="survey.question", about=f"{survey.number} +")
    ready = len(survey.questions) >= FEWEST
    ask = [Button(label=say("Ask it …"), does="survey.ask", about=survey.number, primary=True)] if ready else []
    missing = FEWEST - len(survey.questions)
    more = say_many("It needs {n} question more.", "It needs {n} questions more.", missing)
    how = say("The first question is answered where the message stands, the others in one form.")
    again = RHYTHMS[survey.weeks] if survey.weeks else ""
    stop = [Button(label=say("Stop asking it again"), does="survey.stop", about=survey.number)] if survey.weeks else []
    return Card(
        title=survey.name,
        state=again,
        parts=[
            *([Items(questions)] if questions else []),
            *([] if ready else [Text(more)]),
            *_waves(waves, when),
            Note(joined(" · ", [survey.number, how])),
        ],
        buttons=[*ask, *([add] if len(survey.questions) < MOST else [])],
        more=[*stop, Button(label=say("All surveys"), does="survey.page", about="0")],
    )


def _detail(question: Question) -> Said:
    answers = joined(" / ", [choice.text for choice in question.choices])
    spanish = say("with Spanish") if OTHER_LANGUAGE in question.also else say("English only")
    return joined(" · ", [KINDS[question.asks][0], answers, spanish])


def _waves(waves: Sequence[Wave], when: When) -> list[Part]:
    lines = [
        Item(
            name=say("Wave {n}", n=wave.nth),
            detail=joined(" · ", [PHASES[wave.phase], AUDIENCES[wave.audience], when.last_day(wave)]),
            button=Button(label=say("Show"), does="wave.show", about=wave.number),
        )
        for wave in waves
    ]
    return [Heading(say("Waves")), Items(lines)] if lines else []


def new_form(given: Mapping[str, Any]) -> Form:
    ready = [Option(value=key, label=one.name) for key, one in READY.items()]
    return Form(
        title=say("New survey"),
        does="survey.make",
        submit=say("Go on"),
        parts=[
            Ask(name="name", label=say("What is it called?"), value=given.get("name"), most=NAME_MAX, hint=NO_NAMES),
            Ask(
                name="ready",
                label=say("Begin with questions that stand ready?"),
                kind="choice",
                optional=True,
                options=ready,
                value=given.get("ready"),
            ),
        ],
    )


def question_form(survey: Survey, question: Question | None, given: Mapping[str, Any], about: str) -> Form:
    """A new question, or one that is changed."""
    known = question or Question(key="", asks=Asks.SCALE, text="")
    return Form(
        title=say("A question"),
        does="survey.keep",
        about=about,
        submit=say("Keep it"),
        parts=[
            Ask(
                name="text",
                label=say("What do you ask?"),
                example=say("How often do you feel heard at work?"),
                value=given.get("text", known.text or None),
                hint=NO_NAMES,
                most=QUESTION_MAX,
            ),
            Ask(
                name="asks",
                label=say("How is it answered?"),
                kind="choice",
                options=[Option(value=kind, label=label, detail=detail) for kind, (label, detail) in KINDS.items()],
                value=given.get("asks", known.asks),
            ),
            *_answer_asks(known, given),
            *([_stands(survey, question)] if question else []),
        ],
    )


def _answer_asks(known: Question, given: Mapping[str, Any]) -> list[Ask]:
    """The answers to choose from, and the same question and answers in Spanish."""
    lines = "\n".join(choice.text for choice in known.choices)
    others = "\n".join(choice.also.get(OTHER_LANGUAGE, "") for choice in known.choices).strip()
    most = CHOICES[-1] * (ANSWER_MAX + 1)
    return [
        Ask(
            name="answers",
            label=say("Which answers are there? One a line."),
            kind="paragraph",
            hint=say("Not for yes or no, 0 to 10, and their own words."),
            optional=True,
            value=given.get("answers", lines or None),
            most=most,
        ),
        Ask(
            name="other_text",
            label=say("The question in Spanish"),
            optional=True,
            value=given.get("other_text", known.also.get(OTHER_LANGUAGE)),
            most=QUESTION_MAX,
        ),
        Ask(
            name="other_answers",
            label=say("The answers in Spanish, in the same order"),
            kind="paragraph",
            optional=True,
            value=given.get("other_answers", others or None),
            most=most,
        ),
    ]


OUT = "out"  # in place of a place


def _stands(survey: Survey, question: Question) -> Ask:
    places = [Option(value=str(n), label=say("Number {n}", n=n)) for n in range(1, len(survey.questions) + 1)]
    now = next(n for n, one in enumerate(survey.questions, 1) if one.key == question.key)
    options = [*places, Option(value=OUT, label=say("Leave it out from now on"))]
    return Ask(name="stands", label=say("Where does it stand?"), kind="choice", options=options, value=str(now))


def launch_form(about: str, given: Mapping[str, Any], modes: Sequence[str], places: Sequence[Place]) -> Form:
    """What is fixed once a wave is launched."""
    where = Ask(
        name="place",
        label=say("Only at one school or department?"),
        kind="choice",
        optional=True,
        options=[Option(value=place.id, label=place.name) for place in places],
        value=given.get("place"),
        search="places.any",
    )
    return Form(
        title=say("Ask it"),
        does="wave.plan",
        about=about,
        submit=say("Go on"),
        parts=[
            Ask(
                name="audience",
                label=say("Who is asked?"),
                kind="choice",
                options=[Option(value=one, label=label) for one, label in AUDIENCES.items()],
                value=given.get("audience"),
            ),
            *([where] if places else []),
            Ask(
                name="mode",
                label=say("Does anybody see who said what? It cannot be changed later."),
                kind="choice",
                options=[
                    Option(value=mode, label=label, detail=detail)
                    for mode, (label, detail) in MODES.items()
                    if mode in modes
                ],
                value=given.get("mode", modes[0]),
            ),
            Ask(name="opens", label=say("When does it open?"), kind="date", value=given.get("opens")),
            Ask(name="closes", label=say("What is its last day?"), kind="date", value=given.get("closes")),
            Ask(
                name="weeks",
                label=say("Is it asked again?"),
                kind="choice",
                options=[Option(value=str(weeks), label=label) for weeks, label in RHYTHMS.items()],
                value=given.get("weeks", "0"),
            ),
        ],
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Planned:
    """A wave with what is known of it, for whoever runs it."""

    wave: Wave
    when: When
    weeks: int = 0
    people: int = 0  # whom it would reach now
    place: str = ""
    rated: Rated = Rated()
    owes: Wave | None = None  # the last one, while nothing is said of what was done
    meeting: str = ""  # after which it asks, as it is called


def wave_card(at: Planned) -> Card:
    """Before it is launched, while it waits for its day, and while it is open."""
    wave = at.wave
    acts, more = _acts(at)
    return Card(
        title=joined(" · ", [wave.name, say("wave {n}", n=wave.nth)]),
        state=PHASES[wave.phase],
        parts=[Facts(_facts(at)), *_warnings(at), *_rate(at), Note(joined(" · ", [wave.number, _limits(wave)]))],
        buttons=acts,
        more=more,
    )


def _facts(at: Planned) -> list[tuple[str, str]]:
    wave = at.wave
    people = say_many("{n} person", "{n} people", at.people) if at.people else ""
    meeting = [(say("Meeting"), at.meeting)] if at.meeting else []
    return [
        *meeting,
        (say("Asked"), joined(" · ", [AUDIENCES[wave.audience], at.place, people])),
        (say("Who sees what"), joined(": ", MODES[wave.mode])),
        (say("Opens"), at.when.said(wave.opens_at)),
        (say("Last day"), at.when.last_day(wave)),
        (say("Again"), RHYTHMS[at.weeks]),
    ]


def _limits(wave: Wave) -> Said:
    return say("Scores from {scores} answers on, comments from {comments}.", scores=wave.scores, comments=wave.comments)


def _warnings(at: Planned) -> list[Part]:
    """Before the launch: that so few are asked, and that nobody heard yet what came of the last one."""
    wave = at.wave
    found: list[str] = []
    if wave.phase is Phase.DRAFT and at.people:
        found.append(warning(at.people, wave.limits, wave.mode))
    if at.owes and wave.phase in (Phase.DRAFT, Phase.SET):
        owed = say(
            "Nobody has heard what you did about wave {n}. Say that first: people answer who are heard.", n=at.owes.nth
        )
        found.append(owed)
    return [Text(joined(" ", ["⚠", one])) for one in found if one]


def _rate(at: Planned) -> list[Part]:
    """How many answered so far, and nothing of what."""
    if at.wave.phase is not Phase.OPEN:
        return []
    rated = at.rated
    so_far = say("{n} of {all} answered so far", n=rated.answered, all=rated.asked) if rated.asked else ""
    number = so_far or say_many("{n} answer so far", "{n} answers so far", rated.answered)
    lines = [Item(name=name, detail=say("{n} of {all}", n=n, all=of)) for name, n, of in rated.schools]
    early = say("Results come when it closes: nobody looks early.") if not at.wave.is_named else ""
    return [Text(number), *([Items(lines)] if lines else []), *([Note(early)] if early else [])]


def _acts(at: Planned) -> tuple[list[Button], list[Button]]:
    about = at.wave.number
    survey = Button(label=say("The survey"), does="survey.show", about=at.wave.survey)
    more = [*meeting_button(at.wave), survey]
    match at.wave.phase:
        case Phase.DRAFT:
            sure = say("Questions, dates and who sees what cannot be changed afterwards.")
            launch = Button(label=say("Launch it"), does="wave.launch", about=about, primary=True, confirm=sure)
            change = Button(label=say("Change …"), does="wave.change", about=about)
            return [launch, change], [Button(label=say("Drop it"), does="wave.drop", about=about), *more]
        case Phase.OPEN:
            sure = say("Nobody can answer afterwards. What was answered is counted, and it is not opened again.")
            close = Button(label=say("Close it now"), does="wave.close", about=about, confirm=sure)
            return [*_links(at.wave), close], more
        case Phase.SET:
            return [*_links(at.wave), survey], meeting_button(at.wave)
        case _:
            return [survey], []


def meeting_button(wave: Wave) -> list[Button]:
    """For whoever runs surveys: they see all meetings."""
    meeting = wave.meeting
    return [Button(label=say("Show the meeting"), does="meeting.show", about=meeting)] if meeting else []


def _links(wave: Wave) -> list[Button]:
    links = Button(label=say("Links and letters"), does="links.show", about=wave.number, primary=True)
    return [links] if wave.audience in BY_LINK else []
