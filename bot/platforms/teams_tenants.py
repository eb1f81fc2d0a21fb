"""The Teams tenants in which the bot is registered: a client with its own secret for each, over one HTTP session.

A registration is kept as an installation whose workspace is the tenant and whose bot user is the app's id; the one of
the environment holds no secret in the database. What somebody's last activity told (their chat, its address, their
time zone) is kept in memory, and the chat in the database as well.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import unquote

import aiohttp
import structlog

from bot.conversations import Look
from bot.directory import SilentError
from bot.fetching import Brought, BusyError, download
from bot.platforms.teams_api import CALL_FAILED, REFUSED_WAIT, TIMEOUT, CallError, Identity, TeamsApi, meaning, silent
from bot.platforms.teams_clouds import Cloud
from bot.platforms.teams_payloads import Turn, told_of
from bot.platforms.teams_registration import TEAMS, Registration
from bot.sealing import Seal, UnreadableError
from bot.sending import LaterError, NeverError, Posted, There
from bot.settings import PRETENDED
from domain.frozen import dataclass
from handlers.routing import Route
from storage.chats import Chat, Chats
from storage.db import Database, Tx
from storage.installations import Installation, all_installations
from storage.people import Account
from storage.system import workspaces_of
from views import teams
from views.elements import Card

log = structlog.get_logger()
T = TypeVar("T")

REST = 5.0  # seconds between two looks for an app that is not known
TEAM = "19:"  # how the id of a team begins
GONE_ALREADY = 404
NOT_THERE = {403, GONE_ALREADY}
NOBODY = "MemberNotFound"  # as the connector's word for it begins
MOST_HEARD = 10_000  # people


class NotRegisteredError(Exception):
    """There is no registration for this tenant, or none whose secret can be read."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody's last activity told of them, and where it came from."""

    zone: str = ""
    locale: str = ""
    conversation: str = ""
    service: str = ""


class TeamsTenants:
    """Made inside the event loop that uses it; close it there. A sender and a directory for all its tenants."""

    def __init__(
        self, database: Database, cloud: Cloud, seal: Seal, own: Identity | None, opens: Collection[str] = ()
    ) -> None:
        self._database = database
        self.cloud = cloud
        self._seal = seal
        self._own = own  # of the environment
        self._opens = frozenset(opens)
        self.session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=TIMEOUT)
        )
        self._registered: dict[str, Registration] = {}  # by app
        self._apis: dict[str, TeamsApi] = {}  # by tenant
        self._looked = float("-inf")
        self._chats: dict[tuple[str, str], Chat] = {}
        self._heard: dict[tuple[str, str], Heard] = {}

    @property
    def any(self) -> bool:
        """Whether there is a registration at all."""
        return bool(self._registered)

    async def close(self) -> None:
        await self.session.close()

    async def registered(self, app: str) -> Registration | None:
        """The registration of an app's id. Of one that is not known the database is asked, but seldom."""
        if app not in self._registered and time.monotonic() - self._looked > REST:
            await self.look_again()
        return self._registered.get(app)

    async def look_again(self) -> None:
        """Learn what a command, or another replica, has changed."""
        self._looked = time.monotonic()
        kept = await self._database.system_seen(lambda connection: all_installations(connection, TEAMS))
        of = await self._database.system_seen(lambda connection: workspaces_of(connection, TEAMS))
        districts = {one.workspace: one.of_district for one in of}
        registered, apis = {}, {}
        for one in kept:
            secret = self._secret(one) if one.live and one.workspace in districts else ""
            if self.cloud.local and secret != PRETENDED:  # whoever is believed on this machine gets no real secret
                continue
            if secret:
                registered[one.bot_user] = Registration(one.bot_user, one.workspace, districts[one.workspace])
                identity = Identity(app=one.bot_user, tenant=one.workspace, password=secret)
                known = self._apis.get(one.workspace)
                apis[one.workspace] = known if known and known.identity == identity else self.api(identity)
        self._registered, self._apis = registered, apis

    def _secret(self, one: Installation) -> str:
        if not one.token:
            mine = self._own and (self._own.app, self._own.tenant) == (one.bot_user, one.workspace)
            return self._own.password if self._own and mine else ""
        try:
            return self._seal.open(one.token)
        except UnreadableError as error:
            log.error("token unreadable", workspace=one.workspace, error=str(error))  # noqa: TRY400 - no trace needed
            return ""

    def api(self, identity: Identity) -> TeamsApi:
        return TeamsApi(identity, self.cloud, self.session)

    async def of(self, tenant: str) -> TeamsApi:
        """The connector for a tenant; raises `NotRegisteredError`."""
        if tenant not in self._apis and time.monotonic() - self._looked > REST:
            await self.look_again()
        if tenant not in self._apis:
            raise NotRegisteredError(tenant)
        return self._apis[tenant]

    # Chats

    async def hear(self, turn: Turn, district: str) -> None:
        """Keep what an activity tells of whoever sent it, and of their chat when it comes from there."""
        key = (turn.tenant, turn.person)
        if len(self._heard) > MOST_HEARD:
            self._heard.clear()
            self._chats.clear()
        self._heard[key] = Heard(turn.zone, turn.locale, turn.conversation.partition(";")[0], turn.service)
        chat = _chat(turn.tenant, turn.person, turn.conversation, turn.service)
        if turn.personal and self._chats.get(key) != chat:
            await self._keep(district, chat)

    async def _keep(self, district: str, chat: Chat) -> Chat:
        await self._do(district, lambda tx: Chats(tx).keep(chat))
        self._chats[chat.workspace, chat.external] = chat
        return chat

    async def chat(self, tenant: str, person: str) -> Chat:
        """Somebody's chat with the bot: the one that is known, or a new one. Raises what the connector does."""
        district = self._district(tenant)
        known = self._chats.get((tenant, person)) or await self._do(
            district, lambda tx: Chats(tx).get(TEAMS, tenant, person), write=False
        )
        if known:
            self._chats[tenant, person] = known
            return known
        made = await (await self.of(tenant)).chat_with(self.cloud.service, person)
        return await self._keep(district, _chat(tenant, person, made, self.cloud.service))

    async def _renewed(self, stale: Chat) -> Chat:
        """A chat does not exist any more: make it anew."""
        await self._do(self._district(stale.workspace), lambda tx: Chats(tx).forget(stale))
        self._chats.pop((stale.workspace, stale.external), None)
        return await self.chat(stale.workspace, stale.external)

    def _district(self, tenant: str) -> str:
        found = next((one.district for one in self._registered.values() if one.tenant == tenant), None)
        if found is None:
            raise NotRegisteredError(tenant)
        return found

    async def _do(self, district: str, work: Callable[[Tx], T], *, write: bool = True) -> T:
        return await self._database.run(district, work, now=datetime.now(UTC), door=TEAMS, write=write)

    async def say(self, tenant: str, person: str, drawn: Mapping[str, Any], *, patient: bool = True) -> Posted:
        """Post a message in somebody's chat. Raises what the connector does."""
        api, chat = await self.of(tenant), await self.chat(tenant, person)
        try:
            sent = await api.send(chat.service, chat.conversation, drawn, patient=patient)
        except CallError as error:
            if error.status != GONE_ALREADY:
                raise
            chat = await self._renewed(chat)
            sent = await api.send(chat.service, chat.conversation, drawn, patient=patient)
        return Posted(chat.conversation, sent, tenant)

    # As delivery and the directory use it

    async def post(self, account: Account, card: Card, key: str) -> Posted:
        """Send a card as a direct message. The connector honours no key."""
        del key
        drawn = teams.message(card, self._opens)
        try:
            return await self.say(account.workspace, account.external, drawn, patient=False)
        except NotRegisteredError:
            raise LaterError("not_registered", wait=REFUSED_WAIT, lane=True) from None
        except CALL_FAILED as error:
            raise meaning(error) from None

    async def post_in(self, there: There, card: Card, key: str) -> Posted:
        """Send a card to a channel or a group, perhaps under a message there. The connector honours no key."""
        del key
        where = f"{there.conversation};messageid={there.under}" if there.under else there.conversation
        try:
            api, service = await self.of(there.workspace), self._any(there.workspace)
            sent = await api.send(service, where, teams.message(card, self._opens))
        except NotRegisteredError:
            raise LaterError("not_registered", wait=REFUSED_WAIT, lane=True) from None
        except CALL_FAILED as error:
            raise _not_the_person(meaning(error)) from None
        return Posted(there.conversation, sent)

    async def look_at(self, workspace: str, known: str) -> Look:
        """Who is in a conversation. A channel that is shared has people of another tenant in it."""
        try:
            api = await self.of(workspace)
            return Look(members=frozenset(await api.members(self._any(workspace), known)))
        except NotRegisteredError:
            raise SilentError("not_registered") from None
        except CALL_FAILED as error:
            if isinstance(error, CallError) and error.status in NOT_THERE:
                return Look(problem="gone" if error.status == GONE_ALREADY else "left")
            raise silent(error) from None

    async def update(self, card: Card, where: Posted) -> None:
        """Draw a message again where it stands. One that is gone is well."""
        try:
            api, service = await self.of(where.workspace), await self._service(where)
            await api.update(service, where.conversation, where.message, teams.message(card, self._opens))
        except NotRegisteredError:
            raise LaterError("not_registered", wait=REFUSED_WAIT, lane=True) from None
        except CALL_FAILED as error:
            if isinstance(error, CallError) and error.status == GONE_ALREADY:
                return
            raise _not_the_person(meaning(error)) from None

    async def _service(self, where: Posted) -> str:
        """The address at which a conversation is served."""
        found = await self._do(
            self._district(where.workspace), lambda tx: Chats(tx).at(where.conversation), write=False
        )
        return found.service if found else self._any(where.workspace)

    def _any(self, tenant: str) -> str:
        """One at which conversations of a tenant are served."""
        known = (chat.service for chat in self._chats.values() if chat.workspace == tenant)
        return next(known, self.cloud.service)

    async def bring(self, workspace: str, link: str) -> Brought | None:
        """A file that was sent in a chat: its address needs no token, and gets none."""
        del workspace
        url, _, name = link.partition("#")
        if not name or not self.cloud.keeps(url):
            return None
        try:
            return Brought(unquote(name), await download(self.session, url))
        except BusyError as error:
            raise LaterError(f"http_{error}") from None
        except (aiohttp.ClientError, TimeoutError) as error:
            raise LaterError(type(error).__name__) from None

    async def publish(self, account: Account, card: Card) -> None:
        """Teams has no page of the bot that stands: a person's own page is a card, drawn when they ask for it."""

    async def ask_directory(self, account: Account) -> Account:
        """The account as the tenant's directory has it now."""
        heard = self._heard.get((account.workspace, account.external), Heard())
        return await self._told(account, heard.service, heard.conversation)

    async def ask_member(self, account: Account, known: str) -> Account:
        """The same of somebody in a conversation, who may have no chat with the bot."""
        return await self._told(account, self._any(account.workspace), known)

    async def _told(self, account: Account, service: str, conversation: str) -> Account:
        tenant, person = account.workspace, account.external
        heard = self._heard.get((tenant, person), Heard())
        try:
            if not conversation:
                chat = await self.chat(tenant, person)
                service, conversation = chat.service, chat.conversation
            found = await (await self.of(tenant)).member(service, conversation, person)
        except NotRegisteredError:
            raise SilentError("not_registered") from None
        except CALL_FAILED as error:
            if isinstance(error, CallError) and error.code.startswith(NOBODY):
                return replace(account, gone=True, mixed=True, checked_at=datetime.now(UTC))
            raise silent(error) from None
        return told_of(found, account, datetime.now(UTC), zone=heard.zone, locale=heard.locale)

    async def members(self, workspace: str, group: str) -> set[str]:
        """Who is in a team, by its id; of a group of another platform nobody."""
        if not group.startswith(TEAM):
            return set()
        try:
            api = await self.of(workspace)
            return await api.members(self._any(workspace), group)
        except NotRegisteredError:
            raise SilentError("not_registered") from None
        except CALL_FAILED as error:
            raise silent(error) from None


def opening(routes: Mapping[str, Route]) -> frozenset[str]:
    """The routes that only look, or open a form: their buttons open a dialog."""
    return frozenset(name for name, route in routes.items() if not route.writes)


def _chat(tenant: str, person: str, conversation: str, service: str) -> Chat:
    return Chat(platform=TEAMS, workspace=tenant, external=person, conversation=conversation, service=service)


def _not_the_person(error: Exception) -> Exception:
    """A message that cannot be changed says nothing about whether its reader is reached."""
    return NeverError(str(error)) if isinstance(error, NeverError) else error
