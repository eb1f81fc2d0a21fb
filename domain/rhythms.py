"""When the management review comes: its agenda, its preview, and the meeting itself, as a district has set it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from domain.schedules import DAY, WEEKDAYS, WEEKS, Closed, NthWeekday, Rule, Weekday, Weekly, between, due_times, slots
from domain.school_calendar import DAYS_IN_WEEK
from domain.settings import Settings

PREVIEW_DAYS = 7  # before the agenda
A_DAY = date(2000, 1, 1)
FAR = timedelta(days=70)  # in which the next one is found


def agenda_rule(settings: Settings) -> Rule:
    """When the agenda comes; on a day without school, on the next working day."""
    days = NthWeekday(nth=WEEKS[settings["agenda_week"]], on=Weekday(settings["agenda_day"]))
    return Rule(days=days, at=(time.fromisoformat(settings["agenda_time"]),), closed=Closed.AFTER)


def preview_rule(settings: Settings) -> Rule:
    return replace(agenda_rule(settings), before=PREVIEW_DAYS)


def agenda_grace(settings: Settings) -> timedelta:
    """How late it may come: until the team meets, where no day between is without school."""
    at, review = agenda_rule(settings).at[0], review_time(settings)
    if settings.is_small:
        return between((Weekday(settings["agenda_day"]), at), (Weekday(settings["cabinet_day"]), review))
    passed = timedelta(days=int(settings["review_after"])) + (
        datetime.combine(A_DAY, review) - datetime.combine(A_DAY, at)
    )
    return passed if passed > timedelta(0) else passed + DAY


def agenda_channel(settings: Settings) -> str:
    """Where it goes: in a small district, where the Cabinet is the team, to the Cabinet's conversation."""
    return settings["mrt_channel"] or (settings["digest_channel"] if settings.is_small else "")


def agenda_rests(settings: Settings) -> bool:
    """It is in force once its conversation is set, unless it was paused."""
    return not agenda_channel(settings) or settings["agenda_paused"] == "yes"


def review_on(settings: Settings, agenda: date) -> date:
    """The day on which the team meets about the agenda of a day; in a small district it is that of the Cabinet."""
    if not settings.is_small:
        return settings.rules.calendar.on_or_after(agenda + int(settings["review_after"]) * DAY)
    ahead = (WEEKDAYS.index(Weekday(settings["cabinet_day"])) - agenda.weekday()) % DAYS_IN_WEEK
    return settings.rules.calendar.on_or_after(agenda + ahead * DAY)


def review_time(settings: Settings) -> time:
    return time.fromisoformat(settings["cabinet_time" if settings.is_small else "review_time"])


def cabinet_time(settings: Settings) -> time:
    return time.fromisoformat(settings["cabinet_time"])


def cabinet_days(settings: Settings, after: datetime) -> list[date]:
    """The days on which the Cabinet meets after a moment, for some weeks; never none."""
    on, zone, calendar = Weekday(settings["cabinet_day"]), settings.zone, settings.rules.calendar
    rule = Rule(days=Weekly(on=on), at=(cabinet_time(settings),), closed=Closed.AFTER)
    found = due_times(rule, after, after + FAR, zone=zone, calendar=calendar)
    days = [moment.astimezone(zone).date() for moment in found]
    return days or [calendar.on_or_after(after.astimezone(zone).date() + DAY)]


def next_agenda(settings: Settings, after: date) -> date:
    """The first day after this one on which an agenda comes."""
    rule, calendar = agenda_rule(settings), settings.rules.calendar
    found = slots(rule, after - FAR, after + FAR, zone=settings.zone, calendar=calendar)
    days = [due.at.astimezone(settings.zone).date() for due in found]
    return next(day for day in days if day > after)
