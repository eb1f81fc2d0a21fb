"""Looking at figures, at the reports behind them, and raising one."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from domain.cars import State
from domain.people import PersonId
from domain.periods import Filters
from domain.trends import Figure, Trend, read_trend
from handlers.routing import Draw, Open, Show, answer
from storage.cars import CarLog
from storage.db import Tx
from storage.history import changes
from tests.conftest import MR, NOW, OTHER, TEACHER, District
from tests.storage.made import Made, made, noon, put
from tests.story import ROUTES, ask, filed
from views.elements import Button, Buttons, Card, Facts, Items, Note, Picture

TODAY = NOW.date()
LIFE = (State.SUBMITTED, State.ACCEPTED, State.VERIFYING, State.CLOSED)


def card_of(district: District, who: str, route: str, **more: Any) -> Card:
    reply = ask(district, who, route, **more)
    assert isinstance(reply, Show)
    return reply.card


def facts(card: Card) -> dict[str, str]:
    return {name: value for part in card.parts if isinstance(part, Facts) for name, value in part.rows}


def notes(card: Card) -> str:
    return "\n".join(part.body for part in card.parts if isinstance(part, Note))


def buttons(card: Card) -> dict[str, Button]:
    inner = [button for part in card.parts if isinstance(part, Buttons) for button in part.buttons]
    return {button.label: button for button in (*card.buttons, *inner)}


def names(card: Card) -> list[str]:
    return [item.name.partition(" ")[0] for part in card.parts if isinstance(part, Items) for item in part.items]


def closed(number: int, filed_at: datetime, **more: Any) -> Made:
    stays = [(state, filed_at + timedelta(days=3 * nth)) for nth, state in enumerate(LIFE)]
    due = (filed_at + timedelta(days=5)).date()
    dates = {"implementation_due": due + timedelta(days=9), "original_implementation_due": due}
    words = {"cause_category": "communication", "source": "survey"}
    return made(f"CAR-2025-{number:03}", stays, **{**dates, **words, **more})


def year_of(district: District, each: int = 2, **more: Any) -> None:
    """So many a month, closed nine days after they were filed."""
    days = [noon(date(2025, 3 + nth if nth < 10 else nth - 9, 4)) for nth in range(10)]
    rows = [closed(nth * each + one, day, **more) for nth, day in enumerate(days) for one in range(each)]
    district.do(lambda tx: put(tx, rows))


def test_without_a_word_it_shows_what_is_open_and_how_late(district: District) -> None:
    filed(district)
    card = card_of(district, OTHER, "car trends")

    assert card.title == "0 of 1 open reports are late"
    assert facts(card)["Waiting for"] == "the management representative: 1"
    assert notes(card) == "n = 1 · as of Mon 9 Mar 2026"


def test_a_word_and_a_number_choose_the_figure_and_the_months(district: District) -> None:
    year_of(district)
    card = card_of(district, OTHER, "car trends", text="Causes 24")

    assert card.title == "Communication: the cause of 10 of 10 reports"
    assert facts(card) == {"Communication": "20 · 100.0 % so far"}
    assert notes(card) == "n = 20 · Fri 1 Mar 2024 to Mon 9 Mar 2026"
    assert "The last 24 months" not in buttons(card)


@pytest.mark.parametrize("figure", Figure)
def test_every_figure_says_its_n_and_the_list_behind_it_is_as_long(district: District, figure: Figure) -> None:
    year_of(district, 6, school=district.school(), department="transport")
    card = card_of(district, MR, "trends.show", about=f"{figure} 12")
    found = re.search(r"n = ([\d,]+)", notes(card))
    assert found
    n, line = int(found[1]), f"{figure} 12"
    listed: list[str] = []
    while (page := names(card_of(district, MR, "trends.list", about=f"{len(listed)} {line}"))) != []:
        listed += page

    assert len(listed) == len(set(listed)) == n
    assert (n == 0) == (figure in (Figure.WAITING, Figure.HELD))
    assert "12" in buttons(card)["Raise it"].about


def test_nothing_was_known_of_a_day_before_it_came(district: District) -> None:
    year_of(district)

    assert "n = 20" in notes(card_of(district, MR, "trends.show", about="times 12"))
    assert "n = 2 " in notes(card_of(district, MR, "trends.show", about="times 12 until=2025-03-20"))
    assert "as of Mon 9 Mar 2026" in notes(card_of(district, MR, "trends.show", about="waiting until=2031-01-01"))


def test_below_ten_it_is_too_few_to_judge_and_the_reports_stand_there_instead(district: District) -> None:
    district.do(lambda tx: put(tx, [closed(n, noon(date(2026, 1, 5))) for n in range(9)]))
    card = card_of(district, OTHER, "trends.show", about="causes 12")

    assert card.state == "too few to judge"
    assert len(names(card)) == 9
    assert names(card_of(district, OTHER, "trends.show", about="waiting 12")) == []


def test_a_chart_is_asked_for_in_vain_where_there_is_too_little_and_the_words_come_instead(district: District) -> None:
    year_of(district)
    chart = card_of(district, OTHER, "trends.picture", about="causes 12")
    words = card_of(district, OTHER, "trends.picture", about="waiting 12 until=2026-03-08")

    assert [type(part) for part in chart.parts] == [Picture, Note]
    assert [part for part in words.parts if isinstance(part, Picture)] == []
    assert notes(words) == "n = 0 · as of Sun 8 Mar 2026"


def test_the_list_behind_is_paged_newest_first(district: District) -> None:
    year_of(district)
    first = card_of(district, OTHER, "trends.list", about="0 causes 12")
    older = card_of(district, OTHER, "trends.list", about=buttons(first)["Older"].about)

    assert names(first)[0] == "CAR-2025-019"
    assert names(first) + names(older) == [f"CAR-2025-{n:03}" for n in range(19, -1, -1)]
    assert buttons(older)["Back to the figure"].about == "causes 12"


def test_the_form_keeps_what_was_chosen_and_shows_it(district: District) -> None:
    year_of(district, school=district.school())
    form = ask(district, OTHER, "trends.open", about=f"causes 6 school={district.school()}")
    answers = {"figure": "schools", "months": "24", "school": district.school(), "source": "survey"}
    named = ask(district, OTHER, "trends.choose", {**answers, "owner": None})

    assert isinstance(form, Open)
    assert {one.name: one.value for one in form.form.asks if one.value} == {
        "figure": "causes",
        "months": "6",
        "school": district.school(),
    }
    assert isinstance(named, Draw)
    card = card_of(district, OTHER, "trends.show", about=named.about)
    assert card.title == "10 of 10 reports are about East School"
    assert "School: East School · Where from: Survey" in notes(card)


def test_what_is_typed_behind_it_and_is_no_figure_becomes_a_report(district: District) -> None:
    reply = ask(district, OTHER, "car trends", text="are bad at East")

    assert isinstance(reply, Open)
    assert reply.form.asks[0].value == "trends are bad at East"


def test_sealed_reports_are_a_number_in_fives_and_none_where_they_are_filtered(district: District) -> None:
    for _ in range(6):
        filed(district, marks=["sealed"])

    assert "At least 5 sealed reports are not in it." in notes(card_of(district, OTHER, "car trends"))
    assert "sealed" not in notes(card_of(district, OTHER, "trends.show", about="waiting source=employee"))
    assert "n = 6" in notes(card_of(district, TEACHER, "car trends"))
    assert "sealed" not in notes(card_of(district, MR, "car trends"))


@pytest.mark.parametrize(
    "trend",
    [
        Trend(),
        Trend(figure=Figure.LATE, months=24, cut_off=date(2026, 1, 31)),
        Trend(filters=Filters(school="id000001", owner=PersonId("id000002"))),
        read_trend("causes 6 severity=major source=complaint department=x"),
    ],
)
def test_a_trend_is_read_as_it_was_written(trend: Trend) -> None:
    assert read_trend(trend.line) == trend


@pytest.mark.parametrize("line", ["", "nonsense", "waiting 7", "until=soon severity=awful source= school="])
def test_a_line_that_does_not_fit_shows_what_is_open(line: str) -> None:
    assert read_trend(line) == Trend()


def test_the_list_behind_an_earlier_day_says_that_it_is_of_today_and_exports_the_log_of_that_day(
    district: District,
) -> None:
    year_of(district, school=district.school())
    line = f"waiting 12 until=2025-03-08 school={district.school()}"
    card = card_of(district, OTHER, "trends.list", about=f"0 {line}")
    export = buttons(card)["Export …"]
    choose = card_of(district, OTHER, export.does, about=export.about)

    assert "Each report is shown as it stands today." in notes(card)
    assert export.about == f"open school={district.school()} asof=2025-03-08"
    assert "As it stood at the end of: Sat 8 Mar 2025" in str(choose.parts)
    assert buttons(choose)["CSV"].about == f"log.csv {export.about}"


def test_the_list_behind_a_figure_of_today_exports_the_log_of_now(district: District) -> None:
    year_of(district)
    card = card_of(district, OTHER, "trends.list", about="0 causes 12")

    assert buttons(card)["Export …"].about == "all filed=2025-03-01..2026-03-09"
    assert "as it stands today" not in notes(card)


def test_reports_that_are_older_than_the_record_of_changes_are_told_beside_the_figure(district: District) -> None:
    number = filed(district).number
    later = NOW + timedelta(days=3)

    def moved(tx: Tx) -> None:
        log = CarLog(tx, district.call(tx, MR).viewer)
        log.save(replace(log.get(number), department="hr"), was=log.get(number), did="test")

    def told() -> Card:
        call = partial(district.call, external=OTHER, about="waiting 12 until=2026-03-09")
        reply = district.do(lambda tx: answer(ROUTES["trends.show"], call(tx), None), now=later)
        assert isinstance(reply, Show)
        return reply.card

    district.do(moved, now=later)
    assert notes(told()) == "n = 1 · as of Mon 9 Mar 2026"
    district.do(lambda tx: tx.remove(changes))
    assert notes(told()) == (
        "n = 1 · as of Mon 9 Mar 2026. 1 report is older than the record of changes: it counts with the owner, place,"
        " cause and dates that it had when that began"
    )
