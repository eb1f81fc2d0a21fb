"""A meeting in Teams: planned in two forms, in which a kind asks its own questions, and told to whoever is invited."""

import pytest

from tests.bot.conftest import until
from tests.teams.conftest import MR, PEOPLE, TEACHER, Tenant
from tests.teams.people import last, press, say

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
FORUM = {"title": "Families of East", "day": "2027-03-19", "start": "18:00", "groups": "families,students"}


def test_a_meeting_is_planned_and_whoever_is_invited_gets_it_for_their_calendar(tenant: Tenant) -> None:
    say(tenant, MR, "meetings new")
    press(tenant, MR, "Go on", kind="forum")
    tenant.reads(MR, "What is it called?")
    tenant.client.act("press", MR, message=last(tenant, MR)["id"], title="Save", inputs=FORUM)
    tenant.reads(MR, "Fri 19 Mar 2027, 6:00 PM")
    assert "Students (as a group), Families" in tenant.words(MR)

    press(tenant, MR, "Invite")
    tenant.client.act("submit", MR, values={"person1": PEOPLE[TEACHER]}, title="Invite")
    tenant.reads(TEACHER, "You are invited.")
    press(tenant, TEACHER, "Add to my calendar")

    until(lambda: "MTG-2026-001.ics" in str(last(tenant, TEACHER)["cards"]))
