"""The commands about templates of Word; only who gives one of them loads what they need."""

import argparse
import sys
from pathlib import Path

from bot.commands import command, opened
from bot.settings import DatabaseSettings, read_settings
from domain.templates import Template


def templates_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    write = command(commands, "word", _word, "the template of Word that agendas or minutes are made with, to change it")
    bring = command(commands, "set", _set, "make agendas or minutes with this template of Word from now on")
    back = command(commands, "reset", _reset, "make them again with the template that Kaizen comes with")
    for parser in (write, bring, back):
        parser.add_argument("kind", choices=[str(kind) for kind in Template], metavar="agenda|minutes")
        parser.add_argument("--district", metavar="D", help="needed where there are several")
    for parser in (write, bring):
        parser.add_argument("file", metavar="FILE", type=Path)


def _word(asked: argparse.Namespace) -> None:
    from bot.templates_cli import write

    with opened(read_settings(DatabaseSettings)) as database:
        sys.stdout.write(write(database, asked.district, Template(asked.kind), asked.file) + "\n")


def _set(asked: argparse.Namespace) -> None:
    from bot.templates_cli import bring

    with opened(read_settings(DatabaseSettings)) as database:
        sys.stdout.write(bring(database, asked.district, Template(asked.kind), asked.file) + "\n")


def _reset(asked: argparse.Namespace) -> None:
    from bot.templates_cli import reset

    with opened(read_settings(DatabaseSettings)) as database:
        sys.stdout.write(reset(database, asked.district, Template(asked.kind)) + "\n")
