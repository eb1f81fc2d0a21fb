"""Who is away, and who acts for them meanwhile."""

from datetime import date

from domain.errors import RefusedError
from domain.people import Absence, PersonId, check_absence, check_sends_away
from handlers.people import must_be_mr, room_of
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes
from storage.absences import Absences
from storage.colleagues import must_be_colleague
from storage.outbox import Outbox
from storage.people import People
from storage.seating import end_absence, tell_in_charge
from views.absences import away_card, away_form, back_card
from views.elements import Card

routes = Routes()


class AwayForm(Answers):
    person: str | None = None
    first: date
    last: date
    deputy: str


@routes.button("people.away_form")
def open_away(call: Call) -> Reply:
    anybody = call.about == "anybody"
    if anybody:
        must_be_mr(call)
    return Open(away_form(call.today, anybody=anybody))


@routes.submit("people.away", AwayForm)
def away(call: Call, form: AwayForm) -> Reply:
    """For oneself, or by the management representative for anybody."""
    person = People(call.tx).canonical(form.person or call.me)
    _must_be_theirs(call, person, field="person")
    absence = Absence(person=person, first=form.first, last=form.last, deputy=PersonId(form.deputy))
    check_absence(absence, call.today)
    must_be_colleague(call.tx, form.deputy, field="deputy")
    before = Absences(call.tx).get(person)
    if before:
        end_absence(call.tx, before, by=call.me)
    Absences(call.tx).set(absence, by=call.me)
    tell_in_charge(call.tx)
    key = f"people.stands_in:{person}:{form.first}:{form.last}"
    for told in (person, form.deputy):
        Outbox(call.tx).owe("people.away_card", person, to=told, key=key)
    return Draw("people.away_card", person)


@routes.notice("people.away_card")
def away_now(call: Call) -> Card:
    absence = Absences(call.tx).get(call.about)
    if absence is None:
        return back_card(room_of(call, [call.about]).person(call.about))
    return away_card(absence, room_of(call, [absence.person, absence.deputy]))


@routes.button("people.back", writes=True)
def back(call: Call) -> Reply:
    absence = Absences(call.tx).get(call.about)
    if call.about not in call.viewer.ids and not call.viewer.is_mr:
        raise RefusedError("Only who is away, or the management representative, can say that they are back.")
    if absence:
        _must_be_theirs(call, absence.person)
        end_absence(call.tx, absence, by=call.me)
    return Draw("people.away_card", call.about)


def _must_be_theirs(call: Call, person: PersonId, *, field: str = "") -> None:
    """For oneself, or by the management representative for anybody whom nobody in charge of them has to trust."""
    if person == call.me:
        return
    must_be_mr(call)
    people = People(call.tx)
    check_sends_away(person, lambda role: [*people.holders(role), *people.acting(role)], field=field)
