"""Figures by file: read, checked with every cell that is wrong named, brought in, taken back."""
