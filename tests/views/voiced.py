"""Polls and surveys together."""

from collections.abc import Mapping

from tests.views import polled, surveyed
from views.elements import Card, Form

MESSAGES: Mapping[str, Card] = {**polled.MESSAGES, **surveyed.MESSAGES}
FORMS: Mapping[str, Form] = {**polled.FORMS, **surveyed.FORMS}
