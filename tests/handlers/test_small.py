"""A small district: what it is asked less, and what is one there."""

import pytest

from domain.cars import Severity
from domain.people import Role
from domain.places import PlaceKind
from handlers.routing import Draw, Open
from storage.people import People
from storage.places import Places
from tests.conftest import MR, OTHER, PRINCIPAL, TEACHER, District
from tests.office import drawn, give, screen, setting
from tests.story import ask, filed, seat, seen
from views.elements import Ask

PLAN = {"kind": "corrective", "source": "employee"}


@pytest.fixture
def small(district: District) -> District:
    """With a department that was named before it was small."""
    district.do(lambda tx: Places(tx).add(PlaceKind.DEPARTMENT, "Facilities", by="system"))
    setting(district, "preset", "small")
    return district


def asked(district: District, route: str, about: str = "") -> dict[str, Ask]:
    reply = ask(district, MR, route, about=about)
    assert isinstance(reply, Open)
    return {one.name: one for one in reply.form.asks}


def options(one: Ask) -> list[str]:
    return [option.label for option in one.options]


def test_severity_is_asked_in_three_plain_words(small: District) -> None:
    number = filed(small).number

    assert options(asked(small, "car.change", number)["severity"]) == ["Quick fix", "Needs a plan", "Urgent"]
    setting(small, "preset", "standard")
    assert options(asked(small, "car.change", number)["severity"]) == ["Critical", "Needs a plan", "Quick fix"]


def test_the_most_serious_one_is_called_urgent_on_its_card_too(small: District) -> None:
    number = filed(small).number
    form = {**PLAN, "owner": small.person(OTHER), "school": small.school(), "severity": "critical"}
    ask(small, MR, "car.accept_with", form, about=number)

    assert seen(small, number).severity is Severity.CRITICAL
    assert "('Severity', 'Urgent')" in str(drawn(small, MR, Draw("car.card", number)))


def test_no_form_asks_for_a_department_and_none_is_lost(small: District) -> None:
    number = filed(small).number
    facilities = small.do(lambda tx: Places(tx).all(PlaceKind.DEPARTMENT)[0].id)
    assert "department" not in asked(small, "car.change", number)
    assert set(asked(small, "settings.places")) == {"schools"}
    seats = asked(small, "people.give_form")
    assert "Facilities" not in options(seats["place"])
    assert "Department head" not in options(seats["role"])
    assert "Department head" not in str(screen(small))
    ask(small, MR, "settings.save_places", {"schools": "East School\nWest School"})

    assert small.do(lambda tx: [place.id for place in Places(tx).all(PlaceKind.DEPARTMENT)]) == [facilities]


def test_where_there_is_no_school_departments_are_asked_for(small: District) -> None:
    number = filed(small).number
    ask(small, MR, "settings.save_places", {"schools": ""})

    assert options(asked(small, "car.change", number)["department"]) == ["Facilities"]


def test_the_cabinet_and_the_management_review_team_are_one_membership(small: District) -> None:
    seat(small, Role.MRT_MEMBER, TEACHER)
    give(small, Role.CABINET_MEMBER, PRINCIPAL)
    members = {small.person(TEACHER), small.person(PRINCIPAL)}

    for role in (Role.CABINET_MEMBER, Role.MRT_MEMBER):
        assert set(small.do(lambda tx, role=role: People(tx).holders(role))) == members
        for who in (TEACHER, PRINCIPAL):
            assert small.do(lambda tx, who=who, role=role: small.call(tx, who).viewer.holds(role))
    offered = options(asked(small, "people.give_form")["role"])
    assert [name for name in offered if "Cabinet" in name or "Review" in name] == ["Cabinet and Management Review Team"]


def test_who_sat_in_both_before_it_was_small_is_listed_once_and_leaves_both_at_once(district: District) -> None:
    for role in (Role.CABINET_MEMBER, Role.MRT_MEMBER):
        seat(district, role, TEACHER)
    assert {"Cabinet", "Management Review Team"} <= set(screen(district))
    setting(district, "preset", "small")
    assert screen(district)["Cabinet"] == "Teacher"
    assert "Management Review Team" not in screen(district)

    ask(district, MR, "people.take", about=f"{Role.CABINET_MEMBER}//{district.person(TEACHER)}")

    setting(district, "preset", "standard")
    assert {"Cabinet", "Management Review Team"} & set(screen(district)) == set()


def test_the_agenda_has_no_conversation_of_its_own_and_keeps_the_one_it_had(district: District) -> None:
    ask(district, MR, "settings.save_conversations", {"digest_channel": "C1", "mrt_channel": "C2"})
    setting(district, "preset", "small")
    assert set(asked(district, "settings.conversations")) == {"digest_channel"}

    ask(district, MR, "settings.save_conversations", {"digest_channel": "C3"})

    setting(district, "preset", "standard")
    asks = asked(district, "settings.conversations")
    assert [asks[name].value for name in ("digest_channel", "mrt_channel")] == ["C3", "C2"]
