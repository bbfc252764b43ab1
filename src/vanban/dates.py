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
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vanban.models import Deadline, Span
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
    return _day_of(match) if match else None


def find_dates(content: str, start: int = 0, end: int | None = None) -> tuple[DateMention, ...]:
    """Every complete date of a stretch of text, in order, impossible ones with value None."""
    stop = len(content) if end is None else end
    return tuple(
        DateMention(Span(*match.span()), match[0], _day_of(match))
        for match in matches_at(_DIGIT, _DATE, content, start, stop)
    )


def _day_of(match: re.Match[str]) -> dt.date | None:
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


# Points in time: what stands in a deadline, before its cue is judged.


@dataclass(frozen=True, slots=True)
class TimePoint:
    """A printed point or period. ``kind`` is day, month_day, day_only, month, month_only, quarter,
    year, years, from_year, recurrence; ``key`` holds a full key or, for the partial kinds, its
    part ("11-25", "15", "10")."""

    start: int
    end: int
    kind: str
    key: str


_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PERIODS = {
    "ngày": "R:daily",
    "tuần": "R:weekly",
    "tháng": "R:monthly",
    "quý": "R:quarterly",
    "nửa năm": "R:halfyearly",
    "năm": "R:yearly",
}
_Y = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_Q = r"(?:IV|I{1,3}|[1-4])"
# After "hằng năm" and the like these words show that no recurrence is meant.
_OTHER_USE = r"(?!\s+(?:\d|đầu|cuối|nay|trước|sau|tới|qua|này|kế|học))"


@dataclass(frozen=True, slots=True)
class PointRule:
    """One way of printing a point in time: its pattern, and the key that a match states."""

    kind: str
    pattern: re.Pattern[str]
    key: Callable[[re.Match[str]], str | None]
    examples: tuple[str, ...]


def _date_key(match: re.Match[str]) -> str | None:
    day = _day_of(match)
    return day.isoformat() if day else None


def _month_day_key(match: re.Match[str]) -> str | None:
    # A leap year, so that 29/02 is a possible day of a year still unknown.
    day = make_date(2024, int(match["month"]), int(match["day"]))
    return day.isoformat()[5:] if day else None


def _month_key(match: re.Match[str]) -> str | None:
    month = int(match["month"])
    return f"{match['year']}-{month:02d}" if 1 <= month <= 12 else None


def _half_key(match: re.Match[str]) -> str:
    return f"{match['year']}-06" if match["half"] == "đầu" else match["year"]


def _recurrence_key(match: re.Match[str]) -> str:
    words = " ".join(match["period"].casefold().split())
    return "R:halfyearly" if "6" in words or "sáu" in words else _PERIODS[words]


def _partial(match: re.Match[str], name: str, highest: int) -> str | None:
    number = int(match[name])
    return f"{number:02d}" if 1 <= number <= highest else None


def _years_key(match: re.Match[str]) -> str | None:
    return f"{match['year']}-{match['to']}" if match["year"] < match["to"] else None


# The first rule that matches at a place decides, so longer forms stand before shorter ones.
POINT_RULES: tuple[PointRule, ...] = (
    PointRule(
        "day",
        re.compile(rf"(?:[Nn]gày\s+)?{DATE_PATTERN}"),
        _date_key,
        ("ngày 15/7/2025", "31 tháng 12 năm 2025"),
    ),
    PointRule(
        "years",
        re.compile(
            rf"(?:(?:[Gg]iai đoạn|[Tt]ừ năm|[Nn]ăm)\s+)?{_Y}"
            r"\s?(?:[-–]|(?:đến|tới)(?:\s+hết)?(?:\s+năm)?)\s?(?P<to>20\d\d)(?![\d/-])"
        ),
        _years_key,
        ("2025 - 2026", "từ năm 2026 đến năm 2030"),
    ),
    PointRule(
        "from_year",
        re.compile(rf"[Tt]ừ\s+năm\s+{_Y}(?:\s+trở đi|\s+và các năm tiếp theo)?"),
        lambda match: match["year"] + "+",
        ("từ năm 2026 trở đi",),
    ),
    PointRule(
        "quarter",
        re.compile(
            rf"[Qq]uý\s+(?:{_Q}\s*(?:[-–,]|và|đến)\s*(?:quý\s+)?)?(?P<quarter>{_Q})"
            rf"\s?(?:[/.,-]|,?\s?năm)\s?{_Y}"
        ),
        lambda match: f"{match['year']}-Q{_QUARTERS[match['quarter']]}",
        ("Quý III/2025", "quý IV năm 2025"),
    ),
    PointRule(
        "month",
        re.compile(
            r"[Tt]háng\s+(?:\d{1,2}\s*[-–,]\s*)?(?P<month>\d{1,2})"
            rf"\s?(?:[/.-]|,?\s?năm)\s?{_Y}"
        ),
        _month_key,
        ("Tháng 7/2025", "tháng 12 năm 2025"),
    ),
    PointRule(
        "month",
        re.compile(rf"(?P<month>\d{{1,2}})/{_Y}"),
        _month_key,
        ("12/2025",),
    ),
    PointRule(
        "half",
        re.compile(rf"0?6\s+tháng\s+(?P<half>đầu|cuối)\s+năm\s+{_Y}"),
        _half_key,
        ("6 tháng đầu năm 2026",),
    ),
    PointRule(
        "month_day",
        re.compile(
            r"(?:[Nn]gày\s+)?(?P<day>\d{1,2})(?:/|\s+tháng\s+)(?P<month>\d{1,2})(?![\d/.,%]\d|\d)"
        ),
        _month_day_key,
        ("ngày 25/11", "ngày 30 tháng 11"),
    ),
    PointRule(
        "day_only",
        re.compile(r"[Nn]gày\s+(?P<day>\d{1,2})(?=\s+(?:của\s+)?(?:hằng|hàng|mỗi)\s+tháng)"),
        lambda match: _partial(match, "day", 31),
        ("ngày 15 hằng tháng",),
    ),
    PointRule(
        "recurrence",
        re.compile(
            r"(?:[Hh][ằà]ng|[Mm]ỗi)\s+"
            rf"(?P<period>ngày|tuần|tháng|quý|nửa năm|năm|0?6 tháng|sáu tháng)\b{_OTHER_USE}"
        ),
        _recurrence_key,
        ("hằng năm", "hàng quý", "mỗi tháng"),
    ),
    PointRule(
        "recurrence",
        re.compile(rf"(?P<period>0?6\s+tháng|[Ss]áu\s+tháng)\b{_OTHER_USE}"),
        _recurrence_key,
        ("6 tháng",),
    ),
    PointRule(
        "continuous",
        re.compile(r"[Tt]hường xuyên(?:\s*,\s*liên tục)?"),
        lambda match: "R:continuous",
        ("Thường xuyên",),
    ),
    PointRule(
        "month_only",
        re.compile(r"[Tt]háng\s+(?P<month>\d{1,2})(?!\d|/)"),
        lambda match: _partial(match, "month", 12),
        ("tháng 10 hằng năm",),
    ),
    PointRule(
        "year", re.compile(rf"(?:[Nn]ăm\s+)?{_Y}"), lambda match: match["year"], ("năm 2030",)
    ),
)
# Where a point may begin; cheap, as it runs over every character.
_BEGINS = re.compile(
    r"[Nn]gày\s+\d|[Tt]háng\s+\d|[Qq]uý\s+[IV1-4]|[Nn]ăm\s+[12]|[Tt]ừ\s+năm\s+[12]"
    r"|[Hh][ằà]ng\s|[Mm]ỗi\s|[Gg]iai đoạn\s|[Tt]hường xuyên|[Ss]áu\s+tháng|(?<![\d/.,-])\d"
)


def find_points(content: str, start: int = 0, end: int | None = None) -> Iterator[TimePoint]:
    """Every point or period in a stretch of text, in order; impossible ones are left out."""
    stop = len(content) if end is None else end
    position = start
    while begins := _BEGINS.search(content, position, stop):
        point, position = _point_at(content, begins.start(), begins.end(), stop)
        if point:
            yield point


def _point_at(content: str, start: int, past: int, stop: int) -> tuple[TimePoint | None, int]:
    """The point that begins at ``start``, if any, and where to look on."""
    for rule in POINT_RULES:
        match = rule.pattern.match(content, start, stop)
        if match:
            key = rule.key(match)
            found = TimePoint(start, match.end(), rule.kind, key) if key else None
            return found, match.end()
    return None, past


_JOINS = re.compile(r"[\s,(]*(?:và\s+)?(?:(?:[Tt]rước|[Vv]ào|[Cc]hậm nhất|là|của|trong)\s+)*")
_PARTIAL_KINDS = frozenset({"month_day", "day_only", "month_only"})


def join_recurrences(content: str, points: list[TimePoint]) -> list[TimePoint]:
    """Points with "hằng năm" and its day joined: "hằng năm (trước ngày 25/11)" is one."""
    joined: list[TimePoint] = []
    for point in points:
        merged = _merge(content, joined[-1], point) if joined else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(point)
    return joined


def _merge(content: str, left: TimePoint, right: TimePoint) -> TimePoint | None:
    if not _JOINS.fullmatch(content, left.end, right.start):
        return None
    if left.kind == "recurrence" and right.kind in _PARTIAL_KINDS and ":" not in left.key[2:]:
        return TimePoint(left.start, right.end, "recurrence", f"{left.key}:{right.key}")
    if left.kind in _PARTIAL_KINDS and right.kind == "recurrence":
        return TimePoint(left.start, right.end, "recurrence", f"{right.key}:{left.key}")
    return None


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


def parse_deadline_cell(raw: str, offset: int, part: str) -> tuple[Deadline, ...]:
    """The deadlines of a cell or of the words after "Thời gian thực hiện:".

    Every point in time counts here, unlike in a sentence. ``offset`` is where ``raw`` stands in
    the text. A day without a year that does not recur is no deadline.
    """
    points = join_recurrences(raw, list(find_points(raw)))
    return tuple(
        deadline_at(raw, _cue_start(raw, point.start), _from_on(raw, point), offset, part)
        for point in points
        if point.kind not in _PARTIAL_KINDS
    )


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
