"""Teams' front door: what a person sees, whatever comes."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.answering import Answer, Answering, Asked
from bot.platforms import teams_asking
from storage.settings import DistrictSettings
from storage.staff import Staff
from tests.bot.conftest import until
from tests.teams.conftest import DEPUTY, GUEST, MR, NURSE, PRINCIPAL, PUPIL, TEACHER, Tenant, account
from tests.teams.people import WHAT, last, of_bot, report, say


def test_what_is_typed_after_car_opens_the_form_with_it(tenant: Tenant) -> None:
    form = say(tenant, TEACHER, f"car {WHAT}")

    assert WHAT in str(form["cards"])
    assert "What happened?" in str(form["cards"])


def test_a_report_is_filed_by_the_card_and_reaches_those_who_decide(tenant: Tenant) -> None:
    report(tenant, TEACHER)

    assert tenant.settled()["sent"] == 3
    assert "is on record" in tenant.words(TEACHER)
    assert WHAT in tenant.words(MR)
    assert WHAT in tenant.words(DEPUTY)
    assert tenant.count("cars") == 1


def test_the_form_becomes_the_result_in_its_place_also_for_later(tenant: Tenant) -> None:
    report(tenant, TEACHER)

    until(lambda: "What happened?" not in tenant.words(TEACHER))
    until(lambda: [one for one in tenant.client.chat(TEACHER) if one["edited"]])


def test_a_filed_form_says_in_a_line_what_its_copy_says_at_length(tenant: Tenant) -> None:
    form = say(tenant, TEACHER, f"car {WHAT}")
    tenant.client.act("press", TEACHER, message=form["id"], title="Submit")
    tenant.settled()
    until(lambda: [one for one in of_bot(tenant, TEACHER) if one["edited"]])
    line, copy = (str(one["cards"]) for one in of_bot(tenant, TEACHER))

    assert "CAR-2026-001 · Received" in line
    assert "Action" not in line
    assert WHAT not in line
    assert "on record" not in line
    assert "Your report is on record" in copy
    assert WHAT in copy


def test_r9_the_same_form_twice_at_once_and_later_is_one_record(tenant: Tenant) -> None:
    form = say(tenant, TEACHER, f"car {WHAT}")
    tenant.client.act("press", TEACHER, message=form["id"], title="Submit")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: tenant.client.act("again", TEACHER), range(4)))

    tenant.settled()
    assert tenant.count("cars") == 1


def test_accept_changes_the_card_in_place_and_tells_the_owner(tenant: Tenant) -> None:
    report(tenant, TEACHER)
    tenant.reads(MR, WHAT)
    tenant.client.act("press", MR, message=last(tenant, MR)["id"], title="Accept")

    tenant.settled()
    tenant.reads(PRINCIPAL, WHAT)
    tenant.reads(DEPUTY, "Looking into it")
    assert "Accept" not in str(last(tenant, MR)["cards"])


def test_a_pupil_of_the_tenant_is_refused_in_one_sentence(tenant: Tenant) -> None:
    said = say(tenant, PUPIL, f"car {WHAT}")

    assert "Kaizen is for staff" in str(said)
    assert tenant.count("cars") == 0


def test_a_pupil_is_refused_whatever_the_directory_says_unless_on_the_list(tenant: Tenant) -> None:
    say(tenant, PUPIL, "help")
    tenant.do(lambda tx: Staff(tx).name(account(tx, PUPIL).person, by="system"))

    assert "What happened?" in str(say(tenant, PUPIL, f"car {WHAT}")["cards"])


def test_r24_a_guest_is_refused_where_they_ask(tenant: Tenant) -> None:
    tenant.client.act("team", MR)
    tenant.client.act("say", GUEST, text=f"@Kaizen car {WHAT}", channel="General")

    tenant.reads(GUEST, "Kaizen is for staff", "General")


def test_in_a_channel_the_answer_comes_to_their_own_chat(tenant: Tenant) -> None:
    tenant.client.act("team", MR)
    tenant.client.act("say", TEACHER, text=f"@Kaizen car {WHAT}", channel="General")

    tenant.reads(TEACHER, "What happened?")
    tenant.reads(TEACHER, "I answered you in our own chat.", "General")
    assert "What happened?" not in tenant.words(TEACHER, "General")


def test_who_does_not_have_the_app_is_told_in_the_channel(tenant: Tenant) -> None:
    tenant.client.act("team", MR)
    tenant.client.act("say", NURSE, text="@Kaizen help", channel="General")

    tenant.reads(NURSE, "add Kaizen to your apps", "General")


def test_the_bot_may_be_called_by_its_name(tenant: Tenant) -> None:
    assert "What happened?" in str(say(tenant, TEACHER, f"Kaizen, car {WHAT}")["cards"])
    assert "Open reports" in str(say(tenant, TEACHER, "kaizen")["cards"])


def test_a_group_of_another_platform_keeps_nobody_waiting(tenant: Tenant) -> None:
    tenant.do(lambda tx: DistrictSettings(tx).set("staff", "group:S0123ABCD", by="system"))

    assert "Kaizen is for staff" in str(say(tenant, PUPIL, "help"))


def test_an_invoke_that_teams_sends_again_before_it_is_answered_makes_one_record(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Teams waits five seconds, and sends the same invoke twice more."""
    answers = Answering.answer

    async def late(self: Answering, asked: Asked) -> Answer:
        await asyncio.sleep(1.0)
        return await answers(self, asked)

    form = say(tenant, TEACHER, f"car {WHAT}")
    monkeypatch.setattr(Answering, "answer", late)
    monkeypatch.setattr(teams_asking, "PATIENCE", 90.0)
    tenant.teams.faults.invoke_seconds = 0.3
    tenant.client.act("press", TEACHER, message=form["id"], title="Submit")

    until(lambda: tenant.count("cars") == 1)
    tenant.settled()
    sent = [one for one in tenant.client.get("teams/calls")["calls"] if one["name"] == "adaptiveCard/action"]
    assert len(sent) == 3
    assert tenant.count("cars") == 1
    assert len([one for one in tenant.client.chat(MR) if WHAT in str(one)]) == 1
