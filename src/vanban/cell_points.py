"""Points in time of a table cell: lists that share a year or a recurrence, "02 lần/năm"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vanban.points import TimePoint, find_points, join_recurrences

_EACH = {"ngày": "R:daily", "tuần": "R:weekly", "tháng": "R:monthly", "quý": "R:quarterly"}
# How many months lie between two times, and the recurrence that this is.
_MONTHS_APART = {1: "R:monthly", 3: "R:quarterly", 6: "R:halfyearly", 12: "R:yearly"}
_RATES = (
    re.compile(r"(?P<months>\d{1,2})\s+tháng\s*/\s*(?:0?1\s+|một\s+)?lần"),
    re.compile(r"(?:0?1\s+)?(?P<period>ngày|tuần|tháng|quý|năm)\s*/\s*(?:0?1\s+|một\s+)?lần"),
    re.compile(r"(?P<times>\d{1,2})\s+lần\s*/\s*(?:0?1\s+)?năm"),
    re.compile(r"(?:0?1|mỗi)\s+lần\s*/\s*(?:0?1\s+)?(?P<period>ngày|tuần|tháng|quý)"),
)
_WHOLE_KINDS = {"month_day": "day", "month_only": "month", "quarter_only": "quarter"}
_LISTED = re.compile(r"\s*(?:[,;]|và|hoặc)\s*(?:(?:trước|vào|chậm nhất)\s+)?")
_DAY_OF_MONTH = re.compile(
    r"[\s,;(]*(?:(?:trước|vào|chậm nhất|hạn)\s+)?ngày\s+(?P<day>0?[1-9]|[12]\d|3[01])(?![\d/.-])"
)


def find_cell_points(raw: str) -> list[TimePoint]:
    """The points in time of a cell, in order, those without a year set in that of their list."""
    rates = list(_rates(raw))
    points = [
        point
        for point in join_recurrences(raw, list(find_points(raw)))
        if not any(point.start < rate.end and rate.start < point.end for rate in rates)
    ]
    ordered = sorted([*points, *rates], key=lambda point: point.start)
    return _shared(raw, [_with_day(raw, point) for point in ordered])


def _rates(raw: str) -> Iterator[TimePoint]:
    if "lần" not in raw:
        return
    last = 0
    for match in sorted(
        (match for rate in _RATES for match in rate.finditer(raw)), key=lambda found: found.start()
    ):
        key = _rate_key(match)
        if key and match.start() >= last:
            last = match.end()
            yield TimePoint(match.start(), last, "recurrence", key)


def _rate_key(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    if groups.get("period"):
        return _EACH.get(groups["period"], "R:yearly")
    if groups.get("months"):
        return _MONTHS_APART.get(int(groups["months"]))
    times = int(groups["times"])
    return _MONTHS_APART.get(12 // times) if times in (1, 2, 4, 12) else None


def _with_day(raw: str, point: TimePoint) -> TimePoint:
    """ "Hằng tháng, trước ngày 20" names the day of each month."""
    if point.key != "R:monthly":
        return point
    found = _DAY_OF_MONTH.match(raw, point.end)
    if found is None:
        return point
    return TimePoint(point.start, found.end(), "recurrence", f"R:monthly:{int(found['day']):02d}")


def _shared(raw: str, points: Sequence[TimePoint]) -> list[TimePoint]:
    """Points without a year take the year or the recurrence of the next one of their list:
    "tháng 6 và tháng 12/2026", "30/6 và 31/12 hằng năm"."""
    shared: list[TimePoint] = []
    for point in reversed(points):
        following = shared[-1] if shared else None
        if following and _LISTED.fullmatch(raw, point.end, following.start):
            point = _as_following(point, following)
        shared.append(point)
    return shared[::-1]


def _as_following(point: TimePoint, following: TimePoint) -> TimePoint:
    if point.kind not in _WHOLE_KINDS:
        return point
    if following.kind == _WHOLE_KINDS[point.kind]:
        return replace(point, kind=following.kind, key=f"{following.key[:4]}-{point.key}")
    day = following.key.removeprefix("R:yearly:")
    same = following.kind == "recurrence" and day != following.key and len(day) == len(point.key)
    return replace(point, kind="recurrence", key=f"R:yearly:{point.key}") if same else point
