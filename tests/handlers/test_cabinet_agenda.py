"""What the Cabinet talks about next: who puts it there, where it stands, and what goes to the review."""

from datetime import UTC, date, datetime, time

import pytest

from domain.agendas import Origin
from domain.errors import RefusedError
from domain.meetings import Meeting, MeetingKind, Phase, move
from domain.people import PersonId, Role
from domain.schedules import DAY, WEEK
from handlers.routing import Draw, FormError, Open, Show
from storage.agendas import Agendas
from storage.db import Tx
from storage.digests import POST
from storage.meetings import Meetings
from storage.minutes import MinutesBook
from storage.publishing import Publishing
from storage.settings import DistrictSettings
from storage.verify import verify
from tests.conftest import MR, OTHER, PRINCIPAL, TEACHER, District
from tests.digesting import CABINET, MONDAY, posted, read, with_cabinet
from tests.story import ask, drawn_again, seat
from tests.working import card, items
from views.elements import Buttons, Card
from views.fallback import in_words

MEMBER, BY = PRINCIPAL, PersonId("system")
REVIEW = datetime(2026, 3, 10, 13, 0, tzinfo=UTC)  # the second Tuesday: the Cabinet meets about it on Monday


@pytest.fixture
def cabinet(district: District) -> District:
    return with_cabinet(district)


def meetings(district: District) -> list[Meeting]:
    return list(district.do(lambda tx: Meetings(tx).some()))


def add(district: District, subject: str, who: str = MEMBER, **form: str) -> str:
    reply = ask(district, who, "agenda.cabinet_add", {"subject": subject, **form})
    assert isinstance(reply, Draw)
    return reply.about


def screen(district: District, who: str = MR) -> Card:
    reply = ask(district, who, "agenda cabinet")
    assert isinstance(reply, Show)
    return reply.card


def listed(district: District, who: str = MEMBER) -> str:
    return in_words(screen(district, who))


def press(district: District, subject: str) -> None:
    """Its one button, as the quality office sees it."""
    (button,) = [line.button for line in items(screen(district)) if line.name == subject]
    assert button
    ask(district, MR, button.does, about=button.about)


def pressed(drawn: Card) -> list[tuple[str, str]]:
    beside = [one for part in drawn.parts if isinstance(part, Buttons) for one in part.buttons]
    return [(button.does, button.about) for button in beside]


def only(district: District, meeting: Meeting) -> str:
    (item,) = district.do(lambda tx: Agendas(tx).items(meeting.number))
    return str(item.id)


def read_review(district: District) -> str:
    reply = ask(district, MR, "agenda")
    assert isinstance(reply, Show)
    return in_words(reply.card)


def on_it(district: District, number: str) -> list[tuple[str, bool]]:
    return [(item.subject, item.done) for item in district.do(lambda tx: Agendas(tx).items(number))]


def test_something_on_the_agenda_plans_the_next_meeting_once(cabinet: District) -> None:
    before = listed(cabinet)
    first = add(cabinet, "Late  buses")
    add(cabinet, "A new bell schedule", MR)

    (one,) = meetings(cabinet)
    assert before.splitlines()[1:3] == ["The Cabinet meets on Mon 16 Mar.", "Nothing is on its agenda yet."]
    assert (one.kind, one.phase, one.day) == (MeetingKind.CABINET, Phase.PLANNED, date(2026, 3, 16))
    assert on_it(cabinet, one.number) == [("Late buses", False), ("A new bell schedule", False)]
    assert [item.name for item in items(screen(cabinet))] == ["Late buses", "A new bell schedule"]
    assert "In the Cabinet's meeting of Mon 16 Mar" in in_words(card(cabinet, MEMBER, first, "agenda.added"))


def test_what_was_typed_behind_the_command_stands_in_the_form(cabinet: District) -> None:
    reply = ask(cabinet, MEMBER, "agenda cabinet add", text="Late buses")

    assert isinstance(reply, Open)
    assert [one.value for one in reply.form.asks] == ["Late buses", ""]
    with pytest.raises(FormError) as refused:
        add(cabinet, " ")
    assert refused.value.faults == {"subject": "Please say what to talk about."}


@pytest.mark.parametrize("who", [TEACHER, OTHER])
def test_whoever_is_not_of_the_cabinet_neither_adds_nor_looks(cabinet: District, who: str) -> None:
    seat(cabinet, Role.MRT_MEMBER, OTHER)

    with pytest.raises(RefusedError, match="Only the Cabinet, the superintendent"):
        add(cabinet, "Late buses", who)
    with pytest.raises(RefusedError, match="Only the Cabinet, the superintendent"):
        listed(cabinet, who)
    assert meetings(cabinet) == []


def test_before_the_meeting_an_item_goes_to_the_review_once_and_both_say_so(cabinet: District) -> None:
    add(cabinet, "Late buses")
    press(cabinet, "Late buses")

    one, review = sorted(meetings(cabinet), key=lambda one: one.kind)
    (copy,) = cabinet.do(lambda tx: Agendas(tx).items(review.number))
    (line,) = items(screen(cabinet))
    assert (review.kind, copy.subject, copy.section) == (MeetingKind.MRT, "Late buses", 2)
    assert "carried over from MTG-2026-001" in read_review(cabinet)
    assert line.detail == f"given to the Management Review Team, {review.number}"
    assert line.button is None
    with pytest.raises(RefusedError, match=f"on the agenda of {review.number} already"):
        ask(cabinet, MR, "minutes.to_team", about=f"{one.number} 2 {only(cabinet, one)}")
    assert cabinet.do(verify).broken == []


def test_a_member_reads_the_agenda_and_gives_nothing_to_the_review(cabinet: District) -> None:
    add(cabinet, "Late buses")
    (one,) = meetings(cabinet)

    assert [line.button for line in items(screen(cabinet, MEMBER))] == [None]
    with pytest.raises(RefusedError, match="Only whoever hosts it"):
        ask(cabinet, MEMBER, "minutes.to_team", about=f"{one.number} 2 {only(cabinet, one)}")


def test_a_meeting_that_was_called_off_is_not_the_next_one(cabinet: District) -> None:
    add(cabinet, "Late buses")
    (one,) = meetings(cabinet)
    ask(cabinet, MR, "meeting.off", {"because": "Snow"}, about=one.number)

    add(cabinet, "A new bell schedule")

    assert [later.day for later in meetings(cabinet)] == [date(2026, 3, 16), date(2026, 3, 23)]


# With the digest


def test_the_digest_plans_the_meeting_of_its_day_once_and_tells_its_agenda(cabinet: District) -> None:
    add(cabinet, "Late buses")
    kept = posted(cabinet)

    (one,) = meetings(cabinet)
    assert (one.day, one.phase, one.conversation) == (MONDAY.date(), Phase.PUBLISHED, CABINET)
    assert kept.digest.meeting == one.number
    assert in_words(read(cabinet, kept.slot)).splitlines()[-3:-1] == [
        "The Cabinet meets · Mon 16 Mar, 10:00 AM",
        "• Late buses",
    ]
    assert ("minutes.open", one.number) in pressed(read(cabinet, kept.slot))


def test_where_nobody_planned_one_the_digest_does_and_sending_it_again_plans_no_other(cabinet: District) -> None:
    posted(cabinet)
    ask(cabinet, MR, "cabinet.again", today=MONDAY.date())

    assert [(one.kind, one.day, one.start) for one in meetings(cabinet)] == [
        (MeetingKind.CABINET, MONDAY.date(), time(10))
    ]


def test_what_comes_later_stands_in_the_digest_at_once(cabinet: District) -> None:
    kept = posted(cabinet)
    add(cabinet, "Late buses")

    assert drawn_again(cabinet) == [(POST, f"conversation:{CABINET}")]
    assert "• Late buses" in in_words(read(cabinet, kept.slot))


def test_what_nobody_talked_about_stands_on_the_next_agenda(cabinet: District) -> None:
    add(cabinet, "Late buses")
    add(cabinet, "A new bell schedule")
    first = posted(cabinet).digest.meeting
    press(cabinet, "A new bell schedule")

    second = posted(cabinet, MONDAY + WEEK).digest.meeting

    (item,) = cabinet.do(lambda tx: Agendas(tx).items(second))
    assert second != first
    assert (item.subject, item.origin, item.carried_from) == ("Late buses", Origin.CARRIED, first)
    assert on_it(cabinet, first) == [("Late buses", False), ("A new bell schedule", True)]


def test_a_digest_after_the_cabinet_met_is_the_paper_of_its_next_meeting(cabinet: District) -> None:
    first = posted(cabinet)
    ask(cabinet, MR, "meeting.off", {"because": "Snow"}, about=first.digest.meeting)

    late = posted(cabinet, MONDAY + DAY)

    assert "Called off" in in_words(read(cabinet, first.slot))
    assert [one.day for one in meetings(cabinet)] == [date(2026, 3, 16), date(2026, 3, 23)]
    assert late.digest.meeting == meetings(cabinet)[1].number


def test_words_that_were_removed_are_gone_from_digest_and_agenda_and_go_no_further(cabinet: District) -> None:
    add(cabinet, "Late buses")
    kept = posted(cabinet)
    (one,) = meetings(cabinet)
    ask(cabinet, MR, "meeting.redact", {"parts": ["items"], "reason": "A name"}, about=one.number)

    told = in_words(read(cabinet, kept.slot))
    assert (POST, f"conversation:{CABINET}") in drawn_again(cabinet)
    assert "Late buses" not in told
    assert "• (its words were removed)" in told
    assert [(line.name, line.button) for line in items(screen(cabinet))] == [("(redacted)", None)]
    with pytest.raises(RefusedError, match="Choose the item"):
        ask(cabinet, MR, "minutes.to_team", about=f"{one.number} 2 {only(cabinet, one)}")


# Where the Cabinet is the Management Review Team


@pytest.fixture
def small(cabinet: District) -> District:
    cabinet.do(lambda tx: DistrictSettings(tx).set("preset", "small", by="system"))
    return cabinet


def reviewed(district: District, now: datetime = REVIEW) -> str:
    day = now.date()
    kept = district.do(lambda tx: Publishing(tx).publish(str(day), day, by=PersonId("system")), now=now)
    assert kept
    return str(kept.meeting)


def test_the_cabinets_meeting_of_its_day_holds_the_review(small: District) -> None:
    add(small, "Late buses")
    (planned,) = meetings(small)

    assert reviewed(small) == planned.number

    (one,) = meetings(small)
    assert (one.kind, one.day, one.phase) == (MeetingKind.MRT, MONDAY.date(), Phase.PUBLISHED)
    assert "• Late buses" in in_words(read(small, one.number, "agenda.post", now=REVIEW))
    assert small.do(verify).broken == []


def test_what_the_cabinet_adds_later_and_its_digest_stand_on_the_same_meeting(small: District) -> None:
    review = reviewed(small)
    add(small, "Late buses")
    kept = posted(small)

    assert [one.number for one in meetings(small)] == [review]
    assert (kept.digest.meeting, on_it(small, review)) == (review, [("Late buses", False)])
    assert "• Late buses" in in_words(read(small, kept.slot))
    assert [line.button for line in items(screen(small))] == [None]
    with pytest.raises(RefusedError, match="before the Management Review Team already"):
        ask(small, MR, "minutes.to_team", about=f"{review} 2 {only(small, meetings(small)[0])}")


def test_what_nobody_talked_about_in_the_review_stands_before_the_cabinet_a_week_later(small: District) -> None:
    review = reviewed(small)
    ask(small, MEMBER, "agenda.add", {"subject": "Late buses", "section": "8"})
    posted(small)

    later = posted(small, MONDAY + WEEK).digest.meeting

    assert [(one.kind, one.number) for one in meetings(small)] == [
        (MeetingKind.MRT, review),
        (MeetingKind.CABINET, later),
    ]
    assert on_it(small, later) == [("Late buses", False)]


def test_each_approves_the_minutes_of_the_other(small: District) -> None:
    review = reviewed(small)
    small.do(lambda tx: _held(tx, review))
    later = posted(small, MONDAY + WEEK).digest.meeting
    meeting = next(one for one in meetings(small) if one.number == later)

    assert small.do(lambda tx: MinutesBook(tx).waiting(meeting, together=True)) == [review]
    assert small.do(lambda tx: MinutesBook(tx).waiting(meeting)) == []


def _held(tx: Tx, number: str) -> None:
    begun = Meetings(tx).save(move(Meetings(tx).get(number), Phase.RUNNING, now=tx.now), did="meeting.started", by=BY)
    Meetings(tx).save(move(begun, Phase.CLOSED, now=tx.now), did="meeting.closed", by=BY)
