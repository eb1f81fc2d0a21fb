"""What `kaizen messages` shows and sends again."""

from collections.abc import Sequence

from storage.db import Tx
from storage.dead_letters import DeadLetters
from storage.people import People
from views.messages import kind_of, why

SYSTEM = "system"  # who history names when nobody in chat did it


def failed(tx: Tx) -> list[str]:
    """Each message that was given up, one a line."""
    found = DeadLetters(tx).all()
    names = People(tx).names(one.person for one in found)
    lines = [
        f"{one.id}  {one.since:%Y-%m-%d}  {kind_of(one.what)}, to {names.get(one.person, 'somebody who left')}: "
        f"{why(one.error)}"
        for one in found
    ]
    return lines or ["No message failed."]


def send_again(tx: Tx, ids: Sequence[str]) -> str:
    """Send these again, or all of them."""
    letters = DeadLetters(tx)
    for known in ids:
        letters.send_again(known, by=SYSTEM)
    sent = len(ids) if ids else letters.send_all_again(by=SYSTEM)
    return f"{sent} on their way; {letters.count()} failed ones are left."
