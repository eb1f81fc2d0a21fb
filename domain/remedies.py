"""What most often puts a small thing right, so that it can be chosen where the report stands instead of typed."""

from collections.abc import Mapping

from domain.errors import RefusedError
from domain.texts import say

REMEDIES: Mapping[str, str] = {
    "repaired": say("It was repaired."),
    "replaced": say("It was replaced."),
    "cleaned": say("It was cleaned or tidied up."),
    "put_back": say("It was put back as it should be."),
    "brought": say("What was missing was brought."),
    "told": say("Those whom it concerns were told or shown how."),
    "written": say("A paper, sign or list was put right."),
    "arranged": say("A time, place or person was changed."),
}


def remedy_of(key: str) -> str:
    """The sentence of what was chosen."""
    if key not in REMEDIES:
        raise RefusedError("Please choose what was done, or say it in your own words.", field="remedy")
    return REMEDIES[key]
