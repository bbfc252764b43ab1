"""Figures and targets that a text states: read, matched to the dictionary, decided by a person."""
