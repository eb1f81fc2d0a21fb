"""What people ask for on a day: commands, buttons, forms and Home, again and again."""

import asyncio
from collections.abc import Iterator, Sequence
from itertools import cycle, islice

from tests.bot.at_once import Measured, post
from tests.bot.conftest import Workspace
from tests.conftest import ADMIN, MR, OTHER, PRINCIPAL, TEACHER

WHO = (TEACHER, PRINCIPAL, MR, ADMIN, OTHER)
TYPED = (
    "/car list",
    "/car show 1",
    "/car help",
    "/car list mine",
    "/kaizen",
    "/kaizen holds",
    "/car the gate",
    "/kaizen x",
)
FILES_ONE_IN = 50


def day(workspace: Workspace, many: int) -> Iterator[str]:
    """So many requests; one in fifty files a report."""
    asked = islice(zip(cycle(WHO), cycle(TYPED), strict=False), many)
    for n, (who, typed) in enumerate(asked):
        if n % FILES_ONE_IN == 0:
            yield workspace.file_body(who, f"The gate {n} is broken", f"V{next(workspace.numbers)}")
        elif n % 3 == 0:
            yield workspace.press_body(who, "car.page", "open", at=f"{n}.0")
        else:
            yield workspace.command_body(who, typed)


async def ask_all(workspace: Workspace, many: int, *, beside: int) -> Sequence[Measured]:
    """Ask all of it, some beside each other."""
    asked = day(workspace, many)

    async def ask() -> Sequence[Measured]:
        return [await post(workspace.url, body) for body in asked]

    return [answer for answers in await asyncio.gather(*(ask() for _ in range(beside))) for answer in answers]
