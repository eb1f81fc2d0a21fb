"""Naming the officers of the district, and handing a report over to one."""

from typing import Any

import pytest

from domain.errors import RefusedError
from domain.offices import Office
from handlers.routing import Draw, FormError, Open
from storage.cars import CarLog
from storage.db import Tx
from storage.offices import Offices
from storage.verify import verify
from tests.conftest import ADMIN, DEPUTY, MR, NAMES, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.story import CHAIR, CHIEF, OFFICER, ROUTES, ask, drawn_again, filed, finds, owed, settled, with_seats

WORDS = "A canary sang"
NOTE = "Two witnesses"


def handed(district: District, **form: Any) -> str:
    """The number of a report that was handed to the Title IX office."""
    number = filed(with_seats(district), what=WORDS, **form).number
    reply = ask(district, MR, "car.hand_over", {"office": "title_ix", "note": NOTE}, about=number)
    assert reply == Draw("car.card", number)
    return number


def read(district: District, who: str, notice: str, number: str) -> str:
    return str(district.do(lambda tx: ROUTES[notice].handle(district.call(tx, who, about=number))))


def test_the_officer_gets_all_of_it_at_once_and_the_requester_is_told(district: District) -> None:
    number = handed(district, on_behalf_of="Sam the driver", marks=["hide_name"])

    assert {("car.handed_to_you", OFFICER), ("car.handed", TEACHER)} <= set(owed(district))
    message = read(district, OFFICER, "car.handed_to_you", number)
    assert all(said in message for said in (WORDS, NOTE, "Sam the driver", "Teacher"))
    told = read(district, TEACHER, "car.handed", number)
    assert "Your report was handed to the Title IX office" in told
    assert NOTE not in told


@pytest.mark.parametrize(("notice", "who"), [("car.handed_to_you", OFFICER), ("car.handed", TEACHER)])
def test_it_is_said_that_this_replaces_no_report_that_the_law_asks_for(
    district: District, notice: str, who: str
) -> None:
    assert "does not replace a report that the law asks of you" in read(district, who, notice, handed(district))


def test_the_form_says_so_as_well(district: District) -> None:
    number = filed(with_seats(district)).number
    reply = ask(district, MR, "car.hand_over_form", about=number)

    assert isinstance(reply, Open)
    assert "does not replace a report that the law asks of you" in str(reply.form)


@pytest.mark.parametrize("who", [MR, DEPUTY, CHIEF])
def test_the_log_keeps_number_time_and_office_only(district: District, who: str) -> None:
    number = handed(district)
    left = finds(district, number, who)

    assert left is not None
    assert (left.what, left.requester, left.school, left.handed_note) == ("", "", None, None)
    assert (left.handed_to, left.handed_at) == (Office.TITLE_IX, NOW)
    card = read(district, who, "car.card", number)
    assert "handed to the Title IX office" in card
    assert "Mon 9 Mar, 10:00 AM" in card
    assert all(said not in card for said in (WORDS, NOTE, "Teacher", "East School"))


def test_its_words_are_read_by_its_requester_and_the_officer_alone(district: District) -> None:
    number = handed(district)
    everybody = {who: finds(district, number, who) for who in (*NAMES, CHIEF, CHAIR, OFFICER)}

    assert {who for who, car in everybody.items() if car and car.what} == {TEACHER, OFFICER}
    assert {who for who, car in everybody.items() if car} == {TEACHER, OFFICER, MR, DEPUTY, CHIEF}


def test_it_waits_for_nobody_any_more_and_counts_as_over(district: District) -> None:
    number = handed(district)

    assert "None." in str(ask(district, MR, "car list", text="triage"))
    assert "None." in str(ask(district, MR, "car list", text="open"))
    assert number in str(ask(district, MR, "car list", text="closed"))
    assert "Waiting for" not in read(district, TEACHER, "car.card", number)
    passages = district.do(lambda tx: CarLog(tx, district.call(tx, MR).viewer).passages(number))
    assert [passage.left_at for passage in passages] == [NOW]


def test_the_officer_finds_it_on_home(district: District) -> None:
    handed(district)

    assert "Handed over to you (1)" in read(district, OFFICER, "home", "")


def test_the_next_officer_reads_it_and_the_one_before_does_not(district: District) -> None:
    number = handed(district)
    person = district.person(OTHER)
    district.do(lambda tx: Offices(tx).name(Office.TITLE_IX, person, by="system"))

    assert [bool(finds(district, number, who)) for who in (OTHER, OFFICER)] == [True, False]
    assert "Somebody else answers for this office now" in read(district, OFFICER, "car.handed_to_you", number)


@pytest.mark.parametrize("route", ["car.accept", "car.withdraw", "car.unseal", "car.undo"])
@pytest.mark.parametrize("who", [MR, TEACHER, OFFICER])
def test_nothing_moves_it_any_more(district: District, who: str, route: str) -> None:
    number = handed(district)

    with pytest.raises(RefusedError):
        ask(district, who, route, about=number)


@pytest.mark.parametrize("who", [TEACHER, PRINCIPAL, ADMIN, OTHER])
def test_nobody_but_the_quality_office_hands_over(district: District, who: str) -> None:
    number = filed(with_seats(district)).number

    with pytest.raises(RefusedError, match="Only the management representative can hand a report over"):
        ask(district, who, "car.hand_over", {"office": "title_ix"}, about=number)


def test_a_report_that_was_decided_is_not_handed_over(district: District) -> None:
    number = filed(with_seats(district)).number
    ask(district, MR, "car.accept", about=number)

    with pytest.raises(RefusedError, match="Only a report that waits is handed over"):
        ask(district, MR, "car.hand_over", {"office": "title_ix"}, about=number)


def test_an_office_without_an_officer_gets_nothing(district: District) -> None:
    number = filed(with_seats(district)).number

    with pytest.raises(FormError) as refused:
        ask(district, MR, "car.hand_over", {"office": "grievance"}, about=number)

    assert refused.value.faults == {"office": "Nobody answers for the grievance office yet. Choose another one."}


def test_without_any_officer_it_is_said_who_names_them(district: District) -> None:
    with pytest.raises(RefusedError, match="The management representative names them: Offices, on Home"):
        ask(district, MR, "car.hand_over_form", about=filed(district).number)


def test_the_management_representative_names_the_officers(district: District) -> None:
    officers = {"title_ix": district.person(OTHER), "grievance": district.person(PRINCIPAL)}
    ask(district, MR, "offices.save", officers)
    ask(district, MR, "offices.save", {**officers, "grievance": None})

    def named(tx: Tx) -> dict[str, str]:
        return dict(Offices(tx).officers())

    assert district.do(named) == {Office.TITLE_IX: district.person(OTHER)}
    assert district.do(verify).broken == []


def test_whoever_answers_for_an_office_next_hears_what_is_with_it(district: District) -> None:
    number = handed(district)
    settled(district)
    ask(district, MR, "offices.save", {"title_ix": district.person(OTHER), "grievance": district.person(OTHER)})

    assert owed(district).count(("offices.yours", OTHER)) == 1
    assert {("car.handed_to_you", OFFICER), ("home", OFFICER)} <= set(drawn_again(district))
    told = read(district, OTHER, "offices.yours", "")
    assert "You answer for 2 offices now" in told
    assert "1 report was handed over to it" in told
    assert number in str(ask(district, OTHER, "car.page", about="handed"))
    assert WORDS not in told


def test_whoever_stays_hears_nothing_again(district: District) -> None:
    number = handed(district)
    ask(district, MR, "offices.save", {"title_ix": district.person(OFFICER)})

    assert "offices.yours" not in [what for what, _ in owed(district)]
    assert "You answer for an office now" in read(district, OFFICER, "offices.yours", number)
    assert "Somebody else answers for this office now" in read(district, OTHER, "offices.yours", number)


def test_an_officer_of_two_keeps_no_copies_of_the_one_that_they_left(district: District) -> None:
    handed(district)
    settled(district)
    ask(district, MR, "offices.save", {"title_ix": district.person(OTHER), "grievance": district.person(OFFICER)})

    assert ("car.handed_to_you", OFFICER) in drawn_again(district)


def test_an_office_with_reports_is_left_to_nobody(district: District) -> None:
    handed(district)

    with pytest.raises(FormError) as refused:
        ask(district, MR, "offices.save", {"grievance": district.person(OTHER)})

    said = "1 report is with this office. Please choose who answers for it next."
    assert refused.value.faults == {"title_ix": said}
    assert district.do(lambda tx: dict(Offices(tx).officers())) == {Office.TITLE_IX: district.person(OFFICER)}


@pytest.mark.parametrize("route", ["offices.open", "offices.save"])
def test_nobody_else_names_them(district: District, route: str) -> None:
    with pytest.raises(RefusedError, match="Only the management representative can name the officers"):
        ask(district, OTHER, route, {})


def test_the_records_still_verify(district: District) -> None:
    handed(district)

    assert district.do(verify).broken == []


def test_an_officer_of_another_district_finds_nothing(district: District) -> None:
    number = handed(district)
    viewer = district.do(lambda tx: district.call(tx, OFFICER).viewer)
    found = district.database.do("another", lambda tx: CarLog(tx, viewer).find(number), now=NOW, door="test")

    assert found is None
