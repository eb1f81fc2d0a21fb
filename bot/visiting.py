"""Who opens a signed link: whatever it shows is shown with the rights that the person has now for whom it was made."""

from bot.answering import call_of
from bot.directory import must_ask
from domain.links import ExpiredError, ForgedError, Pass
from handlers.routing import Call
from storage.db import Tx
from storage.people import People
from storage.settings import DistrictSettings


def visitor(tx: Tx, given: Pass) -> Call:
    """What that person asks, about what the link names.

    Raises `ExpiredError` where the district ended all links of that round, and `ForgedError` where the person is gone
    or must be asked for at the platform first.
    """
    if DistrictSettings(tx).all()["link_round"] != given.round:
        raise ExpiredError
    account = People(tx).reach(given.person)
    if account is None or must_ask(account):
        raise ForgedError
    return call_of(tx, account, about=given.about)
