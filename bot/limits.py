"""How often one link is opened and used, and from where: counted in memory, and forgotten every few minutes.

An address is never kept as it is. It is hashed with a key that is made anew and thrown away with the counts, so that
nobody can tell afterwards who was here. It stands in no log and in no table.
"""

import secrets
from collections import Counter
from dataclasses import field
from hashlib import blake2b
from ipaddress import ip_address

from domain.frozen import dataclass

LASTS = 600.0  # seconds for which is counted
MOST_KEPT = 20_000  # sources and links at once; what is beyond shares one count
BEYOND = b"beyond"
HOME = 64  # bits of an address of IPv6 that one household has for itself


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What may be done within `LASTS`. A whole school may sit behind one address."""

    opened: int = 2000  # by a source
    sent: int = 600
    sent_by_link: int = 3000  # one may be for everybody


@dataclass(slots=True)
class Counts:
    """Who did how much since `began`."""

    limits: Limits = field(default_factory=Limits)
    began: float = 0.0
    key: bytes = b""
    seen: Counter[bytes] = field(default_factory=Counter)

    def opens(self, source: str, now: float) -> bool:
        """Whether a page may be shown to whoever asks from there; `now` in seconds."""
        return self._once_more(f"opened\n{where(source)}", self.limits.opened, now)

    def sends(self, source: str, link: str, now: float) -> bool:
        """Whether something may be sent from there by this link."""
        of_link = self._once_more(f"link\n{link}", self.limits.sent_by_link, now)
        return self._once_more(f"sent\n{where(source)}", self.limits.sent, now) and of_link

    def _once_more(self, what: str, most: int, now: float) -> bool:
        if now - self.began >= LASTS or not self.key:
            self.began, self.key, self.seen = now, secrets.token_bytes(32), Counter()
        name = blake2b(what.encode(), digest_size=16, key=self.key).digest()
        if name not in self.seen and len(self.seen) >= MOST_KEPT:
            name, most = BEYOND, MOST_KEPT
        self.seen[name] += 1
        return self.seen[name] <= most


def where(source: str) -> str:
    """The household of an address: of IPv6 one has many."""
    try:
        found = ip_address(source)
    except ValueError:
        return source
    if found.version == 4:  # noqa: PLR2004 - of the protocol
        return source
    return str(int(found) >> (128 - HOME))
