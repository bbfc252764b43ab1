"""Months, quarters, halves and years that people name in sentences."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from vanban.models import Span

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_PERIOD = re.compile(
    r"(?i)\b(?:tháng (?P<month>\d{1,2})|quý (?P<quarter>i{1,3}|iv|[1-4])"
    r"|(?P<half>(?:6|sáu) tháng (?:đầu|cuối)))(?:\s?/\s?|\s+(?:của\s+)?năm\s+)(?P<of>\d{4})\b"
    r"|\bnăm (?P<year>\d{4})\b"
)


@dataclass(frozen=True, slots=True)
class ToldPeriod:
    """A period as a sentence names it, with its first and its last day."""

    span: Span
    words: str
    start: dt.date
    end: dt.date


def periods_in(sentence: str) -> Iterator[ToldPeriod]:
    """The periods a sentence names with their year, in order; a month 13 is none."""
    for match in _PERIOD.finditer(sentence):
        year, first, last = int(match["of"] or match["year"]), 1, 12
        if match["month"]:
            first = last = int(match["month"])
        elif match["quarter"]:
            quarter = _QUARTERS.get(match["quarter"].lower()) or int(match["quarter"])
            first, last = 3 * quarter - 2, 3 * quarter
        elif match["half"]:
            first, last = (1, 6) if match["half"].lower().endswith("đầu") else (7, 12)
        if not (1 <= first <= last <= 12 and year >= dt.MINYEAR):
            continue
        end = dt.date(year, last, calendar.monthrange(year, last)[1])
        yield ToldPeriod(Span(*match.span()), match[0], dt.date(year, first, 1), end)
