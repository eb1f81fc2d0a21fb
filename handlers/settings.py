"""See and change what a district has set."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from domain.errors import RefusedError
from domain.places import PlaceKind
from handlers.routing import Call, Draw, Open, Reply, Routes
from storage.places import Places
from storage.settings import DistrictSettings
from views.settings import settings_form

routes = Routes()

Typed = Annotated[str, StringConstraints(strip_whitespace=True)]
PLACES = {"schools": PlaceKind.SCHOOL, "departments": PlaceKind.DEPARTMENT}


class SettingsForm(BaseModel):
    name: Typed = ""
    timezone: Typed = ""
    schools: str | None = None  # None: it was not asked, so it stays
    departments: str | None = None
    objectives: Typed = ""
    danger: Typed = ""
    who_to_tell: Typed = ""


@routes.button("settings.open")
def open_(call: Call) -> Reply:
    _must_be_mr(call)
    names = {key: [p.name for p in Places(call.tx).all(kind)] for key, kind in PLACES.items()}
    return Open(settings_form(call.settings, names["schools"], names["departments"]))


@routes.submit("settings.save", SettingsForm)
def save(call: Call, form: SettingsForm) -> Reply:
    _must_be_mr(call)
    typed = form.model_dump()
    for key, kind in PLACES.items():
        names = typed.pop(key)
        if names is not None:
            Places(call.tx).set_names(kind, _lines(names), by=call.me)
    kept = DistrictSettings(call.tx)
    for key, value in typed.items():
        _set(kept, key, value, by=call.me)
    return Draw("home")


def _set(kept: DistrictSettings, key: str, value: str, *, by: str) -> None:
    try:
        kept.set(key, value, by=by)
    except RefusedError as error:
        raise RefusedError(error.sentence, field=key) from None


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _must_be_mr(call: Call) -> None:
    if not call.viewer.is_mr:
        raise RefusedError("Only the management representative can change the settings.")
