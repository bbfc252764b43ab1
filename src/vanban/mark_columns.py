"""Columns of months or quarters in which a mark sets when a task is done."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace

from vanban.deadline_cells import parse_deadline_cell
from vanban.models import Deadline, Span
from vanban.text import fold

_PERIOD = re.compile(
    r"(?:(?:quý|q)\.?\s*(?:iv|i{1,3}|[1-4])|(?:tháng|th|t)\.?\s*(?:1[0-2]|0?[1-9])"
    r"|(?:năm )?20\d\d)"
    r"(?:\s*[/-]\s*20\d\d)?\Z"
)
_BARE = re.compile(r"(?P<quarter>IV|I{1,3})\Z|(?P<month>1[0-2]|0?[1-9])\Z")
_MARK = re.compile(r"[xX×✓✔√v+•●*■]+\Z")
_YEAR = re.compile(r"20\d\d")


@dataclass(frozen=True, slots=True)
class MarkHead:
    """The head of a column of marks: the words of its period, where they stand, and its year."""

    words: str
    span: Span
    year: int | None


def find_mark(printed: str, lowest: str, span: Span) -> MarkHead | None:
    """The head of a column of marks: a period below a head that tells of time.

    ``printed`` is all the words over a column, ``lowest`` those next to the data, at ``span``.
    """
    if lowest == printed or not _tells_time(printed):
        return None
    words = _named(printed, lowest)
    year = _YEAR.search(printed)
    return MarkHead(words, span, int(year[0]) if year else None) if words else None


def names_period(words: str) -> bool:
    """Whether a head names a month, a quarter or a year and nothing else."""
    return _PERIOD.match(fold(words)) is not None


def is_mark(words: str) -> bool:
    """Whether a cell holds nothing but a mark: "x", "✓"."""
    return _MARK.match(words.strip()) is not None


def _tells_time(printed: str) -> bool:
    folded = fold(printed)
    return any(words in folded for words in ("thời gian", "tiến độ", "thời hạn", "lộ trình"))


def _named(printed: str, lowest: str) -> str | None:
    """The period that a lowest head names; a bare number is what the head above it counts."""
    if _PERIOD.match(fold(lowest)):
        return lowest
    bare = _BARE.match(lowest)
    if bare is None:
        return None
    is_month = bare["month"] and "quý" not in fold(printed)
    return f"Tháng {lowest}" if is_month else f"Quý {lowest}"


def read_mark(
    head: MarkHead, words: str, part: str, issued: dt.date | None
) -> tuple[str, tuple[Deadline, ...]] | None:
    """The deadline that a filled cell of a column of marks sets, as words and as deadlines.

    Missing: None for an empty cell; words instead of a mark count as they are.
    """
    if not is_mark(words):
        return None
    day = dt.date(head.year, 1, 1) if head.year else issued
    found = parse_deadline_cell(head.words, 0, part, day)
    keys = (replace(deadline, span=head.span) for deadline in found)
    return head.words, tuple(keys)
