"""One interaction, whichever front door it came through: one transaction, one answer, one line in the log."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, field, replace
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import structlog

from bot.conversations import Looking, chosen_in
from bot.directory import Directories, must_ask, must_ask_group
from bot.documents import TAKES_FILES, with_documents
from bot.links import Links
from bot.log import fault_id
from bot.measures import Measures
from bot.pages import with_pages
from bot.pictures import with_pictures
from bot.turns import Turns
from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.numbers import numbers_in, plans_in, said_in
from domain.people import PersonId
from domain.texts import say
from handlers.routing import Call, Draw, FormError, Here, Open, Reply, Route, Show, admit, answer
from storage.cars import CarLog
from storage.db import Database, Tx
from storage.direct import TYPED, note_direct
from storage.exports import WAITS
from storage.people import Account, People
from storage.repeats import Repeats
from storage.settings import DistrictSettings
from storage.where import is_alone, is_elsewhere, reach_at
from views.elements import Card, Option
from views.languages import ENGLISH, best, card_in, form_in, said, texts_in

log = structlog.get_logger()

SLASHLESS = {"teams"}  # where people type commands without a slash
NOT_KNOWN = say(
    "Kaizen could not look up who you are just now, so nothing was done. Please try again in a minute; "
    "if it stays so, tell your IT office."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What somebody asked for, in no platform's terms.

    `repeat` is what the same request would carry if it came again; `persons` are the answers of a form that name
    somebody, by their id on the platform.
    """

    district: str
    platform: str
    workspace: str
    external: str
    route: Route
    name: str = ""
    about: str = ""
    text: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)
    repeat: str = ""
    here: Here | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """It was not done; the sentence says why, and what to do."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Faults:
    """The form stays open: a sentence for each question that needs mending."""

    by_question: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """A `Draw` is still to be drawn, by asking for the notice that it names: after the commit, as whoever looks."""

    reply: Open | Show | Draw | Card | list[Option] | Refused | Faults
    who: Mapping[str, str] = field(default_factory=dict)  # the platform's ids of the persons who stand in a form
    accounts: Sequence[Account] = ()  # whoever asked, and those whom their form named
    language: str = ENGLISH
    moved: bool = False  # they were reached elsewhere so far
    draws: bool = False  # something waits to be drawn now


class UnmetError(Exception):
    """Somebody of whom the platform has told nothing yet, or a group of it that was never asked for."""


class Answering:
    """Answers what people ask for.

    `owed` is called after each commit that may have owed a message, `draw` after one that asked for a file.
    """

    def __init__(
        self,
        database: Database,
        routes: Mapping[str, Route],
        owed: Callable[[], None],
        draw: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self.routes = routes
        self.owed = owed
        self._draw = draw
        self.directories = Directories(database, owed)
        self.looking = Looking(database, self.directories, owed)
        self.measures = Measures()
        self.turns = Turns()
        self.links: Links | None = None  # for pictures and files, where the program has an address
        self._spoken: dict[tuple[str, str, str], str] = {}
        self._alone: set[frozenset[PersonId]] = set()  # the ids of those who have no second account

    async def answer(self, asked: Asked) -> Answer:
        """Never raises: what goes wrong is told to the person with an id that stands in the log."""
        began = perf_counter()
        try:
            found = await self._run(asked)
            if found.moved:
                await self._note_move(asked, found.accounts[0])
            outcome = type(found.reply).__name__.lower()
        except RefusedError as error:
            found, outcome = Answer(reply=Refused(error.sentence)), "refused"
        except FormError as error:
            found, outcome = Answer(reply=Faults(error.faults)), "faults"
        except Exception:
            fault = fault_id()
            log.exception("fault", id=fault, district=asked.district, route=asked.route.name)
            found, outcome = Answer(reply=Refused(broken(fault))), fault
        seconds = perf_counter() - began
        self.measures.answered(asked.route.name, outcome, seconds)
        ms = round(seconds * 1000, 1)
        log.info("answered", district=asked.district, route=asked.route.name, outcome=outcome, ms=ms)
        return in_language(found, self.language_of(asked), slash=asked.platform not in SLASHLESS)

    def language_of(self, asked: Asked) -> str:
        """In which language somebody was answered last; English for whoever was never answered."""
        return self.spoken(asked.platform, asked.workspace, asked.external)

    def spoken(self, platform: str, workspace: str, external: str) -> str:
        return self._spoken.get((platform, workspace, external), ENGLISH)

    async def _run(self, asked: Asked) -> Answer:
        if asked.route.looks and await self._chooses(asked):
            here = [asked.here.id] if asked.here else []
            chosen = chosen_in(asked.values) or here
            await self.looking.first(asked.district, asked.platform, asked.workspace, chosen)
        try:
            return await self._once(asked, self._work(asked))
        except UnmetError:
            known = await self.directories.find_out(asked)
            for external in asked.persons.values():  # whoever is chosen may be a guest as well
                await self.directories.find_out(replace(asked, external=external, name=""))
            return await self._once(asked, self._work(asked, again=True) if known else self._carefully(asked))

    async def _chooses(self, asked: Asked) -> bool:
        """Whether they are who chooses conversations: for nobody else those who are in one are looked up."""

        def look(tx: Tx) -> bool:
            account = People(tx).account(asked.platform, asked.workspace, asked.external)
            return account is not None and People(tx).viewer(account).is_mr

        return await self._database.run(asked.district, look, now=datetime.now(UTC), door=asked.platform, write=False)

    async def _once(self, asked: Asked, work: Callable[[Tx], Answer]) -> Answer:
        writes, now = asked.route.writes, datetime.now(UTC)
        found = await self._database.run(asked.district, work, now=now, door=asked.platform, write=writes)
        if writes and asked.route.remembered:  # what is sealed owes nobody anything
            self.owed()
        if found.draws:
            self._draw()
        return found

    def _work(self, asked: Asked, *, known: bool = True, again: bool = False) -> Callable[[Tx], Answer]:
        def work(tx: Tx) -> Answer:
            first = Repeats(tx).claim(asked.repeat) if _is_done_once(asked) else None
            account = People(tx).account(asked.platform, asked.workspace, asked.external)
            asking = known and asked.platform in self.directories.by_platform
            if account is None or (asking and must_ask(account)):
                raise UnmetError
            chosen = _chosen(tx, asked) if asked.route.writes else {}
            if asking and not again and any(must_ask(one) for one in chosen.values()):
                raise UnmetError
            persons = {question: People(tx).canonical(one.person) for question, one in chosen.items()}
            call = call_of(
                tx, account, about=asked.about, text=asked.text, typed={**asked.values, **persons}, here=asked.here
            )
            self._spoken[asked.platform, asked.workspace, asked.external] = call.language
            if asking and not call.viewer.staff and must_ask_group(tx, account):
                raise UnmetError
            moved = self._moved(tx, call, account)
            if moved and asked.route.writes:  # what this owes them goes to where they are already
                reach_at(tx, account, chosen=False)
            reply = self._pictured(call, self._reply(call, asked, first))
            who = _who(tx, reply, asked) if isinstance(reply, Open) else {}
            moved = moved and not asked.route.writes
            accounts, draws = [account, *chosen.values()], WAITS in tx.notes
            return Answer(reply=reply, who=who, accounts=accounts, moved=moved, draws=draws)

        return work

    def _moved(self, tx: Tx, call: Call, account: Account) -> bool:
        """Whether somebody with several accounts uses another one than last: their messages follow them."""
        ids = call.viewer.ids
        if len(ids) == 1 or ids in self._alone:
            return False
        if is_alone(tx, ids):  # until they are linked with another one, and known by more ids
            self._alone.add(ids)
            return False
        return is_elsewhere(tx, account, ids)

    async def _note_move(self, asked: Asked, account: Account) -> None:
        def work(tx: Tx) -> None:
            reach_at(tx, account, chosen=False)

        await self._database.run(asked.district, work, now=datetime.now(UTC), door=asked.platform)

    def _pictured(self, call: Call, reply: Any) -> Any:
        match reply:
            case Show(card):
                return replace(reply, card=self._found(card, call))
            case Card():
                return self._found(reply, call)
            case _:
                return reply

    def _found(self, card: Card, call: Call) -> Card:
        shown = with_documents(with_pictures(card, call, self.links), call, self.links)
        return with_pages(shown, call, self.links)

    def _carefully(self, asked: Asked) -> Callable[[Tx], Answer]:
        """For somebody who may be a guest: an empty form opens and is checked when it is sent; nothing else is done."""

        def work(tx: Tx) -> Answer:
            if asked.route.writes:
                raise RefusedError(NOT_KNOWN)
            with suppress(RefusedError):
                found = self._work(asked, known=False)(tx)
                if isinstance(found.reply, Open) and not found.reply.form.about:
                    return found
            raise RefusedError(NOT_KNOWN)

        return work

    def _reply(self, call: Call, asked: Asked, is_first: Callable[[], bool] | None) -> Reply:
        if is_first is None:
            return answer(asked.route, call, call.typed)
        repeats = Repeats(call.tx)
        if not is_first():
            return Draw(**repeats.answer_of(asked.repeat))
        reply = answer(asked.route, call, call.typed)
        if isinstance(reply, Draw):
            repeats.answered(asked.repeat, {name: value for name, value in asdict(reply).items() if value})
        else:
            repeats.forget(asked.repeat)  # nothing was done yet: a form opened, and opens again
        return reply

    async def shown(self, asked: Asked, answer: Answer) -> Answer:
        """The answer with what it names drawn, in a transaction that only reads."""
        if not isinstance(answer.reply, Draw):
            return answer
        named = self.routes[answer.reply.what]
        looking = replace(asked, route=named, about=answer.reply.about, values={}, persons={}, repeat="")
        drawn = await self.answer(looking)
        if answer.reply.beside and isinstance(drawn.reply, Card):
            return replace(drawn, reply=Show(drawn.reply, beside=True))
        return drawn

    async def stands(self, asked: Asked, said: str, conversation: str, message: str) -> None:
        """Note where an answer stands as a message, for when what it says must change. Never raises."""
        about = numbers_in(said) | set(map(said_in, plans_in(said))) | ({TYPED} if asked.text else set())
        if not (about and asked.district):
            return

        def work(tx: Tx) -> None:
            account = People(tx).account(asked.platform, asked.workspace, asked.external)
            if account:
                note_direct(tx, account, conversation, message, sorted(about))

        try:
            await self._database.run(asked.district, work, now=datetime.now(UTC), door=asked.platform)
        except Exception:
            log.exception("fault", id=fault_id(), district=asked.district, route=asked.route.name)

    def draw(self, call: Call, named: Draw, platform: str = "") -> Card:
        """Draw a notice for whoever gets it there, in their language. Of reports, who is not staff reads their own."""
        route, call = self.routes[named.what], replace(call, about=named.about)
        if not (call.viewer.staff or route.personal or _reported(call)):
            admit(route, call)
        card: Card = with_documents(route.handle(call), call, self.links, beside=platform in TAKES_FILES)
        return card_in(card, call.language, slash=platform not in SLASHLESS)


def _is_done_once(asked: Asked) -> bool:
    """Whether the same that comes again gets the first answer."""
    return bool(asked.route.writes and asked.route.remembered and asked.repeat)


def _reported(call: Call) -> bool:
    car = CarLog(call.tx, call.viewer).find(call.about)
    return car is not None and car.requester == call.me


def call_of(
    tx: Tx,
    account: Account,
    *,
    about: str = "",
    text: str = "",
    typed: Mapping[str, Any] | None = None,
    here: Here | None = None,
) -> Call:
    """What a handler is told about who asks, and when."""
    settings = DistrictSettings(tx).all()
    return Call(
        tx=tx,
        viewer=People(tx).viewer(account),
        settings=settings,
        today=tx.now.astimezone(settings.zone).date(),
        language=best(account.locale, settings["language"]),
        about=about,
        text=text,
        typed=typed or {},
        here=here,
    )


def broken(fault: str) -> str:
    return say("Something broke on our side; what you typed is kept. Tell IT: {fault}.", fault=fault)


def in_language(answer: Answer, language: str, *, slash: bool = True) -> Answer:
    """The same answer, in the language of whoever asked, and with commands as they type them."""
    if language == ENGLISH and slash:
        return answer
    return replace(answer, reply=_reply_in(answer.reply, language, slash=slash), language=language)


def _reply_in(reply: Any, language: str, *, slash: bool) -> Any:  # noqa: PLR0911 - a case for each kind of reply
    match reply:
        case Open(form):
            return replace(reply, form=form_in(form, language, slash=slash))
        case Show(card):
            return replace(reply, card=card_in(card, language, slash=slash))
        case Card():
            return card_in(reply, language, slash=slash)
        case Refused(sentence):
            return Refused(said(sentence, language, slash=slash))
        case Faults(by_question):
            return Faults({name: said(sentence, language, slash=slash) for name, sentence in by_question.items()})
        case list():
            return texts_in(reply, language, slash=slash)
        case _:
            return reply


def _chosen(tx: Tx, asked: Asked) -> dict[str, Account]:
    """The people whom a form names, by question."""
    return {
        question: People(tx).meet(asked.platform, asked.workspace, external)
        for question, external in asked.persons.items()
    }


def _who(tx: Tx, reply: Open, asked: Asked) -> dict[str, str]:
    persons = [str(ask.value) for ask in reply.form.asks if ask.kind == "person" and ask.value]
    return People(tx).externals(persons, asked.platform, asked.workspace) if persons else {}
