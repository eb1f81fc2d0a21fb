"""What a district has settled about its corrective action requests."""

from collections.abc import Mapping
from dataclasses import field
from types import MappingProxyType

from domain.cars import CAUSES
from domain.deadlines import Clocks
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.school_calendar import SchoolCalendar


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    small: bool = False  # asked in fewer words and without departments
    principals_triage: bool = False  # principals accept minor reports of their school
    supervisor_copies: bool = True  # heads of schools and departments hear of what is late there
    clocks: Clocks = field(default_factory=Clocks)
    calendar: SchoolCalendar = field(default_factory=SchoolCalendar)  # of the district
    calendars: Mapping[str, SchoolCalendar] = field(default_factory=dict)  # of schools that have days of their own
    causes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType(dict(CAUSES)))  # category and its words

    def calendar_of(self, school: str | None) -> SchoolCalendar:
        return self.calendars.get(school or "", self.calendar)

    def check_cause(self, category: str, *, field: str = "category") -> None:
        if category not in self.causes:
            raise RefusedError("Please choose one of the listed causes.", field=field)


DEFAULT_RULES = Rules()
