"""Deadlines of table cells and of labelled lines, where every point in time counts."""

from __future__ import annotations

import datetime as dt
import re
from itertools import zip_longest

from vanban.cell_points import find_cell_points
from vanban.dates import last_day_of
from vanban.models import Deadline, Span
from vanban.points import PARTIAL_KINDS, TimePoint, in_year_of

_BEFORE = re.compile(r"[Tt]rước(?:\s+(?:hoặc\s+trong|thời điểm))?(?:\s+ngày)?\s*\Z")


def deadline_at(content: str, start: int, point: TimePoint, offset: int, part: str) -> Deadline:
    """The deadline of a point whose cue begins at ``start`` of ``content``."""
    before = bool(_BEFORE.search(content, start, point.start))
    span = Span(offset + start, offset + point.end)
    raw = content[start : point.end]
    return Deadline(
        span, part=part, raw=raw, key=point.key, last_day=last_day_of(point.key, before)
    )


_CELL_CUE = re.compile(
    r"(?:[Đđ]ến hết|[Đđ]ến|[Hh]ết|[Tt]rong|[Cc]hậm nhất(?:\s+là)?|[Hh]oàn thành|[Xx]ong|[Vv]ào)?"
    r"\s*(?:[Tt]rước|[Cc]uối|[Đđ]ầu|[Đđ]ịnh kỳ|[Hh]ết)?\s*(?:\(\s*)?\Z"
)


def parse_deadline_cell(
    raw: str, offset: int, part: str, issued: dt.date | None = None
) -> tuple[Deadline, ...]:
    """The deadlines of a cell or of the words after "Thời gian thực hiện:".

    Every point in time counts here, unlike in a sentence, but for the beginning of a range and
    the dates of documents. ``offset`` is where ``raw`` stands in the text. A day, month or
    quarter without a year lies in that of ``issued``; without it, it is no deadline.
    """
    points = [in_year_of(point, issued) for point in find_cell_points(raw)]
    return tuple(
        deadline_at(raw, _cue_start(raw, point.start), _from_on(raw, point), offset, part)
        for point, following in zip_longest(points, points[1:])
        if point.kind not in PARTIAL_KINDS
        and not _begins_range(raw, point, following)
        and not _is_past(raw, point)
        and not _is_of_document(raw, point)
    )


_DATED = frozenset({"day", "month", "quarter", "half", "year"})
_RANGE = re.compile(r"\s*(?:-|–|đến|tới)\s*(?:hết\s+)?(?:hết\s+)?")


def _begins_range(raw: str, point: TimePoint, following: TimePoint | None) -> bool:
    """Whether only the end of a range counts: "Tháng 1 - tháng 6/2026"."""
    if following is None or point.kind not in _DATED or following.kind not in _DATED:
        return False
    if _RANGE.fullmatch(raw, point.end, following.start) is None:
        return False
    return not _are_whole_quarters(raw, point, following)


_SINCE = re.compile(r"(?<!\w)[Ss]au\s+(?:(?:ngày|năm|tháng)\s+)?\Z")


def _is_past(raw: str, point: TimePoint) -> bool:
    """Whether something is only to begin after the point: "Sau năm 2026"."""
    return _SINCE.search(raw, max(0, point.start - 12), point.start) is not None


_QUARTERS_DASH = re.compile(r"\s*[-–]\s*")
_FULL_YEAR = re.compile(r"(?:19|20)\d\d")


def _are_whole_quarters(raw: str, point: TimePoint, following: TimePoint) -> bool:
    """Whether both ends count: "Quý IV/2025 - Quý II/2026" names each quarter with its year."""
    if not point.kind == following.kind == "quarter":
        return False
    years = all(_FULL_YEAR.search(raw, at.start, at.end) for at in (point, following))
    return years and bool(_QUARTERS_DASH.fullmatch(raw, point.end, following.start))


_SYMBOL_BEFORE = re.compile(r"\d[/-][^\s;]*[A-ZĐ][^\s;]*\s*,?\s*\Z")
_BY_A_PLAN = re.compile(
    r"(?i:(?<!\w)theo\s+(?:kế hoạch|chương trình|đề án|nghị quyết|quyết định|chỉ đạo|yêu cầu"
    r"|quy định|hướng dẫn))(?!\w)[^;,.(\n]*\Z"
)


def _is_of_document(raw: str, point: TimePoint) -> bool:
    """Whether a date belongs to a document that is named: "theo Kế hoạch … ngày 01/02/2026"."""
    window = max(0, point.start - 120)
    if _SYMBOL_BEFORE.search(raw, window, point.start):
        return True
    cue = _CELL_CUE.search(raw, max(0, point.start - 40), point.start)
    return not (cue and cue[0].strip()) and bool(_BY_A_PLAN.search(raw, window, point.start))


_FROM = re.compile(r"[Tt]ừ\s*\Z")
_UNTIL = re.compile(r"\s*(?:-|–|đến|tới)")


def _from_on(raw: str, point: TimePoint) -> TimePoint:
    """A point after "từ" without an end is the beginning of what then goes on."""
    if point.kind not in ("day", "month", "quarter", "year"):
        return point
    begins = _FROM.search(raw, max(0, point.start - 8), point.start)
    if begins is None or _UNTIL.match(raw, point.end):
        return point
    return TimePoint(point.start, point.end, "from_year", point.key[:4] + "+")


def _cue_start(raw: str, point: int) -> int:
    """Where the words that introduce a point begin: "Đến hết" before "quý II/2026"."""
    cue = _CELL_CUE.search(raw, max(0, point - 40), point)
    start = cue.start() if cue else point
    return start + len(raw[start:point]) - len(raw[start:point].lstrip(" \t\n("))
