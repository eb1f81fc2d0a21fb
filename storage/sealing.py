"""Sealing answers to a public key: who has only that can close one, and not open it again, nor tell two apart.

X25519 with a key of its own for each answer, HKDF and ChaCha20-Poly1305, as libsodium's sealed boxes do it. What is
sealed is filled up to one size first, so that its length says nothing.
"""

import secrets
from collections.abc import Iterable
from typing import TypeVar

from storage.vault import LockedError

KEY = 32  # bytes
NONCE = bytes(12)  # each key seals one answer only
END = b"\x80"  # where what was said ends, and the filling begins
T = TypeVar("T")


class UnsealedError(LockedError):
    """It was sealed to another key, or changed."""


def new_pair() -> tuple[str, str]:
    """A public and its private key, in hexadecimal digits."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey  # loaded where it is needed

    private = X25519PrivateKey.generate()
    return private.public_key().public_bytes_raw().hex(), private.private_bytes_raw().hex()


def seal(said: str, public: str, size: int) -> bytes:
    """Close what somebody said; `size` is how many bytes it is filled up to. Raises ValueError for what is longer."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    plain = said.encode() + END
    if len(plain) > size:
        raise ValueError("too long to be sealed")
    once, to = X25519PrivateKey.generate(), bytes.fromhex(public)
    mine = once.public_key().public_bytes_raw()
    key = _derived(once.exchange(X25519PublicKey.from_public_bytes(to)), mine, to)
    return mine + ChaCha20Poly1305(key).encrypt(NONCE, plain.ljust(size, b"\0"), None)


def unseal(boxes: Iterable[bytes], private: str) -> list[str]:
    """Open them all, in an order that nobody can know. Raises `UnsealedError`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    mine = X25519PrivateKey.from_private_bytes(bytes.fromhex(private))
    public, said = mine.public_key().public_bytes_raw(), []
    for box in boxes:
        once, closed = box[:KEY], box[KEY:]
        try:
            key = _derived(mine.exchange(X25519PublicKey.from_public_bytes(once)), once, public)
            plain = ChaCha20Poly1305(key).decrypt(NONCE, closed, None)
        except (InvalidTag, ValueError):
            raise UnsealedError from None
        said.append(plain.rstrip(b"\0").removesuffix(END).decode())
    return shuffled(said)


def shuffled(things: Iterable[T]) -> list[T]:
    mixed = list(things)
    secrets.SystemRandom().shuffle(mixed)
    return mixed


def _derived(shared: bytes, once: bytes, to: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=b"kaizen: an answer\n" + once + to).derive(shared)
