"""Addresses that a person may press: pages of the web, and nothing else."""

from urllib.parse import quote

SAFE_IN_URL = "%/:?#[]@!$'()*+,;=~-._&"


def address(url: str) -> str:
    """An address in which every sign is one that addresses may have; "" where it leads to no page."""
    return quote(url, safe=SAFE_IN_URL) if url.startswith(("https://", "http://")) else ""
