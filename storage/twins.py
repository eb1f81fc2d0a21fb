"""Accounts on two platforms of which both directories tell the same e-mail: the quality office is asked about them."""

from sqlalchemy import or_

from domain.pairs import SYSTEM, who_confirms_email
from domain.people import Role
from storage.db import Tx
from storage.outbox import Outbox
from storage.pairs import Pairs, pairs
from storage.people import Account, People, accounts

ASKED, OFFICE = "people.pair", Role.MANAGEMENT_REPRESENTATIVE


def ask_about_twin(tx: Tx, told: Account) -> None:
    """Ask, once for each two, whether an account that a directory told of just now belongs to somebody known."""
    if not told.email or told.guest or told.bot or told.gone:  # their e-mail proves nothing
        return
    c, people = accounts.c, People(tx)
    works = (c.guest.is_(False), c.bot.is_(False), c.gone.is_(False))
    also = people.canonical(told.person)
    for other in tx.find(Account, accounts, c.email == told.email, c.platform != told.platform, *works):
        kept = people.canonical(other.person)
        if kept != also and not _asked_before(tx, kept, also):
            pair = Pairs(tx).ask(kept, also, by=people.canonical(SYSTEM))
            for person in who_confirms_email(pair, people.holders):
                Outbox(tx).owe(ASKED, pair.id, to=person, key=f"{ASKED}:{pair.id}")
            if not people.holders(OFFICE):  # they are asked once, so whoever takes the seat is asked then
                Outbox(tx).keep(OFFICE, ASKED, pair.id, key=f"{ASKED}:{pair.id}")


def _asked_before(tx: Tx, one: str, other: str) -> bool:
    c, both = pairs.c, (one, other)
    return bool(tx.rows(pairs, or_(c.kept == one, c.kept == other), c.also.in_(both)))
