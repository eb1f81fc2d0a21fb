"""What is typed about the results of a wave: what was done, what somebody sees in a question, and why words go."""

from collections.abc import Sequence

from domain.cars import WHAT_MAX
from domain.holds import REASON_MAX
from domain.places import Place
from domain.pulses import Question
from domain.surveys import BY_LINK, TOLD_MAX, Wave
from domain.texts import joined, say
from domain.trends import Raised
from views.car_forms import place_asks
from views.elements import Ask, Form, Note, Quote, Text
from views.names import NO_NAMES
from views.raising import AS
from views.survey_results import Found, figure_text


def did_form(wave: Wave) -> Form:
    tells = wave.audience not in BY_LINK
    told = (
        say("All who were asked get this as a message.")
        if tells
        else say("It stands with the results, and in the digest.")
    )
    return Form(
        title=say("You said, we did"),
        does="wave.did",
        about=wave.number,
        submit=say("Tell them") if tells else say("Keep it"),
        parts=[
            Ask(
                name="you_said",
                label=say("What did people tell you?"),
                kind="paragraph",
                hint=NO_NAMES,
                value=wave.you_said or None,
                most=TOLD_MAX,
            ),
            Ask(
                name="we_did",
                label=say("What did you do about it, or what do you do next?"),
                kind="paragraph",
                hint=NO_NAMES,
                value=wave.we_did or None,
                most=TOLD_MAX,
            ),
            Note(told),
        ],
    )


def raise_form(at: Found, question: Question, schools: Sequence[Place]) -> Form:
    figure = figure_text(at, question)
    return Form(
        title=say("Raise it"),
        does="wave.raised",
        about=f"{at.wave.number} {question.key}",
        submit=say("Raise it"),
        parts=[
            Ask(
                name="what",
                label=say("What do you see in it?"),
                kind="paragraph",
                hint=NO_NAMES,
                most=WHAT_MAX - len(figure) - 2,
            ),
            Ask(name="as_", label=say("What is it?"), kind="choice", options=AS, value=Raised.CONCERN),
            *place_asks("school", say("Which school?"), schools, at.wave.place),
            Quote(figure),
            Note(say("All staff read this, with the figure.")),
        ],
    )


def remove_form(wave: Wave) -> Form:
    return Form(
        title=say("Remove words"),
        does="wave.remove",
        about=wave.number,
        submit=say("Remove for good"),
        parts=[
            Text(joined(" · ", [wave.number, wave.name])),
            Note(
                say(
                    "The questions, the comments and what was said of them are removed for good; nobody can bring them "
                    "back. The figures stay. Who removed them, when and why stays on record."
                )
            ),
            Ask(
                name="reason",
                label=say("Why?"),
                kind="paragraph",
                hint=say("It stays on record, so do not repeat here what you remove."),
                most=REASON_MAX,
            ),
        ],
    )
