"""What is made of the results of a wave: reports and ideas, files, a chart; and words that are removed for good."""

import json
from datetime import timedelta
from typing import Any

import pytest

from domain.agenda_lines import WORDS, Known
from domain.cars import Kind as CarKind
from domain.cars import Source
from domain.errors import RefusedError
from domain.exports import Export, Kind
from domain.holds import Cause, Hold
from domain.people import PersonId
from domain.periods import Period
from handlers.exports import DRAWINGS, Tally
from handlers.routing import Draw, Open, Show
from handlers.survey_results import wave_picture
from storage.ballots import answered, sealed, sealed_keys
from storage.db import Tx
from storage.digests import Digests
from storage.evidence import FIGURE
from storage.exports import Exports
from storage.files import files
from storage.holds import Holds
from storage.reviews import VOICES
from storage.vault import LockedError
from storage.verify import verify
from storage.waves import Waves
from tests.conftest import MR, NOW, TEACHER, District
from tests.polling import Vault
from tests.story import ask, drawn_again, seen, settled
from tests.surveying import closed, fills_in, launched, presses, staff, the_clock, wave_of

LATER = NOW + timedelta(days=9)


@pytest.fixture
def ended(district: District) -> str:
    """The number of a wave that twelve answered, six at each of two schools."""
    people = staff(district, 12, [district.school(), district.school("West School")])
    wave = launched(district)
    for nth, who in enumerate(people):
        presses(district, who, wave, f"a{nth // 2 % 5 + 1}")
        fills_in(district, who, wave, q4="yes" if nth < 9 else "no", q6=f"Room {nth} is cold")
    return closed(district, wave).number


def test_a_result_is_raised_as_a_problem_with_the_survey_as_its_source_and_the_chart_as_it_was(
    district: District, ended: str
) -> None:
    form = ask(district, MR, "wave.raise", about=f"{ended} q1")
    assert isinstance(form, Open)
    reply = ask(district, MR, "wave.raised", {"what": "Few feel heard", "as_": "concern"}, about=f"{ended} q1")

    assert isinstance(reply, Draw)
    car = seen(district, reply.about)
    assert (car.source, car.kind) == (Source.SURVEY, CarKind.CORRECTIVE)
    assert car.what.startswith("Few feel heard\n\nHow are you? · wave 1: How often do you feel heard at work?")
    assert "n = 12" in car.what
    (kept,) = district.do(lambda tx: tx.rows(files, files.c.media == FIGURE))
    assert kept["about"] == f"cars:{reply.about}"


def test_a_result_is_raised_as_an_idea(district: District, ended: str) -> None:
    reply = ask(district, MR, "wave.raised", {"what": "A suggestion box", "as_": "idea"}, about=f"{ended} q4")

    assert isinstance(reply, Draw)
    assert reply.what == "idea.kept"


@pytest.mark.parametrize("kind", [Kind.WAVE_XLSX, Kind.WAVE_CSV])
def test_a_file_holds_what_the_cards_show_and_no_more(district: District, ended: str, kind: Kind) -> None:
    reply = ask(district, MR, "wave.file", about=f"{kind} {ended}")
    assert isinstance(reply, Draw)

    def lines(tx: Tx) -> list[Any]:
        export = Exports(tx).find(reply.about) or pytest.fail("there is none")
        assert isinstance(export, Export)
        return [json.loads(line) for line in DRAWINGS[kind].lines(district.call(tx, MR), export, Tally())]

    head, *rows = district.do(lines)
    assert head["columns"][0]["head"] == "Question"
    safe = [row[1:6] for row in rows if row[0] == "Do you feel safe at work?"]
    assert safe == [["All together", "No", 3, 3, 12], ["All together", "Yes", 9, 9, 12]]
    assert [row[6] for row in rows if row[6]] == sorted(f"Room {nth} is cold" for nth in range(12))
    with pytest.raises(RefusedError, match="once they are shared"):
        ask(district, TEACHER, "wave.file", about=f"{kind} {ended}")


def test_the_chart_is_drawn_for_whoever_may_see_it(district: District, ended: str) -> None:
    def drawn(tx: Tx, who: str) -> str | None:
        return wave_picture(district.call(tx, who, about=ended))

    assert "Least favourable" in str(district.do(lambda tx: drawn(tx, MR)))
    with pytest.raises(RefusedError):
        district.do(lambda tx: drawn(tx, TEACHER))
    assert isinstance(ask(district, MR, "wave.picture", about=ended), Show)


def test_words_of_a_wave_are_removed_for_good_and_the_figures_stay(district: District, ended: str) -> None:
    ask(district, MR, "wave.did", {"you_said": "It is cold", "we_did": "New heaters"}, about=ended)
    settled(district)
    ask(district, MR, "wave.remove", {"reason": "A name stood in it"}, about=ended)

    wave = wave_of(district, ended)
    assert (wave.questions, wave.results.comments, wave.is_removed) == ([], {}, True)  # type: ignore[union-attr]
    assert wave.results
    assert wave.results.n == 12
    card = ask(district, MR, "wave.show", about=ended)
    assert "cold" not in str(card)
    assert {"wave.invited", "wave.done"} <= {what for what, _ in drawn_again(district)}
    assert district.do(verify).broken == []


def test_a_hold_keeps_what_was_sealed_until_it_is_lifted(district: District) -> None:
    wave = launched(district)
    presses(district, TEACHER, wave, "a1")
    hold = Hold(id="h", about="", cause=Cause.LITIGATION, reason="A lawsuit", set_by=PersonId("mr"), set_at=NOW)
    district.do(lambda tx: Holds(tx).set(hold))
    closed(district, wave)
    assert [len(district.do(lambda tx, t=t: tx.rows(t))) for t in (sealed, sealed_keys, answered)] == [1, 2, 1]
    with pytest.raises(RefusedError, match="A hold on the whole district"):
        ask(district, MR, "wave.remove_form", about=wave.number)

    district.do(lambda tx: Holds(tx).lift(hold, by="mr", because="It is over"))
    district.do(the_clock)

    assert [len(district.do(lambda tx, t=t: tx.rows(t))) for t in (sealed, sealed_keys, answered)] == [0, 0, 0]


def test_a_key_that_does_not_open_is_tried_again_and_nothing_is_lost(district: District) -> None:
    class Locked(Vault):
        def open(self, closed: str) -> str:
            raise LockedError(len(closed))

    wave = launched(district)
    presses(district, TEACHER, wave, "a1")
    district.database.vault = Locked()
    district.do(the_clock, now=LATER)
    assert wave_of(district, wave.number).results is None

    district.database.vault = Vault()
    district.do(the_clock, now=LATER)

    found = wave_of(district, wave.number).results
    assert found
    assert found.n == 1


def test_what_closed_in_some_days_is_found_by_the_districts_days(district: District, ended: str) -> None:
    day = NOW.date()

    for first, last, there in ((day, day, [ended]), (day - timedelta(days=9), day - timedelta(days=1), [])):
        assert [one.number for one in district.do(lambda tx, f=first, t=last: Waves(tx).closed_between(f, t))] == there


def test_the_digest_tells_of_what_closed_since_the_last_one(district: District, ended: str) -> None:
    def told(tx: Tx) -> Any:
        call = district.call(tx, MR)
        return Digests(tx).made(NOW.date() + timedelta(days=1), call.settings)

    (line,) = district.do(told).heard.lines
    assert (line.number, line.n, line.asked) == (ended, 12, 18)
    assert (line.least, line.question) == (33, "q1")


def test_the_agenda_of_the_management_review_tells_of_it_in_the_part_of_what_people_say(
    district: District, ended: str
) -> None:
    period = Period(first=NOW.date(), last=NOW.date())

    def told(tx: Tx) -> list[str]:
        facts = [fact for voice in VOICES for fact in voice(tx, period)]
        titles = {number: wave.name for number, wave in Waves(tx).named([one.about for one in facts]).items()}
        return [WORDS[fact.says](fact, Known(year=2026, titles=titles)) for fact in facts]

    assert district.do(told) == [f"{ended} · How are you? · 12 of 18 answered · least favourable: 33 %"]


def test_a_result_goes_to_the_review_team_with_what_it_came_to(district: District, ended: str) -> None:
    reply = ask(district, MR, "wave.to_team", about=f"{ended} q1")

    assert isinstance(reply, Open)
    given = {one.name: one.value for one in reply.form.asks}
    assert given["section"] == "7"
    assert str(given["subject"]).startswith(
        "How are you? · wave 1: How often do you feel heard at work? · 33 % favourable"
    )
