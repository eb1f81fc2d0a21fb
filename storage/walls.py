"""A second wall between districts, on PostgreSQL: the database itself shows a transaction its own district's rows only.

`Tx` adds `district = …` to every statement. Should one forget it, row-level security still holds: each transaction
says whose it is when it begins, and a policy on every district's table compares. The owner of the tables is bound as
well; a superuser is not, so the bot should not connect as one (docs/operating.md).
"""

from sqlalchemy import Connection, text

SETTING = "kaizen.district"
#: What a transaction names that belongs to no district: migrations, lanes, and what an administrator does by hand.
EVERY = "*"
POLICY = "of_its_district"

_WALLED = f"current_setting('{SETTING}', true) IN (district, '{EVERY}')"
#: Tables whose first column is `district`, with whether they have all three parts of the wall.
_TABLES = text(
    """
    SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AND p.oid IS NOT NULL AS walled
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = 1 AND a.attname = 'district'
    LEFT JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = :policy
    WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
    ORDER BY c.relname
    """
)


def beginning(district: str, *, write: bool) -> tuple[str, str]:
    """The two statements that begin a transaction of one district. SET is no query: what follows may be SET as well."""
    name = district.replace("'", "''")
    return f"BEGIN{'' if write else ' READ ONLY'}", f"SET LOCAL {SETTING} = '{name}'"


def unwalled(connection: Connection) -> list[str]:
    """The district's tables without a wall; on SQLite there are none, since one file has no other reader."""
    if connection.dialect.name != "postgresql":
        return []
    return [row.relname for row in connection.execute(_TABLES, {"policy": POLICY}) if not row.walled]


def build(connection: Connection) -> None:
    """Put the wall round every district's table that has none: at the end of each migration, so nobody forgets it."""
    for table in unwalled(connection):
        connection.exec_driver_sql(f"DROP POLICY IF EXISTS {POLICY} ON {table}")
        connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        connection.exec_driver_sql(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        walled = f"USING ({_WALLED}) WITH CHECK ({_WALLED})"
        connection.exec_driver_sql(f"CREATE POLICY {POLICY} ON {table} {walled}")


def passes_walls(connection: Connection) -> bool:
    """Whether this role is one that no policy binds: the bot then runs on its first wall alone."""
    if connection.dialect.name != "postgresql":
        return False
    query = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    return bool(connection.execute(query).scalar_one())
