"""Microsoft's clouds: who signs what comes from Teams, where a token comes from, and where messages may go.

Source: Microsoft's pages on the authentication of bots, and those on the government clouds; `kaizen serve` takes the
cloud from TEAMS_CLOUD.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import SplitResult, urlsplit

from domain.frozen import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Cloud:
    """`hosts` are those of a `serviceUrl`; one that begins with a dot stands for all below it.

    `local` is a host with its port on this machine, for the playground: it alone may be spoken to without TLS.
    """

    issuer: str
    keys: str
    token: str  # with {tenant}
    scope: str
    service: str  # where a chat is made with somebody of whom no address is known
    hosts: tuple[str, ...] = ()
    files: tuple[str, ...] = ()  # where what people send lies
    local: str = ""

    def serves(self, url: str) -> bool:
        """Whether a `serviceUrl` is one of this cloud: to any other the bot would send its token."""
        try:
            found = urlsplit(url)
            plain = found.username is None and found.password is None
        except ValueError:
            return False
        if self.local:
            return plain and found.scheme == "http" and found.netloc == self.local
        return plain and found.scheme == "https" and _among(found, self.hosts)

    def keeps(self, url: str) -> bool:
        """Whether a file that somebody sent may lie there: nothing else is fetched."""
        return self.serves(url) if self.local else replace(self, hosts=self.files).serves(url)


def _among(found: SplitResult, hosts: Sequence[str]) -> bool:
    host = found.hostname or ""
    named = any(host.endswith(one) if one.startswith(".") else host == one for one in hosts)
    return named and found.netloc.lower() in (host, f"{host}:443")


PUBLIC = Cloud(
    issuer="https://api.botframework.com",
    keys="https://login.botframework.com/v1/.well-known/keys",
    token="https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",  # noqa: S106 - an address
    scope="https://api.botframework.com/.default",
    service="https://smba.trafficmanager.net/teams/",
    hosts=("smba.trafficmanager.net", ".botframework.com", "smba.infra.gcc.teams.microsoft.com"),
    files=(".sharepoint.com",),
)
GCC = replace(PUBLIC, service="https://smba.infra.gcc.teams.microsoft.com/teams/")
GCC_HIGH = Cloud(
    issuer="https://api.botframework.us",
    keys="https://login.botframework.azure.us/v1/.well-known/keys",
    token="https://login.microsoftonline.us/{tenant}/oauth2/v2.0/token",  # noqa: S106 - an address
    scope="https://api.botframework.us/.default",
    service="https://smba.infra.gov.teams.microsoft.us/teams/",
    hosts=("smba.infra.gov.teams.microsoft.us", ".botframework.azure.us", ".botframework.us"),
    files=(".sharepoint.us",),
)
DOD = replace(
    GCC_HIGH,
    service="https://smba.infra.dod.teams.microsoft.us/teams/",
    hosts=("smba.infra.dod.teams.microsoft.us", *GCC_HIGH.hosts[1:]),
    files=(".sharepoint-mil.us",),
)
#: By the words of TEAMS_CLOUD.
CLOUDS: Mapping[str, Cloud] = {"public": PUBLIC, "gcc": GCC, "gcchigh": GCC_HIGH, "dod": DOD}


def on_this_machine(authority: str) -> Cloud:
    """What the playground plays: the same rules, with keys and tokens of its own."""
    found = urlsplit(authority)
    return Cloud(
        issuer=PUBLIC.issuer,
        keys=f"{authority}/keys",
        token=f"{authority}/{{tenant}}/oauth2/v2.0/token",
        scope=PUBLIC.scope,
        service=f"http://{found.netloc}/teams/",
        local=found.netloc,
    )
