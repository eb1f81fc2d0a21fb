"""What people type about a step, read tolerantly: "41 at risk waiting for the vendor", "done 41", "41 50%"."""

import re
from collections.abc import Mapping

from domain.frozen import dataclass
from domain.plans import StepStatus

#: A number that is a step's: not part of a percent, a date, a time or an amount.
NUMBER = re.compile(
    r"(?<![\w%$.,/:-])(?:step\s*)?(?:#|no\.?\s*)?(\d{1,7})(?![\w%/-]|[.,:]\d|\s*(?:%|percent\b|pct\b))", re.IGNORECASE
)
PERCENT = re.compile(r"(?<![\w.,])(\d{1,3})\s*(?:%|(?:percent|per cent|pct)\b)", re.IGNORECASE)
WHOLE = 100
ALONE = r"(?=\s*(?:$|[-–—:;,.]))"  # "red", but not "red tape"
END = r"(?![\w'-])"
#: Words for a status, tried in this order. "Stuck", "blocked" and "delayed" tell why as well, so they stay in the rest.
#: `re` compiles each when it is first matched, and keeps it.
WORDS: Mapping[StepStatus, str] = {
    StepStatus.CANCELLED: (
        rf"(?i)(?:(?:not|no longer|isn't|is not) needed(?: any ?more)?|cancel+(?:ed)?|dropped){END}"
    ),
    StepStatus.NOT_STARTED: (
        rf"(?i)(?:not (?:yet )?(?:started|begun)(?: yet)?|has(?:n't| not) (?:started|begun)|to ?do{ALONE}){END}"
    ),
    StepStatus.OFF_TRACK: rf"(?i)(?:off[- ]?track|red{ALONE}){END}|(?=(?:stuck|blocked){END})",
    StepStatus.AT_RISK: rf"(?i)(?:at[- ]?risk|(?:yellow|amber|risky){ALONE}){END}|(?=delayed{END})",
    StepStatus.ON_TRACK: (
        rf"(?i)(?:on[- ]?track|in progress|under ?way|started|going well|(?:green|ok(?:ay)?){ALONE}){END}"
    ),
    StepStatus.DONE: rf"(?i)(?:all done|done|finished|completed|complete{ALONE}){END}",
}
#: What joins a status to the step and to the comment, and says nothing by itself.
JOINS = re.compile(
    r"^(?:[\s\-–—:;,.=>]+|(?:step|is|as|now|update|mark(?:ed)?|set|to|it|status|because|with)\b)+", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """What was read: which step, and what is said of it."""

    number: int
    status: StepStatus | None = None
    percent: int | None = None
    comment: str = ""


def read_line(typed: str) -> Line | None:
    """One update, or None where no step is named. What is no number, status or percent is the comment, as typed."""
    text = " ".join(typed.replace("’", "'").split())
    found = NUMBER.search(text)
    if not found:
        return None
    status, left = _status(text[: found.start()], text[found.end() :])
    percent, comment = _percent(left)
    return Line(number=int(found[1]), status=status, percent=percent, comment=_tidy(comment))


def _status(before: str, after: str) -> tuple[StepStatus | None, str]:
    """A status that stands before the number, or behind it or its percent; and the rest of the words."""
    said, rest = _leading(before)
    if said:
        return said, f"{rest} {after}"
    kept = JOINS.sub("", after)
    percent = PERCENT.match(kept)
    if percent:  # "41 50% at risk no money"
        said, rest = _leading(kept[percent.end() :])
        return said, f"{before} {percent[0]} {rest}"
    said, rest = _leading(after)
    return said, f"{before} {rest}"


def _leading(words: str) -> tuple[StepStatus | None, str]:
    """The status with which words begin, and the rest."""
    kept = JOINS.sub("", words)
    found = next(((status, match) for status, spelled in WORDS.items() if (match := re.match(spelled, kept))), None)
    return (found[0], kept[found[1].end() :]) if found else (None, words)


def _percent(text: str) -> tuple[int | None, str]:
    """The one percent that is told; where several are named, they are part of the comment."""
    found = [match for match in PERCENT.finditer(text) if int(match[1]) <= WHOLE]
    if len(found) != 1 or len(PERCENT.findall(text)) > 1:
        return None, text
    return int(found[0][1]), f"{text[: found[0].start()]} {text[found[0].end() :]}"


def _tidy(text: str) -> str:
    return " ".join(JOINS.sub("", text).split()).rstrip(" -–—:;,")
