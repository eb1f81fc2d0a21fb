"""An attack on a wave of a survey over four schools: what answering changes, and what is left after the close."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.sealing import ANSWERS, Seal
from domain.anonymity import Mode
from domain.people import PersonId
from domain.pulses import Asks, Question
from domain.surveys import Audience, Phase, Wave
from storage.ballots import answered, sealed, sealed_keys
from storage.db import Tx, metadata
from storage.survey_answers import Invited, SurveyAnswers
from storage.waves import Waves
from tests.conftest import NOW, District
from tests.storage.test_attack import Person, chance_of, shuffled_within_schools, staff, stored

FIRST = Question(key="safe", asks=Asks.YES, text="Do you feel safe?")
LIKELY = Question(key="likely", asks=Asks.TEN, text="How likely would you come back?")
WORDS = Question(key="words", asks=Asks.TEXT, text="What should we know?")
TABLES = (sealed, sealed_keys, answered)
SECRET = Seal(["a secret of at least thirty-two characters"], ANSWERS)


def opened(district: District, people: Sequence[Person], nth: int, mode: Mode) -> Wave:
    number = f"PULSE-2026-00{nth}"
    wave = Wave(
        number=f"{number}-1",
        survey=number,
        nth=1,
        name="How are you?",
        questions=[FIRST, LIKELY, WORDS],
        mode=mode,
        scores=5,
        comments=10,
        audience=Audience.STAFF,
        place=None,
        opens_at=NOW,
        closes_at=NOW + timedelta(days=7),
        by=PersonId("ann"),
        phase=Phase.SET,
    )
    invited = [Invited(who=one.id, place=one.school) for one in people]

    def work(tx: Tx) -> Wave:
        Waves(tx).add(wave)
        return Waves(tx).open_(Waves(tx).get(wave.number), invited, by="ann")

    found: Wave = district.do(work)
    return found


def everything(district: District) -> dict[str, list[Any]]:
    """All rows of all tables."""
    tables = [table for table in metadata.sorted_tables if not table.info.get("system")]
    return {table.name: district.do(lambda tx, t=table: tx.rows(t)) for table in tables}


def answer(district: District, wave: Wave, people: Sequence[Person]) -> None:
    """Every second one by a press first and the form later; the others all of it in the form."""
    for nth, one in enumerate(people):
        invited = Invited(who=one.id, place=one.school)
        first = {"safe": one.said["safe"]} if nth % 2 else {}
        for said in (first, {key: said for key, said in one.said.items() if key not in first}):
            district.do(lambda tx, i=invited, s=said: SurveyAnswers(tx).answer(wave, i, s))


def run(district: District, people: Sequence[Person], nth: int, mode: Mode) -> Mapping[str, Any]:
    """A wave from its opening to its close; all that is left of it, without what was made by chance."""
    district.database.vault = SECRET
    wave = opened(district, people, nth, mode)
    before = everything(district)
    answer(district, wave, people)
    during, files = everything(district), stored(district)

    changed = {name for name, rows in during.items() if rows != before[name]}
    assert changed == {"sealed", "answered"}, "nothing else knows that anybody answered"
    assert {frozenset(row) for row in during["sealed"]} == {frozenset(("district", "wave", "id", "box"))}
    assert {frozenset(row) for row in during["answered"]} == {frozenset(("district", "wave", "person"))}
    assert len({len(row["box"]) for row in during["sealed"] if row["wave"].endswith(".1")}) == 1
    assert len({len(row["box"]) for row in during["sealed"] if row["wave"].endswith(".2")}) == 1
    word = str(people[0].said["words"]).split()[0]
    assert word.encode() not in files
    assert word not in str(during)
    ended = district.do(lambda tx: Waves(tx).end(wave))
    after = everything(district)
    left = {table.name: [row for row in after[table.name] if row["wave"].startswith(wave.number)] for table in TABLES}
    assert left["sealed"] == left["sealed_keys"] == []
    assert len(left["answered"]) == (0 if mode is Mode.ANONYMOUS else 2 * len(people))
    told = [row["did"] for row in after["history"] if row["about"] == f"waves:{wave.number}"]
    assert told == ["wave.planned", "wave.opened", "wave.closed", "wave.counted"]
    words = word in str(after["words"])
    assert (word.encode() in stored(district)) is words or not files
    return {"results": ended.results, "words": words, "boxes": [row["box"] for row in during["sealed"]]}


@pytest.mark.parametrize("number", [3, 4, 5, 8, 23])
def test_what_is_left_of_a_wave_is_the_same_whoever_said_what(district: District, number: int) -> None:
    attack(district, number, Mode.ANONYMOUS)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_two_hundred_who_answer_a_wave_hide_nobody_less(district: District) -> None:
    attack(district, 200, Mode.ANONYMOUS)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_of_a_confidential_wave_who_answered_is_left_and_not_what(district: District) -> None:
    attack(district, 23, Mode.CONFIDENTIAL)


def herald(one: Person) -> Person:
    """The same person with another word, since those of the first wave stand among its comments."""
    return replace(one, said={**one.said, "words": str(one.said["words"]).replace("Canary", "Herald")})


def attack(district: District, number: int, mode: Mode) -> None:
    """Two waves that differ in who of a school said what leave the same, and no word of anybody on the way."""
    chance = chance_of(number)
    people = staff(number, chance)

    one = run(district, people, 1, mode)
    other = run(district, [herald(one) for one in shuffled_within_schools(people, chance)], 2, mode)

    assert one["results"].shown == other["results"].shown, "so nothing of it tells one of a school from another"
    assert str(one["results"].comments).replace("Canary", "Herald") == str(other["results"].comments)
    assert one["results"].n == number
    assert one["words"] is (number >= 10)
    assert not {*one["boxes"]} & {*other["boxes"]}
