"""Golden output: what a view looks like on a platform, kept in a file that a person has read.

`GOLDEN=write python -m pytest tests/views` writes the files again; read the difference before you keep it.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest

WIDTH = 120
FOLDER = Path(__file__).parent / "golden"


def approved(name: str, drawn: Any) -> Any:
    """What the file says; with GOLDEN=write the file is made to say what was drawn."""
    path = FOLDER / f"{name}.json"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(pretty(drawn) + "\n", encoding="utf-8")
        pytest.skip(f"wrote {path.name}: read the difference")
    return json.loads(path.read_text(encoding="utf-8"))


def approved_page(name: str, drawn: str) -> str:
    """The same for HTML, in a file that a browser opens."""
    path = FOLDER / f"{name}.html"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn, encoding="utf-8")
        pytest.skip(f"wrote {path.name}: read the difference")
    return path.read_text(encoding="utf-8")


def pretty(part: Any, indent: str = "") -> str:
    """JSON in which whatever fits on a line stands on one, so that a form can be read at a glance."""
    line = json.dumps(part, ensure_ascii=False)
    if len(indent) + len(line) <= WIDTH or not part or not isinstance(part, dict | list):
        return line
    deeper = indent + "  "
    if isinstance(part, dict):
        inner = [f"{deeper}{json.dumps(name)}: {pretty(value, deeper)}" for name, value in part.items()]
    else:
        inner = [f"{deeper}{pretty(value, deeper)}" for value in part]
    first, last = "{}" if isinstance(part, dict) else "[]"
    return "\n".join([first, ",\n".join(inner), indent + last])
