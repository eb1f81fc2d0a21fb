"""docs/privacy.md names every table, every field about a person, and how long each is kept, as the code has it.

To write the table of retention again: REWRITE_DOCS=1 .venv/bin/python -m pytest tests/test_privacy_docs.py
"""

import os
import re
from collections import defaultdict

import storage.migrate  # brings all tables
from domain.retention import RETENTION
from storage.db import metadata
from storage.words import word_columns
from tests.test_docs import ROOT, table

PAGE = ROOT / "docs" / "privacy.md"
MARKED = re.compile(r"(<!-- retention:begin -->\n).*?(<!-- retention:end -->)", re.DOTALL)
#: What says nothing about a person: ids of records, places on the list, dates, states, counts, hashes of hashes.
#: A new column has to be named here or in the data map.
IMPERSONAL = """
    district version id number nr nth at key kind state what due sent_at attempts updates lane door did previous hash
    head filed_at filed_on happened_on school department urgent source severity objective rejection appealed outcome
    cause_category elsewhere accepted_on approved_on plan_due implementation_due effectiveness_due original_plan_due
    original_implementation_due original_effectiveness_due inconclusive closed_on cycle handed_at undo_until
    car entered_at left_at fields emptied cause set_at lifted_at platform workspace group asked_at ended held office
    series year last closed of_district until next_at enterprise scopes installed_at stopped_at stopped_why checked_at
    of nth place due done_on cancelled_on status on_hold_since extensions recurrence_of plan_version check_on resources
    approved_version approved_digest resources_pending not_confirmed dropped field old new asked_at decided_at granted
    category method stem plan revision newest newest_state in_force rolled_from started_at year mr_on mr_digest chief_on
    chief_digest in_force_on by_when supports supports_goal goal strategy percent stage from_step step day value reads
    undone due_was under conversation sent cut_off facts fault why first weeks goes_on decision on starts ends
    renewal_by renewed_on commitment side a_year resource
    ready wave mode survey last_key scores comments audience opens_at phase asked telling told
    begun_at closes_at lane room smallest closed_at poll
    standing drawn_at rows entries export tries part sha256
    file media size made_at erased_at purpose
    ended_at side priority found_in groups noted_on noted_at aside_on
    evidence need phase
    carried_from origin section
    item nth output votes_for against abstain advisory corrected_at
    start length for_all approved_at approved_in told_at meeting votes gone
    given_at given_on offered problem former since job rule zone catch_up grace last_slot slot ran_at
"""


def data_map() -> dict[str, set[str]]:
    """The fields that the page names, by table."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, fields in re.findall(r"^\| `(\w+)` \| (.*?) \|", PAGE.read_text(), re.MULTILINE):
        found[name] |= set(re.findall(r"`(\w+)`", fields))
    return found


def test_every_table_and_every_field_about_a_person_is_in_the_data_map() -> None:
    named, impersonal = data_map(), set(IMPERSONAL.split())

    assert storage.migrate
    assert set(named) == set(metadata.tables)
    for known in metadata.sorted_tables:
        columns = {column.name for column in known.columns}
        assert named[known.name] <= columns, known.name
        assert columns - named[known.name] - (impersonal - set(word_columns(known))) == set(), known.name


def test_each_table_stands_in_the_class_that_its_rows_are_kept_by() -> None:
    classes = {name: str(kept.record) for kept in RETENTION for name in kept.tables}
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([^|]+) \|$", PAGE.read_text(), re.MULTILINE)

    assert {name: said for name, said in rows if classes[name] != said} == {}


def test_the_page_has_the_retention_of_the_code() -> None:
    heads = ("record", "identification", "storage", "retention", "disposition", "protection")
    rows = ((k.record, k.identified, k.stored, k.retention, k.disposition, k.protected) for k in RETENTION)
    written = PAGE.read_text()
    drawn = MARKED.sub(lambda found: f"{found[1]}\n{table(heads, rows)}\n\n{found[2]}", written)
    if os.environ.get("REWRITE_DOCS"):
        PAGE.write_text(drawn)
        written = drawn

    assert written == drawn, "write it again: REWRITE_DOCS=1 .venv/bin/python -m pytest tests/test_privacy_docs.py"


def test_what_is_said_of_days_is_what_the_code_does() -> None:
    said = {kept.record: kept.time.days for kept in RETENTION if kept.time}

    assert all(f"{days} days" in kept.retention for kept in RETENTION if (days := said.get(kept.record)))
    assert len(said) == 4
