"""What people ask, and what is understood."""

from dataclasses import replace
from datetime import date

import pytest

from domain.asking import AboutMany, AboutOne, Around, Aspect, ForHelp, Unclear, understand
from domain.asking_words import ENGLISH, SPANISH, Sense
from domain.cars import Severity
from domain.places import Place, PlaceKind
from domain.sought import read_sought

TODAY = date(2026, 3, 11)  # a Wednesday
SCHOOLS = ("East School", "West Elementary School", "North High School", "North Middle School", "Lincoln School")
DEPARTMENTS = ("Human Resources", "Facilities", "Information Technology", "Food Services")
PLACES = [
    *(Place(id=(name.split()[0] + name.split()[1][0]).lower(), kind=PlaceKind.SCHOOL, name=name) for name in SCHOOLS),
    *(Place(id=name.split()[0].lower(), kind=PlaceKind.DEPARTMENT, name=name) for name in DEPARTMENTS),
]
AROUND = Around(places=PLACES, today=TODAY, year=2026)

#: Each sentence, and the reports that are looked for, as a button would carry it.
LISTS = {
    "what is overdue in HR?": "open overdue department=human",
    "What's overdue?": "open overdue",
    "overdue": "open overdue",
    "late reports at East": "open overdue school=easts",
    "which CARs are past due in human resources": "open overdue department=human",
    "my CARs": "open whose=mine",
    "show me my open reports please": "open whose=mine",
    "my overdue cars": "open overdue whose=mine",
    "all my reports": "all whose=mine",
    "what did I report": "all whose=reported",
    "what do I own": "open whose=owned",
    "what waits for me": "open whose=waiting",
    "What is waiting for me at West Elementary?": "open school=weste whose=waiting",
    "what should I do": "open whose=waiting",
    "what is on my plate": "open whose=waiting",
    "how many open at East": "open school=easts",
    "How many reports are open at East School right now?": "open school=easts",
    "how many problems were closed last month": "closed closed=2026-02-01..2026-02-28",
    "closed last month at West": "closed school=weste closed=2026-02-01..2026-02-28",
    "closed this week": "closed closed=2026-03-09..2026-03-15",
    "what was fixed in February": "closed closed=2026-02-01..2026-02-28",
    "closed since March": "closed closed=2026-03-01..2026-03-11",
    "closed since 2026-02-15": "closed closed=2026-02-15..2026-03-11",
    "open": "open",
    "what is open?": "open",
    "all reports": "all",
    "urgent": "open urgent",
    "urgent ones": None,
    "any urgent problems in facilities": "open urgent department=facilities",
    "critical reports": "open severity=critical",
    "major issues at Lincoln": "open severity=major school=lincolns",
    "quick fixes at East": "open severity=minor school=easts",
    "new this week": "all filed=2026-03-09..2026-03-15",
    "reports filed yesterday": "all filed=2026-03-10..2026-03-10",
    "what came in last week": "all filed=2026-03-02..2026-03-08",
    "reports from last month at East School": "all school=easts filed=2026-02-01..2026-03-11",
    "reported in the last 30 days": "all filed=2026-02-09..2026-03-11",
    "new since Monday": "all filed=2026-03-09..2026-03-11",
    "open since January": "open filed=2026-01-01..2026-03-11",
    "open reports of 2025": "open filed=2025-01-01..2025-12-31",
    "problems in November": "all filed=2025-11-01..2025-11-30",
    "problems in May 2025": "all filed=2025-05-01..2025-05-31",
    "what is due this week": "open due=2026-03-09..2026-03-15",
    "due tomorrow": "open due=2026-03-12..2026-03-12",
    "due next week in IT": "open department=information due=2026-03-16..2026-03-22",
    "what is due in it": "open",  # "it" is a small word; IT is shouted
    "maintenance": "open department=facilities",
    "kitchen problems": "open department=food",
    "East": "open school=easts",
    "Lincoln this year": "all school=lincolns filed=2026-01-01..2026-12-31",
    "¿Qué está vencido en Recursos Humanos?": "open overdue department=human",
    "mis reportes": "open whose=mine",
    "¿cuántos reportes abiertos hay en East?": "open school=easts",
    "cerrados el mes pasado en West": "closed school=weste closed=2026-02-01..2026-02-28",
    "¿qué me toca?": "open whose=waiting",
    "reportes urgentes desde enero": "all urgent filed=2026-01-01..2026-03-11",
    "problemas abiertos en mantenimiento": "open department=facilities",
}


@pytest.mark.parametrize(("said", "line"), LISTS.items())
def test_many_reports_are_asked_for(said: str, line: str | None) -> None:
    found = understand(said, AROUND)

    if line is None:
        assert isinstance(found, Unclear)
    else:
        assert found == AboutMany(sought=read_sought(line))
        assert read_sought(found.sought.line) == found.sought


@pytest.mark.parametrize(
    ("said", "number", "aspect"),
    [
        ("CAR 12", "CAR-2026-012", Aspect.CARD),
        ("12", "CAR-2026-012", Aspect.CARD),
        ("2025-014", "CAR-2025-014", Aspect.CARD),
        ("car-2026-014", "CAR-2026-014", Aspect.CARD),
        ("show me CAR 2025-7 please", "CAR-2025-007", Aspect.CARD),
        ("#12", "CAR-2026-012", Aspect.CARD),
        ("who owns CAR-2026-014", "CAR-2026-014", Aspect.OWNER),
        ("Who is responsible for car 14?", "CAR-2026-014", Aspect.OWNER),
        ("¿de quién es CAR 14?", "CAR-2026-014", Aspect.OWNER),
        ("when is CAR 14 due", "CAR-2026-014", Aspect.DUE),
        ("what happened to CAR 14?", "CAR-2026-014", Aspect.HISTORY),
        ("history of car 14", "CAR-2026-014", Aspect.HISTORY),
    ],
)
def test_one_report_is_asked_for(said: str, number: str, aspect: Aspect) -> None:
    assert understand(said, AROUND) == AboutOne(number=number, aspect=aspect)


@pytest.mark.parametrize(
    ("said", "owner", "line"),
    [
        ("what does Ann own", "ann", "open"),
        ("open reports owned by Ann Archer", "ann archer", "open"),
        ("Ann Archer's overdue cars", "ann archer", "open overdue"),
        ("how many are assigned to Ole at East?", "ole", "open school=easts"),
        ("reportes a cargo de José Pérez", "jose perez", "open"),
    ],
)
def test_somebodys_reports_are_asked_for_by_their_name(said: str, owner: str, line: str) -> None:
    assert understand(said, AROUND) == AboutMany(sought=read_sought(line), owner=owner)


@pytest.mark.parametrize("said", ["help", "Hello", "hi!", "What can you do?", "ayuda", "hola"])
def test_help_is_asked_for(said: str) -> None:
    assert understand(said, AROUND) == ForHelp()


@pytest.mark.parametrize(
    "said",
    [
        "The gate latch at East is broken",
        "the bus was late again and nobody called the parents",
        "Water is leaking in room 12 at West",
        "la puerta del patio no cierra",
        "CAR 12 was closed but the gate opens again",
        "x" * 301,
    ],
)
def test_what_reads_like_a_report_is_offered_as_one(said: str) -> None:
    found = understand(said, AROUND)

    assert isinstance(found, Unclear)
    assert found.report


@pytest.mark.parametrize(
    "said", ["", "?", "what is this", "lunch", "what is overdue in Narnia?", "who won the game last week", "thank you"]
)
def test_what_is_no_question_of_ours_is_not_understood(said: str) -> None:
    found = understand(said, AROUND)

    assert isinstance(found, Unclear)
    assert not found.report


def test_a_word_that_is_not_known_is_named_and_the_rest_is_kept() -> None:
    found = understand("what is overdue in Narnia at East", AROUND)

    assert isinstance(found, Unclear)
    assert (found.words, found.rest.line) == (("narnia",), "open overdue school=easts")


def test_a_place_that_could_be_one_of_two_is_not_guessed() -> None:
    found = understand("open at North", AROUND)

    assert isinstance(found, Unclear)
    assert [place.name for place in found.places] == ["North High School", "North Middle School"]
    assert understand("open at North High School", AROUND) == AboutMany(sought=read_sought("open school=northh"))


def test_may_is_a_month_only_where_it_can_be_one() -> None:
    assert isinstance(understand("may closed", AROUND), Unclear)
    assert understand("closed in may", AROUND) == AboutMany(sought=read_sought("closed closed=2025-05-01..2025-05-31"))


def test_both_languages_have_words_for_everything() -> None:
    assert set(ENGLISH) == set(SPANISH) == set(Sense)


def test_no_word_means_two_things_in_a_language() -> None:
    for words in (ENGLISH, SPANISH):
        every = [said for phrases in words.values() for said in phrases.split("|")]

        assert len(every) == len(set(every))


def test_a_line_that_is_old_or_broken_is_read_as_far_as_it_goes() -> None:
    line = "open overdue severity=huge filed=2026-99-01..x whose=nobody school=e1"

    assert read_sought(line) == replace(read_sought("open overdue"), filters=read_sought("open school=e1").filters)
    assert read_sought("").line == "open"
    assert read_sought("closed severity=major").filters.severity is Severity.MAJOR
