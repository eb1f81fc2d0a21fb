"""What of a report may leave the district: each text by itself, and never who reported it."""

from dataclasses import asdict, fields, replace

import pytest

from domain.cars import Concern
from domain.dossiers import Dossier
from domain.errors import RefusedError
from domain.families import TOLD, half_page
from domain.plans import Verdict
from domain.public_copy import (
    DONE_MAX,
    TEXTS,
    WRITTEN,
    PublicRule,
    Text,
    Why,
    check_release,
    may_release,
    public_copy,
    texts_of,
    told_of,
    withheld_of_log,
)
from tests.domain.story import ANN, BOB, CAR, DEB, MIA, SUE
from tests.views.papers import CLOSED_CAR, RELEASE, WHOLE, YEAR

RULE = PublicRule()


def said(dossier: Dossier) -> str:
    return str(asdict(dossier))


def words(text: Text) -> list[str]:
    return [one for one in WRITTEN[text](WHOLE) if one]


@pytest.mark.parametrize("text", [text for text in Text if words(text)])
def test_a_text_is_public_only_where_it_was_released(text: Text) -> None:
    """With all others released, not one word of it is left; with it alone, all of it is."""
    without, held = public_copy(WHOLE, replace(RELEASE, texts=frozenset(Text) - {text}), RULE)
    alone, others = public_copy(WHOLE, replace(RELEASE, texts=frozenset({text})), RULE)

    elsewhere = {one for other in Text if other is not text for one in words(other)}
    assert [one for one in set(words(text)) - elsewhere if repr(one)[1:-1] in said(without)] == []
    assert [one for one in words(text) if repr(one)[1:-1] not in said(alone)] == []
    assert (TEXTS[text], Why.NOT_RELEASED) in {(one.what, one.why) for one in held}
    assert TEXTS[text] not in {one.what for one in others}


def test_every_text_of_the_records_belongs_to_one_that_is_released_or_is_never_public() -> None:
    """A new text of a report is not forgotten here."""
    free = {"what", "requirement", "already_done", "reason", "answer", "appeal", "related", "done", "cause"}
    never = {"on_behalf_of", "link", "handed_note", "before"}
    ours = {"number", "school", "department", "objective", "cause_category", "requester", "owner", "checker"}
    ours |= {"decided_by", "signed_off_by", "asked_owner", "rejection", "outcome", "recurrence_of", "former"}
    texts = {field.name for field in fields(CAR) if "str" in str(field.type) or "PersonId" in str(field.type)}

    assert texts - free - never - ours - {"photos", "handed_to", "severity", "concerns", "kind", "source"} == set()


def test_whoever_reported_it_is_named_nowhere() -> None:
    for rule in (RULE, PublicRule(names=True)):
        copy, held = public_copy(WHOLE, replace(RELEASE, texts=frozenset(Text)), rule)

        assert f"'{ANN.person}'" not in said(copy)
        assert copy.car.link is None
        assert {one.why for one in held} >= {Why.REQUESTER, Why.EVIDENCE}


def test_staff_are_unnamed_unless_the_district_says_otherwise() -> None:
    unnamed, _ = public_copy(WHOLE, RELEASE, RULE)
    named, _ = public_copy(WHOLE, RELEASE, PublicRule(names=True))

    assert unnamed.persons == {"staff"}
    assert named.persons >= {"ole", "che", "mia", "stu"}


def test_only_what_there_is_is_listed() -> None:
    bare = Dossier(car=CAR, title=CAR.title)
    _, held = public_copy(bare, replace(RELEASE, texts=frozenset()), PublicRule(names=True))

    assert [one.what for one in held] == ["Requester", TEXTS[Text.WHAT]]
    assert texts_of(bare) == [Text.WHAT]
    assert set(texts_of(WHOLE)) == {text for text in Text if words(text)}


@pytest.mark.parametrize("car", [replace(CAR, sealed=True), replace(CAR, handed_to="title_ix")])
def test_what_is_sealed_has_no_public_copy(car: object) -> None:
    with pytest.raises(RefusedError, match="there is no public copy"):
        public_copy(replace(WHOLE, car=car), RELEASE, RULE)
    assert not may_release(car, MIA)  # type: ignore[arg-type]


def test_the_office_alone_releases() -> None:
    assert [who for who in (ANN, BOB, SUE, MIA, DEB) if may_release(CAR, who)] == [MIA, DEB]
    assert not may_release(replace(CAR, concerns=Concern.OFFICE), MIA)


@pytest.mark.parametrize(("changes", "field"), [({"title": " "}, "title"), ({"done": "x" * (DONE_MAX + 1)}, "done")])
def test_a_release_has_a_title_and_is_short(changes: dict[str, str], field: str) -> None:
    with pytest.raises(RefusedError) as refused:
        check_release(replace(RELEASE, **changes))

    assert refused.value.field == field


@pytest.mark.parametrize(("sealed", "told"), [(0, 0), (4, 0), (5, 5), (6, 6)])
def test_a_few_sealed_reports_are_not_counted(sealed: int, told: int) -> None:
    assert told_of(sealed) == told
    assert half_page("East", YEAR, [CLOSED_CAR], [RELEASE], sealed=sealed).fixed == 1 + told


def test_half_a_page_tells_the_newest_of_those_that_were_released_and_not_taken_back() -> None:
    several = [replace(CLOSED_CAR, number=f"CAR-2026-{n:03}") for n in range(8)]
    releases = [replace(RELEASE, car=car.number, title=car.number) for car in several]
    releases[7] = replace(releases[7], taken_back=True)
    releases[6] = replace(releases[6], done="")
    page = half_page("East", YEAR, several, releases, sealed=0)

    assert [one.said for one in page.told] == [f"CAR-2026-00{n}" for n in (5, 4, 3, 2)]
    assert len(page.told) == TOLD
    assert (page.fixed, page.middle) == (8, 96)


def test_without_anything_there_is_no_middle() -> None:
    assert half_page("East", YEAR, [], [], sealed=3) == replace(
        half_page("East", YEAR, [], [], sealed=0), fixed=0, middle=None
    )


def test_a_verdict_is_withheld_as_a_whole() -> None:
    copy, _ = public_copy(WHOLE, replace(RELEASE, texts=frozenset()), RULE)

    assert copy.verdicts == (Verdict(result="(withheld)", documents="(withheld)", lesson="(withheld)"),)


@pytest.mark.parametrize(("names", "public"), [(False, True), (False, False), (True, True), (True, False)])
def test_a_public_log_lists_what_it_leaves_out(names: bool, public: bool) -> None:  # noqa: FBT001 - a table of both
    release = replace(RELEASE, car=CLOSED_CAR.number, taken_back=not public)
    held = withheld_of_log([CLOSED_CAR], {CLOSED_CAR.number: release}, PublicRule(names=names))

    staff, titles = [] if names else [Why.STAFF], [] if public else [Why.NOT_RELEASED]
    assert [one.why for one in held] == [Why.REQUESTER, *staff, *titles, Why.SEALED]
