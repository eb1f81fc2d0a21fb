"""The cause categories that a district offers, as they are typed: one a line, a key and its words."""

import re
from collections.abc import Mapping

from domain.cars import CAUSES
from domain.errors import RefusedError

KEY, WORDS_MAX, MOST = re.compile(r"[a-z0-9_]{1,60}"), 75, 40  # letters of an answer in a list; answers
#: What a small district starts with.
FEW = ("not_implemented", "communication", "competency_and_training", "people_available", "materials_tools_equipment")
SMALL_CAUSES: Mapping[str, str] = {key: CAUSES[key] for key in FEW}


def written(causes: Mapping[str, str]) -> str:
    return "\n".join(f"{key}: {words}" for key, words in causes.items())


def read_causes(text: str) -> dict[str, str]:
    """The categories of a list that was typed; a line without a key gets one made of its words."""
    found: dict[str, str] = {}
    for line in [line.strip() for line in text.splitlines() if line.strip()]:
        key, words = _line(line)
        if not KEY.fullmatch(key) or not words or len(words) > WORDS_MAX:
            raise RefusedError(
                "Please write each cause as key: words, at most {most} letters, one a line.", most=WORDS_MAX
            )
        if key in found or words in found.values():
            raise RefusedError("Each cause and each key may stand there once only.")
        found[key] = words
    if len(found) > MOST:
        raise RefusedError("Please keep to {most} causes or fewer: nobody chooses well among more.", most=MOST)
    return found


def kept_causes(text: str) -> dict[str, str]:
    """The same of a list that was checked when it was kept."""
    return dict(line.split(": ", 1) for line in text.splitlines())


def _line(line: str) -> tuple[str, str]:
    key, colon, words = line.partition(":")
    if colon and KEY.fullmatch(key.strip()):
        return key.strip(), words.strip()
    return re.sub(r"[^a-z0-9]+", "_", line.lower()).strip("_")[:60], line
