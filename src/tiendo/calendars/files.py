"""Files of days brought from elsewhere, as the lines people type: CSV of sheets, ICS of calendars.

Source: RFC 5545 for ICS: folded lines, whole days, an end that is the day after the last one.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator

from tiendo.calendars.errors import CalendarError
from tiendo.domain.collation import fold
from tiendo.domain.periods import ONE_DAY

MOST_BYTES = 1024 * 1024
# A stretch of rest is no longer; a longer one is no holiday but a mistake.
_MOST_DAYS = 31
_FOLD = re.compile(r"\r?\n[ \t]")
_EVENT = re.compile(r"BEGIN:VEVENT\r?\n(.*?)END:VEVENT", re.DOTALL)
_DAY = re.compile(r"^(DTSTART|DTEND)(?:;[^:\n]*)?:(\d{8})(T\d{6}Z?)?\s*$", re.MULTILINE)
_NAME = re.compile(r"^SUMMARY(?:;[^:\n]*)?:(.*?)\s*$", re.MULTILINE)
_ESCAPED = re.compile(r"\\([,;\\nN])")
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
    for event in _EVENT.findall(_FOLD.sub("", text)):
        name = _NAME.search(event)
        title = _plain(name.group(1)) if name else ""
        kind = _kind_of(title)
        yield from (f"{day:%d/%m/%Y}; {kind}; {title}" for day in _days_of(event))


def _days_of(event: str) -> Iterator[dt.date]:
    found = {key: (_read(digits), bool(time)) for key, digits, time in _DAY.findall(event)}
    start, _has_time = found.get("DTSTART", (None, False))
    if start is None:
        return
    end, is_moment = found.get("DTEND", (start + ONE_DAY, False))
    last = start if end is None else (end if is_moment else end - ONE_DAY)
    for step in range(min((max(last, start) - start).days + 1, _MOST_DAYS)):
        yield start + step * ONE_DAY


def _read(digits: str) -> dt.date | None:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _kind_of(title: str) -> str:
    folded = fold(title)
    if any(words in folded for words in _WORKED):
        return "làm bù"
    return "nghỉ bù" if any(words in folded for words in _OFF) else "nghỉ lễ"


def _plain(title: str) -> str:
    said = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], title)
    return " ".join(said.replace(";", ",").split())
