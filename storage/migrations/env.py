"""Alembic's way in: storage/migrate.py hands it the open, locked connection."""

from alembic import context

from storage.db import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
