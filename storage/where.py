"""On which platform somebody who has several accounts gets their messages."""

from collections.abc import Collection

from storage.db import Tx
from storage.people import Account, People, accounts
from storage.preferred import Preferences, Preferred


def is_alone(tx: Tx, ids: Collection[str]) -> bool:
    """Whether a human who is known by these ids has no second account, be it one that does not work just now."""
    return len(tx.having(accounts, person=list(ids))) < 2  # noqa: PLR2004 - a second one


def is_elsewhere(tx: Tx, account: Account, ids: Collection[str]) -> bool:
    """Whether somebody who uses this account just now is reached at another one, without having chosen that."""
    known = Preferences(tx).of(frozenset(ids))
    if known:
        return not known.chosen and (known.platform, known.workspace, known.external) != account.key
    return any(other.key != account.key for other in People(tx).accounts_of(ids))


def reach_at(tx: Tx, account: Account, *, chosen: bool) -> None:
    """From now on they are reached at this account; by their own choice, or because they were there last."""
    person = People(tx).canonical(account.person)
    keys = {"platform": account.platform, "workspace": account.workspace, "external": account.external}
    Preferences(tx).keep(Preferred(person=person, chosen=chosen, at=tx.now, **keys))
