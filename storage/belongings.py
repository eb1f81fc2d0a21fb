"""The records that hold words about a report, beside its own: its plans, causes, steps, verdicts and requests."""

from collections.abc import Mapping

from sqlalchemy import Column

from storage.db import Tx
from storage.evidence import evidence
from storage.extensions import extensions
from storage.improvement_tables import step_updates
from storage.log_import import imported
from storage.plans import causes, plans, verdicts
from storage.records import about
from storage.redaction import Redactions
from storage.releases import releases
from storage.step_table import steps
from storage.words import word_columns

#: Where each table names the report.
OF: Mapping[str, Column[str]] = {
    str(column.table.name): column
    for column in (
        plans.c.car,
        causes.c.car,
        verdicts.c.car,
        extensions.c.car,
        steps.c.of,
        step_updates.c.of,
        imported.c.car,
        releases.c.car,
        evidence.c.car,
    )
}
#: Every column of theirs that holds words, as "plans.correction".
COLUMNS = tuple(f"{name}.{word}" for name, column in OF.items() for word in word_columns(plans.metadata.tables[name]))


def words_beside(tx: Tx, car: str) -> dict[str, set[str]]:
    """Each such record of a report, and the columns of it that hold words."""
    tables = {plans.metadata.tables[name]: column.name for name, column in OF.items()}
    records = [about(table, row) for table, of in tables.items() for row in tx.having(table, **{of: car})]
    return {record: fields for record in records if (fields := Redactions(tx).fields_of(record))}


def words_of_steps(tx: Tx, of: str) -> dict[str, set[str]]:
    """The steps of something that is no report, and the columns of each that hold words."""
    records = [about(steps, row) for row in tx.having(steps, of=of)]
    return {record: fields for record in records if (fields := Redactions(tx).fields_of(record))}


def named(beside: Mapping[str, set[str]]) -> set[str]:
    """Their columns, as `COLUMNS` names them."""
    return {f"{record.partition(':')[0]}.{field}" for record, fields in beside.items() for field in fields}


def chosen(beside: Mapping[str, set[str]], columns: set[str]) -> dict[str, set[str]]:
    """Of each record the columns that were chosen by such a name."""
    found = {
        record: {field for field in fields if f"{record.partition(':')[0]}.{field}" in columns}
        for record, fields in beside.items()
    }
    return {record: fields for record, fields in found.items() if fields}
