"""A problem that came back is offered to be named."""

import pytest

from storage.car_words import CarWords, car_words
from tests.conftest import MR, OTHER, TEACHER, District
from tests.story import ask, filed, seen
from tests.working import card

SAID, AGAIN = "The latch of the playground gate is broken", "Broken latch at the playground gate"
OFFER = "reads much like this"


def closed(district: District, **form: object) -> str:
    number = filed(district, **{"what": SAID, **form}).number  # type: ignore[arg-type]
    ask(district, MR, "car.fixed", {"reason": "A new latch", "category": "communication"}, about=number)
    return number


def test_a_report_that_reads_like_a_closed_one_says_so_to_requester_and_office(district: District) -> None:
    old = closed(district)
    new = filed(district, what=AGAIN).number

    for who, notice in ((TEACHER, "car.received"), (MR, "car.triage")):
        shown = str(card(district, who, new, notice))
        assert f"{old}, closed Mon 9 Mar, {OFFER}" in shown
        assert "car.recurs" in shown
    assert OFFER not in str(card(district, OTHER, new, "car.triage"))


def test_it_is_named_with_one_press_and_offered_no_more(district: District) -> None:
    old = closed(district)
    new = filed(district, what=AGAIN).number
    ask(district, TEACHER, "car.recurs", about=f"{new} {old}")

    assert seen(district, new).recurrence_of == old
    assert OFFER not in str(card(district, MR, new, "car.triage"))
    assert f"'Came back after', '{old}'" in str(card(district, MR, new))


def kept(district: District) -> dict[str, bool]:
    """Of which reports words are kept, and whether they are offered."""
    return {row["car"]: row["offered"] for row in district.do(lambda tx: tx.rows(car_words))}


@pytest.mark.parametrize(("mark", "looked_through"), [("sealed", False), ("hide_name", True)])
def test_one_that_is_kept_from_anybody_is_never_offered(district: District, mark: str, looked_through: bool) -> None:  # noqa: FBT001
    old = closed(district, marks=[mark])
    new = filed(district, what=AGAIN).number

    assert OFFER not in str(card(district, MR, new, "car.triage"))
    assert kept(district) == {new: False} | ({old: False} if looked_through else {})


@pytest.mark.parametrize(("how", "looked_through"), [("seal", False), ("redact", False), ("reopen", True)])
def test_one_that_is_sealed_redacted_or_open_again_is_offered_no_more(
    district: District,
    how: str,
    looked_through: bool,  # noqa: FBT001
) -> None:
    old = closed(district)
    acts = {
        "seal": ("car.seal", None),
        "redact": ("redaction.make", {"parts": ["reason"], "reason": "A name"}),
        "reopen": ("car.reopen", {"reason": "It broke", "owner": district.person(OTHER)}),
    }
    route, form = acts[how]
    ask(district, MR, route, form, about=old)
    new = filed(district, what=AGAIN).number

    assert OFFER not in str(card(district, MR, new, "car.triage"))
    assert kept(district) == {new: False} | ({old: False} if looked_through else {})


def test_a_report_about_something_else_is_not_offered(district: District) -> None:
    closed(district)
    other = filed(district, what="The milk was warm at lunch")

    assert district.do(lambda tx: CarWords(tx).alike(other)) == []
