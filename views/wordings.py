"""The words of a section, by a template of Jinja2: a few sentences, and never markup, lists or buttons.

A template is given numbers and texts of ours, and may choose between them. There is nothing in it that repeats, calls
or looks further, so what a district writes itself can neither last long nor reach anything.
"""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Self

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from domain.frozen import dataclass
from domain.texts import Language, Said, into, say, say_many
from views.languages import English

FOLDER = Path(__file__).parent / "templates"
MOST = 600  # characters that a section says; its lists come beside them
LONGEST = 2000  # characters of a template
KEPT = 500  # templates that are ready to be filled in
SPEAKS = ("say", "say_many")
#: What a template is made of. What is not here, such as a loop, a macro or a call of anything else, is refused.
ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand, nodes.Call, nodes.Keyword),
)
#: What can go wrong while one is filled in.
FAILS = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError)
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in which line of a template."""

    line: int
    what: str


@cache
def _environment() -> SandboxedEnvironment:
    made = SandboxedEnvironment(autoescape=False, undefined=StrictUndefined)
    made.globals.clear()
    made.filters.clear()
    made.tests.clear()
    return made


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
    def spoken(english: str, **given: Any) -> str:
        return say(_plain(english), **given).into(language)

    def spoken_many(one: str, many: str, n: int, **given: Any) -> str:
        return say_many(_plain(one), _plain(many), n, **given).into(language)

    given = {name: into(value, language) if isinstance(value, str) else value for name, value in values.items()}
    words = " ".join(_compiled(source).render(given, say=spoken, say_many=spoken_many).split())
    if len(words) > MOST:
        raise ValueError(f"it says more than {MOST} characters")
    return words


def _plain(text: str) -> str:
    """The same, if its gaps are names and nothing else: one may not ask a value for more than what it is."""
    for _, gap, form, kind in Formatter().parse(text):
        if gap is not None and (not gap.isidentifier() or form or kind):
            raise ValueError(f"{{{gap}}} is no name of a value")
    return text


@lru_cache(maxsize=KEPT)
def _compiled(source: str) -> Template:
    return _environment().from_string(source)


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


def check(source: str, values: Values) -> list[Fault]:
    """What is wrong with a template that is given these values, in the order of its lines."""
    if len(source) > LONGEST:
        return [Fault(1, say("It is longer than {most} characters.", most=LONGEST))]
    try:
        tree = _environment().parse(source)
    except TemplateSyntaxError as error:
        return [Fault(error.lineno, say("It cannot be read: {why}", why=error.message or ""))]
    if faults := sorted(_faults(tree, values), key=lambda fault: fault.line):
        return faults
    try:
        Worded(source, values)
    except FAILS as error:
        return [Fault(1, say("It cannot be filled in: {why}", why=str(error)))]
    return []


def _faults(tree: nodes.Template, values: Values) -> Iterator[Fault]:
    for node in tree.find_all(nodes.Node):
        match node:
            case nodes.Call(node=nodes.Name(name=name)) if name in SPEAKS:
                pass
            case nodes.Call():
                yield Fault(node.lineno, say("Nothing but say and say_many can be called."))
            case nodes.Name(name=name) if name not in SPEAKS and name not in values:
                yield Fault(
                    node.lineno, say("There is no {name}. There are: {known}.", name=name, known=", ".join(values))
                )
            case _ if not isinstance(node, ALLOWED):
                kind = type(node).__name__.lower()
                yield Fault(node.lineno, say("A template cannot have this: {kind}.", kind=kind))
