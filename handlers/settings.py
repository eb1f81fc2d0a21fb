"""See and change what a district has set."""

from collections.abc import Mapping

from domain.anonymity import COMMENTS, SCORES
from domain.conversations import PROBLEMS
from domain.errors import RefusedError
from domain.meetings import HALF
from domain.places import PlaceKind
from domain.settings import KEYS
from domain.terms import TERMS
from domain.texts import say
from handlers.routing import Answers, Call, Draw, FormError, Open, Reply, Routes, Show, Typed
from storage.conversations import Conversations
from storage.db import Tx
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


class DistrictForm(Answers):
    name: Typed = ""
    timezone: Typed = ""
    preset: str = "standard"
    numbering: str = "calendar"
    language: str = ""
    objectives: Typed = ""
    danger: Typed = ""
    who_to_tell: Typed = ""
    quorum: str = HALF
    terms: Typed = TERMS
    smallest_scores: Typed = str(SCORES)
    smallest_comments: Typed = str(COMMENTS)
    public_names: str = "no"
    public_law: Typed = ""


class PlacesForm(Answers):
    """Whole lists, or what changes of a long one. None: it was not asked, so it stays."""

    schools: str | None = None
    departments: str | None = None
    new_schools: str | None = None
    new_departments: str | None = None
    closed_school: str | None = None
    closed_department: str | None = None


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
    working_hours: Typed = ""
    morning: Typed = ""
    supervisor_copies: Typed = ""


class CausesForm(Answers):
    causes: Typed | None = None  # None: it was not asked


class ConversationsForm(Answers):
    digest_channel: str = ""
    mrt_channel: str = ""


class StaffForm(Answers):
    kind: str
    which: Typed = ""
    public_link: Typed | None = None


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
    places = Places(call.tx)
    schools, departments = places.all(PlaceKind.SCHOOL), places.all(PlaceKind.DEPARTMENT)
    return Open(places_form(schools, departments, small=call.settings.is_small))


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
    staff = f"{form.kind}:{which}" if form.kind in WHICH else form.kind
    return _save(call, {"staff": staff, "public_link": form.public_link or ""})


@routes.submit("settings.save_district", DistrictForm)
def save_district(call: Call, form: DistrictForm) -> Reply:
    return _save(call, form.model_dump())


@routes.submit("settings.save_places", PlacesForm)
def save_places(call: Call, form: PlacesForm) -> Reply:
    must_be_mr(call)
    places = Places(call.tx)
    for kind, whole, new, closed in (
        (PlaceKind.SCHOOL, form.schools, form.new_schools, form.closed_school),
        (PlaceKind.DEPARTMENT, form.departments, form.new_departments, form.closed_department),
    ):
        if whole is not None:
            places.set_names(kind, _lines(whole), by=call.me)
        places.open_names(kind, _lines(new or ""), by=call.me, field=f"new_{kind}s")
        if closed:
            places.close(closed, by=call.me)
    return Draw("settings.menu")


@routes.submit("settings.save_clocks", ClocksForm)
def save_clocks(call: Call, form: ClocksForm) -> Reply:
    """What is the default is not kept: a better default of a later release then holds."""
    typed = form.model_dump()
    return _save(call, {key: "" if said == KEYS[key].default else said for key, said in typed.items()})


@routes.submit("settings.save_causes", CausesForm)
def save_causes(call: Call, form: CausesForm) -> Reply:
    return _save(call, form.model_dump(exclude_none=True))


@routes.submit("settings.save_conversations", ConversationsForm, looks=True)
def save_conversations(call: Call, form: ConversationsForm) -> Reply:
    for key, known in form.model_dump().items():
        must_fit(call.tx, known, field=key)
    return _save(call, form.model_dump(exclude={"mrt_channel"} if call.settings.is_small else None))


def _save(call: Call, typed: Mapping[str, str]) -> Reply:
    must_be_mr(call)
    set_all(call, typed)
    return Draw("settings.menu")


def set_all(call: Call, typed: Mapping[str, str]) -> None:
    """Keep all of it, or say at each question what does not fit."""
    faults: dict[str, str] = {}
    for key, value in typed.items():
        try:
            DistrictSettings(call.tx).set(key, value, by=call.me)
        except RefusedError as error:
            faults[key] = error.sentence
    if faults:
        raise FormError(faults)


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def must_fit(tx: Tx, conversation: str, *, field: str | None = None) -> None:
    """Refuse a conversation in which something keeps the bot from posting; it was looked at just before."""
    found = Conversations(tx).of(conversation)
    if found and found.problem:
        name = f"#{found.label}" if found.label else say("This conversation")
        happened, do = PROBLEMS[found.problem]
        raise RefusedError("{name} {happened}. {do}", name=name, happened=happened, do=do, field=field)


def must_be_mr(call: Call) -> None:
    if not call.viewer.is_mr:
        raise RefusedError("Only the management representative can change the settings.")
