"""Answers that stand as messages, which not every platform needs: noted, so that they change as others do.

`posted` holds one row for each report that such a message names; one for what somebody typed, which may be in any.
"""

from collections.abc import Collection

from domain.numbers import SAID
from storage.db import Tx
from storage.outbox import KEY_MAX, posted
from storage.people import Account

TYPED = "typed"  # what such a message is about when it repeats what somebody typed
ABOUT_ONE, GONE = "reply.about", "reply.gone"  # how it is drawn again


def note_direct(tx: Tx, account: Account, conversation: str, message: str, about: Collection[str]) -> None:
    alone = len(about) == 1 and not any(one == TYPED or one.endswith(SAID) for one in about)
    what = ABOUT_ONE if alone else GONE
    where = {"lane": account.lane, "conversation": conversation, "message": message, "person": account.person}
    for one in about:
        key = f"direct:{conversation}:{message}:{one}"[:KEY_MAX]
        tx.add_once(posted, {"key": key, "what": what, "about": one, **where})
