"""Looking at the agenda before it comes, and setting up when and where it does."""

from typing import Any

import pytest

from domain.errors import RefusedError
from handlers.routing import FormError, Show
from storage.agendas import Agendas
from storage.conversations import Conversations
from storage.meetings import Meetings
from storage.outbox import outbox
from storage.publishing import POST
from storage.settings import DistrictSettings
from tests.conftest import MR, NOW, TEACHER, District
from tests.reviewing import MEMBER, published, with_team
from tests.story import CHIEF, ROUTES, ask, filed
from views.elements import Card
from views.fallback import in_words

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def team(district: District) -> District:
    return with_team(district)


def test_the_preview_posts_nothing_and_is_for_those_who_will_read_it(team: District) -> None:
    filed(team)
    for who in (MR, MEMBER, CHIEF):
        reply = ask(team, who, "agenda")
        assert isinstance(reply, Show)
        assert "It comes on Tue 10 Mar. Only you see this; nothing was posted." in in_words(reply.card)

    with pytest.raises(RefusedError, match="Only the Management Review Team, the Cabinet"):
        ask(team, TEACHER, "agenda")
    assert team.do(lambda tx: (Agendas(tx).latest(), Meetings(tx).some())) == (None, [])


def test_the_preview_of_one_that_is_out_is_that_one(team: District) -> None:
    published(team)
    filed(team)

    reply = ask(team, MEMBER, "agenda")

    assert isinstance(reply, Show)
    assert "It is out." in in_words(reply.card)
    assert "Since the last review" in in_words(reply.card)


def set_up(district: District) -> Card:
    drawn: Card = district.do(lambda tx: ROUTES["agenda.card"].handle(district.call(tx, MR)), now=NOW)
    return drawn


def test_the_office_sets_week_day_and_time(team: District) -> None:
    form: dict[str, Any] = {"agenda_week": "third", "agenda_day": "thursday", "agenda_time": "7:15"}
    with pytest.raises(FormError) as refused:
        ask(team, MR, "agenda.set_up", {**form, "review_after": "15"})
    assert set(refused.value.faults) == {"agenda_time", "review_after"}

    ask(team, MR, "agenda.set_up", {**form, "agenda_time": "07:15", "review_after": "5", "review_time": "09:30"})

    words = in_words(set_up(team))
    assert "Comes: The third Thursday 7:15 AM" in words
    assert "Next: Thu 19 Mar" in words
    assert "The team meets: Tue 24 Mar" in words


def test_it_is_paused_begun_again_and_sent_again(team: District) -> None:
    ask(team, MR, "agenda.pause")
    assert (set_up(team).state, "Next: none" in in_words(set_up(team))) == ("Paused", True)
    ask(team, MR, "agenda.resume")
    assert set_up(team).state == "In force"

    ask(team, MR, "agenda.again")
    first = team.do(lambda tx: Agendas(tx).latest())
    ask(team, MR, "agenda.again")

    rows = team.do(lambda tx: tx.rows(outbox, outbox.c.what == POST, order=outbox.c.key))
    assert [row["key"] for row in rows] == [f"mrt.agenda:{first.meeting}", f"mrt.agenda:{first.meeting}:2"]
    team.do(lambda tx: DistrictSettings(tx).set("mrt_channel", "", by="system"))
    with pytest.raises(RefusedError, match="Choose the conversation"):
        ask(team, MR, "agenda.again")


def test_a_conversation_in_which_something_is_wrong_is_refused(team: District) -> None:
    team.do(lambda tx: Conversations(tx).seen("slack", "T1", "C9", label="all-staff", problem="outsiders"))

    with pytest.raises(FormError) as refused:
        ask(team, MR, "agenda.set_up", {"mrt_channel": "C9"})

    assert str(refused.value.faults["mrt_channel"]).startswith("#all-staff holds somebody who is not staff")
