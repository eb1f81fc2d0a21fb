"""The promises of docs/architecture.md, kept by a test instead of by memory."""

import argparse
import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles

import pytest

from bot.capabilities import CAPABILITIES, routes
from bot.cli import parser
from bot.settings import BotSettings
from domain.cars import State
from domain.evidence import Shows
from domain.exports import Kind
from domain.files import Purpose
from domain.holds import Cause, Hold
from domain.ideas import Idea
from domain.offices import Office
from domain.people import Absence, PersonId, Role
from domain.settings import KEYS
from handlers.routing import model_of
from scheduled.firing import fire
from scheduled.jobs import Ran
from storage.absences import Absences
from storage.belongings import words_beside
from storage.car_words import CarWords
from storage.cars import CarLog
from storage.claims import Claims
from storage.conversations import Conversations
from storage.db import Tx, metadata
from storage.evidence import Evidence
from storage.exports import Exports
from storage.extensions import Extensions
from storage.files import Files
from storage.history import History
from storage.holds import Holds
from storage.ideas import IdeaBook
from storage.log_import import EarlierLogs, imported
from storage.offices import Offices
from storage.outbox import Outbox, posted
from storage.people import Account, People
from storage.places import Places
from storage.plans import Plans
from storage.redaction import Redactions
from storage.roster import Roster
from storage.schedules import Schedules
from storage.settings import DistrictSettings
from storage.staff import Staff
from storage.steps import Steps
from storage.waiting import urgent
from tests import of_plans
from tests.clockwork import job
from tests.conftest import MR, NOW, District
from tests.domain.story import CAR, PLAN
from tests.storage.published import publish, published
from tests.story import filed, told
from tests.views.test_golden import PARTS
from tests.views.worked import ASKED, VERDICT
from views import slack, slack_inputs, teams, teams_acts, teams_inputs
from views.elements import HOLDS, Ask
from views.teams_acts import Where

ROOT = Path(__file__).parent.parent
PRODUCT = ("bot", "domain", "handlers", "playground", "scheduled", "storage", "views")
SHARED = {
    "__init__",
    "routing",
    "names",
    "moving",
    "papers",
    "plan_papers",
    "rhythms",
    "meeting_papers",
    "need_papers",
    "roadmap_papers",
    "wave_papers",
    "school_papers",
    "survey_page",
    "survey_letters",
    "jobs",
    "firing",
}
LONGEST_FILE, LONGEST_FUNCTION, USUAL_FUNCTION, MIDDLE_FUNCTION = 400, 50, 25, 6  # lines


def sources(*folders: str, ending: str = "py") -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob(f"*.{ending}"))


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Each function of a file, with the number of its lines."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", (node.end_lineno or 0) - node.lineno + 1


def texts(keyword: str, *folders: str) -> dict[str, str]:
    """Every literal given to a keyword argument, and where."""
    found: dict[str, str] = {}
    for path in sources(*folders):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.keyword) and node.arg == keyword and isinstance(node.value, ast.Constant):
                found[str(node.value.value)] = f"{path.name}:{node.value.lineno}"
    return found


def arguments(function: str, *folders: str) -> dict[str, str]:
    """Every literal that is the first argument of a call of this name, and where."""
    found: dict[str, str] = {}
    for path in sources(*folders):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name == function:
                    found[str(node.args[0].value)] = f"{path.name}:{node.lineno}"
    return found


def test_every_module_says_what_it_is_for() -> None:
    silent = [str(path) for path in sources(*PRODUCT) if not ast.get_docstring(ast.parse(path.read_text()))]

    assert silent == []


def test_files_stay_short() -> None:
    files = [*sources(*PRODUCT, "tests"), *(p for e in ("js", "css", "html") for p in sources("playground", ending=e))]
    long = {str(path): lines for path in files if (lines := len(path.read_text().splitlines())) > LONGEST_FILE}

    assert long == {}


def test_functions_stay_short() -> None:
    lengths = dict(function for path in sources(*PRODUCT) for function in functions(path))

    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}
    assert median(lengths.values()) <= MIDDLE_FUNCTION
    assert quantiles(lengths.values(), n=20)[-1] <= USUAL_FUNCTION


def test_nothing_but_the_program_itself_catches_everything() -> None:
    folders = (*sources(*(folder for folder in PRODUCT if folder != "bot")),)
    broad = [str(path) for path in folders if re.search(r"except( Base)?( Exception)?:", path.read_text())]

    assert broad == []


def test_every_module_belongs_to_a_listed_capability() -> None:
    for package in ("handlers", "scheduled"):
        modules = {path.stem for path in (ROOT / package).glob("*.py")} - SHARED

        assert modules <= set(CAPABILITIES), f"name these in bot/capabilities.py: {modules - set(CAPABILITIES)}"


def test_every_capability_can_be_asked_for_or_runs_by_itself() -> None:
    for name in CAPABILITIES:
        assert (ROOT / "handlers" / f"{name}.py").exists() or (ROOT / "scheduled" / f"{name}.py").exists()


def test_everything_that_can_be_pressed_or_submitted_has_a_handler() -> None:
    pressed = texts("does", "views", "handlers", "bot")

    assert {does: where for does, where in pressed.items() if does not in routes()} == {}
    assert len(pressed) > 5


def test_every_notice_that_is_owed_or_drawn_exists() -> None:
    owed = arguments("owe", "handlers", "scheduled") | arguments("Draw", "handlers", "bot")
    told = {
        node.args[1].value: path.name
        for path in sources("handlers", "scheduled")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("tell_requester", "owe_seat")
        and isinstance(node.args[1], ast.Constant)
    }

    assert {what: where for what, where in {**owed, **told}.items() if what not in routes()} == {}
    assert len(owed) + len(told) > 4


@pytest.mark.parametrize("name", PARTS)
def test_every_element_is_drawn_by_every_renderer_of_a_chat(name: str) -> None:
    assert slack.part_blocks(PARTS[name], slack.Room(700, 2, 50))
    assert teams.part_elements(PARTS[name], Where(), teams.Room(700, 2))


def test_what_a_button_is_about_comes_back_whole_on_every_platform() -> None:
    assert min(slack.BUTTON_VALUE, teams_acts.ABOUT) >= HOLDS


def test_every_kind_of_question_is_asked_by_every_renderer_of_a_chat() -> None:
    kinds = set(Ask.__annotations__["kind"].__args__)

    assert kinds == set(slack_inputs.KINDS)
    assert kinds == {*teams_inputs.KINDS, "channel"}, "a conversation is chosen by words in it"


def test_frozen_dataclasses_are_ours() -> None:
    theirs = re.compile(r"^from dataclasses import .*\bdataclass\b", re.MULTILINE)

    program = sources(*(folder for folder in PRODUCT if folder != "playground"))
    assert [path.name for path in program if theirs.search(path.read_text())] == []


def test_rules_and_handlers_know_no_chat_platform() -> None:
    """One workflow for all of them: no import, no name and no word of one."""
    named = re.compile(r"slack|msteams|microsoft", re.IGNORECASE)
    found = {
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sources("handlers", "scheduled", "domain", "storage")
        for line in path.read_text().splitlines()
        if named.search(line)
    }

    assert found == set()


def test_no_form_repeats_what_was_typed_in_a_fault() -> None:
    forms = {model_of(route.form) for route in routes().values() if route.form}

    assert [form.__name__ for form in forms if not form.model_config.get("hide_input_in_errors")] == []
    assert len(forms) > 5


def test_every_table_says_whose_row_it_is() -> None:
    for table in metadata.tables.values():
        if not table.info.get("system"):
            assert table.primary_key.columns.keys()[0] == "district", table.name


def test_nothing_is_seen_from_another_district(district: District) -> None:
    filed(district)
    filled = [t for t in metadata.sorted_tables if not t.info.get("system") and district.do(lambda tx, t=t: tx.rows(t))]
    assert {"cars", "words", "history", "outbox", "people", "accounts", "seats", "places"} <= {t.name for t in filled}

    for table in filled:
        seen = district.database.do("another", lambda tx, t=table: tx.rows(t), now=NOW, door="test")

        assert seen == [], table.name


def test_no_question_to_the_storage_reaches_another_district(district: District) -> None:
    car = filed(district, marks=["urgent"], already_done="Tied it shut")
    number = car.number
    viewer = district.do(lambda tx: district.call(tx, MR).viewer)
    account = district.do(lambda tx: district.account(tx, MR))
    claim = district.do(lambda tx: _more(tx, account, number))

    def ask(tx: Tx) -> list[object]:
        log, people = CarLog(tx, viewer), People(tx)
        return [
            log.page().cars,
            log.passages(number),
            log.last_school_of(viewer.person),
            people.account(account.platform, account.workspace, account.external),
            people.reach(account.person),
            people.names([account.person]),
            people.holders(Role.MANAGEMENT_REPRESENTATIVE),
            people.viewer(account).seats,
            Places(tx).all(),
            Outbox(tx).due(account.lane, NOW, 10),
            History(tx).about(f"cars:{number}"),
            DistrictSettings(tx).all().values,
            people.acting(Role.MANAGEMENT_REPRESENTATIVE),
            people.everyone_seated(),
            people.admins(),
            people.by_emails(),
            Absences(tx).all(),
            Claims(tx).get(claim) if tx.district == district.id else [],
            Staff(tx).named(),
            Staff(tx).is_member("slack", "T1", "S1", "U1"),
            Staff(tx).knows_group("slack", "T1", "S1"),
            Roster(tx).everybody(),
            Roster(tx).names([account.person]),
            Outbox(tx).stands("k"),
            Outbox(tx).posted_about("k"),
            Holds(tx).lasting(),
            Holds(tx).on(number),
            Redactions(tx).about(f"cars:{number}"),
            Redactions(tx).fields_of(f"cars:{number}"),
            Redactions(tx).emptied(),
            Offices(tx).officers(),
            Conversations(tx).get("slack", "C1"),
            Conversations(tx).all(),
            people.administrators(),
            Schedules(tx).all(),
            Schedules(tx).unfinished(),
            Schedules(tx).last_done("x", before="2026-03-10"),
            urgent(tx),
            Steps(tx).of(number, 1),
            Steps(tx).of_whom(1),
            Steps(tx).open_of(viewer.person, 9),
            Steps(tx).earlier(number, 2),
            Extensions(tx).of(number),
            Plans(tx, number, viewer.person).now(1),
            Plans(tx, number, viewer.person).verdict(),
            *of_plans.asked(tx, viewer),
            CarWords(tx).alike(replace(CAR, number="CAR-2026-999", what="The gate latch is broken")),
            words_beside(tx, number),
            *told(tx, car),
            *published(tx, number),
            Files(tx).of(f"cars:{number}"),
            IdeaBook(tx).page("all", viewer, NOW.date(), size=9)[0],
            IdeaBook(tx).find("IDEA-2026-001"),
            IdeaBook(tx).of_car(number),
            Exports(tx).find("EXP-2026-001"),
            Exports(tx).waits("EXP-2026-001"),
            EarlierLogs(tx).of(number),
            EarlierLogs(tx).keys_of("log.csv"),
            EarlierLogs(tx).cars_of("OLD-1"),
            EarlierLogs(tx).others_with("other.csv", {"old-1"}),
        ]

    empty = district.database.do("another", ask, now=NOW, door="test", write=False)

    assert [bool(found) for found in empty] == [False] * len(empty)
    assert sum(bool(found) for found in district.do(ask)) == len(empty) - 1  # the MR has reported nothing


def _more(tx: Tx, account: Account, number: str) -> str:
    """Something in each table that a small district leaves empty."""
    today, person = NOW.date(), PersonId(account.person)
    (step,) = Steps(tx).numbered([replace(PLAN.steps[0], number=0, owner=person)])
    Plans(tx, number, person).keep(1, replace(PLAN, steps=(step,)), None, did="test")
    Plans(tx, number, person).add_verdict(VERDICT, did="test")
    Extensions(tx).add(replace(ASKED, car=number))
    Evidence(tx).add(number, ["https://example.org/gate.jpg"], Shows.FIX, by=person)
    of_plans.filled(tx, person)
    CarWords(tx).keep(replace(CAR, number=number, what="The gate latch is broken", state=State.CLOSED))
    Exports(tx).ask(Kind.LOG_CSV, by=person, year=2026)
    Files(tx).add(b"x", about=f"cars:{number}", purpose=Purpose.EVIDENCE, name="a.txt", media="text/plain", by=person)
    idea = Idea(number="IDEA-2026-001", what="A list", by=person, given_at=NOW, given_on=today, car=number)
    IdeaBook(tx).add(idea)
    tx.add(imported, {"car": number, "source": "log.csv", "former": "old-1", "version": 1})
    Absences(tx).set(Absence(person=person, first=today, last=today, deputy=PersonId("x")), by="test")
    Staff(tx).name(person, by="test")
    Staff(tx).set_members("slack", "T1", "S1", ["U1"])
    Conversations(tx).seen("slack", "T1", "C1", problem="left")
    Roster(tx).expect("mr@x.example", person, "MR")
    People(tx).refresh(replace(account, email="quality@x.example"))
    tx.add(posted, dict.fromkeys(("key", "what", "about", "person", "lane", "conversation", "message"), "k"))
    Holds(tx).set(Hold(id="h", about=number, cause=Cause.PARENT, reason="Asked", set_by=person, set_at=NOW))
    Redactions(tx).redact(f"cars:{number}", ["already_done"], reason="A name", by="test")
    Offices(tx).name(Office.TITLE_IX, person, by="test")
    fire(tx, job(lambda *_: Ran(1, "half")))
    publish(tx, number, person)
    return Claims(tx).add(person).id


def headings() -> str:
    return "\n".join(
        line for path in sources("docs", ending="md") for line in path.read_text().splitlines() if line.startswith("#")
    )


@pytest.mark.parametrize("name", [*KEYS, "schools", "departments", "management_representative", "administrator"])
def test_every_setting_of_a_district_has_a_heading_in_the_docs(name: str) -> None:
    assert f"`{name}`" in headings()


@pytest.mark.parametrize("name", [field.upper() for field in BotSettings.model_fields])
def test_every_setting_of_the_program_has_a_heading_in_the_docs(name: str) -> None:
    assert f"`{name}`" in headings()


def commands(parser: argparse.ArgumentParser, name: str) -> Iterator[str]:
    """Every command of the administrator, as it is typed."""
    inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not inner:
        yield name
    for action in inner:
        for word, below in action.choices.items():
            yield from commands(below, f"{name} {word}")


#: Every command as people type it: those that have a slash of their own, and all others behind "/kaizen".
SLASHED = {"car", "idea", "plan", "poll", "step"}
NAMES = [route.name for route in routes().values() if route.typed and route.name != "help"]
TYPED = ["/kaizen", *(f"/{name}" if name.split()[0] in SLASHED else f"/kaizen {name}" for name in NAMES)]


@pytest.mark.parametrize("command", [*TYPED, *commands(parser(), "kaizen")])
def test_every_command_has_a_heading_in_the_docs(command: str) -> None:
    assert f"`{command}" in headings()


def test_no_registry_and_no_address_stands_in_a_lock() -> None:
    locks = [ROOT / "requirements.lock", *(ROOT / "deploy").glob("*.lock")]

    assert [lock.name for lock in locks if "://" in lock.read_text()] == []
    assert len(locks) == 3
