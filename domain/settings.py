"""What a district may set, what each key means, and what holds where nothing is set."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

from domain.errors import RefusedError
from domain.rules import Rules

SHORT, LONG = 200, 1000  # characters
SCHOOL_YEAR_STARTS = 7  # July, in which a US school year's books open


def _short(value: str) -> str:
    return _text(value, SHORT)


def _long(value: str) -> str:
    return _text(value, LONG)


def _text(value: str, limit: int) -> str:
    if len(value) > limit:
        raise RefusedError(f"Please keep this under {limit} characters; it has {len(value)}.")
    return value.strip()


def _zone(value: str) -> str:
    if value not in available_timezones():
        near = get_close_matches(value, sorted(available_timezones()), 1)
        hint = f"Did you mean {near[0]}?" if near else "Use a name such as America/Chicago."
        raise RefusedError(f"{value} is not a time zone. {hint}")
    return value


def _one_of(*allowed: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in allowed:
            raise RefusedError(f"{value} does not fit; use {' or '.join(allowed)}.")
        return value

    return check


def _staff(value: str) -> str:
    kind, _, rest = value.partition(":")
    if value in ("everyone", "named") or (kind in ("domain", "group") and rest):
        return value
    raise RefusedError(f"{value} does not fit; use everyone, named, domain:example.org or group:S0123.")


def _address(value: str) -> str:
    if not value.startswith("https://"):
        raise RefusedError(f"{value} is not an address that begins with https://.")
    return _short(value)


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    means: str
    default: str = ""
    check: Callable[[str], str] = _short


DANGER = "Danger now? Call 911, then the school office."
WHO_TO_TELL = (
    "Harassment, discrimination, abuse, a student's services, a grievance or somebody's conduct: do not write it here. "
    "Tell the district's compliance officer. This form does not replace a report that the law asks of you."
)

KEYS: Mapping[str, Key] = {
    "name": Key(means="Name of the district"),
    "timezone": Key(means="Time zone", default="America/Chicago", check=_zone),
    "staff": Key(means="Who may use the bot", default="everyone", check=_staff),
    "public_link": Key(means="Where somebody who is not staff is sent", check=_address),
    "preset": Key(means="How large the system is", default="standard", check=_one_of("standard", "small")),
    "digest_channel": Key(means="Conversation of the weekly Cabinet digest, by its id"),
    "mrt_channel": Key(means="Conversation of the monthly MRT agenda, by its id"),
    "danger": Key(means="Who to call at once, shown above the report box", default=DANGER, check=_long),
    "who_to_tell": Key(means="What is reported elsewhere, and to whom", default=WHO_TO_TELL, check=_long),
    "objectives": Key(means="Quality objectives, one a line", check=_long),
    "numbering": Key(means="The year in a number", default="calendar", check=_one_of("calendar", "school")),
}


def checked(key: str, value: str) -> str:
    """A value as it is kept, or a refusal that says what fits. An empty one brings the default back."""
    if key not in KEYS:
        near = get_close_matches(key, KEYS, 1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(KEYS)}."
        raise RefusedError(f"There is no setting {key}. {hint}")
    return KEYS[key].check(value) if value else ""


@dataclass(frozen=True, slots=True)
class Settings:
    """A district's settings, each with its default."""

    values: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values.get(key) or KEYS[key].default

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self["timezone"])

    @property
    def objectives(self) -> list[str]:
        return [line.strip() for line in self["objectives"].splitlines() if line.strip()]

    @property
    def rules(self) -> Rules:
        """In a small district principals take the minor reports of their school."""
        return Rules(principals_triage=self["preset"] == "small")

    def number_year(self, today: date) -> int:
        """The year that a number carries: a school year is named by the calendar year in which it starts."""
        before_start = today.month < SCHOOL_YEAR_STARTS
        return today.year - 1 if self["numbering"] == "school" and before_start else today.year
