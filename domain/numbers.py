"""Numbers of records, as people type them."""

import re

TYPED = re.compile(r"(?:car)?[-\s#]*(?:(\d{4})\s*[-/]\s*)?(\d{1,6})", re.IGNORECASE)


WRITTEN = re.compile(r"\bCAR-\d{4}-\d{3,6}\b")


def numbers_in(text: str) -> set[str]:
    """The reports that a text of ours names."""
    return set(WRITTEN.findall(text))


def car_number(typed: str, year: int) -> str | None:
    """One report is named by 12, 2026-12, car 2026-012 and CAR-2026-012; other words name none."""
    found = TYPED.fullmatch(typed.strip())
    if not found:
        return None
    return f"CAR-{found[1] or year}-{int(found[2]):03}"
