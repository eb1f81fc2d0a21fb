"""The form in which a district is set up."""

from collections.abc import Sequence

from domain.settings import KEYS, LONG, SHORT, Settings
from views.elements import Ask, Form, Note

BOX = 3000  # characters that every platform takes in one box


def settings_form(settings: Settings, schools: Sequence[str], departments: Sequence[str]) -> Form:
    return Form(
        title="Settings",
        does="settings.save",
        submit="Save",
        parts=[
            _line("name", settings, optional=True),
            _line("timezone", settings),
            _list("schools", "Schools", schools),
            _list("departments", "Departments", departments),
            _text("objectives", settings, optional=True),
            _text("danger", settings),
            _text("who_to_tell", settings),
        ],
    )


def _line(key: str, settings: Settings, *, optional: bool = False) -> Ask:
    return Ask(name=key, label=KEYS[key].means, optional=optional, value=settings[key], most=SHORT)


def _text(key: str, settings: Settings, *, optional: bool = False) -> Ask:
    label = KEYS[key].means
    return Ask(name=key, label=label, kind="paragraph", optional=optional, value=settings[key], most=LONG)


def _list(name: str, label: str, names: Sequence[str]) -> Ask | Note:
    """The names, one a line; where they are too many for a box they are not offered, since a part would look whole."""
    lines = "\n".join(names)
    if len(lines) > BOX:
        return Note(f"{label}: {len(names)} are on file, more than fit here. Your IT office changes them.")
    hint = "One a line. A name that you take out is closed, not deleted."
    return Ask(name=name, label=label, kind="paragraph", optional=True, hint=hint, value=lines)
