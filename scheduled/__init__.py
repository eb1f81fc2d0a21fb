"""What the bot does unasked: one module per capability."""
