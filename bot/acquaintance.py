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
    return any([await _refresh(directories, directory, asked, account) for account in answer.accounts])


async def _refresh(directories: Directories, directory: Directory, asked: Asked, account: Account) -> bool:
    if account.checked_at and datetime.now(UTC) - account.checked_at < DIRECTORY_AGE:
        return False
    try:
        found = await directory.ask_directory(account)
    except SilentError as error:
        log.warning("directory", error=str(error))
        return False
    await directories.met(asked.district, found)
    return True
