"""Whatever arrives is answered: thousands of examples that nobody has seen before, on either database."""

import json
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.conftest import FORM, JSON
from tests.bot.test_fuzz import COMMAND, EVENTS, JUNK, PAYLOADS, Json, Posting, mended, posting

__all__ = ["posting"]
pytestmark = pytest.mark.torture
EXAMPLES = 3_000


def pressed(payload: Json) -> tuple[str, str]:
    return urlencode({"payload": json.dumps(payload)}), FORM


def typed(command: Json) -> tuple[str, str]:
    return urlencode(command), FORM


def happened(event: Json) -> tuple[str, str]:
    return json.dumps(event), JSON


BODIES = st.one_of(
    mended(PAYLOADS).map(pressed),
    mended([COMMAND]).map(typed),
    mended(EVENTS).map(happened),
    st.tuples(st.text(max_size=300) | JUNK.map(json.dumps), st.sampled_from([FORM, JSON, "text/plain", ""])),
)


@settings(
    max_examples=EXAMPLES,
    derandomize=False,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(body=BODIES)
def test_whatever_arrives_is_answered(posting: Posting, body: tuple[str, str]) -> None:
    posting.judge(*body)
