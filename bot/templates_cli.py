"""What `kaizen template word`, `set` and `reset` do: the Word templates of a district's agenda and minutes."""

import json
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

from bot.apart import LEAST
from bot.commands import do, one
from domain.errors import RefusedError
from domain.files import MOST, Purpose, check_size
from domain.people import PersonId
from domain.templates import Template
from storage.db import Database, Tx
from storage.system import all_districts
from storage.templates import Templates
from views.languages import drawn_in
from views.meeting_words import NAMES, ItemWords, MeetingWords, OutcomeWords, SectionWords

SECONDS = 60.0
SYSTEM = PersonId("system")
EMPTY = MeetingWords(
    number="MTG-2026-001",
    title="",
    kind="",
    paper="",
    state="",
    revision="",
    day="",
    begins="",
    place="",
    chair="",
)
FULL = replace(
    EMPTY,
    **{one.name: one.name.capitalize() for one in fields(MeetingWords) if one.name not in ("sections", "language")},
    sections=[
        SectionWords(
            title="4 · Corrective Action Log",
            lines=["9 reports are open.", "2 are overdue,\nthe oldest for 12 days."],
            items=[
                ItemWords(
                    subject="Gates of East",
                    by="Quality Office",
                    outcomes=[OutcomeWords(kind="Decision", text="Buy <ten> & more.", details="By consent")],
                ),
                ItemWords(subject="", outcomes=[OutcomeWords(kind="Step", text="Ask for a price.", details="step 4")]),
            ],
        ),
        SectionWords(title="6 · Internal audits", empty="Nothing is kept here yet."),
    ],
)
#: A meeting of which little is known, and a full one: a template has to work with both.
SAMPLES = (EMPTY, FULL)


def write(database: Database, district: str | None, kind: Template, file: Path) -> str:
    """The template that is used now, into a file that Word opens."""
    if file.exists():
        raise RefusedError(f"{file} is there already. Name another one.")
    own = do(database, one(database, district), lambda tx: Templates(tx).content(kind))
    file.write_bytes(own or apart("template", kind))
    return f"{file} is the template of the {kind}. Change it in Word, then: kaizen template set {kind} {file}"


def bring(database: Database, district: str | None, kind: Template, file: Path) -> str:
    """Make it with this one from now on, if it can be filled in."""
    content = _read(file)
    if faults := faults_of(kind, content):
        raise RefusedError(f"{file} cannot be used: {faults[0]}")
    named = one(database, district)
    kept = do(database, named, lambda tx: Templates(tx).put(kind, content, name=file.name, by=SYSTEM), write=True)
    return f"From now on the {kind} is made with {file}, revision {kept.revision} of its template."


def reset(database: Database, district: str | None, kind: Template) -> str:
    do(database, one(database, district), lambda tx: Templates(tx).put(kind, None, by=SYSTEM), write=True)
    return f"From now on the {kind} is made with the template that Kaizen comes with."


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size <= MOST[Purpose.TEMPLATE]:
            content = file.read_bytes()
        else:
            content = b" " * (MOST[Purpose.TEMPLATE] + 1)
    except OSError as error:
        raise RefusedError(f"{file} cannot be read: {error.strerror}.") from None
    check_size(file.name, len(content), Purpose.TEMPLATE)
    return content


def faults_of(kind: Template, content: bytes | None) -> list[str]:
    """What is wrong with a template, tried with a meeting of which little is known and with a full one."""
    found: list[str] = json.loads(apart("check", kind, content))
    return found


def wrong_templates(database: Database) -> Iterator[str]:
    """Of those that Kaizen comes with and those that districts brought, a line for each that is wrong."""
    for kind in Template:
        yield from (f"kaizen: {kind} of Word: {fault}" for fault in faults_of(kind, None))
    for district, short, _ in database.system_now(all_districts):
        for kind, own in _own(database, district).items():
            yield from (f"{short}: {kind} of Word: {fault}" for fault in faults_of(kind, own))


def _own(database: Database, district: str) -> dict[Template, bytes]:
    def look(tx: Tx) -> dict[Template, bytes]:
        found = {kind: Templates(tx).content(kind) for kind in Template}
        return {kind: own for kind, own in found.items() if own}

    return do(database, district, look)


def apart(does: str, kind: Template, content: bytes | None = None) -> bytes:
    """What the process answers that knows Word: it is told no setting, and stopped when it is slow."""
    template = b64encode(content).decode() if content else ""
    words = [asdict(drawn_in(sample, "en")) for sample in SAMPLES]
    asked: dict[str, Any] = {"do": does, "kind": str(kind), "template": template, "words": words, "names": NAMES}
    try:
        made = subprocess.run(
            (sys.executable, "-I", "-m", "bot.filling"),
            input=json.dumps(asked).encode(),
            stdout=subprocess.PIPE,
            env=LEAST,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise RefusedError(f"It takes longer than {SECONDS:.0f} seconds to fill in. Make it simpler.") from None
    if made.returncode:
        raise RefusedError("It is no document of Word that can be opened. Save it again as .docx.")
    return made.stdout
