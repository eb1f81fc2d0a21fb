"""What the bot remembers: SQLAlchemy lives here and nowhere else."""
