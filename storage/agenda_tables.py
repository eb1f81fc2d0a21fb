"""The tables of agendas: what people add to a meeting, and what was counted for it, revision by revision."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, String, Text

from storage.db import Moment
from storage.records import record_table
from storage.words import word

agenda_items = record_table(
    "agenda_items",
    Column("id", String(40), primary_key=True),
    Column("meeting", String(20), nullable=False),
    Column("section", Integer, nullable=False),
    word("subject"),
    Column("by", String(40), nullable=False),
    Column("origin", String(20), nullable=False),
    Column("about", String(40), nullable=False),
    Column("carried_from", String(20), nullable=False),
    Column("place", Integer, nullable=False),
    Column("done", Boolean, nullable=False),
)
agendas = record_table(
    "agendas",
    Column("meeting", String(20), primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("slot", String(20), nullable=False),  # the day that the schedule names
    Column("day", Date, nullable=False),  # on which it was counted
    Column("at", Moment, nullable=False),
    Column("by", String(40), nullable=False),
    Column("conversation", String(200), nullable=False),
    Column("sent", Integer, nullable=False),  # how often: somebody may have it sent again
    Column("cut_off", Date, nullable=False),
    Column("entries", BigInteger, nullable=False),
    Column("head", String(64), nullable=False),
    Column("facts", Text, nullable=False),  # as JSON, without words
)
Index("ix_agenda_items_meeting", agenda_items.c.district, agenda_items.c.meeting)
