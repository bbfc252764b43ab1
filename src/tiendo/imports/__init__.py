"""Sheets of tasks, assignments, progress and results brought in from workbooks."""
