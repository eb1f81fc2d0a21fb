"""A figure that somebody raises: as a problem, as a risk or as an idea, with its picture as it was that day."""

from dataclasses import replace
from datetime import date

from domain.asks import need
from domain.cars import WHAT_MAX, Car, Source
from domain.errors import RefusedError
from domain.files import Purpose
from domain.frozen import dataclass
from domain.people import Viewer
from domain.places import PlaceKind
from domain.trends import KIND_OF, Raised, Trend, read_trend, reviews, source_of
from handlers.files import file_of
from handlers.ideas import new_idea
from handlers.moving import put_on_record
from handlers.names import Named, asked
from handlers.routing import Call, Draw, Open, Reply, Routes, Show, Typed
from handlers.trends import shown_of
from storage.car_sight import NOBODY
from storage.evidence import FIGURE, Evidence
from storage.files import Files
from storage.outbox import Outbox
from storage.places import Places
from views.charts import described, svg
from views.elements import Form
from views.languages import texts_in
from views.raising import KEPT, kept_figure_card, raise_form, record_text
from views.trends import Shown, alt_of

routes = Routes()


class RaisedForm(Named):
    LOOKED_AT = ("what",)
    what: Typed = ""
    as_: Raised
    school: str | None = None
    source: Source | None = None


@routes.button("trends.raise")
def raise_it(call: Call) -> Reply:
    """The form, with the figure as it is now."""
    return Open(_form(call, _for_all(call, read_trend(call.about))))


def _form(call: Call, shown: Shown) -> Form:
    return raise_form(shown, Places(call.tx).all(PlaceKind.SCHOOL), reviews=reviews(call.viewer))


def _for_all(call: Call, trend: Trend) -> Shown:
    """The figure as it may stand in what all staff read: what only some of them find is not counted in it."""
    return shown_of(replace(call, viewer=Viewer(person=NOBODY)), trend)[0]


@routes.submit("trends.raised", RaisedForm)
def raised(call: Call, form: RaisedForm) -> Reply:
    shown = _for_all(call, read_trend(call.about))
    need(form.what, "Please say what you see in it, in a few words.", field="what", at_most=WHAT_MAX)
    if again := asked(form, _form(call, shown)):
        return again
    drawn = Raising(
        words=_words(call, form, shown),
        picture=_picture(call, shown),
        name=_name(shown),
        on=shown.period.last,
        source=source_of(form.source, call.viewer),
    )
    return raise_as(call, form.as_, form.school, drawn)


@dataclass(frozen=True, kw_only=True, slots=True)
class Raising:
    """What stands in the record: words with the figure in them, and the picture as it is now, if there is one."""

    words: str
    picture: bytes | None
    name: str  # of the picture
    on: date
    source: Source


def raise_as(call: Call, as_: Raised, school: str | None, drawn: Raising) -> Reply:
    """A new idea or report of whoever asks."""
    return _raise_idea(call, school, drawn) if as_ is Raised.IDEA else _raise_report(call, as_, school, drawn)


def _raise_idea(call: Call, school: str | None, drawn: Raising) -> Reply:
    idea = new_idea(call, drawn.words, by=call.me, school=school)
    if drawn.picture:
        about = f"ideas:{idea.number}"
        name, media = drawn.name, FIGURE
        Files(call.tx).add(drawn.picture, about=about, purpose=Purpose.EVIDENCE, name=name, media=media, by=call.me)
    Outbox(call.tx).owe("idea.received", idea.number, to=call.me, key=f"idea.received:{idea.number}")
    return Draw("idea.kept", idea.number)


def _raise_report(call: Call, as_: Raised, school: str | None, drawn: Raising) -> Reply:
    new = Car(
        requester=call.me,
        filed_at=call.tx.now,
        filed_on=call.today,
        happened_on=drawn.on,
        what=drawn.words,
        school=school,
        kind=KIND_OF[as_],
        source=drawn.source,
    )
    car = put_on_record(call, new)
    if drawn.picture:
        Evidence(call.tx).add_figure(car.number, drawn.picture, name=drawn.name, by=call.me)
    return Draw("car.filed", car.number)


def _words(call: Call, form: RaisedForm, shown: Shown) -> str:
    return texts_in([record_text(form.what, shown)], call.language)[0]


def _picture(call: Call, shown: Shown) -> bytes | None:
    """None where there is too little to draw."""
    if shown.chart is None:
        return None
    (chart,), (said,) = texts_in([shown.chart], call.language), texts_in([alt_of(shown)], call.language)
    return described(svg(chart), said).encode()


def _name(shown: Shown) -> str:
    return f"{shown.trend.figure} {shown.period.last.isoformat()}.svg"


@routes.button("trends.kept")
def kept(call: Call) -> Reply:
    """The picture that was kept, for whoever reads the record."""
    file = file_of(call)
    if file is None or file.media != FIGURE:
        raise RefusedError("This file is not there any more, or it is not yours to read.")
    return Show(kept_figure_card(file, Files(call.tx).content(file.id).decode()), beside=True)


def picture_of(call: Call) -> str | None:
    """What is drawn where the address of a picture leads, by the rights of that moment: a figure, or one that was kept.

    None where there is too little to draw, or nothing that whoever asks may see.
    """
    if call.about.startswith(KEPT):
        file = file_of(replace(call, about=call.about.removeprefix(KEPT)))
        return Files(call.tx).content(file.id).decode() if file and file.media == FIGURE else None
    chart = shown_of(call, read_trend(call.about))[0].chart
    return svg(texts_in([chart], call.language)[0]) if chart else None
