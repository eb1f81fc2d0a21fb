"""The words of a section, by a template of Jinja2: a few sentences, and never markup, lists or buttons.

What a template can do, and what it cannot, stands in views/templating.py. That is imported where the first template is
filled in: Jinja2 takes a thirtieth of a start, and 1.7 MB.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, Self

from domain.texts import Language, Said, into, say, say_many
from views.languages import English

if TYPE_CHECKING:
    from views.templating import Fault

FOLDER = Path(__file__).parent / "templates"
MOST = 600  # characters that a section says; its lists come beside them
LONGEST = 2000  # characters of a template
Values = Mapping[str, Any]


class Worded(Said):
    """What a template says of some values; it can be said again in another language."""

    __slots__ = ("source", "values")
    source: str
    values: Values

    def __new__(cls, source: str, values: Values) -> Self:
        made = super().__new__(cls, _filled_in(source, values, English()))
        made.source, made.values = source, values
        return made

    def into(self, language: Language) -> str:
        return _filled_in(self.source, self.values, language)

    def __getnewargs__(self) -> Any:
        return self.source, self.values


def _filled_in(source: str, values: Values, language: Language) -> str:
    from views.templating import compiled

    def spoken(english: str, **given: Any) -> str:
        return say(_plain(english), **given).into(language)

    def spoken_many(one: str, many: str, n: int, **given: Any) -> str:
        return say_many(_plain(one), _plain(many), n, **given).into(language)

    given = {name: into(value, language) if isinstance(value, str) else value for name, value in values.items()}
    words = " ".join(compiled(source).render(given, say=spoken, say_many=spoken_many).split())
    if len(words) > MOST:
        raise ValueError(f"it says more than {MOST} characters")
    return words


def _plain(text: str) -> str:
    """The same, if its gaps are names and nothing else: one may not ask a value for more than what it is."""
    for _, gap, form, kind in Formatter().parse(text):
        if gap is not None and (not gap.isidentifier() or form or kind):
            raise ValueError(f"{{{gap}}} is no name of a value")
    return text


@cache
def built_in(name: str) -> str:
    """The template of a section that a district has not written itself."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


def words(name: str, values: Values, own: Mapping[str, str]) -> Said:
    """What a section says: in the district's own words if it has some that work, else in ours."""
    if name in own and not fails(own[name], values):
        return Worded(own[name], values)
    return Worded(built_in(name), values)


def fails(source: str, values: Values) -> str:
    """What goes wrong when a template is filled in with these values; empty when nothing does."""
    if faults := check(source, values):
        return faults[0].what
    return ""


def check(source: str, values: Values) -> "list[Fault]":
    """What is wrong with a template that is given these values, in the order of its lines."""
    from views.templating import FAILS, Fault, faults

    if len(source) > LONGEST:
        return [Fault(1, say("It is longer than {most} characters.", most=LONGEST))]
    if found := faults(source, values):
        return found
    try:
        Worded(source, values)
    except FAILS as error:
        return [Fault(1, say("It cannot be filled in: {why}", why=str(error)))]
    return []
