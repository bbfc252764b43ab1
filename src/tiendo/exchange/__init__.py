"""Exchange by file with the national system: its list in, what changed here out, entered once."""
