"""All texts of ours, as translators get them, and a language that shows which text was not said in it."""

import ast
import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from pathlib import Path

from babel.messages.extract import extract

ROOT = Path(__file__).parent.parent
#: Where texts for people stand. The command line speaks English, to one person.
FOLDERS = ("domain", "handlers", "views", "storage", "scheduled", "bot/platforms")
FILES = ("bot/answering.py", "bot/delivery.py")
#: The calls that mark a text, and which of their arguments it is: as in the Makefile, for `make texts`.
KEYWORDS: Mapping[str, tuple[int, ...] | None] = {
    "say": None,
    "say_many": (1, 2),
    "noted": None,
    "RefusedError": None,
    "need": (2,),
    "Edge": (5,),
}
PSEUDO = "en-XA"
GAP = re.compile(r"\{\w+\}")


def sources() -> list[Path]:
    found = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.py"))]
    return [*found, *(ROOT / file for file in FILES)]


def templates() -> list[Path]:
    """The words of posts, whose texts are marked in the same way."""
    return sorted((ROOT / "views" / "templates").glob("*.txt"))


def messages(path: Path) -> Iterator[tuple[int, str]]:
    """Each text of ours in a file, with its line; one that depends on a number in both its forms."""
    method = "python" if path.suffix == ".py" else "jinja2"
    with path.open("rb") as opened:
        for line, message, _, _ in extract(method, opened, keywords=KEYWORDS):
            for one in message if isinstance(message, tuple | list) else [message]:
                yield line, one


class Pseudo:
    """Says every text of ours without a letter, so that what is left is what somebody typed, or a text that escaped."""

    slash = True

    def text(self, english: str, /) -> str:
        kept = GAP.findall(english)
        return "¤".join(["", *kept, ""]) if kept else "¤"

    def counted(self, one: str, many: str, number: int, /) -> str:
        return self.text(one if number == 1 else many)

    def day(self, when: date, /, *, year: bool) -> str:
        return f"{when.day}/{when.month}" + (f"/{when.year}" if year else "")

    def clock(self, when: time, /) -> str:
        return f"{when.hour}.{when.minute}"


WORD = re.compile(r"[^\W\d_]{2,}")


def escaped(said: str, typed: str) -> set[str]:
    """The words that are neither ours, since ours have no letters in pseudo, nor what somebody typed."""
    return set(WORD.findall(said)) - set(WORD.findall(typed))


def literals(path: Path) -> Iterator[tuple[int, str]]:
    """Each text in a file that reads like words for a person and that no call marks."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    marked = {id(one) for node in ast.walk(tree) for part in _marked(node) for one in ast.walk(part)}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in marked and READS_LIKE_WORDS.search(TAG.sub("", text)):
                yield node.lineno, text


#: Calls whose texts nobody reads in chat: what a programmer is told, names of columns, patterns.
NOT_FOR_PEOPLE = {"ValueError", "TypeError", "Column", "Index", "compile", "command", "NewType", "NeverError"}
TAG = re.compile(r"<[^>]*>")
READS_LIKE_WORDS = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+")


def _marked(node: ast.AST) -> Iterator[ast.AST]:
    """What of a node is marked as a text, or is none: docstrings, types, the names that a module offers."""
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name), args=args):
            if name in NOT_FOR_PEOPLE:
                yield node
            elif name in KEYWORDS:
                yield from (args[nth - 1] for nth in KEYWORDS[name] or (1,) if nth <= len(args))
        case ast.Expr(value=ast.Constant()):
            yield node
        case ast.AnnAssign(annotation=annotation) | ast.arg(annotation=ast.expr() as annotation):
            yield annotation
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            yield node
