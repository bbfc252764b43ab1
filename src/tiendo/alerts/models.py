"""The records of alerts."""
