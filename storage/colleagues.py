"""Who is staff, as far as is known: guests, pupils and apps own nothing, act for nobody and answer for no office."""

from domain.errors import RefusedError
from storage.db import Tx
from storage.people import People


def is_colleague(tx: Tx, person: str) -> bool:
    account = People(tx).reach(person)
    return account is not None and People(tx).viewer(account).staff


def must_be_colleague(tx: Tx, person: str, *, field: str) -> None:
    if not is_colleague(tx, person):
        raise RefusedError("They are not staff of this district. Please choose somebody who is.", field=field)
