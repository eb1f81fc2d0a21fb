"""What each person sees on a report: its state in plain words, who is waited for, and what they can do now."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from domain.cars import SEEN, Outcome, RejectionKind, Severity, State
from domain.people import PersonId, Viewer
from domain.settings import Settings
from tests.domain.story import ADA, ANN, BOB, CAR, CHE, DEB, EVERYBODY, MIA, OLE, PAT, PRINCIPALS_TRIAGE, TODAY, WES
from tests.views.scene import LONG, car_at, look, rejected, schools, shown
from views import slack
from views.car_acts import ACTS
from views.car_forms import report_form
from views.car_lists import TITLES, filed_card, list_card
from views.cars import car_card, car_items
from views.elements import Card, Facts, Link, Note, Quote, Text
from views.home import help_card, home_card
from views.look import HIDDEN
from views.triage_forms import answer_form

TRIAGE = ["Accept", "Accept and change …", "Return"]
TURN_DOWN, TAKE_BACK = ["Reject", "Fixed", "Hand over", "Seal"], ["Take it back"]
OFFICE, GIVE = ("mia", "deb"), "Ask somebody to own it"
#: What the office can do beside sealing.
LEADS: Mapping[State, tuple[list[str], list[str]]] = {
    State.SUBMITTED: (TRIAGE, TURN_DOWN),
    State.ACCEPTED: ([], ["Reject", "Stop it", GIVE, "Seal"]),
    State.PLAN_REVIEW: (["Approve", "Send it back"], ["Stop it", GIVE, "Seal"]),
    State.IMPLEMENTING: ([], ["Change the plan", "Stop it", GIVE, "Seal"]),
    State.VERIFYING: ([], ["Stop it", GIVE, "Seal"]),
    State.MONITORING: ([], ["Stop it", GIVE, "Seal"]),
    State.CLOSED: ([], ["Open it again", "Seal"]),
}
#: The buttons of each state, and the rare acts behind "More …". Who is not named has none.
SEEN_BY: Mapping[tuple[str, State], tuple[list[str], list[str]]] = {
    **{(office, state): acts for office in OFFICE for state, acts in LEADS.items()},
    ("ann", State.SUBMITTED): ([], TAKE_BACK),
    ("ann", State.REJECTED): (["Ask for a second look"], []),
    ("ann", State.RETURNED): (["Answer"], TAKE_BACK),
    ("ole", State.ACCEPTED): (["Mark done", "In your own words …", "More time"], ["Write the plan", GIVE]),
    ("ole", State.PLAN_REVIEW): (["More time"], [GIVE]),
    ("ole", State.IMPLEMENTING): (["The work is done", "More time"], ["Change the plan", GIVE]),
    ("ole", State.VERIFYING): ([], [GIVE]),
    ("ole", State.MONITORING): ([], [GIVE]),
    ("che", State.VERIFYING): (["It is fixed", "Not yet"], []),
    ("che", State.MONITORING): (["It held", "Too early to say", "It came back"], []),
}
#: Who reads "Waiting for you", and what the others read.
WAITS: Mapping[State, tuple[Viewer | None, str]] = {
    State.SUBMITTED: (MIA, "the management representative"),
    State.RETURNED: (ANN, "the person who reported it"),
    State.REJECTED: (None, ""),
    State.WITHDRAWN: (None, ""),
    State.ACCEPTED: (OLE, "Ole Olsen"),
    State.PLAN_REVIEW: (MIA, "the management representative"),
    State.IMPLEMENTING: (OLE, "Ole Olsen"),
    State.VERIFYING: (CHE, "Che Chow"),
    State.MONITORING: (CHE, "Che Chow"),
    State.CLOSED: (None, ""),
    State.CANCELLED: (None, ""),
}
JARGON = ("nonconformity", "corrective action", "capa", "verification", "effectiveness", "triage")
WAYS_TO_CLOSE: tuple[tuple[Outcome, str], ...] = ((Outcome.FIXED, "Closed because"), (Outcome.CHECKED, "Why"))


def facts(card: Card) -> dict[str, str]:
    return {name: value for part in card.parts if isinstance(part, Facts) for name, value in part.rows}


def foot(card: Card) -> str:
    return next(part.body for part in card.parts if isinstance(part, Note))


def said(card: Card) -> list[str]:
    return [part.body for part in card.parts if isinstance(part, Text)]


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("viewer", [MIA, DEB, ANN, OLE, BOB, ADA, PAT, CHE], ids=lambda viewer: viewer.person)
def test_everybody_sees_the_buttons_that_are_theirs(viewer: Viewer, state: State) -> None:
    card = car_card(car_at(state), look(viewer))
    expected = SEEN_BY.get((viewer.person, state), ([], ["Seal"] if viewer.person in OFFICE else []))

    assert expected == ([button.label for button in card.buttons], [button.label for button in card.more])


def test_a_principal_accepts_where_the_district_says_so_and_at_their_school_only() -> None:
    labels = {
        viewer.person: [button.label for button in car_card(CAR, look(viewer, rules=PRINCIPALS_TRIAGE)).buttons]
        for viewer in (PAT, WES)
    }

    assert labels == {"pat": TRIAGE[:2], "wes": []}


def test_one_button_at_most_is_the_one_to_press() -> None:
    for state, viewer in product(State, EVERYBODY):
        card = car_card(car_at(state), look(viewer))
        assert sum(button.primary for button in card.buttons) <= 1


def test_every_button_is_about_its_report() -> None:
    for state, viewer in product(State, EVERYBODY):
        card = car_card(car_at(state), look(viewer))
        assert {button.about for button in (*card.buttons, *card.more)} <= {CAR.number}


def test_a_representative_who_reported_it_has_room_for_every_act() -> None:
    card = car_card(replace(CAR, requester=MIA.person), look(MIA))

    assert {button.label for button in card.more} == {*TURN_DOWN, *TAKE_BACK}


def test_only_what_cannot_be_undone_is_asked_twice() -> None:
    cards = [car_card(car_at(state), look(viewer)) for state, viewer in product(State, EVERYBODY)]
    asked = [button.label for card in cards for button in (*card.buttons, *card.more) if button.confirm]

    assert set(asked) == {"Take it back"}


def test_no_act_is_offered_twice() -> None:
    routes = [act.does for acts in ACTS.values() for act in acts if act.label != "Change the plan"]

    assert len(routes) == len(set(routes))


@pytest.mark.parametrize("state", State)
def test_a_state_is_said_in_the_members_words(state: State) -> None:
    card = car_card(car_at(state), look(BOB))

    assert card.state == SEEN[state]
    assert state.value not in shown(slack.message(card)["blocks"]).split()


def test_what_is_urgent_says_so_in_a_word() -> None:
    assert car_card(replace(CAR, urgent=True), look(BOB)).state == "Urgent · Received"


@pytest.mark.parametrize("state", State)
def test_who_is_waited_for_reads_it_and_so_do_the_others(state: State) -> None:
    whose, name = WAITS[state]
    filed = "Reported Fri 27 Feb"
    others = f"{filed} · Waiting for {name}" if whose else filed

    assert others == foot(car_card(car_at(state), look(BOB)))
    if whose:
        assert foot(car_card(car_at(state), look(whose))) == f"{filed} · Waiting for you"


def test_where_no_checker_is_named_the_management_representative_is_waited_for() -> None:
    car = car_at(State.VERIFYING, checker=None)

    assert foot(car_card(car, look(MIA))).endswith("Waiting for you")
    assert foot(car_card(car, look(BOB))).endswith("Waiting for the management representative")


@pytest.mark.parametrize("viewer", [BOB, OLE, ADA])
def test_a_hidden_requester_is_somebody_who_asked_not_to_be_named(viewer: Viewer) -> None:
    blanked = replace(CAR, hide_name=True, requester=PersonId(""), on_behalf_of=None)  # as storage gives it to them
    card = car_card(blanked, look(viewer))

    assert HIDDEN == facts(card)["Reported by"] == "somebody who asked not to be named"
    assert "Ann" not in shown(slack.message(card)) + slack.fallback(card)


def test_the_management_representative_sees_who_hides_and_that_the_others_do_not() -> None:
    car = replace(CAR, hide_name=True)

    assert facts(car_card(car, look(MIA)))["Reported by"] == "Ann Archer (hidden from others)"
    assert facts(car_card(car, look(ANN)))["Reported by"] == "you (hidden from others)"


def test_the_colleague_it_is_reported_for_is_named() -> None:
    car = replace(CAR, on_behalf_of="Joe Cook")

    assert facts(car_card(car, look(BOB)))["Reported by"] == "Ann Archer, for Joe Cook"


def test_somebody_whom_nobody_knows_any_more_has_left() -> None:
    assert facts(car_card(replace(CAR, requester=PersonId("zed")), look(BOB)))["Reported by"] == "somebody who left"


def test_a_due_date_is_said_in_words_and_how_far_away_it_is() -> None:
    car = car_at(State.ACCEPTED, implementation_due=date(2026, 3, 7))

    assert facts(car_card(car, look(OLE)))["Due"] == "Sat 7 Mar (in 3 days)"
    assert facts(car_card(car, look(OLE, today=date(2026, 3, 9))))["Due"] == "Sat 7 Mar (2 days overdue)"


@pytest.mark.parametrize("state", [State.CLOSED, State.CANCELLED, State.REJECTED])
def test_nothing_is_due_once_it_is_over(state: State) -> None:
    card = car_card(car_at(state, owner="ole"), look(OLE))

    assert "Due" not in facts(card)
    assert "no date" not in slack.fallback(card)


def test_how_serious_it_is_is_for_the_management_representative() -> None:
    car = car_at(State.ACCEPTED, severity=Severity.MAJOR)

    assert facts(car_card(car, look(MIA)))["Severity"] == "Needs a plan"
    assert "Severity" not in facts(car_card(car, look(BOB)))


def test_a_school_or_department_is_named_or_not_said() -> None:
    assert facts(car_card(CAR, look(BOB)))["School"] == "East School"
    assert facts(car_card(replace(CAR, school=None), look(BOB)))["School"] == "not said"
    assert facts(car_card(replace(CAR, department="facilities"), look(BOB)))["Department"] == "Facilities"


def test_a_long_report_shows_its_beginning_and_a_way_to_the_rest() -> None:
    short, whole = (car_card(replace(CAR, what=LONG), look(BOB), whole=whole) for whole in (False, True))

    assert [button.label for button in short.buttons] == ["Show all"]
    assert whole.buttons == []
    assert [part.body for part in whole.parts if isinstance(part, Quote)] == [LONG]
    assert len(slack.fallback(short)) < len(slack.fallback(whole))


def test_what_the_title_says_already_is_not_said_again() -> None:
    assert not [part for part in car_card(CAR, look(BOB)).parts if isinstance(part, Quote)]


def test_a_report_whose_words_were_removed_shows_no_empty_quotation() -> None:
    card = car_card(replace(CAR, what=""), look(BOB))

    assert not [part for part in card.parts if isinstance(part, Quote)]
    assert "words were removed" in card.title


def test_what_is_missing_is_read_by_who_can_answer_and_stays_with_the_answer() -> None:
    returned = car_at(State.RETURNED, reason="Which gate?")
    answered = replace(returned, state=State.SUBMITTED, answer="The south one")

    assert said(car_card(returned, look(ANN))) == ["Missing: Which gate?"]
    assert said(car_card(answered, look(MIA))) == ["Missing: Which gate?", "Answer: The south one"]


def test_why_it_was_not_taken_up_is_said_in_plain_words() -> None:
    car = replace(rejected(), rejection=RejectionKind.DUPLICATE, related="CAR-2026-002")

    assert said(car_card(car, look(ANN))) == [
        "Decision: It was reported before",
        "See: CAR-2026-002",
        "Why: It is how the gate is built.",
    ]


@pytest.mark.parametrize(("outcome", "name"), WAYS_TO_CLOSE)
def test_a_closed_one_says_why(outcome: Outcome, name: str) -> None:
    car = car_at(State.CLOSED, outcome=outcome, reason="A new latch.")

    assert said(car_card(car, look(ANN))) == [f"{name}: A new latch."]


def test_a_link_and_each_photo_can_be_opened() -> None:
    car = replace(CAR, link="https://example.org", photos=("https://f/1", "https://f/2"))
    links = [part for part in car_card(car, look(BOB)).parts if isinstance(part, Link)]

    assert links == [
        Link("Link", "https://example.org"),
        Link("Photo 1", "https://f/1"),
        Link("Photo 2", "https://f/2"),
    ]


def test_a_line_of_a_list_says_state_place_and_who_is_at_work_until_when() -> None:
    (first, second) = car_items([replace(CAR, urgent=True), car_at(State.ACCEPTED)], look(BOB)).items

    assert first.detail == "Urgent · Received · East School · reported Fri 27 Feb"
    assert second.detail == "Looking into it · East School · Ole Olsen, due Fri 1 May (in 58 days)"


def test_a_list_says_which_part_of_it_this_is() -> None:
    pages = [list_card([CAR] * 10, look(BOB), scope="open", offset=offset, total=25) for offset in (0, 10, 20)]

    assert [page.title for page in pages] == [f"Open reports ({span} of 25)" for span in ("1–10", "11–20", "21–30")]
    assert [[(b.label, b.about) for b in page.buttons] for page in pages] == [
        [("Older", "open 10")],
        [("Newer", "open 0"), ("Older", "open 20")],
        [("Newer", "open 10")],
    ]


def test_home_shows_settings_to_the_management_representative_only() -> None:
    for viewer, expected in ((MIA, True), (BOB, False), (ADA, False)):
        home = slack.home(home_card("Sunrise", [], look(viewer), seat_is_empty=False))
        assert ("Settings" in shown(home)) is expected


def test_an_empty_seat_is_offered_to_an_admin_and_told_to_the_others() -> None:
    for viewer, expected in ((ADA, True), (BOB, False)):
        home = slack.home(home_card("Sunrise", [], look(viewer), seat_is_empty=True))
        assert ("Become management representative" in shown(home)) is expected
        assert "Nobody is management representative yet." in shown(home)


def for_members() -> list[str]:
    """Everything that somebody reads who is neither management representative nor owner."""
    cars = [car_at(state, reason="So", answer="Yes", already_done="Tied it") for state in State]
    cars += [replace(rejected(), rejection=kind, related="CAR-2026-002") for kind in RejectionKind]
    lists = [list_card(cars, look(BOB), scope=scope, offset=0, total=50) for scope in TITLES]
    cards = [
        *(car_card(car, look(viewer)) for car in cars for viewer in (ANN, BOB, OLE)),
        *lists,
        filed_card(CAR, missing=""),
        help_card(),
        *(
            home_card("Sunrise", [], look(viewer), seat_is_empty=empty)
            for viewer in (BOB, ADA)
            for empty in (True, False)
        ),
    ]
    forms = [report_form(Settings({}), schools(2), TODAY, typed) for typed in ({}, {"already_done": None})]
    views = [slack.modal(form, "", {}) for form in (*forms, answer_form(car_at(State.RETURNED, reason="Which gate?")))]
    return [shown(view) for view in views] + [shown(slack.message(card)) + slack.fallback(card) for card in cards]


def test_members_read_no_jargon() -> None:
    read = re.sub(r"CAR-\d{4}-\d{3}", "", "\n".join(for_members())).lower()

    assert [word for word in JARGON if word in read] == []
    assert not re.search(r"\bcar\b(?<!/car)", read)


def test_nothing_is_said_by_a_picture_alone() -> None:
    lines = [line for text in for_members() for line in text.splitlines()]

    assert [line for line in lines if line.strip() and not re.search(r"\w", line)] == []
    assert [line for line in lines if re.search(r":[a-z_]+:|[\U0001F300-\U0001FAFF\u2600-\u27BF]", line)] == []


def test_nobody_is_shouted_at() -> None:
    assert [text for text in for_members() if "!" in text] == []
