"""What people see: platform-neutral cards and forms, and their pure renderers."""
