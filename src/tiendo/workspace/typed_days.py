"""Days as people type them: 5/6/2025, 05/06/2025, 05062025, and 2025-06-05 as in addresses."""

from __future__ import annotations

import datetime as dt
import re

from django.utils.translation import gettext as _

from vanban.dates import DATE_PATTERN, day_of, make_date

_PRINTED = re.compile(DATE_PATTERN)
# A phone's keypad of digits has no slash.
_DIGITS = re.compile(r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})", re.ASCII)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
# The same for browsers, which stop what cannot be a day before it is sent.
PATTERN = r"\s*(\d{1,2}\s?[\/.\-]\s?\d{1,2}\s?[\/.\-]\s?\d{4}|\d{8}|\d{4}-\d{1,2}-\d{1,2})\s*"
SHOWN = 40


class NoSuchDay(ValueError):
    """The words name no day; ``str()`` is the sentence for the person who typed them."""


def read_day(typed: str) -> dt.date:
    """The day that was typed. Errors: NoSuchDay."""
    text = typed.strip()
    found = _ISO.fullmatch(text) or _DIGITS.fullmatch(text)
    if found is not None:
        day = make_date(*(int(found[part]) for part in ("year", "month", "day")))
    else:
        printed = _PRINTED.fullmatch(text)
        if printed is None:
            words = _("Ngày “%(day)s” không đọc được. Nhập dạng ngày/tháng/năm, ví dụ 05/06/2025.")
            raise NoSuchDay(words % {"day": text[:SHOWN]})
        day = day_of(printed)
    if day is None:
        words = _("Ngày %(day)s không có thật. Nhập dạng ngày/tháng/năm, ví dụ 05/06/2025.")
        raise NoSuchDay(words % {"day": text[:SHOWN]})
    return day
