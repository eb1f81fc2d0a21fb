"""What an invoke of Teams is answered with. Pure: cards and sentences in, bodies out."""

from collections.abc import Mapping
from typing import Any

from views.added import NAME
from views.elements import Form
from views.languages import ENGLISH, said
from views.teams import TITLE

Body = dict[str, Any]
CARD = "application/vnd.microsoft.card.adaptive"


def in_place(card: Mapping[str, Any]) -> Body:
    """Put this card in the place of the one whose button was pressed."""
    return {"statusCode": 200, "type": CARD, "value": dict(card)}


def beside(sentence: str) -> Body:
    """Leave the card as it is, and say something beside it."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": sentence}


def dialog(card: Mapping[str, Any], title: str = "") -> Body:
    """Show this card in the dialog."""
    value = {
        "title": (title or NAME)[:TITLE],
        "height": "large",
        "width": "medium",
        "card": {"contentType": CARD, "content": dict(card)},
    }
    return {"task": {"type": "continue", "value": value}}


def titled(form: Form) -> str:
    return said(form.title, form.language or ENGLISH)


def last_word(sentence: str) -> Body:
    """Say one sentence in the dialog, and be done."""
    return {"task": {"type": "message", "value": sentence}}


CLOSED: Body = {}  # the dialog closes
