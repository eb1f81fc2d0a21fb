"""Answers that are sealed while they come, and what is left of them."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from bot.ids import mint
from bot.sealing import ANSWERS, Seal
from domain.errors import RefusedError
from domain.people import PersonId
from storage.ballots import Ballots, answered, sealed, sealed_keys
from storage.db import Tx
from storage.sealing import UnsealedError, new_pair, seal, unseal
from storage.vault import LockedError
from tests.conftest import District

WAVE, SIZE, OTHER_WAVE = "POLL-2026-001", 64, "POLL-2026-002"
VAULT = Seal(["a secret of at least thirty-two characters"], ANSWERS)
PERSONS = [PersonId(mint()) for _ in range(42)]


@pytest.fixture
def wave(district: District) -> District:
    """A district with a wave that is open."""
    district.database.vault = VAULT
    district.do(lambda tx: Ballots(tx).begin(WAVE))
    return district


def cast(district: District, person: PersonId, said: str, wave: str = WAVE) -> bool:
    done: bool = district.do(lambda tx: Ballots(tx).cast(wave, person, said, size=SIZE))
    return done


def test_what_is_sealed_is_opened_with_the_private_key_alone() -> None:
    public, private = new_pair()
    boxes = [seal(said, public, SIZE) for said in ("yes", "", "sí \0", "x" * (SIZE - 1))]

    assert sorted(unseal(boxes, private)) == sorted(["yes", "", "sí \0", "x" * (SIZE - 1)])
    assert len({len(box) for box in boxes}) == 1
    with pytest.raises(UnsealedError):
        unseal(boxes, new_pair()[1])
    with pytest.raises(UnsealedError):
        unseal([boxes[0][:-1] + bytes([boxes[0][-1] ^ 1])], private)
    with pytest.raises(ValueError, match="too long"):
        seal("x" * SIZE, public, SIZE)


def test_the_same_answer_is_never_sealed_alike() -> None:
    public, _ = new_pair()

    assert len({seal("yes", public, SIZE) for _ in range(50)}) == 50


def test_everybody_is_counted_once_and_everything_opened(wave: District) -> None:
    said = ["yes" if nth % 3 else "no" for nth in range(40)]
    assert all(cast(wave, person, one) for person, one in zip(PERSONS, said, strict=False))
    assert not cast(wave, PERSONS[7], "no")

    opened = wave.do(lambda tx: Ballots(tx).opened(WAVE))
    assert sorted(opened) == sorted(said)
    assert wave.do(lambda tx: Ballots(tx).how_many(WAVE)) == 40
    assert wave.do(lambda tx: Ballots(tx).who_answered(WAVE)) == set(PERSONS[:40])


def test_what_is_opened_stands_in_no_order(wave: District) -> None:
    for nth, person in enumerate(PERSONS[:30]):
        cast(wave, person, f"{nth:02}")

    opened = wave.do(lambda tx: Ballots(tx).opened(WAVE))

    assert sorted(opened) == [f"{nth:02}" for nth in range(30)]
    assert sum(before < after for before, after in pairwise(opened)) < 27, "in order with a chance of one in a billion"


def in_order(district: District) -> tuple[list[bytes], list[str]]:
    """The two tables as a dump writes them: by no order that anybody asked for."""

    def work(tx: Tx) -> tuple[list[bytes], list[str]]:
        run = tx.connection.exec_driver_sql
        return [row[0] for row in run("SELECT box FROM sealed")], [row[0] for row in run("SELECT person FROM answered")]

    found: tuple[list[bytes], list[str]] = district.do(work)
    return found


def test_no_order_of_rows_joins_an_answer_with_whoever_gave_it(wave: District) -> None:
    """Whoever holds the key as well: the nth of the one table is not the nth of the other, forwards or backwards."""
    for person in PERSONS:
        cast(wave, person, person)
    private = wave.do(lambda tx: VAULT.open(tx.rows(sealed_keys)[0]["private"]))

    boxes, persons = in_order(wave)
    said = [unseal([box], private)[0] for box in boxes]

    for order in (persons, persons[::-1], sorted(persons), list(PERSONS)):
        for answers in (said, said[::-1]):
            assert sum(a == b for a, b in zip(answers, order, strict=True)) <= len(PERSONS) // 6


@pytest.mark.parametrize("table", [sealed.name, answered.name])
def test_no_running_number_tells_which_row_came_when(wave: District, table: str) -> None:
    """SQLite gives each row one, unless the table is made without."""
    with wave.database.begin(write=False) as connection, pytest.raises(DBAPIError, match="rowid"):
        connection.exec_driver_sql(f"SELECT rowid FROM {table}")  # noqa: S608 - ours


def test_rows_that_are_not_mixed_would_be_joined(wave: District, monkeypatch: pytest.MonkeyPatch) -> None:
    """The attack above finds what it looks for, where rows stand as they came."""
    monkeypatch.setattr(Ballots, "_some", lambda *_: [])
    for nth, person in enumerate(sorted(PERSONS)):
        monkeypatch.setattr("storage.ballots._new_id", lambda nth=nth: f"{nth:032}")
        cast(wave, person, person)
    private = wave.do(lambda tx: VAULT.open(tx.rows(sealed_keys)[0]["private"]))

    boxes, persons = in_order(wave)

    assert [unseal([box], private)[0] for box in boxes] == persons


def test_once_it_is_erased_nobody_answers_and_nothing_opens(wave: District) -> None:
    cast(wave, PERSONS[0], "yes")
    wave.do(lambda tx: Ballots(tx).begin(OTHER_WAVE))
    cast(wave, PERSONS[0], "yes", OTHER_WAVE)
    wave.do(lambda tx: Ballots(tx).erase(WAVE, who=False))

    assert wave.do(lambda tx: Ballots(tx).left()) == [OTHER_WAVE]
    assert wave.do(lambda tx: Ballots(tx).who_answered(WAVE)) == {PERSONS[0]}
    assert wave.do(lambda tx: Ballots(tx).how_many(OTHER_WAVE)) == 1
    with pytest.raises(RefusedError):
        cast(wave, PERSONS[1], "no")
    with pytest.raises(LockedError):
        wave.do(lambda tx: Ballots(tx).opened(WAVE))


def test_with_another_secret_it_stays_closed(wave: District) -> None:
    cast(wave, PERSONS[0], "yes")
    wave.database.vault = Seal(["another secret of thirty-two characters or so"], ANSWERS)

    with pytest.raises(LockedError):
        wave.do(lambda tx: Ballots(tx).opened(WAVE))


def test_no_byte_of_it_is_left_in_the_files(wave: District) -> None:
    """Neither what was sealed, nor the key, nor who answered: on PostgreSQL the tables take no room any more."""
    for person in PERSONS[:20]:
        cast(wave, person, "yes")
    boxes, _ = in_order(wave)
    key = wave.do(lambda tx: tx.rows(sealed_keys)[0])
    sought = [*boxes, key["public"].encode(), key["private"].encode(), *(p.encode() for p in PERSONS[:20])]
    before = stored(wave)
    assert before is None or all(one in before for one in sought)

    wave.do(lambda tx: Ballots(tx).erase(WAVE, who=True))

    after = stored(wave)
    if after is None:
        sizes = wave.do(lambda tx: [_size(tx, table.name) for table in (sealed, sealed_keys, answered)])
        assert sizes == [0, 0, 0]
    else:
        assert [one for one in sought if one in after] == []


def stored(district: District) -> bytes | None:
    """All bytes of SQLite's file and its log; nothing for a server's."""
    if district.database.url.get_backend_name() != "sqlite":
        return None
    file = Path(str(district.database.url.database))
    return b"".join(one.read_bytes() for one in (file, file.with_name(f"{file.name}-wal")) if one.exists())


def _size(tx: Tx, table: str) -> int:
    return int(tx.connection.exec_driver_sql(f"SELECT pg_relation_size('{table}')").scalar_one())


def test_whoever_answers_while_it_is_closed_is_counted_or_told(wave: District) -> None:
    """Nobody's answer is erased uncounted."""

    def closing(tx: Tx) -> int:
        counted = len(Ballots(tx).opened(WAVE))
        Ballots(tx).erase(WAVE, who=True)
        return counted

    def casts(person: PersonId) -> bool:
        try:
            return cast(wave, person, "yes")
        except RefusedError:
            return False

    with ThreadPoolExecutor(6) as pool:
        early = list(pool.map(casts, PERSONS[:10]))
        at_once = [pool.submit(casts, person) for person in PERSONS[10:20]]
        counted = pool.submit(wave.do, closing).result()
        late = [one.result() for one in at_once]

    assert all(early)
    assert counted == sum(early) + sum(late)


def test_another_district_sees_nothing_of_it(wave: District) -> None:
    cast(wave, PERSONS[0], "yes")
    another = District(wave.database, id="another")

    assert another.do(lambda tx: Ballots(tx).left()) == []
    assert another.do(lambda tx: Ballots(tx).how_many(WAVE)) == 0
    assert not another.do(lambda tx: Ballots(tx).has_answered(WAVE, PERSONS[0]))
    with pytest.raises(LockedError):
        another.do(lambda tx: Ballots(tx).opened(WAVE))
    another.do(lambda tx: Ballots(tx).erase(WAVE, who=True))
    assert wave.do(lambda tx: Ballots(tx).opened(WAVE)) == ["yes"]
