"""The few words that a renderer adds of its own, in the reader's language."""

from domain.texts import joined, say
from views.elements import Document
from views.languages import said

NAME = "Kaizen"
LOOK_AGAIN, CUT_OFF = say("Please look again:"), say("There is more than fits here.")


def left_out(number: int, rest: str, language: str) -> str:
    """The last line of a list that is longer than what is shown of it."""
    return said(joined(" ", [say("and {left} more.", left=number), rest]), language)


def downloads(file: Document, language: str) -> str:
    """What is pressed to get a file."""
    return said(say("Download {name}", name=file.name), language)


def no_download(file: Document) -> str:
    """What stands in place of that where a file has no address."""
    return f"{file.name}: {file.instead}" if file.instead else file.name
