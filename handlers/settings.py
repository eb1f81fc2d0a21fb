"""See and change what a district has set."""

from collections.abc import Mapping

from domain.errors import RefusedError
from domain.places import PlaceKind
from domain.settings import CLOCKS
from domain.texts import say
from handlers.routing import Answers, Call, Draw, FormError, Open, Reply, Routes, Show, Typed
from storage.places import Places
from storage.settings import DistrictSettings
from views.elements import Card
from views.settings import (
    causes_form,
    clocks_form,
    conversations_form,
    district_form,
    places_form,
    settings_card,
    staff_form,
)

routes = Routes()

PLACES = {"schools": PlaceKind.SCHOOL, "departments": PlaceKind.DEPARTMENT}


class DistrictForm(Answers):
    name: Typed = ""
    timezone: Typed = ""
    preset: str = "standard"
    numbering: str = "calendar"
    objectives: Typed = ""
    danger: Typed = ""
    who_to_tell: Typed = ""


class PlacesForm(Answers):
    schools: str | None = None  # None: it was not asked, so it stays
    departments: str | None = None


class ClocksForm(Answers):
    acknowledge_days: Typed = ""
    triage_days: Typed = ""
    contain_days: Typed = ""
    plan_days: Typed = ""
    fix_days_critical: Typed = ""
    fix_days_major: Typed = ""
    fix_days_minor: Typed = ""
    watch_days_critical: Typed = ""
    watch_days_major: Typed = ""
    extension_days: Typed = ""


class CausesForm(Answers):
    causes: Typed | None = None  # None: it was not asked


class ConversationsForm(Answers):
    digest_channel: str = ""
    mrt_channel: str = ""


class StaffForm(Answers):
    kind: str
    which: Typed = ""


WHICH = {
    "domain": say("Please give the domain, such as example.org."),
    "group": say("Please give the id of the group, such as S0123ABCD."),
}


@routes.command("settings")
@routes.button("settings.open")
def open_(call: Call) -> Reply:
    return Show(menu(call), beside=True)


@routes.notice("settings.menu")
def menu(call: Call) -> Card:
    must_be_mr(call)
    found = [place.kind for place in Places(call.tx).all()]
    return settings_card(call.settings, found.count(PlaceKind.SCHOOL), found.count(PlaceKind.DEPARTMENT))


@routes.button("settings.district")
def open_district(call: Call) -> Reply:
    must_be_mr(call)
    return Open(district_form(call.settings))


@routes.button("settings.places")
def open_places(call: Call) -> Reply:
    must_be_mr(call)
    names = {key: [p.name for p in Places(call.tx).all(kind)] for key, kind in PLACES.items()}
    return Open(places_form(names["schools"], names["departments"]))


@routes.button("settings.clocks")
def open_clocks(call: Call) -> Reply:
    must_be_mr(call)
    return Open(clocks_form(call.settings))


@routes.button("settings.causes")
def open_causes(call: Call) -> Reply:
    must_be_mr(call)
    return Open(causes_form(call.settings))


@routes.button("settings.conversations")
def open_conversations(call: Call) -> Reply:
    must_be_mr(call)
    return Open(conversations_form(call.settings))


@routes.button("settings.staff")
def open_staff(call: Call) -> Reply:
    must_be_mr(call)
    return Open(staff_form(call.settings))


@routes.submit("settings.save_staff", StaffForm)
def save_staff(call: Call, form: StaffForm) -> Reply:
    """A domain or a group has to be named."""
    which = form.which.removeprefix("@")
    if form.kind in WHICH and not which:
        raise RefusedError(WHICH[form.kind], field="which")
    return _save(call, {"staff": f"{form.kind}:{which}" if form.kind in WHICH else form.kind})


@routes.submit("settings.save_district", DistrictForm)
def save_district(call: Call, form: DistrictForm) -> Reply:
    return _save(call, form.model_dump())


@routes.submit("settings.save_places", PlacesForm)
def save_places(call: Call, form: PlacesForm) -> Reply:
    must_be_mr(call)
    for key, kind in PLACES.items():
        names = getattr(form, key)
        if names is not None:
            Places(call.tx).set_names(kind, _lines(names), by=call.me)
    return Draw("settings.menu")


@routes.submit("settings.save_clocks", ClocksForm)
def save_clocks(call: Call, form: ClocksForm) -> Reply:
    """A number that is the default is not kept: a better default of a later release then holds."""
    typed = form.model_dump()
    return _save(call, {key: "" if typed[key] == str(days) else typed[key] for key, (_, days) in CLOCKS.items()})


@routes.submit("settings.save_causes", CausesForm)
def save_causes(call: Call, form: CausesForm) -> Reply:
    return _save(call, form.model_dump(exclude_none=True))


@routes.submit("settings.save_conversations", ConversationsForm)
def save_conversations(call: Call, form: ConversationsForm) -> Reply:
    return _save(call, form.model_dump())


def _save(call: Call, typed: Mapping[str, str]) -> Reply:
    """Keep all of it, or say at each question what does not fit."""
    must_be_mr(call)
    faults: dict[str, str] = {}
    for key, value in typed.items():
        try:
            DistrictSettings(call.tx).set(key, value, by=call.me)
        except RefusedError as error:
            faults[key] = error.sentence
    if faults:
        raise FormError(faults)
    return Draw("settings.menu")


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def must_be_mr(call: Call) -> None:
    if not call.viewer.is_mr:
        raise RefusedError("Only the management representative can change the settings.")
