"""Ports for programs that must know theirs before they start."""

import secrets
import socket
from contextlib import suppress

PORTS = (10_000, 32_000)


def free_port() -> int:
    """One that the system gives to nobody by itself: else a connection could take it before the program does."""
    while True:
        port = PORTS[0] + secrets.randbelow(PORTS[1] - PORTS[0])
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
