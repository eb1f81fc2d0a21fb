"""What a district may set, what each key means, and what holds where nothing is set."""

import re
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from difflib import get_close_matches
from functools import cache, cached_property
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from domain.anonymity import COMMENTS, COMMENTS_FLOOR, SCORES, SCORES_FLOOR
from domain.cars import CAUSES, Severity
from domain.causes import SMALL_CAUSES, kept_causes, read_causes
from domain.causes import written as causes_written
from domain.closures import Closure, closed_days, read_closures
from domain.closures import written as closures_written
from domain.deadlines import DEFAULT_CLOCKS, Clocks
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.meetings import HALF, read_quorum
from domain.mornings import MORNINGS, read_morning
from domain.public_copy import PublicRule
from domain.rules import Rules
from domain.schedules import WEEKS, Closed, Rule, Weekday, Weekly, between
from domain.school_calendar import SchoolCalendar
from domain.terms import TERMS, read_terms
from domain.texts import say
from domain.working_hours import WorkingHours, read_working_hours

SHORT, LONG = 200, 1000  # characters
MOST_DAYS = 365
MOST_DAYS_AFTER = 14
MOST_ANSWERS = 100  # to which the smallest group that is shown may be raised
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
SCHOOL_YEAR_STARTS = 7  # July, in which a US school year's books open


def _at_least(floor: int) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not value.isdecimal() or not floor <= int(value) <= MOST_ANSWERS:
            raise RefusedError(
                "Use a whole number from {floor} to {most}: with fewer answers, people could be known by them.",
                floor=floor,
                most=MOST_ANSWERS,
            )
        return str(int(value))

    return check


def _short(value: str) -> str:
    return _text(value, SHORT)


def _long(value: str) -> str:
    return _text(value, LONG)


def _text(value: str, limit: int) -> str:
    if len(value) > limit:
        raise RefusedError("Please keep this under {most} characters; it has {n}.", most=limit, n=len(value))
    return value.strip()


@cache
def _zones() -> frozenset[str]:
    """The names of all time zones: to find them takes a walk through as many files."""
    return frozenset(available_timezones())


def _zone(value: str) -> str:
    if value not in _zones():
        near = get_close_matches(value, sorted(_zones()), 1)
        hint = say("Did you mean {name}?", name=near[0]) if near else say("Use a name such as America/Chicago.")
        raise RefusedError("{value} is not a time zone. {hint}", value=value, hint=hint)
    return value


def _one_of(*allowed: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in allowed:
            raise RefusedError("{value} does not fit; use {known}.", value=value, known=" or ".join(allowed))
        return value

    return check


def _staff(value: str) -> str:
    kind, _, rest = value.partition(":")
    if value in ("everyone", "named") or (kind in ("domain", "group") and rest):
        return value
    raise RefusedError("{value} does not fit; use everyone, named, domain:example.org or group:S0123.", value=value)


def _language(value: str) -> str:
    if not LANGUAGE.fullmatch(value):
        raise RefusedError("{value} is not a language; use a code such as en or es.", value=value)
    return value


def _address(value: str) -> str:
    if not value.startswith("https://"):
        raise RefusedError("{value} is not an address that begins with https://.", value=value)
    return _short(value)


def _days(value: str) -> str:
    if not value.isdecimal() or not 1 <= int(value) <= MOST_DAYS:
        raise RefusedError("Please give a whole number of days from 1 to {most}.", most=MOST_DAYS)
    return str(int(value))


def _within_two_weeks(value: str) -> str:
    if not value.isdecimal() or int(value) > MOST_DAYS_AFTER:
        raise RefusedError("Please give a whole number of days from 0 to {most}.", most=MOST_DAYS_AFTER)
    return str(int(value))


def _round(value: str) -> str:
    if not value.isdecimal() or int(value) < 1:
        raise RefusedError("{value} does not fit; use a whole number from 1.", value=value)
    return str(int(value))


def _closures(value: str) -> str:
    return closures_written(read_closures(value).closures)


def _working_hours(value: str) -> str:
    return str(read_working_hours(value))


def _time(value: str) -> str:
    try:
        return f"{time.fromisoformat(value.strip()):%H:%M}"
    except ValueError:
        raise RefusedError("{value} does not fit; use a time such as 08:00 or 14:30.", value=value) from None


def _morning(value: str) -> str:
    return f"{read_morning(value):%H:%M}"


def _causes(value: str) -> str:
    return causes_written(read_causes(value))


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    means: str
    default: str = ""
    check: Callable[[str], str] = _short


DANGER = say("Danger now? Call 911, then the school office.")
WHO_TO_TELL = say(
    "Harassment, discrimination, abuse, a student's services, a grievance or somebody's conduct: do not write it here. "
    "Tell the district's compliance officer. This form does not replace a report that the law asks of you."
)

_FIX, _WATCH = DEFAULT_CLOCKS.implementation_days, DEFAULT_CLOCKS.effectiveness_session_days
#: The clocks, each with the number of days that holds where nothing is set.
CLOCKS: Mapping[str, tuple[str, int]] = {
    "acknowledge_days": (say("Business days to acknowledge a report"), DEFAULT_CLOCKS.acknowledge_business_days),
    "triage_days": (say("Business days to decide about a report"), DEFAULT_CLOCKS.triage_business_days),
    "contain_days": (say("Business days to make an urgent one safe"), DEFAULT_CLOCKS.contain_business_days),
    "plan_days": (say("Days from acceptance to a plan"), DEFAULT_CLOCKS.plan_days),
    "fix_days_critical": (say("Days from plan to fix, when critical"), _FIX[Severity.CRITICAL]),
    "fix_days_major": (say("Days from plan to fix, when it needs a plan"), _FIX[Severity.MAJOR]),
    "fix_days_minor": (say("Days from acceptance to fix, for a quick fix"), _FIX[Severity.MINOR]),
    "watch_days_critical": (say("School days to watch that a critical fix holds"), _WATCH[Severity.CRITICAL]),
    "watch_days_major": (say("School days to watch that any other fix holds"), _WATCH[Severity.MAJOR]),
    "extension_days": (
        say("Days by which the owner of a quick fix may move it, once"),
        DEFAULT_CLOCKS.quick_extension_days,
    ),
}
#: How large the system is, and what that changes.
PRESETS: Mapping[str, tuple[str, str]] = {
    "standard": (say("Standard"), say("The quality office decides about every report; ten causes")),
    "small": (say("Small"), say("Principals decide about quick fixes of their school; five causes; no departments")),
}

KEYS: Mapping[str, Key] = {
    "name": Key(means=say("Name of the district")),
    "timezone": Key(means=say("Time zone"), default="America/Chicago", check=_zone),
    "language": Key(means=say("Language for those whose own Kaizen does not speak"), default="en", check=_language),
    "staff": Key(means=say("Who may use the bot"), default="everyone", check=_staff),
    "public_link": Key(means=say("Where somebody who is not staff is sent"), check=_address),
    "preset": Key(means=say("How large the system is"), default="standard", check=_one_of("standard", "small")),
    "digest_channel": Key(means=say("Conversation of the weekly Cabinet digest, by its id")),
    "digest_day": Key(means=say("Day of the weekly Cabinet digest"), default="monday", check=_one_of(*Weekday)),
    "digest_time": Key(means=say("Time of the weekly Cabinet digest"), default="08:00", check=_time),
    "cabinet_day": Key(means=say("Day on which the Cabinet meets"), default="monday", check=_one_of(*Weekday)),
    "cabinet_time": Key(means=say("Time at which the Cabinet meets"), default="10:00", check=_time),
    "digest_paused": Key(
        means=say("Whether the weekly Cabinet digest rests"), default="no", check=_one_of("yes", "no")
    ),
    "mrt_channel": Key(means=say("Conversation of the monthly MRT agenda, by its id")),
    "terms": Key(means=say("Days on which terms begin, as 08-15, 01-05"), default=TERMS, check=read_terms),
    "quorum": Key(means=say("How many have to be there to decide in a meeting"), default=HALF, check=read_quorum),
    "agenda_week": Key(means=say("Week of the monthly MRT agenda"), default="second", check=_one_of(*WEEKS)),
    "agenda_day": Key(means=say("Day of the monthly MRT agenda"), default="tuesday", check=_one_of(*Weekday)),
    "agenda_time": Key(means=say("Time of the monthly MRT agenda"), default="08:00", check=_time),
    "review_after": Key(means=say("Days from the agenda to the review"), default="0", check=_within_two_weeks),
    "review_time": Key(means=say("Time at which the Management Review Team meets"), default="14:00", check=_time),
    "agenda_paused": Key(means=say("Whether the monthly MRT agenda rests"), default="no", check=_one_of("yes", "no")),
    "danger": Key(means=say("Who to call at once, shown above the report box"), default=DANGER, check=_long),
    "who_to_tell": Key(means=say("What is reported elsewhere, and to whom"), default=WHO_TO_TELL, check=_long),
    "objectives": Key(means=say("Quality objectives, one a line"), check=_long),
    "numbering": Key(means=say("The year in a number"), default="calendar", check=_one_of("calendar", "school")),
    **{key: Key(means=means, default=str(days), check=_days) for key, (means, days) in CLOCKS.items()},
    "working_hours": Key(means=say("Hours of a working day"), default="08:00-16:00", check=_working_hours),
    "morning": Key(means=say("When the message of the day comes"), check=_morning),
    "supervisor_copies": Key(
        means=say("Heads of schools and departments hear of what is late there"),
        default="usual",
        check=_one_of("usual", "on", "off"),
    ),
    "causes": Key(means=say("Causes to choose from, one a line"), check=_causes),
    "link_round": Key(
        means=say("Links to pages: raise it, and those made before open nothing"), default="1", check=_round
    ),
    "smallest_scores": Key(
        means=say("Answers below which no score of an anonymous poll or survey is shown"),
        default=str(SCORES),
        check=_at_least(SCORES_FLOOR),
    ),
    "smallest_comments": Key(
        means=say("Answers below which no comment of one is shown"),
        default=str(COMMENTS),
        check=_at_least(COMMENTS_FLOOR),
    ),
    "closures": Key(means=say("Days without school, one a line"), check=_closures),
    "public_names": Key(means=say("Whether public copies name staff"), default="no", check=_one_of("yes", "no")),
    "public_law": Key(means=say("The law that public copies follow, as they print it")),
}
#: What the bot keeps itself: categories that are not offered any more, but stand in old reports.
FORMER_CAUSES = "former_causes"


def closures_key(place: str) -> str:
    """Where the days without school of one school are kept; those of the district, when it names none."""
    return f"closures:{place}" if place else "closures"


def checked(key: str, value: str) -> str:
    """A value as it is kept, or a refusal that says what fits. An empty one brings the default back."""
    family = "closures" if key.startswith("closures:") else key
    if family not in KEYS:
        near = get_close_matches(key, KEYS, 1)
        hint = say("Did you mean {name}?", name=near[0]) if near else say("There are: {known}.", known=", ".join(KEYS))
        raise RefusedError("There is no setting {key}. {hint}", key=key, hint=hint)
    return KEYS[family].check(value) if value else ""


def _half_hour_from(start: time) -> time:
    return next((at for at in MORNINGS if at >= start), MORNINGS[-1])


@dataclass(frozen=True)
class Settings:
    """A district's settings, each with its default. They are asked for often and never change: what is read is kept."""

    values: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        return self.values.get(key) or KEYS[key].default

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self["timezone"])

    @property
    def public_rule(self) -> PublicRule:
        return PublicRule(names=self["public_names"] == "yes", law=self["public_law"])

    @property
    def working_hours(self) -> WorkingHours:
        return read_working_hours(self["working_hours"])

    @property
    def morning(self) -> time:
        """Where nothing is set, when people begin to work, or the next half hour."""
        return read_morning(self["morning"]) if self["morning"] else _half_hour_from(self.working_hours.start)

    @property
    def digest_rule(self) -> Rule:
        """When the Cabinet's digest comes; on a day without school, on the next working day."""
        day, at = Weekday(self["digest_day"]), time.fromisoformat(self["digest_time"])
        return Rule(days=Weekly(on=day), at=(at,), closed=Closed.AFTER)

    @property
    def digest_grace(self) -> timedelta:
        """How late it may come: until the Cabinet meets."""
        return between(
            (Weekday(self["digest_day"]), time.fromisoformat(self["digest_time"])),
            (Weekday(self["cabinet_day"]), time.fromisoformat(self["cabinet_time"])),
        )

    @property
    def digest_rests(self) -> bool:
        """It is in force once its conversation is set, unless it was paused."""
        return not self["digest_channel"] or self["digest_paused"] == "yes"

    def zone_of(self, own: str | None) -> ZoneInfo:
        """Somebody's own time zone, where their platform tells one that there is."""
        try:
            return ZoneInfo(own) if own else self.zone
        except (ZoneInfoNotFoundError, ValueError):
            return self.zone

    @property
    def supervisor_copies(self) -> bool:
        """Usually, but not in a small district: there everybody knows."""
        return self["supervisor_copies"] == "on" or (self["supervisor_copies"] == "usual" and not self.is_small)

    @property
    def objectives(self) -> list[str]:
        return [line.strip() for line in self["objectives"].splitlines() if line.strip()]

    @cached_property
    def rules(self) -> Rules:
        """In a small district principals take the minor reports of their school, and forms ask less."""
        places = [key.partition(":")[2] for key in self.values if key.startswith("closures:")]
        return Rules(
            small=self.is_small,
            principals_triage=self.is_small,
            supervisor_copies=self.supervisor_copies,
            clocks=self.clocks,
            calendar=self._calendar(""),
            calendars={place: self._calendar(place) for place in places},
            causes=self.causes,
        )

    @property
    def is_small(self) -> bool:
        return self["preset"] == "small"

    @cached_property
    def clocks(self) -> Clocks:
        days = {key: int(self[key]) for key in CLOCKS}
        fix = {severity: days[f"fix_days_{severity}"] for severity in Severity}
        watch = dict.fromkeys(Severity, days["watch_days_major"]) | {Severity.CRITICAL: days["watch_days_critical"]}
        return Clocks(
            acknowledge_business_days=days["acknowledge_days"],
            triage_business_days=days["triage_days"],
            contain_business_days=days["contain_days"],
            plan_days=days["plan_days"],
            implementation_days=fix,
            effectiveness_session_days=watch,
            quick_extension_days=days["extension_days"],
        )

    @property
    def causes(self) -> Mapping[str, str]:
        """What is offered."""
        return kept_causes(self["causes"]) or (SMALL_CAUSES if self.is_small else CAUSES)

    def cause_words(self, category: str) -> str:
        """What a category is called, also one that is not offered any more."""
        return self.causes.get(category) or self.former_causes.get(category) or CAUSES.get(category, category)

    @property
    def former_causes(self) -> dict[str, str]:
        return kept_causes(self.values.get(FORMER_CAUSES, ""))

    def closures(self, place: str = "") -> list[Closure]:
        """The days without school of the whole district, or those that a school has besides."""
        return read_closures(self.values.get(closures_key(place), "")).closures

    def _calendar(self, place: str) -> SchoolCalendar:
        lists = {self.values.get(closures_key(known), "") for known in ("", place)}
        return SchoolCalendar(closed=frozenset().union(*(closed_days(text) for text in lists)))

    def number_year(self, today: date) -> int:
        """The year that a number carries: a school year is named by the calendar year in which it starts."""
        before_start = today.month < SCHOOL_YEAR_STARTS
        return today.year - 1 if self["numbering"] == "school" and before_start else today.year
