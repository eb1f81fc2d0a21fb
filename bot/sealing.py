"""Encrypts what the database must not show in clear: the tokens of workspaces, and the keys of answers.

For each purpose a key is derived from SECRET_KEY for it alone. Several keys, with commas: the first one closes, all of
them open, so that a key can be replaced (docs/operating.md).
"""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256

from bot.settings import LinkSettings
from storage.vault import LockedError

PURPOSE = b"kaizen: tokens of workspaces\n"
ANSWERS = b"kaizen: keys of answers\n"


class UnreadableError(LockedError):
    """It was closed with another key, or changed."""


class Seal:
    def __init__(self, keys: Sequence[str], purpose: bytes = PURPOSE) -> None:
        self._keys = keys
        self._purpose = purpose

    def close(self, token: str) -> str:
        from cryptography.fernet import Fernet, MultiFernet  # loaded only where a token is kept

        return MultiFernet([Fernet(key) for key in self._derived()]).encrypt(token.encode()).decode()

    def open(self, closed: str) -> str:
        from cryptography.fernet import Fernet, InvalidToken, MultiFernet

        if not self._keys:
            raise UnreadableError("SECRET_KEY is not set")
        try:
            return MultiFernet([Fernet(key) for key in self._derived()]).decrypt(closed.encode()).decode()
        except InvalidToken:
            raise UnreadableError("SECRET_KEY is not the one that it was encrypted with") from None

    def _derived(self) -> list[bytes]:
        return [urlsafe_b64encode(sha256(self._purpose + key.encode()).digest()) for key in self._keys]


def vault_of(settings: LinkSettings) -> Seal | None:
    """What keeps the keys of answers, where there is a secret."""
    return Seal(settings.secret_keys, ANSWERS) if settings.secret_keys else None
