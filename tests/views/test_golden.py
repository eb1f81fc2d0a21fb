"""What each element and each view looks like on each platform, as a person approved it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.cars import CAUSES, Concern, State
from domain.cases import Case
from domain.closures import Closure
from domain.conversations import POSTS, PROBLEMS
from domain.holds import Cause, Hold
from domain.moves import Accept, default_acceptance
from domain.offices import Office
from domain.people import PersonId
from domain.settings import Settings
from domain.texts import day_text, say
from domain.undo import undoable
from tests.domain.story import ADA, ANN, BOB, CAR, DEB, MIA, OLE, SUE, TODAY
from tests.views import auditors, cabinet_scene, idea_scene, met, planned, public, reminding, trends, voiced, worked
from tests.views.golden import FOLDER, approved, approved_page
from tests.views.referee import faults_of_message, faults_of_view
from tests.views.scene import LONG, car_at, departments, look, rejected, schools
from tests.views.teams_referee import faults_of_activity, faults_of_card, faults_of_form
from views import html, languages, slack, teams
from views.calendar import EVERYWHERE, DaysOf, add_form, calendar_card, change_form, snow_button, snow_card
from views.car_forms import report_form
from views.car_lists import filed_card, filed_line, list_card
from views.cars import car_card
from views.elements import (
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
from views.holds import hold_form, holds_card, lift_form
from views.home import Pile, help_card, home_card
from views.messages import Lost, failed_card
from views.names import asked_again
from views.offices import hand_over_form, offices_form, told_requester, yours_card
from views.redaction import left_card, redact_form, removed_card, words_card
from views.settings import causes_form, clocks_form, conversations_form, district_form, places_form, settings_card
from views.teams_acts import Where
from views.triage_forms import accept_form, answer_form, appeal_form, fixed_form, reject_form, return_form
from views.urgent import waiting_card
from views.workspaces import conversation_card, scopes_card

SHOW = Button(label="Show", does="car.show", about="CAR-2026-014")
PARTS: Mapping[str, Part] = {
    "heading": Heading("You own (2)"),
    "text": Text("The latch & the gate."),
    "quote": Quote("The gate does not close.\nPupils reach the street."),
    "note": Note("Only you can see this."),
    "facts": Facts([("School", "East School"), ("Due", "Fri 20 Mar (in 3 days)")]),
    "link": Link("Photo 1", "https://files.slack.com/files-pri/T1-F1/gate.jpg"),
    "picture": Picture(alt="Communication: 14", about="causes 12", url="https://kaizen.example.org/chart/x.y.png"),
    "document": Document(name="Gate.pdf", about="f1", url="https://kaizen.example.org/file/x.y"),
    "buttons": Buttons(
        [
            Button(label="Accept", does="car.accept", about="CAR-2026-014", primary=True),
            Button(label="Take it back", does="car.withdraw", about="CAR-2026-014", confirm="Nobody will work on it."),
        ]
    ),
    "choices": Choices(
        [
            Ask(
                name="c",
                label="Why did it happen?",
                kind="choice",
                options=[Option(value="a", label="No list & no time")],
            )
        ]
    ),
    "items": Items([Item(name=f"CAR-2026-{n:03}", detail="Received", button=SHOW) for n in range(32)], "Ask me."),
}
TWO = (Option(value="a", label="Apple", detail="A fruit"), Option(value="b", label="Bread"))
ASKS: Mapping[str, Ask] = {
    "line": Ask(name="q", label="Which room?", hint="The number on its door.", example="214", value="12", most=40),
    "paragraph": Ask(name="q", label="What happened?", kind="paragraph", value="The gate", most=3000),
    "link": Ask(name="q", label="Link", kind="link", optional=True, value="https://example.org"),
    "date": Ask(name="q", label="When?", kind="date", value=date(2026, 3, 4)),
    "person": Ask(name="q", label="Who owns it?", kind="person", value="ole"),
    "choice of few": Ask(name="q", label="Which?", kind="choice", options=TWO, value="b"),
    "choice of many": Ask(
        name="q",
        label="Which school?",
        kind="choice",
        options=[Option(value=place.id, label=place.name) for place in schools(101)],
        search="places.school",
        value="id000007",
    ),
    "ticks": Ask(name="q", label="Tick what fits", kind="ticks", optional=True, options=TWO, value=["a"]),
    "channel": Ask(name="q", label="Which channel?", kind="channel", optional=True, value="C0123"),
    "photos": Ask(name="q", label="Photos", kind="photos", optional=True, most=10),
}
DISTRICT = Settings({"name": "Sunrise Schools", "objectives": "Every gate closes\nEvery bus on time"})
TYPED: Mapping[str, Any] = {
    "what": "The gate latch is broken.",
    "school": "id000001",
    "happened_on": "2026-03-02",
    "marks": ["urgent"],
    "link": "https://example.org/gate",
    "on_behalf_of": "Joe Cook",
}
AT_SCHOOL = replace(CAR, school="id000001")
SUGGESTED = default_acceptance(AT_SCHOOL, PersonId("ole"), TODAY)
URGENT = replace(CAR, what=LONG, urgent=True, hide_name=True, already_done="Tied it shut.", link="https://example.org")
HANDED = replace(CAR, sealed=True, handed_to=Office.TITLE_IX, handed_at=CAR.filed_at)
FRESH = undoable(Case(car=car_at(State.ACCEPTED)), Case(car=CAR), Accept, by=MIA, now=CAR.filed_at)
APPEALED = replace(rejected(), state=State.SUBMITTED, decided_by=MIA.person, appealed=True, appeal="It opens again.")
PHOTOS = {**TYPED, "already_done": "Tied it.", "photos": ["https://files.example/1"], "marks": ["sealed"]}
RETURNED = car_at(State.RETURNED, reason="Which gate?")
PILES = [
    Pile(title=say("Waiting for your decision"), cars=[CAR, URGENT], total=7, scope="triage"),
    Pile(title=say("You own"), cars=[car_at(State.ACCEPTED, owner="mia")], total=1, scope="owned"),
]

CLOSURES = [
    Closure(first=date(2026, 3, 27), last=date(2026, 4, 5), name="Spring break"),
    Closure(first=date(2026, 5, 25), last=date(2026, 5, 25), name="Memorial Day"),
]
HOLD = Hold(
    id="h1",
    about="CAR-2026-014",
    cause=Cause.RECORDS_REQUEST,
    reason="Request of 3 March",
    set_by=PersonId("mia"),
    set_at=datetime(2026, 3, 9, tzinfo=UTC),
)

LOST = [
    Lost(id="a1", what="car.triage", name="Bob <Byrd>", error="user_disabled", on=TODAY),
    Lost(id="b2", what="people.seated", name="Deb", error="ratelimited", on=TODAY),
    Lost(id="c3", what="car.owned", name=say("Somebody who left"), error="fault 7F3A-21", on=TODAY),
]

MESSAGES: Mapping[str, Card] = {
    **worked.MESSAGES,
    **planned.MESSAGES,
    **reminding.MESSAGES,
    **idea_scene.MESSAGES,
    **voiced.MESSAGES,
    **met.MESSAGES,
    **cabinet_scene.MESSAGES,
    **auditors.MESSAGES,
    **public.MESSAGES,
    "scopes_missing": scopes_card(
        [("groups:read", "private channels")], "https://kaizen.example.org/slack/oauth/install"
    ),
    "conversation_archived": conversation_card("cabinet", [POSTS["digest_channel"]], PROBLEMS["archived"]),
    "triage": car_card(URGENT, look(MIA), lead=say("A report for you to decide.")),
    "received": car_card(
        CAR, look(ANN), lead=say("Thank you. Your report is on record; you hear here when it is decided.")
    ),
    "returned": car_card(RETURNED, look(ANN), lead=say("One detail is missing before your report can be decided.")),
    "owned": car_card(car_at(State.ACCEPTED), look(OLE), lead=say("You are asked to put this right.")),
    "filed": filed_card(CAR, missing=""),
    "filed_line": filed_line(CAR),
    "offices_yours": yours_card({Office.TITLE_IX: 1, Office.GRIEVANCE: 0}),
    "handed_over": car_card(HANDED, look(ANN), lead=told_requester(Office.TITLE_IX)),
    "handed_over_left": car_card(replace(HANDED, what="", requester=PersonId(""), school=None), look(MIA)),
    "about_the_office": car_card(replace(CAR, sealed=True, concerns=Concern.OFFICE), look(SUE)),
    "accepted_undo": car_card(FRESH, replace(look(MIA), now=CAR.filed_at)),
    "appealed": car_card(APPEALED, look(DEB), lead=say("A second look at a report is asked for.")),
    "list_page": list_card([CAR, car_at(State.ACCEPTED)], look(BOB), scope="open", offset=10, total=25),
    "list_empty": list_card([], look(BOB), scope="mine", offset=0, total=0),
    "waiting_urgent": waiting_card([replace(CAR, number="CAR-2026-012"), AT_SCHOOL], look(MIA), 2),
    "waiting_over": waiting_card([], look(MIA), 0),
    "help": help_card(),
    "settings": settings_card(DISTRICT, 2, 1),
    "calendar": calendar_card(
        [DaysOf(place="", name=EVERYWHERE, closures=CLOSURES)],
        TODAY,
        changes=True,
        snow=[snow_button("", EVERYWHERE)],
    ),
    "snow": snow_card("id000001", "East School", closed=True),
    "holds": holds_card([HOLD], {"mia": "Mia Moss"}, TODAY, UTC, lifts={HOLD.id}, everywhere=True),
    "messages_failed": failed_card(LOST, TODAY, total=3),
    "words": words_card(CAR, held=False, removes=True),
    "words_left": left_card(CAR, 2),
    "words_removed": removed_card(CAR, "Mia Moss", day_text(date(2026, 3, 9), year=False), "A student's name", 3),
    **trends.CARDS,
    "help_mistyped": help_card(
        lead=say("“lst” is not something Kaizen knows."),
        suggestion=Button(label=say("Open reports"), does="car.page", about="open"),
    ),
}
HOMES: Mapping[str, Card] = {
    "home_empty_district": home_card("", [], look(BOB), seat_is_empty=True),
    "home_mr": home_card("Sunrise Schools", PILES, look(MIA), seat_is_empty=False),
    "home_failed": home_card("Sunrise Schools", [], look(ADA), seat_is_empty=False, failed=3),
    "home_admin_empty_seat": home_card("Sunrise Schools", [], look(ADA), seat_is_empty=True),
}
FORMS: Mapping[str, Form] = {
    **worked.FORMS,
    **planned.FORMS,
    **reminding.FORMS,
    **auditors.FORMS,
    **public.FORMS,
    "report_short": report_form(DISTRICT, schools(2), TODAY, {"what": "Gate latch broken at East"}),
    "report_long": report_form(DISTRICT, schools(2), TODAY, {**TYPED, "already_done": "Tied it shut."}),
    "report_empty_district": report_form(Settings({}), [], TODAY, {}),
    "accept": accept_form(AT_SCHOOL, SUGGESTED, schools(2), departments(1), DISTRICT.objectives),
    "accept_empty_district": accept_form(CAR, "", [], [], []),
    "return": return_form(CAR),
    "reject": reject_form(CAR),
    "fixed": fixed_form(CAR),
    "answer": answer_form(RETURNED),
    "settings_district": district_form(DISTRICT),
    "settings_places": places_form(schools(2), []),
    "settings_places_many": places_form(schools(250), departments(1)),
    "settings_clocks": clocks_form(DISTRICT),
    "settings_causes": causes_form(DISTRICT),
    "settings_conversations": conversations_form(DISTRICT),
    "calendar_add": add_form(schools(2)),
    "calendar_change": change_form("abc", "East School", CLOSURES),
    "redact": redact_form(URGENT, ["what", "already_done", "link"]),
    "hold": hold_form("CAR-2026-014"),
    "lift": lift_form(HOLD),
    "appeal": appeal_form(rejected()),
    "report_attention": report_form(DISTRICT, schools(2), TODAY, PHOTOS, found=["initials or a name"]),
    "answer_attention": asked_again(
        answer_form(RETURNED), {"text": "Student J.S."}, ["initials or a name"], seals=True
    ),
    "hold_attention": asked_again(
        hold_form("CAR-2026-014"), {"reason": "Student J.S."}, ["initials or a name"], seals=False
    ),
    "hand_over": hand_over_form(CAR, list(Office)),
    "trends": trends.FORM,
    "raise_figure": trends.RAISE_FORM,
    **idea_scene.FORMS,
    **voiced.FORMS,
    **met.FORMS,
    **cabinet_scene.FORMS,
    "offices": offices_form({Office.TITLE_IX: "ole"}),
}
WHO = {"ole": "U2"}
MEMO = {"home": "1"}
OPENS = frozenset(
    {
        "car.change",
        "car.return_form",
        "car.reject_form",
        "car.fixed_form",
        "car.hand_over_form",
        "step.form",
        "time.form",
    }
)
ON_PAGES = ("triage", "returned", "owned", "handed_over", "accepted_undo", "list_page", "list_empty")


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_looks_as_approved_in_slack(name: str) -> None:
    drawn = slack.message(MESSAGES[name])

    assert faults_of_message(drawn) == []
    assert approved(f"slack/{name}", drawn) == drawn


@pytest.mark.parametrize("name", HOMES)
def test_a_home_looks_as_approved_in_slack(name: str) -> None:
    drawn = slack.home(HOMES[name])

    assert faults_of_view(drawn) == []
    assert approved(f"slack/{name}", drawn) == drawn


@pytest.mark.parametrize("name", FORMS)
def test_a_form_looks_as_approved_in_slack(name: str) -> None:
    drawn = slack.modal(FORMS[name], "", WHO)

    assert faults_of_view(drawn) == []
    assert approved(f"slack/{name}_form", drawn) == drawn


def test_the_elements_of_cards_look_as_approved_in_slack() -> None:
    room = slack.Room(text=700, items=2, blocks=50)
    drawn = {name: slack.part_blocks(part, room) for name, part in PARTS.items()}

    assert approved("slack/elements", drawn) == drawn


def test_the_questions_of_forms_look_as_approved_in_slack() -> None:
    views = {name: slack.modal(Form(title="t", does="d", parts=[ask]), "", WHO) for name, ask in ASKS.items()}
    drawn = {name: view["blocks"][0] for name, view in views.items()}

    assert approved("slack/questions", drawn) == drawn


def test_a_card_as_a_window_looks_as_approved_in_slack() -> None:
    drawn = slack.sheet(MESSAGES["filed"], '{"home": true}')

    assert faults_of_view(drawn) == []
    assert approved("slack/window", drawn) == drawn


@pytest.mark.parametrize("name", [*MESSAGES, *HOMES])
def test_a_message_and_a_home_look_as_approved_in_teams(name: str) -> None:
    drawn = teams.message(languages.card_in(MESSAGES.get(name) or HOMES[name], "en", slash=False), OPENS)

    assert faults_of_activity(drawn) == []
    assert approved(f"teams/{name}", drawn) == drawn


@pytest.mark.parametrize("name", FORMS)
def test_a_form_looks_as_approved_in_a_window_of_teams(name: str) -> None:
    drawn = teams.dialog_form(languages.form_in(FORMS[name], "en", slash=False), MEMO, WHO)

    assert faults_of_form(drawn, window=True) == []
    assert approved(f"teams/{name}_form", drawn) == drawn


@pytest.mark.parametrize("name", ["report_short", "return", "settings_conversations"])
def test_a_form_to_be_mended_looks_as_approved_in_a_chat_of_teams(name: str) -> None:
    faults = {FORMS[name].asks[0].name: say("Please fill this in."), "": say("Nothing was kept.")}
    drawn = teams.chat_form(languages.form_in(FORMS[name], "en", slash=False), MEMO, WHO, faults)

    assert faults_of_form(drawn) == []
    assert approved(f"teams/{name}_form_in_chat", drawn) == drawn


def test_the_elements_of_cards_look_as_approved_in_teams() -> None:
    room = teams.Room(text=700, items=2)
    drawn = {name: teams.part_elements(part, Where(opens={"car.show"}), room) for name, part in PARTS.items()}

    assert approved("teams/elements", drawn) == drawn


def test_the_questions_of_forms_look_as_approved_in_teams() -> None:
    cards = {name: teams.dialog_form(Form(title="t", does="d", parts=[ask]), {}, WHO) for name, ask in ASKS.items()}
    drawn = {name: card["body"][:-1] for name, card in cards.items()}

    assert approved("teams/questions", drawn) == drawn


def test_a_card_as_a_window_and_a_last_question_look_as_approved_in_teams() -> None:
    asked = teams.sure("Take it back", "Nobody will work on it.", "car.withdraw", "CAR-2026-014", MEMO, "en")
    drawn = {"card": teams.window(MESSAGES["filed"], MEMO), "sure": asked}

    assert [fault for card in drawn.values() for fault in faults_of_card(card, window=True)] == []
    assert approved("teams/window", drawn) == drawn


def test_found_options_look_as_approved_in_teams() -> None:
    drawn = teams.options(TWO)

    assert approved("teams/found", drawn) == drawn


def test_a_page_of_every_element_looks_as_approved() -> None:
    drawn = html.page(Card(title="Elements", state="Received", parts=list(PARTS.values()), buttons=[SHOW]))

    assert approved_page("html/elements", drawn) == drawn


def test_reports_and_lists_look_as_approved_on_a_page() -> None:
    shown = {name: html.main(MESSAGES[name]) for name in ON_PAGES}
    drawn = "\n".join(f"<!-- {name} -->\n{main}" for name, main in shown.items()) + "\n"

    assert approved_page("html/messages", drawn) == drawn


def test_every_element_and_every_kind_of_question_has_a_golden() -> None:
    def members(union: Any) -> set[str]:
        return {kind.__name__.lower() for kind in union.__args__}

    assert members(Part) == set(PARTS)
    assert set(Ask.__annotations__["kind"].__args__) == {ask.kind for ask in ASKS.values()}


def test_no_golden_is_left_over() -> None:
    known = {*MESSAGES, *HOMES, *(f"{name}_form" for name in FORMS), "elements", "questions", "window"}

    assert known == {path.stem for path in (FOLDER / "slack").glob("*.json")}


def test_the_causes_on_offer_are_all_of_the_districts() -> None:
    asked = next(ask for ask in FORMS["fixed"].asks if ask.name == "category")

    assert [option.label for option in asked.options] == list(CAUSES.values())
