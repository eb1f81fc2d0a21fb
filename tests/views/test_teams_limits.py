"""No card is over a limit of Teams, loses an act or makes anything live of what somebody typed."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.cars import State
from tests.domain.story import CAR, EVERYBODY, MIA, OLE
from tests.views import rest
from tests.views.anything import CARDS, FORMS, SCHOOLS, WORDS, options
from tests.views.scene import car_at, look
from tests.views.teams_referee import (
    elements,
    faults_of_activity,
    faults_of_card,
    faults_of_form,
    shown,
)
from tests.views.worst import WORST, cards, forms, long_look, longest
from views import teams
from views.cars import car_card
from views.elements import (
    Ask,
    Button,
    Buttons,
    Card,
    Facts,
    Form,
    Heading,
    Item,
    Items,
    Link,
    Option,
    Part,
    Quote,
    Text,
)
from views.languages import card_in
from views.teams_acts import Where
from views.teams_text import INERT, NOTHING, clean, words

moderate = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
MEMO = {"seen": "m" * 200, "home": "1"}
OPENS = frozenset({"car.accept"})
WHO = {"ann": "a1", "ole": "a2"}


def faults_of_both(form: Form, faults: Any) -> list[str]:
    in_chat, in_window = teams.chat_form(form, MEMO, WHO, faults), teams.dialog_form(form, MEMO, WHO, faults)
    return faults_of_form(in_chat) + faults_of_form(in_window, window=True)


@given(CARDS)
@moderate
def test_any_card_can_be_sent_and_stand_in_a_window(card: Card) -> None:
    assert faults_of_activity(teams.message(card, OPENS)) == []
    assert faults_of_card(teams.window(card, MEMO), window=True) == []


@given(FORMS, WORDS)
@moderate
def test_any_form_can_be_filled_in(form: Form, fault: str) -> None:
    assert faults_of_both(form, {}) == []
    assert faults_of_both(form, {"q0": fault, "": fault[:200]}) == []


@given(WORDS, WORDS)
@moderate
def test_any_question_can_be_asked_before_what_cannot_be_undone(label: str, question: str) -> None:
    drawn = teams.sure(label, question, "car.withdraw", "CAR-2026-014", MEMO, "en")

    assert faults_of_card(drawn, window=True) == []


@given(CARDS, st.sampled_from(["/car list", "See /kaizen help", "“car list”"]))
@moderate
def test_what_somebody_typed_keeps_its_slash(card: Card, typed: str) -> None:
    typed_card = replace(card, parts=[*card.parts, Text(typed)])

    assert card_in(typed_card, "en", slash=False) == typed_card


@given(WORDS, st.integers(3, 4000))
def test_words_are_cut_as_they_were_typed_and_made_safe_after_that(text: str, limit: int) -> None:
    typed = clean(text).replace(NOTHING, "")
    bare = words(text.replace(NOTHING, ""), limit).replace(NOTHING, "")

    assert len(bare) <= limit
    assert bare == typed or typed.startswith(bare.removesuffix("…"))


@pytest.mark.parametrize("name", rest.CARDS)
def test_every_card_that_no_approved_file_shows_can_be_sent(name: str) -> None:
    assert faults_of_activity(teams.message(rest.CARDS[name], OPENS)) == []
    assert faults_of_card(teams.window(rest.CARDS[name], MEMO), window=True) == []


@pytest.mark.parametrize("name", rest.FORMS)
def test_every_form_that_no_approved_file_shows_can_be_filled_in(name: str) -> None:
    assert faults_of_both(rest.FORMS[name], {}) == []


@pytest.mark.parametrize("piece", WORST)
def test_the_longest_legal_report_can_be_sent_to_everybody(piece: str) -> None:
    for car in (longest(piece, state) for state in State):
        for viewer in (*EVERYBODY[:5], MIA):
            card = car_card(car, long_look(piece, viewer), lead="Thank you.", whole=True)
            assert faults_of_activity(teams.message(card)) == []


@pytest.mark.parametrize("piece", WORST)
def test_every_list_home_and_help_fits(piece: str) -> None:
    for card in cards(piece):
        assert faults_of_activity(teams.message(card)) == []
        assert faults_of_card(teams.window(card, MEMO), window=True) == []


@pytest.mark.parametrize("number", SCHOOLS)
@pytest.mark.parametrize("piece", WORST)
def test_every_form_can_be_filled_in_with_the_longest_legal_text(piece: str, number: int) -> None:
    for form in forms(piece, number):
        assert faults_of_both(form, {}) == []


@given(WORDS, st.sampled_from(SCHOOLS))
@moderate
def test_any_answers_to_a_search_are_taken(label: str, number: int) -> None:
    found = teams.options(options(number, label))["value"]["results"]

    assert len(found) == min(number, 100)
    assert all(one["title"].strip() and one["value"] for one in found)


def test_a_card_with_too_much_keeps_its_title_and_its_acts_and_says_so() -> None:
    card = Card(title="Much", parts=[Text("x" * 3000)] * 500, buttons=[Button(label="Accept", does="car.accept")])
    first, *_, note, acts = teams.card_of(card)["body"]

    assert (shown(first), shown(note), shown(acts)) == ("Much", "There is more than fits here.", "Accept")


def test_r13_a_list_of_500_says_how_many_are_left_out() -> None:
    items = [Item(name=f"CAR-2026-{n:03}", detail="Received") for n in range(500)]

    assert "and 470 more. See list all." in shown(
        teams.card_of(Card(title="All", parts=[Items(items, "See list all.")]))
    )


def test_r42_a_message_without_any_words_has_some_all_the_same() -> None:
    drawn = teams.message(Card(title=" \n"))

    assert (drawn["summary"], shown(drawn["attachments"][0]["content"])) == ("Kaizen", "Kaizen")


TYPED = (
    "[press here](javascript:alert(1))",
    "**bold** _thin_ ~~gone~~ `code`",
    "1. one\n2. two\n- three\n# four",
    "{{DATE(2026-03-01T06:00:00Z)}} {{TIME(2026-03-01T06:00:00Z)}}",
    "<at>Ann</at> <b>x</b> &lt;",
    "https://evil.example",
)


@pytest.mark.parametrize("typed", TYPED)
def test_what_somebody_typed_shows_as_it_was_typed_and_is_never_live(typed: str) -> None:
    one = Option(value="a", label=typed, detail=typed)
    parts: list[Part] = [
        Heading(typed),
        Text(typed),
        Quote(typed),
        Facts([(typed, typed)]),
        Items([Item(name=typed, detail=typed)]),
    ]
    asks = [Ask(name=kind, label=typed, hint=typed, kind=kind, options=[one]) for kind in ("line", "choice", "ticks")]
    card = Card(title=typed, state=typed, parts=parts, buttons=[Button(label=typed, does="car.accept")])
    form = Form(title=typed, does="car.file", parts=[*parts, *asks])

    assert faults_of_activity(teams.message(card)) == []
    assert faults_of_both(form, {"line": typed, "": typed}) == []
    bare = shown(teams.card_of(card)).replace("\u200b", "")
    assert bare.count(typed) >= 6 if "\n" not in typed else bare.count(typed.replace("\n", " ")) == 1
    assert {one["type"] for one in elements(teams.card_of(card))} & {"TextBlock", "FactSet"} == set()


def test_line_breaks_are_kept() -> None:
    assert "“One.\nTwo.\n\nThree.”" in shown(teams.card_of(Card(title="a", parts=[Quote("One.\r\nTwo.\n\nThree.\n")])))


@pytest.mark.parametrize(
    ("said", "inert"),
    [
        ("CAR-2026-014 · Gate latch broken — Being fixed", True),
        ("You own (2)", True),
        ("Escuela número 3. ¿Cuál?", False),
        ("1. First", False),
        ("- a", False),
        ("see example.org", False),
        ("a//b", False),
        ("a_b", False),
        ("a & b", False),
        ("[a]", False),
    ],
)
def test_a_heading_is_announced_as_one_where_nothing_in_it_could_be_markup(said: str, inert: bool) -> None:  # noqa: FBT001
    assert bool(INERT.fullmatch(said)) is inert


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=1&c=2", "https://example.org/a?b=1&c=2"),
        ("https://example.org/a b|c>d", "https://example.org/a%20b%7Cc%3Ed"),
        ("javascript:alert(1)", ""),
        ("https://example.org/" + "教" * 480, ""),
    ],
)
def test_a_link_leads_to_a_page_or_stands_there_in_words(url: str, expected: str) -> None:
    drawn = teams.card_of(Card(title="a", parts=[Link("Link", url)]))
    opened = [one["url"] for one in elements(drawn) if one["type"] == "Action.OpenUrl"]

    assert opened == ([expected] if expected else [])
    assert expected or f"Link: {url}" in shown(drawn)


def acts(card: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in elements(card) if one["type"].startswith("Action.")]


def test_an_act_of_a_message_is_executed_opens_a_window_or_asks_first() -> None:
    buttons = [
        Button(label="Accept", does="car.accept", about="CAR-2026-014", primary=True),
        Button(label="Show", does="car.show", about="CAR-2026-014"),
        Button(label="Take it back", does="car.withdraw", about="CAR-2026-014", confirm="Sure?"),
    ]
    accept, show, back = acts(teams.card_of(Card(title="a", buttons=buttons), {"car.accept"}))

    assert (accept["type"], accept["style"]) == ("Action.Submit", "positive")
    assert accept["data"] == {
        "msteams": {"type": "task/fetch"},
        "kaizen": {"does": "car.accept", "about": "CAR-2026-014"},
    }
    assert (show["type"], show["verb"]) == ("Action.Execute", "car.show")
    assert show["data"] == {"kaizen": {"does": "car.show", "about": "CAR-2026-014"}}
    assert (back["type"], back["style"]) == ("Action.Submit", "destructive")
    ours = {"does": "car.withdraw", "about": "CAR-2026-014", "confirm": "Sure?", "label": "Take it back"}
    assert back["data"] == {"msteams": {"type": "task/fetch"}, "kaizen": ours}


def test_an_act_of_a_window_is_submitted_with_the_memo() -> None:
    card = Card(
        title="a", buttons=[Button(label="Go", does="car.go", confirm="Sure?")], more=[Button(label="b", does="c")]
    )
    go, rare = acts(teams.window(card, {"home": "1"}))
    (last,) = acts(teams.sure("Go", "Sure?", "car.go", "x", {"home": "1"}, "en"))

    memo = {"home": "1"}
    assert go["data"] == {"kaizen": {"does": "car.go", "about": "", "memo": memo, "confirm": "Sure?", "label": "Go"}}
    assert (rare["mode"], rare["data"]["kaizen"]["does"]) == ("secondary", "c")
    assert last["data"] == {"kaizen": {"does": "car.go", "about": "x", "memo": memo}}
    assert {one["type"] for one in (go, rare, last)} == {"Action.Submit"}


def test_many_acts_stand_in_sets_of_five() -> None:
    many = [Button(label=f"b{n}", does="car.show") for n in range(12)]
    drawn = teams.card_of(Card(title="a", parts=[Buttons(many)]))

    assert [len(one["actions"]) for one in elements(drawn) if one["type"] == "ActionSet"] == [5, 5, 2]


FORM = Form(
    title="Report",
    does="car.file",
    about="x",
    parts=[
        Ask(name="what", label="What?", kind="paragraph", value="The gate"),
        Ask(name="when", label="When?", kind="date", optional=True, value=date(2026, 3, 4)),
        Ask(name="owner", label="Who?", kind="person", value="ole"),
        Ask(name="where", label="Which channel?", kind="channel", value="19:a"),
    ],
)


def inputs(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in elements(card) if one["type"].startswith("Input.")}


def test_a_form_is_sent_with_how_to_read_its_answers() -> None:
    ours = {
        "form": "car.file",
        "about": "x",
        "kinds": {"what": "paragraph", "when": "date", "owner": "person", "where": "channel"},
        "kept": {"where": "19:a"},
        "memo": {"m": "1"},
    }
    (chat,), (window,) = acts(teams.chat_form(FORM, {"m": "1"}, WHO)), acts(teams.dialog_form(FORM, {"m": "1"}, WHO))

    assert (chat["type"], chat["verb"], chat["data"]) == ("Action.Execute", "car.file", {"kaizen": ours})
    assert (window["type"], window["data"]) == ("Action.Submit", {"kaizen": ours})


def test_what_was_typed_stands_in_the_form_and_what_is_needed_is_marked() -> None:
    found = inputs(teams.dialog_form(FORM, {}, WHO))

    assert {name: one.get("value") for name, one in found.items()} == {
        "what": "The gate",
        "when": "2026-03-04",
        "owner": "a2",
    }
    assert [name for name, one in found.items() if one.get("isRequired")] == ["what", "owner"]
    assert [one["label"] for one in found.values()] == ["What?", "When? (optional)", "Who?"]


def test_an_act_within_a_form_works_while_boxes_are_empty() -> None:
    more = Buttons([Button(label="More", does="car.more")])
    form = replace(FORM, parts=[*FORM.parts, more])
    drawn = teams.chat_form(form, {}, WHO)

    assert [one for one in inputs(drawn).values() if "isRequired" in one] == []
    assert inputs(drawn)["what"]["label"] == "What? (needed)"
    assert [(one["type"], one["data"]["kaizen"].get("does")) for one in acts(drawn)] == [
        ("Action.Execute", "car.more"),
        ("Action.Execute", None),
    ]
    assert all("kinds" in one["data"]["kaizen"] for one in acts(drawn))


def test_a_fault_stands_above_its_field_and_any_other_above_the_form() -> None:
    drawn = teams.dialog_form(FORM, {}, WHO, {"when": "Choose a day.", "": "Nothing was kept."})
    kinds = [(one["type"], shown(one)) for one in drawn["body"]]

    assert kinds[0] == ("RichTextBlock", "Please look again: Nothing was kept.")
    assert kinds[2] == ("RichTextBlock", "Please look again: Choose a day.")
    assert drawn["body"][3]["id"] == "when"
    assert {run["color"] for run in drawn["body"][2]["inlines"]} == {"attention"}


def test_a_conversation_is_chosen_in_the_conversation() -> None:
    said = shown(teams.dialog_form(FORM, {}, {**WHO, "19:a": "Cabinet"}))

    assert "where" not in inputs(teams.dialog_form(FORM, {}, WHO))
    assert "Which channel?\nNow: Cabinet\nTo choose one, write in it: @Kaizen use this for Which channel?" in said


def test_ticks_with_a_comma_come_back_whole() -> None:
    kept = [Option(value="https://x/a,b", label="a"), Option(value="c", label="c")]
    form = Form(
        title="a", does="b", parts=[Ask(name="q", label="q", kind="ticks", options=kept, value=["https://x/a,b"])]
    )
    drawn = inputs(teams.chat_form(form, {}, {}))["q"]

    assert teams.ticked(drawn["value"]) == ["https://x/a,b"]
    assert teams.ticked(",".join(one["value"] for one in drawn["choices"])) == ["https://x/a,b", "c"]
    assert teams.ticked("") == []


def test_too_large_a_menu_is_asked_for_while_somebody_types_and_shows_what_is_chosen() -> None:
    ask = Ask(name="q", label="q", kind="choice", options=options(101, "a"), search="places.school", value="v7")
    drawn = inputs(teams.chat_form(Form(title="a", does="b", parts=[ask]), {}, {}))["q"]

    assert drawn["choices.data"] == {"type": "Data.Query", "dataset": "places.school"}
    assert ([one["value"] for one in drawn["choices"]], drawn["value"], drawn["style"]) == (["v7"], "v7", "filtered")


def test_the_owner_reads_in_words_what_is_due() -> None:
    drawn = teams.message(car_card(car_at(State.ACCEPTED), look(OLE)))

    assert "Due: Fri 1 May (in 58 days)" in drawn["summary"]


def test_a_card_in_words_has_its_title_and_its_facts() -> None:
    assert teams.fallback(car_card(replace(CAR, what="A *gate*"), look(MIA))).startswith("CAR-2026-014 · A ∗gate∗")


def test_a_long_button_stands_below_its_line_and_leaves_the_words_room_on_a_phone() -> None:
    room = teams.ROOMS[0]
    items = [
        Item(name="Gate", detail="East", button=Button(label=said, does="a.b")) for said in ("Show", "Choose a channel")
    ]

    assert [one["type"] for one in teams.part_elements(Items(items), Where(), room)] == ["ColumnSet", "Container"]
