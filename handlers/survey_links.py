"""Links by which families and the community answer a survey: made by whoever runs it, sent and printed by schools."""

from domain.errors import RefusedError
from domain.exports import OF_LINKS, Kind
from domain.places import PlaceKind
from domain.survey_links import number_of
from handlers.exports import paper_of
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Show, Typed
from handlers.survey_letters import sheaf_named, wave_linked
from storage.places import Places
from storage.survey_links import SurveyLinks
from views.elements import Card
from views.survey_links import links_card, make_form, sheaf_card

routes = Routes()


class LinksForm(Answers):
    school: str | None = None
    number: Typed = ""


@routes.button("links.show")
def show(call: Call) -> Reply:
    wave = wave_linked(call)
    sheaves = SurveyLinks(call.tx).of(wave)
    return Show(links_card(wave, sheaves, Places(call.tx).names(one.place for one in sheaves)), beside=True)


@routes.button("links.sheaf")
def one(call: Call) -> Reply:
    return Show(card(call))


@routes.notice("links.card")
def card(call: Call) -> Card:
    wave, sheaf = sheaf_named(call)
    return sheaf_card(wave, sheaf, Places(call.tx).names([sheaf.place]))


@routes.button("links.form")
def form(call: Call) -> Reply:
    return Open(make_form(wave_linked(call), Places(call.tx).all(PlaceKind.SCHOOL), {}))


@routes.submit("links.make", LinksForm)
def make(call: Call, form: LinksForm) -> Reply:
    wave, number = wave_linked(call), number_of(form.number)
    if form.school and form.school not in {place.id for place in Places(call.tx).all(PlaceKind.SCHOOL)}:
        raise RefusedError("Please choose one of the list.", field="school")
    nth = SurveyLinks(call.tx).make(wave, form.school or None, number)
    return Draw("links.card", f"{wave.number} {nth}")


@routes.button("links.save", writes=True)
def save(call: Call) -> Reply:
    """As a file, which is drawn beside everything else."""
    kind, _, about = call.about.partition(" ")
    if kind not in OF_LINKS:
        raise RefusedError("Please choose CSV, letters or codes.")
    return paper_of(call, Kind(kind), about)
