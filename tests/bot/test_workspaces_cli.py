"""`kaizen workspace`: tokens come in by standard input and are kept encrypted."""

import io
import os
import sys
from typing import Any

import pytest

from bot.cli import main
from bot.sealing import Seal, UnreadableError
from storage.db import Database
from tests.bot.conftest import FakeSlack
from tests.bot.installed import KEY, found, put_in
from tests.conftest import WORKSPACE, District

TOKEN, NEW_KEY = "xoxb-secret-token", "another key of thirty-two characters"


@pytest.fixture(autouse=True)
def _here(database_url: str, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SLACK_API_URL", f"{slack.url}/api/")
    monkeypatch.setenv("SECRET_KEY", KEY)


def kaizen(*arguments: str) -> str:
    """Run it; what it says when it fails, or nothing."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return "" if ended.value.code == 0 else str(ended.value.code)


def piped(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{text}\n"))


def everything(database: Database) -> str:
    return str(database.system_now(lambda c: c.exec_driver_sql("SELECT * FROM installations").all()))


def test_a_workspace_is_added_to_a_district_and_its_token_is_not_readable(
    district: District, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    slack.teams[TOKEN] = "T2"
    piped(monkeypatch, TOKEN)

    assert kaizen("workspace", "add", "--district", "sunrise") == ""

    assert "T2" in capsys.readouterr().out
    assert TOKEN not in everything(district.database)
    assert Seal([KEY]).open(found(district.database, "T2").token or "") == TOKEN
    kaizen("workspace", "list")
    assert "T2  t1  , token from command" in capsys.readouterr().out
    kaizen("district", "list")
    assert "T1, T2" in capsys.readouterr().out


def test_without_a_district_a_new_workspace_gets_its_own(
    database: Database, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    slack.teams[TOKEN] = "T9"
    piped(monkeypatch, TOKEN)

    assert kaizen("workspace", "add") == ""
    kaizen("district", "list")

    assert "t9" in capsys.readouterr().out
    assert found(database, "T9").live


def test_a_workspace_of_another_district_is_not_taken_over(
    district: District, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.teams[TOKEN] = "T2"
    put_in(district.database, "T2", "xoxb-old")
    piped(monkeypatch, TOKEN)

    assert "T2 belongs to another district already" in kaizen("workspace", "add", "--district", "sunrise")
    assert Seal([KEY]).open(found(district.database, "T2").token or "") == "xoxb-old"


@pytest.mark.parametrize(
    ("typed", "said"), [("hello", "That is no bot token"), (TOKEN, "Slack does not accept this token: invalid_auth")]
)
def test_what_is_no_token_changes_nothing(
    district: District, slack: FakeSlack, monkeypatch: pytest.MonkeyPatch, typed: str, said: str
) -> None:
    slack.say["auth.test"] = {"ok": False, "error": "invalid_auth"}
    piped(monkeypatch, typed)

    assert said in kaizen("workspace", "add")
    assert everything(district.database) == "[]"


def test_without_a_key_no_token_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SECRET_KEY")

    assert "SECRET_KEY is not set. Tokens are kept encrypted with it." in kaizen("workspace", "add")


def test_a_workspace_is_removed_and_listed_as_stopped(district: District, capsys: Any) -> None:
    put_in(district.database, WORKSPACE, TOKEN)

    assert kaizen("workspace", "remove", "t1") == ""
    assert found(district.database, WORKSPACE).token is None
    kaizen("workspace", "list")
    assert ": removed" in capsys.readouterr().out
    kaizen("workspace", "remove", "T1")
    assert "was stopped before" in capsys.readouterr().out
    assert "There is no workspace T7" in kaizen("workspace", "remove", "T7")


def test_the_list_says_which_scopes_are_missing_and_what_was_not_seen_yet(district: District, capsys: Any) -> None:
    kaizen("workspace", "list")
    assert "T1  t1  not seen yet" in capsys.readouterr().out

    put_in(district.database, WORKSPACE, TOKEN, scopes="chat:write,commands,files:read,usergroups:read,users:read")
    kaizen("workspace", "list")

    missing = "app_mentions:read, assistant:write, channels:read, files:write, groups:read, im:history"
    assert f"scopes missing: {missing}, users:read.email" in capsys.readouterr().out


def test_a_key_is_replaced_by_encrypting_every_token_again(
    district: District, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    put_in(district.database, WORKSPACE, TOKEN)
    monkeypatch.setenv("SECRET_KEY", f"{NEW_KEY}, {KEY}")

    assert kaizen("workspace", "reseal") == ""

    assert "1 tokens are encrypted" in capsys.readouterr().out
    assert Seal([NEW_KEY]).open(found(district.database, WORKSPACE).token or "") == TOKEN
    monkeypatch.setenv("SECRET_KEY", KEY)
    assert "The token of T1 cannot be read: SECRET_KEY is not the one" in kaizen("workspace", "reseal")


def test_a_seal_opens_with_no_other_key_and_never_shows_the_token() -> None:
    closed = Seal([KEY]).close(TOKEN)

    assert TOKEN not in closed
    with pytest.raises(UnreadableError):
        Seal([NEW_KEY]).open(closed)
    with pytest.raises(UnreadableError, match="SECRET_KEY is not set"):
        Seal([]).open(closed)


def test_encryption_is_loaded_only_where_a_token_is_kept(database_url: str) -> None:
    import subprocess

    code = "import sys, bot.app; sys.exit('cryptography' in sys.modules)"
    told = {"PATH": os.environ["PATH"], "DATABASE_URL": database_url}

    assert subprocess.run([sys.executable, "-c", code], env=told, check=False).returncode == 0
