"""A registration of the bot in a Teams tenant, and how it is kept: as an installation whose workspace it is."""

from domain.frozen import dataclass
from storage.installations import Installation

TEAMS = "teams"


@dataclass(frozen=True, slots=True)
class Registration:
    """The bot as one district has registered it: the app's id, and the tenant that it is for."""

    app: str
    tenant: str
    district: str


def made_of(app: str, tenant: str, *, source: str, closed: str | None = None) -> Installation:
    """An installation; it begins when it is kept. The one of the environment keeps no secret."""
    return Installation(platform=TEAMS, workspace=tenant, name=tenant, source=source, token=closed, bot_user=app)
