"""Page numbers, running heads and page breaks: what stands on paper but not in the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from vanban.readers.lines import Line
from vanban.readers.starts import is_terminal

_PAGE_NUMBER = re.compile(r"(?:[-–]\s*)?\d{1,4}(?:\s*[-–])?$|[Tt]rang\s+\d{1,4}(?:/\d+)?$")


def without_page_furniture(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The lines without page numbers and running heads; what was broken only on paper is whole."""
    heads = _running_heads(lines)
    offset = _page_offset(lines)
    kept: list[Line] = []
    gap, starts_page = 0, False
    for index, line in enumerate(lines):
        starts_page = starts_page or line.starts_page
        if line.number in heads or _is_page_number(lines, index, offset):
            gap += line.gap
            continue
        whole = starts_page or (gap > 0 and _breaks_sentence(kept, line))
        opens = 0 if whole else line.gap + gap
        if opens != line.gap or whole != line.starts_page:
            line = replace(line, gap=opens, starts_page=whole)
        kept.append(line)
        gap, starts_page = 0, False
    return tuple(kept)


def _page_offset(lines: Sequence[Line]) -> int:
    """By how much the printed page numbers run ahead of the pages of the file."""
    edges = (
        int(line.text) - line.page
        for index, line in enumerate(lines)
        if line.page is not None and line.text.isdecimal() and len(line.text) < 5
        if line.starts_page or index + 1 == len(lines) or lines[index + 1].starts_page
    )
    return next((offset for offset, count in Counter(edges).most_common(1) if count > 1), 0)


def _breaks_sentence(kept: Sequence[Line], line: Line) -> bool:
    return bool(kept) and not is_terminal(kept[-1].text) and line.text[:1].islower()


def _is_page_number(lines: Sequence[Line], index: int, offset: int) -> bool:
    line = lines[index]
    if len(line.text) > 12 or not _PAGE_NUMBER.match(line.text):
        return False
    before = lines[index - 1] if index else None
    after = lines[index + 1] if index + 1 < len(lines) else None
    if line.page is not None:
        number = int("".join(filter(str.isdecimal, line.text))[:4])
        at_edge = line.starts_page or after is None or after.starts_page
        return at_edge and (abs(number - line.page) <= 1 or number - line.page == offset)
    if before is None or after is None:
        return False
    if not before.text[-1:].isdigit() and _breaks_sentence((before,), after):
        return True
    return _stands_apart(before, line, after)


def _stands_apart(before: Line, line: Line, after: Line) -> bool:
    """A lone number between long lines, with more blank lines around it than lines have."""
    blanks = line.gap + after.gap
    long = min(len(before.text), len(after.text)) > 12
    return long and blanks >= 4 and blanks > 2 * max(1, before.gap)


def _running_heads(lines: Sequence[Line]) -> frozenset[int]:
    """Line numbers of heads and feet repeated on most pages."""
    if not lines or lines[-1].page is None or lines[-1].page < 3:
        return frozenset()
    edges: dict[str, list[Line]] = {}
    for index, line in enumerate(lines):
        last = index + 1 == len(lines) or lines[index + 1].starts_page
        if line.starts_page or index == 0 or last:
            edges.setdefault(re.sub(r"\d+", "#", line.text), []).append(line)
    pages = lines[-1].page
    repeated = [group for group in edges.values() if len({g.page for g in group}) * 2 > pages]
    return frozenset(line.number for group in repeated for line in group)
