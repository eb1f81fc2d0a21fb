"""The Teams half of the running program: made only where Teams is set up."""

import structlog
from starlette.requests import Request
from starlette.responses import Response

from bot.answering import Answering
from bot.delivery import Delivery
from bot.ids import mint
from bot.platforms.teams import TeamsDoor
from bot.platforms.teams_api import Identity
from bot.platforms.teams_clouds import CLOUDS, on_this_machine
from bot.platforms.teams_gate import Gate
from bot.platforms.teams_registration import TEAMS, made_of
from bot.platforms.teams_tenants import TeamsTenants, opening
from bot.platforms.teams_watch import Watch
from bot.sealing import Seal
from bot.settings import BotSettings
from storage.db import Database
from storage.installations import ENVIRONMENT, REMOVED, installation, keep
from storage.system import all_districts, district_of

log = structlog.get_logger()


class TeamsSide:
    def __init__(self, settings: BotSettings, database: Database) -> None:
        self._settings = settings
        self._database = database
        self._own = _own(settings)
        self._tenants: TeamsTenants | None = None
        self._door: TeamsDoor | None = None

    async def start(self, answering: Answering, delivery: Delivery) -> None:
        """Inside the event loop that uses it."""
        here = self._settings.teams_authority
        cloud = on_this_machine(here) if here else CLOUDS[self._settings.teams_cloud]
        seal, opens = Seal(self._settings.secret_keys), opening(answering.routes)
        tenants = TeamsTenants(self._database, cloud, seal, self._own, opens)
        if self._own:
            await self._keep(self._own)
        await tenants.look_again()
        gate, watch = Gate(cloud, tenants.registered, tenants.session), Watch(self._database, answering, tenants)
        self._door = TeamsDoor(answering, tenants, gate, watch)
        self._tenants = delivery.senders[TEAMS] = answering.directories.by_platform[TEAMS] = tenants
        answering.looking.by_platform[TEAMS] = tenants

    async def _keep(self, own: Identity) -> None:
        """The registration of the environment: where there is one district, it is that district's."""
        before = await self._database.system_seen(lambda c: installation(c, TEAMS, own.tenant))
        if before and before.stopped_why == REMOVED:
            log.warning("the tenant was removed by command: nothing is done there", tenant=own.tenant)
            return
        known = await self._database.system_seen(lambda c: district_of(c, TEAMS, own.tenant))
        districts = [] if known else await self._database.system_seen(all_districts)
        if len(districts) > 1:
            log.error("several districts: register the tenant with kaizen teams add --district", tenant=own.tenant)
            return
        only = districts[0][0] if districts else None
        made = made_of(own.app, own.tenant, source=ENVIRONMENT)
        await self._database.system(lambda c: keep(c, made, new=mint(), district=only))

    async def post(self, request: Request) -> Response:
        return await self._door.post(request) if self._door else Response("starting", 503)

    @property
    def ready(self) -> bool:
        return self._tenants is not None and self._tenants.any

    async def look_again(self) -> None:
        if self._tenants:
            await self._tenants.look_again()

    async def drain(self, within: float) -> None:
        if self._door:
            await self._door.drain(within)

    async def close(self) -> None:
        if self._tenants:
            await self._tenants.close()


def _own(settings: BotSettings) -> Identity | None:
    """The registration that the environment names."""
    password = settings.teams_app_password
    if not settings.teams_app_id or password is None:
        return None
    app, tenant = settings.teams_app_id.lower(), settings.teams_tenant_id.lower()
    return Identity(app=app, tenant=tenant, password=password.get_secret_value())
