"""The front doors: one module per chat platform."""
