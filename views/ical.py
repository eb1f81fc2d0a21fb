"""Steps and meetings as iCalendar files (RFC 5545), each under an id that stays, said in a language."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from domain.feeds import Dated, Met
from domain.meetings import KINDS, Meeting, Phase
from domain.plans import StepStatus
from domain.texts import joined, say
from views.languages import said
from views.plan_steps import status_words
from views.plans import typed

NAME = say("Kaizen: your steps and meetings")
OFTEN = timedelta(hours=1)  # how often a calendar is asked to look again
DAY = timedelta(days=1)
UTC_ZONE = ZoneInfo("UTC")
#: Whoever invites has an address, and it is not ours to tell.
NO_MAIL = "mailto:nobody@kaizen.invalid"


def calendar_file(
    steps: Sequence[Dated], district: str, language: str, *, met: Sequence[Met] = (), zone: ZoneInfo = UTC_ZONE
) -> bytes:
    """The same steps and meetings are the same bytes: nothing in it says when it was made. `zone` is the district's."""
    from icalendar import Calendar, Timezone  # 0.1 s and 6 MB, for who asks for a calendar

    made = Calendar()
    made.add("prodid", "-//Kaizen//Steps//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("name", said(NAME, language))
    made.add("x-wr-calname", said(NAME, language))
    made.add("refresh-interval", OFTEN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", OFTEN)
    for step in steps:
        made.add_component(_event(step, district, language))
    for one in met:
        made.add_component(_meeting(one.meeting, one.host, district, zone, language, one.changed_at))
    if not steps and not met:  # a calendar holds something: the standard says so
        made.add_component(Timezone.from_tzid("UTC"))
    return bytes(made.to_ical())


def invitation_file(meeting: Meeting, host: str, district: str, zone: ZoneInfo, language: str, now: datetime) -> bytes:
    """One meeting, as an invitation or, once it is called off, as what takes it out of a calendar again."""
    from icalendar import Calendar

    off = meeting.phase is Phase.CALLED_OFF
    made = Calendar()
    made.add("prodid", "-//Kaizen//Meetings//EN")
    made.add("version", "2.0")
    made.add("method", "CANCEL" if off else "REQUEST")
    event = _meeting(meeting, host, district, zone, language, now)
    event.add("organizer", NO_MAIL, parameters={"CN": host})
    made.add_component(event)
    return bytes(made.to_ical())


def _meeting(meeting: Meeting, host: str, district: str, zone: ZoneInfo, language: str, now: datetime) -> Any:
    """Under an id that stays, so that a calendar knows it again; in UTC, which every calendar reads alike."""
    from icalendar import Event

    event, off = Event(), meeting.phase is Phase.CALLED_OFF
    event.add("uid", f"meeting-{meeting.number.lower()}-{sha256(district.encode()).hexdigest()[:16]}@kaizen")
    event.add("summary", said(joined(" · ", [say("Called off") if off else "", typed(meeting.title)]), language))
    told = [meeting.number, KINDS[meeting.kind], say("Host: {who}", who=host), typed(meeting.purpose)]
    event.add("description", said(joined("\n", told), language))
    if meeting.place:
        event.add("location", typed(meeting.place))
    event.add("dtstart", meeting.starts_at(zone).astimezone(UTC))
    event.add("dtend", meeting.ends_at(zone).astimezone(UTC))
    event.add("dtstamp", now)
    event.add("sequence", meeting.version - 1)
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    return event


def _event(step: Dated, district: str, language: str) -> Any:
    from icalendar import Event

    event = Event()
    event.add("uid", f"step-{step.number}-{sha256(district.encode()).hexdigest()[:16]}@kaizen")
    event.add("summary", said(title_of(step), language))
    if step.what:
        told = joined(" · ", [status_words(step.status, step.percent), step.of])
        event.add("description", said(told, language))
    event.add("dtstart", step.due)
    event.add("dtend", step.due + DAY)
    event.add("dtstamp", step.changed_at)
    event.add("last-modified", step.changed_at)
    event.add("sequence", step.version)
    event.add("status", "CANCELLED" if step.status is StepStatus.CANCELLED else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # a day on which something is due is no day on which somebody is away
    return event


def title_of(step: Dated) -> str:
    """Of what not all staff may read, its number is all that a calendar shows."""
    number = say("Step {n}", n=step.number)
    if not step.what:
        return number
    return joined(" · ", [say("Done") if step.status is StepStatus.DONE else "", number, typed(step.what)])
