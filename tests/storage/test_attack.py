"""An attack on a pulse over four schools: with a dump while it is open, all there is afterwards, and who took part."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.sealing import ANSWERS, Seal
from domain.anonymity import Limits, Published
from domain.people import PersonId
from domain.pulses import BOX, Asks, Question, Results, Said, boxed, results_of
from storage.ballots import Ballots, answered, sealed, sealed_keys
from storage.db import Tx, metadata
from tests.conftest import District

WAVE = "PULSE-2026-001"
SCHOOLS = ("east", "west", "north", "south")
SAFE = Question(key="safe", asks=Asks.YES, text="Do you feel safe?")
LIKELY = Question(key="likely", asks=Asks.TEN, text="How likely would you come back?")
WORDS = Question(key="words", asks=Asks.TEXT, text="What should we know?")
QUESTIONS = (SAFE, LIKELY, WORDS)
#: How many of each school answer.
SIZES: Mapping[int, Sequence[int]] = {
    3: (3, 0, 0, 0),
    4: (2, 1, 1, 0),
    5: (2, 1, 1, 1),
    8: (5, 1, 1, 1),
    23: (12, 6, 3, 2),
    200: (110, 60, 26, 4),
}


@dataclass(frozen=True)
class Person:
    id: PersonId
    school: str
    said: Said


@dataclass(frozen=True)
class Seen:
    """All that an attacker gets: a dump while it is open, with SQLite's files, and what there is after the close."""

    rows: str
    files: bytes
    results: Results
    left: Mapping[str, int]
    files_after: bytes


def chance_of(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311 - the same people each time


def staff(number: int, chance: random.Random) -> list[Person]:
    """So many people who say what they like, each with words of their own."""
    schools = [school for school, n in zip(SCHOOLS, SIZES[number], strict=True) for _ in range(n)]
    return [
        Person(
            PersonId(f"{chance.getrandbits(64):016x}"),
            school,
            {"safe": chance.choice(["yes", "no"]), "likely": str(chance.randint(0, 10)), "words": f"Canary {nth:03}"},
        )
        for nth, school in enumerate(schools)
    ]


def run(district: District, people: Sequence[Person]) -> Seen:
    district.database.vault = Seal(["a secret of at least thirty-two characters"], ANSWERS)
    district.do(lambda tx: Ballots(tx).begin(WAVE))
    for one in people:
        said = boxed(one.said, one.school)
        district.do(lambda tx, one=one, said=said: Ballots(tx).cast(WAVE, one.id, said, size=BOX))
    rows, files = dumped(district), stored(district)

    def close(tx: Tx) -> Results:
        found = results_of(QUESTIONS, Ballots(tx).opened(WAVE), Limits())
        Ballots(tx).erase(WAVE, who=True)
        return found

    results = district.do(close)
    left = {table.name: len(district.do(lambda tx, t=table: tx.rows(t))) for table in (sealed, sealed_keys, answered)}
    return Seen(rows, files, results, left, stored(district))


def dumped(district: District) -> str:
    return str([district.do(lambda tx, t=t: tx.rows(t)) for t in metadata.sorted_tables if not t.info.get("system")])


def stored(district: District) -> bytes:
    """SQLite's file and its log; nothing of a server."""
    if district.database.url.get_backend_name() != "sqlite":
        return b""
    file = Path(str(district.database.url.database))
    return b"".join(one.read_bytes() for one in file.parent.glob(f"{file.name}*"))


def shuffled_within_schools(people: Sequence[Person], chance: random.Random) -> list[Person]:
    """The same people, with what was said in each school given to others of it."""
    said = {school: [one.said for one in people if one.school == school] for school in SCHOOLS}
    for answers in said.values():
        chance.shuffle(answers)
    return [Person(one.id, one.school, said[one.school].pop()) for one in people]


@pytest.mark.parametrize("number", [3, 4, 5, 8, 23])
def test_what_is_left_is_the_same_whoever_said_what(district: District, number: int) -> None:
    attack(district, number)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_two_hundred_people_hide_nobody_less(district: District) -> None:
    attack(district, 200)


def attack(district: District, number: int) -> None:
    """Two runs that differ in who of a school said what leave the same, and no word of anybody on the way."""
    chance = chance_of(number)
    people = staff(number, chance)

    seen, other = run(district, people), run(district, shuffled_within_schools(people, chance))

    for one in (seen, other):
        assert "Canary" not in one.rows
        assert b"Canary" not in one.files
        assert b"Canary" not in one.files_after
        assert set(one.left.values()) == {0}
    assert seen.results == other.results, "so nothing of it tells one of a school from another"
    assert bool(seen.results.comments) is (number >= 10)


@pytest.mark.parametrize("number", [5, 8, 23, 200])
def test_what_is_hidden_is_not_kept_and_follows_from_nothing(number: int) -> None:
    """Answers that move from one hidden school to another change nothing that is left: it tells of neither."""
    chance = chance_of(number)
    moved = 0
    for _ in range(40):
        people = staff(number, chance)
        before = results_of(QUESTIONS, (boxed(one.said, one.school) for one in people), Limits())
        shown = {school for found in before.shown.values() for school in found.groups}
        hidden = [one for one in people if one.school not in shown]
        said = [one.said for one in hidden]
        chance.shuffle(said)
        given = {one.id: answer for one, answer in zip(hidden, said, strict=True)}

        after = results_of(QUESTIONS, (boxed(given.get(one.id, one.said), one.school) for one in people), Limits())

        if {school for found in after.shown.values() for school in found.groups} == shown:
            moved += len({one.school for one in hidden}) > 1
            assert after == before
    assert moved > 20


@pytest.mark.parametrize("number", [3, 4, 5, 8, 23, 200])
def test_nobody_guesses_better_than_by_drawing_from_what_is_published(number: int) -> None:
    """Whoever subtracts all that can be subtracted is right as often as what is published would have it."""
    chance, right, expected, guesses = chance_of(number), 0, 0.0, 0
    for _ in range(max(4, 2000 // number)):
        people = staff(number, chance)
        found = results_of([SAFE], (boxed(one.said, one.school) for one in people), Limits()).shown["safe"]
        for one in people:
            odds = yes_of(found, one.school)
            drawn = "yes" if chance.random() < odds else "no"
            right += drawn == one.said["safe"]
            expected += odds * odds + (1 - odds) * (1 - odds)
            guesses += 1
            assert 0 < odds < 1, "nobody's answer is certain"
    assert right - expected < 4 * (guesses * 0.25) ** 0.5


def yes_of(found: Published, school: str) -> float:
    """The share of "yes" in the smallest group of theirs that is published, or that follows by subtracting."""
    total, groups = found.total, found.groups
    if total is None:
        return 0.5
    least, most = total.ranges["good"] if "good" in total.ranges else total.ranges["yes"]
    if least != most:
        return min(max((least + most) / 2 / total.n, 0.01), 0.99)
    if school in groups:
        return groups[school].ranges["yes"][0] / groups[school].n
    left = total.n - sum(one.n for one in groups.values())
    return (least - sum(one.ranges["yes"][0] for one in groups.values())) / left
