"""The form in which a report is filed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.cars import (
    ALREADY_DONE_MAX,
    LINK_MAX,
    ON_BEHALF_OF_MAX,
    PHOTOS_MAX,
    WHAT_MAX,
    Concern,
)
from domain.places import Place
from domain.settings import Settings
from domain.texts import joined, say
from views.cars import ABOUT
from views.elements import Ask, Button, Buttons, Form, Note, Option, Part
from views.evidence import NO_FACES
from views.names import FILE, NO_NAMES, SEALED, attention

URGENT, HIDE_NAME = "urgent", "hide_name"
MARKS = (
    Option(value=URGENT, label=say("Urgent"), detail=say("Somebody could get hurt, or school cannot go on")),
    Option(value=HIDE_NAME, label=say("Hide my name"), detail=say("Only the management representative sees it")),
)
SEAL = Option(value=SEALED, label=say("Sealed"), detail=say("Only the quality office and who puts it right see it"))


def report_form(
    settings: Settings, schools: Sequence[Place], today: date, typed: Mapping[str, Any], *, found: Sequence[str] = ()
) -> Form:
    """One box; the rest is optional or filled in. `typed` stands in it already; `found` there may name a student."""
    more = "already_done" in typed
    marks = (*MARKS, SEAL) if more else MARKS
    asks: list[Part | Ask] = [
        *(attention(found, FILE) if found else []),
        Note(joined("\n", [settings["danger"], settings["who_to_tell"]])),
        Ask(
            name="what",
            label=say("What happened?"),
            kind="paragraph",
            hint=NO_NAMES,
            example=say("The latch of the playground gate does not close."),
            value=typed.get("what"),
            most=WHAT_MAX,
        ),
        *place_asks("school", say("Which school?"), schools, typed.get("school")),
        Ask(name="happened_on", label=say("When?"), kind="date", value=typed.get("happened_on") or today),
        Ask(
            name="marks",
            label=say("Tick what fits"),
            kind="ticks",
            optional=True,
            options=marks,
            value=typed.get("marks"),
        ),
    ]
    rest = _more_asks(typed) if more else [Buttons([Button(label=say("Photo, link, sealed …"), does="car.more")])]
    return Form(title=say("Report a problem"), does="car.file", parts=[*asks, *rest])


def place_asks(name: str, label: str, places: Sequence[Place], value: str | None) -> list[Ask]:
    """A question about a school or department; none where the district has none."""
    if not places:
        return []
    options = [Option(value=place.id, label=place.name) for place in places]
    search = f"places.{name}"
    return [Ask(name=name, label=label, kind="choice", optional=True, options=options, search=search, value=value)]


def _more_asks(typed: Mapping[str, Any]) -> list[Ask]:
    return [
        Ask(
            name="concerns",
            label=say("Is it about somebody in charge?"),
            kind="choice",
            hint=say("They do not see it then: somebody above them decides."),
            options=[Option(value=concern, label=said) for concern, said in ABOUT.items()],
            value=typed.get("concerns") or Concern.NOBODY,
        ),
        *_kept_photos(typed.get("photos") or ()),
        Ask(
            name="photos",
            label=say("Photos"),
            kind="photos",
            optional=True,
            most=PHOTOS_MAX,
            hint=NO_FACES,
        ),
        Ask(name="link", label=say("Link"), kind="link", optional=True, most=LINK_MAX, value=typed.get("link")),
        Ask(
            name="already_done",
            label=say("What did you do about it already?"),
            kind="paragraph",
            hint=NO_NAMES,
            optional=True,
            most=ALREADY_DONE_MAX,
            value=typed.get("already_done"),
        ),
        Ask(
            name="on_behalf_of",
            label=say("Do you report it for somebody else?"),
            hint=say("For a colleague without an account, such as a driver or a cook. Not for a student."),
            optional=True,
            most=ON_BEHALF_OF_MAX,
            value=typed.get("on_behalf_of"),
        ),
    ]


def _kept_photos(photos: Sequence[str]) -> list[Ask]:
    """Photos that came with the form before: no platform puts them back into their box."""
    options = [Option(value=photo, label=say("Photo {n}", n=n)) for n, photo in enumerate(photos, 1)]
    kept = Ask(
        name="kept", label=say("Photos you added"), kind="ticks", optional=True, options=options, value=list(photos)
    )
    return [kept] if photos else []
