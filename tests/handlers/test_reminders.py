"""The buttons of the one message of a day, and what it shows once they were pressed."""

import pytest

from domain.errors import RefusedError
from domain.people import PersonId, Role
from handlers.routing import Draw, FormError, Open, Show, answer
from storage.copies import draw_again_for
from storage.db import Tx
from storage.left import given_up, left_of
from storage.outbox import Outbox, outbox, posted
from tests.conftest import MR, OTHER, PRINCIPAL, District
from tests.improving import in_force, plan_of
from tests.office import away, drawn, known
from tests.reminding import at, buttons, days_of, delivered, lines, message, mornings, press, reminded, tick
from tests.story import ROUTES, ask, drawn_again, filed, seat, seen
from tests.working import CHECKER, OWNER, QUICK, STEPPER, accepted, approved, card, case_of

#: What SQL decides about reminders is asked on both in tests/scheduled.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

DUE = "2026-04-08"
WEEK = f"{DUE} week"  # the first message that is sent in these tests is also that of its week


def labels(district: District, who: str, about: str = WEEK) -> list[str]:
    return [button.label for button in buttons(message(district, who, about))]


def test_a_quick_fix_is_done_from_the_message_which_then_says_so(district: District) -> None:
    number = accepted(district)
    tick(district, f"{DUE}T08:00")
    assert labels(district, OWNER) == ["Done", "Show", "More time", "Snooze"]

    assert press(district, OWNER, WEEK, "Done", QUICK) == Draw("reminders.day", WEEK)

    assert seen(district, number).state == "verifying"
    after = message(district, OWNER, WEEK)
    assert after.title == "Nothing waits for you any more"
    assert lines(after) == [f"{number} · The gate latch is broken · does not wait for you any more"]


def test_a_quick_fix_that_was_done_from_it_is_taken_back_there_for_some_minutes(district: District) -> None:
    number = accepted(district)
    tick(district, f"{DUE}T08:00")
    press(district, OWNER, WEEK, "Done", QUICK)

    assert labels(district, OWNER) == ["Undo"]
    assert press(district, OWNER, WEEK, "Undo") == Draw("reminders.day", WEEK)

    assert seen(district, number).state == "accepted"
    assert labels(district, OWNER) == ["Done", "Show", "More time", "Snooze"]


def test_a_step_is_done_from_it_and_opened_again(district: District) -> None:
    number = approved(district)  # its steps are due on 1 and 2 April
    tick(district, "2026-04-02T08:00")
    about = days_of(district, STEPPER)[0]

    press(district, STEPPER, about, "Done", {"as_": "done", "said": "A photo"})
    assert [step.is_settled for step in _steps(district, number)] == [True, False]
    assert lines(message(district, STEPPER, about))[1:] == [f"{number} · Make a list · does not wait for you any more"]

    assert press(district, STEPPER, about, "Undo") == Draw("reminders.day", about)
    assert [step.is_settled for step in _steps(district, number)] == [False, False]
    assert "Done" in labels(district, STEPPER, about)


def test_how_a_step_of_a_report_stands_is_told_from_it(district: District) -> None:
    number = approved(district)
    tick(district, "2026-04-02T08:00")
    about = days_of(district, STEPPER)[0]
    assert labels(district, STEPPER, about)[:4] == ["Done", "Update", "Show", "Snooze"]

    assert press(district, STEPPER, about, "Update", {"as_": "off_track", "said": "No room"}) == Draw(
        "reminders.day", about
    )

    assert _steps(district, number)[0].status == "off_track"
    assert "Off track" in lines(message(district, STEPPER, about))[0]


def _steps(district: District, number: str) -> list:  # type: ignore[type-arg]
    plan = case_of(district, number).plan
    assert plan
    return list(plan.steps)


def test_the_step_of_an_idea_is_shown_done_and_opened_again_from_it_as_well(district: District) -> None:
    seat(district, Role.CABINET_MEMBER, PRINCIPAL)
    given = ask(district, MR, "idea.give", {"what": "One list of all substitute plans"})
    assert isinstance(given, Draw)
    adopt = {"what": "Make the list", "due": DUE, "owner": district.person(STEPPER)}
    ask(district, PRINCIPAL, "idea.adopt", adopt, about=given.about)
    tick(district, f"{DUE}T08:00")

    assert [one.does for one in buttons(message(district, STEPPER, WEEK))] == [
        "reminders.step_form",
        "idea.show",
        "reminders.snooze_form",
    ]
    press(district, STEPPER, WEEK, "Done", {"as_": "done", "said": "It hangs in the office"})
    assert labels(district, STEPPER) == ["Undo"]
    press(district, STEPPER, WEEK, "Undo")
    assert "Done" in labels(district, STEPPER)


def test_a_step_of_a_plan_is_told_of_from_it_and_stops_once_it_is_done(district: District) -> None:
    number = in_force(district)  # its step is due on 20 March
    tick(district, "2026-03-20T08:00")
    about = days_of(district, STEPPER)[0]
    assert labels(district, STEPPER, about) == ["Update", "Show", "Snooze"]

    press(district, STEPPER, about, "Update", {"status": "at_risk", "comment": "No room"})
    assert plan_of(district, number).steps[0].status == "at_risk"
    assert labels(district, STEPPER, about) == ["Update", "Show", "Snooze"]
    press(district, STEPPER, about, "Update", {"status": "done", "comment": "A photo"})
    assert lines(message(district, STEPPER, about)) == [
        f"{number} · Meet the families · does not wait for you any more"
    ]


def test_a_step_of_a_plan_that_was_told_to_be_done_is_open_again_with_undo(district: District) -> None:
    number = in_force(district)
    tick(district, "2026-03-20T08:00")
    about = days_of(district, STEPPER)[0]
    press(district, STEPPER, about, "Update", {"status": "done", "comment": "A photo"})
    assert labels(district, STEPPER, about) == ["Undo"]

    assert press(district, STEPPER, about, "Undo") == Draw("reminders.day", about)

    assert plan_of(district, number).steps[0].status == "not_started"
    assert labels(district, STEPPER, about) == ["Update", "Show", "Snooze"]


def test_what_somebody_else_said_of_a_step_is_theirs_to_take_back(district: District) -> None:
    in_force(district)
    tick(district, "2026-03-20T08:00")
    about = days_of(district, STEPPER)[0]
    ask(district, MR, "steps.tell", {"status": "done", "comment": "I saw it"}, about="1")

    assert labels(district, STEPPER, about) == []
    with pytest.raises(RefusedError):
        ask(district, STEPPER, "reminders.undo", about=f"{about} step:1")


def test_a_late_step_of_a_plan_is_told_to_nobody_else(district: District) -> None:
    in_force(district)
    for day in range(20, 32):
        tick(district, f"2026-03-{day}T08:00")

    assert days_of(district, STEPPER)
    assert [days_of(district, who) for who in (PRINCIPAL, MR)] == [[], []]


def test_what_is_typed_about_a_student_is_asked_about_in_the_same_place(district: District) -> None:
    accepted(district)
    tick(district, f"{DUE}T08:00")

    reply = press(district, OWNER, WEEK, "Done", {**QUICK, "done": "Spoke with student J.D., ID 12345678"})

    assert isinstance(reply, Open)
    assert reply.form.does == "reminders.quick"
    assert reply.form.about == f"{WEEK} fix:CAR-2026-001"


def test_more_time_is_taken_from_it(district: District) -> None:
    number = accepted(district)
    tick(district, f"{DUE}T08:00")

    press(district, OWNER, WEEK, "More time", {"new": "2026-04-17", "reason": "Parts"})

    assert str(seen(district, number).implementation_due) == "2026-04-17"
    mornings(district, "2026-04-09", "2026-04-18")
    assert days_of(district, OWNER)[1:] == ["2026-04-10", "2026-04-13 week", "2026-04-17"]


def test_what_is_snoozed_stands_below_comes_back_on_its_day_and_can_come_back_at_once(district: District) -> None:
    number = accepted(district)
    tick(district, f"{DUE}T08:00")

    press(district, OWNER, WEEK, "Snooze", {"until": "2026-04-13"})
    assert lines(message(district, OWNER, WEEK)) == [f"{number} · The gate latch is broken · put off until Mon 13 Apr"]
    assert labels(district, OWNER) == ["Undo"]

    press(district, OWNER, WEEK, "Undo")
    assert labels(district, OWNER) == ["Done", "Show", "More time", "Snooze"]

    press(district, OWNER, WEEK, "Snooze", {"until": "2026-04-14"})
    mornings(district, "2026-04-09", "2026-04-14")
    assert days_of(district, OWNER) == [WEEK, "2026-04-14"]


def test_a_snooze_of_one_hides_nothing_from_others_who_hear_of_what_is_late(district: District) -> None:
    plan = {"kind": "corrective", "source": "employee", "severity": "major", "owner": district.person(STEPPER)}
    number = filed(district).number
    ask(district, MR, "car.accept_with", {**plan, "school": district.school()}, about=number)
    tick(district, f"{DUE}T08:00")
    press(district, STEPPER, WEEK, "Snooze", {"until": "2026-04-15"})

    mornings(district, "2026-04-09", "2026-04-14")

    assert days_of(district, STEPPER) == [WEEK]
    assert days_of(district, PRINCIPAL) == ["2026-04-13"]


def test_a_snooze_has_its_limits(district: District) -> None:
    accepted(district)
    tick(district, f"{DUE}T08:00")

    for until in ("2026-04-08", "2026-04-16", None):
        with pytest.raises(FormError) as refused:
            press(district, OWNER, WEEK, "Snooze", {"until": until})
        assert set(refused.value.faults) == {"until"}


def test_an_old_message_shows_what_holds_now_and_its_buttons_are_refused_in_words(district: District) -> None:
    accepted(district)
    tick(district, f"{DUE}T08:00")
    (snooze,) = [one for one in buttons(message(district, OWNER, WEEK)) if one.label == "Snooze"]
    ask(district, MR, "car.cancel", {"reason": "The gate is gone"}, about="CAR-2026-001")

    assert message(district, OWNER, WEEK).title == "Nothing waits for you any more"
    with pytest.raises(RefusedError, match="This does not wait for you any more"):
        ask(district, OWNER, snooze.does, about=snooze.about)
    with pytest.raises(RefusedError, match="There is no such message"):
        drawn(district, OWNER, Draw("reminders.day", "yesterday"))


def test_what_is_done_elsewhere_is_drawn_again_in_the_message_of_today(district: District) -> None:
    number = accepted(district)
    tick(district, f"{DUE}T08:00")
    delivered(district, f"{DUE}T08:01")

    def cancel(tx: Tx) -> None:
        answer(ROUTES["car.cancel"], district.call(tx, MR, about=number), {"reason": "Gone"})

    district.do(cancel, now=at(f"{DUE}T11:00"))

    assert ("reminders.day", OWNER) in drawn_again(district)


def test_once_it_is_sealed_every_message_that_told_of_it_is_drawn_again(district: District) -> None:
    number = accepted(district)
    for day in (DUE, "2026-04-09"):
        tick(district, f"{day}T08:00")
        delivered(district, f"{day}T08:01")

    ask(district, MR, "car.seal", about=number)

    assert drawn_again(district).count(("reminders.day", OWNER)) == 2


def test_a_card_says_to_its_owner_and_the_office_when_its_owner_was_reminded(district: District) -> None:
    number = accepted(district)
    mornings(district, "2026-04-07", "2026-04-09")

    said = {who: "Owner reminded Thu 9 Apr" in str(card(district, who, number)) for who in (OWNER, MR, OTHER)}

    assert said == {OWNER: True, MR: True, OTHER: False}


def test_a_line_says_what_it_is_about_and_of_what_one_may_not_read_a_number_only(district: District) -> None:
    number = accepted(district, what="Xyzzy is broken", marks=["sealed"])
    away(district, OWNER, OTHER, first="2026-04-07", last="2026-04-08")

    gate = accepted(district, what="Gate latch broken")
    does = " · Put it right · for Principal, East School, who is away · due Wed 8 Apr (today)"
    tick(district, f"{DUE}T08:00")

    assert lines(message(district, OTHER, WEEK)) == [
        f"{number}{does}",
        f"{gate} · Gate latch broken{does} · East School",
    ]
    assert labels(district, OTHER) == ["Snooze", "Show", "Snooze"]
    assert "Xyzzy" not in str(message(district, OTHER, WEEK))


def test_words_that_are_removed_leave_every_message_of_a_day(district: District) -> None:
    number = accepted(district, what="Xyzzy is broken")
    for day in (DUE, "2026-04-09"):
        tick(district, f"{day}T08:00")
        delivered(district, f"{day}T08:01")
    assert "Xyzzy is broken" in lines(message(district, OWNER, WEEK))[0]

    ask(district, MR, "redaction.make", {"parts": ["what"], "reason": "A name"}, about=number)

    assert drawn_again(district).count(("reminders.day", OWNER)) == 2
    assert all("Xyzzy" not in str(message(district, OWNER, about)) for about in (WEEK, "2026-04-09"))
    assert lines(message(district, OWNER, WEEK))[0].startswith(f"{number} · (its words were removed) · Put it right")


def test_what_came_up_after_a_message_stands_in_it_without_words(district: District) -> None:
    first = accepted(district, what="Gate latch broken")
    tick(district, f"{DUE}T08:00")
    later = accepted(district, what="Xyzzy is broken")

    shown = message(district, OWNER, WEEK)

    assert [line.partition(" · Put it right")[0] for line in lines(shown)] == [f"{first} · Gate latch broken", later]


def test_a_message_that_cannot_be_changed_is_told_to_whoever_keeps_the_words(district: District) -> None:
    number = accepted(district, what="Xyzzy is broken")
    tick(district, f"{DUE}T08:00")
    delivered(district, f"{DUE}T08:01")
    ask(district, MR, "redaction.make", {"parts": ["what"], "reason": "A name"}, about=number)

    def lose(tx: Tx) -> None:
        for lane in {row["lane"] for row in tx.rows(outbox)} - {""}:
            for one in Outbox(tx).due(lane, tx.now, 99):
                if one.what == "reminders.day":
                    given_up(Outbox(tx), one, "gone")

    district.do(lose, now=at(f"{DUE}T11:00"))

    assert district.do(lambda tx: left_of(tx, number)) == 1
    assert ("redaction.left", number) in district.do(lambda tx: [(r["what"], r["about"]) for r in tx.rows(outbox)])


def test_who_leaves_the_seat_by_which_they_read_a_sealed_report_reads_it_in_no_message(district: District) -> None:
    number, mr = filed(district, what="Xyzzy is broken", marks=["sealed"]).number, PersonId(district.person(MR))
    tick(district, "2026-03-16T08:00")
    (about,) = days_of(district, MR)
    delivered(district, "2026-03-16T08:01")
    assert "Xyzzy" in str(message(district, MR, about))

    district.do(lambda tx: tx.remove(posted, posted.c.about == number))  # the message of the day is all that they have
    district.do(lambda tx: draw_again_for(tx, [mr]))

    assert ("reminders.day", MR) in drawn_again(district)


def test_somebody_elses_message_cannot_be_read_by_its_name(district: District) -> None:
    accepted(district)
    tick(district, f"{DUE}T08:00")

    assert lines(message(district, OTHER, WEEK)) == ["All of it is done."]


def test_many_are_counted_and_the_first_have_all_their_buttons(district: District) -> None:
    for _ in range(5):
        filed(district)
    tick(district, "2026-03-11T08:00")
    (about,) = {about for about, _ in reminded(district)}

    shown = message(district, MR, about)

    assert shown.title == "For you: 5 due"
    assert labels(district, MR, about) == ["Show", "Snooze"] * 3 + ["Show"] * 2


# When


def test_everybody_says_when_they_want_it(district: District) -> None:
    shown = ask(district, OTHER, "reminders")
    assert isinstance(shown, Show)
    assert "8:00 AM, as your district has it" in str(shown.card)

    reply = ask(district, OTHER, "reminders.set", {"morning": "06:30", "marks": []})
    assert isinstance(reply, Draw)
    card = str(drawn(district, OTHER, reply))
    assert "6:30 AM" in card
    assert "Nothing, unless something is due" in card

    form = ask(district, OTHER, "reminders.form")
    assert isinstance(form, Open)
    assert [one.value for one in form.form.asks] == ["06:30", []]
    ask(district, OTHER, "reminders.set", {"morning": "district", "marks": ["weekly"]})
    assert "8:00 AM, as your district has it" in str(drawn(district, OTHER, reply))


def test_a_time_that_does_not_fit_is_refused(district: District) -> None:
    with pytest.raises(RefusedError, match="use a full or half hour"):
        ask(district, OTHER, "reminders.set", {"morning": "06:15"})


def test_who_wants_no_message_of_the_week_still_hears_what_others_are_late_with(district: District) -> None:
    seat(district, Role.SUPERINTENDENT, CHECKER)
    known(district, CHECKER)
    ask(district, PRINCIPAL, "reminders.set", {"morning": "district", "marks": []})
    plan = {"kind": "corrective", "source": "employee", "severity": "major", "owner": district.person(STEPPER)}
    number = filed(district).number
    ask(district, MR, "car.accept_with", {**plan, "school": district.school()}, about=number)

    mornings(district, "2026-04-13", "2026-04-20")

    assert days_of(district, PRINCIPAL) == ["2026-04-13"]
    assert district.do(lambda tx: Outbox(tx).ledger())["pending"] > 0
