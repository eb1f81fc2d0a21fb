"""The offices of a district to which a report is handed over: what they are called, and who answers for each."""

from collections.abc import Mapping
from enum import StrEnum

from domain.errors import RefusedError
from domain.texts import say, say_many


class Office(StrEnum):
    TITLE_IX = "title_ix"
    SECTION_504 = "section_504"
    SPECIAL_EDUCATION = "special_education"
    HUMAN_RESOURCES = "human_resources"
    CHILD_PROTECTION = "child_protection"
    GRIEVANCE = "grievance"


#: As it stands in "handed to the ... office".
OFFICES: Mapping[Office, str] = {
    Office.TITLE_IX: say("Title IX"),
    Office.SECTION_504: say("Section 504 and ADA"),
    Office.SPECIAL_EDUCATION: say("special education"),
    Office.HUMAN_RESOURCES: say("human resources"),
    Office.CHILD_PROTECTION: say("child protection"),
    Office.GRIEVANCE: say("grievance"),
}


def office_name(office: Office) -> str:
    return say("the {office} office", office=OFFICES[office])


def check_officer(office: Office, person: str | None, reports: int) -> None:
    """`reports` were handed to that office: with nobody there they would be left to their requesters alone."""
    if person is None and reports:
        counted = say_many("{n} report is", "{n} reports are", reports)
        raise RefusedError(
            "{counted} with this office. Please choose who answers for it next.", counted=counted, field=str(office)
        )
