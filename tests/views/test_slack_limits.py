"""No payload is over a limit of Slack's, wakes anybody or comes without words, whatever people type."""

from dataclasses import replace
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.platforms.slack_payloads import MEMO_MAX
from domain.cars import (
    SEEN,
    State,
)
from playground.blocks import faults_in_options
from tests.domain.story import CAR, EVERYBODY, MIA, OLE
from tests.views.anything import CARDS, FORMS, SCHOOLS, WORDS, options
from tests.views.referee import faults_of_message, faults_of_view
from tests.views.scene import car_at, look, shown, text_objects, texts
from tests.views.worst import WORST, cards, filling, forms, long_look, longest
from views import slack
from views.cars import car_card
from views.elements import Ask, Button, Buttons, Card, Facts, Form, Item, Items, Link, Quote, Text
from views.slack_text import quoted, words

moderate = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
MEMO = "m" * MEMO_MAX


@given(CARDS)
@moderate
def test_any_card_can_be_posted(card: Card) -> None:
    assert faults_of_message(slack.message(card)) == []


@given(CARDS)
@moderate
def test_any_card_can_be_a_home_and_a_window(card: Card) -> None:
    assert faults_of_view(slack.home(card)) == []
    assert faults_of_view(slack.sheet(card, MEMO)) == []


@given(FORMS)
@moderate
def test_any_form_opens(form: Form) -> None:
    assert faults_of_view(slack.modal(form, MEMO, {"ann": "U1"})) == []


@given(WORDS, st.integers(3, 4000))
def test_words_keep_within_their_limit_and_begin_as_they_were_typed(text: str, limit: int) -> None:
    safe = words(text, limit)

    assert len(safe) <= limit
    assert safe == words(text, 10**6) or text.startswith(unescape(safe.removesuffix("…")))


@given(WORDS, st.integers(10, 4000))
def test_every_line_of_a_quotation_is_marked_and_all_marks_count(text: str, limit: int) -> None:
    safe = quoted(text, limit)

    assert len(safe) <= limit
    assert all(line.startswith("> ") for line in safe.split("\n") if line)


@pytest.mark.parametrize("piece", WORST)
def test_the_longest_legal_report_can_be_posted_whole_to_everybody(piece: str) -> None:
    for car in (longest(piece, state) for state in State):
        for viewer in (*EVERYBODY[:5], MIA):
            card = car_card(car, long_look(piece, viewer), lead="Thank you.", whole=True)
            assert faults_of_message(slack.message(card)) == []


@pytest.mark.parametrize("piece", WORST)
def test_a_message_in_words_has_the_title_and_the_facts(piece: str) -> None:
    car = longest(piece, State.ACCEPTED)
    card = car_card(car, look(MIA), lead="Thank you.", whole=True)
    said = slack.message(card)["text"]

    for expected in (words(card.title, 1000), SEEN[State.ACCEPTED], "School: East School", "Owner: Ole Olsen"):
        assert expected in said
    assert "Due: Fri 1 May (in 58 days)" in said
    assert "Reported by: Ann Archer" in said


@given(st.text(min_size=1, max_size=200), st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), max_size=6))
def test_the_words_beside_a_card_have_its_title_and_its_facts(title: str, rows: list[tuple[str, str]]) -> None:
    said = slack.message(Card(title=title, parts=[Facts(rows)]))["text"]

    assert words(title.strip(), 2000) in said
    for name, value in rows:
        assert words(f"{name}: {value}".strip(), 2000) in said


def test_r42_a_message_without_any_words_has_some_all_the_same() -> None:
    assert slack.message(Card(title=" \n"))["text"] == "Kaizen"


def test_a_channel_mention_in_a_report_wakes_nobody() -> None:
    car = replace(CAR, what="<!channel> come & see\n<@U1> it is > 3 feet", reason="<!here>", state=State.RETURNED)
    drawn = slack.message(car_card(car, look(MIA)))

    assert "<" not in shown(drawn["blocks"]) + drawn["text"]
    assert "> &lt;!channel&gt; come &amp; see\n> &lt;@U1&gt; it is &gt; 3 feet" in shown(drawn["blocks"])
    assert "&lt;!here&gt;" in drawn["text"]


def test_at_channel_and_room_names_stay_words_in_every_text() -> None:
    items = Items([Item(name="@here", detail="#general")])
    card = Card(title="@channel #general", parts=[Text("@here"), Facts([("a", "@here")]), items], buttons=[SHOW])
    flags = {"mrkdwn": "verbatim", "plain_text": "emoji"}

    for found in text_objects(slack.message(card)["blocks"]):
        assert found[flags[found["type"]]] is (found["type"] == "mrkdwn")


SHOW = Button(label="Show :tada:", does="car.show", about="CAR-2026-014")


def test_r13_a_list_of_500_says_how_many_are_left_out() -> None:
    items = [Item(name=f"CAR-2026-{n:03}", detail="Received") for n in range(500)]
    drawn = slack.message(Card(title="All", parts=[Items(items, "See /car list all.")]))

    assert "and 470 more. See /car list all." in shown(drawn["blocks"])


def test_the_buttons_of_a_list_are_heard_apart() -> None:
    lines = [Item(name=name, detail="", button=Button(label="Choose", does="w")) for name in ("Always", "x" * 200)]
    blocks = slack.message(Card(title="How often?", parts=[Items(lines)]))["blocks"]
    heard = [block["accessory"]["accessibility_label"] for block in blocks if "accessory" in block]

    assert heard == ["Choose: Always", f"Choose: {'x' * 66}…"]


def test_a_card_with_too_much_keeps_its_title_and_its_buttons_and_says_so() -> None:
    card = Card(title="Much", parts=[Text("x" * 3000)] * 200, buttons=[Button(label="Accept", does="car.accept")])
    blocks = slack.message(card)["blocks"]

    assert shown(blocks[0]) == "*Much*"
    assert shown(blocks[-2]) == "There is more than fits here."
    assert shown(blocks[-1]) == "Accept"


def test_a_quotation_of_many_short_lines_fits() -> None:
    (_, drawn) = slack.message(Card(title="a", parts=[Quote("a\n" * 1500)]))["blocks"]

    assert len(drawn["text"]["text"]) <= 3000
    assert drawn["text"]["text"].endswith("> a…")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/a?b=1&c=2", "<https://example.org/a?b=1&amp;c=2|Link>"),
        ("https://example.org/a b|c>d", "<https://example.org/a%20b%7Cc%3Ed|Link>"),
        ("!channel", "Link: !channel"),
        ("javascript:alert(1)", "Link: javascript:alert(1)"),
        ("@U1", "Link: @U1"),
    ],
)
def test_a_link_leads_to_a_page_and_mentions_nobody(url: str, expected: str) -> None:
    blocks = slack.message(Card(title="a", parts=[Link("Link", url)]))["blocks"]

    assert shown(blocks[1]) == expected


def test_a_link_without_words_shows_its_address_and_no_second_label() -> None:
    url = "https://example.org/<https://evil.example|press here>"
    blocks = slack.message(Card(title="a", parts=[Link("", url)]))["blocks"]

    assert shown(blocks[1]).count("|") == 1
    assert "¦press here" in shown(blocks[1])
    assert faults_of_message(slack.message(Card(title="a", parts=[Link("", url)]))) == []


def test_an_address_too_long_for_slack_stands_there_in_words() -> None:
    url = "https://example.org/" + "教" * 480
    blocks = slack.message(Card(title="a", parts=[Link("Link", url)]))["blocks"]

    assert shown(blocks[1]) == f"Link: {url}"


@pytest.mark.parametrize("number", SCHOOLS)
@pytest.mark.parametrize("piece", WORST)
def test_every_form_opens_with_the_longest_legal_text(piece: str, number: int) -> None:
    for form in forms(piece, number):
        assert faults_of_view(slack.modal(form, MEMO, {"ole": "U2"})) == []


@pytest.mark.parametrize("piece", WORST)
def test_every_list_home_and_help_fits(piece: str) -> None:
    for card in cards(piece):
        assert faults_of_message(slack.message(card)) == []
        assert faults_of_view(slack.home(card)) == []
        assert faults_of_view(slack.sheet(card, MEMO)) == []


@given(WORDS, st.sampled_from(SCHOOLS))
@moderate
def test_any_answers_to_a_search_are_taken(label: str, number: int) -> None:
    answered = slack.options(options(number, label))

    assert faults_in_options(answered) == []
    assert len(answered["options"]) == min(number, 100)


def test_ten_ticks_are_drawn_and_one_beyond_is_not_ticked() -> None:
    ask = Ask(name="q", label="Which?", kind="ticks", options=options(12, "a"), value=["v0", "v11"])
    drawn = slack.modal(Form(title="a", does="b", parts=[ask]), "", {})

    assert [one["value"] for one in drawn["blocks"][0]["element"]["initial_options"]] == ["v0"]


def test_two_buttons_of_one_route_have_each_their_own_id() -> None:
    pages = [
        Button(label="Newer", does="car.page", about="open 0"),
        Button(label="Older", does="car.page", about="open 20"),
    ]
    (_, drawn) = slack.message(Card(title="a", parts=[Buttons(pages)]))["blocks"]

    assert [element["action_id"] for element in drawn["elements"]] == ["car.page", "car.page#1"]


@pytest.mark.parametrize("piece", ["x", "&", "\n", "<!channel> ", "\u202e"])
def test_what_was_typed_is_kept_in_the_button_of_a_form_that_opened_too_late(piece: str) -> None:
    typed = filling(piece, 2000)
    card = Card(title="a", parts=[Quote(typed)], buttons=[Button(label="Open", does="car", about=typed, confirm="?")])
    drawn = slack.message(card)

    assert faults_of_message(drawn) == []
    assert drawn["blocks"][-1]["elements"][0]["value"] == typed


def test_saving_and_attention_can_be_shown() -> None:
    assert faults_of_view(slack.saving("en")) == []
    assert faults_of_view(slack.saving("en") | {"blocks": slack.attention("<!channel> & more\n" * 900, "en")}) == []


def test_a_label_that_is_empty_is_drawn_as_a_dash() -> None:
    card = Card(title="a", buttons=[Button(label=" ", does="car.accept", confirm="Sure?")])
    drawn = slack.message(card)

    assert faults_of_message(drawn) == []
    assert ("plain_text", "–") in texts(drawn["blocks"])


def test_the_owner_reads_in_words_what_is_due() -> None:
    drawn = slack.message(car_card(car_at(State.ACCEPTED), look(OLE)))

    assert "Due: Fri 1 May (in 58 days)" in drawn["text"]
