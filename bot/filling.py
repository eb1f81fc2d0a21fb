"""Fills a template of Word with words: `python -m bot.filling`, a process of its own, told no setting and no secret.

A template is a file of the district's, so nothing in it is trusted. It may choose and repeat, by the names that it is
given, and that is all: it calls nothing and reaches for nothing, its file holds no macro and names nothing outside.

It reads JSON: `do` is "fill", "check" or "template"; `kind` which template of ours; `template` another one, in Base64;
`words` what it is filled with, or several of them to try; `names` those that stand deeper in them. It writes the file,
or as JSON what is wrong.
"""

import json
import re
import sys
from base64 import b64decode
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from bot.word_templates import template

UNPACKED_MAX = 30_000_000  # bytes: a small file may unfold to anything
PARTS_MAX = 500
MAIN = "word/document.xml"
RELATED = re.compile(rb"<Relationship\b[^>]*>")
#: What a template is made of. What is not here, such as a macro, an import or a call, is refused.
ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.CondExpr),
    *(nodes.And, nodes.Or, nodes.Not, nodes.Compare, nodes.Operand, nodes.For, nodes.Getattr),
)
#: What can go wrong with a file that is no document, or while it is filled in.
FAILS = (TemplateError, TypeError, ValueError, LookupError, ArithmeticError, SyntaxError)
#: What XML cannot hold, and what docxtpl makes a paragraph or a page of.
UNFIT = dict.fromkeys([*(n for n in range(32) if n != ord("\n")), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)])
Words = Mapping[str, Any]


class UnfitError(Exception):
    """A template that cannot be used; whoever brought it is told this sentence."""


class Guarded(SandboxedEnvironment):
    """Knows the names that a template is given, and nothing else."""

    def __init__(self, words: Words, within: Collection[str]) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        self.filters.clear()
        self.tests.clear()
        self._names = set(words)
        self._within = set(within)  # the names of what stands deeper

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a value holds under a name, and never what Python has there: `section.items` is no method."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return self.undefined(obj=obj, name=attribute)

    def from_string(self, source: Any, *args: Any, **more: Any) -> Any:
        for fault in self.faults(self.parse(source)):
            raise UnfitError(fault)
        return super().from_string(source, *args, **more)

    def faults(self, tree: nodes.Template) -> Iterator[str]:
        """Each part of a document is looked at before it is filled in."""
        named = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "store"}
        for node in tree.find_all(nodes.Node):
            match node:
                case nodes.Name(name=name, ctx="load") if name not in self._names | named:
                    yield f"There is no {name}. There are: {', '.join(sorted(self._names))}."
                case nodes.Getattr(attr=attr) if attr not in self._within:
                    yield f"Nothing has a {attr}. There are: {', '.join(sorted(self._within))}."
                case _ if not isinstance(node, ALLOWED):
                    yield f"A template cannot have this: {type(node).__name__.lower()}."


def filled(file: bytes, words: Words, within: Collection[str]) -> bytes:
    """Raises UnfitError of a template that cannot be used."""
    look_inside(file)
    made, out = DocxTemplate(BytesIO(file)), BytesIO()
    try:
        made.render(_clean(words), Guarded(words, within))
        made.save(out)
    except UnfitError:
        raise
    except TemplateSyntaxError as error:
        raise UnfitError(f"It cannot be read: {error.message}") from None
    except FAILS as error:
        raise UnfitError(f"It cannot be filled in: {error}") from None
    return out.getvalue()


def look_inside(file: bytes) -> None:
    """A document of Word, of a size that can be opened, without macros, and that fetches nothing from elsewhere."""
    try:
        with ZipFile(BytesIO(file)) as packed:
            parts = packed.infolist()
            if MAIN not in packed.namelist():
                raise UnfitError("This is no document of Word (.docx).")
            if len(parts) > PARTS_MAX or sum(part.file_size for part in parts) > UNPACKED_MAX:
                raise UnfitError("It unfolds to more than 30 MB. Take pictures out of it.")
            for part in parts:
                _look_at(part.filename, packed)
    except (BadZipFile, NotImplementedError, RuntimeError):
        raise UnfitError("This is no document of Word (.docx), or it is locked by a password.") from None


def _look_at(name: str, packed: ZipFile) -> None:
    if "vbaProject" in name or name.startswith(("word/embeddings/", "word/activeX/")):
        raise UnfitError("It holds macros or other programs. Save it as .docx without them.")
    if not name.endswith((".xml", ".rels")):
        return
    with packed.open(name) as opened:
        content = opened.read(UNPACKED_MAX + 1)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnfitError("It holds what no Word writes. Save it again from Word.")
    if name.endswith(".rels") and any(map(_is_fetched, RELATED.findall(content))):
        raise UnfitError("It fetches a picture or a template from elsewhere. Put it into the file itself.")


def _is_fetched(related: bytes) -> bool:
    """A link is opened by whoever presses it; all else is fetched when the document is opened."""
    return b'"External"' in related and b"/hyperlink" not in related


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.translate(UNFIT)
    if isinstance(value, Mapping):
        return {name: _clean(one) for name, one in value.items()}
    return [_clean(one) for one in value]


def faults(file: bytes, samples: Sequence[Words], within: Collection[str]) -> list[str]:
    """What is wrong with a template, tried with each of these; nothing where it can be used."""
    try:
        for sample in samples:
            filled(file, sample, within)
    except UnfitError as error:
        return [str(error)]
    return []


def _done(asked: Mapping[str, Any]) -> bytes:
    file = b64decode(asked["template"]) if asked.get("template") else template(asked["kind"])
    match asked["do"]:
        case "template":
            return file
        case "check":
            return json.dumps(faults(file, asked["words"], asked["names"])).encode()
        case _:
            return filled(file, asked["words"], asked["names"])


if __name__ == "__main__":
    sys.stdout.buffer.write(_done(json.loads(sys.stdin.buffer.read())))
