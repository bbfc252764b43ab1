"""Checking the rows of a sheet against the base, some hundred at a time."""
