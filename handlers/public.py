"""What the quality office releases of a report, and half a page for the families of a school."""

from collections.abc import Sequence
from dataclasses import replace

from domain.cars import Car
from domain.errors import RefusedError
from domain.exports import Kind
from domain.people import Role
from domain.places import PlaceKind
from domain.public_copy import Release, Text, check_release, public_copy, texts_of, why_not_release
from handlers.exports import paper_of
from handlers.moving import seen
from handlers.names import Named, asked
from handlers.papers import half_page_of, must_speak_for, public_parts
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Show, Typed
from storage.copies import draw_files_again
from storage.dossiers import Dossiers
from storage.places import Places
from storage.releases import Releases
from views.elements import Card, Form
from views.languages import ENGLISH, spoken
from views.public import families_card, families_form, public_card, release_form

routes = Routes()


class ReleaseForm(Named):
    LOOKED_AT = ("title", "done")
    title: Typed = ""
    done: Typed = ""
    texts: Sequence[Text] = ()


class FamiliesForm(Answers):
    school: str
    months: str = "12"
    tongue: str = "en"


@routes.button("public.open")
def open_(call: Call) -> Reply:
    """What is released, or the form that releases something."""
    released = Releases(call.tx).of(_car(call).number)
    return Show(card(call), beside=True) if released else Open(_form(call))


@routes.button("public.form")
def open_form(call: Call) -> Reply:
    return Open(_form(call))


@routes.submit("public.release", ReleaseForm)
def release(call: Call, form: ReleaseForm) -> Reply:
    car = _car(call)
    if again := asked(form, _form(call), car):
        return again
    was = Releases(call.tx).of(car.number)
    released = Release(
        car=car.number,
        title=form.title,
        done=form.done,
        texts=frozenset(form.texts),
        by=call.me,
        at=call.tx.now,
        version=was.version if was else 1,
    )
    check_release(released)
    Releases(call.tx).keep(released, did="release.changed")
    draw_files_again(call.tx, car.number)
    return Draw("public.card", car.number)


@routes.button("public.take_back", writes=True)
def take_back(call: Call) -> Reply:
    was = _released(call, _car(call))
    back = replace(was, taken_back=True, by=call.me, at=call.tx.now)
    Releases(call.tx).keep(back, did="release.taken_back")
    draw_files_again(call.tx, was.car)
    return Draw("public.card", was.car)


@routes.notice("public.card")
def card(call: Call) -> Card:
    """What there is on the public copy and what is not, before it is made."""
    car, rule = _car(call), call.settings.public_rule
    released = _released(call, car)
    _, withheld = public_copy(Dossiers(call.tx, call.viewer).of(car), released, rule)
    return public_card(car, released, withheld, rule)


@routes.button("public.paper", writes=True)
def save(call: Call) -> Reply:
    return paper_of(call, Kind.PUBLIC, public_parts(call)[0].car.number)


def _car(call: Call) -> Car:
    car = seen(call)
    refusal = why_not_release(car, call.viewer)
    if refusal:
        raise RefusedError(refusal)
    return car


def _released(call: Call, car: Car) -> Release:
    found = Releases(call.tx).of(car.number)
    if found is None:
        raise RefusedError("Nothing of {number} is released.", number=car.number)
    return found


def _form(call: Call) -> Form:
    car = _car(call)
    dossier = Dossiers(call.tx, call.viewer).of(car)
    corrections = [one.plan.correction for one in dossier.planned]
    done = car.done or (corrections[-1] if corrections else "")
    return release_form(car, Releases(call.tx).of(car.number), texts_of(dossier), done)


@routes.command("car families")
def typed(call: Call) -> Reply:
    return Open(_families(call))


@routes.button("families.form")
def choose(call: Call) -> Reply:
    return Open(_families(call))


def _families(call: Call) -> Form:
    """Of all schools for the office, of theirs for a principal."""
    every = Places(call.tx).all(PlaceKind.SCHOOL)
    mine = [one for one in every if call.viewer.is_mr or call.viewer.holds(Role.PRINCIPAL, one.id)]
    if not mine:
        must_speak_for(call, "")
        raise RefusedError("There is no school yet. Add one in the settings.")
    return families_form(mine, mine[0].id, spoken(), call.language)


@routes.submit("families.show", FamiliesForm)
def show(call: Call, form: FamiliesForm) -> Reply:
    about = _about(form.school, form.months, form.tongue)
    half_page_of(replace(call, about=about))
    return Draw("families.card", about)


@routes.notice("families.card")
def families(call: Call) -> Card:
    return families_card(half_page_of(call), call.about)


@routes.button("families.paper", writes=True)
def save_families(call: Call) -> Reply:
    return paper_of(call, Kind.FAMILIES, _about(*[*call.about.split(), "", "", ""][:3]))


def _about(school: str, months: str, tongue: str) -> str:
    """What half a page is of, in a language in which families are written to."""
    return f"{school} {months} {tongue if tongue in spoken() else ENGLISH}"
