"""Files as evidence: who adds them, who opens them, and what becomes of them."""

from typing import Any

import pytest

from domain.errors import RefusedError
from domain.evidence import Fit, Piece, Problem, Shows
from handlers.routing import Draw, FormError, Open, answer
from storage.db import Tx
from storage.evidence import Evidence, gave_up
from storage.files import Files
from storage.holds import Holds
from storage.outbox import FETCH, outbox
from storage.verify import verify
from tests.conftest import MR, NOW, OTHER, PRINCIPAL, TEACHER, District
from tests.story import ROUTES, ask, filed, with_seats
from tests.working import QUICK, STEPPER, accepted, approved, case_of, plan_answers, verifying
from views.elements import Card

LINK = "https://sunrise.slack.com/files/U1/F0000001/gate.jpg"
FIT = Fit(name="gate.jpg", media="image/jpeg", content=b"\xff\xd8a picture")


def by_chat(district: District, who: str, route: str, form: dict[str, Any], **more: Any) -> Any:
    """The same as `ask`, where the platform is known on which files lie."""

    def work(tx: Tx) -> Any:
        return answer(ROUTES[route], district.call(tx, who, **more), form)

    return district.database.do(district.id, work, now=NOW, door="slack")


def pieces(district: District, number: str) -> list[Piece]:
    found: list[Piece] = district.do(lambda tx: Evidence(tx).of(number))
    return found


def kept(district: District, number: str) -> str:
    """Everything that waits is fetched and kept; the id of the last file."""

    def work(tx: Tx) -> None:
        for piece in Evidence(tx).of(number):
            if piece.waits:
                Evidence(tx).keep(piece, FIT)

    district.do(work)
    return str(pieces(district, number)[-1].file)


def card(district: District, who: str, number: str) -> Card:
    drawn: Card = ask(district, who, "car.show", about=number).card  # type: ignore[union-attr]
    return drawn


def photographed(district: District, **form: Any) -> str:
    report = {"what": "The gate", "happened_on": "2026-03-09", "photos": [LINK], "already_done": "", **form}
    return str(by_chat(district, TEACHER, "car.file", {**report, "school": district.school()}).about)


def test_a_photo_of_a_report_is_owed_to_be_fetched_where_it_was_added(district: District) -> None:
    number = photographed(district)

    (piece,) = pieces(district, number)
    owed = district.do(lambda tx: tx.rows(outbox, outbox.c.updates == FETCH))
    assert (piece.part, piece.link, piece.waits) == (Shows.REPORT, LINK, True)
    assert [(row["about"], row["lane"]) for row in owed] == [(piece.id, "slack:T1")]
    assert "on its way" in str(card(district, OTHER, number))


def test_once_it_is_kept_everybody_who_reads_the_report_opens_it_there(district: District) -> None:
    number = photographed(district)
    file = kept(district, number)

    drawn = str(card(district, OTHER, number))
    assert "Open" in drawn
    assert LINK not in drawn
    assert "fingerprint" in drawn
    assert ask(district, OTHER, "files.send", about=file) == Draw("file.coming", file)


def test_of_a_sealed_report_only_its_readers_open_one(district: District) -> None:
    file = kept(district, photographed(district, marks=["sealed"]))

    with pytest.raises(RefusedError, match="not yours to read"):
        ask(district, OTHER, "files.send", about=file)
    assert ask(district, TEACHER, "files.send", about=file) == Draw("file.coming", file)


def test_who_hid_their_name_is_not_named_by_a_file(district: District) -> None:
    number = photographed(district, marks=["hide_name"])
    kept(district, number)

    told = str(card(district, OTHER, number)) + str(ask(district, OTHER, "story.show", about=number))
    assert "File 1" in told
    assert "Teacher" not in told


def test_what_cannot_be_kept_is_told_to_who_added_it_in_one_sentence(district: District) -> None:
    number = photographed(district, what="Xyzzy")
    (piece,) = pieces(district, number)
    district.do(lambda tx: Evidence(tx).refuse(piece, Problem.KIND))

    told = ask(district, TEACHER, "evidence.refused", about=piece.id)  # type: ignore[assignment]
    assert "was not kept: it is not a picture" in told.title  # type: ignore[union-attr]
    assert "Xyzzy" not in str(told)
    assert number not in str(ask(district, OTHER, "evidence.refused", about=piece.id))
    assert "on its way" not in str(card(district, OTHER, number))


def test_one_that_was_tried_too_often_is_told_of_as_well(district: District) -> None:
    (piece,) = pieces(district, photographed(district))
    district.do(lambda tx: gave_up(tx, piece.id))
    district.do(lambda tx: gave_up(tx, piece.id))

    found = pieces(district, piece.car)[0]
    assert found.problem is Problem.GONE
    assert len(district.do(lambda tx: tx.rows(outbox, outbox.c.what == "evidence.refused"))) == 1


def test_a_fix_a_step_and_a_check_can_be_shown_by_files(district: District) -> None:
    quick, planned, checked = accepted(district), approved(district), verifying(district)
    plan = case_of(district, planned).plan
    assert plan
    step = plan.steps[0].number
    by_chat(district, PRINCIPAL, "car.quick", {**QUICK, "files": [LINK]}, about=quick)
    said = {"as_": "done", "said": "It hangs", "files": [LINK]}
    by_chat(district, STEPPER, "step.report", said, about=str(step))
    by_chat(district, "U30", "car.not_yet", {"reason": "It opens", "files": [LINK]}, about=checked)

    found = [(piece.part, piece.step) for number in (quick, planned, checked) for piece in pieces(district, number)]
    assert found == [(Shows.FIX, None), (Shows.STEP, step), (Shows.CHECK, None)]


def test_files_come_with_a_plan_and_stay_while_it_gets_room_for_more(district: District) -> None:
    number = accepted(district, severity="major")
    typed = {**plan_answers(district), "files": [LINK]}
    more = district.do(
        lambda tx: ROUTES["car.plan_more"].handle(district.call(tx, PRINCIPAL, about=f"{number} 3 1", typed=typed))
    )
    assert {one.name: one.value for one in more.form.asks if one.name in ("kept", "files")} == {
        "kept": [LINK],
        "files": None,
    }

    by_chat(district, PRINCIPAL, "car.plan", {**plan_answers(district), "kept": [LINK]}, about=number)

    assert [(piece.part, piece.link) for piece in pieces(district, number)] == [(Shows.PLAN, LINK)]


def test_files_are_kept_while_words_are_asked_about(district: District) -> None:
    number = accepted(district)
    words = {**QUICK, "done": "Student J.S. tied it", "files": [LINK]}
    reply = by_chat(district, PRINCIPAL, "car.quick", words, about=number)

    assert isinstance(reply, Open)
    assert next(one.value for one in reply.form.asks if one.name == "kept") == [LINK]
    by_chat(district, PRINCIPAL, "car.quick", {**QUICK, "kept": [LINK]}, about=number)
    assert [piece.link for piece in pieces(district, number)] == [LINK]


def test_more_than_five_files_are_too_many_for_a_form(district: District) -> None:
    number = accepted(district)

    with pytest.raises(FormError) as refused:
        by_chat(district, PRINCIPAL, "car.quick", {**QUICK, "files": [f"{LINK}{n}" for n in range(6)]}, about=number)

    assert refused.value.faults == {"files": "Please choose 5 files or fewer."}


def test_who_has_no_part_in_a_report_sends_no_file_to_it(district: District) -> None:
    number = accepted(district)

    with pytest.raises(RefusedError, match="Only those who reported"):
        by_chat(district, OTHER, "evidence.sent", {"files": [LINK]}, text=number)
    with pytest.raises(RefusedError, match="Which report"):
        by_chat(district, TEACHER, "evidence.sent", {"files": [LINK]}, text="the gate")
    assert by_chat(district, TEACHER, "evidence.sent", {"files": [LINK]}, text=number) == Draw("evidence.added", number)
    assert [piece.part for piece in pieces(district, number)] == [Shows.LATER]


def test_an_office_that_has_the_report_gets_files_itself(district: District) -> None:
    with_seats(district)
    number = filed(district).number
    ask(district, MR, "car.hand_over", {"office": "title_ix"}, about=number)

    with pytest.raises(RefusedError, match="with an office now"):
        by_chat(district, TEACHER, "evidence.sent", {"files": [LINK]}, text=number)


def test_removing_words_empties_the_files_and_a_hold_keeps_them(district: District) -> None:
    number = photographed(district)
    file = kept(district, number)
    words = {"parts": ["files"], "reason": "A face"}
    ask(district, MR, "holds.set", {"cause": "parent", "reason": "Asked"}, about=number)
    with pytest.raises(RefusedError):
        ask(district, MR, "redaction.make", words, about=number)
    hold = district.do(lambda tx: Holds(tx).lasting()[0].id)
    ask(district, MR, "holds.lift", {"reason": "Over"}, about=hold)

    ask(district, MR, "redaction.make", words, about=number)

    assert district.do(lambda tx: Files(tx).find(file)).erased_at
    with pytest.raises(RefusedError, match="not kept any more"):
        district.do(lambda tx: Files(tx).content(file))
    assert LINK not in str(card(district, MR, number))
    assert "removed" in str(card(district, MR, number))
    assert district.do(verify).broken == []


def test_the_story_tells_of_files_by_their_fingerprint(district: District) -> None:
    number = photographed(district)
    kept(district, number)

    told = str(ask(district, OTHER, "story.show", about=number))
    assert "File: with the report" in told
    assert f"Fingerprint: {pieces(district, number)[0].sha256[:16]}" in told  # type: ignore[index]
    assert "unbroken" in told
