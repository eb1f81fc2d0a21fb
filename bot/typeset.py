"""Turns the data of a paper that comes in into a PDF: `python -m bot.typeset`, a process of its own.

It loads nothing of the bot, and the only fonts that it knows are those of packages, so that a paper is the same bytes
on every machine. What comes out is tagged for screen readers (PDF/UA-1).
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import typst

TEMPLATE = Path(__file__).parent.parent / "views" / "paper.typ"
READABLE: Final = "ua-1"


def pdf(data: str) -> bytes:
    """`data` as `views/pdf.py` writes it. Raises what typst says of data that is no paper."""
    spec = find_spec("font_source_sans_pro")
    folder = Path(spec.origin or "").parent / "files" if spec else Path()
    compiler = typst.Compiler(
        TEMPLATE.read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[folder]),
        sys_inputs={"data": data},
    )
    made = compiler.compile(format="pdf", pdf_standards=READABLE, timestamp=json.loads(data)["at"])
    if not isinstance(made, bytes):
        raise TypeError("no file")
    return made


if __name__ == "__main__":
    sys.stdout.buffer.write(pdf(sys.stdin.buffer.read().decode()))
