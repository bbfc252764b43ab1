"""Letterheads and signatures printed side by side, as extractors that keep the layout give them.

The left column is read to its end before the right one, as in a letterhead table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_GAP = re.compile(r"(?<=\S)(?: {3,}| ?\t+ ?)(?=\S)")
# The same gap where tabs are no fixed number of columns.
_TABS = re.compile(r"(?<=\S) *(?:\t[\t ]*| {3,})(?=\S)")
_RIGHT_HEAD = re.compile(
    r"(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI|Độc lập\s?-\s?Tự do|ĐẢNG CỘNG SẢN VIỆT NAM|[^.;:]{2,40},\s*ngày\b)"
)
# The same two columns where an extractor left a single space between them.
_TOUCHING = re.compile(
    r"(?P<left>\s*\S.{2,80}?) (?P<right>(?:CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    r"|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s?-\s?Tự do\s?-\s?Hạnh phúc)\s*$)"
    r"|(?P<number>\s*Số\s?:?\s*\S*/\S+) (?P<date>\S[^.;:]{2,40},\s*ngày\b.{0,30}$)"
)
_SIGNING = re.compile(r"\s*(?:Nơi nhận|NƠI NHẬN)\s*:?(?: {3,}|\t)[ \t]*(?P<right>\S)")
_APPENDIX = re.compile(r"\s*(?:PHỤ LỤC|Phụ lục)\b|.*\f")
_HEAD_LINES = 30
_LONGEST = 200
_NO_COLUMN = 1_000_000
_TAIL_LINES = 60
# How far left of its column a centred line may begin.
_SLACK = 14


def starts_right_head(words: str) -> bool:
    """Whether words are a line of a letterhead's right column: national title, motto, date."""
    return _RIGHT_HEAD.match(words) is not None


def starts_signing_sides(line: str) -> bool:
    """Whether a line sets recipients and a signature side by side."""
    return _SIGNING.match(line) is not None


def head_halves(line: str) -> tuple[str, str] | None:
    """Both columns of a letterhead's line, wherever a tab stop sets the right one."""
    words = line.strip()
    if len(words) > _LONGEST:
        return None
    gaps = [gap for gap in _TABS.finditer(words) if _RIGHT_HEAD.match(words, gap.end())]
    if gaps:
        # A draft leaves a gap for its number, too; the last one parts the columns.
        return words[: gaps[-1].start()], words[gaps[-1].end() :]
    return _touching(words)


def tab_halves(line: str) -> tuple[str, str]:
    """A line cut at its first tab stop or wide gap; a line that begins with one is all right."""
    if line[:1] == "\t" or line[:8].isspace() and len(line) > 8:
        return "", line.strip()
    gap = _TABS.search(line)
    return (line, "") if gap is None else (line[: gap.start()], line[gap.end() :])


def in_reading_order(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, two columns set one after the other."""
    at = 0
    while at < len(lines):
        column = _right_column(lines, at)
        if column is None:
            yield at, lines[at]
            at += 1
            continue
        end = _end(lines, at, column)
        pairs = [(number, *_halves(lines[number], column)) for number in range(at, end)]
        yield from ((number, left) for number, left, _ in pairs)
        yield from ((number, right) for number, _, right in pairs if right)
        at = end


def _right_column(lines: Sequence[str], at: int) -> int | None:
    """Where the right column of a letterhead or signature that starts here begins."""
    line = lines[at]
    signing = _SIGNING.match(line)
    if signing:
        return signing.start("right")
    if at > _HEAD_LINES:
        return None
    if _touching(line):
        return _NO_COLUMN
    columns = [g.end() for g in _GAP.finditer(line) if _RIGHT_HEAD.match(line, g.end())]
    return columns[-1] if columns else None


def _touching(line: str) -> tuple[str, str] | None:
    match = _TOUCHING.match(line) if len(line) < _LONGEST else None
    if match is None:
        return None
    if match["left"] is not None:
        return match["left"], match["right"]
    return match["number"], match["date"]


def _end(lines: Sequence[str], at: int, column: int) -> int:
    """The line after the two columns."""
    if _SIGNING.match(lines[at]):
        last = min(len(lines), at + _TAIL_LINES)
        return next((n for n in range(at + 1, last) if _APPENDIX.match(lines[n])), last)
    head = range(at, min(len(lines), at + 12))
    return max(n for n in head if n == at or _has_right_head(lines[n], column)) + 1


def _has_right_head(line: str, column: int) -> bool:
    return _RIGHT_HEAD.match(_halves(line, column)[1]) is not None


def _halves(line: str, column: int) -> tuple[str, str]:
    """A line cut at the gap next to the right column; all of it is left or right without one."""
    touching = _touching(line)
    if touching and not _GAP.search(line):
        return touching
    for gap in _GAP.finditer(line):
        if gap.end() >= column - _SLACK:
            return line[: gap.start()], line[gap.end() :]
    indent = len(line) - len(line.lstrip())
    return ("", line.strip()) if indent >= column - _SLACK else (line, "")
