"""Starts the playground: `python -m playground`."""

import argparse
import ipaddress
import sys
from pathlib import Path

import uvicorn

from playground.app import create_app
from playground.seed import data_from, default_data


def loopback(host: str) -> str:
    """Accept only this machine's own addresses: the playground has no passwords."""
    if host == "localhost":
        return host
    try:
        own = ipaddress.IPv4Address(host).is_loopback
    except ValueError:
        own = False
    if not own:
        raise argparse.ArgumentTypeError(f"{host} is not this machine; the playground listens on 127.0.0.1 only")
    return host


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("playground", description="A local stand-in for Slack and Microsoft Teams.")
    parser.add_argument("--host", default="127.0.0.1", type=loopback)
    parser.add_argument("--port", default=3100, type=int)
    parser.add_argument("--bot", default="http://127.0.0.1:3000/slack/events", help="where the bot listens")
    parser.add_argument("--teams-bot", default="", help="where it listens for Teams: /api/messages beside --bot")
    parser.add_argument("--workspace", type=Path, help="a JSON file of people and channels")
    return parser.parse_args(arguments)


def main() -> None:
    chosen = options()
    data = data_from(chosen.workspace) if chosen.workspace else default_data()
    app = create_app(data, chosen.bot, chosen.teams_bot)
    sys.stdout.write(f"Playground: http://{chosen.host}:{chosen.port} and /teams  Bot: {chosen.bot}\n")
    sys.stdout.flush()
    uvicorn.run(app, host=chosen.host, port=chosen.port, log_level="warning", ws="none", timeout_graceful_shutdown=1)


if __name__ == "__main__":
    main()
