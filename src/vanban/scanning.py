"""Matching a pattern only where it can begin.

A pattern that opens with a look behind or with many alternatives is tried at every character.
Searching its possible first letters beforehand is several times faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


def matches_at(
    begins: re.Pattern[str], pattern: re.Pattern[str], content: str, start: int, end: int
) -> Iterator[re.Match[str]]:
    """The disjoint matches of ``pattern`` that begin where ``begins`` matches, in order."""
    past = start
    for begin in begins.finditer(content, start, end):
        at = begin.start()
        if at < past:
            continue
        match = pattern.match(content, at, end)
        if match:
            past = max(match.end(), at + 1)
            yield match
