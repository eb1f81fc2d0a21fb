"""Where somebody works: set by the management representative, and used for their first report."""

from domain.places import PlaceKind
from handlers.routing import Draw, Open
from storage.places import Places
from storage.verify import verify
from tests.conftest import MR, OTHER, District
from tests.office import drawn
from tests.story import ask, filed


def school_of_form(district: District, who: str) -> object:
    reply = ask(district, who, "car")
    assert isinstance(reply, Open)
    return next(one.value for one in reply.form.asks if one.name == "school")


def test_the_first_report_names_the_school_where_somebody_works_and_later_ones_the_last(district: District) -> None:
    west = district.school("West School")
    assert school_of_form(district, OTHER) is None

    reply = ask(district, MR, "people.work", {"person": district.person(OTHER), "school": west})

    assert reply == Draw("people.work_card", district.person(OTHER))
    assert "West School" in str(drawn(district, MR, reply))
    assert school_of_form(district, OTHER) == west
    filed(district, by=OTHER)
    assert school_of_form(district, OTHER) == district.school()
    assert district.do(verify).broken == []


def test_a_school_that_is_closed_since_is_not_named(district: District) -> None:
    west = district.school("West School")
    ask(district, MR, "people.work", {"person": district.person(OTHER), "school": west})
    district.do(lambda tx: Places(tx).set_names(PlaceKind.SCHOOL, ["East School"], by="system"))

    assert school_of_form(district, OTHER) is None
