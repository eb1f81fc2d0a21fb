"""Sixty are asked in a survey, and half of them answer at once; `make torture` asks three thousand."""

from collections import Counter

import pytest

from tests.bench.load import paced
from tests.bot.fake_slack import FakeSlack
from tests.bot.test_untraceable import served
from tests.conftest import District
from tests.rush import all_is_kept_once, asked, bodies, each_got_one

ASKED = 60


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_answer_is_kept_once_and_everybody_is_asked_once(
    slack: FakeSlack, district: District, database_url: str
) -> None:
    asked(district, ASKED)
    with served(slack, district, database_url) as workspace:
        paced([workspace.url], bodies(workspace, ASKED), every=0.01)

        all_is_kept_once(workspace, ASKED)
        each_got_one(Counter(told["channel"] for told in slack.told("chat.postMessage")), ASKED)
