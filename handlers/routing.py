"""Routes: what people can ask for, by name, and what a handler is given and gives back.

A handler runs inside one transaction of one district, sends nothing and returns a value; so the same handler serves
every chat platform and its test needs none.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from functools import cache
from types import new_class
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from domain.errors import RefusedError
from domain.frozen import dataclass
from domain.links import Addresses
from domain.people import PersonId, Viewer, not_staff
from domain.settings import Settings
from domain.texts import say
from storage.db import Tx
from views.elements import Card, Form, Option

F = TypeVar("F", bound="Answers")


@dataclass(frozen=True, kw_only=True, slots=True)
class Here:
    """A conversation of several people, in which something was asked."""

    workspace: str
    id: str
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """Who asks for what. `about` names a record, `text` is what was typed behind a command or into a search box."""

    tx: Tx
    viewer: Viewer
    settings: Settings
    today: date  # the district's
    language: str = "en"  # in which whoever asks is answered
    about: str = ""
    text: str = ""
    typed: Mapping[str, Any] = field(default_factory=dict)  # what stands in the form that a pressed button is part of
    here: Here | None = None  # none in a chat of theirs with the bot, or in a form
    links: Addresses | None = None  # where a file is drawn, if links can be made

    @property
    def me(self) -> PersonId:
        return self.viewer.person


@dataclass(frozen=True, slots=True)
class Open:
    """Open a form, or draw the open one again."""

    form: Form


@dataclass(frozen=True, slots=True)
class Show:
    """Show a card: in the place of the one that was pressed, or, when `beside`, next to it."""

    card: Card
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Draw:
    """Show a notice by its name, drawn now and again when the same press is repeated: so it can be remembered.

    In the place of the card that was pressed, or, when `beside`, next to it.
    """

    what: str
    about: str = ""
    beside: bool = False


Reply = Open | Show | Draw
Typed = Annotated[str, StringConstraints(strip_whitespace=True)]


class _Checked(BaseModel):
    """A fault never repeats what was typed."""

    model_config = ConfigDict(hide_input_in_errors=True)


if TYPE_CHECKING:
    Answers = _Checked
else:

    class Answers:
        """What a form's questions were answered with: annotated as a model of pydantic's is, which `model_of` makes.

        None is made of the class itself, but of that model: `model_of(AddForm)(days="Monday")`.
        """


@cache
def model_of(form: type[F]) -> type[F]:
    """Pydantic's model of a form, made for its first answers: to make all of them took a twentieth of a start."""
    made: Any = new_class(
        form.__name__, (form, _Checked), exec_body=lambda body: body.update(__module__=form.__module__)
    )
    return made  # type: ignore[no-any-return]


def asking_too(form: type[Answers], questions: Mapping[str, tuple[Any, Any]]) -> Any:
    """A form with some questions more: of what kind each one's answer is, and what stands for none."""
    kinds = {name: kind for name, (kind, _) in questions.items()}
    without = {name: default for name, (_, default) in questions.items()}
    return type(form.__name__, (form,), {"__module__": form.__module__, "__annotations__": kinds, **without})


class FormError(Exception):
    """The form stays open and each question says how to mend its answer."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(", ".join(faults))
        self.faults = faults


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """`writes` says whether the handler changes anything: a reading one runs beside others and is not remembered."""

    name: str
    handle: Callable[..., Any]
    form: type[Answers] | None = None
    writes: bool = False
    typed: bool = False  # somebody can ask for it by name
    administrative: bool = False  # an administrator may, who need not be staff
    personal: bool = False  # it is sent to whoever it is about, staff or not
    anybody: bool = False  # its handler itself says who may
    public: bool = False  # what it answers is for everybody in the conversation
    looks: bool = False  # the conversation that is chosen is looked at before
    anywhere: bool = False  # it is posted in whichever conversation somebody asked for it
    remembered: bool = True  # a repeat gets the first answer; else the handler itself sees to it that nothing is double
    in_place: bool = False  # whoever presses it in a message for several is answered there, if they alone see that


Handle = Callable[[Call], Reply]


class Routes:
    """The routes of one capability."""

    def __init__(self) -> None:
        self.all: list[Route] = []

    def command(
        self, name: str, *, writes: bool = False, anybody: bool = False, public: bool = False, looks: bool = False
    ) -> Callable[[Handle], Handle]:
        """What is typed: "car list". The longest name that fits wins; what follows it is `call.text`."""
        return self._register(name, typed=True, writes=writes, anybody=anybody, public=public, looks=looks)

    def button(
        self, name: str, *, writes: bool = False, administrative: bool = False, in_place: bool = False
    ) -> Callable[[Handle], Handle]:
        return self._register(name, writes=writes, administrative=administrative, in_place=in_place)

    def ballot(self, name: str, *, remembered: bool) -> Callable[[Handle], Handle]:
        """A button by which each of many answers in one message. Not `remembered`: no row says who pressed it when."""
        return self._register(name, writes=True, remembered=remembered, in_place=True)

    def notice(
        self, name: str, *, administrative: bool = False, personal: bool = False, anywhere: bool = False
    ) -> Callable[[Callable[[Call], Card]], Callable[[Call], Card]]:
        """A card that can be owed or drawn by name for whoever looks; `call.about` is its record."""
        return self._register(name, administrative=administrative, personal=personal, anywhere=anywhere)

    def options(self, name: str) -> Callable[[Callable[[Call], list[Option]]], Callable[[Call], list[Option]]]:
        """The answers to choose from, by what is typed, where a platform cannot list them all."""
        return self._register(name)

    def submit(
        self,
        name: str,
        form: type[Answers],
        *,
        administrative: bool = False,
        looks: bool = False,
        remembered: bool = True,
    ) -> Callable[[Callable[..., Reply]], Callable[..., Reply]]:
        """Not `remembered`: no row says who sent it when; a repeat is the handler's to see."""
        more = {"administrative": administrative, "looks": looks, "remembered": remembered}
        return self._register(name, form=form, writes=True, **more)

    def _register(self, name: str, **more: Any) -> Callable[[Any], Any]:
        def keep(handle: Any) -> Any:
            self.all.append(Route(name=name, handle=handle, **more))
            return handle

        return keep


def answer(route: Route, call: Call, values: Mapping[str, Any] | None = None) -> Reply:
    """Run a route for staff. A form is checked first; a refusal that names a question becomes that question's fault."""
    admit(route, call)
    if route.form is None:
        reply: Reply = route.handle(call)
        return reply
    form = filled_in(route.form, values or {})
    try:
        reply = route.handle(call, form)
    except RefusedError as error:
        if error.field in model_of(route.form).model_fields:
            raise FormError({error.field or "": error.sentence}) from None
        raise
    return reply


def filled_in(form: type[F], values: Mapping[str, Any]) -> F:
    """What was typed, checked. Raises `FormError`, which has a sentence for each question that does not fit."""
    try:
        made: F = model_of(form).model_validate(values)
    except ValidationError as error:
        raise FormError(_faults(error)) from None
    return made


def admit(route: Route, call: Call) -> None:
    """Whatever is asked or sent passes here: who is not staff gets one sentence."""
    if not (call.viewer.staff or route.anybody or (route.administrative and call.viewer.administrator)):
        raise RefusedError(not_staff(call.settings["name"], call.settings["public_link"]))


MEND: Mapping[str, str] = {
    "missing": say("Please fill this in."),
    "string_too_short": say("Please fill this in."),
    "string_type": say("Please fill this in."),
    "date_type": say("Please choose a day."),
    "date_from_datetime_parsing": say("Please choose a day."),
    "enum": say("Please choose one of the list."),
}


def _faults(error: ValidationError) -> dict[str, str]:
    return {str(next(iter(fault["loc"]), "")): _mend(fault) for fault in reversed(error.errors(include_input=False))}


def _mend(fault: Mapping[str, Any]) -> str:
    if fault["type"] == "string_too_long":
        return say("Please use {most} letters or fewer here.", most=f"{fault['ctx']['max_length']:,}")
    return MEND.get(fault["type"], say("Please check this: {fault}.", fault=fault["msg"].lower()))


def find(routes: Mapping[str, Route], typed: str) -> tuple[Route | None, str]:
    """The route of a typed command, and what follows it. "car list mine" is "car list" with "mine"."""
    words = typed.split()
    for length in range(min(2, len(words)), 0, -1):
        route = routes.get(" ".join(words[:length]).lower())
        if route and route.typed:
            return route, _after(typed, length)
    return None, typed


def _after(typed: str, words: int) -> str:
    return (typed.split(maxsplit=words) + [""] * (words + 1))[words].strip()
