"""The other half of the table of rights: what is asked about no report, and what lists show of all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.cars import Concern
from tests.conftest import OTHER, TEACHER
from tests.polling import LUNCH
from tests.rights import (
    ACCEPTED,
    CHECKING,
    ENDED,
    HANDED,
    HELD,
    LEFT,
    NUMBER,
    OFFERED,
    QUICK,
    REJECTED,
    RETURNED,
    REVIEW,
    SPARE,
    STAFF,
    SUBMITTED,
    WAITING,
    WATCHING,
    WORDS,
    WORK,
    Case,
)
from tests.rights_table import NOT_STAFF, OFFICE, chief, leaders, principal, reads
from tests.story import CHIEF

ADMINISTRATORS = frozenset({"administrator", "IT from outside"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What is asked about no report: who may, and what all others are told. Nobody sees a report by it."""

    route: str
    may: frozenset[str] = STAFF
    says: str | tuple[str, ...] = NOT_STAFF  # the sentence that refuses, or one of several
    about: str = ""  # a name in braces stands for an id
    form: Mapping[str, Any] | None = None
    text: str = ""  # what stands behind the command
    then_home: bool = False  # it shows what is in the table of lists, or reports that all staff may read

    def __str__(self) -> str:
        return f"{self.route} {self.about}".strip()


def every(routes: str, may: frozenset[str] = STAFF, says: str = NOT_STAFF, **more: Any) -> list[Ask]:
    return [Ask(route=route, may=may, says=says, **more) for route in routes.split(", ")]


SETTINGS, PEOPLE = (
    f"Only the management representative can {deed}." for deed in ("change the settings", "change who does what")
)
INVITES = "Only the management representative or a deputy can make a link for an auditor."
FAMILIES = "Only the school's principal or the management representative can make a page for families."
PRINCIPALS = frozenset({"principal of East School", "principal of West School"})
NOT_YOURS = "This file is not there any more, or it is not yours to read."
TWO, CONFIRM = frozenset({"requester", "member"}), "Only those whom it concerns can confirm"
STAFF_LIST = "Only the management representative or an administrator can change the staff list."
CLOSES = "Only the school's principal or the management representative can say that school is closed."
SAVES = ", ".join(f"settings.save_{part}" for part in ("district", "places", "clocks", "causes", "conversations"))
OPENS = "settings.district, settings.places, settings.clocks, settings.causes, settings.conversations, settings.staff"
CABINET = OFFICE | {"superintendent", "Cabinet member", "MRT member"}
DECIDE = "Only the Cabinet, the superintendent or the management representative can decide about ideas."
OF_CABINET, OF_CABINET_ALONE = CABINET, "Only the Cabinet, the superintendent or the"  # small: one membership
ADDS = "Only the Management Review Team, the superintendent or the"
REMOVE = "Only the management representative can remove words from an idea."
IDEA: Mapping[str, Any] = {"about": "{idea}"}
NO_WORDS = "Only the management representative can remove words from a poll."
ASKERS, ELSEWHERE = OFFICE | {"requester"}, "This poll was asked in a conversation; it is seen there."
WEEK = {"first": "2026-03-09", "last": "2026-03-13", "deputy": SPARE}
ABOUT_NONE: tuple[Ask, ...] = (
    # Anybody's
    *every("car.report, car.more, car help, help, help.show, unknown, places.school, places.department, places.any"),
    *every("reply.gone"),
    *every("evidence.refused", about="nothing"),
    *every("car trends, trends.show, trends.card, trends.open, trends.raise, trends.picture"),
    *every("trends.show, trends.card, trends.raise, trends.picture", about="sources 12"),
    Ask(route="trends.choose", form={"figure": "held", "months": "12"}),
    Ask(route="trends.raised", form={"what": "It is late", "as_": "prevention"}, about="waiting 12"),
    Ask(route="trends.raised", form={"what": "One list", "as_": "idea"}, about="waiting 12"),
    *every("trends.kept", NOBODY, NOT_YOURS, about="none"),
    *every("log.filter", about="open overdue text=gate"),
    *every("calendar, calendar.open, calendar.card, offices.yours, people.away_form"),
    Ask(route="car.file", form={"what": "A chair", "happened_on": "2026-03-09"}),
    *every("reminders, reminders.open, reminders.card, reminders.form"),
    Ask(route="reminders.set", form={"morning": "06:30"}),
    Ask(route="reminders.wake", about="2026-03-09 fix:CAR-2026-001"),
    Ask(route="calendar.without", about="3"),
    Ask(route="calendar.today", about="{East School}"),
    Ask(route="people.away", form=WEEK),
    *every("people.seated, people.unseated", about="recorder/"),
    *every("people.away_card", about="{U1}"),
    *every("link.made", about="{pass}"),
    *every("log.export", about="open overdue text=gate"),
    *every("exports.make", about="log.csv all text=gate"),
    *every("exports.make", OFFICE, "Only the management representative or a deputy", about="log.public open"),
    *every("exports.ready, exports.asked", about="{export}"),
    *every("exports.again", frozenset({"member"}), "There is no such export of yours.", about="{export}"),
    *every("file.ready, file.coming", about="{file}"),
    *every("files.send", frozenset({"member"}), NOT_YOURS, about="{file}"),
    *every("files.send", NOBODY, NOT_YOURS, about="none"),
    *every("people.pair", about="{pair}"),
    *every("people.pair_yes, people.pair_no", TWO, CONFIRM, about="{pair}"),
    Ask(route="leavers.given", about="none"),
    Ask(route="leavers.undo", may=frozenset(), says="All of it has changed hands", about="none"),
    Ask(route="home.reach", may=NOBODY, says=("You have no account there", NOT_STAFF)),
    Ask(route="claim", may=NOBODY, says="This code is not good", text="AAAA-BBBB-CCCC"),
    *every("idea, idea.start, idea list, idea show"),
    *every("idea.page", about="open 0"),
    *every("idea.show, idea.card, idea.kept, idea.received, idea.decided, idea.done, idea.yours", about="{idea}"),
    Ask(route="idea.give", form={"what": "One list"}),
    # A poll is for its conversation, where none of these acts happens; for who began it, and the office
    *every("poll list, poll.page"),
    *every("poll", NOBODY, ("Type /poll in the conversation", NOT_STAFF)),
    Ask(route="poll.begin", form=LUNCH),
    *every("poll.show, poll.who, poll.picture, poll.posted, poll.card", ASKERS, ELSEWHERE, about="{poll}"),
    *every("poll.begun, poll.answered, poll.unposted", ASKERS, ELSEWHERE, about="{poll}"),
    *every("poll.close", ASKERS, "Only who began a poll can close it", about="{poll}"),
    *every("poll.remove_form", OFFICE, NO_WORDS, about="{poll}"),
    *every("poll.remove", OFFICE, NO_WORDS, form={"reason": "A name"}, about="{poll}"),
    *every("poll.again", NOBODY, ("This poll stands there already", ELSEWHERE), about="{poll}"),
    *every("poll.vote, poll.seal", NOBODY, "A poll is answered where it was asked", about="{poll} A"),
    # Ideas are decided about by the Cabinet, which is the Management Review Team of a small district
    *every(
        "idea.adopt_form, idea.later_form, idea.decline_form, idea.raise_form, idea.to_team", CABINET, DECIDE, **IDEA
    ),
    *every("idea.adopt", CABINET, DECIDE, form={"what": "A list", "owner": OTHER, "due": "2026-04-01"}, **IDEA),
    *every("idea.later", CABINET, DECIDE, form={"until": "2026-04-01"}, **IDEA),
    *every("idea.decline", CABINET, DECIDE, form={"reason": "No"}, **IDEA),
    *every("idea.raise", CABINET, DECIDE, form={"what": "No list", "happened_on": "2026-03-09"}, **IDEA),
    *every("idea.undo", NOBODY, "A decision can be taken back for 10 minutes", **IDEA),
    *every("idea.remove_form", OFFICE, REMOVE, **IDEA),
    *every("idea.remove", OFFICE, REMOVE, form={"reason": "A name"}, **IDEA),
    # The digest of the Cabinet, which holds what all staff may read
    *every("cabinet.post, cabinet.more", about="2026-03-09 due"),
    *every("digest, cabinet.open, cabinet.card, cabinet.form, cabinet.words, cabinet.words_card", OFFICE, SETTINGS),
    *every("cabinet.word_form", OFFICE, SETTINGS, about="due"),
    *every("cabinet.pause, cabinet.resume", OFFICE, SETTINGS),
    Ask(route="cabinet.again", may=NOBODY, says=("Choose the conversation of the Cabinet first", SETTINGS)),
    *every("cabinet.missed", OFFICE, SETTINGS, about="2026-03-09"),
    *every("cabinet.broken", OFFICE, SETTINGS, about="2026-03-09 due"),
    Ask(route="cabinet.save", may=OFFICE, says=SETTINGS, form={"digest_channel": "C1"}),
    Ask(route="cabinet.word", may=OFFICE, says=SETTINGS, form={"text": ""}, about="due"),
    # The agenda of the management review, which holds what all staff may read
    *every("agenda.post, agenda.more, agenda.annex", about="MTG-2026-001 4"),
    *every("agenda.added", NOBODY, ("There is no such item on the agenda", NOT_STAFF), about="none"),
    *every("agenda.card, agenda.set_up_card, agenda.set_up_form", OFFICE, SETTINGS),
    *every("agenda.pause, agenda.resume", OFFICE, SETTINGS),
    Ask(route="agenda.again", may=NOBODY, says=("Choose the conversation of the agenda first", SETTINGS)),
    *every("agenda.missed", OFFICE, SETTINGS, about="2026-03-10"),
    Ask(route="agenda.set_up", may=OFFICE, says=SETTINGS, form={"agenda_time": "07:30"}),
    Ask(route="agenda.refresh", may=NOBODY, says=("There is no meeting", SETTINGS), about="MTG-2026-999"),
    *every("agenda add, agenda.form", CABINET, ADDS),
    Ask(route="agenda.add", may=CABINET, says=ADDS, form={"subject": "Buses", "section": "8"}),
    *every("agenda cabinet, agenda.cabinet", OF_CABINET | {"recorder"}, OF_CABINET_ALONE),
    *every("agenda cabinet add, agenda.cabinet_form", OF_CABINET, OF_CABINET_ALONE),
    Ask(route="agenda.cabinet_add", may=OF_CABINET, says=OF_CABINET_ALONE, form={"subject": "Buses"}),
    *every("health, health.open, health.card", ADMINISTRATORS, "Only an administrator can see how Kaizen runs."),
    # The office's
    *every(f"settings, settings.open, settings.menu, {OPENS}", OFFICE, SETTINGS),
    *every(SAVES, OFFICE, SETTINGS, form={}),
    Ask(route="settings.save_staff", may=OFFICE, says=SETTINGS, form={"kind": "everyone"}),
    Ask(route="use this", may=OFFICE, says=SETTINGS, text="for the digest"),
    *every("calendar.add_form, calendar.change_form", OFFICE, SETTINGS),
    Ask(route="calendar.add", may=OFFICE, says=SETTINGS, form={"days": "2026-05-25 Memorial Day"}),
    Ask(route="calendar.change", may=OFFICE, says=SETTINGS, form={}),
    *every("calendar.snow, calendar.undo_snow", OFFICE | {"principal of East School"}, CLOSES, about="{East School}"),
    *every("calendar.snow, calendar.undo_snow", OFFICE | {"principal of West School"}, CLOSES, about="{West School}"),
    *every("calendar.snow, calendar.undo_snow", OFFICE, CLOSES),
    *every("offices.open", OFFICE, "Only the management representative can name the officers."),
    Ask(
        route="offices.save",
        may=OFFICE,
        says="Only the management representative can name the officers.",
        form={"title_ix": "U9"},
        then_home=True,
    ),
    *every("people.open, people.page, people.seats, people.give_form, people.same_form", OFFICE, PEOPLE),
    *every("people.work_form, people.work_card", OFFICE, PEOPLE),
    Ask(route="people.work", may=OFFICE, says=PEOPLE, form={"person": OTHER}),
    Ask(route="people.give", may=OFFICE, says=PEOPLE, form={"role": "recorder", "person": OTHER}),
    Ask(route="people.take", may=OFFICE, says=PEOPLE, about="recorder//{U19}"),
    Ask(route="people.same", may=OFFICE, says=PEOPLE, form={"kept": TEACHER, "also": OTHER, "sure": ["sure"]}),
    Ask(route="people.away_form", may=OFFICE, says=PEOPLE, about="anybody"),
    Ask(route="people.away", may=OFFICE | {"requester"}, says=PEOPLE, form={**WEEK, "person": TEACHER}),
    Ask(
        route="people.back",
        may=OFFICE | {"requester"},
        says="Only who is away, or the management representative",
        about="{U1}",
    ),
    Ask(route="people.back", may=OFFICE, says="Only who is away, or the management representative", about="{U23}"),
    Ask(
        route="people.away",
        may=frozenset({"superintendent"}),
        says=(PEOPLE, "Who acts for the superintendent is theirs to say"),
        form={**WEEK, "person": CHIEF},
    ),
    *every(
        "hold, holds.open",
        OFFICE | {"superintendent"},
        "Only the management representative or the superintendent can set a hold.",
    ),
    *every("car families, families.form", OFFICE | PRINCIPALS, FAMILIES),
    Ask(
        route="families.show",
        may=OFFICE | {"principal of East School"},
        says=FAMILIES,
        form={"school": "East School", "months": "12"},
    ),
    *every("families.paper", OFFICE | {"principal of West School"}, FAMILIES, about="{West School} 3 en"),
    *every("families.card", OFFICE | {"principal of West School"}, FAMILIES, about="{West School} 3 en"),
    *every("car auditor, auditor.list, auditor.links, auditor.form", OFFICE, INVITES),
    *every("auditor.show, auditor.link, auditor.revoke", OFFICE, INVITES, about="{audit}"),
    Ask(
        route="auditor.make",
        may=OFFICE,
        says=INVITES,
        form={"auditor": "Jo Lee", "purpose": "Yearly audit", "until": "2026-03-20"},
    ),
    # Whoever looks after the installation: they see no report by it
    *every("people.staff_form", OFFICE | ADMINISTRATORS, STAFF_LIST, about="add"),
    *every("people.staff_add, people.staff_remove", OFFICE | ADMINISTRATORS, STAFF_LIST, form={"person": OTHER}),
    *every(
        "people.claim",
        ADMINISTRATORS,  # and are told that somebody holds it
        "Only an admin of this workspace can take the seat of the management representative.",
    ),
    *every(
        "people.reverse", ADMINISTRATORS, "Only an admin of this workspace can take the seat back.", about="{claim}"
    ),
    *every(
        "messages.failed, messages.send, messages.send_all, messages.card",
        ADMINISTRATORS,
        "Only an administrator can see which messages failed.",
    ),
    *every("people.claimed", STAFF | ADMINISTRATORS, about="{claim}"),
    *every("people.staff_card", STAFF | ADMINISTRATORS, about="{U6}"),
    *every("conversation.problem", STAFF | ADMINISTRATORS),
)


def listed(scope: str, case: Case, state: str) -> frozenset[str]:
    """Who finds a report in which list."""
    found, waits = frozenset(reads(case, state)), state in (SUBMITTED, HELD)
    over = state in (REJECTED, HANDED, ENDED)
    return {
        "all": found,
        "open": found if not over else NOBODY,
        "closed": found if over else NOBODY,
        "mine": frozenset({"requester"}),
        "owned": frozenset({"owner"}) if state in (ACCEPTED, *WORK) else NOBODY,
        "turn": whose_turn(case, state) & found,
        "returned": frozenset({"requester"}) if state == RETURNED else NOBODY,
        "triage": leaders(case) | principal(case) if waits else NOBODY,
        "left": leaders(case) if state == LEFT else NOBODY,
        "handed": frozenset({"officer"}) if state == HANDED else NOBODY,
        "digest": NOBODY if case.sealed or state == HANDED else CABINET,  # what all staff may read, before it comes
        "agenda": NOBODY if case.sealed or state == HANDED else OFFICE,
    }[scope]


def whose_turn(case: Case, state: str) -> frozenset[str]:
    """For whom a report waits that somebody works on; more time is asked for where it is on hold."""
    return {
        REVIEW: leaders(case),
        WAITING: leaders(case) | {"step owner"},
        CHECKING: frozenset({"checker"}),
        QUICK: frozenset({"checker"}),
        WATCHING: leaders(case),  # who have not signed it off
        OFFERED: frozenset({"member"}),
    }.get(state, NOBODY)


def reminded_of(case: Case, state: str) -> frozenset[str]:
    """Whom a message of the day may tell of it; while resources are waited for, nobody of the work."""
    if state in (SUBMITTED, HELD):
        return leaders(case)
    at_work = {"owner"} if state in (ACCEPTED, *WORK) and state not in (ENDED, WAITING) else NOBODY
    checks = {"checker"} if state == WATCHING else NOBODY
    return (whose_turn(case, state) - {"step owner"}) | at_work | checks


#: With nothing chosen, some show what a list does.
LIKE = {
    **dict.fromkeys(("car log", "log.show", "log.choose"), "all"),
    **dict.fromkeys(("trends.list", "ask.list"), "open"),
    **dict.fromkeys(("digest preview", "cabinet.preview", "agenda", "agenda.preview"), "digest"),
    "agenda.soon": "agenda",
    **dict.fromkeys(("leavers", "leavers.form"), "left"),
}


def beside(route: str, case: Case, state: str) -> frozenset[str]:
    """The same for what is no list by a scope."""
    match route:
        case "holds" | "holds.list" | "holds.card":
            return (
                leaders(case) | (chief(case) if case.concerns is Concern.NOBODY else NOBODY)
                if state == HELD
                else NOBODY
            )
        case _ if route in LIKE:
            return listed(LIKE[route], case, state)
        case "step" | "steps.list":  # the open steps of somebody
            return frozenset({"step owner"}) if state == WAITING else NOBODY
        case "triage.waiting":
            return NOBODY  # none of them is urgent
        case "reminders.day" | "reminders.all" | "reminders.all_page":
            return reminded_of(case, state)
        case _:
            return frozenset().union(*(listed(scope, case, state) for scope in PILES))


SCOPES = ("all", "open", "closed", "mine", "owned", "returned", "turn", "triage", "left", "handed")
PILES = ("triage", "handed", "left", "turn", "returned", "owned", "mine")  # of Home
#: Routes that show some reports at a time, and how much of each at most.
BESIDE = {
    "home": WORDS,
    "leavers": WORDS,
    "leavers.form": WORDS,
    "triage.waiting": NUMBER,
    "reminders.day": WORDS,
    "reminders.all": WORDS,
    "reminders.all_page": WORDS,
    "holds": WORDS,
    "holds.list": WORDS,
    "holds.card": WORDS,
    "trends.list": WORDS,
    "car log": WORDS,
    "log.show": WORDS,
    "log.choose": WORDS,
    "ask.list": WORDS,
    "step": WORDS,
    "steps.list": WORDS,
    "digest preview": WORDS,
    "cabinet.preview": WORDS,
    "agenda": WORDS,
    "agenda.preview": WORDS,
    "agenda.soon": WORDS,
}
LISTS = {"car list", "car.page", *BESIDE}
#: Drawn by a route that is in the table, and by nothing else.
DRAWN = {"redaction.made": "redaction.make", "plan.redacted": "plan.redact"}
