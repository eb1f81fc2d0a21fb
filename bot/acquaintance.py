"""Keeps what is known of people fresh: a name and a time zone are believed for a day."""

from datetime import UTC, datetime, timedelta

import structlog

from bot.answering import Answer, Asked
from bot.directory import Directories, Directory, SilentError
from storage.people import Account

log = structlog.get_logger()

DIRECTORY_AGE = timedelta(days=1)


async def learn(directories: Directories, directory: Directory, asked: Asked, answer: Answer) -> bool:
    """Ask a directory again about people whose entry is old; True when something was learned.

    Last, since it may take long: newcomers were asked about before they were let in.
    """
    return any([await _refresh(directories, directory, asked, account) for account in _old(answer)])


def is_to_learn(answer: Answer) -> bool:
    """Whether there is anybody to ask about: seldom, so that nearly no answer leaves this to be done after it."""
    return bool(_old(answer))


def _old(answer: Answer) -> list[Account]:
    since = datetime.now(UTC) - DIRECTORY_AGE
    return [account for account in answer.accounts if account.checked_at is None or account.checked_at <= since]


async def _refresh(directories: Directories, directory: Directory, asked: Asked, account: Account) -> bool:
    try:
        found = await directory.ask_directory(account)
    except SilentError as error:
        log.warning("directory", error=str(error))
        return False
    await directories.met(asked.district, found)
    return True
