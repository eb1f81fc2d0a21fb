"""The models that a plan may begin with: files beside this one, each with where it is from."""

import json
from functools import cache
from pathlib import Path

from domain.plan_models import Model
from storage.db import read

FOLDER = Path(__file__).parent / "plan_models"
IN_ORDER = ("quality", "roadmap", "support", "partnership")


@cache
def models() -> dict[str, Model]:
    """By their keys, the likeliest first."""
    return {key: _read(key) for key in IN_ORDER}


def _read(key: str) -> Model:
    found = json.loads((FOLDER / f"{key}.json").read_text(encoding="utf-8"))
    return read(Model, found | {"key": key})
