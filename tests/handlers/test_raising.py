"""Raising a figure: as a problem, as a risk or as an idea, with its picture as it was that day."""

from datetime import date
from typing import Any

import pytest

from domain.cars import Kind, Source
from domain.evidence import Shows
from domain.files import File
from domain.trends import Trend
from handlers.raising import picture_of
from handlers.routing import Draw, FormError, Open, Show
from storage.evidence import Evidence
from storage.files import Files
from storage.ideas import IdeaBook
from tests.conftest import MR, OTHER, TEACHER, District
from tests.handlers.test_trends import buttons, closed, year_of
from tests.storage.made import noon, put
from tests.story import ask, filed, seen
from views.elements import Ask, Card, Items, Picture, Quote

FIGURE = (
    "Causes: Communication: the cause of 10 of 10 reports\n"
    "Communication: 20 · 100.0 % so far\n"
    "n = 20 · Sat 1 Mar 2025 to Mon 9 Mar 2026"
)
LINE = "causes 12 until=2026-03-09"


def raised(district: District, who: str = OTHER, *, as_: str = "concern", about: str = LINE, **form: Any) -> str:
    reply = ask(district, who, "trends.raised", {"what": "Nobody reads the notes", "as_": as_, **form}, about=about)
    assert isinstance(reply, Draw), reply
    return reply.about


def pictures(district: District, about: str) -> list[File]:
    found: list[File] = district.do(lambda tx: Files(tx).of(about))
    return found


def drawn(district: District, who: str, file: str) -> str | None:
    """What the address of the kept picture shows to somebody."""
    found: str | None = district.do(lambda tx: picture_of(district.call(tx, who, about=f"kept {file}")))
    return found


def test_the_form_asks_one_thing_and_shows_the_figure_up_to_this_day(district: District) -> None:
    year_of(district)
    reply = ask(district, OTHER, "trends.raise", about="causes 12")

    assert isinstance(reply, Open)
    assert reply.form.about == LINE
    assert [one.name for one in reply.form.asks] == ["what", "as_", "school"]
    assert reply.form.asks[0].value == "Communication: the cause of 10 of 10 reports"
    assert [part.body for part in reply.form.parts if isinstance(part, Quote)] == [FIGURE]


@pytest.mark.parametrize(("as_", "kind"), [("concern", Kind.CORRECTIVE), ("prevention", Kind.PREVENTIVE)])
def test_a_problem_and_a_risk_are_reports_with_the_figure_in_words(district: District, as_: str, kind: Kind) -> None:
    year_of(district)
    car = seen(district, raised(district, as_=as_, source="management_review"), OTHER)

    assert (car.kind, car.source) == (kind, Source.MONITORING)  # a nurse is in no management review
    assert car.what == f"Nobody reads the notes\n\n{FIGURE}"
    assert car.title == "Nobody reads the notes Causes: Communication: the cause of 10 of 10 reports…"


def test_who_is_in_the_management_review_may_say_that_it_was_raised_there(district: District) -> None:
    year_of(district)
    reply = ask(district, MR, "trends.raise", about=LINE)

    assert isinstance(reply, Open)
    assert [option.value for option in asks(reply)["source"].options] == ["monitoring", "management_review"]
    assert seen(district, raised(district, MR, source="management_review")).source is Source.MANAGEMENT_REVIEW


def asks(reply: Open) -> dict[str, Ask]:
    return {one.name: one for one in reply.form.asks}


def test_what_was_raised_stands_in_the_form_of_whoever_accepts_it(district: District) -> None:
    year_of(district)
    reply = ask(district, MR, "car.change", about=raised(district, as_="prevention"))

    assert isinstance(reply, Open)
    assert (asks(reply)["kind"].value, asks(reply)["source"].value) == ("preventive", "monitoring")


def test_the_picture_stays_as_it_was_whatever_is_filed_afterwards(district: District) -> None:
    year_of(district)
    number = raised(district)
    (file,) = pictures(district, f"cars:{number}")
    was = drawn(district, TEACHER, file.id)
    late = [closed(500 + n, noon(date(2026, 3, 2)), cause_category="documentation") for n in range(30)]
    district.do(lambda tx: put(tx, late))

    assert was
    assert "n = 20 · Sat 1 Mar 2025 to Mon 9 Mar 2026" in was
    assert drawn(district, TEACHER, file.id) == was
    assert "n = 50" in str(district.do(lambda tx: picture_of(district.call(tx, TEACHER, about=LINE))))
    assert file.name == "causes 2026-03-09.svg"


def button_to(card: Card) -> str:
    (found,) = [
        item.button.about
        for part in card.parts
        if isinstance(part, Items)
        for item in part.items
        if item.button and item.button.does == "trends.kept"
    ]
    return found


@pytest.mark.parametrize("as_", ["concern", "idea"])
def test_the_record_shows_its_picture_and_the_words_in_it(district: District, as_: str) -> None:
    year_of(district)
    number = raised(district, as_=as_)
    record = ask(district, TEACHER, "idea.show" if as_ == "idea" else "car.show", about=number)
    assert isinstance(record, Show)
    reply = ask(district, TEACHER, "trends.kept", about=button_to(record.card))

    assert isinstance(reply, Show)
    (picture,) = [part for part in reply.card.parts if isinstance(part, Picture)]
    assert picture.alt == "Communication: the cause of 10 of 10 reports. Communication: 20 · 100.0 % so far"
    assert picture.about == f"kept {button_to(record.card)}"
    assert buttons(reply.card)["Show"].about == number


def test_an_idea_goes_to_the_cabinet_with_the_figure(district: District) -> None:
    year_of(district)
    number = raised(district, as_="idea", school=district.school())
    idea = district.do(lambda tx: IdeaBook(tx).get(number))

    assert (idea.what, idea.school) == (f"Nobody reads the notes\n\n{FIGURE}", district.school())
    assert len(pictures(district, f"ideas:{number}")) == 1


def test_an_idea_that_becomes_a_report_takes_its_figure_along_and_each_keeps_its_own(district: District) -> None:
    year_of(district)
    idea = raised(district, as_="idea")
    became = {"what": "Nobody reads the notes", "happened_on": "2026-03-09"}
    ask(district, MR, "idea.raise", became, about=idea)
    number = district.do(lambda tx: IdeaBook(tx).get(idea)).car
    (file,) = pictures(district, f"cars:{number}")
    was = drawn(district, TEACHER, file.id)
    remove(district, idea, idea=True)

    assert was
    assert drawn(district, TEACHER, pictures(district, f"ideas:{idea}")[0].id) is None
    assert drawn(district, TEACHER, file.id) == was
    assert "The figure as it was" in str(ask(district, TEACHER, "car.show", about=number))


def test_an_idea_without_a_figure_brings_none_along(district: District) -> None:
    kept = ask(district, OTHER, "idea.give", {"what": "Read the notes aloud"})
    assert isinstance(kept, Draw)
    ask(district, MR, "idea.raise", {"what": "Nobody reads the notes", "happened_on": "2026-03-09"}, about=kept.about)
    number = district.do(lambda tx: IdeaBook(tx).get(kept.about)).car

    assert district.do(lambda tx: Evidence(tx).of(number)) == []


def test_where_there_is_too_little_to_draw_the_words_are_kept_alone(district: District) -> None:
    district.do(lambda tx: put(tx, [closed(n, noon(date(2026, 1, 5))) for n in range(9)]))
    reply = ask(district, OTHER, "trends.raise", about=LINE)
    number = raised(district)

    assert isinstance(reply, Open)
    assert reply.form.asks[0].value is None  # nothing is found below ten, so nothing is said for them
    assert pictures(district, f"cars:{number}") == []
    assert "n = 9" in seen(district, number).what


def test_sealed_reports_are_not_counted_in_what_all_staff_read(district: District) -> None:
    for _ in range(3):
        filed(district, marks=["sealed"])
    filed(district)

    assert "0 of 4 open reports are late" in str(ask(district, MR, "car trends"))
    assert "0 of 1 open reports are late" in seen(district, raised(district, MR, about=Trend().line)).what


def test_words_that_seem_to_name_a_student_are_asked_about_once_and_none_are_refused(district: District) -> None:
    said = {"what": "Student ID 4471902 is in each of them", "as_": "concern"}

    assert isinstance(ask(district, OTHER, "trends.raised", said, about=LINE), Open)
    with pytest.raises(FormError) as refused:
        raised(district, what=" ")
    assert refused.value.faults == {"what": "Please say what you see in it, in a few words."}


def test_the_picture_of_a_report_opens_for_its_readers_alone(district: District) -> None:
    year_of(district)
    number = raised(district, TEACHER)
    (file,) = pictures(district, f"cars:{number}")
    ask(district, MR, "car.seal", about=number)

    assert drawn(district, TEACHER, file.id)
    assert drawn(district, OTHER, file.id) is None


@pytest.mark.parametrize("as_", ["concern", "idea"])
def test_with_the_words_of_a_record_its_picture_is_removed(district: District, as_: str) -> None:
    year_of(district)
    number = raised(district, as_=as_)
    (file,) = pictures(district, f"{'ideas' if as_ == 'idea' else 'cars'}:{number}")
    remove(district, number, idea=as_ == "idea")

    assert drawn(district, MR, file.id) is None


def remove(district: District, number: str, *, idea: bool) -> None:
    if idea:
        ask(district, MR, "idea.remove", {"reason": "It named somebody."}, about=number)
        return
    words = {"parts": ["what"], "reason": "It named somebody."}
    assert isinstance(ask(district, MR, "redaction.make", words, about=number), Draw)


def test_the_story_says_that_the_figure_was_kept(district: District) -> None:
    year_of(district)
    number = raised(district)
    (piece,) = district.do(lambda tx: Evidence(tx).of(number))

    assert (piece.part, piece.waits) == (Shows.FIGURE, False)
    told = ask(district, TEACHER, "story.show", about=number)
    assert isinstance(told, Show)
    assert "the figure as it was" in str(
        [part.items for part in told.card.parts if isinstance(part, Items)] or told.card.parts
    )
