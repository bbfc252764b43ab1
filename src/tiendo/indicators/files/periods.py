"""A period as a cell names it: by its code, or in words."""

from __future__ import annotations

import datetime as dt
import re

from tiendo.domain.collation import fold
from tiendo.domain.periods import Cadence, Period, period_around

_CODE = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d{1,2})|q(?P<quarter>[1-4])|h(?P<half>[12])))?"
)
_WORDS = (
    re.compile(r"(?:nam )?(?P<year>\d{4})"),
    re.compile(r"quy (?P<roman>iv|i{1,3}|[1-4])(?: nam | ?[/-] ?| )(?P<year>\d{4})"),
    re.compile(r"thang (?P<month>\d{1,2})(?: nam | ?[/-] ?| )(?P<year>\d{4})"),
    re.compile(r"(?P<month>\d{1,2})/(?P<year>\d{4})"),
    re.compile(r"(?:6|sau) thang (?P<part>dau|cuoi) nam (?P<year>\d{4})"),
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def read_period(text: str) -> Period | None:
    """The period a text names: "2025", "2025-H1", "2025-Q3", "2025-07", "quý III/2025",
    "tháng 7 năm 2025", "6 tháng đầu năm 2025". None where it names none."""
    folded = " ".join(fold(text).split())
    for pattern in (_CODE, *_WORDS):
        if match := pattern.fullmatch(folded):
            return _period(match.groupdict())
    return None


def _period(found: dict[str, str | None]) -> Period | None:
    year = int(found["year"] or 0)
    if not 1900 <= year <= 2200:
        return None
    if month := found.get("month"):
        number = int(month)
        return _around(Cadence.MONTHLY, year, number) if 1 <= number <= 12 else None
    if quarter := found.get("quarter") or found.get("roman"):
        number = _ROMAN.get(quarter) or int(quarter)
        return _around(Cadence.QUARTERLY, year, 3 * number)
    if half := found.get("half") or found.get("part"):
        return _around(Cadence.HALFYEARLY, year, 1 if half in ("1", "dau") else 12)
    return _around(Cadence.YEARLY, year, 1)


def _around(cadence: Cadence, year: int, month: int) -> Period:
    return period_around(cadence, dt.date(year, month, 1))
