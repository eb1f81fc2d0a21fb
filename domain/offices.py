"""The offices of a district to which a report is handed over: what they are called, and who answers for each."""

from collections.abc import Mapping
from enum import StrEnum


class Office(StrEnum):
    TITLE_IX = "title_ix"
    SECTION_504 = "section_504"
    SPECIAL_EDUCATION = "special_education"
    HUMAN_RESOURCES = "human_resources"
    CHILD_PROTECTION = "child_protection"
    GRIEVANCE = "grievance"


#: As it stands in "handed to the ... office".
OFFICES: Mapping[Office, str] = {
    Office.TITLE_IX: "Title IX",
    Office.SECTION_504: "Section 504 and ADA",
    Office.SPECIAL_EDUCATION: "special education",
    Office.HUMAN_RESOURCES: "human resources",
    Office.CHILD_PROTECTION: "child protection",
    Office.GRIEVANCE: "grievance",
}


def office_name(office: Office) -> str:
    return f"the {OFFICES[office]} office"
