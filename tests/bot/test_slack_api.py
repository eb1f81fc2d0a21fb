"""Slack's client, as the bot uses it."""

import asyncio
import logging

from bot.platforms.slack_client import Client


def test_slacks_client_does_not_put_into_words_what_it_sends() -> None:
    client = Client(None, asyncio.Semaphore(), patient=False)

    assert client._logger.level == logging.WARNING  # with none, it writes down each call for nobody
