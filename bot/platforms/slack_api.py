"""Speaks to Slack's Web API for one workspace, and says of each failure what it means for us."""

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.conversations import Look
from bot.directory import SilentError
from bot.documents import Upload, has_documents, not_sent
from bot.fetching import Brought, BusyError, download
from bot.platforms.slack_calls import OUTAGE_WAIT, REFUSED_WAIT, TIMEOUT, Identity, Refused
from bot.platforms.slack_client import CALL_FAILED, RATE_LIMITS, REFUSED, Client, error_of, limit_of
from bot.platforms.slack_payloads import told_of
from bot.sending import LaterError, NeverError, Posted, There
from domain.conversations import MOST_THERE
from domain.evidence import Problem, UnfitError
from domain.files import MOST, Purpose
from storage.outbox import BESIDE
from storage.people import Account
from views import slack
from views.elements import Card

WITH_FILES = 25  # for a card and the files beside it: the lane is still ours when it is over
AT_ONCE = 50  # calls to one workspace; more wait for their turn, so that one which stalls does not pile them up
#: Slack is down: everything waits. Or it is this message that Slack cannot take: delivery finds out.
OUTAGES = {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
#: Not this message's fault. Everything waits, and no try is counted.
CLOSED = {"missing_scope", "not_authed", "team_added_to_org"}
NO_GROUP = "no_such_subteam"
NO_CHANNEL = "channel_not_found"
PAGE = 200  # workspaces of an organization, or people in a channel, that are asked for at once
#: The person was deactivated, or never was there.
GONE = {"user_disabled", "user_not_found"}
GONE_ALREADY = "message_not_found"
NO_SUCH_FILE = {"file_not_found", "file_deleted"}
#: Slack takes no file from us until it is installed again, with the scope; but the card.
MAY_NOT = "missing_scope"
#: A file by its permalink, where it may be fetched from, and what is said of one that is not there.
FILE = re.compile(r"/files/[A-Z0-9]+/(F[A-Z0-9]+)")
FILES = "files.slack.com"
NO_FILE = {"file_not_found", "file_deleted", "not_visible"}
#: What no second try mends.
FINAL = {
    "channel_not_found",
    "cannot_dm_bot",
    "is_archived",
    "not_in_channel",
    "restricted_action",
    "invalid_blocks",
    "invalid_arguments",
    "msg_too_long",
    "msg_blocks_too_long",
    "no_text",
    GONE_ALREADY,
    "cant_update_message",
    "cant_delete_message",
    "edit_window_closed",
}


class SlackApi:
    """The Web API with one workspace's token, in a session that all of them share."""

    def __init__(
        self, token: str, base_url: str, session: aiohttp.ClientSession, refused: Refused | None = None
    ) -> None:
        self.session = session
        self._room = asyncio.Semaphore(AT_ONCE)
        more = {"token": token, "base_url": base_url, "timeout": TIMEOUT, "session": session}
        self.client = Client(refused, self._room, patient=True, **more)
        self._sending = Client(refused, self._room, patient=False, **more)

    async def identity(self) -> Identity:
        """Which workspace the token is for: for a whole organization, the organization."""
        told = await self.client.auth_test()
        whole = bool(told.get("is_enterprise_install"))
        return Identity(
            workspace=str(told["enterprise_id"] if whole else told["team_id"]),
            name=str(told.get("team") or ""),
            bot_user=str(told.get("user_id") or ""),
            enterprise=told.get("enterprise_id"),
            scopes=str(told.headers.get("x-oauth-scopes") or ""),
            at=_moment(told.headers.get("date")),
        )

    async def post(self, account: Account, card: Card, key: str) -> Posted:
        """Send a card as a direct message."""
        return await self._say(account.external, card, key)

    async def post_in(self, there: There, card: Card, key: str) -> Posted:
        """Send a card to a channel, perhaps in a thread there."""
        return await self._say(there.conversation, card, key, thread=there.under or None)

    async def _say(self, channel: str, card: Card, key: str, *, thread: str | None = None) -> Posted:
        """The key goes along for a receiver that honours it."""
        event = {"event_type": "kaizen_message", "event_payload": {"key": key}}
        told = {"channel": channel, "metadata": event, "unfurl_links": False, "unfurl_media": False}
        told |= slack.message(card) | ({"thread_ts": thread} if thread else {})
        with _meant():
            sent = await self._sending.api_call("chat.postMessage", json=told)
        return Posted(sent["channel"], sent["ts"])

    async def look_at(self, known: str) -> Look:
        """What a channel is called, what is wrong with it, and who is in it."""
        try:
            channel = (await self.client.conversations_info(channel=known))["channel"]
            label = str(channel.get("name") or "")
            if problem := _wrong_with(channel):
                return Look(label=label, problem=problem)
            return Look(label=label, members=await self._members_there(known))
        except CALL_FAILED as error:
            if error_of(error) == NO_CHANNEL:
                return Look(problem="gone")
            raise SilentError(error_of(error)) from None

    async def _members_there(self, known: str) -> frozenset[str]:
        found: set[str] = set()
        after: str | None = None
        while after != "" and len(found) <= MOST_THERE:
            page = await self.client.conversations_members(channel=known, cursor=after, limit=PAGE)
            found |= set(page.get("members") or ())
            after = (page.get("response_metadata") or {}).get("next_cursor") or ""
        return frozenset(found)

    async def post_with(self, account: Account, card: Card, key: str, files: Sequence[Upload]) -> Posted:
        """Send a card and the files beside it. What is seen comes last: until then a failure has shown nothing."""
        with _meant():
            async with asyncio.timeout(WITH_FILES):
                try:
                    sent = [await self._put(file) for file in files]
                except SlackApiError as error:
                    if error_of(error) != MAY_NOT:
                        raise
                    return await self.post(account, not_sent(card), key)
                posted = await self.post(account, card, key)
                listed: list[dict[str, str | None]] = [
                    {"id": known, "title": file.name} for known, file in zip(sent, files, strict=True)
                ]
                await self._sending.files_completeUploadExternal(files=listed, channel_id=posted.conversation)
                return replace(posted, files=sent)

    async def _put(self, file: Upload) -> str:
        """Bring the bytes to Slack, where nobody sees them yet; Slack's id of the file."""
        told = await self._sending.files_getUploadURLExternal(filename=file.name, length=len(file.content))
        kind = {"content-type": "application/octet-stream"}
        sending = self.session.post(told["upload_url"], data=file.content, headers=kind, proxy=self.client.proxy)
        async with sending as answer:
            answer.raise_for_status()
        return str(told["file_id"])

    async def bring(self, link: str) -> Brought | None:
        """A file of Slack's, behind its permalink: nobody else may be able to open it there."""
        named = FILE.search(link)
        if named is None:
            return None
        with _meant():
            try:
                told: dict[str, Any] = (await self._sending.files_info(file=named[1]))["file"]
            except SlackApiError as error:
                if error_of(error) in NO_FILE:
                    raise UnfitError(Problem.GONE) from None
                raise
            if int(told.get("size") or 0) > MOST[Purpose.EVIDENCE]:
                raise UnfitError(Problem.SIZE)
            return Brought(str(told.get("name") or "file"), await self._bytes_of(told))

    async def _bytes_of(self, told: Mapping[str, Any]) -> bytes:
        """Only Slack itself is given the token, and no more is read than may be kept, and one byte."""
        url = str(told.get("url_private_download") or told.get("url_private") or "")
        if urlsplit(url).netloc not in (FILES, urlsplit(self._sending.base_url).netloc):
            raise UnfitError(Problem.GONE)
        try:
            headers = {"authorization": f"Bearer {self._sending.token}"}
            return await download(self.session, url, headers=headers, proxy=self.client.proxy)
        except BusyError as error:
            raise LaterError(f"http_{error}") from None

    async def _take_back(self, file: str) -> None:
        """Delete a file that was sent beside a card which names none any more."""
        try:
            with _meant():
                await self._sending.files_delete(file=file)
        except LaterError as error:
            if str(error) not in NO_SUCH_FILE:
                raise

    async def update(self, card: Card, where: Posted) -> None:
        """Draw a message again where it stands; where Slack does not let us, remove it. One that is gone is well."""
        if where.conversation == BESIDE:
            if not has_documents(card):
                await self._take_back(where.message)
            return
        try:
            with _meant():
                await self._sending.chat_update(channel=where.conversation, ts=where.message, **slack.message(card))
        except NeverError as error:
            if str(error) != GONE_ALREADY:
                await self._remove(where)

    async def _remove(self, where: Posted) -> None:
        try:
            with _meant():
                await self._sending.chat_delete(channel=where.conversation, ts=where.message)
        except NeverError as error:
            if str(error) != GONE_ALREADY:
                raise

    async def publish(self, account: Account, card: Card) -> None:
        """Draw somebody's Home."""
        with _meant():
            await self._sending.views_publish(user_id=account.external, view=slack.home(card))

    async def ask_directory(self, account: Account) -> Account:
        """The account as the workspace's directory has it now."""
        now = datetime.now(UTC)
        try:
            found = await self.client.users_info(user=account.external, include_locale=True)
        except CALL_FAILED as error:
            if error_of(error) == "unknown_method":  # a stand-in for Slack that has no directory: it keeps nobody out
                return replace(account, checked_at=now)
            raise SilentError(error_of(error)) from None
        return told_of(found.get("user") or {}, account, now)

    async def members(self, group: str, *, everywhere: bool = False) -> set[str]:
        """Who is in a user group, by their user ids.

        A group is one workspace's. `everywhere`: the token is an organization's, and all of its workspaces are asked.
        """
        try:
            teams = await self._teams() if everywhere else [None]
            found = [users for team in teams if (users := await self._members_in(team, group)) is not None]
        except CALL_FAILED as error:
            raise SilentError(error_of(error)) from None
        if not found:
            raise SilentError(NO_GROUP)
        return set().union(*found)

    async def _members_in(self, team: str | None, group: str) -> list[str] | None:
        """Nothing where the workspace has no such group."""
        try:
            users: list[str] = (await self.client.usergroups_users_list(usergroup=group, team_id=team))["users"]
        except SlackApiError as error:
            if error_of(error) == NO_GROUP:
                return None
            raise
        return users

    async def _teams(self) -> list[str]:
        """The workspaces of an organization in which the bot is."""
        found: list[str] = []
        after: str | None = None
        while after != "":
            page = await self.client.auth_teams_list(cursor=after, limit=PAGE)
            found += [team["id"] for team in page["teams"]]
            after = (page.get("response_metadata") or {}).get("next_cursor") or ""
        return found

    async def respond(self, url: str, body: Mapping[str, Any]) -> bool:
        """Use a response_url; False when it has expired or was used up."""
        asking = self.session.post(url, json=dict(body), proxy=self.client.proxy)
        async with asyncio.timeout(TIMEOUT), self._room, asking as response:
            return response.status == 200  # noqa: PLR2004 - HTTP's OK


def _moment(written: str | None) -> datetime | None:
    """When an answer was given, as HTTP writes it."""
    with suppress(TypeError, ValueError):
        return parsedate_to_datetime(written or "").astimezone(UTC)
    return None


def _wrong_with(channel: Mapping[str, Any]) -> str | None:
    if channel.get("is_archived"):
        return "archived"
    if not channel.get("is_member"):
        return "left"
    return "shared" if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared") else None


@contextmanager
def _meant() -> Iterator[None]:
    """A failure as what it means for us."""
    try:
        yield
    except SlackApiError as error:
        raise _meaning(error) from None
    except (aiohttp.ClientError, TimeoutError) as error:
        perhaps = not isinstance(error, aiohttp.ClientConnectorError)  # what was not reached has refused no message
        raise LaterError(type(error).__name__, wait=OUTAGE_WAIT, lane=True, perhaps=perhaps) from None


def _meaning(error: SlackApiError) -> Exception:
    name = error_of(error)
    if name in RATE_LIMITS:
        return LaterError(name, wait=limit_of(error), limited=True)
    if name in REFUSED:
        return LaterError(name, wait=REFUSED_WAIT, lane=True)
    if name in CLOSED:
        return LaterError(name, wait=OUTAGE_WAIT, lane=True)
    if name in OUTAGES or name.startswith("http_5"):
        return LaterError(name, wait=OUTAGE_WAIT, lane=True, perhaps=True)
    if name in GONE:
        return NeverError(name, gone=True)
    return NeverError(name) if name in FINAL else LaterError(name)
