"""What reads and fills in a template, with Jinja2, which is loaded with this module: when the first one is needed.

A template is given numbers and texts of ours, and may choose between them. There is nothing in it that repeats, calls
or looks further, so what a district writes itself can neither last long nor reach anything.
"""

from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from domain.frozen import dataclass
from domain.texts import say

KEPT = 500  # templates that are ready to be filled in
SPEAKS = ("say", "say_many")
#: What a template is made of. What is not here, such as a loop, a macro or a call of anything else, is refused.
ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand, nodes.Call, nodes.Keyword),
)
#: What can go wrong while one is filled in.
FAILS = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError)


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


@lru_cache(maxsize=KEPT)
def compiled(source: str) -> Template:
    return _environment().from_string(source)


def faults(source: str, known: Collection[str]) -> list[Fault]:
    """What is wrong with a template that is given values of these names, in the order of its lines."""
    try:
        tree = _environment().parse(source)
    except TemplateSyntaxError as error:
        return [Fault(error.lineno, say("It cannot be read: {why}", why=error.message or ""))]
    return sorted(_faults(tree, known), key=lambda fault: fault.line)


def _faults(tree: nodes.Template, known: Collection[str]) -> Iterator[Fault]:
    for node in tree.find_all(nodes.Node):
        match node:
            case nodes.Call(node=nodes.Name(name=name)) if name in SPEAKS:
                pass
            case nodes.Call():
                yield Fault(node.lineno, say("Nothing but say and say_many can be called."))
            case nodes.Name(name=name) if name not in SPEAKS and name not in known:
                yield Fault(
                    node.lineno, say("There is no {name}. There are: {known}.", name=name, known=", ".join(known))
                )
            case _ if not isinstance(node, ALLOWED):
                kind = type(node).__name__.lower()
                yield Fault(node.lineno, say("A template cannot have this: {kind}.", kind=kind))
