"""Files leave Kaizen by a signed address, or beside a message where it has no address; nobody else gets them."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from domain.files import File, Purpose
from domain.links import Pass, signed
from domain.people import PersonId
from storage.db import Tx
from storage.files import Files
from storage.outbox import Outbox
from storage.settings import DistrictSettings
from tests.bot.conftest import LONG, FakeSlack, Workspace, until
from tests.bot.test_web import KEY, NEXT, served
from tests.conftest import DISTRICT, MR, OTHER, PRINCIPAL, TEACHER, District
from tests.office import known
from tests.story import ask, filed, with_seats

LATER = datetime.now(UTC) + timedelta(hours=1)
CONTENT = b"<script>alert(1)</script>\x00\xff"
#: A front door is no matter of the database.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
pytestmark = ON_SQLITE


@pytest.fixture
def address(slack: FakeSlack, district: District, database_url: str) -> Iterator[str]:
    with served(slack, database_url, secret_key=SecretStr(KEY)) as url:
        yield url
    assert district


def evidence(district: District, number: str, name: str = "Gate — lått\u202ech.html") -> File:
    def keep(tx: Tx) -> File:
        about = f"cars:{number}"
        by = PersonId(district.account(tx, TEACHER).person)
        return Files(tx).add(CONTENT, about=about, purpose=Purpose.EVIDENCE, name=name, media="text/html", by=by)

    made: File = district.do(keep)
    return made


def given(district: District, file: File, who: str = OTHER, **more: Any) -> Pass:
    one = Pass(purpose="file", district=DISTRICT, about=file.id, person=district.person(who), until=LATER)
    return replace(one, **more)


def fetched(address: str, one: Pass, key: str = KEY) -> httpx.Response:
    return httpx.get(f"{address}/file/{signed(one, [key])}", timeout=LONG)


def test_a_file_is_saved_and_never_drawn_by_a_browser(address: str, district: District) -> None:
    got = fetched(address, given(district, evidence(district, filed(district).number)))

    assert (got.status_code, got.content) == (200, CONTENT)
    assert got.headers["content-disposition"] == (
        "attachment; filename=\"Gate _ l_ttch.html\"; filename*=UTF-8''Gate%20%E2%80%94%20l%C3%A5ttch.html"
    )
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["cache-control"] == "no-store"
    assert got.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert got.headers["referrer-policy"] == "no-referrer"


def test_whatever_does_not_open_says_the_same(address: str, district: District) -> None:
    known(district, "U20", guest=True)
    file = evidence(district, filed(with_seats(district)).number)
    sealed = evidence(district, filed(district, marks=["sealed"]).number)
    erased = evidence(district, filed(district).number)
    district.do(lambda tx: Files(tx).erase(erased, because="A pupil", by=PersonId("x")))
    good = given(district, file)
    word = signed(good, [KEY])

    answers = [
        fetched(address, good, NEXT),  # forged
        httpx.get(f"{address}/file/{word[:-1]}{'A' if word[-1] != 'A' else 'B'}", timeout=LONG),  # altered
        fetched(address, replace(good, purpose="report")),  # signed for another page
        fetched(address, replace(good, about="none")),
        fetched(address, replace(good, district="hill")),
        fetched(address, replace(good, person="")),
        fetched(address, given(district, file, "U20")),  # a guest
        fetched(address, given(district, sealed)),
        fetched(address, given(district, sealed, PRINCIPAL)),
        fetched(address, given(district, erased)),
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.text for answer in answers}) == 1
    assert fetched(address, given(district, sealed, TEACHER)).status_code == 200  # who reported it


def test_rights_are_those_of_the_moment_of_opening(address: str, district: District) -> None:
    number = filed(with_seats(district)).number
    one = given(district, evidence(district, number))
    assert fetched(address, one).status_code == 200

    ask(district, MR, "car.seal", about=number)
    assert fetched(address, one).status_code == 403
    ask(district, MR, "car.unseal", about=number)
    assert fetched(address, one).status_code == 200
    ask(district, MR, "car.hand_over", {"office": "title_ix", "note": "Please"}, about=number)
    assert fetched(address, one).status_code == 403  # its number is left to them, and no word


def test_an_address_ends_with_its_hour_or_with_the_districts_round(address: str, district: District) -> None:
    file = evidence(district, filed(district).number)

    assert fetched(address, given(district, file, until=datetime.now(UTC) - timedelta(seconds=1))).status_code == 410
    district.do(lambda tx: DistrictSettings(tx).set("link_round", "2", by="system"))
    assert fetched(address, given(district, file)).status_code == 410


def test_no_address_and_no_name_of_a_file_stands_in_the_log(
    address: str, district: District, capfd: pytest.CaptureFixture[str]
) -> None:
    one = given(district, evidence(district, filed(district).number, "Nosy Parker.pdf"))
    assert fetched(address, one).status_code == 200

    said = ""

    def noted() -> bool:  # it is noted once the answer has left
        nonlocal said
        said += capfd.readouterr().err
        return '"event": "file"' in said

    until(noted)
    assert "Nosy" not in said
    assert signed(one, [KEY]) not in said


def test_a_press_brings_a_message_with_an_address_that_opens_it(
    slack: FakeSlack, district: District, address: str
) -> None:
    file = evidence(district, filed(district).number, "Gate.pdf")
    Workspace(address, slack, district).press(OTHER, "files.send", file.id)
    until(lambda: slack.direct(OTHER))
    (told,) = slack.direct(OTHER)

    (url,) = re.findall(r"<(https://[^|]+)\|Download Gate.pdf>", str(told["blocks"]))
    assert httpx.get(url.replace("https://kaizen.example.org", address), timeout=LONG).content == CONTENT
    assert slack.told("upload") == []


def sent(workspace: Workspace) -> File:
    file = evidence(workspace.district, filed(workspace.district).number, "Gate.pdf")
    workspace.settled()
    workspace.press(OTHER, "files.send", file.id)
    workspace.settled()
    return file


def test_without_an_address_the_file_itself_follows_its_card(workspace: Workspace) -> None:
    sent(workspace)

    methods = [method for method, _ in workspace.slack.done]
    steps = ["files.getUploadURLExternal", "upload", "chat.postMessage", "files.completeUploadExternal"]
    assert [method for method in methods if method in steps][-4:] == steps
    assert workspace.slack.told("upload")[-1]["content"] == CONTENT
    (shared,) = workspace.slack.told("files.completeUploadExternal")
    assert shared["channel_id"] == f"D{OTHER}"
    assert json.loads(shared["files"])[0]["title"] == "Gate.pdf"
    assert "Gate.pdf: it follows in this chat." in str(workspace.slack.direct(OTHER))


def test_a_file_that_was_erased_is_taken_back_from_chat(workspace: Workspace) -> None:
    file = sent(workspace)
    known_as = json.loads(workspace.slack.told("files.completeUploadExternal")[0]["files"])[0]["id"]

    workspace.district.do(lambda tx: Files(tx).erase(file, because="A pupil", by=PersonId("x")))
    workspace.file(TEACHER, "Something else", "V9")  # the bot wakes up
    workspace.settled()

    assert workspace.slack.told("files.delete") == [{"file": known_as}]
    assert "Gate.pdf" not in str(workspace.slack.standing()[OTHER])


def test_a_failed_upload_has_shown_nothing_and_is_tried_again(workspace: Workspace) -> None:
    workspace.slack.limits["files.getUploadURLExternal"] = ["1"]
    sent(workspace)

    assert len(workspace.slack.told("files.getUploadURLExternal")) == 2
    assert len(workspace.slack.direct(OTHER)) == 1


def test_a_workspace_that_does_not_let_the_bot_send_files_gets_the_card_and_is_told_why(workspace: Workspace) -> None:
    workspace.slack.say["files.getUploadURLExternal"] = {"ok": False, "error": "missing_scope"}
    sent(workspace)

    assert "before your IT office installs Kaizen again" in str(workspace.slack.direct(OTHER))
    assert workspace.slack.told("files.completeUploadExternal") == []
    assert workspace.district.do(lambda tx: Outbox(tx).ledger(), write=False)["failed"] == 0
