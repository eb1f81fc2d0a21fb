"""Numbers of records, as people type them."""

import re

REPORTS = "CAR-"  # how the number of every report begins, and no other
NUMBER = r"[-\s#]*(?:(\d{4})\s*[-/]\s*)?(\d{1,6})"
TYPED = re.compile(f"(?:car)?{NUMBER}", re.IGNORECASE)
TYPED_NEED = re.compile(f"(?:need)?{NUMBER}", re.IGNORECASE)
TYPED_IDEA = re.compile(f"(?:idea)?{NUMBER}", re.IGNORECASE)


WRITTEN = re.compile(r"\b(?:CAR|IDEA)-\d{4}-\d{3,6}\b")


def numbers_in(text: str) -> set[str]:
    """The reports and ideas that a text of ours names."""
    return set(WRITTEN.findall(text))


WRITTEN_PLAN = re.compile(r"\b(?:PLAN|NEED|POLL|MTG)-\d{4}-\d{3,6}\b")


def plans_in(text: str) -> set[str]:
    """The plans that a text of ours names, the needs, the polls and the meetings."""
    return set(WRITTEN_PLAN.findall(text))


SAID = " said"


def said_in(plan: str) -> str:
    """What an answer is about that told of a plan or a poll: it goes with its words, and does not change with it."""
    return f"{plan}{SAID}"


POLL = re.compile(f"(?:poll)?{NUMBER}", re.IGNORECASE)


def poll_number(typed: str, year: int) -> str | None:
    """One poll is named by 3, 2026-3, poll 2026-003 and POLL-2026-003; other words name none."""
    found = POLL.fullmatch(typed.strip())
    return f"POLL-{found[1] or year}-{int(found[2]):03}" if found else None


MEETING = re.compile(f"(?:mtg|meeting)?{NUMBER}", re.IGNORECASE)


def meeting_number(typed: str, year: int) -> str | None:
    """One meeting is named by 3, 2026-3, meeting 2026-003 and MTG-2026-003; other words name none."""
    found = MEETING.fullmatch(typed.strip())
    return f"MTG-{found[1] or year}-{int(found[2]):03}" if found else None


def is_meeting(number: str) -> bool:
    """Whether a record's whole number is that of a meeting."""
    return number.startswith("MTG-")


PULSE = re.compile(f"(?:pulse)?{NUMBER}", re.IGNORECASE)


def pulse_number(typed: str, year: int) -> str | None:
    """The same for a survey: 3, 2026-3 and PULSE-2026-003."""
    found = PULSE.fullmatch(typed.strip())
    return f"PULSE-{found[1] or year}-{int(found[2]):03}" if found else None


PLAN = re.compile(r"(?:plan)?[-\s#]*(?:(\d{4})\s*[-/]\s*)?(\d{1,6})", re.IGNORECASE)


def plan_number(typed: str, year: int) -> str | None:
    """One plan is named by 3, 2026-3, plan 2026-003 and PLAN-2026-003; other words name none."""
    found = PLAN.fullmatch(typed.strip())
    return f"PLAN-{found[1] or year}-{int(found[2]):03}" if found else None


def need_number(typed: str, year: int) -> str | None:
    """The same for a need: 3, 2026-3 and NEED-2026-003."""
    found = TYPED_NEED.fullmatch(typed.strip())
    return f"NEED-{found[1] or year}-{int(found[2]):03}" if found else None


def car_number(typed: str, year: int) -> str | None:
    """One report is named by 12, 2026-12, car 2026-012 and CAR-2026-012; other words name none."""
    found = TYPED.fullmatch(typed.strip())
    if not found:
        return None
    return f"{REPORTS}{found[1] or year}-{int(found[2]):03}"


def idea_number(typed: str, year: int) -> str | None:
    """The same for an idea: 3, 2026-3 and idea 2026-003."""
    found = TYPED_IDEA.fullmatch(typed.strip())
    return f"IDEA-{found[1] or year}-{int(found[2]):03}" if found else None


def is_plan(number: str) -> bool:
    """Whether a record's whole number is that of a plan."""
    return number.startswith("PLAN-")


def is_idea(number: str) -> bool:
    """Whether a record's whole number is that of an idea."""
    return number.startswith("IDEA-")
