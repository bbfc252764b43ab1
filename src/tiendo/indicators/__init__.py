"""Indicators: what is measured, what is to be reached by when, and what was observed."""
