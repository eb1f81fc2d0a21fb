"""Links for auditors: what one opens, for how long, and who makes and ends them."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.asks import need
from domain.dossiers import Dossier
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.people import PersonId, Viewer
from domain.texts import say

USUAL_DAYS, MOST_DAYS = 14, 90
NAME_MAX, PURPOSE_MAX = 100, 300
#: As whom an auditor reads: nobody of the district, who finds what everybody finds, and nothing that is sealed.
AUDITOR = Viewer(person=PersonId("auditor"), staff=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Scope:
    """Which reports a link opens. None stands for all; days are those of reporting, both included."""

    school: str | None = None
    department: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditorLink:
    id: str
    auditor: str
    purpose: str
    scope: Scope
    made_by: PersonId
    made_at: datetime
    until: date  # the last day on which it opens
    ends_at: datetime  # the midnight after that day, where the district is
    revoked_at: datetime | None = None
    revoked_by: PersonId | None = None
    version: int = 1

    def is_live(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.ends_at


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """That somebody opened a page, and which: a report's number, or "" for the log. From where is not kept."""

    link: str
    at: datetime
    about: str = ""


def check_may(viewer: Viewer) -> None:
    if not viewer.is_mr:
        raise RefusedError("Only the management representative or a deputy can make a link for an auditor.")


def check_link(link: AuditorLink, today: date) -> None:
    need(link.auditor, "Please say who the link is for.", field="auditor", at_most=NAME_MAX)
    need(link.purpose, "Please say what the auditor looks at, and why.", field="purpose", at_most=PURPOSE_MAX)
    if not today <= link.until <= today + timedelta(days=MOST_DAYS):
        raise RefusedError(
            "Please choose a day from today on, and at most {most} days away.", most=MOST_DAYS, field="until"
        )
    scope = link.scope
    if scope.first and scope.last and scope.last < scope.first:
        raise RefusedError("Please choose a last day that is not before the first.", field="last")


def revoked(link: AuditorLink, *, by: Viewer, now: datetime) -> AuditorLink:
    check_may(by)
    if not link.is_live(now):
        raise RefusedError("This link opens nothing any more already.")
    return replace(link, revoked_at=now, revoked_by=by.person)


def for_auditor(dossier: Dossier) -> Dossier:
    """A report without who reported it, and for whom: an auditor looks at what became of it."""
    car = dossier.car
    kept = replace(car, requester=PersonId(""), on_behalf_of=None, photos=(), handed_note=None, hide_name=True)
    stays = tuple(replace(one, by=PersonId("") if one.by == car.requester else one.by) for one in dossier.stays)
    return replace(dossier, car=kept, stays=stays)


NOT_TOLD = say("(not told to auditors)")  # in place of whoever reported it
