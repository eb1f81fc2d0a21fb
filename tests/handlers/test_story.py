"""The whole story of a report, as each may read it."""

import ast
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from domain.errors import RefusedError
from domain.lifecycle import EDGES
from domain.minutes import OutcomeKind
from handlers.moving import DID, UNDID
from handlers.routing import Open, Reply, answer
from storage.steps import Steps
from storage.verify import verify
from tests.conftest import MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.story import OFFICER, ROUTES, ask, filed, with_seats
from tests.test_conventions import sources
from tests.working import CHECKER, MAJOR, STEPPER, plan_answers
from views.deeds import SENTENCES
from views.elements import Card, Heading, Note, Text


class Days:
    """A district in which each act is done a minute, or some days, after the one before."""

    def __init__(self, district: District) -> None:
        self.district = district
        self.now = NOW

    def do(self, who: str, route: str, form: dict[str, Any] | None = None, *, days: int = 0, **more: Any) -> Reply:
        self.now += timedelta(days=days, minutes=1)
        call = {"today": self.now.date(), **more}
        done: Reply = self.district.do(
            lambda tx: answer(ROUTES[route], self.district.call(tx, who, **call), form), now=self.now
        )
        return done


def lines(card: Card) -> list[str]:
    return [part.body for part in card.parts if isinstance(part, Heading | Text | Note)]


def story(district: District, who: str, number: str, offset: int = 0) -> str:
    """All that somebody reads of it, a line each."""
    drawn = ask(district, who, "story.page", about=f"{number} {offset}")
    return "\n".join(lines(drawn.card))  # type: ignore[union-attr]


def whole(district: District, who: str, number: str) -> str:
    pages = [story(district, who, number, offset) for offset in (0, 12, 24)]
    return "\n".join(pages)


def verbs(path: Path) -> Iterator[str]:
    """Every name that a file gives to what it writes into history: `did="car.filed"`, `case, did = …, "step.done"`."""
    for node in ast.walk(ast.parse(path.read_text())):
        named = isinstance(node, ast.keyword) and node.arg == "did"
        for target in node.targets if isinstance(node, ast.Assign) else ():
            named |= any(isinstance(one, ast.Name) and one.id == "did" for one in ast.walk(target))
        for inner in ast.walk(node.value) if named and isinstance(node, ast.keyword | ast.Assign) else ():
            if isinstance(inner, ast.Constant) and "." in str(inner.value).strip("."):
                yield str(inner.value)


def test_whatever_is_written_into_history_has_a_sentence() -> None:
    written = {verb for path in sources("handlers", "scheduled", "storage", "bot") for verb in verbs(path)}
    moved = {f"car.{edge.target}" for edge in EDGES} | {*DID.values(), *UNDID.values()}
    moved |= {f"outcome.{kind}" for kind in OutcomeKind}

    assert (written | moved) - set(SENTENCES) == set(), "say in views/deeds.py what it was, in one sentence"
    assert set(SENTENCES) - (written | moved) == set(), "nothing writes these any more"
    assert {"step.cancelled", "car.time_declined", "extension.asked", "seat.taken", "staff.unnamed"} <= written


def lived(district: District) -> tuple[Days, str]:
    """A report that was planned, whose date was moved, that came back once and was closed."""
    days = Days(district)
    number = filed(district).number
    owner = district.person(PRINCIPAL)
    days.do(MR, "car.accept_with", {**MAJOR, "owner": owner, "school": district.school()}, about=number)
    days.do(PRINCIPAL, "car.plan", plan_answers(district), days=2, about=number)
    days.do(MR, "car.refuse", {"reason": "Name a date"}, about=number)
    days.do(PRINCIPAL, "car.plan", plan_answers(district), about=number)
    _approve(days, number)
    days.do(PRINCIPAL, "time.ask", {"new": "2026-06-30", "reason": "The part is late"}, days=3, about=number)
    days.do(MR, "time.grant", about=number)
    for step in _steps(days, number):
        days.do(STEPPER, "step.report", {"as_": "done", "said": "It hangs at the gate"}, about=str(step))
    days.do(PRINCIPAL, "car.finish", about=number)
    days.do(CHECKER, "car.watch", about=number)
    days.do(CHECKER, "car.came_back", {"reason": "It opened again"}, days=9, about=number)
    days.do(MR, "car.cancel", {"reason": "The gate is gone"}, about=number)
    return days, number


def _approve(days: Days, number: str) -> None:
    drawn = days.do(MR, "car.show", about=number)
    button = next(one for one in drawn.card.buttons if one.label == "Approve")  # type: ignore[union-attr]
    days.do(MR, button.does, about=button.about)


def _steps(days: Days, number: str) -> list[int]:
    found: list[int] = days.district.do(lambda tx: [step.number for step in Steps(tx).of(number, 1)])
    return found


def test_a_long_life_reads_as_a_story_in_rounds(district: District) -> None:
    _, number = lived(district)

    told = whole(district, MR, number)

    for line in (
        "Mon 9 Mar · Round 1",
        "10:00 AM · Teacher reported it.",
        "You accepted it.",
        " Severity: Needs a plan. Owner: Principal, East School. Plan due: ",
        "Version of the plan: 1. ",
        "You sent the plan back. Why: “Name a date”. Now: Looking into it.",
        "asked for more time. Asked for: ",
        "Why: “The part is late”.",
        "You moved its date. Fix due: ",
        " → Tue 30 Jun.",
        "Nurse did step 1. What shows it: “It hangs at the gate”.",
        "Plan due: Wed 8 Apr → Wed 22 Apr.",
        "found that the fix did not hold. A new round begins. ",
        "Why: “It opened again”. Now: Looking into it, after 9 days.",
        "Mon 23 Mar · Round 2",
    ):
        assert line in told, told
    assert told.splitlines()[-1].endswith("entries in the history, unbroken.")


def test_it_is_told_in_pages_that_lead_to_each_other(district: District) -> None:
    _, number = lived(district)

    first = ask(district, TEACHER, "car history", text=number).card  # type: ignore[union-attr]
    then = ask(district, TEACHER, "story.page", about=f"{number} 12").card  # type: ignore[union-attr]

    assert [(b.label, b.about) for b in first.buttons] == [("Go on", f"{number} 12"), ("Show", number)]
    assert [(b.label, b.about) for b in then.buttons] == [("Earlier", f"{number} 0"), ("Show", number)]
    assert "unbroken" not in str(lines(first))
    assert "unbroken" in str(lines(then))


def test_words_without_a_number_are_a_report(district: District) -> None:
    reply = ask(district, TEACHER, "car history", text="books are torn")

    assert isinstance(reply, Open)
    assert reply.form.asks[0].value == "history books are torn"


def test_who_hid_their_name_is_named_to_the_office_alone(district: District) -> None:
    number = filed(district, marks=["hide_name"]).number
    days = Days(district)
    days.do(MR, "car.return", {"reason": "Which gate?"}, about=number)
    days.do(TEACHER, "car.answer", {"text": "The south one"}, about=number)

    told = story(district, OTHER, number)

    assert "Teacher" not in told
    assert "Somebody who asked not to be named reported it." in told
    assert "Somebody who asked not to be named sent it in again. Answer: “The south one”." in told
    assert "Teacher reported it." in story(district, MR, number)


def test_a_sealed_one_is_not_found(district: District) -> None:
    number = filed(district, marks=["sealed"]).number

    with pytest.raises(RefusedError, match="There is no report"):
        ask(district, OTHER, "car history", text=number)


def test_of_one_that_was_handed_over_only_its_time_is_told(district: District) -> None:
    with_seats(district)
    number = filed(district).number
    Days(district).do(MR, "car.hand_over", {"office": "title_ix", "note": "Xyzzy"}, about=number)

    told = story(district, MR, number)

    assert "Somebody reported it." in told
    assert "Somebody handed it over" in told
    assert not [word for word in ("Xyzzy", "Teacher", "East", "entries") if word in told]
    assert "Quality Office handed it over" in story(district, OFFICER, number)


def test_removed_words_say_so_and_why_to_those_who_may_remove_them(district: District) -> None:
    days, number = Days(district), filed(district).number
    days.do(MR, "car.return", {"reason": "Xyzzy of class 4b"}, about=number)
    days.do(MR, "redaction.make", {"parts": ["reason"], "reason": "A pupil's name"}, about=number)

    office, others = story(district, MR, number), story(district, OTHER, number)

    assert "Xyzzy" not in office + others
    assert "sent it back for a detail. Why: (redacted)." in others
    assert "You removed words from it. Why: “A pupil's name”." in office
    assert "pupil" not in others


def test_a_hold_is_told_to_those_who_see_it(district: District) -> None:
    days, number = Days(district), filed(district).number
    days.do(MR, "holds.set", {"cause": "parent", "reason": "A request"}, about=number)

    assert "You set a hold: no words may be removed. Why: “A request”." in story(district, MR, number)
    assert "hold" not in story(district, OTHER, number)


def test_entries_from_before_changes_were_kept_tell_who_and_when_alone(district: District) -> None:
    _, number = lived(district)
    district.do(lambda tx: tx.connection.execute(text("DELETE FROM changes")))

    told = whole(district, MR, number)

    assert "You accepted it. Now: Looking into it." in told
    assert "Owner:" not in told
    assert "unbroken" in told


def test_what_was_changed_behind_our_back_is_not_told(district: District) -> None:
    _, number = lived(district)
    forged = "UPDATE changes SET was = replace(was, 'major', 'minor') || ''"
    other = "UPDATE changes SET was = replace(was, '2026-', '2027-')"
    for statement in (forged, other):
        district.do(lambda tx, one=statement: tx.connection.execute(text(one)))

    told = whole(district, MR, number)

    assert "2027" not in told


def test_a_record_that_was_changed_breaks_the_chain(district: District) -> None:
    number = filed(district).number
    district.do(lambda tx: tx.connection.execute(text("UPDATE cars SET severity = 'minor'")))

    assert "1 does not fit what was written." in story(district, MR, number)
    assert district.do(verify).broken != []
