"""A person's own page, and the list of what they can do."""

from collections.abc import Mapping, Sequence

from domain.cars import COUNTED, Car
from domain.frozen import dataclass
from domain.people import Role
from domain.texts import command, either, joined, say
from views.car_lists import ACTS
from views.cars import Look, car_items
from views.elements import Button, Buttons, Card, Heading, Note, Part, Text
from views.ideas import IdeaPile, pile_parts
from views.pages import how_many

REPORT = Button(label=say("Report a problem"), does="car.report", primary=True)
SET_UP = (Button(label=say("Settings"), does="settings.open"), Button(label=say("Offices"), does="offices.open"))
GIVE_IDEA = Button(label=say("Give an idea"), does="idea.start")
SHOWN = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Reached:
    """On which platform somebody's messages reach them, where else they could, and whether they chose it."""

    now: str
    others: Sequence[str]
    chosen: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Pile:
    """Some of the reports that concern a person, and how many there are."""

    title: str
    cars: Sequence[Car]
    total: int
    scope: str  # of "/car list", which shows them all


def home_card(
    name: str,
    piles: Sequence[Pile | IdeaPile],
    look: Look,
    *,
    seat_is_empty: bool,
    failed: int = 0,
    below: Sequence[Part] = (),
    reached: Reached | None = None,
) -> Card:
    parts: list[Part] = [*_seat(look, seat_is_empty), Buttons(_acts(look))]
    parts += _office(look, failed)
    for pile in piles:
        parts += pile_parts(pile, look) if isinstance(pile, IdeaPile) else _pile(pile, look)
    parts += below
    if not piles and not below:
        parts.append(Text(WELCOME))
    return Card(title=name or "Kaizen", parts=[*parts, *(_reach(reached) if reached else []), Note(HOW)])


PLATFORMS: Mapping[str, str] = {"slack": "Slack", "teams": "Microsoft Teams"}


def _reach(reached: Reached) -> list[Part]:
    """Where somebody's messages go, for whoever is on several platforms."""
    where = PLATFORMS.get(reached.now, reached.now)
    if reached.chosen:
        said = say("Kaizen writes to you in {where}, as you chose.", where=where)
        last = [Button(label=say("Where I was last"), does="home.reach")]
    else:
        said, last = say("Kaizen writes to you where you were last: in {where}.", where=where), []
    chosen = [
        Button(label=say("Always in {where}", where=PLATFORMS.get(one, one)), does="home.reach", about=one)
        for one in (reached.others if reached.chosen else [reached.now, *reached.others])
    ]
    return [Note(said), Buttons([*chosen, *last])]


HEALTH = Button(label=say("How Kaizen runs"), does="health.open")
STAFF_LIST = Button(label=say("Add to the staff list"), does="people.staff_form", about="add")


def _office(look: Look, failed: int) -> list[Part]:
    """What the quality office, or IT, keeps in order."""
    lost = [Button(label=say("Messages that failed ({n})", n=failed), does="messages.failed")] if failed else []
    if look.viewer.is_mr:
        return [Buttons([Button(label=say("People"), does="people.open"), *SET_UP, *lost])]
    return [Buttons([STAFF_LIST, HEALTH, *lost])] if look.viewer.administrator else []


def outsider_card(sentence: str, look: Look, *, seat_is_empty: bool, failed: int = 0) -> Card:
    """For an administrator who is not staff: what installing takes, and nothing of any record."""
    return Card(title=sentence, parts=[*_seat(look, seat_is_empty), *_office(look, failed)])


WELCOME = say(
    "Something is broken, unsafe or does not work as it should? Say it in one sentence: it gets a number, "
    "somebody who puts it right, and you hear what came of it.\nNothing waits for you now."
)
HOW = either(
    say(
        "Anywhere in this workspace: {car} and what happened. {help} shows what else there is.",
        car=command("car"),
        help=command("kaizen help"),
    ),
    say("Or type “car” and what happened. In a channel: “@Kaizen car”. “help” shows what else there is."),
)


def _seat(look: Look, seat_is_empty: bool) -> list[Part]:  # noqa: FBT001 - read together with its name just above
    if not seat_is_empty:
        return []
    if not look.viewer.administrator:
        return [
            Note(
                either(
                    say("Nobody is management representative yet. An admin of this workspace can take the seat here."),
                    say("Nobody is management representative yet. With a code from IT, type “claim” and the code."),
                )
            )
        ]
    said = say("Nobody is management representative yet. Reports wait until there is one.")
    return [Text(said), Buttons([Button(label=say("Become management representative"), does="people.claim")])]


def _acts(look: Look) -> list[Button]:
    away = [Button(label=say("I will be away"), does="people.away_form")] if look.viewer.seats else []
    schools = [seat.place for seat in look.viewer.seats if seat.role is Role.PRINCIPAL and seat.place]
    snow = [Button(label=say("No school today"), does="calendar.snow", about=school) for school in schools[:1]]
    reminders = Button(label=say("Reminders"), does="reminders.open")
    opened = Button(label=say("Open reports"), does="car.page", about="open")
    return [REPORT, GIVE_IDEA, opened, *away, *snow, reminders]


def _pile(pile: Pile, look: Look) -> list[Part]:
    parts: list[Part] = [
        Heading(say("{title} ({n})", title=pile.title, n=how_many(pile.total))),
        car_items(pile.cars, look),
    ]
    more = [Button(label=_all(pile.total), does="car.page", about=pile.scope)]
    acts = [*ACTS.get(pile.scope, ()), *(more if pile.total > len(pile.cars) else [])]
    return [*parts, Buttons(acts)] if acts else parts


OWN_PAGE = either(say("Your own page: Home of this app."), say("Your own page: type “home”."))


def _all(total: int) -> str:
    return say("All {total}", total=total) if total <= COUNTED else say("All")


def help_card(*, lead: str = "", suggestion: Button | None = None) -> Card:
    """The things that anybody can do, as buttons."""
    return Card(
        title=say("What Kaizen can do"),
        parts=[
            *([Text(lead)] if lead else []),
            *([Buttons([suggestion])] if suggestion else []),
            Text(
                say(
                    "Report a problem: {car} and what happened\n"
                    "See what is open: {list}\n"
                    "Look through the log: {log}\n"
                    "Look one up: {show}\n"
                    "What you reported: {mine}\n"
                    "What you own: {owned}\n"
                    "Your steps, and how they go: {step}\n"
                    "Plans, and how they stand: {plan}\n"
                    "What reports add up to: {trends}\n"
                    "Say what could be better: {idea} and what it is\n"
                    "Ask a question in a conversation: {poll}\n"
                    "Meetings, and planning one: {meetings}",
                    car=command("car"),
                    list=command("car list"),
                    log=command("car log"),
                    show=command("car show 12"),
                    mine=command("car list mine"),
                    owned=command("car list owned"),
                    step=command("step"),
                    plan=command("plan"),
                    trends=command("car trends"),
                    idea=command("idea"),
                    poll=command("poll"),
                    meetings=command("kaizen meetings"),
                )
            ),
            Note(joined(" ", [say("From a message: choose Report a problem in its menu."), OWN_PAGE])),
        ],
        buttons=[
            REPORT,
            Button(label=say("Open reports"), does="car.page", about="open"),
            Button(label=say("What I reported"), does="car.page", about="mine"),
        ],
    )
