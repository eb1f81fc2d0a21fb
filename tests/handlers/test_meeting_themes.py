"""What is heard at meetings, what becomes of it, and which schools were visited."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.errors import RefusedError
from domain.exports import Export, Kind
from domain.meetings import MeetingKind, Phase, Presence
from domain.needs import Need
from domain.people import PersonId, Role
from handlers.exports import DRAWINGS, Tally
from handlers.routing import Draw, FormError, Here, Open, Show
from storage.db import Tx
from storage.exports import Exports, sees_of
from storage.meeting_themes import Themes, themes_between
from storage.meetings import Meetings
from storage.needs import Needs
from storage.verify import verify
from tests.conftest import MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.handlers.test_improvement import words
from tests.handlers.test_meetings import drawn, told
from tests.meeting import kept, meeting, saved, there
from tests.story import ask, owed, seat, seen
from tests.working import card, labels

HEARD = {"said": "Buses come late", "as_": "theme", "sure": ["sure"]}
HERE = Here(workspace="T1", id="C7", label="families")


def coffee(district: District, *invited: str, host: str = PRINCIPAL, **more: Any) -> str:
    """One at East School that is over."""
    number = meeting(district, *invited, host=host, kind=MeetingKind.COFFEE, school=district.school(), **more)
    saved(district, replace(kept(district, number), phase=Phase.CLOSED, started_at=NOW, closed_at=NOW))
    return number


def hear(district: District, number: str, who: str = PRINCIPAL, **form: Any) -> Any:
    return ask(district, who, "meeting.heard", {**HEARD, **form}, about=number)


def themes(district: District, number: str, who: str = PRINCIPAL) -> str:
    return words(card(district, who, number, "meeting.themes_card"))


def test_a_theme_is_kept_once_its_writer_has_looked_whether_somebody_is_recognised(district: District) -> None:
    number = coffee(district)
    for wrong, field in (({"sure": []}, "sure"), ({"said": " "}, "said"), ({"as_": "rumor"}, "as_")):
        with pytest.raises(FormError) as refused:
            hear(district, number, **wrong)
        assert list(refused.value.faults) == [field]
    assert isinstance(hear(district, number, said="Student ID 123456789"), Open)

    assert hear(district, number) == Draw("meeting.themes_card", number)

    assert "Buses come late | Nothing was said about it yet" in themes(district, number)
    assert district.do(verify).broken == []


def test_nothing_is_heard_before_it_begins_nor_by_somebody_who_does_not_run_it(district: District) -> None:
    ahead = meeting(district, kind=MeetingKind.COFFEE)
    forum = coffee(district, TEACHER)
    saved(district, replace(kept(district, forum), kind=MeetingKind.PRINCIPALS))
    for number in (ahead, forum):
        with pytest.raises(RefusedError, match="written down once"):
            ask(district, PRINCIPAL, "meeting.heard_form", about=number)
    with pytest.raises(RefusedError, match="Only whoever hosts it"):
        ask(district, TEACHER, "meeting.heard_form", about=coffee(district, TEACHER))


def test_those_who_were_there_hear_once_what_was_done_and_again_what_is_new(district: District) -> None:
    number = coffee(district, TEACHER, OTHER)
    by = PersonId(district.person(MR))
    came = [replace(one, presence=presence) for one, presence in zip(there(district, number), CAME, strict=True)]
    district.do(lambda tx: Meetings(tx).set_attendees(number, came, by=by))
    hear(district, number)
    with pytest.raises(RefusedError, match="nothing new to tell"):
        ask(district, PRINCIPAL, "meeting.tell", about=number)
    ask(district, PRINCIPAL, "meeting.did", {"did": "A second bus runs"}, about=f"{number} 1")
    ask(district, PRINCIPAL, "meeting.tell", about=number)

    assert told(district, "meeting.told") == [TEACHER]
    said = drawn(district, number, TEACHER, "meeting.told")
    assert said.startswith("You said, we did")
    assert "Buses come late\nWe did: A second bus runs" in said
    with pytest.raises(RefusedError, match="nothing new to tell"):
        ask(district, PRINCIPAL, "meeting.tell", about=number)
    ask(district, PRINCIPAL, "meeting.did", {"did": "Two buses run"}, about=f"{number} 1")
    assert "Tell those who were there" in labels(card(district, PRINCIPAL, number, "meeting.themes_card"))
    assert district.do(verify).broken == []


CAME = (Presence.PRESENT, Presence.ABSENT)


def test_it_is_told_in_the_conversation_in_which_its_host_says_so(district: District) -> None:
    number = coffee(district)
    for call in ({"text": "1"}, {"text": "", "here": HERE}):
        with pytest.raises(RefusedError, match="Type this in the conversation itself"):
            ask(district, PRINCIPAL, "meetings tell", **call)
    hear(district, number)
    with pytest.raises(RefusedError, match="nothing to tell yet"):
        ask(district, PRINCIPAL, "meetings tell", text="1", here=HERE)
    ask(district, PRINCIPAL, "meeting.did", {"did": "A second bus runs"}, about=f"{number} 1")

    ask(district, PRINCIPAL, "meetings tell", text="2026-1", here=HERE)

    assert ("meeting.told_here", "conversation:C7") in owed(district)
    assert "We did: A second bus runs" in drawn(district, number, OTHER, "meeting.told_here")


def test_a_theme_that_was_taken_out_is_read_nowhere(district: District) -> None:
    number = coffee(district)
    hear(district, number)
    ask(district, PRINCIPAL, "meeting.did", {"did": "A second bus runs"}, about=f"{number} 1")

    ask(district, PRINCIPAL, "meeting.theme_out", about=f"{number} 1")

    assert "Buses" not in themes(district, number) + drawn(district, number, OTHER, "meeting.told_here")
    with pytest.raises(RefusedError, match="has no theme 1 any more"):
        ask(district, PRINCIPAL, "meeting.theme", about=f"{number} 1")
    hear(district, number, said="Lunch is cold")
    assert [one.nth for one in district.do(lambda tx: Themes(tx).of(number))] == [2]


def test_what_was_heard_becomes_a_need_a_problem_or_an_idea_that_names_the_meeting(district: District) -> None:
    number = coffee(district, host=MR, groups=("families",), day=date(2026, 3, 2))
    need, problem, idea = (hear(district, number, MR, as_=as_) for as_ in ("gap", "problem", "idea"))

    viewer = district.do(lambda tx: district.call(tx, MR).viewer)
    noted: Need = district.do(lambda tx: Needs(tx, viewer).get(need.about))
    assert (noted.shows, noted.groups, noted.place) == (f"Heard at {number}.", ("families",), district.school())
    car = seen(district, problem.about)
    assert (car.happened_on, car.school) == (date(2026, 3, 2), district.school())
    assert car.what == f"Buses come late\n\nHeard at {number}."
    assert f"Heard at {number}." in str(card(district, MR, idea.about, "idea.card"))


def test_whoever_may_write_no_need_is_offered_none(district: District) -> None:
    number = coffee(district, host=TEACHER)
    offered = ask(district, TEACHER, "meeting.heard_form", about=number)
    assert isinstance(offered, Open)
    assert [one.value for one in offered.form.asks[1].options] == ["theme", "problem", "idea"]
    with pytest.raises(FormError):
        hear(district, number, TEACHER, as_="gap")


def test_themes_of_some_days_are_found_for_digests_and_agendas(district: District) -> None:
    for day in (date(2026, 2, 27), date(2026, 3, 2), date(2026, 3, 8)):
        hear(district, coffee(district, day=day), said=f"On {day}")

    found = district.do(lambda tx: themes_between(tx, date(2026, 3, 2), date(2026, 3, 8)))

    assert [one.said for one in found] == ["On 2026-03-02", "On 2026-03-08"]
    elsewhere = district.database.do("another", lambda tx: themes_between(tx, date.min, date.max), now=NOW, door="test")
    assert elsewhere == []


def test_each_school_stands_there_with_its_visits_and_talks(district: District) -> None:
    west = district.school("West School")
    coffee(district, day=date(2026, 3, 2))
    done = meeting(district, kind=MeetingKind.VISIT, school=west, day=date(2026, 3, 3))
    saved(district, replace(kept(district, done), phase=Phase.CLOSED, started_at=NOW, closed_at=NOW))
    meeting(district, kind=MeetingKind.VISIT, school=district.school(), day=date(2026, 3, 20))

    shown = ask(district, MR, "meetings schools")

    assert isinstance(shown, Show)
    said = words(shown.card)
    assert "Thu 1 Jan 2026 to Tue 30 Jun 2026\n1 school was not visited yet, of 2." in said
    assert said.splitlines()[-2:] == [
        "East School | Visits: none yet, next Fri 20 Mar · Coffee: 1, last Mon 2 Mar",
        "West School | Visits: 1, last Tue 3 Mar · Coffee: none yet",
    ]
    opened = ask(district, MR, "meeting.visit", about=west)
    assert isinstance(opened, Open)
    assert next(one.value for one in opened.form.asks if one.name == "school") == west
    with pytest.raises(RefusedError, match="Only the Cabinet"):
        ask(district, TEACHER, "meeting.schools")
    seat(district, Role.CABINET_MEMBER, TEACHER)
    assert isinstance(ask(district, TEACHER, "meeting.schools"), Show)


def test_each_school_as_csv_holds_the_same_counts_and_opens_for_whoever_still_leads(district: District) -> None:
    coffee(district, day=date(2026, 3, 2))
    meeting(district, kind=MeetingKind.VISIT, school=district.school(), day=date(2026, 3, 20))
    seat(district, Role.CABINET_MEMBER, TEACHER)

    reply = ask(district, TEACHER, "meeting.schools_file")

    assert isinstance(reply, Draw)
    head, *rows = district.do(lambda tx: _lines(tx, district, reply.about))
    assert [one["head"] for one in head["columns"]][:2] == ["School", "Visits"]
    assert rows == [
        ["East School", 0, None, "2026-03-20", 1, "2026-03-02", None],
        ["West School", 0, None, None, 0, None, None],
    ]
    assert [district.do(lambda tx, who=who: _opens(tx, district, reply.about, who)) for who in (TEACHER, OTHER)] == [
        True,
        False,
    ]


def _export(tx: Tx, number: str) -> Export:
    return Exports(tx).find(number) or pytest.fail("there is none")


def _lines(tx: Tx, district: District, number: str) -> list[Any]:
    drawing = DRAWINGS[Kind.SCHOOLS_CSV]
    return [json.loads(line) for line in drawing.lines(district.call(tx, TEACHER), _export(tx, number), Tally())]


def _opens(tx: Tx, district: District, number: str, who: str) -> bool:
    """As if it was drawn by now."""
    reader = district.call(tx, who).viewer
    return Exports(tx).fits(replace(_export(tx, number), entries=0, sees=sees_of(tx, reader)), reader)


def test_the_digest_of_the_cabinet_tells_what_people_said_and_how_much_was_answered(district: District) -> None:
    number = coffee(district, day=date(2026, 3, 5))
    hear(district, number)
    hear(district, number, said="Lunch is cold")
    ask(district, PRINCIPAL, "meeting.did", {"did": "A second bus runs"}, about=f"{number} 1")
    hear(district, coffee(district, day=date(2026, 3, 9)), said="Not yet told")

    shown = ask(district, MR, "digest preview")

    assert isinstance(shown, Show)
    said = words(shown.card)
    assert "No survey was closed. People were heard in 1 meeting." in said
    assert "Coffee and Conversation · East School · 2 themes · 1 answered · “Buses come late”" in said
    assert "Not yet told" not in said
