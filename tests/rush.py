"""Many who are asked in a survey, half of whom answer within a short time; and what must be so afterwards."""

from collections import Counter
from collections.abc import Mapping

from bot.sealing import ANSWERS, Seal
from domain.anonymity import Shown
from domain.surveys import FIRST, REST, Phase
from storage.ballots import answered, sealed
from storage.db import Tx
from storage.outbox import Outbox
from tests.bot.conftest import LONG, Workspace, until
from tests.bot.test_untraceable import KEY
from tests.conftest import MR, District
from tests.polling import people
from tests.surveying import WAVE, opened, wave_of

FORM_ONE_IN, TWICE_ONE_IN, ANSWERS_OF_FIVE = 5, 10, 5


def asked(district: District, number: int) -> None:
    """So many are asked, and not told yet."""
    district.database.vault = Seal([KEY.get_secret_value()], ANSWERS)
    opened(district, people(number))


def bodies(workspace: Workspace, number: int) -> list[str]:
    """Each second one of so many who are asked presses an answer; some send the form as well, some press twice."""
    found: list[str] = []
    for nth, who in enumerate(people(number)[::2]):
        key = f"a{nth % ANSWERS_OF_FIVE + 1}"
        press = workspace.press_body(who, "wave.seal", f"{WAVE} {key}", at=f"1.{who}")
        found += [press] * (2 if nth % TWICE_ONE_IN == 0 else 1)
        if nth % FORM_ONE_IN == 0:
            values = {"q2": {"option": key}, "q4": {"option": "yes"}, "q6": f"Comment {nth}"}
            memo = {"about": WAVE, "url": f"{workspace.slack.url}/respond", "channel": f"D{who}", "message": "9.0"}
            found.append(workspace.submit_body(who, "wave.sealed", f"V{who}", values, **memo))
    return found


def kept(district: District) -> Counter[str]:
    """How many answers are sealed, and how many people have answered, of the first question and of the others."""

    def work(tx: Tx) -> Counter[str]:
        rows = {table.name: tx.rows(table) for table in (sealed, answered)}
        return Counter(f"{name}{row['wave'].removeprefix(WAVE)}" for name, found in rows.items() for row in found)

    counted: Counter[str] = district.do(work, write=False)
    return counted


def all_is_kept_once(workspace: Workspace, number: int) -> None:
    """Each answer once, and everybody's invitation; then it is closed, and counted."""
    district, pressed = workspace.district, number // 2
    expected = {FIRST: pressed, REST: len(range(0, pressed, FORM_ONE_IN))}
    counts = {f"{table}{part}": many for table in ("sealed", "answered") for part, many in expected.items()}
    until(lambda: kept(district) == counts, LONG)
    until(lambda: not ledger(district)["pending"], LONG)
    assert ledger(district) == {"sent": number}

    workspace.press(MR, "wave.close", WAVE, at="2.0")
    until(lambda: wave_of(district, WAVE).phase is Phase.CLOSED, LONG)
    found = wave_of(district, WAVE)
    assert found.results
    assert (found.asked, found.results.n) == (number, pressed)
    share = pressed // ANSWERS_OF_FIVE
    assert found.results.shown["q1"].total == Shown(
        n=pressed, ranges={f"a{nth + 1}": (share, share) for nth in range(ANSWERS_OF_FIVE)}
    )


def ledger(district: District) -> Counter[str]:
    """What is owed, by its state; what there is none of is left out."""
    return +Counter(district.do(lambda tx: Outbox(tx).ledger(), write=False))


def each_got_one(posted: Mapping[str, int], number: int) -> None:
    """Everybody who was asked got one message, and nobody else."""
    assert dict(posted) == dict.fromkeys(people(number), 1)
