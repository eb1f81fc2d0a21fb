"""The papers whose template a district may bring itself, and what one of these is."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from domain.frozen import dataclass
from domain.people import PersonId
from domain.texts import say


class Template(StrEnum):
    AGENDA = "agenda"
    MINUTES = "minutes"


TEMPLATES: Mapping[Template, str] = {Template.AGENDA: say("Agenda"), Template.MINUTES: say("Minutes")}


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """One revision of a template. Without a file, it says that from then on the one that Kaizen comes with is used."""

    kind: Template
    revision: int
    file: str = ""
    by: PersonId
    at: datetime
    version: int = 1
