"""A person's own page: what waits for them, what they reported, what they own; and help."""

from collections.abc import Sequence
from dataclasses import replace

from domain.errors import RefusedError
from domain.people import Role, not_staff
from domain.set_up import missing, without_principal
from domain.texts import say
from handlers.cars import SCOPES, start
from handlers.ideas import idea_piles
from handlers.moving import look_at
from handlers.routing import Call, Draw, Reply, Routes, Show
from storage.cars import CarLog
from storage.dead_letters import DeadLetters
from storage.leavers import left_steps
from storage.offices import Offices
from storage.people import People
from storage.places import Places
from storage.preferred import Preferences
from storage.step_lists import StepLists
from storage.where import reach_at
from views.elements import Card, Part
from views.home import SHOWN, Pile, Reached, help_card, home_card, outsider_card
from views.ideas import IdeaPile
from views.leavers import left_parts
from views.plan_steps import NEXT, home_parts
from views.set_up import set_up_parts

routes = Routes()

#: What a page is made of, in order: a title, and the scope of the list that it begins.
PILES = (
    (say("Waiting for your decision"), "triage"),
    (say("Handed over to you"), "handed"),
    (say("Their owner left"), "left"),
    (say("Your turn"), "turn"),
    (say("Waiting for your answer"), "returned"),
)
LEFT = 99  # steps of those who left, counted on the page
MINE = ((say("You own"), "owned"), (say("You reported"), "mine"))


@routes.notice("home", administrative=True, personal=True)
def home(call: Call) -> Card:
    empty = not People(call.tx).holders(Role.MANAGEMENT_REPRESENTATIVE)
    failed = DeadLetters(call.tx).count() if call.viewer.administrator else 0
    if not call.viewer.staff:
        sentence = not_staff(call.settings["name"], call.settings["public_link"])
        return outsider_card(sentence, look_at(call, []), seat_is_empty=empty, failed=failed)
    asked = _piles(call, PILES)
    own = _piles(call, MINE)
    look = look_at(call, [car for pile in (*asked, *own) for car in pile.cars])
    piles: list[Pile | IdeaPile] = [*asked, *idea_piles(call), *own]
    left = left_parts(left_steps(call.tx, call.viewer, most=LEFT)) if call.viewer.seats else []
    set_up = _set_up(call) if call.viewer.is_mr else []
    name, below, reached = call.settings["name"], [*_steps(call), *left, *set_up], _reached(call)
    return home_card(name, piles, look, seat_is_empty=empty, failed=failed, below=below, reached=reached)


def _steps(call: Call) -> list[Part]:
    """The next ones that whoever looks has to do."""
    lists = StepLists(call.tx)
    lines = lists.mine(call.me, size=NEXT)
    total = lists.count(call.me, call.today)[0] if len(lines) == NEXT else len(lines)
    return home_parts(lines, look_at(call, []), total)


def _reached(call: Call) -> Reached | None:
    """On which platform whoever has several accounts gets their messages."""
    if not call.viewer.merged:
        return None
    platforms = list(dict.fromkeys(one.platform for one in People(call.tx).accounts_of(call.viewer.ids)))
    now = People(call.tx).reach(call.me)
    if now is None or len(platforms) < 2:  # noqa: PLR2004 - with one there is nothing to choose
        return None
    known = Preferences(call.tx).of(call.viewer.ids)
    others = [platform for platform in platforms if platform != now.platform]
    return Reached(now=now.platform, others=others, chosen=bool(known and known.chosen))


@routes.button("home.reach", writes=True)
def reach(call: Call) -> Reply:
    """Choose where messages go; without a platform, they go where one was last."""
    mine = People(call.tx).accounts_of(call.viewer.ids)
    found = [one for one in mine if one.platform == (call.about or call.tx.door)]
    if not found:
        raise RefusedError("You have no account there that Kaizen knows.")
    reach_at(call.tx, found[0], chosen=bool(call.about))
    return Draw("home")


def _set_up(call: Call) -> list[Part]:
    """What the quality office still has to settle."""
    places, seats = Places(call.tx).all(), People(call.tx).everyone_seated()
    steps = missing(call.settings, places, seats, Offices(call.tx).officers().values())
    return set_up_parts(steps, without_principal(places, seats))


def _concerns(call: Call, scope: str) -> bool:
    """Whether a pile can be somebody's at all."""
    return bool(call.viewer.seats) or scope not in ("triage", "left")


def _piles(call: Call, named: Sequence[tuple[str, str]]) -> list[Pile]:
    """Those that are not empty."""
    piles = [_pile(call, title, scope) for title, scope in named if _concerns(call, scope)]
    return [pile for pile in piles if pile.total]


def _pile(call: Call, title: str, scope: str) -> Pile:
    page = CarLog(call.tx, call.viewer).page(SCOPES[scope](call), size=SHOWN)
    return Pile(title=title, cars=page.cars, total=page.total, scope=scope)


@routes.notice("reply.gone")
def gone(call: Call) -> Card:
    """In the place of an answer that told of several reports, or repeated what somebody typed."""
    del call
    return Card(title=say("What stood here is not shown any more."))


@routes.command("help")
@routes.button("help.show")
def help_(call: Call) -> Reply:
    del call
    return Show(help_card())


@routes.command("car help")
def car_help(call: Call) -> Reply:
    """The same; but "/car help is needed at the gate" reports a problem."""
    return start(replace(call, text=f"help {call.text}")) if call.text else help_(call)
