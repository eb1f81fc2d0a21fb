"""`kaizen demo`: a small district, the bot on SQLite and a local Slack and Teams, each a process of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import webbrowser
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.resources import files
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from bot.answering import call_of
from bot.capabilities import routes
from bot.ids import mint
from bot.settings import CHECKOUT
from domain.people import Role
from domain.places import PlaceKind
from handlers.routing import answer
from storage.db import Database, Tx
from storage.migrate import migrate
from storage.people import Account, People
from storage.places import Places
from storage.settings import DistrictSettings
from storage.staff import Staff
from storage.system import connect_workspace, join_workspace
from storage.where import reach_at

DISTRICT, PLATFORM, SECOND = "sunrise", "slack", "teams"
TOKEN, SECRET = "xoxb-playground", "playground-signing-secret"
TEAMS_APP, TEAMS_TENANT = "f7a39224-36e2-4b1a-8531-f74b992fba5b", "e7236e6e-6f57-402a-bd2f-3b6bd8032d65"
TEAMS_SECRET = "playground-only"  # noqa: S105 - for 127.0.0.1
BOT_PORT, PLAYGROUND_PORT = 3000, 3100
START_SECONDS, LOOK_SECONDS, STOP_SECONDS = 30.0, 0.5, 15.0

TRY = """
  Kaizen is ready: {address} (Slack) and {address}/teams (Microsoft Teams)

  1  You are a teacher. In any channel type   /car gate latch broken   and press Submit.
  2  Switch the person to Quality Office, open Kaizen's messages and press Accept.
  3  Switch to Principal, East School: the report is theirs now. Then look at Kaizen's Home.

  Ctrl-C stops it.
"""


def demo(*, browser: bool) -> None:
    """Run until Ctrl-C. Everything starts afresh each time."""
    bot, playground = _free_port(BOT_PORT), _free_port(PLAYGROUND_PORT)
    address = f"http://127.0.0.1:{playground}"
    folder = tempfile.TemporaryDirectory(prefix="kaizen-demo-")
    database = Path(folder.name) / "demo.db"
    _fresh(database)
    told = {
        "DATABASE_URL": f"sqlite:///{database}",
        "SLACK_API_URL": f"{address}/api/",
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "TEAMS_APP_ID": TEAMS_APP,
        "TEAMS_APP_PASSWORD": TEAMS_SECRET,
        "TEAMS_TENANT_ID": TEAMS_TENANT,
        "TEAMS_AUTHORITY": f"{address}/teams/authority",
        "PORT": str(bot),
        "PUBLIC_URL": f"http://127.0.0.1:{bot}",  # charts are fetched there
        "SECRET_KEY": token_hex(32),
        "LOG_LEVEL": "WARNING",
        "LOG_FORMAT": "text",
    }
    events = f"http://127.0.0.1:{bot}/slack/events"
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's "&" had it ignored
    running: list[subprocess.Popen[bytes]] = []
    try:
        running.append(_start({}, "-m", "playground", "--port", str(playground), "--bot", events))
        running.append(_start(told, "-m", "bot", "serve"))
        _wait_for(f"{address}/", running)
        _wait_for(f"http://127.0.0.1:{bot}/readyz", running)
        print(TRY.format(address=address), flush=True)  # noqa: T201 - this is what the command is for
        if browser and (sys.platform in ("darwin", "win32") or "DISPLAY" in os.environ):
            webbrowser.open(address)
        while all(process.poll() is None for process in running):
            time.sleep(LOOK_SECONDS)
        sys.exit("The bot or the workspace stopped; see the lines above.")
    except KeyboardInterrupt:
        pass
    finally:
        _stop(running)
        folder.cleanup()


def found_district(database: Database, data: Mapping[str, Any], now: datetime) -> None:
    """A district with its schools, people and first reports."""
    with database.begin() as connection:
        connect_workspace(connection, PLATFORM, data["workspace"], new=DISTRICT)
        join_workspace(connection, SECOND, TEAMS_TENANT, DISTRICT)
    database.do(DISTRICT, lambda tx: _set_up(tx, data), now=now, door="demo")
    for report in data["reports"]:
        filed = now - timedelta(days=report["days_ago"])
        database.do(DISTRICT, partial(_file, data=data, report=report), now=filed, door="demo")


def _set_up(tx: Tx, data: Mapping[str, Any]) -> None:
    people, places = People(tx), Places(tx)
    for external, name in data["people"].items():
        people.meet(PLATFORM, data["workspace"], external, name)
    _link(tx, data)
    for key, value in data["settings"].items():
        DistrictSettings(tx).set(key, value, by="system")
    places.set_names(PlaceKind.SCHOOL, data["schools"], by="system")
    places.set_names(PlaceKind.DEPARTMENT, data["departments"], by="system")
    schools = _schools(tx)
    for seat in data["seats"]:
        person = _met(tx, data, seat["person"]).person
        place = schools[seat["place"]] if "place" in seat else ""
        people.seat(Role(seat["role"]), person, place=place, deputy=seat.get("deputy", False), by="system")


def _link(tx: Tx, data: Mapping[str, Any]) -> None:
    """Whoever is on both platforms is one person, and on the list of who is staff."""
    people = People(tx)
    for external, also in data["also_in_teams"].items():
        kept, other = _met(tx, data, external), people.meet(SECOND, TEAMS_TENANT, also, data["people"][external])
        Staff(tx).name(kept.person, by="system")
        people.merge(people.canonical(kept.person), people.canonical(other.person), by="system")
        reach_at(tx, kept, chosen=False)


def _file(tx: Tx, *, data: Mapping[str, Any], report: Mapping[str, Any]) -> None:
    """A report as somebody would file it, and perhaps accept it: by the same routes."""
    known = routes()
    call = call_of(tx, _met(tx, data, report["by"]))
    form = {"what": report["what"], "school": _schools(tx)[report["school"]], "happened_on": call.today}
    filed = answer(known["car.file"], call, form)
    if report.get("then"):
        mr = call_of(tx, _met(tx, data, data["seats"][0]["person"]), about=getattr(filed, "about", ""))
        answer(known[f"car.{report['then']}"], mr)


def _met(tx: Tx, data: Mapping[str, Any], external: str) -> Account:
    return People(tx).meet(PLATFORM, data["workspace"], external)


def _schools(tx: Tx) -> dict[str, str]:
    return {place.name: place.id for place in Places(tx).all(PlaceKind.SCHOOL)}


def _fresh(path: Path) -> None:
    database = Database(f"sqlite:///{path}", mint=mint)
    migrate(database)
    found_district(database, json.loads((files("bot") / "demo.json").read_text()), datetime.now(UTC))
    database.close()


def _free_port(wanted: int) -> int:
    """The port, or another one when somebody has it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return _free_port(0)
        port: int = probe.getsockname()[1]
        return port


def _start(told: Mapping[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
    command, told = [sys.executable, *arguments], {**os.environ, **told}
    return subprocess.Popen(command, env=told, cwd=CHECKOUT, stdout=subprocess.DEVNULL)  # noqa: S603 - our own modules


def _wait_for(url: str, running: "list[subprocess.Popen[bytes]]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and all(process.poll() is None for process in running):
        try:
            urlopen(url, timeout=2).close()  # noqa: S310 - an address of ours
        except (URLError, TimeoutError):
            time.sleep(0.1)
        else:
            return
    sys.exit("The demo did not start; see the lines above.")


def _stop(running: "list[subprocess.Popen[bytes]]") -> None:
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
