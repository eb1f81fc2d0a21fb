"""A digest in which every section has more than the post shows is whole on either platform."""

from dataclasses import replace
from datetime import date

from domain.cars import State
from domain.digests import FIRST, listed, threads_of
from domain.snapshots import Decision, Heard, Moved, Proposed, Wanted
from tests.views.cabinet_scene import BUSY, IDEA, TOLD, dated, numbers
from tests.views.surveyed import ANSWERED
from views import slack, teams
from views.cabinet import digest_card
from views.elements import Items

DECISIONS = [
    Decision(wanted=wanted, number=number, since=date(2026, 3, 9))
    for wanted, number in zip([*Wanted, *Wanted], numbers(1, 8), strict=True)
]
FULL = replace(
    BUSY,
    decisions=listed(DECISIONS),
    overdue=listed(dated(number, 5) for number in numbers(20, 9)),
    new=listed(Moved(number=number, was=None, now=State.SUBMITTED) for number in numbers(40, 6)),
    closed=listed(Moved(number=number, was=State.VERIFYING, now=State.CLOSED) for number in numbers(50, 6)),
    checks=listed(dated(number, 27) for number in numbers(60, 6)),
    heard=listed(Heard(number=f"PULSE-2026-003-{n}", n=24, asked=40) for n in range(1, 5)),
    ideas=listed(Proposed(number=f"IDEA-2026-00{n}", given_on=date(2026, 3, n)) for n in range(3, 7)),
)
IDEAS = {one.number: replace(IDEA, number=one.number) for one in FULL.ideas.lines}
DONE = replace(ANSWERED, name="Staff", you_said="Cold", we_did="Heaters come")
WAVES = {one.number: replace(DONE, number=one.number) for one in FULL.heard.lines}
BUSES = [
    replace(one, subject="Why are the buses of the north side late again, and who tells the families of it?")
    for one in TOLD.items
] * 9
CARD = digest_card(
    replace(
        TOLD,
        digest=FULL,
        ideas=IDEAS,
        waves=WAVES,
        waits=frozenset((one.wanted, one.number) for one in DECISIONS),
        items=BUSES,
    )
)


def test_every_section_of_it_has_a_thread() -> None:
    assert threads_of(FULL) == list(FIRST)


def test_each_of_its_lines_stands_in_slack_and_in_teams() -> None:
    names = [item.name for part in CARD.parts if isinstance(part, Items) for item in part.items]
    assert len(names) == sum(FIRST.values())

    for drawn in (str(slack.message(CARD)["blocks"]), str(teams.message(CARD)["attachments"][0]["content"]["body"])):
        assert [name for name in names if name not in drawn] == []
        assert "more." not in drawn
        assert drawn.count("Why are the buses of the north side late again, and who tells the families of") == 4
        assert "… and 5 more" in drawn
