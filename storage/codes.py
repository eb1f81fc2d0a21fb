"""Codes with which somebody becomes the first management representative where a platform names no administrator.

Only their hashes are kept. A code is good once, and for a day.
"""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Column, String, Table

from storage.db import Moment, Tx, district, metadata

LIFE = timedelta(hours=24)

codes = Table(
    "codes",
    metadata,
    district(),
    Column("digest", String(64), primary_key=True),
    Column("until", Moment, nullable=False),
)


class Codes:
    def __init__(self, tx: Tx) -> None:
        self._tx = tx

    def issue(self, code: str) -> None:
        """Let a code be used; those that were issued before are good no more."""
        self._tx.remove(codes)
        self._tx.add(codes, {"digest": _digest(code), "until": self._tx.now + LIFE})

    def use(self, code: str) -> bool:
        """Whether this code was issued, not too long ago, and not used before."""
        c = codes.c
        return self._tx.remove(codes, c.digest == _digest(code), c.until > self._tx.now) == 1


def _digest(code: str) -> str:
    """However it was typed."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return sha256(plain.encode()).hexdigest()
