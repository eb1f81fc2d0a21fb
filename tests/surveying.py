"""Surveys as people make and answer them, for tests that need one."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import Any

from domain.anonymity import Mode, Shown
from domain.people import PersonId
from domain.ready_surveys import READY
from domain.surveys import Audience, Phase, Wave
from handlers.routing import Draw, Reply, Show
from scheduled.jobs import Occasion
from scheduled.surveys import turn
from storage.ballots import answered, sealed, sealed_keys
from storage.db import Tx
from storage.outbox import Outbox
from storage.people import People
from storage.roster import Roster
from storage.survey_answers import Invited
from storage.survey_messages import tell_some
from storage.surveys import Surveys
from storage.waves import Waves
from tests.conftest import MR, NAMES, NOW, WORKSPACE, District
from tests.polling import Vault
from tests.story import ROUTES, ask
from views.elements import Card, Items

WEEK: dict[str, Any] = {
    "audience": "staff",
    "mode": "anonymous",
    "opens": "2026-03-09",
    "closes": "2026-03-16",
    "weeks": "0",
}
WAVE = "PULSE-2026-001-1"


def made(district: District, name: str = "How are you?", ready: str | None = "staff") -> str:
    """A survey with questions; its number."""
    district.database.vault = district.database.vault or Vault()
    reply = ask(district, MR, "survey.make", {"name": name, "ready": ready})
    assert isinstance(reply, Draw)
    return reply.about


def planned(district: District, survey: str = "", **more: Any) -> Wave:
    """A wave that was not launched yet."""
    reply = ask(district, MR, "wave.plan", {**WEEK, **more}, about=survey or made(district))
    assert isinstance(reply, Draw)
    return wave_of(district, reply.about)


def launched(district: District, survey: str = "", **more: Any) -> Wave:
    wave = planned(district, survey, **more)
    ask(district, MR, "wave.launch", about=wave.number)
    return wave_of(district, wave.number)


def wave_of(district: District, number: str) -> Wave:
    wave: Wave = district.do(lambda tx: Waves(tx).get(number))
    return wave


def survey_of(district: District, number: str) -> Any:
    return district.do(lambda tx: Surveys(tx).get(number))


def opened(district: District, who: Sequence[str]) -> None:
    """An anonymous wave that is open by this machine's clock, and owed to these people, by their ids in Slack."""
    now = datetime.now(UTC)
    wave = Wave(
        number=WAVE,
        survey=WAVE[:-2],
        nth=1,
        name="How are you?",
        questions=READY["staff"].questions,
        mode=Mode.ANONYMOUS,
        scores=5,
        comments=10,
        audience=Audience.STAFF,
        place=None,
        opens_at=now,
        closes_at=now + timedelta(days=7),
        by=PersonId(district.person(MR)),
        phase=Phase.SET,
    )

    def work(tx: Tx) -> None:
        persons = [People(tx).meet("slack", WORKSPACE, one, f"Person {one}").person for one in who]
        Waves(tx).add(wave)
        Waves(tx).open_(Waves(tx).get(WAVE), [Invited(who=person) for person in persons], by="system")
        after: str | None = ""
        while after is not None:
            _, after = tell_some(tx, after=after)

    district.do(work, now=now)


def presses(district: District, who: str, wave: Wave, key: str) -> Reply:
    """Somebody answers the first question where the invitation stands."""
    return ask(district, who, "wave.say" if wave.is_named else "wave.seal", about=f"{wave.number} {key}")


def fills_in(district: District, who: str, wave: Wave, **said: Any) -> Reply:
    """Somebody sends the form."""
    return ask(district, who, "wave.keep" if wave.is_named else "wave.sealed", said, about=wave.number)


def closed(district: District, wave: Wave) -> Wave:
    ask(district, MR, "wave.close", about=wave.number)
    found = wave_of(district, wave.number)
    assert found.phase is Phase.CLOSED
    return found


def the_clock(tx: Tx, slot: str = "2026-03-09 10:00") -> int:
    """A look of the job, with all transactions that it asks for; how much it did."""
    did, after = 0, ""
    while True:
        ran = turn(tx, Occasion(job="surveys.turn", slot=slot, due=NOW, after=after))
        did += ran.did
        if ran.more is None:
            return did
        after = ran.more


def card_of(district: District, who: str, route: str, **more: object) -> Card:
    reply = ask(district, who, route, **more)
    assert isinstance(reply, Show)
    return reply.card


def drawn(district: District, who: str, notice: str, number: str) -> Card:
    card: Card = district.do(lambda tx: ROUTES[notice].handle(district.call(tx, who, about=number)))
    return card


def left(district: District) -> dict[str, int]:
    """How many rows there are of what is sealed, of its keys, and of who answered."""
    tables = (sealed, sealed_keys, answered)
    return {table.name: len(district.do(lambda tx, t=table: tx.rows(t))) for table in tables}


def details(card: Card) -> list[str]:
    return [item.detail for part in card.parts if isinstance(part, Items) for item in part.items]


def staff(district: District, number: int, schools: Sequence[str] = ()) -> list[str]:
    """So many more members of staff, by turns at these schools."""

    def work(tx: Tx) -> list[str]:
        found = [f"U9{nth:04}" for nth in range(number)]
        for nth, external in enumerate(found):
            account = People(tx).meet("slack", WORKSPACE, external, f"Person {nth}")
            if schools:
                place = schools[nth % len(schools)]
                Roster(tx).place(account.person, school=place, department=None, by="system")
        return found

    found: list[str] = district.do(work)
    return found


def surveys_made(district: District) -> dict[str, str]:
    """A survey with a draft, a wave that leaders are asked, one whose results they were told, and one with links."""
    survey = made(district)
    draft = planned(district, survey, audience="leaders", mode="named")
    open_ = launched(district, survey, audience="leaders")
    ended = closed(district, launched(district, survey, audience="leaders", mode="named"))
    ask(district, MR, "wave.share", about=ended.number)
    linked = launched(district, survey, audience="families")
    ask(district, MR, "links.make", {"number": "2"}, about=linked.number)
    district.database.vault = None
    found = {"draft": draft, "open": open_, "ended": ended, "linked": linked}
    return {"survey": survey, **{f"wave_{name}": wave.number for name, wave in found.items()}}


def asked_and_answered(district: District, number: int) -> Mapping[str, float]:
    """So many more people are asked and half of them answer, every tenth twice; seconds of computing that it took."""
    people = staff(district, number)
    asked = number + len(NAMES)
    began = process_time()
    wave = launched(district)
    district.do(the_clock)
    owed = process_time()
    for nth, who in enumerate(people[: number // 2]):
        for _ in range(1 if nth % 10 else 2):
            presses(district, who, wave, f"a{nth % 5 + 1}")
    answered = process_time()
    ended = closed(district, wave)

    assert sum(district.do(lambda tx: Outbox(tx).ledger()).values()) == ended.asked == asked
    assert ended.results
    assert ended.results.shown["q1"].total == Shown(
        n=number // 2, ranges={f"a{n}": (number // 10, number // 10) for n in range(1, 6)}
    )
    return {"asked": owed - began, "answered": answered - owed, "closed": process_time() - answered}
