"""What a call to Slack may take and tell, for those who make none themselves: without the libraries that call."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from domain.frozen import dataclass

TIMEOUT = 10  # seconds; a lane's lease is three times as long
OUTAGE_WAIT = 30.0  # seconds until the next try
REFUSED_WAIT = 3600.0

Refused = Callable[[str], Awaitable[None]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Which workspace a token is for, as Slack says."""

    workspace: str
    name: str
    bot_user: str
    enterprise: str | None
    scopes: str  # with commas; empty where Slack does not say
    at: datetime | None = None  # by Slack's clock
