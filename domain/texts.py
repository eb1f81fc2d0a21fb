"""Texts of ours, as values: each reads as English, and carries what it was made of, so that it can be said again.

What a person typed stays a plain `str`. Whoever draws a text for a reader turns it `into` their language
(views/languages.py); rules and views know no language.
"""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any, Protocol, Self


class Language(Protocol):
    """How a language says our texts. `text` and `counted` find a translation, as gettext does; `day` writes a date.

    `clock` writes a time of day.

    `slash` is whether what people type begins with one where this is read.
    """

    @property
    def slash(self) -> bool: ...

    def text(self, english: str, /) -> str: ...

    def counted(self, one: str, many: str, number: int, /) -> str: ...

    def day(self, when: date, /, *, year: bool) -> str: ...

    def clock(self, when: time, /) -> str: ...


class Said(str):
    """A text of ours. As a `str` it is the English one."""

    __slots__ = ()

    def into(self, language: Language) -> str:
        raise NotImplementedError


def into(text: str, language: Language) -> str:
    """A text in a language; what somebody typed stays as it is."""
    return text.into(language) if isinstance(text, Said) else text


class _Sentence(Said):
    """`one` and `many` differ where the words depend on a number."""

    __slots__ = ("given", "many", "number", "one")
    one: str
    many: str
    number: int
    given: Mapping[str, Any]

    def __new__(cls, one: str, many: str, number: int, given: Mapping[str, Any]) -> Self:
        english = one if number == 1 else many
        made = super().__new__(cls, english.format_map(given) if given else english)
        made.one, made.many, made.number, made.given = one, many, number, given
        return made

    def into(self, language: Language) -> str:
        if self.one is self.many:
            template = language.text(self.one)
        else:
            template = language.counted(self.one, self.many, self.number)
        given = {k: into(v, language) if isinstance(v, str) else v for k, v in self.given.items()}
        return template.format_map(given) if given else template

    def __getnewargs__(self) -> Any:
        return self.one, self.many, self.number, self.given


class _Joined(Said):
    __slots__ = ("between", "parts")
    between: str
    parts: tuple[str, ...]

    def __new__(cls, between: str, parts: tuple[str, ...]) -> Self:
        made = super().__new__(cls, between.join(parts))
        made.between, made.parts = between, parts
        return made

    def into(self, language: Language) -> str:
        return self.between.join(into(part, language) for part in self.parts)

    def __getnewargs__(self) -> Any:
        return self.between, self.parts


class _Day(Said):
    __slots__ = ("when", "year")
    when: date
    year: bool

    def __new__(cls, when: date, *, year: bool) -> Self:
        made = super().__new__(cls, f"{when:%a} {when.day} {when:%b}{f' {when.year}' if year else ''}")
        made.when, made.year = when, year
        return made

    def into(self, language: Language) -> str:
        return language.day(self.when, year=self.year)

    def __getnewargs_ex__(self) -> Any:
        return (self.when,), {"year": self.year}


class _Time(Said):
    __slots__ = ("when",)
    when: time

    def __new__(cls, when: time) -> Self:
        made = super().__new__(cls, f"{when.hour % 12 or 12}:{when.minute:02} {'AM' if when.hour < 12 else 'PM'}")  # noqa: PLR2004 - noon
        made.when = when
        return made

    def into(self, language: Language) -> str:
        return language.clock(self.when)

    def __getnewargs__(self) -> Any:
        return (self.when,)


class _Capital(Said):
    __slots__ = ("text",)
    text: str

    def __new__(cls, text: str) -> Self:
        made = super().__new__(cls, _raised(text))
        made.text = text
        return made

    def into(self, language: Language) -> str:
        return _raised(into(self.text, language))

    def __getnewargs__(self) -> Any:
        return (self.text,)


class _Either(Said):
    __slots__ = ("bare", "slashed")
    slashed: str
    bare: str

    def __new__(cls, slashed: str, bare: str) -> Self:
        made = super().__new__(cls, slashed)
        made.slashed, made.bare = slashed, bare
        return made

    def into(self, language: Language) -> str:
        return into(self.slashed if language.slash else self.bare, language)

    def __getnewargs__(self) -> Any:
        return self.slashed, self.bare


def _raised(text: str) -> str:
    return text[:1].upper() + text[1:]


def say(english: str, /, **given: Any) -> Said:
    """A text of ours. `given` fills its {gaps}: what people typed, numbers, or other texts of ours."""
    return _Sentence(english, english, 1, given)


def say_many(one: str, many: str, /, n: int, **given: Any) -> Said:
    """A text whose words depend on a number, which stands in it as {n}."""
    return _Sentence(one, many, n, {"n": n, **given})


def joined(between: str, parts: Iterable[str]) -> Said:
    """Texts side by side; `between` holds no words, only signs."""
    return _Joined(between, tuple(part for part in parts if part))


def day_text(when: date, *, year: bool) -> Said:
    """A day as people say it, "Fri 20 Mar"."""
    return _Day(when, year=year)


def time_text(when: time) -> Said:
    """A time of day as people say it, "8:00 AM"."""
    return _Time(when)


def capital(text: str) -> Said:
    """The same text at the head of a sentence."""
    return _Capital(text)


def either(slashed: str, bare: str) -> Said:
    """What is said where commands begin with a slash, and what is said where they do not."""
    return _Either(slashed, bare)


def command(typed: str) -> Said:
    """What people type, "/car list"; in quotation marks where no slash tells it from the sentence about it.

    "/kaizen help" is “help” there: it is said to Kaizen anyhow.
    """
    return either(f"/{typed}", f"“{typed.removeprefix('kaizen ')}”")


def noted(english: str) -> str:
    """A text that is put into `say` later, marked so that translators find it."""
    return english
