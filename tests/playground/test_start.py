"""How the playground starts: for this machine alone."""

import argparse

import pytest

from playground.__main__ import loopback, options
from playground.app import beside
from playground.testing import Client


def test_it_listens_on_this_machine_only() -> None:
    assert loopback("127.0.0.1") == "127.0.0.1"
    assert loopback("localhost") == "localhost"
    for elsewhere in ("0.0.0.0", "192.168.1.4", "example.org"):
        with pytest.raises(argparse.ArgumentTypeError, match=r"127\.0\.0\.1 only"):
            loopback(elsewhere)


def test_it_starts_without_any_option() -> None:
    chosen = options([])

    assert (chosen.host, chosen.port) == ("127.0.0.1", 3100)
    assert chosen.bot == "http://127.0.0.1:3000/slack/events"


def test_a_page_elsewhere_cannot_make_a_browser_ask(client: Client) -> None:
    assert client.http.get(f"{client.url}/control/calls", headers={"Host": "evil.example"}).status_code == 400


def test_the_page_carries_the_workspace_and_lets_no_text_become_markup(client: Client) -> None:
    client.post("change", id="U01TEACHER", set={"real_name": "</script><b>x"})
    page = client.http.get(client.url).text

    assert "Sunrise Valley Schools" in page
    assert "</script><b>" not in page


def test_what_is_missing_in_an_act_is_named(client: Client) -> None:
    assert client.post("command", user="U01TEACHER", channel="C03EAST")["error"] == "`text` is missing."
    assert client.post("click", user="U01TEACHER")["error"].endswith("to press there.")
    assert client.post("home", user="U99")["error"] == "Nobody is called U99."
    assert "Nobody can" in client.post("dance", user="U01TEACHER")["error"]


def test_a_bot_hears_teams_beside_slack_unless_told_otherwise() -> None:
    assert beside("http://127.0.0.1:3000/slack/events") == "http://127.0.0.1:3000/api/messages"
    assert options(["--teams-bot", "http://127.0.0.1:3978/api/messages"]).teams_bot.endswith(":3978/api/messages")
