"""The agenda of the management review: what stands in it, who adds to it, and who sets it up."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event

from domain.errors import RefusedError
from domain.figures import By, counted, counts_by, filed_by_month, on_time, waiting
from domain.meetings import MeetingKind, Phase, move
from domain.minutes import Outcome, OutcomeKind
from domain.pareto import pareto
from domain.people import PersonId
from domain.periods import last_months
from domain.reviews import Fact, Says
from handlers.routing import Draw, FormError, Open, answer
from storage.agendas import Agendas
from storage.db import Tx
from storage.figures import Base, Figures
from storage.history import History
from storage.meeting_steps import MeetingSteps
from storage.meetings import Meetings
from storage.minutes import MinutesBook
from storage.outbox import outbox
from storage.publishing import ANNEX, MORE, POST, Publishing
from storage.roadmaps import Roadmaps
from storage.settings import DistrictSettings
from storage.snapshots import EVERYBODY
from storage.verify import verify
from tests.conftest import DEPUTY, MR, NOW, OTHER, TEACHER, District
from tests.digesting import exported
from tests.of_plans import filled
from tests.reviewing import MEMBER, TEAM, TUESDAY, published, read, with_team
from tests.story import CHIEF, ROUTES, ask, drawn_again, filed
from tests.views.roadmapped import FIRST
from tests.working import accepted, approved, planned, watched
from views.elements import Card
from views.fallback import in_words

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
NEXT = datetime(2026, 4, 14, 13, 0, tzinfo=UTC)  # the second Tuesday of the month after


@pytest.fixture
def team(district: District) -> District:
    return with_team(district)


def said(card: Card) -> list[str]:
    return [line for line in in_words(card).splitlines() if line.strip()]


def add(district: District, subject: str, *, section: int = 13, who: str = MEMBER, about: str = "") -> str:
    form = {"subject": subject, "section": section, "about": about}
    drawn = ask(district, who, "agenda.add", form)
    assert isinstance(drawn, Draw)
    return drawn.about


def test_an_agenda_of_a_month_in_words(team: District) -> None:
    new, review = filed(team).number, planned(team)
    ask(team, TEACHER, "idea.give", {"what": "One list of all substitute plans"})
    ask(team, MR, "idea.to_team", about="IDEA-2026-001")
    add(team, "Why buses are late", section=8)
    add(team, "A new bell schedule", section=2)

    kept = published(team)

    latch = "The gate latch is broken"
    lines = said(read(team, kept.meeting))
    assert lines[:2] == ["Agenda of the Management Review Team · Tue 10 Mar", "MTG-2026-001 · Tue 10 Mar, 2:00 PM"]
    assert lines[2:-2] == [
        "0 · Call to order, who is here, last minutes",
        "Nothing to tell of this time.",
        "1 · What earlier reviews decided",
        "Nothing to tell of this time.",
        "2 · What changed around us and within",
        "• A new bell schedule · added by Principal, East School",
        "3 · Quality objectives and plans",
        "Nothing to tell of this time.",
        "4 · The log of reports",
        "• 2 reports are open, 2 more than at the last review.",
        "• 0 overdue, as at the last review.",
        "• Since the last review: 2 new, 0 closed, 0 not effective, 0 cancelled.",
        "• Cause: System or procedure not implemented · 1 · 100.0 % so far",
        "… and 2 more",
        "5 · Preventing problems, and what they need",
        "Nothing to tell of this time.",
        "6 · Internal audits",
        "Nothing to tell of this time.",
        "7 · What families and staff say",
        "Nothing to tell of this time.",
        "8 · How our processes do",
        "• Why buses are late · added by Principal, East School",
        "9 · Partners",
        "Nothing to tell of this time.",
        "10 · Resources",
        "Nothing to tell of this time.",
        "11 · Risks and opportunities",
        "• 1 idea is open.",
        "12 · Roadmap of continuous improvement",
        "Nothing to tell of this time.",
        "13 · Ideas for improvement",
        "• IDEA-2026-001 · One list of all substitute plans · given Mon 9 Mar",
        "14 · What we decide today",
        "Filled in during the meeting.",
        "15 · Next steps",
        "• The next review is on Tue 14 Apr.",
    ]
    entries, head = kept.entries, kept.head
    assert lines[-2:] == [
        "Counted up to the end of Mon 9 Mar. Whole lists stand in the thread.",
        f"History: {entries:,} entries, head {head[:16]}",
    ]
    log = said(read(team, f"{kept.meeting} 4", MORE))
    assert log[-3:] == [
        "• Cause: System or procedure not implemented · 1 · 100.0 % so far",
        *(f"• {number} · {latch} · new" for number in (new, review)),
    ]


def test_its_numbers_are_those_of_the_figures_and_of_the_exported_log_of_the_same_evening(team: District) -> None:
    for number in (accepted(team), planned(team), approved(team), watched(team), filed(team).number):
        assert number
    later = NEXT + timedelta(days=28)
    kept = published(team, now=later)

    def figures(tx: Tx) -> dict[Says, tuple[int, int]]:
        settings = DistrictSettings(tx).all()
        rules, period = settings.rules, last_months(kept.facts.cut_off, 12)
        known = Figures(tx, EVERYBODY, settings.zone)
        stand = waiting(known.reports(Base.OPEN, period), period.last, rules)
        reports = known.reports(Base.FILED, period)
        causes, _ = counts_by(counted(reports, period), By.CAUSE)
        done = on_time(known.reports(Base.DUE, period), period).original
        months = filed_by_month(reports, period)
        return {
            Says.OPEN: (stand.n, 0),
            Says.OVERDUE: (stand.overdue, 0),
            Says.FILED_TREND: (sum(n for _, n in months), 0),
            Says.ON_TIME: (done.part, done.whole),
            Says.CAUSE: (pareto(causes, words=settings.cause_words)[0].count, 0),
        }

    expected = team.do(figures, now=later)
    facts = [fact for section in kept.facts.sections for fact in section]
    found: dict[Says, Fact] = {}
    for fact in facts:
        found.setdefault(fact.says, fact)
    assert {says: found[says].n for says in expected} == {says: n for says, (n, _) in expected.items()}
    opened, late = exported(team, kept.facts.cut_off, now=later)
    assert (found[Says.OPEN].n, found[Says.OVERDUE].n) == (opened, late)
    assert opened == 5
    assert late > 0
    assert found[Says.ON_TIME].of == expected[Says.ON_TIME][1] > 0


@SQLITE
def test_sealed_reports_are_in_no_post_and_go_to_those_who_may_read_them_alone(team: District) -> None:
    for _ in range(6):
        sealed = filed(team, what="Somebody said a word about Pat", marks=["sealed"]).number

    kept = published(team)

    every = [read(team, kept.meeting), *(read(team, f"{kept.meeting} {n}", MORE) for n in range(16))]
    assert not [card for card in every if "Pat" in in_words(card) or "CAR-" in in_words(card)]
    assert any("at least 5 are sealed" in in_words(card) for card in every)
    rows = team.do(lambda tx: tx.rows(outbox, outbox.c.what == ANNEX))
    persons = {team.person(who) for who in (MR, CHIEF, DEPUTY)}
    assert {row["to"].removeprefix("person:") for row in rows} <= persons
    assert f"person:{team.person(MR)}" in {row["to"] for row in rows}
    assert sealed in in_words(read(team, kept.meeting, ANNEX))
    assert "Pat" not in in_words(read(team, kept.meeting, ANNEX, who=MEMBER))


@SQLITE
def test_what_is_sealed_later_is_gone_from_the_post(team: District) -> None:
    number = filed(team).number
    kept = published(team)
    assert number in in_words(read(team, f"{kept.meeting} 4", MORE))

    ask(team, MR, "car.seal", about=number)

    assert (POST, f"conversation:{TEAM}") in drawn_again(team)
    assert number not in in_words(read(team, f"{kept.meeting} 4", MORE))


@SQLITE
def test_it_is_read_with_as_many_statements_however_much_is_closed(team: District) -> None:
    def asked() -> int:
        found: list[str] = []

        def work(tx: Tx) -> None:
            note = lambda *given: found.append(given[2])  # noqa: E731 - an event's listener
            event.listen(tx.connection, "before_cursor_execute", note)
            Publishing(tx).made(TUESDAY.date(), None)
            event.remove(tx.connection, "before_cursor_execute", note)

        team.do(work, now=TUESDAY)
        return len(found)

    watched(team)
    few = asked()
    for _ in range(6):
        watched(team)

    assert asked() <= few
    assert few < 60


# Adding to it


@SQLITE
def test_only_the_team_adds_to_it(team: District) -> None:
    for who in (TEACHER, OTHER):
        with pytest.raises(RefusedError, match="Only the Management Review Team"):
            ask(team, who, "agenda add", text="Buses")
    for who in (MEMBER, MR, CHIEF):
        assert isinstance(ask(team, who, "agenda add", text="8 Buses"), Open)


@SQLITE
def test_a_part_and_words_that_were_typed_stand_in_the_form(team: District) -> None:
    reply = ask(team, MEMBER, "agenda add", text="8 Why buses are late")

    assert isinstance(reply, Open)
    assert [one.value for one in reply.form.asks] == ["Why buses are late", "8", ""]


@SQLITE
def test_a_record_that_not_all_staff_may_read_is_not_put_on_it(team: District) -> None:
    sealed, plain = filed(team, marks=["sealed"]).number, filed(team).number

    for typed in (sealed, "CAR-2026-999", "a report"):
        with pytest.raises(FormError) as refused:
            add(team, "This one", about=typed)
        assert refused.value.faults == {"about": "There is no such report, idea or plan that all staff may read."}

    id_ = add(team, "This one", about="2")
    assert team.do(lambda tx: Agendas(tx).item(id_)).about == plain


@SQLITE
def test_a_subject_on_several_lines_stands_on_one_and_one_that_names_a_student_is_asked_about(team: District) -> None:
    id_ = add(team, "Buses\n\n* late")
    assert team.do(lambda tx: Agendas(tx).item(id_)).subject == "Buses * late"

    again = ask(team, MEMBER, "agenda.add", {"subject": "What Pat J., ID 4471234, said", "section": 7})
    assert isinstance(again, Open)


@SQLITE
def test_what_is_added_to_an_agenda_that_is_out_stands_in_it_at_once(team: District) -> None:
    kept = published(team)

    form = {"subject": "Who may use the gym", "section": 3, "about": ""}
    team.do(lambda tx: answer(ROUTES["agenda.add"], team.call(tx, MEMBER, about=kept.meeting), form), now=TUESDAY)

    assert (POST, f"conversation:{TEAM}") in drawn_again(team)
    assert "Who may use the gym" in in_words(read(team, kept.meeting))
    assert team.do(lambda tx: Agendas(tx).kept(kept.meeting)).revision == 1


def test_what_was_not_talked_about_stands_on_the_next_one_and_what_was_decided_too(team: District) -> None:
    add(team, "Why buses are late", section=8)
    first = published(team)
    held(team, first.meeting)

    then = published(team, now=NEXT)

    card = read(team, then.meeting, now=NEXT)
    assert "• Why buses are late · carried over from MTG-2026-001" in said(card)
    assert "• The minutes of MTG-2026-001 are to be approved." in said(card)
    assert "• We try the other road · Decision" in said(card)
    assert [line for line in said(card) if line.startswith("• Step")][:1] == [
        "• Step 1 of MTG-2026-001 · Ask the bus company · Not started · due Wed 1 Apr"
    ]
    assert then.facts.before == first.facts.cut_off


DECISION = Outcome(
    id="o1",
    meeting="MTG-2026-001",
    nth=1,
    section=8,
    kind=OutcomeKind.DECISION,
    text="We try the other road",
    by=PersonId("ann"),
    at=TUESDAY,
    votes_for=4,
)


def held(team: District, number: str) -> None:
    """The meeting took place, and decided a step."""
    by = PersonId(team.person(MR))

    def work(tx: Tx) -> None:
        MeetingSteps(tx).add(number, what="Ask the bus company", owner=by, due=date(2026, 4, 1), by=by)
        book = Meetings(tx)
        MinutesBook(tx).record(DECISION)
        running = book.save(move(book.get(number), Phase.RUNNING, now=tx.now), did="meeting.started", by=by)
        book.save(move(running, Phase.CLOSED, now=tx.now), did="meeting.closed", by=by)

    team.do(work, now=TUESDAY)


# Counting it again


@SQLITE
def test_it_is_counted_again_as_a_revision_that_says_by_whom(team: District) -> None:
    kept = published(team)
    wednesday = TUESDAY + timedelta(days=1)
    filed(team)

    team.do(lambda tx: answer(ROUTES["agenda.refresh"], team.call(tx, MR, about=kept.meeting)), now=wednesday)

    newest = team.do(lambda tx: Agendas(tx).kept(kept.meeting))
    assert (newest.revision, team.do(lambda tx: Agendas(tx).kept(kept.meeting, 1)).facts) == (2, kept.facts)
    assert "Counted again by Quality Office." in in_words(read(team, kept.meeting, now=wednesday))
    with pytest.raises(RefusedError, match="Only the management representative"):
        ask(team, MEMBER, "agenda.refresh", about=kept.meeting)


@SQLITE
def test_once_its_meeting_is_over_it_stays_as_it_was(team: District) -> None:
    kept = published(team)
    held(team, kept.meeting)

    with pytest.raises(RefusedError, match="This agenda stays as it was"):
        ask(team, MR, "agenda.refresh", about=kept.meeting)
    assert [button.does for button in read(team, kept.meeting).buttons] == ["minutes.open"]


# Its meeting


def test_it_plans_a_meeting_of_the_team_or_takes_the_one_that_is_planned(team: District) -> None:
    kept = published(team)

    meeting = team.do(lambda tx: Meetings(tx).get(kept.meeting))
    there = team.do(lambda tx: Meetings(tx).attendees(kept.meeting))
    assert (meeting.kind, meeting.phase, meeting.day) == (MeetingKind.MRT, Phase.PUBLISHED, date(2026, 3, 10))
    assert team.person(MEMBER) in {one.person for one in there if one.votes}

    again = team.do(lambda tx: Publishing(tx).publish("2026-03-10", date(2026, 3, 10), by=meeting.host), now=TUESDAY)
    assert again is None, "one slot, one agenda"


@SQLITE
def test_in_a_small_district_it_is_part_of_the_cabinet_and_empty_parts_are_one_line(team: District) -> None:
    for key, value in {"preset": "small", "mrt_channel": "", "digest_channel": TEAM}.items():
        team.do(lambda tx, key=key, value=value: DistrictSettings(tx).set(key, value, by="system"))

    kept = published(team)

    meeting = team.do(lambda tx: Meetings(tx).get(kept.meeting))
    assert (meeting.day, meeting.start.hour) == (date(2026, 3, 16), 10)  # Monday, when the Cabinet meets
    lines = said(read(team, kept.meeting))
    assert [line[:2] for line in lines if " · " in line and line[0].isdigit()] == ["4 ", "15"]
    (nothing,) = [line for line in lines if line.startswith("Nothing in:")]
    assert nothing.count(";") == 13


def test_what_it_prints_of_history_is_found_again(team: District) -> None:
    filed(team)
    kept = published(team)
    filed(team)

    assert team.do(lambda tx: verify(tx, kept.head[:16])).printed == kept.entries
    assert team.do(lambda tx: History(tx).head())[0] > kept.entries


@SQLITE
def test_plans_steps_measures_and_the_roadmap_of_a_district_stand_in_their_parts(team: District) -> None:
    member = PersonId(team.person(MEMBER))
    lately = replace(FIRST, plan="PLAN-2026-001", nth=2, done="We met", by=member, day=NOW.date())
    team.do(lambda tx: filled(tx, member))
    team.do(lambda tx: Roadmaps(tx).add(lately))

    kept = published(team, now=TUESDAY + timedelta(days=28))

    told = {nth: [fact.says for fact in section] for nth, section in enumerate(kept.facts.sections)}
    assert told[3] == [Says.PLAN, Says.STEP_LATE]
    assert told[8] == [Says.MEASURE]
    assert told[12] == [Says.ROADMAP]
    line = next(line for line in said(read(team, kept.meeting)) if line.startswith("• PLAN-2026-001 ·"))
    assert line.endswith("steps done: 0 of 1 · 0 at risk or off track · 1 late")
