"""Files in chat: one that is ready, one that is on its way, and one that is not there any more."""

from datetime import date

from domain.files import File, size_said
from domain.texts import joined, say
from views.dates import day
from views.elements import Button, Card, Document, Note, Text


def file_card(file: File, today: date) -> Card:
    """To whoever asked for it. What leads to it ends within a day; the button makes a new one."""
    about = joined(" · ", [size_said(file.size), day(file.made_at.date(), today), say("only you can open it here")])
    return Card(
        title=file.name,
        parts=[Document(name=file.name, about=file.id), Note(about)],
        buttons=[Button(label=say("Send it again"), does="files.send", about=file.id)],
    )


def coming_card(file: File) -> Card:
    return Card(title=file.name, parts=[Text(say("It comes to your messages with Kaizen."))])


def gone_card() -> Card:
    return Card(title=say("This file is not there any more, or it is not yours to read."))
