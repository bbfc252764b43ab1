"""A deadline as a reviewer types it, read by the same rules as the document's own."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tiendo.intake.errors import ReviewRefused
from vanban import parse_deadline_cell
from vanban.models import Deadline

_PRINTED_DATE = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-](\d{4,})(?!\d)")


@dataclass(frozen=True, slots=True)
class ReadDeadline:
    """A deadline as typed, its keys, and the latest acceptable day where there is one."""

    raw: str
    keys: tuple[str, ...]
    last_day: dt.date | None


def read_deadline(raw: str) -> ReadDeadline:
    """The deadline a person typed. Errors: ReviewRefused(impossible_date)."""
    raw = " ".join(raw.split())[:200]
    for day, month, year in _PRINTED_DATE.findall(raw):
        if not _exists(int(day), int(month), year):
            raise ReviewRefused("impossible_date", value=f"{day}/{month}/{year}")
    return of_deadlines(raw, parse_deadline_cell(raw, 0, "body"))


def of_deadlines(raw: str, deadlines: Sequence[Deadline]) -> ReadDeadline:
    """Deadlines as found: the last of several days is the one the work must be done by."""
    keys = tuple(deadline.key[:40] for deadline in deadlines)
    days = [deadline.last_day for deadline in deadlines if deadline.last_day is not None]
    return ReadDeadline(raw[:200], keys, max(days, default=None))


def _exists(day: int, month: int, year: str) -> bool:
    try:
        found = dt.date(int(year), month, day)
    except ValueError:
        return False
    return 1900 <= found.year <= 2200
