"""Who is let in: what Microsoft signed for our registration, and nothing else."""

import io
import json
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import hypothesis
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms import teams_tenants
from bot.platforms.teams_clouds import CLOUDS, PUBLIC, on_this_machine
from bot.settings import PRETENDED, TokenSettings
from bot.teams_cli import add
from playground.teams import authority
from storage.chats import chats
from storage.system import all_districts
from tests.bot.conftest import until
from tests.conftest import NOW
from tests.story import ROUTES
from tests.teams.conftest import APP, KEY, PEOPLE, TEACHER, TENANT, Tenant

SOMEBODY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
GONE = object()


@pytest.fixture
def database_url(tmp_path: Path, sqlite_template: Path) -> str:
    """Who is let in is no matter of the database."""
    shutil.copy(sqlite_template, tmp_path / "kaizen.db")
    return f"sqlite:///{tmp_path / 'kaizen.db'}"


@dataclass
class Sent:
    """What is sent, with whatever a test changes."""

    tenant: Tenant

    def claims(self, **changed: Any) -> dict[str, Any]:
        now = int(time.time())
        usual = {
            "iss": "https://api.botframework.com",
            "aud": APP,
            "serviceurl": self.tenant.teams.service_url,
            "exp": now + 3600,
            "nbf": now - 10,
        }
        return {name: one for name, one in {**usual, **changed}.items() if one is not GONE}

    def token(self, *, key: Any = None, kid: str | None = None, alg: str = "RS256", **changed: Any) -> str:
        head = {"kid": kid or self.tenant.teams.authority.kid}
        return jwt.encode(self.claims(**changed), key or authority._private_key(), algorithm=alg, headers=head)

    def activity(self, **changed: Any) -> dict[str, Any]:
        usual = {
            "type": "message",
            "id": "1",
            "text": "help",
            "serviceUrl": self.tenant.teams.service_url,
            "channelId": "msteams",
            "from": {"id": "29:1", "name": "Teacher", "aadObjectId": PEOPLE[TEACHER]},
            "recipient": {"id": f"28:{APP}"},
            "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": TENANT},
            "channelData": {"tenant": {"id": TENANT}},
        }
        return {name: one for name, one in {**usual, **changed}.items() if one is not GONE}

    def post(self, token: str | None, body: Any) -> int:
        head = {"authorization": f"Bearer {token}"} if token is not None else {}
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return httpx.post(f"{self.tenant.url}/api/messages", content=content, headers=head, timeout=30).status_code

    def outside(self) -> int:
        """How often the bot called anybody."""
        return sum(one["direction"] == "from bot" for one in self.tenant.client.get("teams/calls")["calls"])


@pytest.fixture
def sent(tenant: Tenant) -> Sent:
    tenant.client.get("teams/tenant")  # so that it knows its own address
    return Sent(tenant)


def test_what_microsoft_signed_is_let_in(sent: Sent) -> None:
    assert sent.post(sent.token(), sent.activity()) == 200


TOKENS = {
    "none": lambda _: None,
    "a dot": lambda _: ".",
    "words": lambda _: "not.a.token",
    "expired": lambda sent: sent.token(exp=int(time.time()) - 3600),
    "without an end": lambda sent: sent.token(exp=GONE),
    "for another app": lambda sent: sent.token(aud="00000000-0000-0000-0000-000000000000"),
    "for several apps": lambda sent: sent.token(aud=[APP, "00000000-0000-0000-0000-000000000000"]),
    "by another issuer": lambda sent: sent.token(iss="https://sts.windows.net/x/"),
    "by nearly the issuer": lambda sent: sent.token(iss="https://api.botframework.com/"),
    "without an issuer": lambda sent: sent.token(iss=GONE),
    "alg none": lambda sent: jwt.encode(sent.claims(), None, algorithm="none", headers={"kid": "x"}),
    "HS256": lambda sent: sent.token(key="a secret that is long enough for HS256", alg="HS256"),
}
LATER = {
    "by a stranger's key": lambda sent: sent.token(key=SOMEBODY),
    "by a key that is not known": lambda sent: sent.token(kid="unknown"),
    "for another serviceUrl": lambda sent: sent.token(serviceurl="http://127.0.0.1:1/teams/"),
    "without a serviceUrl": lambda sent: sent.token(serviceurl=GONE),
    "not yet good": lambda sent: sent.token(nbf=int(time.time()) + 3600),
}


@pytest.mark.parametrize("name", TOKENS)
def test_a_token_that_cannot_be_good_is_refused_without_asking_anybody(sent: Sent, name: str) -> None:
    token = TOKENS[name](sent)

    assert sent.post(token, sent.activity()) == 401
    assert sent.outside() == 0


@pytest.mark.parametrize("name", LATER)
def test_a_token_that_was_not_signed_for_this_is_refused(sent: Sent, name: str) -> None:
    assert sent.post(LATER[name](sent), sent.activity()) == 401
    assert sent.tenant.client.chat(TEACHER) == []


BODIES = {
    "not JSON": (b"help", 400),
    "a list": (b"[]", 400),
    "very deep": (b"[" * 100_000, 400),
    "no serviceUrl": ({"serviceUrl": GONE}, 400),
    "a number for serviceUrl": ({"serviceUrl": 7}, 400),
    "a serviceUrl off the list": ({"serviceUrl": "https://evil.example/teams/"}, 403),
    "too large by one": (b"x" * (512 * 1024 + 1), 413),
    "513 KB": ({"text": "x" * 513 * 1024}, 413),
}


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_cannot_be_good_is_refused_without_asking_anybody(sent: Sent, name: str) -> None:
    body, status = BODIES[name]

    assert sent.post(sent.token(), body if isinstance(body, bytes) else sent.activity(**body)) == status
    assert sent.outside() == 0


def test_another_tenant_is_refused_although_microsoft_signed_it(sent: Sent) -> None:
    elsewhere = {"conversation": {"id": "a:1"}, "channelData": {"tenant": {"id": "another"}}}

    assert sent.post(sent.token(), sent.activity(**elsewhere)) == 403


def test_unknown_activities_are_taken_and_unknown_invokes_are_told_so(sent: Sent) -> None:
    for kind in ("typing", "messageReaction", "event", "messageUpdate", "trace", ""):
        assert sent.post(sent.token(), sent.activity(type=kind)) == 200
    for name in ("fileConsent/invoke", "signin/verifyState", "actionableMessage/executeAction", ""):
        assert sent.post(sent.token(), sent.activity(type="invoke", name=name)) == 501


def test_an_activity_of_any_shape_is_taken(sent: Sent) -> None:
    odd: list[dict[str, Any]] = [
        {"from": None},
        {"from": {"id": "29:1"}},
        {"entities": [1, {"type": "mention"}]},
        {"text": None},
        {"value": []},
        {"channelData": {"tenant": {"id": TENANT}, "channel": "x"}},
        {"type": "conversationUpdate", "membersRemoved": [None], "channelData": {"tenant": {"id": TENANT}}},
        {"type": "installationUpdate", "action": "add-upgrade"},
    ]
    for one in odd:
        assert sent.post(sent.token(), sent.activity(**one)) == 200


SERVED = {
    "https://smba.trafficmanager.net/amer/": True,
    "https://smba.trafficmanager.net:443/amer/": True,
    "https://webchat.botframework.com/": True,
    "https://smba.infra.gcc.teams.microsoft.com/gcc/": True,
    "http://smba.trafficmanager.net/amer/": False,
    "https://smba.trafficmanager.net.evil.example/": False,
    "https://evil.example/smba.trafficmanager.net": False,
    "https://botframework.com.evil.example/": False,
    "https://evilbotframework.com/": False,
    "https://user@smba.trafficmanager.net/": False,
    "https://smba.trafficmanager.net:8443/": False,
    "https://smba.trafficmanager.net@evil.example/": False,
    "//smba.trafficmanager.net/": False,
    "https://[broken": False,
    "": False,
}


def test_only_microsofts_hosts_are_spoken_to() -> None:
    assert {url: PUBLIC.serves(url) for url in SERVED} == SERVED
    assert CLOUDS["gcchigh"].serves("https://smba.infra.gov.teams.microsoft.us/teams/")
    assert not CLOUDS["gcchigh"].serves("https://smba.trafficmanager.net/teams/")


def test_the_playground_is_spoken_to_at_its_own_port_alone() -> None:
    here = on_this_machine("http://127.0.0.1:3100/teams/authority")

    assert here.serves("http://127.0.0.1:3100/teams/")
    assert not here.serves("http://127.0.0.1:3101/teams/")
    assert not here.serves("https://smba.trafficmanager.net/teams/")


def test_a_body_without_a_length_is_read_no_further_than_it_may_be(sent: Sent) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(600):
            yield b"x" * 1024

    head = {"authorization": f"Bearer {sent.token()}"}
    answer = httpx.post(f"{sent.tenant.url}/api/messages", content=endless(), headers=head, timeout=30)

    assert answer.status_code == 413


OTHER_APP, OTHER_TENANT = "11111111-2222-4333-8444-555555555555", "99999999-2222-4333-8444-555555555555"


def test_r35_two_districts_with_the_same_ids_never_cross(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which district it is says the app that the token is for; the tenant in the body has to be that one's."""
    tenant = sent.tenant
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PRETENDED}\n"))
    settings = TokenSettings(secret_key=KEY)
    add(tenant.database, settings, OTHER_APP, OTHER_TENANT, None)
    elsewhere = {
        "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": OTHER_TENANT},
        "channelData": {"tenant": {"id": OTHER_TENANT}},
    }
    assert sent.post(sent.token(aud=OTHER_APP), sent.activity()) == 401  # it is looked for again after five seconds
    monkeypatch.setattr(teams_tenants, "REST", 0.0)

    assert sent.post(sent.token(aud=OTHER_APP), sent.activity(**elsewhere)) == 200
    assert sent.post(sent.token(aud=OTHER_APP), sent.activity()) == 403
    assert sent.post(sent.token(), sent.activity(**elsewhere)) == 403
    assert sent.post(sent.token(), sent.activity()) == 200
    of = {short: id_ for id_, short, _ in tenant.database.system_now(all_districts)}
    for short, mine in ((TENANT, TENANT), (OTHER_TENANT, OTHER_TENANT)):

        def workspaces(district: str = of[short]) -> set[str]:
            rows = tenant.database.do(district, lambda tx: tx.rows(chats), now=NOW, door="test", write=False)
            return {row["workspace"] for row in rows}

        until(workspaces)  # the chat is noted after the answer
        assert workspaces() == {mine}


KINDS = ("message", "invoke", "installationUpdate", "conversationUpdate", "typing", "")
NAMES = ("adaptiveCard/action", "task/fetch", "task/submit", "composeExtension/fetchTask", "application/search", "x")
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.sampled_from([*ROUTES][:40]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.text(max_size=5)
            | st.sampled_from(["kaizen", "does", "form", "about", "kinds", "memo", "data", "action"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


def test_whatever_was_signed_never_becomes_a_fault_of_ours(sent: Sent) -> None:
    """Signed bodies of every kind, filled with anything."""
    token = sent.token()

    @given(
        kind=st.sampled_from(KINDS), name=st.sampled_from(NAMES), value=ODD, data=ODD, text=st.text(max_size=60) | ODD
    )
    @hypothesis.settings(max_examples=150, deadline=None)
    def anything(kind: str, name: str, value: Any, data: Any, text: Any) -> None:
        held = value or {"data": data, "action": {"data": data}, "commandId": "car.report"}
        body = sent.activity(type=kind, name=name, value=held, text=text, replyToId=data)

        assert sent.post(token, body) in (200, 501)

    anything()
