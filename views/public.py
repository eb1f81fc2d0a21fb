"""Papers in chat: where one is saved, what a public copy holds and withholds, and half a page for families."""

from collections.abc import Mapping, Sequence

from domain.cars import TITLE_MAX, Car
from domain.families import HalfPage
from domain.places import Place
from domain.public_copy import DONE_MAX, REASONS, TEXTS, PublicRule, Release, Text, Withheld
from domain.texts import joined, say, say_many
from views import elements as card
from views.cars import heading
from views.elements import Ask, Button, Card, Facts, Form, Heading, Item, Items, Note, Option
from views.names import NO_NAMES
from views.papers import written

SAVE = say("Save as PDF")
MONTHS: Mapping[str, str] = {
    "3": say("The last 3 months"),
    "6": say("The last 6 months"),
    "12": say("The last 12 months"),
}


def paper_acts(car: Car, *, releases: bool) -> list[Button]:
    """What makes papers of a report."""
    saved = Button(label=SAVE, does="paper.report", about=car.number)
    return [saved, *([Button(label=say("Public copy …"), does="public.open", about=car.number)] if releases else [])]


def release_form(car: Car, release: Release | None, texts: Sequence[Text], done: str) -> Form:
    """`texts` are those that there are; `done` is what the report says of its fix, to begin from."""
    chosen = release.texts if release else frozenset()
    options = [Option(value=text, label=TEXTS[text]) for text in texts]
    ticks = Ask(
        name="texts",
        label=say("Which texts may everybody read, as they stand?"),
        kind="ticks",
        options=options,
        value=[text for text in texts if text in chosen],
        optional=True,
        hint=say("Read them first: what you leave out is withheld, and listed with the reason."),
    )
    return Form(
        title=say("Public copy"),
        does="public.release",
        about=car.number,
        submit=say("Release"),
        parts=[
            card.Text(heading(car)),
            Ask(
                name="title",
                label=say("What was it about, in plain words?"),
                value=release.title if release else "",
                example=say("A gate that did not close"),
                hint=NO_NAMES,
                most=TITLE_MAX,
            ),
            Ask(
                name="done",
                label=say("What was done, in words for families?"),
                kind="paragraph",
                value=release.done if release else done[:DONE_MAX],
                hint=NO_NAMES,
                optional=True,
                most=DONE_MAX,
            ),
            *([ticks] if options else []),
        ],
    )


def public_card(car: Car, release: Release, withheld: Sequence[Withheld], rule: PublicRule) -> Card:
    """What the public copy will hold, before it is made."""
    rows = [(say("Title"), release.title), (say("Done"), release.done or say("not said"))]
    shown = joined(", ", [words for text, words in TEXTS.items() if text in release.texts]) or say("none")
    items = Items([Item(name=one.what, detail=REASONS[one.why]) for one in withheld])
    law = [Note(say("Law: {law}", law=rule.law))] if rule.law else []
    again = Button(label=say("Change …"), does="public.form", about=car.number)
    save = Button(label=SAVE, does="public.paper", about=car.number, primary=True)
    back = Button(label=say("Take back"), does="public.take_back", about=car.number, confirm=TAKE_BACK)
    return Card(
        title=joined(" · ", [say("Public copy"), car.number]),
        state=say("Released") if release.is_public else say("Taken back"),
        parts=[
            Facts([*rows, (say("Texts that everybody may read"), shown)]),
            Heading(say("What is withheld")),
            items,
            *law,
        ],
        buttons=[save, again, back] if release.is_public else [again],
    )


TAKE_BACK = say(
    "It is on no new copy and no page for families any more, and files that hold it do not open. "
    "Copies that were saved or sent on stay where they are."
)


def families_form(schools: Sequence[Place], school: str, languages: Mapping[str, str], language: str) -> Form:
    return Form(
        title=say("You said, we fixed"),
        does="families.show",
        submit=say("Show"),
        parts=[
            Ask(
                name="school",
                label=say("Which school?"),
                kind="choice",
                options=[Option(value=one.id, label=one.name) for one in schools],
                value=school or None,
                search="places.school",
            ),
            Ask(
                name="months",
                label=say("Over which time?"),
                kind="choice",
                options=[Option(value=months, label=words) for months, words in MONTHS.items()],
                value="12",
            ),
            Ask(
                name="tongue",
                label=say("In which language?"),
                kind="choice",
                options=[Option(value=tag, label=name) for tag, name in languages.items()],
                value=language,
            ),
        ],
    )


def families_card(page: HalfPage, about: str) -> Card:
    """What stands on the half page, to be read before it is put on a wall; `about` is what it is of."""
    period = say("{first} to {last}", first=written(page.period.first), last=written(page.period.last))
    count = say_many("{n} problem fixed", "{n} problems fixed", page.fixed)
    told = [Item(name=one.said, detail=one.done) for one in page.told]
    none = say("None is released yet. The quality office does that under a closed report: Public copy.")
    return Card(
        title=say("At {school}: you said, we fixed", school=page.school),
        state=count,
        parts=[card.Text(period), *([Items(told)] if told else [card.Text(none)])],
        buttons=[
            Button(label=SAVE, does="families.paper", about=about, primary=True),
            Button(label=say("Choose again"), does="families.form"),
        ],
    )
