"""Meetings on the progress of work: prepared from the records, decisions given out as work."""
