"""Whatever people may type, and any card or form that the vocabulary allows: for the property tests."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Self

from hypothesis import strategies as st

from views.elements import (
    MOST_RARE,
    Ask,
    Button,
    Buttons,
    Card,
    Choices,
    Document,
    Facts,
    Form,
    Heading,
    Item,
    Items,
    Link,
    Note,
    Option,
    Part,
    Picture,
    Quote,
    Text,
)

INPUT_MAX = 3000  # what Slack lets anybody type into a box
NASTY = (
    "<!channel>",
    "<@U1>",
    "<https://evil.example|press here>",
    "&lt;",
    "&",
    ">",
    "a\n",
    "\n",
    " ",
    "\t\x00\x07",
    "\x0b\x1c\x85\u2028",
    "\u202eمدرسة",
    "الباب مكسور ",
    "🏫",
    "👩🏽‍🏫",
    "*_~`",
    "@channel #general :tada:",
    "[press](javascript:alert(1))",
    "{{DATE(2026-03-01T06:00:00Z, LONG)}}",
    "<at>Ann</at>",
    "\n1. a\n- b\n# c\n",
    '\\"',
)


class Repeated(str):
    """A long text that is told in short when a test fails."""

    __slots__ = ("made_of",)
    made_of: tuple[str, int]

    def __new__(cls, piece: str, number: int) -> Self:
        made = super().__new__(cls, (piece * number)[:6000])
        made.made_of = (piece, number)
        return made

    def __getnewargs__(self) -> tuple[str, int]:  # type: ignore[override]
        return self.made_of

    def __repr__(self) -> str:
        return "{!r} * {}".format(*self.made_of)


class Many(list[Any]):
    """A long list that is told in short when a test fails."""

    def __init__(self, few: list[Any], number: int) -> None:
        super().__init__((few * number)[:number])
        self.told = f"({few} * {number})[:{number}]"

    def __repr__(self) -> str:
        return self.told


PIECE = st.one_of(st.sampled_from(NASTY), st.text(max_size=20))
WORDS = st.one_of(
    st.lists(PIECE, max_size=4).map("".join),
    st.builds(Repeated, PIECE, st.sampled_from((40, 700, 3000))),
)
SHORT = WORDS.filter(lambda text: len(text) <= INPUT_MAX)
NUMBER = st.one_of(st.integers(0, 3), st.sampled_from((10, 50, 101, 500)))
SCHOOLS = (0, 1, 100, 101, 250)


def times(one: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    """A few different ones, over and over."""
    return st.builds(Many, st.lists(one, min_size=1, max_size=3), NUMBER)


BUTTON = st.builds(
    Button,
    label=WORDS,
    does=st.sampled_from(("car.accept", "car.page", "car.show")),
    about=st.sampled_from(("", "CAR-2026-014", "open 10")),
    primary=st.booleans(),
    confirm=st.sampled_from(("", "Nobody will work on it any more.")),
)
BUTTONS = times(BUTTON)
ITEM = st.builds(Item, name=WORDS, detail=WORDS, button=st.none() | BUTTON)
PART: st.SearchStrategy[Part] = st.one_of(
    st.builds(Heading, WORDS),
    st.builds(Text, WORDS),
    st.builds(Quote, WORDS),
    st.builds(Note, WORDS),
    st.builds(Facts, times(st.tuples(WORDS, WORDS))),
    st.builds(
        Document,
        name=WORDS,
        about=st.just("f1"),
        url=st.sampled_from(["", "https://example.org/file/x.y"]),
        instead=st.sampled_from(["", "it follows in this chat."]),
    ),
    st.builds(Picture, alt=WORDS, about=st.just("causes 12"), url=st.sampled_from(["", "https://example.org/x.png"])),
    st.builds(Link, WORDS, WORDS | WORDS.map(lambda text: f"https://example.org/{text}")),
    st.builds(Buttons, BUTTONS),
    st.builds(Items, times(ITEM), WORDS),
)
RARE = st.lists(WORDS, max_size=MOST_RARE).map(
    lambda labels: [Button(label=label, does=f"car.rare{n}", about="CAR-2026-014") for n, label in enumerate(labels)]
)
CHOICES = st.builds(
    lambda number, label, value: Choices(
        [Ask(name="picked", label=label, kind="choice", options=options(number, label), value=value)]
    ),
    st.sampled_from((1, 12, 100)),
    WORDS,
    st.sampled_from((None, "v0", "gone")),
)
CARDS = st.builds(
    Card,
    title=WORDS,
    state=WORDS,
    parts=st.builds(
        lambda parts, choices: [*parts, *choices],
        st.lists(PART, max_size=6) | times(st.builds(Text, WORDS)),
        st.lists(CHOICES, max_size=1),
    ),
    buttons=BUTTONS,
    more=RARE,
)


def options(number: int, label: str) -> list[Option]:
    return _Options([Option(value=f"v{n}", label=label, detail=label) for n in range(number)])


class _Options(list[Option]):
    def __repr__(self) -> str:
        return f"options({len(self)}, {self[0].label!r})" if self else "[]"


def _ask(name: str) -> st.SearchStrategy[Ask]:
    said = {"label": WORDS, "hint": WORDS, "example": WORDS, "optional": st.booleans()}
    listed = st.builds(options, st.sampled_from(SCHOOLS), WORDS)
    ticks = st.builds(options, st.integers(1, 12), WORDS)
    return st.one_of(
        st.builds(
            Ask,
            name=st.just(name),
            kind=st.sampled_from(("line", "paragraph", "link")),
            value=st.none() | SHORT,
            most=st.integers(1, 4000),
            **said,
        ),
        st.builds(
            Ask,
            name=st.just(name),
            kind=st.just("date"),
            value=st.none() | st.dates(min_value=date(1000, 1, 1)),
            **said,
        ),
        st.builds(
            Ask, name=st.just(name), kind=st.just("person"), value=st.sampled_from((None, "ann", "gone")), **said
        ),
        st.builds(
            Ask,
            name=st.just(name),
            kind=st.just("choice"),
            options=listed,
            value=st.sampled_from((None, "v0", "v100", "gone")),
            search=st.just("places.school"),
            **said,
        ),
        st.builds(
            Ask,
            name=st.just(name),
            kind=st.just("ticks"),
            options=ticks,
            value=st.sampled_from((None, ["v0"], ["v0", "v11"], [])),
            **said,
        ),
        st.builds(Ask, name=st.just(name), kind=st.just("channel"), value=st.sampled_from((None, "C0123ABCD")), **said),
        st.builds(Ask, name=st.just(name), kind=st.just("photos"), most=st.integers(1, 10), **said),
    )


def _form(parts: Sequence[Part], asks: Sequence[Ask], title: str, submit: str) -> Form:
    return Form(title=title, does="car.file", submit=submit, parts=[*parts, *asks])


FORMS = st.builds(
    _form,
    st.lists(PART, max_size=3),
    st.integers(1, 8).flatmap(lambda n: st.tuples(*(_ask(f"q{i}") for i in range(n)))),
    WORDS,
    WORDS,
)
