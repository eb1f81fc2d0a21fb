"""Seats, absences, the staff list, claims, and accounts of one person."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.errors import RefusedError
from domain.people import PersonId, Role
from domain.places import PlaceKind
from handlers.routing import Draw, FormError, Open, Show, answer
from storage.cars import CarLog, owned_by, reported_by
from storage.history import History
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from storage.settings import DistrictSettings
from storage.staff import Staff
from storage.verify import verify
from tests.conftest import ADMIN, DEPUTY, MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.story import ROUTES, ask, filed, owed, seen
from views.elements import Buttons, Card, Heading, Item, Items

MORE = "U9"  # a second account, or a second admin
WEEK = {"first": "2026-03-09", "last": "2026-03-13"}


def drawn(district: District, who: str, named: Draw) -> Card:
    card: Card = district.do(lambda tx: ROUTES[named.what].handle(district.call(tx, who, about=named.about)))
    return card


def items(card: Card) -> list[Item]:
    return [item for part in card.parts if isinstance(part, Items) for item in part.items]


def screen(district: District, who: str = MR) -> dict[str, str]:
    """What the screen of seats says, by the seat's name."""
    reply = ask(district, who, "people.open")
    assert isinstance(reply, Show)
    said: dict[str, str] = {}
    for item in items(reply.card):
        said[item.name] = f"{said[item.name]}; {item.detail}" if item.name in said else item.detail
    return said


def known(district: District, external: str, **told: Any) -> str:
    """Somebody of whom the directory has told."""

    def meet(tx: Any) -> str:
        account = replace(district.account(tx, external), checked_at=NOW, **told)
        People(tx).refresh(account)
        return account.person

    return str(district.do(meet))


def setting(district: District, key: str, value: str) -> None:
    district.do(lambda tx: DistrictSettings(tx).set(key, value, by="system"))


def give(district: District, role: str, to: str, **form: Any) -> Draw:
    reply = ask(district, MR, "people.give", {"role": role, "person": district.person(to), **form})
    assert isinstance(reply, Draw)
    return reply


def away(district: District, who: str, deputy: str, **form: Any) -> Draw:
    reply = ask(district, who, "people.away", {**WEEK, "deputy": district.person(deputy), **form})
    assert isinstance(reply, Draw)
    return reply


# Who is staff


def test_somebody_who_is_not_staff_gets_one_sentence_for_whatever_they_ask(district: District) -> None:
    known(district, OTHER, guest=True)
    number = filed(district).number
    setting(district, "name", "Sunrise Valley Schools")
    setting(district, "public_link", "https://sunrise.example/tell-us")

    said = set()
    for name, route in ROUTES.items():
        with pytest.raises(RefusedError) as refused:
            ask(district, OTHER, name, {"what": "x"} if route.form else None, about=number, text="x")
        said.add(refused.value.sentence)

    link = "https://sunrise.example/tell-us"
    told = "Kaizen is for staff of Sunrise Valley Schools; the management representative can add you."
    assert said == {f"{told} Everybody else: {link}"}


def test_a_guest_who_is_named_is_staff_until_taken_off_the_list(district: District) -> None:
    guest = known(district, OTHER, guest=True)
    named = ask(district, MR, "people.staff_add", {"person": guest})
    assert isinstance(named, Draw)

    assert drawn(district, MR, named).title == "Nurse is on the staff list."
    assert isinstance(ask(district, OTHER, "car", text="gate"), Open)

    ask(district, MR, "people.staff_remove", {"person": guest})
    with pytest.raises(RefusedError, match="Kaizen is for staff"):
        ask(district, OTHER, "car", text="gate")
    assert [row["did"] for row in district.do(lambda tx: History(tx).about(f"staff:{guest}"))] == [
        "staff.named",
        "staff.unnamed",
    ]


def test_only_the_named_are_staff_where_the_district_says_so_and_whoever_holds_a_seat(district: District) -> None:
    setting(district, "staff", "named")
    district.do(lambda tx: Staff(tx).name(district.account(tx, TEACHER).person, by="system"))

    assert isinstance(ask(district, TEACHER, "car"), Open)
    assert isinstance(ask(district, PRINCIPAL, "car"), Open)
    with pytest.raises(RefusedError):
        ask(district, OTHER, "car")


def test_staff_are_those_of_the_districts_domains(district: District) -> None:
    setting(district, "staff", "domain:hill.example, sunrise.example")
    known(district, TEACHER, email="teacher@sunrise.example")
    known(district, OTHER, email="nurse@elsewhere.example")

    assert isinstance(ask(district, TEACHER, "car"), Open)
    with pytest.raises(RefusedError):
        ask(district, OTHER, "car")


def test_staff_are_the_members_of_the_group(district: District) -> None:
    setting(district, "staff", "group:S1")
    district.do(lambda tx: Staff(tx).set_members("slack", "T1", "S1", [TEACHER, OTHER]))
    district.do(lambda tx: Staff(tx).set_members("slack", "T1", "S1", [TEACHER]))

    assert isinstance(ask(district, TEACHER, "car"), Open)
    with pytest.raises(RefusedError):
        ask(district, OTHER, "car")


def test_an_administrator_who_is_not_staff_sees_what_installing_takes_and_no_record(
    empty_district: District,
) -> None:
    known(empty_district, ADMIN, admin=True)
    setting(empty_district, "staff", "named")

    home = drawn(empty_district, ADMIN, Draw("home"))

    labels = [button.label for part in home.parts if isinstance(part, Buttons) for button in part.buttons]
    assert home.title.startswith("Kaizen is for staff")
    assert labels == ["Become management representative", "Add to the staff list"]
    with pytest.raises(RefusedError, match="Kaizen is for staff"):
        ask(empty_district, ADMIN, "car list")


def test_the_staff_list_is_kept_by_the_mr_and_administrators(district: District) -> None:
    form = {"person": district.person(OTHER)}

    assert isinstance(ask(district, ADMIN, "people.staff_add", form), Draw)
    with pytest.raises(RefusedError, match="Only the management representative or an administrator"):
        ask(district, TEACHER, "people.staff_add", form)


# Seats


def test_the_screen_names_each_seat_who_sits_in_it_and_the_empty_ones(district: District) -> None:
    assert screen(district) == {
        "Management representative": "Quality Office; Deputy, deputy",
        "Principal, East School": "Principal, East School",
        "Principal, West School": "Nobody yet; messages to this seat are kept.",
        "Superintendent": "Nobody yet; messages to this seat are kept.",
    }


def test_a_seat_is_given_and_taken_and_both_stand_in_history(district: District) -> None:
    west = district.school("West School")
    give(district, "principal", OTHER, place=west)
    assert screen(district)["Principal, West School"] == "Nurse"
    assert ("people.seated", OTHER) in owed(district)

    about = f"principal/{west}/{district.person(OTHER)}"
    ask(district, MR, "people.take", about=about)

    assert screen(district)["Principal, West School"].startswith("Nobody yet")
    history = district.do(lambda tx: History(tx).about(f"seats:{about}"))
    assert [(row["did"], row["by"]) for row in history] == [
        ("seat.given", district.person(MR)),
        ("seat.taken", district.person(MR)),
    ]
    assert district.do(verify).broken == []


def test_a_new_holder_takes_the_place_of_the_one_before_and_a_deputy_stands_beside(district: District) -> None:
    east = district.school()
    give(district, "principal", OTHER, place=east)
    give(district, "principal", TEACHER, place=east, marks=["deputy"])

    assert screen(district)["Principal, East School"] == "Nurse; Teacher, deputy"


def test_many_sit_in_the_cabinet(district: District) -> None:
    for who in (OTHER, TEACHER):
        give(district, "cabinet_member", who)

    assert len(district.do(lambda tx: People(tx).holders(Role.CABINET_MEMBER))) == 2


@pytest.mark.parametrize(
    ("role", "place", "said"),
    [
        ("principal", None, "Please choose the school of this principal."),
        ("department_head", "East School", "Please choose the department of this department head."),
        ("recorder", "East School", "Recorder is a seat of the whole district: leave this empty."),
    ],
)
def test_a_seat_at_the_wrong_place_is_refused_on_its_question(
    district: District, role: str, place: str | None, said: str
) -> None:
    with pytest.raises(FormError) as refused:
        give(district, role, OTHER, place=district.school(place) if place else None)

    assert refused.value.faults == {"place": said}


def test_the_last_management_representative_cannot_be_taken_away(district: District) -> None:
    ask(district, MR, "people.take", about=f"{Role.MANAGEMENT_REPRESENTATIVE}//{district.person(DEPUTY)}")

    with pytest.raises(RefusedError, match="give this seat to somebody else first"):
        ask(district, MR, "people.take", about=f"{Role.MANAGEMENT_REPRESENTATIVE}//{district.person(MR)}")


def test_the_screen_pages_where_there_are_many_schools(district: District) -> None:
    district.do(lambda tx: [Places(tx).add(PlaceKind.SCHOOL, f"School {n:03}", by="system") for n in range(250)])

    first = ask(district, MR, "people.open")
    last = ask(district, MR, "people.page", about="240")

    assert isinstance(first, Show)
    assert isinstance(last, Show)
    assert first.card.title == "Who holds which seat (1–15 of 255)"
    assert [button.label for button in last.card.buttons] == ["Give a seat", "Earlier"]


@pytest.mark.parametrize("route", ["people.open", "people.give_form", "people.take", "people.same_form"])
def test_seats_are_for_the_management_representative(district: District, route: str) -> None:
    with pytest.raises(RefusedError, match="Only the management representative can change who does what"):
        ask(district, ADMIN, route, about="recorder//x" if route == "people.take" else "")


def test_a_message_to_an_empty_seat_is_kept_and_reaches_whoever_is_given_it(district: District) -> None:
    west = district.school("West School")

    def write(tx: Any) -> int:
        return Outbox(tx).owe_seat(Role.PRINCIPAL, "car.triage", "CAR-1", key="k", place=west)

    assert district.do(write) == 0
    assert owed(district) == [("car.triage", f"seat:principal/{west}")]

    give(district, "principal", OTHER, place=west)

    assert ("car.triage", OTHER) in owed(district)


def test_the_sender_is_told_who_is_missing_and_whom_to_tell(empty_district: District) -> None:
    from handlers.people import nobody_in

    school = empty_district.do(lambda tx: Places(tx).add(PlaceKind.SCHOOL, "East School", by="system").id)

    def said(role: Role, place: str = "") -> str:
        return str(empty_district.do(lambda tx: nobody_in(empty_district.call(tx, TEACHER), role, place)))

    assert said(Role.PRINCIPAL, school).startswith("Nobody is principal of East School yet")
    assert said(Role.PRINCIPAL, school).endswith("Tell the management representative.")
    assert said(Role.MANAGEMENT_REPRESENTATIVE).endswith("Tell your IT office.")


# Absences


def acting_principals(district: District) -> list[PersonId]:
    east = district.school()
    found: list[PersonId] = district.do(lambda tx: People(tx).acting(Role.PRINCIPAL, east))
    return found


def test_while_somebody_is_away_the_deputy_acts_and_gets_the_messages(district: District) -> None:
    shown = drawn(district, MR, away(district, MR, OTHER))
    assert shown.title == "Quality Office is away"

    number = filed(district).number

    assert ("car.triage", OTHER) in owed(district)
    assert ("car.triage", MR) not in owed(district)
    ask(district, OTHER, "car.accept", about=number)
    assert seen(district, number).owner == district.person(PRINCIPAL)


def test_after_the_last_day_the_deputy_does_not_act_any_more(district: District) -> None:
    away(district, MR, OTHER)

    def is_mr(tx: Any) -> bool:
        return bool(district.call(tx, OTHER).viewer.is_mr)

    assert district.do(is_mr, now=NOW + timedelta(days=4)) is True
    assert district.do(is_mr, now=NOW + timedelta(days=5)) is False


def test_a_deputy_who_is_away_too_hands_on(district: District) -> None:
    away(district, PRINCIPAL, TEACHER)
    away(district, TEACHER, OTHER)

    assert acting_principals(district) == [district.person(OTHER)]
    away(district, OTHER, PRINCIPAL)  # a ring: nobody is left but the holder

    assert acting_principals(district) == [district.person(PRINCIPAL)]


def test_the_screen_says_who_is_away_and_who_acts(district: District) -> None:
    away(district, MR, OTHER, person=district.person(PRINCIPAL))

    said = screen(district)["Principal, East School"]

    assert said == "Principal, East School · away until Fri 13 Mar: Nurse acts"


def test_who_is_back_early_acts_again(district: District) -> None:
    away(district, PRINCIPAL, OTHER)

    ask(district, PRINCIPAL, "people.back", about=district.person(PRINCIPAL))

    assert acting_principals(district) == [district.person(PRINCIPAL)]
    assert district.do(verify).broken == []


def test_nobody_sends_a_colleague_away_but_the_management_representative(district: District) -> None:
    with pytest.raises(RefusedError, match="Only the management representative"):
        away(district, TEACHER, OTHER, person=district.person(PRINCIPAL))
    away(district, PRINCIPAL, OTHER)
    with pytest.raises(RefusedError, match="Only who is away"):
        ask(district, TEACHER, "people.back", about=district.person(PRINCIPAL))


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        ({"last": "2026-03-08"}, {"last": "Choose today or a day after today."}),
        ({"first": "2026-03-20"}, {"last": "Choose a day that is not before the first."}),
    ],
)
def test_an_absence_that_does_not_fit_is_refused(
    district: District, form: dict[str, str], faults: dict[str, str]
) -> None:
    with pytest.raises(FormError) as refused:
        away(district, PRINCIPAL, OTHER, **form)

    assert refused.value.faults == faults


# The claim


def test_a_claim_is_told_to_all_admins_and_any_of_them_takes_it_back(empty_district: District) -> None:
    district = empty_district
    for admin in (ADMIN, MORE):
        known(district, admin, admin=True, name=admin)
    ask(district, ADMIN, "people.claim")
    assert [who for what, who in owed(district) if what == "people.claimed"] == [ADMIN, MORE]

    claim = _claim(district)
    card = drawn(district, MORE, Draw("people.claimed", claim))
    assert [button.label for button in card.buttons] == ["Take the seat back"]
    ask(district, MORE, "people.reverse", about=claim)

    assert district.do(lambda tx: People(tx).holders(Role.MANAGEMENT_REPRESENTATIVE)) == []
    assert drawn(district, ADMIN, Draw("people.claimed", claim)).buttons == ()
    history = [row["did"] for row in district.do(lambda tx: History(tx).about(f"claims:{claim}"))]
    assert history == ["seat.claimed", "seat.claim_reversed"]


def test_a_claim_is_taken_back_for_seven_days_and_by_admins_only(empty_district: District) -> None:
    district = empty_district
    known(district, ADMIN, admin=True)
    ask(district, ADMIN, "people.claim")
    claim = _claim(district)

    with pytest.raises(RefusedError, match="Only an admin of this workspace can take the seat back"):
        ask(district, TEACHER, "people.reverse", about=claim)

    def late(tx: Any) -> Any:
        return answer(ROUTES["people.reverse"], district.call(tx, ADMIN, about=claim))

    with pytest.raises(RefusedError, match="for 7 days only"):
        district.do(late, now=NOW + timedelta(days=7, seconds=1))
    district.do(late, now=NOW + timedelta(days=7))
    with pytest.raises(RefusedError, match="has taken this seat back already"):
        district.do(late)


def _claim(district: District) -> str:
    from storage.claims import claims

    return str(district.do(lambda tx: tx.rows(claims)[0]["id"]))


# Accounts of one person


def linked(district: District, kept: str, also: str) -> Draw:
    form = {"kept": district.person(kept), "also": district.person(also), "sure": ["sure"]}
    reply = ask(district, MR, "people.same", form)
    assert isinstance(reply, Draw)
    return reply


def test_what_one_account_reported_and_owns_is_found_by_the_other(district: District) -> None:
    known(district, MORE)
    number = filed(district, by=TEACHER).number
    ask(district, MR, "car.accept", about=number)
    linked(district, MORE, TEACHER)
    linked(district, OTHER, PRINCIPAL)

    def lists(tx: Any, who: str) -> tuple[int, int]:
        call = district.call(tx, who)
        log = CarLog(tx, call.viewer)
        return log.page(reported_by(call.me)).total, log.page(owned_by(call.me)).total

    assert [district.do(lambda tx, who=who: lists(tx, who)) for who in (MORE, TEACHER)] == [(1, 0), (1, 0)]
    assert [district.do(lambda tx, who=who: lists(tx, who)) for who in (OTHER, PRINCIPAL)] == [(0, 1), (0, 1)]


def test_every_rule_compares_the_canonical_person(district: District) -> None:
    """Only the requester may answer; the account that they use now may."""
    known(district, MORE)
    number = filed(district, by=TEACHER).number
    ask(district, MR, "car.return", {"reason": "Which?"}, about=number)
    linked(district, MORE, TEACHER)

    ask(district, MORE, "car.answer", {"text": "The south one"}, about=number)

    car = seen(district, number, MORE)
    assert car.requester == district.do(lambda tx: district.call(tx, TEACHER).me) == district.person(MORE)


def test_a_hidden_name_stays_known_to_the_requesters_other_account(district: District) -> None:
    known(district, MORE)
    number = filed(district, by=TEACHER, marks=["hide_name"]).number
    linked(district, MORE, TEACHER)

    assert seen(district, number, MORE).requester == district.person(MORE)
    assert seen(district, number, OTHER).requester == ""


def test_a_linked_person_is_reached_at_whichever_account_works(district: District) -> None:
    known(district, MORE)
    linked(district, MORE, TEACHER)
    known(district, MORE, gone=True)

    reached = district.do(lambda tx: People(tx).reach(district.account(tx, MORE).person))

    assert reached.external == TEACHER


def test_a_seat_held_under_the_other_id_is_held_and_can_be_taken_away(district: District) -> None:
    linked(district, OTHER, PRINCIPAL)
    east = district.school()

    assert district.do(lambda tx: district.call(tx, OTHER).viewer.holds(Role.PRINCIPAL, east))
    assert district.do(lambda tx: People(tx).holders(Role.PRINCIPAL, east)) == [district.person(OTHER)]

    ask(district, MR, "people.take", about=f"principal/{east}/{district.person(OTHER)}")

    assert district.do(lambda tx: People(tx).holders(Role.PRINCIPAL, east)) == []


def test_three_accounts_linked_one_after_the_other_are_one_person(district: District) -> None:
    known(district, MORE)
    linked(district, TEACHER, OTHER)
    linked(district, MORE, TEACHER)

    ids = district.do(lambda tx: district.call(tx, OTHER).viewer.ids)

    assert ids == {PersonId(district.person(who)) for who in (TEACHER, OTHER, MORE)}
    with pytest.raises(FormError, match="also"):
        linked(district, OTHER, MORE)
    assert district.do(verify).broken == []


# Somebody left


def test_r23_what_somebody_who_left_owns_is_listed_for_the_management_representative(district: District) -> None:
    number = filed(district).number
    ask(district, MR, "car.accept", about=number)
    assert "Their owner left (1)" not in _headings(district, MR)

    known(district, PRINCIPAL, gone=True)

    assert "Their owner left (1)" in _headings(district, MR)
    assert "Their owner left (1)" not in _headings(district, TEACHER)
    assert number in str(ask(district, MR, "car.page", about="left"))


def _headings(district: District, who: str) -> list[str]:
    return [part.body for part in drawn(district, who, Draw("home")).parts if isinstance(part, Heading)]
