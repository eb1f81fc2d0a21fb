"""The tables of meetings: each meeting, who is expected at it, and what was heard in it."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Time

from storage.db import Moment
from storage.records import record_table
from storage.words import word

meetings = record_table(
    "meetings",
    Column("number", String(20), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("phase", String(20), nullable=False),
    word("title"),
    Column("day", Date, nullable=False),
    Column("start", Time, nullable=False),  # of the district
    Column("length", Integer, nullable=False),  # minutes
    word("place"),
    Column("host", String(40), nullable=False),
    Column("school", String(40), nullable=False),  # or a department; "" of the district
    word("audience"),
    word("purpose"),
    Column("plan", String(20), nullable=False),
    Column("goal", Integer, nullable=False),
    Column("commitment", Integer, nullable=False),
    Column("groups", String(200), nullable=False),  # with spaces
    word("with_whom"),
    word("service"),
    Column("for_all", Boolean, nullable=False),
    Column("conversation", String(240), nullable=False),
    word("off_because"),
    Column("started_at", Moment),
    Column("closed_at", Moment),
    Column("approved_at", Moment),
    Column("approved_in", String(20), nullable=False),
)
attendees = record_table(
    "attendees",
    Column("meeting", String(20), primary_key=True),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    Column("person", String(40)),
    word("guest"),
    word("title"),
    Column("presence", String(20), nullable=False),
    Column("votes", Boolean, nullable=False),
    Column("gone", Boolean, nullable=False),  # not expected any more
)
meeting_themes = record_table(
    "meeting_themes",
    Column("meeting", String(20), primary_key=True),
    Column("nth", Integer, primary_key=True, autoincrement=False),
    word("said"),
    word("did"),
    Column("by", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("told_at", Moment),  # when those who were there were told what came of it
    Column("dropped", Boolean, nullable=False),
)
Index("ix_meetings_day", meetings.c.district, meetings.c.day)
Index("ix_attendees_person", attendees.c.district, attendees.c.person)
Index("ix_meeting_themes_at", meeting_themes.c.district, meeting_themes.c.at)
