"""Looking at the log by filters, as whoever looks may see it."""

import re

import pytest

from domain.cars import State
from domain.errors import RefusedError
from domain.log import read_rows
from handlers.routing import FormError, Open, Show
from storage.car_words import car_words
from storage.redaction import Redactions
from tests.conftest import MR, OTHER, PRINCIPAL, TEACHER, District
from tests.handlers.test_trends import buttons, card_of, names, notes
from tests.office import known
from tests.story import ask, filed, with_seats
from views.elements import Card, Items

CANARY = "Xyzzyplugh"
TOMORROW = "2026-03-10"


def log(district: District, typed: str = "", who: str = OTHER) -> Card:
    return card_of(district, who, "car log", text=typed)


def accepted(district: District, number: str, owner: str = OTHER) -> str:
    form = {"kind": "corrective", "source": "employee", "severity": "minor", "owner": district.person(owner)}
    ask(district, MR, "car.accept_with", {**form, "school": district.school()}, about=number)
    return number


def test_the_log_is_all_that_somebody_finds_the_newest_first(district: District) -> None:
    numbers = [filed(district, what=f"Thing {nth}").number for nth in range(12)]
    first = log(district)
    second = card_of(district, OTHER, "log.show", about=buttons(first)["Older"].about)

    assert [*names(first), *names(second)] == list(reversed(numbers))
    assert first.title == "The log of reports (1–10 of 12)"
    assert "Filters: none" in notes(first)
    assert buttons(second)["Newer"].about == "0 all"


def test_what_was_typed_is_filtered_by_and_said(district: District) -> None:
    east = filed(district, what="The gate latches stick").number
    filed(district, what="The gate latch is stuck", school=district.school("West School"))
    filed(district, what="A bus was late")

    card = log(district, "East 2026 gate latch")

    assert names(card) == [east]
    said = "Filters: School: East School · Reported: Thu 1 Jan 2026 to Thu 31 Dec 2026 · Words: “gate latch”"
    assert said in notes(card)


def test_a_word_is_found_with_another_ending_and_whoever_finds_none_may_have_meant_a_report(
    district: District,
) -> None:
    number = filed(district, what="The sinks are leaking").number

    assert names(log(district, "leaks sink")) == [number]
    none = log(district, "cabin roof leaks")
    assert buttons(none)["Report “log cabin roof leaks”"].about == "log cabin roof leaks"
    assert buttons(log(district, "is 5"))["Filter …"].about == "all text=is 5"
    assert "too short or too common to look for" in notes(log(district, "is 5"))


def test_words_are_found_until_the_report_is_sealed_handed_over_or_loses_them(district: District) -> None:
    with_seats(district)
    sealed, handed, removed, closed = (filed(district, what=f"{CANARY} {nth}").number for nth in range(4))
    assert len(names(log(district, CANARY))) == 4

    ask(district, MR, "car.seal", about=sealed)
    ask(district, MR, "car.hand_over", {"office": "title_ix", "note": "Please"}, about=handed)
    ask(district, MR, "redaction.make", {"parts": ["everything"], "reason": "A name"}, about=removed)
    ask(district, MR, "car.fixed", {"reason": "Done", "category": "communication"}, about=closed)

    assert names(log(district, CANARY)) == [closed]
    assert names(log(district, CANARY, TEACHER)) == [closed]  # "sealed ones are not looked through"
    assert {row["car"] for row in district.do(lambda tx: tx.rows(car_words))} == {closed}
    ask(district, MR, "car.unseal", about=sealed)
    assert names(log(district, CANARY)) == [closed, sealed]


@pytest.mark.parametrize("typed", ["", "urgent", CANARY, "East", "open", "2026", "minor", "by due date"])
@pytest.mark.parametrize("who", [OTHER, PRINCIPAL])
def test_no_filter_tells_of_a_sealed_report(district: District, typed: str, who: str) -> None:
    before = str(log(district, typed, who))
    sealed = filed(district, what=f"{CANARY} is broken", marks=["sealed", "urgent"]).number

    after = log(district, typed, who)
    assert (CANARY.casefold() in str(after).casefold()) is (typed == CANARY)  # which they typed themselves
    assert sealed not in str(after)
    assert str(after) == before


def test_the_form_shows_what_is_chosen_and_keeps_it(district: District) -> None:
    line = read_rows("open overdue severity=major state=accepted filed=2026-01-01..2026-02-01 text=gate").line
    form = ask(district, OTHER, "log.filter", about=line)
    assert isinstance(form, Open)
    values = {one.name: one.value for one in form.form.asks if one.value}

    assert values["where"] == "at:accepted"
    assert values["marks"] == ["overdue"]
    assert values["text"] == "gate"
    answers = {name: str(one) if not isinstance(one, list) else one for name, one in values.items()}
    shown = ask(district, OTHER, "log.choose", answers)
    assert isinstance(shown, Show)
    kept = buttons(shown.card)["Filter …"].about
    assert read_rows(kept).state is State.ACCEPTED
    assert re.search(r"overdue .*severity=major filed=2026-01-01..2026-02-01 state=accepted text=gate$", kept)


def test_a_day_before_the_first_one_is_blamed_on_its_question(district: District) -> None:
    with pytest.raises(FormError) as refused:
        ask(district, OTHER, "log.choose", {"filed_from": "2026-03-02", "filed_to": "2026-03-01"})

    assert list(refused.value.faults) == ["filed_to"]


def test_an_owner_is_found_by_name_and_nobody_by_a_strange_one(district: District) -> None:
    number = filed(district).number
    with pytest.raises(RefusedError, match="Nobody called “Nurse” owns a report that you can see"):
        log(district, "owner:@Nurse")
    accepted(district, number)

    card = log(district, "owner:@Nurse")
    assert names(card) == [number]
    assert "Owner: you" in notes(card)
    with pytest.raises(RefusedError, match="Nobody called “Zebediah” owns a report"):
        log(district, "owner:Zebediah")


def test_the_office_reads_the_words_of_the_standard_and_members_their_own(district: District) -> None:
    accepted(district, filed(district).number)

    def said(who: str) -> str:
        (lines,) = (part for part in log(district, "state:accepted", who).parts if isinstance(part, Items))
        return lines.items[0].detail

    assert "Accepted: cause and plan" in said(MR)
    assert "Looking into it" in said(TEACHER)


def test_by_due_date_the_most_urgent_stands_first_and_what_ended_is_left_out(district: District) -> None:
    late, soon, ended = (filed(district).number for _ in range(3))
    accepted(district, soon)
    ask(district, MR, "car.fixed", {"reason": "Done", "category": "communication"}, about=ended)

    assert names(log(district, "by due date")) == [late, soon]


def test_words_that_were_removed_are_never_kept_again(district: District) -> None:
    number = filed(district, what=f"{CANARY} is broken", already_done=CANARY).number
    district.do(lambda tx: Redactions(tx).redact(f"cars:{number}", ["already_done"], reason="A name", by="x"))
    accepted(district, number)
    ask(district, MR, "car.seal", about=number)
    ask(district, MR, "car.unseal", about=number)

    assert names(log(district, CANARY)) == []


def test_whoever_owns_sealed_reports_alone_owns_none_that_others_may_ask_for(district: District) -> None:
    accepted(district, filed(district, marks=["sealed"]).number)

    with pytest.raises(RefusedError, match="Nobody called “nurse” owns"):
        log(district, "owner:nurse", PRINCIPAL)
    assert len(names(log(district, "owner:nurse", MR))) == 1


def test_of_several_who_are_called_so_one_is_chosen_and_the_other_filters_stay(district: District) -> None:
    for who, name in (("U30", "Ann Archer"), ("U31", "Ann Ames")):
        known(district, who, name=name)
        accepted(district, filed(district).number, who)

    card = log(district, "owner:ann 2026")

    assert card.title == "Who is “ann”?"
    assert list(buttons(card)) == ["Ann Ames", "Ann Archer"]
    assert len(names(card_of(district, OTHER, "log.show", about=buttons(card)["Ann Ames"].about))) == 1
    assert "filed=2026-01-01..2026-12-31" in buttons(card)["Ann Ames"].about


def test_the_log_of_an_earlier_day_is_drawn_and_not_shown(district: District) -> None:
    filed(district)
    chosen = {"where": "open", "as_of": "2026-03-08", "school": district.school()}
    reply = ask(district, OTHER, "log.choose", chosen)

    for shown in (reply, ask(district, OTHER, "car log", text="asof:2026-03-08 open East")):
        assert isinstance(shown, Show)
        assert shown.card.title == "Export the log"
        about = f"log.xlsx open school={district.school()} asof=2026-03-08"
        assert buttons(shown.card)["Excel"].about == about
    with pytest.raises(RefusedError, match="holds everybody's reports"):
        log(district, "mine asof:2026-03-08")
    today = ask(district, OTHER, "log.choose", {"where": "open", "as_of": "2026-03-09"})
    assert isinstance(today, Show)
    assert today.card.title != "Export the log"
