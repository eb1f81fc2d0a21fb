"""New ids that nobody can guess."""

import secrets


def mint() -> str:
    return secrets.token_hex(8)
