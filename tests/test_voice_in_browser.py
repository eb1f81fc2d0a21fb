"""A poll and a survey in a browser, in Slack and in Teams: asked, answered, closed, and their results read."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.demo import DISTRICT, PLATFORM
from bot.sealing import ANSWERS, Seal
from domain.anonymity import Mode
from domain.ready_surveys import READY
from domain.surveys import Audience, Phase, Survey, Wave
from storage.db import Database, Tx
from storage.people import People
from storage.survey_answers import SurveyAnswers
from storage.surveys import Surveys
from storage.waves import Waves
from tests.conftest import DEMO
from tests.desk import IN_TEAMS, Desk, desk_at, talking
from tests.teams_desk import TeamsDesk, teams_desk_at
from tests.walk import OFFICE, OWNER, TEACHER

pytestmark = pytest.mark.browser

YEAR = datetime.now(ZoneInfo("America/Chicago")).year
WAVE = f"PULSE-{YEAR}-001-1"
QUESTIONS = READY["staff"].questions
COMMENT = "More time to plan together."
OTHERS = ("U03PRINWEST", "U07DEPUTY", "U08SUPER")  # who answer while nobody looks


@pytest.fixture
def database(founded: Database) -> Database:
    founded.vault = Seal([IN_TEAMS["secret_key"].get_secret_value()], ANSWERS)
    do(founded, planned)
    return founded


def do(database: Database, work: Any) -> Any:
    return database.do(DISTRICT, work, now=datetime.now(UTC), door="test")


def planned(tx: Tx) -> None:
    """A survey whose first wave is ready to be launched."""
    office = People(tx).meet(PLATFORM, DEMO["workspace"], "U06QUALITY").person
    number = Surveys(tx).next_number(YEAR)
    Surveys(tx).add(
        Survey(number=number, name="How are you?", questions=QUESTIONS, by=office, made_at=tx.now, last_key=7)
    )
    Waves(tx).add(
        Wave(
            number=WAVE,
            survey=number,
            nth=1,
            name="How are you?",
            questions=QUESTIONS,
            mode=Mode.ANONYMOUS,
            scores=5,
            comments=10,
            audience=Audience.STAFF,
            place=None,
            opens_at=tx.now,
            closes_at=tx.now + timedelta(days=7),
            by=office,
            phase=Phase.DRAFT,
        )
    )


def others_answer(tx: Tx) -> None:
    wave = Waves(tx).get(WAVE)
    for external in OTHERS:
        person = People(tx).meet(PLATFORM, DEMO["workspace"], external).person
        one = Waves(tx).invitation(wave, [person])
        assert one
        SurveyAnswers(tx).answer(wave, one, {"q1": "a4"})


def turn(desk: Desk, who: str) -> None:
    """Somebody opens their messages with Kaizen."""
    desk.become(who)
    if isinstance(desk, TeamsDesk):
        desk.chat()
    else:
        desk.kaizen("Messages")


def wave(desk: Desk) -> None:
    """The first wave of the survey."""
    desk.type("kaizen pulse 1" if isinstance(desk, TeamsDesk) else "/kaizen pulse 1")
    desk.sees("Wave 1")
    desk.press("Show")


def room(desk: Desk, who: str) -> None:
    """Somebody opens the conversation of all staff."""
    desk.become(who)
    desk.channel("General" if isinstance(desk, TeamsDesk) else "general")


PAGES = pytest.mark.parametrize("page", [desk_at, teams_desk_at], ids=["slack", "teams"])


@PAGES
def test_a_poll_is_asked_answered_by_two_and_closed_where_everybody_reads_it(
    page: Any, browser: Any, database: Database
) -> None:
    with talking(database, teams=True) as client, page(browser, client.url) as desk:
        where = page.__name__
        room(desk, TEACHER)
        if isinstance(desk, TeamsDesk):
            desk.type("@Kaizen poll Which day suits you? | Monday | Tuesday")
            desk.sees("I answered you in our own chat.")
            desk.chat()
            desk.sees("Which answers can people choose?")
            desk.picture(f"poll-form-{where}")
            desk.press("Ask it")
        else:
            desk.type("/poll Which day suits you? | Monday | Tuesday")
            desk.form.get_by_label("What do you ask?").wait_for()
            desk.picture(f"poll-form-{where}")
            desk.submit("Ask it")

        for who in (TEACHER, OWNER):
            room(desk, who)
            desk.press("Choose B")
            desk.sees("You say: Tuesday")
        desk.picture(f"poll-answered-{where}")

        room(desk, TEACHER)
        desk.sees("2 of 2 · 100 %")
        desk.picture(f"poll-open-{where}")
        if isinstance(desk, TeamsDesk):
            desk.press("More actions")
            desk.page.get_by_role("menuitem", name="Close it").click()
        else:
            desk.press("Close it")
        desk.sees("Tuesday: 2 of 2 · 100 %")
        desk.picture(f"poll-closed-{where}")


@PAGES
def test_a_survey_is_launched_answered_in_place_and_in_its_form_closed_and_read(
    page: Any, browser: Any, database: Database
) -> None:
    with talking(database, teams=True) as client, page(browser, client.url) as desk:
        where = page.__name__
        if isinstance(desk, TeamsDesk):
            for who in (TEACHER, OWNER, OFFICE):
                desk.moves_in(who)
        turn(desk, OFFICE)
        wave(desk)
        desk.sees("Scores from 5 answers on, comments from 10.")
        desk.picture(f"pulse-draft-{where}")
        desk.press_and_agree("Launch it")
        desk.sees("answered so far")
        desk.picture(f"pulse-open-{where}")
        if isinstance(desk, TeamsDesk):
            desk.close()

        turn(desk, TEACHER)
        desk.sees(QUESTIONS[0].text)
        desk.picture(f"pulse-invited-{where}")
        desk.press("Choose")
        desk.sees("Your answer is in.")
        desk.press("Answer the rest (5)")
        desk.form.get_by_label(QUESTIONS[5].text).wait_for()
        desk.picture(f"pulse-form-{where}")
        desk.fill(QUESTIONS[5].text, COMMENT)
        desk.form.get_by_role("button", name="Send", exact=True).click()
        desk.sees("Thank you. All of it is in.")
        desk.picture(f"pulse-answered-{where}")
        turn(desk, OWNER)
        desk.sees(QUESTIONS[0].text)
        desk.press("Choose")
        desk.sees("Your answer is in.")
        do(database, others_answer)

        turn(desk, OFFICE)
        wave(desk)
        desk.press_and_agree("Close it now")
        desk.sees("How are you? · 5 of 9 answered")
        desk.sees("% favourable")
        desk.picture(f"pulse-results-{where}")
