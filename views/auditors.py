"""Links for auditors: the form that makes one, the card that shows it, and the list of those that open something."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta, tzinfo

from domain.auditors import MOST_DAYS, NAME_MAX, PURPOSE_MAX, USUAL_DAYS, AuditorLink, Opening, Scope
from domain.places import Place
from domain.texts import joined, say, say_many
from views.car_forms import place_asks
from views.dates import clock, day, due
from views.elements import Ask, Button, Card, Facts, Form, Item, Items, Link, Note, Opens, Part, Text
from views.look import Names

AUDIT = "audit"  # what such a link opens
MAKE = Button(label=say("Make a link …"), does="auditor.form", primary=True)
MEANS = say(
    "Whoever has the link reads the reports that it covers without an account: no sealed one, and not who reported "
    "it. You can end it at any time."
)


def invite_form(schools: Sequence[Place], departments: Sequence[Place], today: date) -> Form:
    return Form(
        title=say("Link for an auditor"),
        does="auditor.make",
        submit=say("Make the link"),
        parts=[
            Note(MEANS),
            Ask(name="auditor", label=say("Who is it for?"), most=NAME_MAX, example=say("Jo Lee, State Audit Office")),
            Ask(
                name="purpose",
                label=say("What do they look at, and why?"),
                kind="paragraph",
                most=PURPOSE_MAX,
                example=say("Yearly audit of how we handle reports"),
            ),
            Ask(
                name="until",
                label=say("Until which day?"),
                kind="date",
                value=today + timedelta(days=USUAL_DAYS),
                hint=say("At most {most} days from today.", most=MOST_DAYS),
            ),
            *place_asks("school", say("Of one school only?"), schools, None),
            *place_asks("department", say("Of one department only?"), departments, None),
            Ask(name="first", label=say("Reported from which day?"), kind="date", optional=True),
            Ask(name="last", label=say("Up to which day?"), kind="date", optional=True),
        ],
    )


def link_card(link: AuditorLink, openings: Sequence[Opening], names: Names, today: date, zone: tzinfo) -> Card:
    """The link itself, for whoever made it, and who opened what by it."""
    live = link.revoked_at is None
    rows = [
        (say("For"), link.auditor),
        (say("Purpose"), link.purpose),
        (say("Opens"), scope_words(link.scope, names)),
        (say("Until"), due(link.until, today) if link.until >= today else day(link.until, today)),
        (say("Made by"), names.person(link.made_by)),
    ]
    address = Link(
        say("The page for {auditor}", auditor=link.auditor), "", Opens(purpose=AUDIT, about=link.id, until=link.ends_at)
    )
    lead: list[Part] = [address, Note(SEND)] if live else []
    parts = [Facts(rows), *lead, *_opened(openings, today, zone)]
    revoke = Button(label=say("Revoke"), does="auditor.revoke", about=link.id, confirm=SURE)
    return Card(
        title=say("Link for {auditor}", auditor=link.auditor),
        state=say("Open") if live else say("Ended"),
        parts=parts,
        buttons=[*([revoke] if live else []), Button(label=say("All links"), does="auditor.list")],
    )


SEND = say("Copy its address and send it to the auditor yourself. Whoever gets it can read by it.")
SURE = say("The link opens nothing any more afterwards. You can make a new one.")


def _opened(openings: Sequence[Opening], today: date, zone: tzinfo) -> list[Part]:
    if not openings:
        return [Note(say("Nobody has opened it yet."))]
    lines = []
    for one in openings:
        then = one.at.astimezone(zone)
        when = joined(", ", [day(then.date(), today), clock(then)])
        lines.append(joined(" · ", [when, one.about or say("the log")]))
    return [Text(say("Opened last:")), *map(Note, lines)]


def links_card(links: Sequence[AuditorLink], counts: Mapping[str, int], names: Names, today: date) -> Card:
    """Those that open something now."""
    if not links:
        return Card(
            title=say("Links for auditors"), parts=[Text(say("None is open now.")), Note(MEANS)], buttons=[MAKE]
        )
    items = [
        Item(
            name=link.auditor,
            detail=joined(
                " · ",
                [
                    say("until {day}", day=due(link.until, today)),
                    scope_words(link.scope, names),
                    say_many("opened once", "opened {n} times", counts.get(link.id, 0)),
                ],
            ),
            button=Button(label=say("Show"), does="auditor.show", about=link.id),
        )
        for link in links
    ]
    return Card(title=say("Links for auditors"), parts=[Items(items), Note(MEANS)], buttons=[MAKE])


def scope_words(scope: Scope, names: Names) -> str:
    """Which reports it opens, in words."""
    chosen = [
        names.place(scope.school) if scope.school else "",
        names.place(scope.department) if scope.department else "",
        say("reported from {day}", day=_written(scope.first)) if scope.first else "",
        say("reported up to {day}", day=_written(scope.last)) if scope.last else "",
    ]
    return joined(" · ", chosen) or say("All reports that are not sealed")


def _written(when: date) -> str:
    return day(when, date.min)
