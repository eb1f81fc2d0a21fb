"""What `kaizen district` shows and changes."""

import re
from secrets import choice

from bot.platforms.teams_registration import TEAMS
from bot.settings import GUID
from domain.conversations import PROBLEMS
from domain.errors import RefusedError
from domain.offices import Office
from domain.people import Role
from domain.places import PlaceKind
from domain.settings import KEYS
from storage.codes import Codes
from storage.conversations import Conversations
from storage.db import Tx
from storage.officers import name_officers
from storage.offices import Offices
from storage.outbox import Outbox
from storage.people import Account, People
from storage.places import Places
from storage.seating import give_seat
from storage.settings import DistrictSettings
from storage.system import workspace_of

SLACK = "slack"
SYSTEM = "system"  # who history names when nobody in chat did it
SEAT = Role.MANAGEMENT_REPRESENTATIVE
#: What somebody's id looks like on each platform.
MEMBER = {SLACK: re.compile(r"[UW][A-Z0-9]+"), TEAMS: re.compile(GUID.partition("|")[2])}
LISTS = {"schools": PlaceKind.SCHOOL, "departments": PlaceKind.DEPARTMENT}


def shown(tx: Tx) -> list[str]:
    """A district's settings, one a line; what is not set shows its default."""
    settings, people = DistrictSettings(tx).all(), People(tx)
    lines = [f"{key}={settings[key]!r}  ({KEYS[key].means})" for key in KEYS]
    for key, kind in LISTS.items():
        lines.append(f"{key}={', '.join(place.name for place in Places(tx).all(kind))!r}")
    held = {role: people.names(people.holders(role)).values() for role in (SEAT, Role.ADMINISTRATOR)}
    seats = [f"{role}={', '.join(names)!r}" for role, names in held.items()]
    named = {office: people.names([person]).get(person, "") for office, person in Offices(tx).officers().items()}
    officers = [f"{office}={named.get(office, '')!r}" for office in Office]
    return [*lines, *seats, *officers, *problems(tx), f"messages: {Outbox(tx).ledger()}"]


def problems(tx: Tx) -> list[str]:
    """The conversations that cannot be posted to, and what to do."""
    return [
        f"conversation: {one.id} {f'#{one.label} ' if one.label else ''}{' · '.join(PROBLEMS[one.problem])}"
        for one in Conversations(tx).all()
        if one.problem
    ]


def change(tx: Tx, key: str, value: str) -> str:
    """Set one key, and say what holds now."""
    if key in LISTS:
        names = [name.strip() for name in value.split(",") if name.strip()]
        Places(tx).set_names(LISTS[key], names, by=SYSTEM)
        return f"{key}: {', '.join(names) or 'none'}"
    if key in set(Office):
        return f"{key}: {_name_officer(tx, Office(key), value)}"
    if key == Role.ADMINISTRATOR:
        account = _account(tx, value)
        give_seat(tx, Role.ADMINISTRATOR, account.person, by=SYSTEM)
        return f"{key}: {account.name or value}, beside the admins of the workspace"
    if key == SEAT:
        account = _account(tx, value)
        kept = give_seat(tx, SEAT, account.person, by=SYSTEM)
        return f"{key}: {account.name or value}; {kept} messages that waited for this seat are on their way"
    DistrictSettings(tx).set(key, value, by=SYSTEM)
    return f"{key}: {value}"


CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that looks like another one


def claim_code(tx: Tx) -> str:
    """A code that is good once, for a day: for a chat platform that does not tell who administers it."""
    holders = People(tx).names(People(tx).holders(SEAT)).values()
    if holders:
        raise RefusedError(f"{', '.join(holders)} is management representative already, and can hand the seat over.")
    code = "-".join("".join(choice(CODE_SIGNS) for _ in range(4)) for _ in range(3))
    Codes(tx).issue(code)
    return f"{code}\nWhoever types   claim {code}   to Kaizen within 24 hours becomes management representative."


def _name_officer(tx: Tx, office: Office, named: str) -> str:
    """Say who answers for an office; an empty value says that nobody does."""
    account = _account(tx, named) if named else None
    name_officers(tx, {office: account.person if account else None}, by=SYSTEM)
    return (account.name or named) if account else "nobody"


def _account(tx: Tx, named: str) -> Account:
    """The account that an administrator names by its id in the workspace, or by its e-mail."""
    people = People(tx)
    if "@" in named:
        found = people.by_email(named)
        if found is None:
            raise RefusedError(f"Nobody with {named} was seen yet. Use the member id from their profile instead.")
        return found
    platform = next((name for name, fits in MEMBER.items() if fits.fullmatch(named)), None)
    if platform is None:
        raise RefusedError(
            f"{named} is not a member id. In Slack it stands in their profile and looks like U012AB3CD; "
            "in Teams it is the Object ID that Microsoft Entra shows of them."
        )
    workspace = workspace_of(tx.connection, tx.district, platform)
    if workspace is None:
        raise RefusedError(f"This district has no workspace of {platform.capitalize()} yet.")
    return people.meet(workspace.platform, workspace.workspace, named.lower() if platform == TEAMS else named)
