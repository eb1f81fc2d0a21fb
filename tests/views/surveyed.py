"""A survey at every point, as those who run it and those who are asked see it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time

from domain.anonymity import Limits, Mode
from domain.meetings import Meeting, MeetingKind, called
from domain.people import PersonId
from domain.pulses import Results, boxed, results_of
from domain.ready_surveys import READY
from domain.survey_links import Sheaf
from domain.surveys import Audience, Phase, Survey, Told, Wave
from tests.domain.story import ANN, TODAY
from tests.views.scene import schools
from views.elements import Card, Form
from views.survey_answers import invited_card, lead_of, rest_form
from views.survey_forms import did_form, raise_form, remove_form
from views.survey_links import links_card, make_form, sheaf_card
from views.survey_results import (
    Found,
    picture_card,
    question_card,
    results_card,
    shared_card,
    waiting_card,
    who_card,
)
from views.surveys import (
    Planned,
    Rated,
    When,
    launch_form,
    list_card,
    new_form,
    question_form,
    survey_card,
    wave_card,
)

WHEN = When(today=TODAY, zone=UTC)
QUESTIONS = [*READY["staff"].questions, READY["leaders"].questions[2]]
QUESTIONS[-1] = replace(QUESTIONS[-1], key="q7")
SURVEY = Survey(
    number="PULSE-2026-003",
    name="How <staff> are doing",
    questions=QUESTIONS,
    by=ANN.person,
    made_at=datetime(2026, 3, 1, 15, tzinfo=UTC),
    last_key=7,
    weeks=4,
)
WAVE = Wave(
    number="PULSE-2026-003-2",
    survey=SURVEY.number,
    nth=2,
    name=SURVEY.name,
    questions=QUESTIONS,
    mode=Mode.ANONYMOUS,
    scores=5,
    comments=10,
    audience=Audience.STAFF,
    place=None,
    opens_at=datetime(2026, 3, 9, 15, tzinfo=UTC),
    closes_at=datetime(2026, 3, 17, tzinfo=UTC),
    by=ANN.person,
)
OPEN = replace(WAVE, phase=Phase.OPEN, asked=40, telling=Told.INVITED)
NAMED = replace(OPEN, mode=Mode.NAMED)
TEN_FIRST = replace(OPEN, questions=[QUESTIONS[4], *QUESTIONS[:4]])


def _said(nth: int) -> dict[str, str | list[str]]:
    return {
        "q1": f"a{nth % 5 + 1}",
        "q2": f"a{5 if nth < 11 else 4}",
        "q4": "yes" if nth % 4 else "no",
        "q5": str(nth % 11),
        "q6": f"It is <cold> in room {nth}" if nth < 12 else "",
        "q7": ["a1", "a2"] if nth % 2 else ["a3"],
    }


def counted(shift: int, number: int = 24) -> Results:
    boxes = [boxed(_said(nth + shift), "east" if nth % 2 else "west") for nth in range(number)]
    return results_of(QUESTIONS, boxes, Limits())


DONE = replace(OPEN, phase=Phase.CLOSED, closed_at=OPEN.closes_at, results=counted(0))
FIRST = replace(DONE, number="PULSE-2026-003-1", nth=1, results=counted(3))
ANSWERED = replace(DONE, you_said="Rooms are cold", we_did="New heaters come in April", telling=Told.DONE)
FEW = replace(DONE, results=counted(0, 4), asked=9)
LINKED = replace(DONE, audience=Audience.FAMILIES, asked=0)
GONE = replace(DONE, questions=[], results=replace(counted(0), comments={}))
COFFEE = Meeting(
    number="MTG-2026-004",
    kind=MeetingKind.COFFEE,
    title="Families of East",
    day=date(2026, 3, 20),
    start=time(18),
    host=ANN.person,
)
MEETING = called(COFFEE)
PLACES = {"east": "East School", "west": "West School"}


def at(wave: Wave, *, runs: bool = True, before: Wave | None = FIRST) -> Found:
    return Found(wave=wave, when=WHEN, before=before, runs=runs, places=PLACES)


def planned(wave: Wave, people: int = 4) -> Planned:
    owes = FIRST if wave.phase is Phase.DRAFT else None
    rated = Rated(answered=12, asked=40, schools=[("East School", 7, 20), ("West School", 5, 20)])
    return Planned(wave=wave, when=WHEN, weeks=4, people=people, place="East School", rated=rated, owes=owes)


def invited(wave: Wave, *, first: bool = False, rest: bool = False, before: Wave | None = None) -> Card:
    said = {"q1": "a2", "q5": "7"} if wave.is_named and first else {}
    return invited_card(wave, said, first=first, rest=rest, when=WHEN, language="en", lead=lead_of(before))


FAMILIES = replace(OPEN, audience=Audience.FAMILIES)
BATCH = Sheaf(nth="1", place="id000001", ids=("1.aa", "1.bb"))
FOR_ALL = Sheaf(nth="open.", place=None, ids=("open.",))
MESSAGES: Mapping[str, Card] = {
    "survey_links": links_card(FAMILIES, [FOR_ALL, BATCH], {"id000001": "East School"}),
    "survey_sheaf": sheaf_card(FAMILIES, BATCH, {"id000001": "East School"}),
    "survey": survey_card(SURVEY, [WAVE, FIRST], WHEN),
    "survey_draft": wave_card(planned(WAVE)),
    "survey_open": wave_card(planned(OPEN, 40)),
    "survey_invited": invited(OPEN, before=ANSWERED),
    "survey_results": results_card(at(DONE)),
    "survey_question": question_card(at(DONE), QUESTIONS[0]),
}
FORMS: Mapping[str, Form] = {
    "survey_links": make_form(FAMILIES, schools(2), {}),
    "survey_question": question_form(SURVEY, QUESTIONS[0], {}, f"{SURVEY.number} q1"),
    "survey_launch": launch_form(SURVEY.number, {"audience": "staff", "opens": TODAY}, list(Mode), schools(2)),
    "survey_rest": rest_form(OPEN, {}, first=True, language="en"),
}
REST_OF_CARDS: Mapping[str, Card] = {
    "no links to a survey": links_card(FAMILIES, [], {}),
    "a link for everybody": sheaf_card(FAMILIES, FOR_ALL, {}),
    "surveys": list_card([(SURVEY, OPEN), (replace(SURVEY, weeks=0), None)], WHEN, offset=10, total=25),
    "no surveys": list_card([], WHEN, offset=0, total=0),
    "survey without questions": survey_card(replace(SURVEY, questions=[]), [], WHEN),
    "survey after a meeting": wave_card(
        replace(planned(replace(WAVE, phase=Phase.SET, meeting="MTG-2026-004")), meeting=MEETING)
    ),
    "survey to whoever was at a meeting": invited_card(
        OPEN, {}, first=False, rest=False, when=WHEN, language="en", lead=lead_of(FIRST, MEETING)
    ),
    "survey of few people": wave_card(planned(WAVE, 7)),
    "survey that waits": wave_card(planned(replace(WAVE, phase=Phase.SET))),
    "survey open by link": wave_card(replace(planned(OPEN), rated=Rated(answered=3))),
    "survey open by name": wave_card(planned(NAMED)),
    "survey answered in part": invited(OPEN, first=True),
    "survey answered": invited(OPEN, first=True, rest=True),
    "survey answered by name": invited(NAMED, first=True, rest=True),
    "survey with a number first": invited(TEN_FIRST),
    "survey with a number first by name": invited(replace(TEN_FIRST, mode=Mode.NAMED), first=True),
    "survey in confidence": invited(replace(OPEN, mode=Mode.CONFIDENTIAL)),
    "survey that is over": invited(DONE, first=True),
    "survey that is over unanswered": invited(DONE),
    "survey without words": invited(replace(OPEN, questions=[])),
    "results with what was done": results_card(at(ANSWERED)),
    "results for those who were asked": shared_card(at(ANSWERED, runs=False)),
    "results before anything was done": shared_card(at(DONE, runs=False)),
    "results of few": results_card(at(FEW)),
    "results of those with a link": results_card(replace(at(LINKED), for_all=True)),
    "results by name": results_card(at(replace(DONE, mode=Mode.NAMED))),
    "results after a meeting": results_card(
        replace(at(replace(DONE, mode=Mode.NAMED, meeting="MTG-2026-004")), meeting=MEETING)
    ),
    "results without words": results_card(at(GONE)),
    "results that wait for their key": waiting_card(at(replace(DONE, results=None))),
    "a question of few": question_card(at(FEW), QUESTIONS[0]),
    "a question of one mind": question_card(at(DONE), QUESTIONS[1]),
    "a question of yes or no": question_card(at(DONE), QUESTIONS[3]),
    "a question from 0 to 10": question_card(at(DONE), QUESTIONS[4]),
    "comments": question_card(at(DONE), QUESTIONS[5]),
    "more comments": question_card(at(DONE), QUESTIONS[5], offset=10),
    "a question of several": question_card(at(DONE), QUESTIONS[6]),
    "chart of a survey": picture_card(at(DONE)),
    "chart of a survey of few": picture_card(at(FEW)),
    "who said what in a survey": who_card(
        NAMED,
        {PersonId("ann"): {"q1": "a1", "q7": ["a1", "a2"]}, PersonId("gone"): {"q4": "yes"}},
        {"ann": "Ann Archer"},
        language="en",
        offset=0,
    ),
    "nobody said anything in a survey": who_card(NAMED, {}, {}, language="en", offset=0),
}
REST_OF_FORMS: Mapping[str, Form] = {
    "links without schools": make_form(FAMILIES, [], {"number": "20"}),
    "a new survey": new_form({}),
    "a new question": question_form(SURVEY, None, {}, f"{SURVEY.number} +"),
    "launch nowhere in particular": launch_form(SURVEY.number, {}, ["named"], []),
    "all of a survey": rest_form(NAMED, {"q1": "a2", "q6": "Cold", "q7": ["a1"]}, first=True, language="en"),
    "what was done about a survey": did_form(ANSWERED),
    "what was done about one by link": did_form(LINKED),
    "raise a result": raise_form(at(DONE), QUESTIONS[0], schools(2)),
    "raise a result of few": raise_form(at(FEW), QUESTIONS[0], []),
    "words of a survey": remove_form(DONE),
}
#: What the office and those who answered typed: it is said in no other language.
TYPED = " ".join(
    [
        "",
        SURVEY.name,
        *(one.text for one in QUESTIONS),
        *(choice.text for one in QUESTIONS for choice in one.choices),
        "How well often Rooms are cold New heaters come in April It is in room PULSE kaizen pulse",
        "East School West Ann Archer Facilities Cold",
    ]
)
