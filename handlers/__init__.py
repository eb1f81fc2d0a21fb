"""What people can ask for: one module per capability."""
