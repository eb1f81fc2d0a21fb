"""Meetings fit Slack and Teams, whatever people type and however many come."""

from dataclasses import replace

import pytest

from domain.meeting_themes import DID_MAX, SAID_MAX, THEMES_MAX
from domain.meetings import ASKED, MOST_THERE, PURPOSE_MAX, TITLE_MAX, WHERE_MAX, Attendee, MeetingKind
from domain.plans import STEP_MAX
from tests.domain.story import MIA, OLE
from tests.views.met import FORUM, SAID, STEP
from tests.views.referee import faults_of_message, faults_of_view
from tests.views.scene import look, schools
from tests.views.teams_referee import faults_of_activity, faults_of_form
from tests.views.worst import WORST, filling
from views import slack, teams
from views.elements import Card, Form, Option
from views.meeting_forms import came_form, invite_form, move_form, off_form, plan_form, step_form
from views.meeting_themes import BECOMES, did_form, heard_form, theme_card, themes_card, told_card
from views.meetings import PAGE, Page, Shown, list_card, meeting_card, step_card


def faults(shown: Card | Form) -> list[str]:
    if isinstance(shown, Card):
        return faults_of_message(slack.message(shown)) + faults_of_activity(teams.message(shown))
    drawn = teams.dialog_form(shown, {}, {"ole": "a2"}, {})
    return faults_of_view(slack.modal(shown, "", {})) + faults_of_form(drawn, window=True)


@pytest.mark.parametrize("piece", WORST)
def test_every_card_and_form_fits(piece: str) -> None:
    words = {"title": TITLE_MAX, "place": WHERE_MAX, "audience": WHERE_MAX, "purpose": PURPOSE_MAX}
    words |= {"with_whom": PURPOSE_MAX, "service": WHERE_MAX}
    one = replace(FORUM, **{name: filling(piece, most) for name, most in words.items()})  # type: ignore[arg-type]
    step = replace(STEP, what=filling(piece, STEP_MAX))
    there = [Attendee(nth=nth, guest=filling(piece, 100)) for nth in range(1, MOST_THERE + 1)]
    options = [Option(value=f"PLAN-2026-{nth:03}", label=filling(piece, 200)) for nth in range(200)]
    known = {"places": schools(101), "supports": options}
    given = {name: getattr(one, name) for name in (*words, "day", "start", "groups")}

    assert not faults(list_card(Page(scope="coming", meetings=[one] * PAGE, total=99, plans=True), look(MIA)))
    assert not faults(meeting_card(Shown(meeting=one, there=there, steps=[step] * 20), look(MIA)))
    assert not faults(step_card(one, step, look(OLE), sees=True))
    theme = replace(SAID, said=filling(piece, SAID_MAX), did=filling(piece, DID_MAX))
    for shown in (
        themes_card(one, [theme] * THEMES_MAX, look(MIA), runs=True, persons=1),
        theme_card(one, theme, runs=True),
    ):
        assert not faults(shown)
    assert not faults(told_card(one, [theme] * THEMES_MAX, look(MIA)))
    for form in (did_form(theme), heard_form(one, list(BECOMES))):
        assert not faults(form)
    for kind in MeetingKind:
        assert not faults(plan_form(kind, given, asked=ASKED[kind], about=str(kind), known=known))
    for form in (move_form(one), off_form(one), invite_form(one, place=True), step_form(one, "ole", one.day)):
        assert not faults(form)
    assert not faults(came_form(one, there[:10], look(MIA), offset=0, total=len(there)))
