"""A figure that somebody raises: the form, its words as they stand in the record, and its picture as it was kept."""

from collections.abc import Sequence

from domain.cars import WHAT_MAX, Source
from domain.files import File
from domain.places import Place
from domain.texts import Said, joined, say
from domain.trends import Raised
from views.car_forms import place_asks
from views.cars import SOURCES
from views.charts import description
from views.elements import Ask, Button, Card, Form, Note, Option, Picture, Quote
from views.names import NO_NAMES
from views.trends import FIGURES, Shown, frozen

KEPT = "kept "  # how the picture of a raised figure is named, before the id of its file
AS = (
    Option(value=Raised.CONCERN, label=say("A problem"), detail=say("It happened: a report, to be put right")),
    Option(value=Raised.PREVENTION, label=say("A risk"), detail=say("It could happen: a report, to prevent it")),
    Option(value=Raised.IDEA, label=say("An idea"), detail=say("It could be better: the Cabinet decides")),
)
FROM = (Source.MONITORING, Source.MANAGEMENT_REVIEW)


def raise_form(shown: Shown, schools: Sequence[Place], *, reviews: bool) -> Form:
    """One question, and the figure below it. `reviews`: whoever asks may say that a management review raises it."""
    figure = figure_text(shown)
    return Form(
        title=say("Raise it"),
        does="trends.raised",
        about=frozen(shown).line,
        submit=say("Raise it"),
        parts=[
            Ask(
                name="what",
                label=say("What do you see in it?"),
                kind="paragraph",
                hint=NO_NAMES,
                value=shown.finding.title if shown.finding.judged else None,
                most=WHAT_MAX - len(figure) - len(BELOW),
            ),
            Ask(name="as_", label=say("What is it?"), kind="choice", options=AS, value=Raised.CONCERN),
            *place_asks("school", say("Which school?"), schools, shown.trend.filters.school),
            *([_source_ask()] if reviews else []),
            Quote(figure),
            Note(say("All staff read this, so sealed reports are not counted in it.")),
        ],
    )


def _source_ask() -> Ask:
    options = [Option(value=source, label=SOURCES[source]) for source in FROM]
    label = say("Where does it come from?")
    return Ask(name="source", label=label, kind="choice", options=options, value=Source.MONITORING)


BELOW = "\n\n"


def record_text(what: str, shown: Shown) -> Said:
    """What stands in the record: what somebody sees, and the figure in which they see it."""
    return joined(BELOW, [what, figure_text(shown)])


def figure_text(shown: Shown) -> Said:
    """The figure in words, with its numbers, n, days and filters."""
    rows = [joined(": ", row) for row in shown.finding.rows]
    return joined("\n", [joined(": ", [FIGURES[shown.trend.figure], shown.finding.title]), *rows, shown.corner])


def kept_figure_card(file: File, drawn: str) -> Card:
    """The picture as it was when the figure was raised. `drawn` is the SVG that was kept."""
    number = file.about.partition(":")[2]
    known = say("fingerprint {sha}", sha=file.sha256[:12])
    back = "idea.show" if file.about.startswith("ideas:") else "car.show"
    return Card(
        title=say("{number} · The figure as it was", number=number),
        parts=[Picture(alt=description(drawn), about=f"{KEPT}{file.id}"), Note(known)],
        buttons=[Button(label=say("Show"), does=back, about=number)],
    )
