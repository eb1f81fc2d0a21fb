"""The management representative sets the district up in chat."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.deadlines import Clocks
from domain.errors import RefusedError
from domain.places import NAME_MAX, PlaceKind
from domain.settings import CLOCKS, Settings
from handlers.routing import Draw, FormError, Open, Show
from storage.history import History
from storage.places import Places
from storage.settings import DistrictSettings
from tests.conftest import ADMIN, DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.story import ROUTES, ask, filed, seen
from views.elements import Card

FORM = {"name": "Hill Schools", "timezone": "America/Denver", "danger": "Call 911"}
MENU = Draw("settings.menu")
TODAY = date(2026, 3, 9)
OPENS = ("settings.district", "settings.places", "settings.clocks", "settings.causes", "settings.conversations")
SAVES = ("district", "places", "clocks", "causes", "conversations")


def kept(district: District) -> Settings:
    found: Settings = district.do(lambda tx: DistrictSettings(tx).all())
    return found


def card(district: District, who: str, named: Draw) -> Card:
    drawn: Card = district.do(lambda tx: ROUTES[named.what].handle(district.call(tx, who, about=named.about)))
    return drawn


def test_the_district_is_set_up(district: District) -> None:
    assert ask(district, MR, "settings.save_district", FORM) == MENU

    settings = kept(district)
    assert (settings["name"], str(settings.zone), settings["danger"]) == ("Hill Schools", "America/Denver", "Call 911")
    assert "Hill Schools" in str(card(district, MR, MENU))


def test_a_school_taken_off_the_list_is_closed_and_comes_back_as_the_same(district: District) -> None:
    before = district.school("East School")
    ask(district, MR, "settings.save_places", {"schools": "North\nSouth\n", "departments": ""})
    assert district.do(lambda tx: [p.name for p in Places(tx).all(PlaceKind.SCHOOL)]) == ["North", "South"]

    ask(district, MR, "settings.save_places", {"schools": "East School"})

    assert district.school("East School") == before


def schools(district: District) -> list[str]:
    return [place.name for place in district.do(lambda tx: Places(tx).all(PlaceKind.SCHOOL))]


def test_where_there_are_too_many_schools_for_a_box_one_is_added_and_one_is_closed(district: District) -> None:
    many = [f"School {n:03} of the district" for n in range(250)]
    district.do(lambda tx: Places(tx).set_names(PlaceKind.SCHOOL, many, by="system"))
    gone = district.school(many[7])
    opened = ask(district, MR, "settings.places")
    assert isinstance(opened, Open)
    assert [one.name for one in opened.form.asks] == ["new_schools", "closed_school", "departments"]

    form = {"new_schools": "North\n\nSouth\nNorth", "closed_school": gone, "departments": ""}
    assert ask(district, MR, "settings.save_places", form) == MENU

    assert schools(district) == sorted(["North", "South", *many[:7], *many[8:]])
    ask(district, MR, "settings.save_places", {"new_schools": many[7].upper()})
    assert district.school(many[7]) == gone, "it is the same school, open again"


def test_a_name_that_is_too_long_is_refused_where_it_was_typed(district: District) -> None:
    for question in ("schools", "new_schools", "departments", "new_departments"):
        with pytest.raises(FormError) as refused:
            ask(district, MR, "settings.save_places", {question: "x" * (NAME_MAX + 1)})

        assert list(refused.value.faults) == [question]


@pytest.mark.parametrize("route", OPENS)
def test_every_form_opens_on_an_empty_district(empty_district: District, route: str) -> None:
    from domain.people import Role
    from storage.people import People

    mr = empty_district.person(MR)
    empty_district.do(lambda tx: People(tx).seat(Role.MANAGEMENT_REPRESENTATIVE, mr, by="system"))

    assert isinstance(ask(empty_district, MR, route), Open)
    assert isinstance(ask(empty_district, MR, "settings.open"), Show)
    assert isinstance(ask(empty_district, MR, "calendar.open"), Show)
    assert isinstance(ask(empty_district, MR, "calendar.add_form"), Open)
    assert isinstance(ask(empty_district, MR, "calendar.change_form"), Open)


@pytest.mark.parametrize("route", [*OPENS, "settings.open", *(f"settings.save_{part}" for part in SAVES)])
def test_settings_are_for_the_management_representative(district: District, route: str) -> None:
    with pytest.raises(RefusedError, match="Only the management representative can change the settings"):
        ask(district, ADMIN, route, FORM)


def test_every_fault_stands_at_its_question_and_nothing_is_kept(district: District) -> None:
    clocks = {"plan_days": "0", "triage_days": "many", "fix_days_minor": "12"}
    with pytest.raises(FormError) as refused:
        ask(district, MR, "settings.save_clocks", clocks)

    said = "Please give a whole number of days from 1 to 365."
    assert refused.value.faults == {"triage_days": said, "plan_days": said}
    assert kept(district).clocks == Clocks()


def test_a_wrong_time_zone_is_refused_on_its_question(district: District) -> None:
    with pytest.raises(FormError) as refused:
        ask(district, MR, "settings.save_district", {**FORM, "timezone": "America/Chicaga"})

    assert refused.value.faults == {"timezone": "America/Chicaga is not a time zone. Did you mean America/Chicago?"}


def test_due_dates_follow_the_clocks(district: District) -> None:
    ask(district, MR, "settings.save_clocks", {"fix_days_minor": "12"})
    number = filed(district).number

    ask(district, MR, "car.accept", about=number)

    assert seen(district, number).implementation_due == TODAY + timedelta(days=12)


def test_a_clock_that_is_the_default_is_not_kept(district: District) -> None:
    ask(district, MR, "settings.save_clocks", {key: str(days) for key, (_, days) in CLOCKS.items()})
    assert "clocks" not in str(kept(district).values)
    assert "as recommended" in str(card(district, MR, MENU))

    ask(district, MR, "settings.save_clocks", {"plan_days": "45"})
    ask(district, MR, "settings.save_clocks", {"plan_days": "30"})

    assert kept(district).clocks == Clocks()
    assert [e["did"] for e in district.do(lambda tx: History(tx).about("settings:plan_days"))][-1] == "setting.changed"


def causes(district: District, number: str) -> list[str]:
    reply = ask(district, MR, "car.fixed_form", about=number)
    assert isinstance(reply, Open)
    return [option.value for option in next(a for a in reply.form.asks if a.name == "category").options]


def test_causes_are_the_districts_own_and_old_reports_keep_their_words(district: District) -> None:
    number = filed(district).number
    ask(district, MR, "car.fixed", {"reason": "Done", "category": "communication"}, about=number)

    ask(district, MR, "settings.save_causes", {"causes": "bus: The bus\nLate snow"})

    assert causes(district, filed(district).number) == ["bus", "late_snow"]
    assert kept(district).cause_words("communication") == "Communication"
    ask(district, MR, "settings.save_causes", {"causes": "late_snow: Snow"})
    assert kept(district).cause_words("bus") == "The bus"
    ask(district, MR, "settings.save_causes", {"causes": ""})
    assert len(kept(district).causes) == 10
    assert kept(district).cause_words("late_snow") == "Snow"


@pytest.mark.parametrize(
    "typed", ["bus:", "a: x\na: y", "a: x\nb: x", "a: " + "x" * 76, "\n".join(map(str, range(41)))]
)
def test_a_list_of_causes_that_does_not_fit_is_refused(district: District, typed: str) -> None:
    with pytest.raises(FormError) as refused:
        ask(district, MR, "settings.save_causes", {"causes": typed})

    assert list(refused.value.faults) == ["causes"]


def test_a_small_district_has_five_causes_and_principals_who_decide(district: District) -> None:
    ask(district, MR, "settings.save_district", {**FORM, "preset": "small"})

    rules = kept(district).rules
    assert (len(rules.causes), rules.principals_triage) == (5, True)


def test_conversations_are_kept_by_their_ids(district: District) -> None:
    ask(district, MR, "settings.save_conversations", {"digest_channel": "C1", "mrt_channel": "C2"})
    ask(district, MR, "settings.save_conversations", {"mrt_channel": "C2"})

    assert (kept(district)["digest_channel"], kept(district)["mrt_channel"]) == ("", "C2")


def test_days_are_added_for_the_district_and_for_a_school(district: District) -> None:
    east = district.school()
    assert ask(district, MR, "calendar.add", {"days": "2026-03-10 Flood"}) == Draw("calendar.card")
    ask(district, MR, "calendar.add", {"days": "2026-03-11 to 2026-03-12 Heating", "school": east})

    rules = kept(district).rules
    assert rules.calendar.add_business_days(TODAY, 1) == date(2026, 3, 11)
    assert rules.calendar_of(east).add_business_days(TODAY, 1) == date(2026, 3, 13)
    assert rules.calendar_of(district.school("West School")).add_business_days(TODAY, 1) == date(2026, 3, 11)
    shown = str(card(district, TEACHER, Draw("calendar.card")))
    assert "Heating" in shown
    assert "Add days" not in shown


def test_a_reports_due_date_follows_its_own_schools_calendar(district: District) -> None:
    ask(district, MR, "calendar.add", {"days": "2026-03-10 to 2026-03-20 Flood", "school": district.school()})
    mine, other = filed(district), filed(district, school=district.school("West School"))

    from domain.deadlines import due_of

    rules = kept(district).rules
    assert due_of(mine, rules.clocks, rules.calendar_of(mine.school)) == date(2026, 3, 27)
    assert due_of(other, rules.clocks, rules.calendar_of(other.school)) == date(2026, 3, 16)


WEEKLY = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:20260313\nRRULE:FREQ=WEEKLY\nSUMMARY:Early release\nEND:VEVENT"
FILE = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260525\nSUMMARY:Memorial Day\nEND:VEVENT\n{WEEKLY}\nEND:VCALENDAR"


def test_whoever_pastes_a_calendar_is_told_what_was_not_taken(district: District) -> None:
    added = ask(district, MR, "calendar.add", {"days": FILE})

    assert isinstance(added, Draw)
    assert "1 event of the file was left out" in str(card(district, MR, added))
    assert "Memorial Day" in str(card(district, MR, added))
    about, _ = changing(district)
    changed = ask(district, MR, "calendar.change", {"days": FILE.replace(WEEKLY, f"{WEEKLY}\n{WEEKLY}")}, about=about)
    assert isinstance(changed, Draw)
    assert "2 events of the file were left out" in str(card(district, MR, changed))


@pytest.mark.parametrize("typed", ["", "soon", "2026-02-30"])
def test_days_that_cannot_be_read_are_refused_at_their_question(district: District, typed: str) -> None:
    with pytest.raises(FormError) as refused:
        ask(district, MR, "calendar.add", {"days": typed})

    assert list(refused.value.faults) == ["days"]


def changing(district: District, about: str = "") -> tuple[str, Any]:
    reply = ask(district, MR, "calendar.change_form", about=about)
    assert isinstance(reply, Open)
    return reply.form.about, reply.form.asks[0].value


def test_days_are_changed_in_one_box_and_an_older_box_overwrites_nothing(district: District) -> None:
    ask(district, MR, "calendar.add", {"days": "2026-03-10 Flood\n2026-05-25 Memorial Day"})
    about, days = changing(district)
    assert days == "2026-03-10 Flood\n2026-05-25 Memorial Day"

    ask(district, MR, "calendar.change", {"days": "2026-05-25 Memorial Day"}, about=about)

    assert [c.name for c in kept(district).closures()] == ["Memorial Day"]
    with pytest.raises(FormError, match="days"):
        ask(district, MR, "calendar.change", {"days": ""}, about=about)
    assert len(kept(district).closures()) == 1


def test_the_days_of_one_school_are_changed_alone(district: District) -> None:
    east = district.school()
    ask(district, MR, "calendar.add", {"days": "2026-03-10 Flood", "school": east})
    about, _ = changing(district, east)

    ask(district, MR, "calendar.change", {"days": ""}, about=about)

    assert kept(district).closures(east) == []


@pytest.mark.parametrize("who", [PRINCIPAL, MR, DEPUTY])
def test_a_snow_day_is_one_press_and_one_press_undoes_it(district: District, who: str) -> None:
    east = district.school()
    for _ in range(2):
        assert ask(district, who, "calendar.snow", about=east) == Draw("calendar.today", east)

    assert not kept(district).rules.calendar_of(east).is_open(TODAY)
    assert kept(district).rules.calendar.is_open(TODAY)
    assert "East School: no school today" in str(card(district, who, Draw("calendar.today", east)))
    ask(district, who, "calendar.undo_snow", about=east)
    assert kept(district).rules.calendar_of(east).is_open(TODAY)
    assert "is open today" in str(card(district, who, Draw("calendar.today", east)))


def test_a_principal_finds_the_snow_day_on_home_and_closes_no_other_school(district: District) -> None:
    east, west = district.school(), district.school("West School")
    home = str(card(district, PRINCIPAL, Draw("home")))

    assert "No school today" in home
    for place in (west, ""):
        with pytest.raises(RefusedError, match="Only the school's principal"):
            ask(district, PRINCIPAL, "calendar.snow", about=place)
    for who in (TEACHER, OTHER):
        assert "No school today" not in str(card(district, who, Draw("home")))
        with pytest.raises(RefusedError, match="Only the school's principal"):
            ask(district, who, "calendar.snow", about=east)


@pytest.mark.parametrize(
    ("form", "kept"),
    [
        ({"kind": "named", "which": "left over"}, "named"),
        ({"kind": "domain", "which": "@example.org"}, "domain:example.org"),
        ({"kind": "group", "which": " S0123 "}, "group:S0123"),
    ],
)
def test_who_may_use_it_is_chosen_in_chat(district: District, form: dict[str, str], kept: str) -> None:
    ask(district, MR, "settings.save_staff", form)

    assert district.do(lambda tx: DistrictSettings(tx).all()["staff"]) == kept


def test_a_domain_or_a_group_is_named(district: District) -> None:
    with pytest.raises(FormError) as refused:
        ask(district, MR, "settings.save_staff", {"kind": "domain"})

    assert refused.value.faults == {"which": "Please give the domain, such as example.org."}


def test_working_hours_the_link_for_others_and_the_language_are_set_in_chat(district: District) -> None:
    link = "https://sunrise.example.org/tell-us"
    ask(district, MR, "settings.save_clocks", {"working_hours": "7:30 - 15:00"})
    ask(district, MR, "settings.save_staff", {"kind": "everyone", "public_link": link})
    ask(district, MR, "settings.save_district", {**FORM, "language": "es"})

    settings = kept(district)
    assert (str(settings.working_hours), settings["public_link"], settings["language"]) == ("07:30-15:00", link, "es")
    assert "1 of 12 changed" in str(card(district, MR, MENU))


@pytest.mark.parametrize(
    ("part", "form", "question"),
    [
        ("clocks", {"working_hours": "16:00-08:00"}, "working_hours"),
        ("staff", {"kind": "everyone", "public_link": "http://sunrise.example.org"}, "public_link"),
        ("district", {**FORM, "language": "Spanish"}, "language"),
    ],
)
def test_hours_links_and_languages_that_do_not_fit_are_refused_at_their_question(
    district: District, part: str, form: dict[str, str], question: str
) -> None:
    with pytest.raises(FormError) as refused:
        ask(district, MR, f"settings.save_{part}", form)

    assert list(refused.value.faults) == [question]
