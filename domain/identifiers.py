"""Words that look like they tell who a student is. Cautious: a report is asked about once, and never refused.

Only what is nearly always a student is found: a number as long as a student's, initials or a name right behind
"student", a day of birth, a plan that belongs to one child. A first name, a room, a bus, a phone or a date is not.
"""

import re
from collections.abc import Iterable

from domain.texts import noted

_STUDENT = r"(?:students?|pupils?|child|kid|(?:(?:1st|2nd|3rd|\d{1,2}th)[- ]grader))"
_INITIALS = r"[A-Z]\.\s?[A-Z](?:\.|\b)"
_NAME = r"[A-Z][a-z]+\s+(?:[A-Z]\.?|[A-Z][a-z]+)"
#: A two-word name may be the name of something instead.
_NOT_A_NAME = (
    r"(?!(?:Services?|Support|Council|Center|Handbook|Information|Union|Health|Records?|Government|Affairs|Nutrition|"
    r"Study|Protection|Care|Find|Success|Assistance|Entrance|Parking|Safety|Code|Data|Life|Transportation|Activities)\b)"
)
_NOT_OF_A_THING = "".join(rf"(?<!{thing} )" for thing in ("room", "order", "invoice", "ticket", "serial", "asset"))
_NUMBER = r"(?<![\w.,:/#$-])\d{6,10}(?![\w-]|[.,:/]\d)"
_DAY = r"\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})"

#: What was found, in the words of the sentence that asks about it. `re` compiles each when it is first searched, and
#: keeps it.
PATTERNS: dict[str, tuple[str, ...]] = {
    noted("a number like a student ID"): (
        rf"(?i)(?=\d){_NOT_OF_A_THING}{_NUMBER}",
        r"(?i)\b(?:student|pupil)(?:'s|’s)?\s+(?:id|number|no\.?)\s*(?:is|:|#)?\s*#?\d{4,}",
    ),
    noted("initials or a name"): (
        rf"\b(?i:{_STUDENT})\s+{_NOT_A_NAME}(?:{_INITIALS}|{_NAME})",
        rf"\b{_INITIALS}(?:,|\s+\(|\s+is)\s*an?\s+(?i:{_STUDENT})\b",
        rf"\b(?i:{_STUDENT})\s+(?i:named|called)\s+[A-Z][a-z]+",
    ),
    noted("a day of birth"): (
        r"(?i)\b(?:d\.?o\.?b|date of birth|birth ?date|birthday)\b[\s:.is]*\d",
        rf"(?i)\bborn\s+(?:on\s+)?(?:{_DAY}|[A-Z][a-z]+\s+\d{{1,2}})",
    ),
    noted("a plan of one student"): (
        r"\b(?:his|her|their|[A-Z][a-z]+['’]s|student['’]s|child['’]s)\s+(?:I\.?E\.?P\.?|504)\b",
        r"\b(?:IEP|504(?:\s+plan)?)\s+(?:of|for)\s+(?:[A-Z][a-z]+|[A-Z]\.)",
        r"\b(?:has|with|on)\s+an?\s+(?:IEP|504(?:\s+plan)?)\b",
    ),
}


def looks_like(texts: Iterable[str | None]) -> list[str]:
    """What these texts seem to tell of a student, each kind once; nothing for most."""
    said = [text for text in texts if text]
    return [kind for kind, patterns in PATTERNS.items() if any(re.search(p, text) for p in patterns for text in said)]
