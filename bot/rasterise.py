"""Turns the SVG that comes in into a PNG, twice as large: `python -m bot.rasterise`, a process of its own.

It loads nothing of the bot, and the only fonts that it knows are those of a package, so that a chart looks the same on
every machine.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

import resvg_py

FAMILY = "Source Sans Pro"
FACES = ("Regular", "Semibold")
ZOOM = 2  # for the screens of phones


def png(svg: str) -> bytes:
    spec = find_spec("font_source_sans_pro")
    folder = Path(spec.origin or "").parent / "files" if spec else Path()
    files = [str(folder / f"SourceSansPro-{face}.ttf") for face in FACES]
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=files, font_family=FAMILY, zoom=ZOOM)
    )


if __name__ == "__main__":
    sys.stdout.buffer.write(png(sys.stdin.buffer.read().decode()))
