"""Asking those who were at a meeting how it was, and who learns what of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.anonymity import Mode
from domain.errors import RefusedError
from domain.groups import Group
from domain.links import Pass
from domain.meetings import MeetingKind, Phase
from domain.people import PersonId
from domain.ready_surveys import READY
from domain.survey_links import PULSE
from domain.surveys import Audience, Wave
from domain.surveys import Phase as Stands
from handlers.routing import Draw, FormError, Show
from handlers.survey_page import page, visit
from storage.db import Tx
from storage.outbox import Outbox
from storage.settings import DistrictSettings
from storage.waves import Waves
from tests.conftest import MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.digesting import posted, read, with_cabinet
from tests.handlers.test_improvement import words
from tests.handlers.test_review_walk import section
from tests.meeting import kept, meeting, saved
from tests.polling import Vault
from tests.reviewing import TUESDAY, published, with_team
from tests.story import ask, drawn_again, settled
from tests.surveying import WEEK, closed, made, planned, presses, survey_of, wave_of
from tests.working import card, labels
from views.fallback import in_words

TODAY = NOW.date()
STAFF = (Group.STAFF,)


def coffee(district: District, *invited: str, **more: Any) -> str:
    """One at East School that goes on."""
    district.database.vault = district.database.vault or Vault()
    more = {"kind": MeetingKind.COFFEE, "day": TODAY, **more}
    number = meeting(district, *invited, school=district.school(), **more)
    saved(district, replace(kept(district, number), phase=Phase.RUNNING, started_at=NOW))
    return number


def asked(district: District, number: str) -> Wave:
    reply = ask(district, MR, "meeting.ask_how", about=number)
    assert isinstance(reply, Draw)
    assert reply.what == "wave.card"
    return wave_of(district, reply.about)


def told(district: District, who: str, number: str, route: str = "meeting.card") -> str:
    drawn = card(district, who, number, route)
    return words(drawn) + in_words(drawn)


def test_a_draft_asks_families_of_the_school_by_link_from_the_day_of_the_meeting(district: District) -> None:
    number = coffee(district, day=TODAY + timedelta(days=4))

    wave = asked(district, number)

    assert (wave.phase, wave.mode, wave.audience) == (Stands.DRAFT, Mode.ANONYMOUS, Audience.FAMILIES)
    assert (wave.meeting, wave.place) == (number, district.school())
    assert wave.questions == READY["coffee"].questions
    zone = district.do(lambda tx: DistrictSettings(tx).all()).zone
    assert wave.opens_at.astimezone(zone).date() == TODAY + timedelta(days=4)
    assert f"Coffee and Conversation, Fri 13 Mar 2026, {number}" in told(district, MR, wave.number, "wave.card")


def test_a_meeting_is_asked_about_once_and_again_after_its_draft_was_dropped(district: District) -> None:
    number = coffee(district)
    wave = asked(district, number)
    assert asked(district, number).number == wave.number

    ask(district, MR, "wave.drop", about=wave.number)

    again = asked(district, number)
    assert (again.number, again.survey) == (f"{wave.survey}-2", wave.survey)


def test_the_next_meeting_is_asked_with_the_questions_as_the_office_made_them_since(district: District) -> None:
    first = asked(district, coffee(district))
    ask(district, MR, "survey.keep", {"text": "Was it warm?", "asks": "yes"}, about=f"{first.survey} +")
    made(district, "Another", ready="staff")

    second = asked(district, coffee(district))

    assert second.survey == first.survey
    assert [one.text for one in second.questions][-1] == "Was it warm?"
    own = made(district, "Ours", ready="coffee")
    assert asked(district, coffee(district)).survey == own


def test_a_survey_that_is_asked_by_itself_keeps_its_rhythm(district: District) -> None:
    weekly = made(district, "Ours", ready="coffee")
    planned(district, weekly, weeks="2", closes="2026-03-12")

    wave = asked(district, coffee(district))
    with pytest.raises(FormError) as refused:
        planned(district, wave.number, weeks="2")
    planned(district, wave.number)

    assert refused.value.faults == {"weeks": "After a meeting people are asked once."}
    assert wave.survey != weekly
    assert survey_of(district, weekly).weeks == 2
    assert wave_of(district, wave.number).meeting == wave.meeting


def test_a_draft_that_is_changed_still_names_its_meeting(district: District) -> None:
    number = coffee(district)
    wave = asked(district, number)

    ask(district, MR, "wave.plan", {**WEEK, "audience": "staff"}, about=wave.number)

    assert (wave_of(district, wave.number).meeting, wave_of(district, wave.number).audience) == (number, "staff")


def test_nobody_is_asked_without_a_secret_nor_where_nobody_is_heard(district: District) -> None:
    number = coffee(district)
    visit = coffee(district, kind=MeetingKind.VISIT)
    with pytest.raises(RefusedError, match=f"After {visit} nobody is asked"):
        ask(district, MR, "meeting.ask_how", about=visit)
    with pytest.raises(RefusedError, match="Only the management representative can run surveys"):
        ask(district, PRINCIPAL, "meeting.ask_how", about=number)
    district.database.vault = None
    with pytest.raises(RefusedError, match="needs PUBLIC_URL and SECRET_KEY"):
        ask(district, MR, "meeting.ask_how", about=number)


# The card of the meeting


def test_its_card_offers_it_to_the_office_and_tells_the_host_who_may(district: District) -> None:
    number = coffee(district, TEACHER)

    assert "Ask how it was" in labels(card(district, MR, number, "meeting.card"))
    host = card(district, PRINCIPAL, number, "meeting.card")
    assert "The management representative can ask how it was." in told(district, PRINCIPAL, number)
    assert "Ask how it was" not in labels(host)
    assert "can ask how it was" not in told(district, TEACHER, number)


def staff_asked(district: District, *invited: str) -> tuple[str, Wave]:
    """A meeting for staff that was launched."""
    number = coffee(district, *invited, groups=STAFF)
    wave = asked(district, number)
    ask(district, MR, "wave.plan", WEEK, about=wave.number)  # of the whole district
    ask(district, MR, "wave.launch", about=wave.number)
    return number, wave_of(district, wave.number)


def test_its_card_says_how_the_survey_stands_and_a_draft_is_the_offices_alone(district: District) -> None:
    number = coffee(district, TEACHER, groups=STAFF)
    wave = asked(district, number)
    assert "How it was: not sent yet" in told(district, MR, number)
    assert "How it was" not in told(district, TEACHER, number)

    ask(district, MR, "wave.plan", WEEK, about=wave.number)
    ask(district, MR, "wave.launch", about=wave.number)

    assert "How it was: open until Mon 16 Mar" in told(district, TEACHER, number)
    assert "Show the survey" in labels(card(district, MR, number, "meeting.card"))
    assert "Show the survey" not in labels(card(district, TEACHER, number, "meeting.card"))


def test_who_is_asked_in_chat_reads_about_which_meeting(district: District) -> None:
    number, wave = staff_asked(district)

    said = told(district, OTHER, wave.number, "wave.invited")

    assert f"About this meeting: Coffee and Conversation, Mon 9 Mar 2026, {number}" in said


def test_the_page_of_families_says_about_which_meeting_it_asks(district: District) -> None:
    number = coffee(district)
    wave = asked(district, number)
    ask(district, MR, "wave.launch", about=wave.number)
    looks = Pass(purpose=PULSE, district=district.id, about=f"{wave.number} ", until=NOW)

    def state(tx: Tx) -> str:
        return page(visit(tx, looks), "es").said_in("es").card.state

    assert str(district.do(state)).startswith("Café y Conversación, lun, 9 mar 2026")


def test_once_closed_the_card_leads_those_to_the_results_who_may_see_them(district: District) -> None:
    number, wave = staff_asked(district, TEACHER)
    saved(district, replace(kept(district, number), phase=Phase.CLOSED, closed_at=NOW))
    closed(district, wave)

    def leads(*people: str) -> Sequence[bool]:
        return ["See how it was" in labels(card(district, who, number, "meeting.card")) for who in people]

    assert leads(MR, TEACHER, PRINCIPAL) == [True, False, False]
    for route, about in (("wave.results", wave.number), ("meeting.how", number)):
        with pytest.raises(RefusedError, match="These results are for those who were asked"):
            ask(district, TEACHER, route, about=about)

    ask(district, MR, "wave.share", about=wave.number)

    assert leads(MR, TEACHER) == [True, True]
    shown = ask(district, TEACHER, "meeting.how", about=number)
    assert isinstance(shown, Show)
    assert "0 of " in shown.card.title
    assert f"Coffee and Conversation, Mon 9 Mar 2026, {number}" in told(district, TEACHER, wave.number, "wave.shared")


def test_results_by_link_are_the_offices_alone_also_for_the_host_of_the_meeting(district: District) -> None:
    number = coffee(district)
    wave = asked(district, number)
    ask(district, MR, "wave.launch", about=wave.number)
    closed(district, wave)

    assert "How it was: closed" in told(district, PRINCIPAL, number)
    assert "See how it was" not in labels(card(district, PRINCIPAL, number, "meeting.card"))
    with pytest.raises(RefusedError, match="These results are for those who were asked"):
        ask(district, PRINCIPAL, "wave.results", about=wave.number)


def test_messages_that_show_the_meeting_are_drawn_again_as_its_survey_goes_on(district: District) -> None:
    number = coffee(district, TEACHER)
    to = PersonId(district.person(TEACHER))
    district.do(lambda tx: Outbox(tx).owe("meeting.invited", number, to=to, key=f"meeting.invited:{number}"))
    settled(district)

    wave = asked(district, number)
    assert ("meeting.invited", TEACHER) in drawn_again(district)

    settled(district)
    ask(district, MR, "wave.launch", about=wave.number)
    assert ("meeting.invited", TEACHER) in drawn_again(district)


# What came before, and who else reads of it


def test_it_is_compared_with_a_meeting_of_the_same_school_and_with_nothing_else(district: District) -> None:
    _, first = staff_asked(district)
    closed(district, first)
    other = planned(district, first.survey)
    ask(district, MR, "wave.launch", about=other.number)
    ended = closed(district, other)
    _, last = staff_asked(district)
    ask(district, MR, "wave.plan", {**WEEK, "place": district.school()}, about=asked(district, coffee(district)).number)

    def before(wave: Wave) -> Wave | None:
        found: Wave | None = district.do(lambda tx: Waves(tx).before(wave))
        return found

    assert before(ended) is None
    assert [one and one.number for one in (before(last), before(replace(last, place=district.school())))] == [
        first.number,
        None,
    ]


def test_the_agenda_and_the_digest_name_the_meeting_beside_the_survey(district: District) -> None:
    with_team(with_cabinet(district))
    number, wave = staff_asked(district)
    presses(district, OTHER, wave, "yes")
    closed(district, wave)
    called = f"After a Coffee and Conversation · Coffee and Conversation, Mon 9 Mar 2026, {number} · 1 of "

    assert called in section(district, published(district).meeting, 7, TUESDAY)
    assert called in in_words(read(district, posted(district).slot))
