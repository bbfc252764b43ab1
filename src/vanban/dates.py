"""Vietnamese dates and periods, read and written in one place.

Keys of deadlines: ``2025-12-15`` a day, ``2025-12`` a month, ``2025-Q4`` a quarter, ``2025`` by or
in that year, ``2025+`` from that year on, ``2026-2027`` a range; ``R:daily``, ``R:weekly``,
``R:monthly[:DD]``, ``R:quarterly``, ``R:halfyearly[:MM-DD]``, ``R:yearly[:MM or MM-DD]``,
``R:continuous`` for what recurs.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from vanban.models import Span
from vanban.scanning import matches_at

_DAY = r"(?P<{0}day>\d{{1,2}})"
_MONTH = r"(?P<{0}month>\d{{1,2}})"
_YEAR = r"(?P<{0}year>\d{{4,5}})(?!\d)"
_NUMERIC = (
    _DAY.format("n")
    + r"\s?(?P<mark>[/.-])\s?"
    + _MONTH.format("n")
    + r"\s?(?P=mark)\s?"
    + _YEAR.format("n")
)
_WORDED = _DAY.format("w") + r"\s+tháng\s+" + _MONTH.format("w") + r"\s+năm\s+" + _YEAR.format("w")
DATE_PATTERN = rf"(?<![\d/])(?:{_NUMERIC}|{_WORDED})"
_DATE = re.compile(DATE_PATTERN)
_DIGIT = re.compile(r"\d\d?(?=\s?[/.-]|\s+tháng)")
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


@dataclass(frozen=True, slots=True)
class DateMention:
    """A complete printed date. ``value`` is None where no such day exists (31/02, year 20210)."""

    span: Span
    raw: str
    value: dt.date | None


def parse_date(raw: str) -> dt.date | None:
    """The day that a complete date names, or None where the words name no possible day."""
    match = _DATE.search(raw)
    return day_of(match) if match else None


def find_dates(content: str, start: int = 0, end: int | None = None) -> tuple[DateMention, ...]:
    """Every complete date of a stretch of text, in order, impossible ones with value None."""
    stop = len(content) if end is None else end
    return tuple(
        DateMention(Span(*match.span()), match[0], day_of(match))
        for match in matches_at(_DIGIT, _DATE, content, start, stop)
    )


def day_of(match: re.Match[str]) -> dt.date | None:
    """The day that a match of ``DATE_PATTERN`` names, or None where there is no such day."""
    form = "n" if match["nday"] else "w"
    return make_date(*(int(match[form + part]) for part in ("year", "month", "day")))


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """The day, or None where it does not exist or lies outside 1900 to 2199."""
    if not (EARLIEST_YEAR <= year <= LATEST_YEAR and 1 <= month <= 12):
        return None
    if not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return dt.date(year, month, day)


def format_date(day: dt.date) -> str:
    """The short form: a leading zero for days below 10 and for months 1 and 2 only.

    Source: Decree 30/2020/NĐ-CP, annex I (05/01/2025, 01/4/2025).
    """
    return f"{day.day:02d}/{_padded_month(day.month)}/{day.year}"


def format_long_date(day: dt.date) -> str:
    """The long form of letterheads: "ngày 05 tháng 01 năm 2025".

    Source: Decree 30/2020/NĐ-CP, annex I.
    """
    return f"ngày {day.day:02d} tháng {_padded_month(day.month)} năm {day.year}"


def _padded_month(month: int) -> str:
    return f"{month:02d}" if month <= 2 else str(month)


_KEY = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?|-Q(?P<quarter>[1-4])|-(?P<to>\d{4}))?"
)


def period_of(key: str) -> tuple[dt.date, dt.date] | None:
    """First and last day of the period a deadline key names.

    Missing: None for recurrences and for "from that year on", which have no last day.
    """
    match = _KEY.fullmatch(key)
    if match is None:
        return None
    year = int(match["year"])
    if match["day"]:
        day = make_date(year, int(match["month"]), int(match["day"]))
        return (day, day) if day else None
    if match["month"]:
        return _months(year, int(match["month"]), int(match["month"]))
    if match["quarter"]:
        quarter = int(match["quarter"])
        return _months(year, 3 * quarter - 2, 3 * quarter)
    return dt.date(year, 1, 1), dt.date(int(match["to"] or year), 12, 31)


def _months(year: int, first: int, last: int) -> tuple[dt.date, dt.date] | None:
    if not 1 <= first <= last <= 12:
        return None
    return dt.date(year, first, 1), dt.date(year, last, calendar.monthrange(year, last)[1])


def last_day_of(key: str, before: bool = False) -> dt.date | None:
    """The latest acceptable day of a deadline key; one day before its period with ``before``.

    "trước ngày 15/7/2025" has the key 2025-07-15 and the last day 2025-07-14.
    """
    period = period_of(key)
    if period is None:
        return None
    return period[0] - dt.timedelta(days=1) if before else period[1]
