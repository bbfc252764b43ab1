"""Sentences with labels: what the checks before signing must find, and what they must let pass."""
