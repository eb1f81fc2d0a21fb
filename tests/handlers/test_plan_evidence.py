"""What shows how a step of a plan stands: a file or a link beside its update."""

import pytest

from domain.errors import RefusedError
from domain.evidence import A_FORM, Fit
from handlers.routing import Draw, FormError
from storage.db import Tx
from storage.evidence import Evidence
from storage.outbox import outbox
from tests.conftest import MR, TEACHER, District
from tests.handlers.test_improvement import words
from tests.improving import DOER, in_force
from tests.story import ask, drawn_again, settled
from tests.working import card, items

STEP, LINK = "1", "https://x.example/room.jpg"
DONE = {"status": "done", "comment": "The room is set up"}


def kept(district: District) -> tuple[str, str]:
    """A file that was added with an update and fetched since: its plan, and its id."""
    number = in_force(district)
    assert ask(district, DOER, "steps.tell", {**DONE, "files": [LINK]}, about=STEP) == Draw("steps.card", STEP)
    fit = Fit(name="room.txt", media="text/plain", content=b"the room")

    def fetched(tx: Tx) -> str:
        (piece,) = Evidence(tx).of(number)
        assert (piece.step, piece.link) == (1, LINK)
        Evidence(tx).keep(piece, fit)
        return str(Evidence(tx).of(number)[0].file)

    return number, str(district.do(fetched))


def test_a_file_stands_with_the_step_and_opens_for_whoever_reads_the_plan(district: District) -> None:
    _, file = kept(district)

    (item,) = items(card(district, TEACHER, STEP, "steps.card"))
    assert item.detail.startswith("Step 1 · text · ")
    assert item.button
    assert (item.button.label, item.button.about) == ("Open", file)
    assert ask(district, TEACHER, "files.send", about=file) == Draw("file.coming", file)


def test_once_it_is_fetched_the_messages_of_its_step_are_drawn_again(district: District) -> None:
    in_force(district)
    ask(district, MR, "steps.ask_owner", {"owner": district.person(TEACHER)}, about=STEP)
    settled(district)
    kept_of = ask(district, DOER, "steps.tell", {**DONE, "status": "on_track", "files": [LINK]}, about=STEP)
    assert kept_of == Draw("steps.card", STEP)
    assert ("steps.asked", TEACHER) in drawn_again(district)


def test_its_bytes_go_with_the_words_of_the_plan(district: District) -> None:
    number, file = kept(district)

    ask(district, MR, "plan.redact", {"parts": ["files"], "reason": "A face"}, about=number)

    with pytest.raises(RefusedError, match="This file is not there any more"):
        ask(district, TEACHER, "files.send", about=file)
    assert LINK not in words(card(district, TEACHER, STEP, "steps.card"))


def test_more_files_than_a_form_takes_are_refused_and_nothing_is_told(district: District) -> None:
    in_force(district)
    many = [f"{LINK}?{n}" for n in range(A_FORM + 1)]

    with pytest.raises(FormError) as refused:
        ask(district, DOER, "steps.tell", {**DONE, "files": many}, about=STEP)

    assert list(refused.value.faults) == ["files"]
    assert district.do(lambda tx: tx.rows(outbox, outbox.c.updates == "fetch")) == []
