"""A survey of 3,000 people of whom 1,500 answer within the minute in which all of them are asked."""

import httpx
import pytest

from tests.bench.floors import BOLT
from tests.bench.load import paced, quantile
from tests.bot.conftest import FakeSlack, Workspace
from tests.bot.test_untraceable import KEY
from tests.conftest import District
from tests.process import Running
from tests.rush import all_is_kept_once, asked, bodies, each_got_one

pytestmark = pytest.mark.torture
ASKED, MINUTE = 3000, 60.0
WARM_UP = 100  # of the first ones, in three seconds, it is asked only that they are answered
TIMES_BOLT, SLACK_WAITS = 3.0, 3.0  # the bar of `make bench` for who answer at once, and seconds


def test_three_thousand_are_asked_and_half_of_them_answer_within_the_same_minute(
    district: District, database_url: str
) -> None:
    """As fast as the bench's bar says, beside bare Bolt that is asked the same in turn with it; all is kept once."""
    asked(district, ASKED)
    slack, floor = (Running.begin(module, {}) for module in (["tests.bench.slack"], ["tests.bench.floors", BOLT]))
    slack.wait()
    floor.wait()
    told = FakeSlack(url=slack.url)
    pace = {"MESSAGES_A_SECOND": str(ASKED / MINUTE), "SECRET_KEY": KEY.get_secret_value()}
    running = Running.start(database_url, told, **pace)
    workspace = Workspace(running.url, told, district)
    before, sent = running.cpu, bodies(workspace, ASKED)

    took, least = paced([running.url, floor.url], sent, MINUTE / len(sent))

    ours, bare = ((quantile(one[WARM_UP:], 0.5), quantile(one[WARM_UP:], 0.99)) for one in (took, least))
    print(  # noqa: T201 - what is measured
        f"{len(took)} presses and forms: p50 {ours[0] * 1000:.1f} ms, p99 {ours[1] * 1000:.1f}, slowest of all "
        f"{max(took) * 1000:.1f}; bare Bolt: p50 {bare[0] * 1000:.1f}, p99 {bare[1] * 1000:.1f}; "
        f"{running.cpu - before:.1f} s of a processor"
    )
    all_is_kept_once(workspace, ASKED)
    each_got_one(httpx.get(f"{slack.url}/calls").json()["posted"], ASKED)
    assert max(took) < SLACK_WAITS
    assert ours[1] < TIMES_BOLT * bare[1]
    running.stop()
