"""The Cabinet's digest: what stands in which section, who decides there, and who sets it up."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from domain.errors import RefusedError
from handlers.routing import Draw, FormError, Reply, Show, answer
from storage.conversations import Conversations
from storage.db import Tx
from storage.digests import MORE, POST, Digests
from storage.outbox import outbox
from storage.settings import DistrictSettings
from tests.conftest import MR, NOW, PRINCIPAL, TEACHER, District
from tests.digesting import CABINET, MONDAY, act, exported, posted, read, with_cabinet
from tests.story import CHIEF, ROUTES, ask, drawn_again, filed
from tests.working import OWNER, accepted, planned, watched
from views.elements import Button, Buttons, Card, Item, Items
from views.fallback import in_words

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def cabinet(district: District) -> District:
    return with_cabinet(district)


def lines(card: Card) -> list[Item]:
    return [item for part in card.parts if isinstance(part, Items) for item in part.items]


def acts(card: Card) -> list[tuple[str, str]]:
    """What can be pressed in it, and about what."""
    beside = [one for part in card.parts if isinstance(part, Buttons) for one in part.buttons]
    found: list[Button] = [*(item.button for item in lines(card) if item.button), *beside]
    return [(button.does, button.about) for button in found]


def test_a_digest_of_a_week_in_words(cabinet: District) -> None:
    new, quick, review = filed(cabinet).number, accepted(cabinet), planned(cabinet)
    ask(cabinet, TEACHER, "idea.give", {"what": "One list of all substitute plans"})

    said = in_words(read(cabinet, posted(cabinet).slot)).splitlines()

    latch = "The gate latch is broken"
    assert said == [
        "Cabinet digest · Mon 16 Mar",
        "3 reports are open (3 more than last time), none overdue (as last time).",
        "Needs a decision",
        "2 things wait for a decision.",
        f"{new} · {latch} · Nobody decided about it in time · since Mon 9 Mar",
        f"{review} · {latch} · Its plan waits for approval · since Mon 9 Mar",
        "Overdue, and due in 7 days",
        "Nothing is overdue. 1 more is due in 7 days.",
        f"{new} · {latch} · East School · due Mon 16 Mar · waits for the management representative",
        "Reports",
        "3 new.",
        *(f"{number} · {latch} · New" for number in (new, quick, review)),
        "What worked",
        "None to tell of this time.",
        "What people say",
        "No survey was closed.",
        "Ideas",
        "1 idea waits for you, for 6 days.",
        "IDEA-2026-001 · One list of all substitute plans · Received · given Mon 9 Mar",
        "Coming",
        "Nothing out of the usual.",
        "The Cabinet meets · Mon 16 Mar, 10:00 AM",
        "Counted up to the end of Sun 15 Mar.",
    ]


@SQLITE
def test_a_chart_is_offered_where_there_is_enough_to_draw_as_of_the_same_day(cabinet: District) -> None:
    for _ in range(9):
        filed(cabinet)
    assert [does for does, _ in acts(read(cabinet, posted(cabinet).slot)) if does.startswith("trends.")] == []

    filed(cabinet)
    week_after = MONDAY + timedelta(days=7)
    card = read(cabinet, posted(cabinet, week_after).slot)
    about = dict(acts(card))["trends.picture"]

    def press(tx: Tx) -> Reply:
        return answer(ROUTES["trends.picture"], cabinet.call(tx, PRINCIPAL, about=about), None)

    drawn = cabinet.do(press, now=week_after)
    assert isinstance(drawn, Show)
    assert (drawn.card.title, in_words(drawn.card)[-21:]) == ("10 of 10 open reports are late", "as of Sun 22 Mar 2026")


@SQLITE
def test_nothing_sealed_stands_in_a_digest_and_few_sealed_ones_are_not_even_counted(cabinet: District) -> None:
    for _ in range(4):
        filed(cabinet, what="Somebody said a word about Pat", marks=["sealed"])

    said = in_words(read(cabinet, posted(cabinet).slot))

    assert "CAR-" not in said
    assert "Pat" not in said
    assert "sealed" not in said
    assert said.splitlines()[1] == "No change since Sun 8 Mar. No report is open, none overdue."


@SQLITE
def test_five_sealed_ones_are_a_number_and_nothing_else(cabinet: District) -> None:
    for _ in range(6):
        filed(cabinet, what="Somebody said a word about Pat", marks=["sealed"])

    said = in_words(read(cabinet, posted(cabinet).slot))

    assert "Besides, at least 5 are sealed." in said
    assert "CAR-" not in said


@SQLITE
def test_what_is_sealed_later_is_gone_from_the_post_and_from_its_thread(cabinet: District) -> None:
    number = filed(cabinet).number
    kept = posted(cabinet)
    assert number in in_words(read(cabinet, kept.slot))

    ask(cabinet, MR, "car.seal", about=number)

    assert (POST, f"conversation:{CABINET}") in drawn_again(cabinet)
    assert number not in in_words(read(cabinet, kept.slot))


@SQLITE
def test_an_old_digest_stands_as_it_was_until_something_in_it_must_not_be_read(cabinet: District) -> None:
    number = planned(cabinet)
    kept = posted(cabinet)
    later = MONDAY + timedelta(days=30)
    there = (POST, f"conversation:{CABINET}")

    form = {"new": "2026-05-20", "reason": "The vendor is late"}
    act(cabinet, OWNER, "time.ask", number, form, now=later)
    assert there not in drawn_again(cabinet)
    act(cabinet, MR, "car.seal", number, now=later)

    assert there in drawn_again(cabinet)
    assert number not in in_words(read(cabinet, kept.slot, now=later))


def test_it_counts_as_the_exported_log_of_the_same_evening(cabinet: District) -> None:
    for number in (accepted(cabinet), planned(cabinet), watched(cabinet), filed(cabinet).number):
        assert number
    monday = datetime(2026, 4, 13, 13, 0, tzinfo=UTC)
    early = monday - timedelta(hours=2)  # on the morning itself
    form = {"what": "The bus was late", "school": cabinet.school(), "happened_on": "2026-04-13"}
    act(cabinet, TEACHER, "car.file", "", form, now=early)
    act(cabinet, MR, "car.reject", number, {"as_": "not_a_nonconformity", "reason": "It is not"}, now=early)

    digest = posted(cabinet, now=monday).digest

    opened, late = exported(cabinet, date(2026, 4, 12), now=monday)
    assert (digest.now.open, digest.now.overdue) == (opened, late) == (4, 3)
    assert digest.overdue.n == late


@SQLITE
def test_it_is_read_with_as_many_statements_however_much_there_is(cabinet: District) -> None:
    def asked() -> int:
        found: list[str] = []

        def work(tx: Tx) -> None:
            note = lambda *given: found.append(given[2])  # noqa: E731 - an event's listener
            event.listen(tx.connection, "before_cursor_execute", note)
            Digests(tx).made(MONDAY.date(), DistrictSettings(tx).all())
            event.remove(tx.connection, "before_cursor_execute", note)

        cabinet.do(work, now=MONDAY)
        return len(found)

    planned(cabinet)
    ask(cabinet, TEACHER, "idea.give", {"what": "A list"})
    few = asked()
    for _ in range(6):
        filed(cabinet)
        watched(cabinet)

    assert asked() <= few + 1  # words of steps, once there are any
    assert few < 25


# Deciding in it


@SQLITE
def test_an_idea_is_decided_in_the_digest_which_then_says_so(cabinet: District) -> None:
    ask(cabinet, TEACHER, "idea.give", {"what": "One list of all substitute plans"})
    kept = posted(cabinet)
    before = read(cabinet, kept.slot)
    assert [does for does, about in acts(before) if about == "IDEA-2026-001"] == [
        *("idea.adopt_form", "idea.to_team", "idea.later_form", "idea.decline_form"),
    ]

    ask(cabinet, PRINCIPAL, "idea.to_team", about="IDEA-2026-001")

    assert (POST, f"conversation:{CABINET}") in drawn_again(cabinet)
    after = read(cabinet, kept.slot)
    assert "With the Management Review Team" in in_words(after)
    assert [does for does, about in acts(after) if about == "IDEA-2026-001"] == ["idea.show"]


@SQLITE
def test_in_a_small_district_the_cabinet_sends_nothing_to_itself(cabinet: District) -> None:
    cabinet.do(lambda tx: DistrictSettings(tx).set("preset", "small", by="system"))
    ask(cabinet, TEACHER, "idea.give", {"what": "A list"})

    found = acts(read(cabinet, posted(cabinet).slot))

    assert "idea.to_team" not in [does for does, _ in found]
    assert "idea.adopt_form" in [does for does, _ in found]


@SQLITE
def test_what_waits_is_decided_by_who_may_and_others_are_told_who_that_is(cabinet: District) -> None:
    number = planned(cabinet)
    ask(cabinet, OWNER, "time.ask", {"new": "2026-05-20", "reason": "The vendor is late"}, about=number)
    kept = posted(cabinet)
    found = acts(read(cabinet, kept.slot))
    assert ("time.decide_form", number) in found
    assert ("car.show", number) in found

    with pytest.raises(RefusedError, match="Only"):
        ask(cabinet, TEACHER, "time.grant", about=number)
    ask(cabinet, CHIEF, "time.grant", about=number)

    decided = [item for item in lines(read(cabinet, kept.slot)) if "Decided" in item.detail]
    assert [item.name.partition(" ")[0] for item in decided] == [number]
    assert not any(item.button for item in decided)


@SQLITE
def test_what_does_not_fit_into_the_post_stands_in_its_thread(cabinet: District) -> None:
    for _ in range(7):
        filed(cabinet)
    kept = posted(cabinet)

    rows = cabinet.do(lambda tx: tx.rows(outbox, outbox.c.what.in_([POST, MORE]), order=outbox.c.nth))
    assert [(row["what"], row["about"], row["under"]) for row in rows] == [
        (POST, kept.slot, None),
        *((MORE, f"{kept.slot} {section}", kept.key) for section in ("decisions", "due", "reports")),
    ]
    assert len([item for item in lines(read(cabinet, kept.slot)) if item.detail == "New"]) == 3
    whole = read(cabinet, f"{kept.slot} reports", MORE)
    assert (whole.title, len(lines(whole))) == ("Reports (7)", 7)
    assert [button.does for button in whole.buttons] == ["log.show"]
    assert "The whole lists stand in the thread." in in_words(read(cabinet, kept.slot))


# Setting it up


def card(district: District, now: datetime = NOW) -> Card:
    drawn: Card = district.do(lambda tx: ROUTES["cabinet.card"].handle(district.call(tx, MR)), now=now)
    return drawn


def test_the_office_sets_day_and_time_and_hears_of_the_next_one(cabinet: District) -> None:
    form = {"digest_day": "tuesday", "digest_time": "07:15", "cabinet_day": "tuesday", "cabinet_time": "9:00"}
    with pytest.raises(FormError) as refused:
        ask(cabinet, MR, "cabinet.save", form)
    assert refused.value.faults == {"cabinet_time": "9:00 does not fit; use a time such as 08:00 or 14:30."}

    assert ask(cabinet, MR, "cabinet.save", {**form, "cabinet_time": "09:00"}) == Draw("cabinet.card")

    said = in_words(card(cabinet))
    assert "Comes: Tuesday 7:15 AM" in said
    assert "Goes to: #cabinet" in said
    assert "Next: Tue 10 Mar 7:15 AM" in said
    assert card(cabinet).state == "In force"


@SQLITE
def test_it_is_paused_and_begun_again(cabinet: District) -> None:
    ask(cabinet, MR, "cabinet.pause")
    assert (card(cabinet).state, "Next: none" in in_words(card(cabinet))) == ("Paused", True)

    ask(cabinet, MR, "cabinet.resume")
    assert card(cabinet).state == "In force"


@SQLITE
def test_a_conversation_in_which_something_is_wrong_is_refused(cabinet: District) -> None:
    cabinet.do(lambda tx: Conversations(tx).seen("slack", "T1", "C9", label="all-staff", problem="outsiders"))

    with pytest.raises(FormError) as refused:
        ask(cabinet, MR, "cabinet.save", {"digest_channel": "C9"})

    assert str(refused.value.faults["digest_channel"]).startswith("#all-staff holds somebody who is not staff")
    assert cabinet.do(lambda tx: DistrictSettings(tx).all()["digest_channel"]) == CABINET


@SQLITE
def test_the_preview_posts_nothing_and_is_for_those_who_will_read_it(cabinet: District) -> None:
    filed(cabinet)
    for who in (MR, PRINCIPAL, CHIEF):
        reply = ask(cabinet, who, "digest preview")
        assert isinstance(reply, Show)
        assert reply.beside
        assert "Only you see this" in in_words(reply.card)

    with pytest.raises(RefusedError, match="Only the Cabinet and the management representative"):
        ask(cabinet, TEACHER, "cabinet.preview")
    assert cabinet.do(lambda tx: Digests(tx).latest()) is None


@SQLITE
def test_it_is_sent_again_with_what_it_told_and_to_where_it_goes_now(cabinet: District) -> None:
    kept = posted(cabinet)
    filed(cabinet)

    ask(cabinet, MR, "cabinet.again")

    again = cabinet.do(lambda tx: Digests(tx).latest())
    assert (again.sent, again.digest) == (2, kept.digest)
    rows = cabinet.do(lambda tx: tx.rows(outbox, outbox.c.what == POST, order=outbox.c.key))
    assert [row["key"] for row in rows] == ["cabinet.digest:2026-03-16", "cabinet.digest:2026-03-16:2"]


@SQLITE
def test_where_none_was_posted_yet_one_is_posted_now(cabinet: District) -> None:
    ask(cabinet, MR, "cabinet.again")

    assert cabinet.do(lambda tx: Digests(tx).latest()).slot == "2026-03-09"
    cabinet.do(lambda tx: DistrictSettings(tx).set("digest_channel", "", by="system"))
    with pytest.raises(RefusedError, match="Choose the conversation"):
        ask(cabinet, MR, "cabinet.again")
