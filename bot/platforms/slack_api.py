"""Speaks to Slack's Web API: one shared session, and each failure as what it means for us."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import LaterError, NeverError, Posted
from storage.people import Account
from views import slack
from views.elements import Card

TIMEOUT = 10  # seconds; a lane's lease is three times as long
#: What no second try mends: the person cannot be reached there.
FINAL = {
    "channel_not_found",
    "user_not_found",
    "user_disabled",
    "cannot_dm_bot",
    "is_archived",
    "not_in_channel",
    "restricted_action",
    "invalid_blocks",
    "invalid_arguments",
    "msg_too_long",
    "msg_blocks_too_long",
    "no_text",
    "message_not_found",
    "cant_update_message",
    "edit_window_closed",
}


@dataclass(frozen=True, slots=True)
class Workspace:
    """What auth.test says of the token."""

    team: str
    bot_user: str
    bot_id: str


class SlackApi:
    """The Web API of one workspace. Made inside the event loop that uses it; close it there."""

    def __init__(self, token: str, base_url: str) -> None:
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        self.session = aiohttp.ClientSession(timeout=timeout)
        self.client = AsyncWebClient(token=token, base_url=base_url, timeout=TIMEOUT, session=self.session)

    async def close(self) -> None:
        await self.session.close()

    async def workspace(self) -> Workspace:
        found = await self.client.auth_test()
        return Workspace(found["team_id"], found.get("user_id") or "", found.get("bot_id") or "")

    async def post(self, account: Account, card: Card, key: str) -> Posted:
        """Send a card as a direct message; the key goes along for a receiver that honours it."""
        event = {"event_type": "kaizen_message", "event_payload": {"key": key}}
        drawn = slack.message(card)
        try:
            sent = await self.client.chat_postMessage(
                channel=account.external, metadata=event, unfurl_links=False, unfurl_media=False, **drawn
            )
        except SlackApiError as error:
            raise _meaning(error) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise LaterError(type(error).__name__) from None
        return Posted(sent["channel"], sent["ts"])

    async def update(self, lane: str, conversation: str, message: str, card: Card) -> None:
        """Write a message of ours anew."""
        del lane  # this is the API of one workspace
        try:
            await self.client.chat_update(channel=conversation, ts=message, **slack.message(card))
        except SlackApiError as error:
            raise _meaning(error) from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise LaterError(type(error).__name__) from None

    async def ask_directory(self, account: Account) -> Account:
        """The account as the workspace's directory has it now."""
        user = (await self.client.users_info(user=account.external))["user"]
        profile = user.get("profile") or {}
        return replace(
            account,
            name=profile.get("display_name") or user.get("real_name") or profile.get("real_name") or account.name,
            email=(profile.get("email") or "").lower() or None,
            zone=user.get("tz"),
            admin=bool(user.get("is_admin") or user.get("is_owner")),
            guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")),
            bot=bool(user.get("is_bot")),
            gone=bool(user.get("deleted")),
            checked_at=datetime.now(UTC),
        )

    async def respond(self, url: str, body: Mapping[str, Any]) -> bool:
        """Use a response_url; False when it has expired or was used up."""
        async with self.session.post(url, json=dict(body)) as response:
            return response.status == 200  # noqa: PLR2004 - HTTP's OK


def error_of(error: SlackApiError) -> str:
    """Slack's word for what went wrong; a proxy's or an outage's answer is no JSON and has only a status."""
    data = error.response.data
    return str(data.get("error", "")) if isinstance(data, dict) else f"http_{error.response.status_code}"


def _meaning(error: SlackApiError) -> Exception:
    name = error_of(error)
    if name == "ratelimited":
        return LaterError(name, wait=float(error.response.headers.get("Retry-After", 1)), lane=True)
    return NeverError(name) if name in FINAL else LaterError(name)
