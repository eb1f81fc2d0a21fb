"""Links for auditors: the management representative makes, lists and ends them; and what the pages show."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from domain.auditors import (
    AUDITOR,
    NOT_TOLD,
    AuditorLink,
    Scope,
    check_link,
    check_may,
    for_auditor,
    revoked,
)
from domain.cars import Severity
from domain.dossiers import Dossier
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.places import PlaceKind
from domain.settings import Settings
from domain.story import story_of
from domain.texts import joined, say
from handlers.papers import called_in, called_of, stamp_of
from handlers.routing import Answers, Call, Draw, Open, Reply, Routes, Show, Typed
from storage.auditors import AuditorLinks, in_scope
from storage.auditors import chosen as chosen_of
from storage.car_sight import numbered
from storage.cars import CarLog
from storage.db import Tx
from storage.dossiers import Dossiers
from storage.people import People
from storage.places import Places
from storage.story import Story
from views.audit_html import AuditPage, Choice, Chooser, Way
from views.auditors import invite_form, link_card, links_card, scope_words
from views.elements import Card, Heading, Option
from views.log_paper import MOST, LogPart, log_paper
from views.look import Look, Names
from views.paper import Paper, PaperPart, Said
from views.papers import SEVERITIES, car_paper
from views.story import by_day

routes = Routes()

SHOWN = 5  # openings on the card of a link


class InviteForm(Answers):
    auditor: Typed = ""
    purpose: Typed = ""
    until: date
    school: str | None = None
    department: str | None = None
    first: date | None = None
    last: date | None = None


@routes.command("car auditor")
def typed(call: Call) -> Reply:
    return Show(_list(call))


@routes.button("auditor.list")
def show_list(call: Call) -> Reply:
    return Show(_list(call))


@routes.notice("auditor.links")
def links(call: Call) -> Card:
    return _list(call)


@routes.button("auditor.form")
def open_form(call: Call) -> Reply:
    check_may(call.viewer)
    places = Places(call.tx)
    return Open(invite_form(places.all(PlaceKind.SCHOOL), places.all(PlaceKind.DEPARTMENT), call.today))


@routes.submit("auditor.make", InviteForm)
def make(call: Call, form: InviteForm) -> Reply:
    check_may(call.viewer)
    link = AuditorLink(
        id=call.tx.mint(),
        scope=Scope(**form.model_dump(include={"school", "department", "first", "last"})),
        made_by=call.me,
        made_at=call.tx.now,
        ends_at=_midnight_after(form.until, call.settings),
        **form.model_dump(include={"auditor", "purpose", "until"}),
    )
    check_link(link, call.today)
    AuditorLinks(call.tx).add(link)
    return Draw("auditor.link", link.id)


@routes.notice("auditor.link")
def shown(call: Call) -> Card:
    return _card(call)


@routes.button("auditor.show")
def show(call: Call) -> Reply:
    return Show(_card(call))


@routes.button("auditor.revoke", writes=True)
def revoke(call: Call) -> Reply:
    kept = AuditorLinks(call.tx)
    kept.revoke(revoked(kept.get(call.about), by=call.viewer, now=call.tx.now))
    return Draw("auditor.links")


def _list(call: Call) -> Card:
    check_may(call.viewer)
    kept = AuditorLinks(call.tx)
    live = kept.live()
    return links_card(live, kept.counts() if live else {}, _names(call.tx, live), call.today)


def _card(call: Call) -> Card:
    check_may(call.viewer)
    kept = AuditorLinks(call.tx)
    link = kept.get(call.about)
    openings = kept.openings(link.id, SHOWN)
    return link_card(link, openings, _names(call.tx, [link]), call.today, call.settings.zone)


def _names(tx: Tx, found: Iterable[AuditorLink]) -> Names:
    every = list(found)
    places = Places(tx).names(place for one in every for place in (one.scope.school, one.scope.department))
    return Names(people=People(tx).names(one.made_by for one in every), places=places)


def _midnight_after(day: date, settings: Settings) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=settings.zone).astimezone(UTC)


# What the pages show


@dataclass(frozen=True, kw_only=True, slots=True)
class Chosen:
    """What of the log is shown. Whatever does not fit stands for all."""

    state: str = ""
    severity: str = ""
    school: str = ""
    offset: int = 0

    @property
    def where(self) -> Mapping[str, str]:
        return {"state": self.state, "severity": self.severity, "school": self.school}


def read_chosen(given: Mapping[str, str]) -> Chosen:
    """From the address of a page: anybody may have typed it."""
    offset = given.get("from", "")
    return Chosen(
        state=given.get("state", "") if given.get("state") in STATE_CHOICES else "",
        severity=given.get("severity", "") if given.get("severity") in set(Severity) else "",
        school=given.get("school", "")[:40],
        offset=int(offset) if offset.isascii() and offset.isdecimal() and len(offset) < LONGEST else 0,
    )


LONGEST = 7  # digits
PAGE = 50  # reports
STATE_CHOICES: Mapping[str, tuple[str, bool | None]] = {
    "": (say("All"), None),
    "open": (say("Open"), False),
    "closed": (say("Closed"), True),
}
REPORTER = "reporter"  # in place of the id of whoever reported it
BACK = say("Back to the log")
AS_PDF = say("Save as PDF")


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """Somebody who opened a link, and where its pages begin: "/page/audit/…"."""

    tx: Tx
    settings: Settings
    link: AuditorLink
    base: str

    @property
    def today(self) -> date:
        return self.tx.now.astimezone(self.settings.zone).date()


def link_of(tx: Tx, name: str) -> AuditorLink | None:
    """The link that somebody holds, where it still opens something."""
    found = AuditorLinks(tx).find(name)
    return found if found and found.is_live(tx.now) else None


def note_opening(visit: Visit, about: str = "") -> None:
    AuditorLinks(visit.tx).opened(visit.link, about)


def log_page(visit: Visit, chosen: Chosen) -> AuditPage:
    """The log, a page of it, with what it can be chosen by."""
    paper, total = _log(visit, chosen, chosen.offset, PAGE, paged=True)
    pdf = Way(AS_PDF, _address(f"{visit.base}/log.pdf", chosen.where))
    return AuditPage(
        paper=paper,
        ways=[pdf],
        turns=_turns(visit, chosen, total),
        chooser=_chooser(visit, chosen),
        reports=visit.base,
    )


def whole_log(visit: Visit, chosen: Chosen) -> Paper:
    """The same as one paper."""
    return _log(visit, chosen, 0, MOST, paged=False)[0]


def _log(visit: Visit, chosen: Chosen, offset: int, size: int, *, paged: bool) -> tuple[Paper, int]:
    tx, settings = visit.tx, visit.settings
    where = chosen_of(ended=STATE_CHOICES[chosen.state][1], severity=chosen.severity, school=chosen.school)
    found = CarLog(tx, AUDITOR).page(in_scope(visit.link.scope), where, offset=offset, size=size)
    called = called_in(tx, settings, found.cars, [car.owner for car in found.cars])
    part = LogPart(
        cars=found.cars,
        filters=_filters(visit, chosen),
        total=found.total,
        as_of=visit.today,
        paged=paged,
        offset=offset,
    )
    return log_paper(part, called, settings.rules, stamp_of(tx, settings)), found.total


def _filters(visit: Visit, chosen: Chosen) -> str:
    scope = visit.link.scope
    names = Names(places=Places(visit.tx).names([scope.school, scope.department, chosen.school]))
    picked = [
        STATE_CHOICES[chosen.state][0] if chosen.state else "",
        SEVERITIES[Severity(chosen.severity)] if chosen.severity else "",
        names.place(chosen.school) if chosen.school else "",
    ]
    return joined(" · ", [scope_words(scope, names), *picked])


def _chooser(visit: Visit, chosen: Chosen) -> Chooser:
    every = Option(value="", label=say("All"))
    schools = [Option(value=one.id, label=one.name) for one in Places(visit.tx).all(PlaceKind.SCHOOL)]
    severities = [Option(value=str(key), label=words) for key, words in SEVERITIES.items()]
    states = [Option(value=key, label=words) for key, (words, _) in STATE_CHOICES.items()]
    choices = [
        Choice(name="state", label=say("State"), options=states, chosen=chosen.state),
        Choice(name="severity", label=say("Severity"), options=[every, *severities], chosen=chosen.severity),
    ]
    if schools and not visit.link.scope.school:
        choices.append(Choice(name="school", label=say("School"), options=[every, *schools], chosen=chosen.school))
    return Chooser(choices=choices, submit=say("Show"))


def _turns(visit: Visit, chosen: Chosen, total: int) -> list[Way]:
    def way(label: str, offset: int) -> Way:
        return Way(label, _address(visit.base, {**chosen.where, "from": str(offset) if offset else ""}))

    newer = [way(say("Newer"), max(0, chosen.offset - PAGE))] if chosen.offset else []
    return [*newer, *([way(say("Older"), chosen.offset + PAGE)] if chosen.offset + PAGE < total else [])]


def _address(base: str, given: Mapping[str, str]) -> str:
    """An address with what was chosen, without what was not."""
    picked = urlencode({name: value for name, value in given.items() if value})
    return f"{base}?{picked}" if picked else base


def report_page(visit: Visit, number: str) -> AuditPage:
    """One report with all that is known of it. Refused where the link does not cover it."""
    ways = [Way(BACK, visit.base), Way(AS_PDF, f"{visit.base}/{number}.pdf")]
    return AuditPage(paper=report_paper(visit, number), ways=ways)


def report_paper(visit: Visit, number: str) -> Paper:
    tx, settings = visit.tx, visit.settings
    found = CarLog(tx, AUDITOR).page(in_scope(visit.link.scope), numbered(number), size=1).cars
    if not found:
        raise RefusedError("There is no report {number} behind this link.", number=number)
    dossier = for_auditor(Dossiers(tx, AUDITOR).of(found[0]))
    called = replace(called_of(tx, settings, dossier), hidden=NOT_TOLD)
    paper = car_paper(dossier, called, stamp_of(tx, settings))
    return replace(paper, parts=[*paper.parts, *_story(visit, dossier, called.names)])


def _story(visit: Visit, dossier: Dossier, known: Names) -> list[PaperPart]:
    """What people did, day by day, without who reported it."""
    story = Story(visit.tx, dossier.car)
    acts = [replace(act, by=act.by or REPORTER) for act in story.acts()]
    people = {**known.people, **People(visit.tx).names({act.by for act in acts}), REPORTER: say("a reporter")}
    names, rules = replace(known, people=people), visit.settings.rules
    look = Look(viewer=AUDITOR, today=visit.today, names=names, rules=rules, zone=visit.settings.zone)
    days = by_day(story_of(acts, story.stays()), look, rounds=dossier.car.cycle > 1)
    return [Heading(say("Story")), *(Said(when, joined("\n", lines)) for when, lines in days)]
