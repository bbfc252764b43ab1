"""Files of days brought from elsewhere, as the lines people type: CSV of sheets, ICS of calendars.

Source: RFC 5545 for ICS: whole days, an end that is the day after the last one.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator

from icalendar import Calendar, Component

from tiendo.calendars.errors import CalendarError
from tiendo.domain.collation import fold
from tiendo.domain.periods import ONE_DAY

MOST_BYTES = 1024 * 1024
# A stretch of rest is no longer; a longer one is no holiday but a mistake.
_MOST_DAYS = 31
# What the name of a day says of its kind, without marks; any other day is a holiday.
_WORKED = ("lam bu", "di lam", "ngay lam viec", "lam hoan doi")
_OFF = ("nghi bu", "hoan doi")


def lines_of_file(name: str, content: bytes) -> str:
    """The days of a file, a line each: day; kind; name. The first row of a sheet may be its head.

    Errors: CalendarError file_too_large, file_kind, file_unreadable, file_without_days.
    """
    if len(content) > MOST_BYTES:
        raise CalendarError("file_too_large")
    ending = name.lower().rpartition(".")[2]
    if ending not in ("csv", "ics", "txt"):
        raise CalendarError("file_kind")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CalendarError("file_unreadable") from None
    lines = list(_days_of_calendar(text) if ending == "ics" else _rows_of_sheet(text))
    if not lines:
        raise CalendarError("file_without_days")
    return "\n".join(lines)


def _rows_of_sheet(text: str) -> Iterator[str]:
    """The rows of a CSV file; a head names columns and holds no digit."""
    first = text.partition("\n")[0]
    mark = max(";,\t", key=first.count)
    for place, cells in enumerate(csv.reader(io.StringIO(text), delimiter=mark)):
        filled = [cell.strip() for cell in cells]
        if not any(filled) or (place == 0 and not re.search(r"\d", filled[0])):
            continue
        yield "; ".join(cell.replace(";", ",") for cell in filled)


def _days_of_calendar(text: str) -> Iterator[str]:
    """The days of an ICS file, each day of a stretch on its own line."""
    try:
        events = Calendar.from_ical(text).walk("VEVENT")
    except ValueError:
        raise CalendarError("file_unreadable") from None
    for event in events:
        title = " ".join(str(event.get("SUMMARY", "")).replace(";", ",").split())
        kind = _kind_of(title)
        yield from (f"{day:%d/%m/%Y}; {kind}; {title}" for day in _days_of(event))


def _days_of(event: Component) -> Iterator[dt.date]:
    start, end = (getattr(event.get(name), "dt", None) for name in ("DTSTART", "DTEND"))
    if not isinstance(start, dt.date):
        return
    first, last = _day(start), _day(start)
    if isinstance(end, dt.date):
        last = _day(end) if isinstance(end, dt.datetime) else end - ONE_DAY
    for step in range(min((max(last, first) - first).days + 1, _MOST_DAYS)):
        yield first + step * ONE_DAY


def _day(moment: dt.date) -> dt.date:
    return moment.date() if isinstance(moment, dt.datetime) else moment


def _kind_of(title: str) -> str:
    folded = fold(title)
    if any(words in folded for words in _WORKED):
        return "làm bù"
    return "nghỉ bù" if any(words in folded for words in _OFF) else "nghỉ lễ"
