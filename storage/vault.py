"""What keeps a few secrets of the database under a key that does not stand in it."""

from typing import Protocol


class LockedError(Exception):
    """What was closed cannot be opened with the key that there is now."""


class Vault(Protocol):
    """`open` raises `LockedError`."""

    def close(self, token: str) -> str: ...

    def open(self, closed: str) -> str: ...
