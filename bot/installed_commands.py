"""The commands of `kaizen` about where the bot is installed: Slack workspaces and Teams tenants."""

import argparse
from pathlib import Path

from bot.commands import command, find, opened
from bot.settings import DatabaseSettings, PackageSettings, TokenSettings, read_settings


def workspaces_parser(workspaces: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add = command(workspaces, "add", _add_workspace, "connect a workspace; its bot token is asked for, or piped in")
    add.add_argument("--district", metavar="D", help="one that exists; otherwise the workspace gets its own")
    command(workspaces, "list", _list_workspaces, "each workspace, its district and how it is")
    remove = command(workspaces, "remove", _remove_workspace, "delete a workspace's token; records stay")
    remove.add_argument("workspace", metavar="W", help="Slack team id")
    command(workspaces, "reseal", _reseal, "encrypt all tokens, of Teams too, with the first key of SECRET_KEY")


def teams_parser(teams: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    add = command(teams, "add", _add_tenant, "register a tenant; its client secret is asked for, or piped in")
    add.add_argument("--app", metavar="ID", required=True, help="Microsoft App ID of the district's Azure Bot")
    add.add_argument("--tenant", metavar="ID", required=True, help="Directory (tenant) ID of the district")
    add.add_argument("--district", metavar="D", help="one that exists; otherwise the tenant gets its own")
    command(teams, "list", _list_tenants, "each registration, its district and how it is")
    remove = command(teams, "remove", _remove_tenant, "delete a registration's secret; records stay")
    remove.add_argument("tenant", metavar="T", help="tenant id")


def package_parser(package: argparse.ArgumentParser) -> None:
    package.add_argument("file", metavar="FILE", type=Path, nargs="?", default=Path("kaizen-teams.zip"))
    package.add_argument("--app", metavar="ID", help="Microsoft App ID; TEAMS_APP_ID if it is not given")


def _add_workspace(asked: argparse.Namespace) -> None:
    from bot.workspaces_cli import add  # brings Slack's client, which takes its time

    settings = read_settings(TokenSettings)
    with opened(settings) as database:
        print(add(database, settings, find(database, asked.district) if asked.district else None))


def _list_workspaces(_: argparse.Namespace) -> None:
    from bot.workspaces_cli import shown

    with opened(read_settings(DatabaseSettings)) as database:
        print("\n".join(shown(database)) or "No workspace yet. See: kaizen workspace add --help")


def _remove_workspace(asked: argparse.Namespace) -> None:
    from bot.workspaces_cli import remove

    with opened(read_settings(DatabaseSettings)) as database:
        print(remove(database, asked.workspace))


def _reseal(_: argparse.Namespace) -> None:
    from bot.workspaces_cli import reseal

    settings = read_settings(TokenSettings)
    with opened(settings) as database:
        print(reseal(database, settings))


def _add_tenant(asked: argparse.Namespace) -> None:
    from bot.teams_cli import add

    settings = read_settings(TokenSettings)
    with opened(settings) as database:
        district = find(database, asked.district) if asked.district else None
        print(add(database, settings, asked.app, asked.tenant, district))


def _list_tenants(_: argparse.Namespace) -> None:
    from bot.teams_cli import shown

    with opened(read_settings(DatabaseSettings)) as database:
        print("\n".join(shown(database)) or "No tenant yet. See: kaizen teams add --help")


def _remove_tenant(asked: argparse.Namespace) -> None:
    from bot.teams_cli import remove

    with opened(read_settings(DatabaseSettings)) as database:
        print(remove(database, asked.tenant))


def teams_package(asked: argparse.Namespace) -> None:
    from bot.teams_package import write_package

    settings = read_settings(PackageSettings)
    print(write_package(asked.file, asked.app or settings.teams_app_id, settings.public_url))
