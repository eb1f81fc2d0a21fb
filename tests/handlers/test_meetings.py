"""Meetings as people plan and hold them: who is told, who came, what was decided, and what stands in a calendar."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar

from domain.errors import RefusedError
from domain.meetings import MeetingKind, Phase
from domain.people import Role
from handlers.routing import Draw, FormError, Open, Show, answer
from storage.files import Files
from storage.roster import Roster
from storage.verify import verify
from tests.conftest import ADMIN, DEPUTY, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.handlers.test_improvement import words
from tests.improving import in_force
from tests.meeting import kept, there
from tests.story import ROUTES, ask, owed, seat
from tests.working import card, labels

FORM = {"title": "Families of East", "day": "2026-03-20", "start": "18:00", "length": "90", "place": "Library"}
ON_ITS_DAY = {"today": date(2026, 3, 20)}


def planned(district: District, kind: str = "forum", who: str = MR, **more: Any) -> str:
    reply = ask(district, who, "meeting.save", {**FORM, "host": district.person(who), **more}, about=kind)
    assert isinstance(reply, Draw)
    return reply.about


def drawn(district: District, number: str, who: str = MR, notice: str = "meeting.card") -> str:
    return words(card(district, who, number, notice))


def invited(district: District, number: str, who: str = MR, **form: Any) -> None:
    ask(district, who, "meeting.invite", form, about=number)


def told(district: District, what: str) -> list[str]:
    return sorted(who for named, who in owed(district) if named == what)


def begun(district: District, number: str, who: str = MR) -> None:
    ask(district, who, "meeting.start", about=number, **ON_ITS_DAY)


# Planning


def test_a_kind_is_chosen_and_asks_only_what_it_needs(district: District) -> None:
    asks = {}
    for kind in ("visit", "mrt", "development", "forum"):
        reply = ask(district, MR, "meeting.kind", {"kind": kind})
        assert isinstance(reply, Open)
        asks[kind] = [one.name for one in reply.form.asks][5:]

    assert asks["visit"] == ["school", "purpose", "service"]
    assert asks["mrt"] == ["place"]
    assert asks["development"] == ["school", "place", "audience", "with_whom"]
    assert asks["forum"] == ["school", "place", "audience", "purpose", "groups"]


def test_one_is_planned_and_shown_with_what_was_said(district: District) -> None:
    number = planned(district, groups=["families", "students"], purpose="What families need")

    said = drawn(district, number)
    assert said.startswith("MTG-2026-001 · Families of East\nForum · Planned")
    assert "When: Fri 20 Mar, 6:00 PM · 90 minutes" in said
    assert "Who is heard: Students (as a group), Families" in said
    assert owed(district) == []
    assert district.do(verify).broken == []


def test_heads_plan_those_of_their_place_and_nobody_else_any(district: District) -> None:
    east, west = district.school(), district.school("West School")
    assert planned(district, who=PRINCIPAL, school=east)
    for who, school in ((PRINCIPAL, west), (PRINCIPAL, None), (TEACHER, east)):
        with pytest.raises((RefusedError, FormError), match="school"):
            planned(district, who=who, school=school)
    with pytest.raises(RefusedError, match="Only the management representative"):
        ask(district, TEACHER, "meeting.new")
    offered = ask(district, PRINCIPAL, "meetings new")
    assert isinstance(offered, Open)
    assert {option.value for option in offered.form.asks[0].options} == {
        *("coffee", "forum", "workshop", "interview", "development", "visit")  # which are of a school or department
    }


def test_what_is_not_asked_of_a_kind_is_not_kept(district: District) -> None:
    number = planned(district, "visit", school=district.school(), purpose="Reading", audience="Room 4, a note")

    assert kept(district, number).audience == ""


def test_words_that_may_tell_of_a_student_are_asked_about_once(district: District) -> None:
    form = {**FORM, "host": district.person(MR), "purpose": "Student ID 123456789"}
    reply = ask(district, MR, "meeting.save", form, about="forum")

    assert isinstance(reply, Open)
    assert planned(district, **form, names="no_student")


def test_members_are_expected_at_their_own_meeting_and_told_once(district: District) -> None:
    seat(district, Role.MRT_MEMBER, TEACHER)
    seat(district, Role.RECORDER, OTHER)

    number = planned(district, "mrt")

    assert [one.votes for one in there(district, number)] == [True, False, False, False]
    assert told(district, "meeting.invited") == [TEACHER, DEPUTY, OTHER]
    assert "You are invited." in drawn(district, number, TEACHER, "meeting.invited")


# Inviting, moving, calling off


def test_circles_some_people_and_guests_are_invited_and_each_is_told_once(district: District) -> None:
    teacher, east = district.person(TEACHER), district.school()
    number = planned(district, school=east)
    district.do(lambda tx: Roster(tx).place(teacher, school=east, department=None, by="test"))

    invited(district, number, circles=["school", "principals"], person1=teacher, guests="Ms. Lee\n\nMr. Ode")
    invited(district, number, circles=["school"], person2=district.person(OTHER))

    assert told(district, "meeting.invited") == [TEACHER, PRINCIPAL, OTHER]
    assert "Invited (5): Teacher, Principal, East School, Ms. Lee, Mr. Ode, Nurse" in drawn(district, number)


def test_whoever_is_taken_off_the_list_does_not_find_it_any_more(district: District) -> None:
    number = planned(district)
    invited(district, number, person1=district.person(TEACHER))
    assert drawn(district, number, TEACHER)

    invited(district, number, off=district.person(TEACHER))

    with pytest.raises(RefusedError, match="There is no meeting"):
        drawn(district, number, TEACHER)
    assert "nothing for you to do" in drawn(district, number, TEACHER, "meeting.invited")


def test_all_staff_find_what_is_for_them_and_are_not_written_to(district: District) -> None:
    number = planned(district)
    invited(district, number, circles=["staff"])

    assert "all staff may see it" in drawn(district, number, TEACHER)
    assert owed(district) == []


def test_all_who_are_invited_hear_once_that_it_was_moved_and_that_it_is_off(district: District) -> None:
    number = planned(district)
    invited(district, number, person1=district.person(TEACHER))
    ask(district, MR, "meeting.move", {"day": "2026-03-27", "start": "18:30", "place": "Gym"}, about=number)
    ask(district, MR, "meeting.off", {"because": "Snow"}, about=number)

    assert told(district, "meeting.moved") == told(district, "meeting.called_off") == [TEACHER]
    said = drawn(district, number, TEACHER, "meeting.called_off")
    assert "This meeting does not take place." in said
    assert "Fri 27 Mar, 6:30 PM" in said
    assert "Called off: Snow" in said
    with pytest.raises(RefusedError, match="has begun or is over"):
        ask(district, MR, "meeting.move_form", about=number)


def test_who_changes_its_day_in_the_form_moves_it_as_well(district: District) -> None:
    number = planned(district)
    invited(district, number, person1=district.person(TEACHER))
    same = {**FORM, "host": district.person(MR)}
    ask(district, MR, "meeting.save", {**same, "title": "Families"}, about=number)
    assert told(district, "meeting.moved") == []

    ask(district, MR, "meeting.save", {**same, "start": "17:00"}, about=number)

    assert told(district, "meeting.moved") == [TEACHER]


def test_whoever_gives_it_to_another_host_is_expected_at_it(district: District) -> None:
    number = planned(district, school=district.school(), who=PRINCIPAL)
    form = {**FORM, "school": district.school(), "host": district.person(TEACHER)}

    ask(district, PRINCIPAL, "meeting.save", form, about=number)

    assert told(district, "meeting.invited") == [TEACHER]
    assert "You host this meeting." in drawn(district, number, TEACHER, "meeting.invited")
    assert "Invited (1): Principal, East School" in drawn(district, number)


def test_what_has_passed_is_written_down_and_nobody_is_told(district: District) -> None:
    number = planned(district, day="2026-03-02")
    invited(district, number, person1=district.person(TEACHER))
    assert owed(district) == []
    assert labels(card(district, MR, number, "meeting.card"))[0] == "It took place"

    ask(district, MR, "meeting.held", about=number)

    over = kept(district, number)
    assert (over.phase, over.started_at) == (Phase.CLOSED, datetime(2026, 3, 3, 0, 0, tzinfo=UTC))


# Lists


def test_lists_are_by_what_is_coming_mine_past_and_by_kind(district: District) -> None:
    forum, mine = planned(district), planned(district, "workshop", title="Mine")
    invited(district, mine, person1=district.person(TEACHER))
    invited(district, forum, circles=["staff"])

    def listed(text: str, who: str = TEACHER) -> list[str]:
        reply = ask(district, who, "meetings", text=text)
        assert isinstance(reply, Show)
        return [line.partition(" · ")[0] for line in words(reply.card).splitlines()[1:] if line.startswith("MTG")]

    assert listed("") == [forum, mine]
    assert listed("mine") == [mine]
    assert listed("forum") == [forum]
    assert listed("past") == []
    chosen = ask(district, TEACHER, "meeting.filter", about="coming", typed={"kind": "workshop"})
    assert isinstance(chosen, Show)
    assert chosen.card.title == "Meetings that are coming (1) · Workshop"
    with pytest.raises(RefusedError, match="no such list"):
        ask(district, TEACHER, "meeting.page", about="coming nothing 0")
    shown = ask(district, TEACHER, "meetings", text="1")
    assert isinstance(shown, Show)
    assert shown.card.title == f"{forum} · Families of East"


# In a calendar


def event(district: District, number: str, who: str = TEACHER) -> tuple[str, Any]:
    reply = ask(district, who, "meeting.calendar", about=number)
    assert isinstance(reply, Draw)
    made = Calendar.from_ical(district.do(lambda tx: Files(tx).content(reply.about)))
    (found,) = made.walk("VEVENT")
    return str(made["method"]), found


def test_an_invitation_keeps_its_id_counts_up_and_is_taken_back(district: District) -> None:
    number = planned(district, purpose="What families need")
    invited(district, number, person1=district.person(TEACHER))
    method, first = event(district, number)
    ask(district, MR, "meeting.move", {"day": "2026-03-27", "start": "18:30", "place": "Gym"}, about=number)
    _, second = event(district, number)
    ask(district, MR, "meeting.off", {"because": "Snow"}, about=number)
    cancelled, third = event(district, number)

    assert (method, cancelled) == ("REQUEST", "CANCEL")
    assert str(first["uid"]) == str(second["uid"]) == str(third["uid"])
    assert [int(one["sequence"]) for one in (first, second, third)] == [0, 1, 2]
    assert first["dtstart"].dt == datetime(2026, 3, 20, 23, 0, tzinfo=UTC)  # six in Chicago, in summer time
    assert first["dtend"].dt == datetime(2026, 3, 21, 0, 30, tzinfo=UTC)
    assert str(first["description"]).splitlines() == [number, "Forum", "Host: Quality Office", "What families need"]
    assert (str(second["location"]), str(third["status"])) == ("Gym", "CANCELLED")
    assert "Teacher" not in str(first)


def test_a_file_of_it_opens_for_whoever_asked_as_long_as_they_find_the_meeting(district: District) -> None:
    number = planned(district)
    invited(district, number, person1=district.person(TEACHER))
    reply = ask(district, TEACHER, "meeting.calendar", about=number)
    assert isinstance(reply, Draw)
    assert "MTG-2026-001.ics" in str(card(district, TEACHER, reply.about, "file.ready"))
    assert "MTG-2026-001.ics" not in str(card(district, ADMIN, reply.about, "file.ready"))

    invited(district, number, off=district.person(TEACHER))

    assert "MTG-2026-001.ics" not in str(card(district, TEACHER, reply.about, "file.ready"))


# Removing words


def test_its_words_are_removed_for_good_with_those_of_guests_steps_and_files(district: District) -> None:
    number = planned(district, purpose="Xyzzy")
    invited(district, number, guests="Plugh")
    begun(district, number)
    step = {"what": "Plover", "owner": district.person(MR), "due": "2026-04-01"}
    ask(district, MR, "meeting.step", step, about=number)
    file = ask(district, MR, "meeting.calendar", about=number)
    assert isinstance(file, Draw)
    opened = ask(district, MR, "meeting.redact_form", about=number)
    assert isinstance(opened, Open)
    parts = [option.value for option in opened.form.asks[0].options]
    assert parts == ["title", "place", "purpose", "guests", "steps"]

    ask(district, MR, "meeting.redact", {"parts": ["purpose", "guests", "steps"], "reason": "A name"}, about=number)

    said = drawn(district, number)
    assert not [word for word in ("Xyzzy", "Plugh", "Plover") if word in said]
    assert "Families of East" in said
    erased = district.do(lambda tx: Files(tx).find(file.about))
    assert erased is not None
    assert erased.erased_at
    assert district.do(verify).broken == []
    with pytest.raises(RefusedError, match="Only the management representative or a deputy"):
        ask(district, PRINCIPAL, "meeting.redact_form", about=number)


@pytest.mark.parametrize("kind", MeetingKind)
def test_every_kind_can_be_planned_and_changed(district: District, kind: MeetingKind) -> None:
    more = {"school": district.school(), "purpose": "So", "supports": in_force(district)}
    supports = more["supports"] if kind is MeetingKind.ROUTINE else None
    number = planned(district, str(kind), **{**more, "supports": supports})

    reply = ask(district, MR, "meeting.form", about=number)

    assert isinstance(reply, Open)
    values = {one.name: one.value for one in reply.form.asks if one.value}
    district.do(lambda tx: answer(ROUTES["meeting.save"], district.call(tx, MR, about=number), values))
    assert kept(district, number).version == 2
