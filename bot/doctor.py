"""`kaizen doctor`: looks whether all is well. Each check says what is wrong and what to do, in one sentence."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict
from typing import Literal

from bot import doctor_checks as checks
from bot import doctor_slack as slack
from bot import doctor_teams as teams
from bot.doctor_checks import Patient, UncheckedError, WrongError
from domain.frozen import dataclass

#: Everything that is looked at, in this order: a check may use what one before it has found.
CHECKS: Mapping[str, Callable[[Patient], Awaitable[str]]] = {
    "settings": checks.settings,
    "database": checks.database,
    "revision": checks.revision,
    "history": checks.history,
    "walls": checks.walls,
    "role": checks.role,
    "disk": checks.disk,
    "token": slack.token,
    "workspace": slack.workspace,
    "scopes": slack.scopes,
    "time": slack.time,
    "conversations": slack.conversations,
    "registration": teams.registration,
    "tenant": teams.tenant,
    "bot": checks.bot,
    "clock": checks.clock,
    "address": checks.address,
}


@dataclass(frozen=True, slots=True)
class Found:
    check: str
    state: Literal["ok", "wrong", "not checked"]
    says: str

    @property
    def wrong(self) -> bool:
        return self.state == "wrong"


def examine() -> list[Found]:
    return asyncio.run(_examine())


async def _examine() -> list[Found]:
    async with AsyncExitStack() as held:
        patient = Patient(held)
        return [await _look(name, check, patient) for name, check in CHECKS.items()]


async def _look(name: str, check: Callable[[Patient], Awaitable[str]], patient: Patient) -> Found:
    try:
        return Found(name, "ok", await check(patient))
    except WrongError as error:
        return Found(name, "wrong", str(error))
    except UncheckedError as error:
        return Found(name, "not checked", str(error))
    except Exception as error:  # noqa: BLE001 - what a check did not think of is no reason to leave out the others
        return Found(name, "wrong", f"The check itself failed with {type(error).__name__}; please tell us.")


def said(found: Sequence[Found], *, as_json: bool) -> str:
    well = not any(one.wrong for one in found)
    if as_json:
        return json.dumps({"ok": well, "checks": [asdict(one) for one in found]}, indent=2)
    lines = [f"{one.state:<11}  {one.check:<13}  {one.says}" for one in found]
    return "\n".join([*lines, "", "All is well." if well else "Not all is well."])
