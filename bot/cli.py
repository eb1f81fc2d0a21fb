"""The command `kaizen`: what an administrator does on the machine."""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from bot.commands import command as _command
from bot.commands import do, find, one, open_database, opened
from bot.ids import mint
from bot.installed_commands import package_parser, teams_package, teams_parser, workspaces_parser
from bot.loading import loading
from bot.log import hush_crashes, set_up
from bot.records_cli import checked_head, said_of_head, said_of_redacted
from bot.settings import BotSettings, DatabaseSettings, LinkSettings, SettingsError, read_settings
from bot.sheets import Result, read_table
from bot.template_commands import templates_parser
from domain.errors import RefusedError
from storage.db import Database, Tx
from storage.migrate import UnservedError, migrate, newest
from storage.system import all_districts
from storage.verify import verify


def main(arguments: Sequence[str] | None = None) -> None:
    given = sys.argv[1:] if arguments is None else arguments
    # Who only serves needs none of forty parsers, which take a hundredth of a start.
    asked = argparse.Namespace(run=_serve) if [*given] == ["serve"] else parser().parse_args(given)
    try:
        code: int | None = asked.run(asked)
    except (SettingsError, RefusedError, UnservedError, OSError) as error:
        sys.exit(str(error))
    sys.exit(code or 0)


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="kaizen", description="A school district's quality system, run from chat.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _command(commands, "serve", _serve, "run the bot")
    demo = _command(commands, "demo", _demo, "run the bot and a local Slack workspace on this machine")
    demo.add_argument("--no-browser", action="store_true", help="do not open a browser")
    _command(commands, "migrate", _migrate, "bring the database to the newest revision")
    tick = _command(commands, "tick", _tick, "do once what is due, as the clock of the bot does")
    tick.add_argument("--now", metavar="TIME", default="", help="as of this moment, such as 2027-03-08T08:00-06:00")
    _posts(commands)
    doctor = _command(commands, "doctor", _doctor, "look whether all is well, and say what to do about what is not")
    doctor.add_argument("--json", action="store_true", help="for machines")
    table = _command(commands, "lifecycle", _lifecycle, "the life of a report: from where to where, who, what it needs")
    table.add_argument("--json", action="store_true", help="for machines")
    copies = _command(commands, "backup", _backup, "copy the whole database into a file, while the bot runs")
    back = _command(commands, "restore", _restore, "put such a copy in the place of the database; stop the bot first")
    back.add_argument(
        "--replace", action="store_true", help="even where the database holds records: they are gone then"
    )
    for command in (copies, back):
        command.add_argument("file", metavar="FILE", type=Path)
    check = _command(commands, "verify-history", _verify, "check that history and records say what was written")
    check.add_argument("--district", metavar="D", help="only this one")
    check.add_argument("--head", metavar="HASH", default="", help="one printed earlier: is it in this history?")
    link = _command(commands, "link", _link, "print the address at which one person reads one report")
    link.add_argument("number", metavar="NUMBER", help="of the report, such as CAR-2026-014")
    link.add_argument("--for", dest="reader", metavar="WHO", required=True, help="a member id or an e-mail")
    link.add_argument("--days", type=int, default=7, help="for how long it opens (7)")
    link.add_argument("--district", metavar="D", help="needed where there are several")
    districts = commands.add_parser("district", help="see and set up districts").add_subparsers(required=True)
    _command(districts, "list", _list, "each district and its workspaces")
    code = _command(districts, "claim-code", _claim_code, "a code with which somebody takes the first seat in chat")
    show = _command(districts, "show", _show, "what a district has set")
    change = _command(districts, "set", _set, "set something, for example timezone=America/Denver")
    for command in (code, show, change):
        command.add_argument("district", metavar="D", help="Slack team id, Teams tenant id or short name")
    change.add_argument("pairs", nargs="+", metavar="KEY=VALUE")
    workspaces_parser(commands.add_parser("workspace", help="where the bot is installed").add_subparsers(required=True))
    teams_parser(commands.add_parser("teams", help="the tenants of Microsoft Teams").add_subparsers(required=True))
    _messages(commands.add_parser("messages", help="those that failed").add_subparsers(required=True))
    package_parser(
        _command(commands, "teams-package", teams_package, "make the app's package for the Teams admin center")
    )
    _imports(commands.add_parser("import", help="bring in what stands in a file").add_subparsers(required=True))
    _templates(commands.add_parser("template", help="files to fill in").add_subparsers(required=True))
    return parser


def _templates(templates: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    template = _command(templates, "log", _template_log, "the columns of a log for kaizen import log, as a CSV file")
    template.add_argument("file", metavar="FILE", type=Path, nargs="?", default=Path("kaizen-log.csv"))
    plan = _command(templates, "plan", _template_plan, "the columns of a plan for kaizen import plan, as a CSV file")
    plan.add_argument("file", metavar="FILE", type=Path, nargs="?", default=Path("kaizen-plan.csv"))
    templates_parser(templates)


def _posts(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    posts = _command(commands, "calendar", _calendar, "what will be posted when, in each district")
    posts.add_argument("--from", dest="first", metavar="DATE", required=True, help="such as 2027-03-01")
    posts.add_argument("--to", dest="last", metavar="DATE", required=True, help="the last day, included")
    posts.add_argument("--json", action="store_true", help="for machines")
    _command(commands, "check-templates", _check_templates, "what is wrong in which line of the words of posts")


def _messages(messages: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    failed = _command(messages, "failed", _failed, "the messages that were given up: to whom, and why")
    again = _command(messages, "send-again", _send_again, "owe them once more")
    again.add_argument("ids", nargs="*", metavar="ID", help="of kaizen messages failed; without any, all of them")
    for command in (failed, again):
        command.add_argument("--district", metavar="D", help="needed where there are several")


def _imports(imports: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    people = _command(imports, "people", _import_people, "staff, their schools and seats, from a CSV file")
    add = "add schools and departments that are not on the list"
    people.add_argument("--add-places", action="store_true", help=add)
    log = _command(imports, "log", _import_log, "a log of corrective actions, from an .xlsx or .csv file")
    log.add_argument("--skip-bad", action="store_true", help="write the rows that fit, and list the others")
    log.add_argument("--add-places", action="store_true", help=add)
    log.add_argument("--log", metavar="NAME", default="", help="which log it is, where the file has another name now")
    log.add_argument("--sheet", metavar="NAME", default="", help="of a workbook; else the first")
    calendar = _command(imports, "calendar", _import_calendar, "days without school, from an .ics or .csv file")
    calendar.add_argument("--school", metavar="NAME", default="", help="of this school alone")
    plan = _command(imports, "plan", _import_plan, "a plan with its goals and steps, from an .xlsx or .csv file")
    _plan_options(plan)
    for command in (people, log, plan, calendar):
        command.add_argument("file", metavar="FILE", type=Path)
        command.add_argument("--district", metavar="D", help="needed where there are several")
        command.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")


def _serve(_: argparse.Namespace) -> None:
    settings = read_settings(BotSettings)
    set_up(form=settings.log_format, level=settings.log_level)
    hush_crashes()
    with loading():  # only who serves waits for it
        from bot.app import serve

    with opened(settings) as database:
        serve(settings, database)


def _demo(asked: argparse.Namespace) -> None:
    from bot.demo import demo

    demo(browser=not asked.no_browser)


def _migrate(_: argparse.Namespace) -> None:
    with closing(open_database(read_settings(DatabaseSettings).database_url)) as database:
        done = migrate(database)
        print(f"The database is at revision {newest()}" + ("." if done else " already."))


def _calendar(asked: argparse.Namespace) -> None:
    from bot.posts_cli import coming, day_of, told

    with opened(read_settings(DatabaseSettings)) as database:
        sys.stdout.write(told(coming(database, day_of(asked.first), day_of(asked.last)), as_json=asked.json) + "\n")


def _check_templates(_: argparse.Namespace) -> int:
    from bot.posts_cli import wrong_words

    with opened(read_settings(DatabaseSettings)) as database:
        wrong = wrong_words(database)
    sys.stdout.write("\n".join(wrong or ["All of them work."]) + "\n")
    return 1 if wrong else 0


def _doctor(asked: argparse.Namespace) -> int:
    # Only who looks at Slack waits for its client.
    from bot.doctor import examine, said

    found = examine()
    print(said(found, as_json=asked.json))
    return 1 if any(one.wrong for one in found) else 0


def _lifecycle(asked: argparse.Namespace) -> None:
    from bot.lifecycle_cli import as_json, as_table

    print(as_json() if asked.json else as_table())


def _backup(asked: argparse.Namespace) -> None:
    from bot.backup_cli import back_up

    url = read_settings(DatabaseSettings).database_url
    with closing(Database(url, mint=mint)) as database:  # as it is: neither made nor brought to another revision
        print(back_up(database, asked.file))


def _restore(asked: argparse.Namespace) -> int:
    from bot.backup_cli import restore

    settings = read_settings(DatabaseSettings)
    with closing(open_database(settings.database_url)) as database:
        restore(database, asked.file, replace=asked.replace)
    print(f"{asked.file} is in place. Its history:")
    return _verify(argparse.Namespace(district=None, head=""))


def _tick(asked: argparse.Namespace) -> int:
    # Only who runs jobs loads them.
    from bot.tick_cli import moment, said, tick_once

    settings, now = read_settings(LinkSettings), moment(asked.now)
    set_up(form="text", level="WARNING")
    with opened(settings) as database:
        done = tick_once(database, now)
    for line in said(done):
        print(line)
    return 1 if done.failed else 0


def _list(_: argparse.Namespace) -> None:
    with opened(read_settings(DatabaseSettings)) as database:
        found = database.system_now(all_districts)
    for id_, short, workspaces in found:
        print(f"{short}  {id_}  {', '.join(workspaces)}")
    if not found:
        print("No district yet: the first workspace that speaks to the bot founds one.")


def _claim_code(asked: argparse.Namespace) -> None:
    from bot.districts_cli import claim_code

    with opened(read_settings(DatabaseSettings)) as database:
        print(do(database, find(database, asked.district), claim_code, write=True))


def _show(asked: argparse.Namespace) -> None:
    from bot.districts_cli import shown

    with opened(read_settings(DatabaseSettings)) as database:
        for line in do(database, find(database, asked.district), shown):
            print(line)


def _set(asked: argparse.Namespace) -> None:
    from bot.districts_cli import change

    with opened(read_settings(DatabaseSettings)) as database:
        district = find(database, asked.district)
        for pair in asked.pairs:
            key, equals, value = pair.partition("=")
            if not equals:
                raise RefusedError(f"{pair} is not KEY=VALUE, as in timezone=America/Denver.")
            print(do(database, district, partial(change, key=key, value=value), write=True))


def _failed(asked: argparse.Namespace) -> None:
    from bot.messages_cli import failed

    with opened(read_settings(DatabaseSettings)) as database:
        for line in do(database, one(database, asked.district), failed):
            print(line)


def _send_again(asked: argparse.Namespace) -> None:
    from bot.messages_cli import send_again

    with opened(read_settings(DatabaseSettings)) as database:
        again = partial(send_again, ids=asked.ids)
        print(do(database, one(database, asked.district), again, write=True))


def _import_people(asked: argparse.Namespace) -> None:
    from bot.people_cli import import_people

    def work(tx: Tx) -> str:
        counts = import_people(tx, asked.file, add_places=asked.add_places)
        if asked.dry_run:
            raise DryRunError(str(counts))
        return str(counts)

    with opened(read_settings(DatabaseSettings)) as database:
        district = find(database, asked.district) if asked.district else _only(database)
        try:
            print(do(database, district, work, write=True))
        except DryRunError as would:
            print(f"Nothing was written. It would be: {would}")


class DryRunError(Exception):
    """All would fit; undo it."""


def _only(database: Database) -> str:
    found = database.system_now(all_districts)
    if len(found) != 1:
        raise RefusedError(f"There are {len(found)} districts. Say which one: --district D")
    return found[0][0]


def _verify(asked: argparse.Namespace) -> int:
    with opened(read_settings(DatabaseSettings)) as database:
        only = find(database, asked.district) if asked.district else None
        districts = [(id_, short) for id_, short, _ in database.system_now(all_districts) if only in (None, id_)]
        head = checked_head(asked.head)
        if head and len(districts) > 1:
            raise RefusedError("A head is one district's: name it with --district D. See: kaizen district list")
        return max((_verified(database, *district, head) for district in districts), default=0)


def _verified(database: Database, district: str, short: str, head: str) -> int:
    """Print what one district's history proves; 1 when something is broken."""
    report = do(database, district, partial(verify, head=head))
    said = "verified" if not report.broken else f"BROKEN in {len(report.broken)} places"
    print(f"{short}: {report.entries} entries, head {report.head}: {said}; {len(report.redacted)} texts redacted")
    for line in (*report.broken, *said_of_redacted(report), *said_of_head(report, head)):
        print(f"  {line}")
    return 1 if report.broken or (head and report.printed is None) else 0


def _link(asked: argparse.Namespace) -> None:
    from bot.links import links_of, report_link

    settings = read_settings(LinkSettings)
    make = partial(report_link, links=links_of(settings), number=asked.number, reader=asked.reader, days=asked.days)
    with opened(settings) as database:
        print(do(database, one(database, asked.district), make, write=True))


def _import_log(asked: argparse.Namespace) -> int:
    from bot.log_cli import Asked, import_log

    names = ("file", "log", "sheet", "skip_bad", "add_places", "dry_run")
    return _import_table(asked, partial(import_log, asked=Asked(**{name: getattr(asked, name) for name in names})))


def _import_table(asked: argparse.Namespace, bring: Callable[..., Result]) -> int:
    """Bring a table in, and end with 1 where rows did not fit."""
    table = read_table(asked.file, asked.sheet)
    with opened(read_settings(DatabaseSettings)) as database:
        district = one(database, asked.district)
        result = do(database, district, partial(bring, table=table), write=not asked.dry_run, door="import")
    for line in result.lines:
        print(line)
    return 1 if result.bad else 0


def _template_log(asked: argparse.Namespace) -> None:
    from bot.log_cli import template

    print(template(asked.file))


def _plan_options(plan: argparse.ArgumentParser) -> None:
    plan.add_argument("--sheet", metavar="NAME", default="", help="of a workbook; else the first")
    plan.add_argument("--plan", metavar="NUMBER", default="", help="into this plan, which has to be a draft")
    plan.add_argument("--title", metavar="TITLE", default="", help="of the plan; else the name of the file")
    plan.add_argument("--lead", metavar="EMAIL", default="", help="who leads it; else the management representative")
    plan.add_argument("--school", metavar="NAME", default="", help="or department that it is for; else the district")
    plan.add_argument("--kind", metavar="KIND", default="", help="quality, district, strategic, school, roadmap, …")


def _import_plan(asked: argparse.Namespace) -> int:
    from bot.plan_cli import Asked, import_plan

    names = ("file", "sheet", "plan", "title", "lead", "school", "kind", "dry_run")
    return _import_table(asked, partial(import_plan, asked=Asked(**{name: getattr(asked, name) for name in names})))


def _template_plan(asked: argparse.Namespace) -> None:
    from bot.plan_cli import template

    print(template(asked.file))


def _import_calendar(asked: argparse.Namespace) -> None:
    from bot.calendar_cli import Import, read_file

    bring = Import(read_file(asked.file), asked.school, asked.dry_run)
    with opened(read_settings(DatabaseSettings)) as database:
        for line in do(database, one(database, asked.district), bring, write=not asked.dry_run):
            print(line)
