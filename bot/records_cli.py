"""What `kaizen verify-history` says of removed words and of a head that was printed earlier."""

import re
from collections import Counter

from domain.errors import RefusedError
from storage.verify import Report

HEAD = re.compile(r"[0-9a-f]{12,64}")  # whole, or how it begins: nobody types 64 letters from paper


def checked_head(typed: str) -> str:
    head = typed.strip().lower().rstrip("…")
    if head and not HEAD.fullmatch(head):
        raise RefusedError("A head is 64 of the characters 0-9 and a-f; the first 12 or more of them are enough.")
    return head


def said_of_redacted(report: Report) -> list[str]:
    """Each record and column, and how many of its versions were removed."""
    return [f"redacted: {name}" + (f", {n} versions" if n > 1 else "") for name, n in Counter(report.redacted).items()]


def said_of_head(report: Report, head: str) -> list[str]:
    if not head:
        return []
    if report.printed is None:
        since = "since it was printed, entries were cut off or written anew, or it is another district's"
        return [f"head {head} IS NOT IN THIS HISTORY of {report.entries} entries: {since}"]
    after = report.entries - report.printed
    return [f"head {head} is that of entry {report.printed}: it still stands, and {after} entries came after it"]
