"""A survey as whoever is asked sees it: the first question where the message stands, and all others in one form."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.anonymity import Mode
from domain.pulses import COMMENT_MAX, Answer, Asks, Question, Said
from domain.surveys import Phase, Wave, in_place
from domain.texts import joined, say, say_many
from views.elements import Ask, Button, Card, Choices, Form, Heading, Item, Items, Note, Option, Part, Text
from views.names import NO_NAMES
from views.polls import PROMISE
from views.surveys import When

YES = {"yes": say("Yes"), "no": say("No")}
ASKED: Mapping[Mode, str] = {
    Mode.NAMED: say("Named: the quality office sees what you say. You can change it until it closes."),
    Mode.CONFIDENTIAL: say(
        "Confidential: nobody sees who said what; it is known that you answered. "
        "An answer is sealed and cannot be changed."
    ),
    Mode.ANONYMOUS: say("Anonymous: nobody sees who said what. An answer is sealed and cannot be changed."),
}


def options_of(question: Question, language: str) -> list[Option]:
    """What can be answered, in words. The best one is last, as in the results."""
    match question.asks:
        case Asks.YES:
            return [Option(value=key, label=YES[key]) for key in ("yes", "no")]
        case Asks.TEN:
            return [Option(value=key, label=key) for key in question.keys]
        case _:
            return [Option(value=choice.key, label=choice.said(language)) for choice in question.choices]


def invited_card(
    wave: Wave,
    said: Said,
    *,
    first: bool,
    rest: bool,
    when: When,
    language: str,
    lead: Sequence[Part] = (),
) -> Card:
    """`first` and `rest`: what whoever looks has answered; `said` is what, in a named one.

    `lead`: what stands above the questions, of `lead_of`.
    """
    if wave.is_removed:
        return Card(title=say("A survey"), parts=[Text(say("Its words were removed."))])
    if wave.phase is not Phase.OPEN:
        thanks = say("Your answer counts. What it came to follows.") if first or rest else ""
        return Card(title=wave.name, state=say("closed"), parts=[Text(thanks)] if thanks else [])
    until = say("open until {day}", day=when.last_day(wave))
    parts = [*lead, *_first(wave, said, first=first, language=language), *_thanks(first=first, rest=rest)]
    return Card(
        title=wave.name,
        state=until,
        parts=[*parts, Note(ASKED[wave.mode]), *([] if wave.is_named else [Note(_limits(wave)), Note(PROMISE)])],
        buttons=_acts(wave, first=first, rest=rest),
    )


def lead_of(before: Wave | None, meeting: str = "") -> list[Part]:
    """What the meeting is called after which it asks, and what was done since about the wave before."""
    about = [Text(say("About this meeting: {meeting}", meeting=meeting))] if meeting else []
    if before is None or not before.we_did:
        return [*about]
    return [
        *about,
        Text(say("Last time you said: {what}", what=before.you_said)),
        Text(say("We did: {what}", what=before.we_did)),
    ]


def _limits(wave: Wave) -> str:
    return say(
        "Scores are shown from {scores} answers on, comments from {comments}. Nothing else is kept.",
        scores=wave.scores,
        comments=wave.comments,
    )


def _first(wave: Wave, said: Said, *, first: bool, language: str) -> list[Part]:
    """The first question with its answers, as long as it can be answered here."""
    question = wave.first
    head = Heading(question.said(language))
    if first and not wave.is_named:
        return [head, Text(say("Your answer is in."))]
    if not in_place(question):
        return []
    if question.asks is Asks.TEN:
        ask = Ask(
            name=question.key,
            label=say("From 0 to 10"),
            kind="choice",
            options=options_of(question, language),
            value=_one(said.get(question.key)),
        )
        return [head, Choices([ask])]
    return [head, Items([_line(wave, option, said) for option in options_of(question, language)])]


def _line(wave: Wave, option: Option, said: Said) -> Item:
    chosen = said.get(wave.first.key) == option.value
    does = "wave.say" if wave.is_named else "wave.seal"
    press = Button(label=say("Choose"), does=does, about=f"{wave.number} {option.value}")
    return Item(name=option.label, detail=say("You say this") if chosen else "", button=press)


def _one(answer: Answer | None) -> str | None:
    return answer if isinstance(answer, str) else None


def _thanks(*, first: bool, rest: bool) -> list[Part]:
    return [Text(say("Thank you. All of it is in."))] if first and rest else []


def _acts(wave: Wave, *, first: bool, rest: bool) -> list[Button]:
    acts = []
    if wave.first.asks is Asks.TEN and (wave.is_named or not first):
        does = "wave.say" if wave.is_named else "wave.seal"
        acts.append(Button(label=say("Send the first answer"), does=does, about=wave.number))
    left = len(wave.questions) - 1
    if not rest:
        more = say_many("Answer the rest ({n})", "Answer the rest ({n})", left)
        acts.append(
            Button(label=more if first else say("Answer all"), does="wave.rest", about=wave.number, primary=True)
        )
    elif wave.is_named:
        acts.append(Button(label=say("Change my answers"), does="wave.rest", about=wave.number))
    return acts


def rest_form(wave: Wave, given: Mapping[str, Any], *, first: bool, language: str) -> Form:
    """All that can still be answered. Nothing has to be."""
    asked = [one for one in wave.questions if wave.is_named or not first or one.key != wave.first.key]
    return Form(
        title=say("Survey"),
        does="wave.keep" if wave.is_named else "wave.sealed",
        about=wave.number,
        submit=say("Send"),
        parts=[
            *(_ask(one, given.get(one.key), language) for one in asked),
            Note(joined(" ", [say("Leave out what you do not want to answer."), ASKED[wave.mode]])),
        ],
    )


def _ask(question: Question, value: Any, language: str) -> Ask:
    text = question.said(language)
    if question.asks is Asks.TEXT:
        return Ask(
            name=question.key,
            label=text,
            kind="paragraph",
            hint=NO_NAMES,
            optional=True,
            value=value or None,
            most=COMMENT_MAX,
        )
    several = question.asks is Asks.SEVERAL
    return Ask(
        name=question.key,
        label=text,
        kind="ticks" if several else "choice",
        optional=True,
        options=options_of(question, language),
        value=(value or []) if several else value or None,
    )
