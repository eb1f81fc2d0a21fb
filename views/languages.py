"""Languages that the bot speaks, and a card or form said in one of them.

English is what the texts in the code are. Any other language is a folder under views/locale/ with gettext catalogues
(`.po`), one for each part of the program; its dates are Babel's. `make texts` collects what there is to translate.
"""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, time
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from domain.texts import Language, day_text, into, time_text
from views.elements import Card, Form

T = TypeVar("T")

ENGLISH = "en"
LOCALES = Path(__file__).parent / "locale"


class Catalogue:
    """A gettext catalogue as a `Language`. What it does not hold stays English."""

    slash = True

    def __init__(self, tag: str, found: NullTranslations) -> None:
        self._tag = tag
        self.text = found.gettext
        self.counted = found.ngettext

    def day(self, when: date, /, *, year: bool) -> str:
        from babel.dates import format_skeleton  # English does not need it

        return str(format_skeleton("yMMMEd" if year else "MMMEd", when, locale=self._tag))

    def clock(self, when: time, /) -> str:
        """As it is written in the United States, "8:00 a.m.": the districts are there."""
        from babel import Locale  # English does not need it
        from babel.dates import format_time

        spoken = Locale.parse(self._tag, sep="-")
        here = spoken if spoken.territory else Locale.parse(f"{spoken.language}_US", resolve_likely_subtags=True)
        return str(format_time(when, "short", locale=here))


class English:
    """What our texts are written in."""

    slash = True

    def text(self, english: str, /) -> str:
        return english

    def counted(self, one: str, many: str, number: int, /) -> str:
        return one if number == 1 else many

    def day(self, when: date, /, *, year: bool) -> str:
        return str(day_text(when, year=year))

    def clock(self, when: time, /) -> str:
        return str(time_text(when))


class Slashless:
    """A language where commands are typed without a slash."""

    slash = False

    def __init__(self, spoken: Language) -> None:
        self.text = spoken.text
        self.counted = spoken.counted
        self.day = spoken.day
        self.clock = spoken.clock


#: Languages that are not read from a file; tests put one here.
MORE: dict[str, Language] = {}


@cache
def _read(tag: str) -> Language | None:
    files = sorted((LOCALES / tag).glob("*.po"))
    found = NullTranslations()
    for file in files:
        found.add_fallback(_catalogue(file, tag))
    return Catalogue(tag, found) if files else None


def _catalogue(file: Path, tag: str) -> GNUTranslations:
    from babel.messages.mofile import write_mo  # English needs neither
    from babel.messages.pofile import read_po

    made = BytesIO()
    with file.open("rb") as opened:
        write_mo(made, read_po(opened, locale=tag))
    made.seek(0)
    return GNUTranslations(made)


def language(tag: str) -> Language | None:
    """How to say a text; None for English, in which it is written."""
    return None if tag == ENGLISH else MORE.get(tag) or _read(tag)


def _speaks(tag: str, *, slash: bool) -> Language | None:
    """The same; None where a text is said as it is written."""
    return language(tag) if slash else Slashless(language(tag) or English())


def best(*wanted: str | None) -> str:
    """The first of these that the bot speaks: "es-MX" is answered in "es". English if it speaks none."""
    for tag in wanted:
        whole = (tag or "").replace("_", "-")
        for one in (whole, whole.partition("-")[0]):
            if one and (one == ENGLISH or language(one)):
                return one
    return ENGLISH


def spoken() -> dict[str, str]:
    """What the bot speaks: each language by its own name."""
    from babel import Locale  # only forms and pages with a choice need it

    tags = sorted({file.parent.name for file in LOCALES.glob("*/*.po")})
    return {tag: str(Locale.parse(tag, sep="-").get_display_name()).capitalize() for tag in (ENGLISH, *tags)}


def said(text: str, tag: str, *, slash: bool = True) -> str:
    """One text in a language, for where commands begin with a slash or do not."""
    speaks = _speaks(tag, slash=slash)
    return into(text, speaks) if speaks else text


def card_in(card: Card, tag: str, *, slash: bool = True) -> Card:
    return drawn_in(card, tag, slash=slash)


def form_in(form: Form, tag: str, *, slash: bool = True) -> Form:
    return drawn_in(form, tag, slash=slash)


def texts_in(found: Sequence[T], tag: str, *, slash: bool = True) -> Sequence[T]:
    """The same for what is listed, such as options."""
    speaks = _speaks(tag, slash=slash)
    return [_walk(one, speaks) for one in found] if speaks else found


def drawn_in(drawn: T, tag: str, *, slash: bool = True) -> T:
    """The same for whatever names its language, such as a paper."""
    speaks = _speaks(tag, slash=slash)
    if speaks is None:
        return drawn
    walked: Any = _walk(drawn, speaks)
    said_in: T = replace(walked, language=tag)
    return said_in


def _walk(value: Any, speaks: Language) -> Any:
    """Every text within, in a language; the vocabulary is closed, so this meets every shape that there is."""
    if isinstance(value, str):
        return into(value, speaks)
    if isinstance(value, tuple | list):
        return (
            [_walk(one, speaks) for one in value] if isinstance(value, list) else tuple(_walk(o, speaks) for o in value)
        )
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _walk(getattr(value, f.name), speaks) for f in fields(value)})
    return value
