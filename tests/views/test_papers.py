"""What stands on paper, in words; how it is typeset is tested in tests/bot/test_typeset.py."""

import json
import re
import string
from collections.abc import Iterator
from dataclasses import replace

import pytest

from domain.cars import REDACTED
from domain.public_copy import PublicRule, Text, public_copy
from domain.rules import DEFAULT_RULES
from tests.texts import PSEUDO, Pseudo, escaped
from tests.views.papers import CALLED, NEW, PAPERS, PUBLIC, RELEASE, RULE, STAMP, WHOLE, log, part
from tests.views.test_languages import TYPED
from views import languages
from views.languages import drawn_in, spoken
from views.log_paper import MOST, log_paper
from views.paper import Paper
from views.papers import STATES, car_paper
from views.pdf import printed, typeset_data
from views.public_papers import public_paper

#: The head of a history, and the digest of a plan.
DIGEST = re.compile(r"[0-9a-f\u200b]{16,}")


@pytest.fixture
def pseudo() -> Iterator[None]:
    languages.MORE[PSEUDO] = Pseudo()
    yield
    del languages.MORE[PSEUDO]


def words(paper: Paper) -> str:
    """All that stands on a paper, as one text."""
    found: list[str] = []

    def walk(value: object) -> None:
        match value:
            case [int(), str(said)]:
                found.append(said)
            case list():
                for one in value:
                    walk(one)
            case dict():
                for name, one in value.items():
                    if name != "shares":
                        walk(one)

    walk(json.loads(typeset_data(paper)))
    return " | ".join(found)


@pytest.mark.usefixtures("pseudo")
@pytest.mark.parametrize("name", PAPERS)
def test_no_text_of_a_paper_escapes(name: str) -> None:
    said = words(drawn_in(PAPERS[name], PSEUDO))

    shown = DIGEST.sub("", said)
    assert escaped(shown, TYPED + " page pages") == set()


@pytest.mark.parametrize("name", PAPERS)
def test_every_copy_says_that_it_is_one_when_it_was_made_and_how_the_history_stood(name: str) -> None:
    said = words(PAPERS[name])

    assert "Printed Tue 9 Jun 2026" in said
    if "half" not in name:
        assert (
            "ublic copy, not the official version" in said or "Unofficial copy: the online version is official" in said
        )
        assert f"History: 42 entries, head {STAMP.head}" in said.replace("\u200b", "")


def test_a_paper_holds_all_that_the_record_holds_in_the_words_of_the_standard() -> None:
    said = words(PAPERS["a report that is closed"])

    for expected in (
        *("Nonconformity", "Every bus on time", "Root cause 1, not confirmed", "1. No list", "2. No time"),
        *("Three custodians said so", "Step", "The calendar entry", "Cancelled", "A gate for 900 dollars"),
        *("Allocated in part: Half of it", "No open gate in 60 days", "Look twice a year", "Ole Olsen", "Che Chow"),
        *("Fri 1 May 2026", "Wed 20 May 2026", "19 days", "The parts are late", "Granted until Wed 20 May 2026"),
        *("Moved there by", "Mon 13 Apr 2026, 10:30 AM", "Management representative", "Record version 1", "Effective"),
    ):
        assert expected in said, expected
    assert set(STATES.values()) & set(said.split(" | ")) >= {"Submitted", "Monitoring effectiveness", "Closed"}


def test_nobody_signs_what_is_not_done() -> None:
    assert "Management representative" not in words(PAPERS["a report that was filed"])


def test_a_name_that_was_hidden_stands_on_no_paper() -> None:
    car = replace(WHOLE.car, hide_name=True, on_behalf_of="Joe Cook")
    stays = (replace(WHOLE.stays[0], by=""), *WHOLE.stays[1:])  # as storage tells it
    said = words(car_paper(replace(WHOLE, car=car, stays=stays), CALLED, STAMP))

    assert "Ann Archer" not in said
    assert "Joe Cook" not in said
    assert "somebody who asked not to be named" in said


def test_a_sealed_report_says_so_on_every_page() -> None:
    assert "Sealed" in PAPERS["a sealed report"].notice


def test_a_report_that_was_handed_over_is_its_number_its_day_and_nothing_else() -> None:
    car = replace(NEW.car, what="", handed_to="title_ix", happened_on=NEW.car.filed_on, school=None)
    said = words(car_paper(replace(NEW, car=car, title=car.title, stays=()), CALLED, STAMP))

    assert "Handed over to an office of the district" in said
    assert "Requester" not in said


def test_a_public_copy_lists_what_is_withheld_with_the_reason_and_the_law() -> None:
    said = words(PAPERS["a public copy"])

    for name in ("Ann Archer", "Ole Olsen", "Mia Moss", "Che Chow", "Stu Stone", "example.org"):
        assert name not in said
    for kept in ("The gate latch at the bus loop", "Put the check in the calendar", "Every gate closes"):
        assert kept in said
    for gone in ("Nobody owns the yearly check", "No list", "900 dollars", "Look twice", "The parts are late"):
        assert gone not in said
    assert "Causes | The quality office did not release it." in said
    assert "Requester | Who reports something is not made public." in said
    assert "Links and photos | Links and photos may show people." in said
    assert "Law: Request of March" in said
    assert "Management representative" not in said  # nobody signs it


def test_names_of_staff_are_public_where_the_district_says_so() -> None:
    copy, held = public_copy(WHOLE, RELEASE, PublicRule(names=True))
    said = words(public_paper(copy, held, RULE, replace(PUBLIC, unnamed=""), STAMP))

    assert "Ole Olsen" in said
    assert "Ann Archer" not in said  # whoever reported it stays unnamed
    assert "Names of staff" not in said


def test_words_that_were_removed_are_told_apart_from_those_withheld() -> None:
    removed = replace(WHOLE, car=replace(WHOLE.car, what=REDACTED))
    copy, held = public_copy(removed, replace(RELEASE, texts=frozenset(Text)), RULE)

    assert "What happened | These words were removed for good." in words(public_paper(copy, held, RULE, PUBLIC, STAMP))


def test_a_public_log_shows_titles_as_they_were_released_and_nobody() -> None:
    said = words(PAPERS["a public log"])

    assert "The gate latch" not in said
    assert "Ole Olsen" not in said
    assert "Every gate closes" in said
    assert "6 sealed reports are not shown." in said


def test_a_long_log_says_how_much_of_it_is_here() -> None:

    several = replace(part(1), cars=log(1) * (MOST + 5), total=99_999)
    paper = log_paper(several, CALLED, DEFAULT_RULES, STAMP)

    assert f"The first {MOST}. There are more" in words(paper)
    assert words(paper).count("CAR-2026-000") == MOST


def test_half_a_page_tells_families_what_was_said_what_was_done_and_how_long_it_took() -> None:
    said = words(PAPERS["half a page"])

    assert "At East School: you said, we fixed" in said
    assert "You said: Every gate closes" in said
    assert "We fixed: A new latch" in said
    assert "It took 96 days." in said
    assert " | 8 | problems fixed" in said  # two that everybody may read, and six sealed ones


def test_half_a_page_without_stories_says_so() -> None:
    assert "released no story" in words(PAPERS["half a page of which nothing was released"])
    assert "Nothing was closed in this time" in words(PAPERS["half a page without anything"])


FAMILIES = [name for name in PAPERS if name.startswith("half a page")]


@pytest.mark.parametrize("name", FAMILIES)
def test_families_read_every_word_of_ours_in_spanish(name: str) -> None:
    spanish = words(drawn_in(PAPERS[name], "es"))

    assert "En East School" in spanish
    assert "Desde: " in spanish
    assert not any(text in spanish for text in ("You said", "We fixed", "It took", "Printed", "problem fixed", "Page "))


def test_english_and_spanish_are_spoken() -> None:
    assert spoken() == {"en": "English", "es": "Español"}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("#let x = 1 $a$ *b* \\ `c` " + string.punctuation, "#let x = 1 $a$ *b* \\ `c` " + string.punctuation),
        ("ok \U0001f600", "ok [grinning face]"),
        ("\u4e2d\u6587", "[?][?]"),
        ("e\u0301", "\u00e9"),
        ("evil \u202egpj.exe", "evil gpj.exe"),
        ("a\x00\x07b\tc\r\nd", "ab c\nd"),
        ("1\ufe0f\u20e3", "1"),
        ("", ""),
    ],
)
def test_what_cannot_be_printed_is_named_and_nothing_is_escaped(typed: str, expected: str) -> None:
    assert "".join(said for _, said in printed(typed)).replace("\u200b", "") == expected


def test_another_alphabet_takes_a_font_that_has_it() -> None:
    fonts = {
        font for font, said in printed("East \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627") if said.strip()
    }

    assert len(fonts) == 3


def test_a_long_word_has_places_to_end_a_line() -> None:
    ((_, said),) = printed("x" * 3000)

    assert max(map(len, said.split("\u200b"))) == 8
    assert said.replace("\u200b", "") == "x" * 3000
