"""Footnotes of wrapped text: at the foot of a page, or gathered at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vanban.readers.lines import Layout, Line
from vanban.readers.starts import is_terminal, starts_unit

_END_NOTE = re.compile(r"\[\d{1,3}\](?:\s|$)")
_NOTE_START = re.compile(r"(\d{1,2})\s+(?=[^\W\d_]|[(“\"])")
_NOTE_REFERENCE = re.compile(r"[^\W\d_][)”\"]?(\d{1,2})(?=[.,;:\s)]|$)")
_DIGIT = re.compile(r"\d")
_LOOK_BACK = 70


def find_footnotes(lines: Sequence[Line], layout: Layout) -> dict[int, int]:
    """First and last (exclusive) lines of the footnotes of wrapped pages.

    A note begins with the number that a word shortly before it carries ("đã hoàn thiện1."), and
    ends with its page or where the text goes on.
    """
    notes: dict[int, int] = {}
    if not layout.wrapped:
        return notes
    seen: list[tuple[int, str]] = []
    for at, line in enumerate(lines):
        match = _NOTE_START.match(line.text)
        if match and any(n == match[1] and at - where < _LOOK_BACK for where, n in seen):
            notes[at] = _note_end(lines, at, layout)
            seen = [item for item in seen if item[1] != match[1]]
        if _DIGIT.search(line.text):
            seen.extend((at, found[1]) for found in _NOTE_REFERENCE.finditer(line.text))
            seen = seen[-20:]
    return notes


def _note_end(lines: Sequence[Line], at: int, layout: Layout) -> int:
    end = at + 1
    while end < len(lines) and not _leaves_note(lines[end - 1], lines[end], layout):
        end += 1
    return end


def _leaves_note(before: Line, line: Line, layout: Layout) -> bool:
    if line.starts_page or (layout.spaced and line.gap == 0):
        return True
    if _NOTE_START.match(line.text):
        return True
    return is_terminal(before.text) and (line.text[:1].islower() or starts_unit(line.text))


def is_end_note(line: str) -> bool:
    """Whether a line begins a note of those gathered at the end ("[3] …")."""
    return _END_NOTE.match(line) is not None
