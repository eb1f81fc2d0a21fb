"""The days without school: see them, add and change them, and close a school today."""

from collections.abc import Sequence
from hashlib import sha256

from domain.closures import Closure, Found, read_closures, written
from domain.errors import RefusedError
from domain.people import Role
from domain.places import PlaceKind
from domain.settings import closures_key
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Show, Typed
from handlers.settings import must_be_mr
from storage.places import Places
from storage.settings import DistrictSettings
from views.calendar import EVERYWHERE, DaysOf, add_form, calendar_card, change_form, less, snow_button, snow_card
from views.elements import Button, Card

routes = Routes()

SNOW = "Snow day"  # kept with the day, so it is one of the district's own words
MOST_BUTTONS = 3  # schools that one person may close by one press; the MR closes the district


class AddForm(Answers):
    school: str | None = None
    days: Typed = ""


class ChangeForm(Answers):
    days: Typed | None = None  # None: it was not asked, so it stays


@routes.command("calendar")
@routes.button("calendar.open")
def open_(call: Call) -> Reply:
    return Show(card(call), beside=True)


@routes.notice("calendar.card")
def card(call: Call) -> Card:
    names = {"": EVERYWHERE} | {place.id: place.name for place in Places(call.tx).all(PlaceKind.SCHOOL)}
    lists = [DaysOf(place=place, name=name, closures=call.settings.closures(place)) for place, name in names.items()]
    filled = [days for days in lists if days.closures or not days.place]
    return calendar_card(filled, call.today, changes=call.viewer.is_mr, snow=_snow_buttons(call, names))


def _snow_buttons(call: Call, names: dict[str, str]) -> list[Button]:
    theirs = [place for place in names if _may_close(call, place)]
    return [snow_button(place, names[place]) for place in theirs[:MOST_BUTTONS]]


def _may_close(call: Call, place: str) -> bool:
    return call.viewer.is_mr or (bool(place) and call.viewer.holds(Role.PRINCIPAL, place))


@routes.button("calendar.add_form")
def open_add(call: Call) -> Reply:
    must_be_mr(call)
    return Open(add_form(Places(call.tx).all(PlaceKind.SCHOOL)))


@routes.submit("calendar.add", AddForm)
def add(call: Call, form: AddForm) -> Reply:
    must_be_mr(call)
    place = Places(call.tx).get(form.school).id if form.school else ""
    found = _read(form.days)
    if not found.closures:
        raise RefusedError("There is no whole day in it. Use dates such as 2026-11-26.", field="days")
    _set(call, place, [*call.settings.closures(place), *found.closures])
    return _kept(found)


@routes.button("calendar.change_form")
def open_change(call: Call) -> Reply:
    must_be_mr(call)
    closures = call.settings.closures(call.about)
    return Open(change_form(f"{_mark(closures)} {call.about}".strip(), _name(call, call.about), closures))


@routes.submit("calendar.change", ChangeForm)
def change(call: Call, form: ChangeForm) -> Reply:
    """Replace a list, unless somebody changed it since it was read: a snow day must not get lost."""
    must_be_mr(call)
    mark, _, place = call.about.partition(" ")
    if form.days is None:
        return Draw("calendar.card")
    if mark != _mark(call.settings.closures(place)):
        raise RefusedError("Somebody else changed this just now. Please look again; nothing was saved.", field="days")
    found = _read(form.days)
    _set(call, place, found.closures)
    return _kept(found)


def _kept(found: Found) -> Draw:
    """The days as they are now; and how much of a calendar file is not among them."""
    return Draw("calendar.without", str(found.left_out)) if found.left_out else Draw("calendar.card")


@routes.notice("calendar.without")
def without(call: Call) -> Card:
    return less(card(call), int(call.about))


def _read(days: str) -> Found:
    try:
        return read_closures(days)
    except RefusedError as error:
        raise RefusedError(error.sentence, field="days") from None


def _mark(closures: Sequence[Closure]) -> str:
    return sha256(written(closures).encode()).hexdigest()[:12]


@routes.button("calendar.snow", writes=True)
def snow(call: Call) -> Reply:
    """No school today, by one press."""
    _check_may_close(call, call.about)
    if call.settings.rules.calendar_of(call.about).is_open(call.today):
        today = Closure(first=call.today, last=call.today, name=SNOW)
        _set(call, call.about, [*call.settings.closures(call.about), today])
    return Draw("calendar.today", call.about)


@routes.button("calendar.undo_snow", writes=True)
def undo_snow(call: Call) -> Reply:
    _check_may_close(call, call.about)
    today = Closure(first=call.today, last=call.today, name=SNOW)
    _set(call, call.about, [closure for closure in call.settings.closures(call.about) if closure != today])
    return Draw("calendar.today", call.about)


@routes.notice("calendar.today")
def today(call: Call) -> Card:
    closed = not call.settings.rules.calendar_of(call.about).is_open(call.today)
    return snow_card(call.about, _name(call, call.about), closed=closed)


def _check_may_close(call: Call, place: str) -> None:
    if not _may_close(call, place):
        raise RefusedError(
            "Only the school's principal or the management representative can say that school is closed."
        )


def _name(call: Call, place: str) -> str:
    return Places(call.tx).get(place).name if place else EVERYWHERE


def _set(call: Call, place: str, closures: Sequence[Closure]) -> None:
    DistrictSettings(call.tx).set(closures_key(place), written(closures), by=call.me)
