"""A survey in Teams from its first word to its results: made and launched by the office, answered by who is asked."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from storage.waves import Waves
from tests.bot.conftest import until
from tests.teams.conftest import MR, PRINCIPAL, TEACHER, Tenant
from tests.teams.people import dialog, press, say

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def launched(tenant: Tenant) -> str:
    """Asked of all staff, without a name; its number."""
    say(tenant, MR, "pulse")
    press(tenant, MR, "New survey")
    tenant.client.act("submit", MR, values={"name": "How are you?", "ready": "staff"})
    assert "How often do you feel heard at work?" in str(dialog(tenant, MR)["card"])
    say(tenant, MR, "pulse 1")
    press(tenant, MR, "Ask it …")
    assert "Does anybody see who said what?" in str(dialog(tenant, MR)["card"])
    today = datetime.now(ZoneInfo("America/Chicago")).date()  # the district's: it is asked from that morning on
    days = {"opens": str(today), "closes": str(today + timedelta(days=5))}
    tenant.client.act("submit", MR, values={"audience": "staff", "mode": "anonymous", "weeks": "0", **days})
    tenant.reads(MR, "Launch it")
    press(tenant, MR, "Launch it")
    tenant.client.act("submit", MR, title="Launch it")
    until(lambda: tenant.count("sealed_keys") == 2)
    tenant.settled()
    return "PULSE-2026-001-1"


def test_a_survey_is_answered_by_a_press_and_a_form_and_told_to_all(tenant: Tenant) -> None:
    number = launched(tenant)
    tenant.reads(TEACHER, "How often do you feel heard at work?")

    said = len(tenant.client.chat(TEACHER))
    press(tenant, TEACHER, "Choose")
    tenant.reads(TEACHER, "Your answer is in.")
    press(tenant, TEACHER, "Answer the rest (5)")
    assert "Do you feel safe at work?" in str(dialog(tenant, TEACHER)["card"])
    tenant.client.act("submit", TEACHER, values={"q2": "a4", "q4": "yes", "q5": "10", "q6": "Rooms are cold"})
    tenant.reads(TEACHER, "Thank you. All of it is in.")

    assert len(tenant.client.chat(TEACHER)) == said, "nothing is posted for an answer"
    assert (tenant.count("sealed"), tenant.count("answered"), tenant.count("repeats")) >= (2, 2, 0)
    tenant.do(lambda tx: Waves(tx).end(Waves(tx).get(number)))
    assert tenant.count("sealed") == tenant.count("answered") == 0
    say(tenant, MR, f"pulse {number[:-2]}")
    press(tenant, MR, "Show")
    tenant.reads(PRINCIPAL, "How often do you feel heard at work?")
