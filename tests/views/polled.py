"""A poll at every point, as those who see it see it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from domain.anonymity import Mode, Shown
from domain.cars import REDACTED
from domain.people import PersonId
from domain.polls import Choice, Poll
from tests.domain.story import ANN, TODAY
from views.elements import Card, Form, Option
from views.polls import (
    Counted,
    answered_card,
    begun_card,
    list_card,
    picture_card,
    poll_form,
    posted_card,
    remove_form,
    unposted_card,
    who_card,
)

ASKED = datetime(2026, 3, 9, 15, tzinfo=UTC)
POLL = Poll(
    number="POLL-2026-003",
    question="Which day suits you for the <workshop>?",
    choices=[Choice(key="A", text="Monday or Tuesday"), Choice(key="B", text="Friday"), Choice(key="C", text="Never")],
    mode=Mode.NAMED,
    by=ANN.person,
    begun_at=ASKED,
    closes_at=datetime(2026, 3, 10, 15, tzinfo=UTC),
    lane="slack:T1",
    room="C1",
    smallest=5,
)
SEALED = replace(POLL, mode=Mode.ANONYMOUS)
CLOSED, OPENED = (replace(poll, closed_at=poll.closes_at) for poll in (POLL, SEALED))
SOME = Shown(n=12, ranges={"A": (7, 7), "B": (5, 5), "C": (0, 0)})
OF_ONE_MIND = Shown(n=12, ranges={"A": (11, 12), "B": (0, 1), "C": (0, 1)})
FEW = Shown(n=3, ranges={})
HERE = Option(value="slack:T1 C1", label="#staff")


def at(poll: Poll, shown: Shown | None = None) -> Counted:
    return Counted(poll=poll, shown=shown, by="Ann Archer", today=TODAY, zone=UTC)


MESSAGES: Mapping[str, Card] = {
    "poll_named": posted_card(at(POLL, SOME)),
    "poll_anonymous": posted_card(at(SEALED)),
    "poll_closed": posted_card(at(CLOSED, SOME)),
    "poll_of_one_mind": posted_card(at(OPENED, OF_ONE_MIND)),
    "poll_answered": answered_card(at(SEALED), "", closes=True),
}
FORMS: Mapping[str, Form] = {
    "poll": poll_form(HERE, {"question": POLL.question, "answers": "A\nB"}, ["named", "anonymous"])
}
REST_OF_CARDS: Mapping[str, Card] = {
    "poll that nobody answered": posted_card(at(POLL, Shown(n=0, ranges={"A": (0, 0), "B": (0, 0), "C": (0, 0)}))),
    "poll with few answers": posted_card(at(OPENED, FEW)),
    "poll without an answer": posted_card(at(OPENED, Shown(n=0, ranges={}))),
    "poll that waits for its key": posted_card(at(OPENED)),
    "poll begun": begun_card(at(POLL)),
    "poll not posted": unposted_card(POLL),
    "poll answered by name": answered_card(at(POLL), "A", closes=False),
    "poll answered by name and closed": answered_card(at(CLOSED), "A", closes=False),
    "poll without words": posted_card(at(replace(CLOSED, question=REDACTED, choices=[]), SOME)),
    "who said what": who_card(at(POLL, SOME), {PersonId("ann"): "A", PersonId("gone"): "B"}, {"ann": "Ann Archer"}),
    "chart of a poll": picture_card(at(CLOSED, SOME)),
    "polls": list_card([at(POLL, SOME), at(CLOSED, SOME)], offset=10, total=25),
    "no polls": list_card([], offset=0, total=0),
}
TYPED = "Which day suits you for the workshop Monday or Tuesday Friday Never staff POLL poll gone redacted"
REST_OF_FORMS: Mapping[str, Form] = {"words of a poll": remove_form(POLL)}
