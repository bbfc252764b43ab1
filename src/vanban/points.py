"""Points in time as they are printed: days, months, quarters, years, recurrences.

What stands in a deadline, before its cue is judged.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from vanban.dates import DATE_PATTERN, day_of, make_date, period_of


@dataclass(frozen=True, slots=True)
class TimePoint:
    """A printed point or period. ``kind`` is day, month_day, day_only, month, month_only, quarter,
    quarter_only, half, year, years, from_year, year_on,
    recurrence, continuous; ``key`` holds a full key
    or, for the partial kinds, its part ("11-25", "15", "10", "Q3")."""

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
_EVERY = {1: "R:monthly", 3: "R:quarterly", 6: "R:halfyearly", 12: "R:yearly"}
_Y = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_ON = r"(?:\s+trở đi|,?\s+(?:và\s+)?(?:các|những)\s+năm\s+(?:tiếp theo|tiếp sau|sau|kế tiếp))"
_Q = r"(?:IV|I{1,3}|[1-4])"
_QUARTER_LIST = rf"(?:[Qq]uý\s+|Q\.?\s?)(?:{_Q}\s*(?:[-–,]|và|đến)\s*(?:[Qq]uý\s+)?){{0,3}}"
_WEEKDAY = r"(?:[2-7]|(?i:hai|ba|tư|năm|sáu|bảy))"
# After "hằng năm" and the like these words show that no recurrence is meant.
_OTHER_USE = r"(?!\s+(?:\d|đầu|cuối|nay|trước|sau|tới|qua|này|kế|học))"


@dataclass(frozen=True, slots=True)
class PointRule:
    """One way of printing a point in time: its pattern, the key that a match states, and the
    letters that it may begin with ("0" for any digit)."""

    kind: str
    pattern: re.Pattern[str]
    key: Callable[[re.Match[str]], str | None]
    examples: tuple[str, ...]
    begins: str


def _date_key(match: re.Match[str]) -> str | None:
    day = day_of(match)
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
        "Nn0",
    ),
    PointRule(
        "years",
        re.compile(
            rf"(?:(?:[Gg]iai đoạn|[Tt]ừ năm|[Nn]ăm)\s+)?{_Y}"
            r"\s?(?:[-–]|(?:đến|tới)(?:\s+hết)?(?:\s+năm)?)\s?(?P<to>20\d\d)(?![\d/-])"
        ),
        _years_key,
        ("2025 - 2026", "từ năm 2026 đến năm 2030"),
        "GgTtNn0",
    ),
    PointRule(
        "from_year",
        re.compile(rf"[Tt]ừ\s+(?:năm\s+{_Y}(?!{_ON})|(?:năm\s+)?(?P<on>(?:19|20)\d\d){_ON})"),
        lambda match: (match["year"] or match["on"]) + "+",
        ("từ năm 2026 trở đi", "từ năm 2026"),
        "Tt",
    ),
    PointRule(
        "year_on",
        re.compile(rf"(?:[Nn]ăm\s+)?{_Y}{_ON}"),
        lambda match: match["year"] + "+",
        ("năm 2026 và những năm tiếp theo",),
        "Nn0",
    ),
    PointRule(
        "quarter",
        re.compile(rf"{_QUARTER_LIST}(?P<quarter>{_Q})(?:\s?(?:[/.,-]|,?\s?[Nn]ăm)\s?|\s){_Y}"),
        lambda match: f"{match['year']}-Q{_QUARTERS[match['quarter']]}",
        ("Quý III/2025", "quý IV năm 2025", "Q3/2026", "quý I, II, III năm 2026"),
        "Qq",
    ),
    PointRule(
        "quarter_only",
        re.compile(rf"{_QUARTER_LIST}(?P<quarter>{_Q})(?![\w/])"),
        lambda match: f"Q{_QUARTERS[match['quarter']]}",
        ("quý IV",),
        "Qq",
    ),
    PointRule(
        "recurrence",
        re.compile(
            r"(?:(?:[Nn]gày\s+)?\d{1,2}\s+(?:của\s+)?)?[Tt]háng\s+(?:cuối|đầu)\s+(?:của\s+)?"
            r"(?:(?:mỗi|hằng|hàng)\s+)?quý(?!\s+[IV\d])"
        ),
        lambda match: "R:quarterly",
        ("ngày 20 tháng cuối quý",),
        "Nn0Tt",
    ),
    PointRule(
        "month",
        re.compile(
            r"[Tt]háng\s+(?:\d{1,2}\s*[-–,]\s*)?(?P<month>\d{1,2})"
            rf"\s?(?:[/.-]|,?\s?[Nn]ăm)\s?{_Y}"
        ),
        _month_key,
        ("Tháng 7/2025", "tháng 12 năm 2025"),
        "Tt",
    ),
    PointRule(
        "month",
        re.compile(rf"(?P<month>\d{{1,2}})/{_Y}"),
        _month_key,
        ("12/2025",),
        "0",
    ),
    PointRule(
        "half",
        re.compile(rf"0?6\s+tháng\s+(?P<half>đầu|cuối)\s+năm\s+{_Y}"),
        _half_key,
        ("6 tháng đầu năm 2026",),
        "0",
    ),
    PointRule(
        "month_day",
        re.compile(
            r"(?:[Nn]gày\s+)?(?P<day>\d{1,2})(?:/|\s+tháng\s+)(?P<month>\d{1,2})(?![\d/.,%]\d|\d)"
        ),
        _month_day_key,
        ("ngày 25/11", "ngày 30 tháng 11"),
        "Nn0",
    ),
    PointRule(
        "day_only",
        re.compile(r"[Nn]gày\s+(?P<day>\d{1,2})(?=\s+(?:của\s+)?(?:hằng|hàng|mỗi)\s+tháng|\s*\))"),
        lambda match: _partial(match, "day", 31),
        ("ngày 15 hằng tháng",),
        "Nn",
    ),
    PointRule(
        "recurrence",
        re.compile(
            r"(?:[Hh][ằà]ng|[Mm]ỗi)\s+"
            rf"(?P<period>ngày|tuần|tháng|quý|nửa năm|năm|0?6 tháng|sáu tháng)\b{_OTHER_USE}"
        ),
        _recurrence_key,
        ("hằng năm", "hàng quý", "mỗi tháng"),
        "HhMm",
    ),
    PointRule(
        "recurrence",
        re.compile(r"\d{1,2}\s+lần\s?/\s?(?:\d{1,2}\s+)?(?P<period>ngày|tuần|tháng|quý|năm)(?!\w)"),
        _recurrence_key,
        ("02 lần/ngày", "01 lần/quý"),
        "0",
    ),
    PointRule(
        "recurrence",
        re.compile(r"(?P<count>0?[136]|12)\s+tháng\s?(?:/\s?(?:một\s+|0?1\s+)?|(?:một|0?1)\s+)lần"),
        lambda match: _EVERY[int(match["count"])],
        ("03 tháng/lần", "6 tháng một lần"),
        "0",
    ),
    PointRule(
        "recurrence",
        re.compile(
            rf"(?:[Tt]hứ\s+{_WEEKDAY}|[Cc]hủ nhật)\s+(?:của\s+)?(?:hằng|hàng|mỗi)\s+tuần"
            rf"|(?:hằng|hàng|mỗi)\s+tuần\s*\(?(?:vào\s+)?(?:ngày\s+)?thứ\s+{_WEEKDAY}"
        ),
        lambda match: "R:weekly",
        ("thứ Sáu hằng tuần", "chủ nhật mỗi tuần"),
        "TtCc",
    ),
    PointRule(
        "recurrence",
        re.compile(rf"(?P<period>0?6\s+tháng|[Ss]áu\s+tháng)\b{_OTHER_USE}"),
        _recurrence_key,
        ("6 tháng",),
        "0Ss",
    ),
    PointRule(
        "continuous",
        re.compile(r"[Tt]hường xuyên(?:\s*,\s*liên tục)?"),
        lambda match: "R:continuous",
        ("Thường xuyên",),
        "Tt",
    ),
    PointRule(
        "month_only",
        re.compile(r"[Tt]háng\s+(?P<month>\d{1,2})(?!\d|/)"),
        lambda match: _partial(match, "month", 12),
        ("tháng 10 hằng năm",),
        "Tt",
    ),
    PointRule(
        "year",
        re.compile(rf"(?:[Nn]ăm\s+)?{_Y}"),
        lambda match: match["year"],
        ("năm 2030",),
        "Nn0",
    ),
)
# Where a point may begin; cheap, as it runs over every character.
_BEGINS = re.compile(
    r"[NnTtQqHhMmGgSsCc\d](?:(?<=[Nn])(?:gày\s+\d|ăm\s+[12])"
    r"|(?<=[Tt])(?:háng\s+(?:\d|cuối|đầu)|ừ\s+năm\s+[12]|hường xuyên"
    rf"|hứ\s+{_WEEKDAY}\s+(?:của\s+)?(?:h[ằà]ng|mỗi)\s)|(?<=[Cc])hủ nhật\s+"
    r"|(?<=[Qq])uý\s+[IV1-4]|(?<=Q)(?<!\wQ)\.?\s?[I1-4]|(?<=[Hh])[ằà]ng\s|(?<=[Mm])ỗi\s"
    r"|(?<=[Gg])iai đoạn\s|(?<=[Ss])áu\s+tháng|(?<=\d)(?<![\d/.,-]\d))"
)


_DIGIT = "0"
_RULES_AT = {
    letter: tuple(rule for rule in POINT_RULES if letter in rule.begins)
    for letter in "NnTtQqHhMmGgSsCc" + _DIGIT
}


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
    first = content[start]
    for rule in _RULES_AT[_DIGIT if first.isdecimal() else first]:
        match = rule.pattern.match(content, start, stop)
        if match:
            key = rule.key(match)
            found = TimePoint(start, match.end(), rule.kind, key) if key else None
            return found, match.end()
    return None, past


_JOINS = re.compile(r"[\s,(]*(?:và\s+)?(?:(?:[Tt]rước|[Vv]ào|[Cc]hậm nhất|là|của|trong)\s+)*")
PARTIAL_KINDS = frozenset({"month_day", "day_only", "month_only", "quarter_only"})
# Which recurrence may have a part of a date: keys hold no day of a quarter.
_TAKEN_BY = {
    "day_only": ("R:monthly",),
    "month_day": ("R:yearly", "R:halfyearly"),
    "month_only": ("R:yearly",),
    "quarter_only": ("R:yearly",),
}
# "trước ngày 25/6 (đối với báo cáo 6 tháng)"
_FOR_REPORT = re.compile(
    r"\s*(?:(?:hằng năm|(?:của\s+)?năm (?:sau|kế tiếp|tiếp theo|liền kề))\s*)?"
    r"(?:\(?(?:đối với|cho|là)\s+|\()báo cáo\s+(?:định kỳ\s+)?"
    r"(?P<period>(?:0?6|sáu)\s+tháng(?:\s+đầu năm)?|(?:hằng\s+)?năm)(?!\w|\s+\d)\)?"
)


def join_recurrences(content: str, points: list[TimePoint]) -> list[TimePoint]:
    """Points with "hằng năm" and its day joined: "hằng năm (trước ngày 25/11)" is one."""
    joined: list[TimePoint] = []
    for point in points:
        if joined and point.start < joined[-1].end:
            continue
        point = _of_report(content, point)
        merged = _merge(content, joined[-1], point) if joined else None
        if merged:
            joined[-1] = merged
        else:
            joined.append(point)
    return _with_shared_recurrence(content, joined)


_OR = re.compile(r"\s*(?:,|;|và|hoặc)\s*(?:trước\s+)?")


def _with_shared_recurrence(content: str, points: list[TimePoint]) -> list[TimePoint]:
    """Points in a row recur like the last: "trước ngày 15/6 và 15/12 hằng năm" names two days."""
    for place in range(len(points) - 2, -1, -1):
        point, last = points[place], points[place + 1]
        recurs = last.kind == "recurrence" and last.key.startswith("R:yearly:")
        if point.kind == "month_day" and recurs and _OR.fullmatch(content, point.end, last.start):
            key = f"R:yearly:{point.key}"
            points[place] = TimePoint(point.start, point.end, "recurrence", key)
    return points


def _of_report(content: str, point: TimePoint) -> TimePoint:
    """A day without a year that is said to be that of a recurring report."""
    report = _FOR_REPORT.match(content, point.end) if point.kind == "month_day" else None
    if report is None:
        return point
    period = "R:yearly" if report["period"].endswith("năm") else "R:halfyearly"
    if "6" in report["period"] or "sáu" in report["period"]:
        period = "R:halfyearly"
    return TimePoint(point.start, report.end(), "recurrence", f"{period}:{point.key}")


def _merge(content: str, left: TimePoint, right: TimePoint) -> TimePoint | None:
    if not _JOINS.fullmatch(content, left.end, right.start):
        return None
    if right.kind == left.kind == "recurrence" and right.key == left.key:
        return TimePoint(left.start, right.end, "recurrence", left.key)
    if right.kind == "recurrence":
        left, right, start, end = right, left, left.start, right.end
    else:
        start, end = left.start, right.end
    if left.kind != "recurrence" or left.key not in _TAKEN_BY.get(right.kind, ()):
        return None
    key = left.key if right.kind == "quarter_only" else f"{left.key}:{right.key}"
    return TimePoint(start, end, "recurrence", key)


def in_year_of(point: TimePoint, issued: dt.date | None) -> TimePoint:
    """A day, month or quarter without a year set in the document's year, or in the next one
    where it has passed; as it is where that date is unknown."""
    if issued is None or point.kind not in _WHOLE_KINDS:
        return point
    for year in (issued.year, issued.year + 1):
        key = f"{year}-{point.key}"
        period = period_of(key)
        if period and period[1] >= issued:
            return TimePoint(point.start, point.end, _WHOLE_KINDS[point.kind], key)
    return point


_WHOLE_KINDS = {"month_day": "day", "month_only": "month", "quarter_only": "quarter"}
