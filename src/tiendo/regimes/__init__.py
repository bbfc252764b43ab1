"""Reporting regimes, their cycles, who owes what, and what bodies hand in."""
