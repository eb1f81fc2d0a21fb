"""What is posted for several people: in its conversation, in order, and only where all who are there are staff."""

import asyncio
import json
from dataclasses import dataclass, field, replace

import pytest

from bot.answering import Answering
from bot.capabilities import routes
from bot.conversations import Look
from bot.delivery import Delivery
from bot.directory import SilentError
from domain.conversations import MOST_THERE
from storage.conversations import Conversations
from storage.db import Tx
from storage.dead_letters import DeadLetters
from storage.outbox import SENT, Outbox
from storage.people import Account
from storage.posts import note_told
from storage.settings import DistrictSettings
from tests.bot.conftest import Workspace, until
from tests.bot.test_conversations import CABINET, TOLD, says, told
from tests.bot.test_delivery import FakeSender, hurry, ledger
from tests.conftest import ADMIN, MR, NOW, TEACHER, District
from tests.story import filed, owed

STRANGER = "U99"


@dataclass
class Room(FakeSender):
    """A platform with one conversation, and a directory that knows who is a guest."""

    look: Look | None = field(default_factory=lambda: Look(label="cabinet", members=frozenset({MR, TEACHER})))
    guests: frozenset[str] = frozenset({STRANGER})

    async def look_at(self, workspace: str, known: str) -> Look:
        assert (workspace, known) == ("T1", CABINET)
        if self.look is None:
            raise SilentError("ratelimited")
        return self.look

    async def ask_member(self, account: Account, known: str) -> Account:
        assert known == CABINET
        return await self.ask_directory(account)

    async def ask_directory(self, account: Account) -> Account:
        return replace(account, guest=account.external in self.guests, checked_at=NOW)

    async def members(self, workspace: str, group: str) -> set[str]:
        raise AssertionError((workspace, group))


def set_up(district: District) -> None:
    def work(tx: Tx) -> None:
        DistrictSettings(tx).set("digest_channel", CABINET, by="system")
        Conversations(tx).seen("slack", "T1", CABINET, label="cabinet")

    district.do(work)


def owe(district: District, *, thread: bool = True) -> None:
    def work(tx: Tx) -> None:
        there = Conversations(tx).of(CABINET)
        assert there
        Outbox(tx).owe_post("conversation.problem", CABINET, there=there, key="post")
        if thread:
            Outbox(tx).owe_post("conversation.problem", CABINET, there=there, key="more", under="post")

    district.do(work)


def send(district: District, room: Room) -> None:
    answering = Answering(district.database, routes(), lambda: None)
    answering.looking.by_platform["slack"] = answering.directories.by_platform["slack"] = room
    made = Delivery(district.database, lambda: answering, "one")
    made.senders["slack"] = room
    asyncio.run(made.send_all())


def problem(district: District) -> str | None:
    found = district.do(lambda tx: Conversations(tx).of(CABINET))
    assert found
    return str(found.problem) if found.problem else None


def test_what_belongs_to_a_post_stands_in_its_thread_and_no_person_gets_it(district: District) -> None:
    set_up(district)
    owe(district)
    room = Room()

    send(district, room)

    assert room.posted == [(CABINET, "post"), (f"{CABINET}>1", "more")]
    assert ledger(district) == {"sent": 2}


@pytest.mark.parametrize(
    ("look", "found"),
    [
        (Look(label="cabinet", members=frozenset({MR, STRANGER})), "outsiders"),
        (Look(label="cabinet", problem="shared"), "shared"),
        (Look(problem="gone"), "gone"),
        (Look(label="cabinet", members=frozenset(f"U{n}" for n in range(1000, 1001 + MOST_THERE))), "crowded"),
    ],
)
def test_nothing_is_posted_where_not_all_are_staff_and_those_who_can_mend_it_are_told_once(
    district: District, look: Look, found: str
) -> None:
    set_up(district)
    owe(district)
    room = Room(look=look)

    send(district, room)

    assert not [where for where, _ in room.posted if where.startswith(CABINET)]
    assert problem(district) == found
    assert sorted(who for who, _ in room.posted) == TOLD
    assert ledger(district) == {"sent": len(TOLD), "failed": 2}


def test_a_platform_that_does_not_say_who_is_there_gets_no_post_for_now(district: District) -> None:
    set_up(district)
    owe(district)
    room = Room(look=None)

    send(district, room)
    assert room.posted == []

    room.look = Look(label="cabinet", members=frozenset({MR}))
    hurry(district)
    send(district, room)
    assert [key for _, key in room.posted] == ["post", "more"]


def test_a_thread_whose_beginning_could_not_be_sent_is_given_up_as_well(district: District) -> None:
    set_up(district)
    there = district.do(lambda tx: Conversations(tx).of(CABINET))
    post = {"there": there, "key": "more", "under": "never owed"}
    district.do(lambda tx: Outbox(tx).owe_post("conversation.problem", CABINET, **post))
    room = Room()

    send(district, room)

    assert (room.posted, ledger(district)) == ([], {"failed": 1})


def test_a_post_is_drawn_again_when_a_report_changes_that_it_told_of(district: District) -> None:
    set_up(district)
    number = filed(district).number
    owe(district, thread=False)
    district.do(lambda tx: note_told(tx, "post", [number], NOW.date()))
    room = Room()
    send(district, room)
    room.updated.clear()

    district.do(lambda tx: Outbox(tx).refresh(number))
    send(district, room)

    stands = district.do(lambda tx: Outbox(tx).stands("post"))
    assert (CABINET, stands.message) in {(where, message) for where, message, _ in room.updated}
    assert district.do(lambda tx: Outbox(tx).state_of("post")) == SENT


def test_who_chooses_a_conversation_with_a_guest_is_refused_at_once(workspace: Workspace) -> None:
    says(workspace)
    workspace.slack.say["conversations.members"] = {"ok": True, "members": [MR, STRANGER]}
    workspace.slack.say["users.info"] = {"ok": True, "user": {"real_name": "Somebody", "is_restricted": True}}

    workspace.event(type="app_mention", user=MR, channel=CABINET, ts="5.0", text="<@UBOT> use this for the digest")

    until(lambda: workspace.slack.told("chat.postEphemeral"))
    said = workspace.slack.told("chat.postEphemeral")[0]
    assert "#cabinet holds somebody who is not staff" in said["text"]
    assert workspace.district.do(lambda tx: DistrictSettings(tx).all()["digest_channel"]) == ""
    assert told(workspace) == []


def test_who_chooses_a_channel_that_is_shared_in_the_form_is_told_so_at_its_question(workspace: Workspace) -> None:
    says(workspace, is_ext_shared=True)

    answer = workspace.submit(MR, "settings.save_conversations", values={"digest_channel": {"channel": CABINET}})

    assert "is shared with another district or firm" in answer.json()["errors"]["digest_channel"]


def test_what_is_pressed_in_a_post_is_answered_to_one_person_and_the_post_stays(workspace: Workspace) -> None:
    number = filed(workspace.district).number
    workspace.settled()
    public = {"type": "message", "message_ts": "7.0", "channel_id": CABINET, "is_ephemeral": False}

    workspace.press(TEACHER, "car.show", number, container=public)

    until(lambda: workspace.slack.told("respond"))
    said = workspace.slack.told("respond")[0]
    assert (said["replace_original"], said["response_type"]) == (False, "ephemeral")
    assert number in said["text"]
    assert not any(body["ts"] == "7.0" for body in workspace.slack.told("chat.update"))


def test_a_form_that_opens_in_a_post_leaves_it_as_it_is(workspace: Workspace) -> None:
    number = filed(workspace.district).number
    workspace.settled()
    public = {"type": "message", "message_ts": "7.0", "channel_id": CABINET, "is_ephemeral": False}

    workspace.press(MR, "car.return_form", number, container=public)
    until(lambda: workspace.slack.told("views.open"))
    view = json.loads(workspace.slack.told("views.open")[0]["view"])
    memo = json.loads(view["private_metadata"])
    workspace.submit(MR, view["callback_id"], values={"reason": "Which gate?"}, **memo)

    until(lambda: workspace.slack.told("respond"))
    assert workspace.slack.told("respond")[0]["replace_original"] is False
    assert not any(body["ts"] == "7.0" for body in workspace.slack.told("chat.update"))


def test_an_administrator_sends_a_post_again_that_failed(district: District) -> None:
    set_up(district)
    owe(district, thread=False)
    send(district, Room(look=Look(problem="left")))
    room = Room()

    sent = district.do(lambda tx: DeadLetters(tx).send_all_again(by=district.account(tx, ADMIN).person))
    send(district, room)

    assert sent == 1
    assert (CABINET, "post") in room.posted
    assert owed(district)
