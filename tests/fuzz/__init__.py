"""Fuzzing of vanban: any file and any text, changed by atheris along the code they reach.

`./tiendo bench fuzz --minutes 10` runs it; what it once found stands in
tests/property/vanban/test_findings.py.
"""
