"""The sign-in authority of this machine: gives the bot its tokens, and signs what is sent to it.

The bot checks these signatures as it checks Microsoft's; only where it finds the keys differs.
"""

import secrets
import time
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://api.botframework.com"
SCOPE = "https://api.botframework.com/.default"
LIFE = 3600  # seconds


@cache
def _private_key() -> rsa.RSAPrivateKey:
    """Made once for each process, when it is first needed."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(slots=True)
class Authority:
    """Call `forget` and no token that was given out is good any more."""

    kid: str = field(default_factory=lambda: uuid4().hex)
    _given: dict[str, float] = field(default_factory=dict)

    def keys(self) -> dict[str, Any]:
        """The public keys, as a JSON Web Key Set."""
        key = RSAAlgorithm.to_jwk(_private_key().public_key(), as_dict=True)
        return {"keys": [{**key, "kid": self.kid, "use": "sig", "alg": "RS256", "endorsements": ["msteams"]}]}

    def sign(self, app: str, service_url: str) -> str:
        """A token that says: this activity is from the service, for this app."""
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": app,
            "serviceurl": service_url,
            "nbf": now - 300,
            "iat": now,
            "exp": now + LIFE,
        }
        return jwt.encode(claims, _private_key(), algorithm="RS256", headers={"kid": self.kid})

    def give(self) -> str:
        """A token for the bot: words that mean nothing to it."""
        token = f"playground.{secrets.token_urlsafe(32)}"
        self._given[token] = time.monotonic() + LIFE
        return token

    def knows(self, token: str) -> bool:
        return self._given.get(token, 0.0) > time.monotonic()

    def forget(self) -> None:
        self._given.clear()
