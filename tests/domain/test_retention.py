"""Every class of records has its row, and every table its class."""

from collections import Counter

import storage.migrate  # brings all tables
from domain.retention import RETENTION
from storage.db import metadata


def test_every_table_belongs_to_one_class_of_records() -> None:
    named = Counter(table for kept in RETENTION for table in kept.tables)

    assert storage.migrate
    assert set(named) == set(metadata.tables)
    assert max(named.values()) == 1


def test_nothing_that_people_answer_for_is_ever_deleted() -> None:
    records = {table.name for table in metadata.tables.values() if table.info.get("record")} | {"history", "words"}

    assert {kept.record for kept in RETENTION if kept.time and kept.tables & records} == set()
