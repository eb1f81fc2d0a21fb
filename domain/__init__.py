"""The rules: no chat, no database, no clock, no templates."""
