"""Slack's signature on everything that it sends."""

import hashlib
import hmac


def signature(secret: str, timestamp: str, body: str) -> str:
    """Sign a body as Slack does: version, time and body under the app's signing secret."""
    mac = hmac.new(secret.encode(), f"v0:{timestamp}:{body}".encode(), hashlib.sha256)
    return f"v0={mac.hexdigest()}"
