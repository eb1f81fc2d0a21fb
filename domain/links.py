"""Signed links: which page one opens, as whom, and until when. Whoever changes a letter of it holds nothing.

The signature hides nothing: a link names ids, and never words.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from domain.errors import RefusedError
from domain.frozen import dataclass


class ForgedError(Exception):
    """Nobody here signed this link, or it was signed for something else."""


class ExpiredError(Exception):
    """The link was good once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pass:
    """What a link lets somebody see. Rights are checked when it is opened, as those of `person`."""

    purpose: str  # the page; a link for one page opens no other
    district: str
    about: str  # the record
    person: str = ""  # "" where whoever holds the link may look
    until: datetime
    round: str = "1"  # the district's `link_round` when it was made


class Addresses(Protocol):
    """Makes addresses of passes."""

    def to(self, given: Pass) -> str: ...


def signed(given: Pass, keys: Sequence[str]) -> str:
    """The pass as one word for an address, signed with the first key."""
    fields = [given.district, given.about, given.person, int(given.until.timestamp()), given.round]
    text = _written(json.dumps(fields, separators=(",", ":")).encode())
    return f"{text}.{_mac(text, given.purpose, keys[0])}"


def opened(word: str, purpose: str, keys: Sequence[str], now: datetime) -> Pass:
    """The pass that was signed, with whichever key; or why there is none."""
    text, _, mac = word.partition(".")
    good = [hmac.compare_digest(mac.encode(), _mac(text, purpose, key).encode()) for key in keys]
    if not any(good):
        raise ForgedError
    district, about, person, until, round_ = json.loads(_read(text))
    given = Pass(
        purpose=purpose,
        district=district,
        about=about,
        person=person,
        until=datetime.fromtimestamp(until, UTC),
        round=round_,
    )
    if now >= given.until:
        raise ExpiredError
    return given


def required(what: str, setting: str, value: str) -> str:
    """A setting of the program, or one sentence that says what needs it."""
    if not value:
        raise RefusedError("{what} needs {setting}: ask your IT office to set it.", what=what, setting=setting)
    return value


def _mac(text: str, purpose: str, key: str) -> str:
    """Each page has a key of its own, made from the secret, so that no other use of the secret helps to forge one."""
    own = hmac.digest(key.encode(), f"kaizen-link-1:{purpose}".encode(), "sha256")
    return _written(hmac.digest(own, text.encode(), "sha256"))


def _written(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _read(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
