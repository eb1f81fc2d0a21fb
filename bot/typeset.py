"""Turns the data of a paper that comes in into a PDF: `python -m bot.typeset`, a process of its own.

It loads nothing of the bot, and the only fonts that it knows are those of packages, so that a paper is the same bytes
on every machine. What comes out is tagged for screen readers (PDF/UA-1).
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import typst

SCANNED = "scanned"  # what views/pdf.py writes in the place of a picture of an address
TEMPLATE = Path(__file__).parent.parent / "views" / "paper.typ"
READABLE: Final = "ua-1"


def pdf(data: str) -> bytes:
    """`data` as `views/pdf.py` writes it. Raises what typst says of data that is no paper."""
    spec = find_spec("font_source_sans_pro")
    folder = Path(spec.origin or "").parent / "files" if spec else Path()
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[folder]),
        sys_inputs={"data": _with_codes(data)},
    )
    made = compiler.compile(format="pdf", pdf_standards=READABLE, timestamp=json.loads(data)["at"])
    if not isinstance(made, bytes):
        raise TypeError("no file")
    return made


def _with_codes(data: str) -> str:
    """Each address that is to be scanned as a picture, which typst draws."""
    if f'"{SCANNED}"' not in data:
        return data
    return json.dumps(json.loads(data, object_hook=_code), ensure_ascii=False)


def _code(found: dict[str, Any]) -> Any:
    if found.keys() != {SCANNED}:
        return found
    import segno  # few papers need it

    return segno.make(found[SCANNED], error="m", micro=False).svg_inline(border=4, omitsize=True, dark="#000")


if __name__ == "__main__":
    sys.stdout.buffer.write(pdf(sys.stdin.buffer.read().decode()))
