"""The records of inspections."""
