"""What a cell says as text, day, deadline, number; what is none is a problem."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from tiendo.composer.sheet_reading import Scalar
from tiendo.composer.sheet_reading.cells import serial_day
from tiendo.intake.deadlines import ReadDeadline, read_deadline
from tiendo.intake.errors import ReviewRefused
from vanban.quantities import parse_number

_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\ufeff]+")
# Numbers in a column of days: 1954 to 2119.
_SERIALS = range(20_000, 80_000)
_SHOWN = 80
_SHORT = 300


class BadCell(ValueError):
    """A cell that says nothing usable; ``code`` as in ``imports.messages``."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code, self.params = code, params


def text_in(value: Scalar, most: int = 4000) -> str:
    """The words of a cell on one line, in composed letters. Errors: BadCell too_long."""
    if type(value) is str:
        words = value
    elif value is None:
        return ""
    elif isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    else:
        words = str(int(value) if isinstance(value, float) and value.is_integer() else value)
    words = _one_line(words) if len(words) <= _SHORT else _as_line(words)
    if len(words) > most:
        raise BadCell("too_long", most=str(most))
    return words


def _as_line(words: str) -> str:
    if not words.isascii():
        words = unicodedata.normalize("NFC", words)
    return " ".join(_CONTROL.sub(" ", words).split())


# Cells say the same over and over, and each is asked several times.
_one_line = lru_cache(maxsize=2048)(_as_line)


def shown(value: Scalar) -> str:
    """A value as a message quotes it."""
    try:
        return text_in(value)[:_SHOWN]
    except BadCell:
        return str(value)[:_SHOWN]


def day_in(value: Scalar) -> dt.date | None:
    """The day of a cell: a date, a number of days, or typed. Errors: BadCell day_bad."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, int | float) and int(value) in _SERIALS:
        found = serial_day(int(value))
        return found if isinstance(found, dt.date) else None
    words = text_in(value)
    if not words:
        return None
    match, iso = _DAY.fullmatch(words), _ISO.fullmatch(words)
    numbers = match.groups()[::-1] if match else iso.groups() if iso else None
    if numbers is None:
        raise BadCell("day_bad")
    return _day(numbers)


def _day(numbers: tuple[str, ...]) -> dt.date:
    try:
        return dt.date(*map(int, numbers))
    except ValueError as error:
        raise BadCell("day_bad") from error


def deadline_in(value: Scalar) -> ReadDeadline | None:
    """The deadline of a cell, or its rhythm; None for none. Errors: BadCell deadline_bad."""
    if isinstance(value, dt.date | int | float) and not isinstance(value, bool):
        try:
            day = day_in(value)
        except BadCell as error:
            raise BadCell("deadline_bad") from error
        return None if day is None else _of_day(day)
    words = text_in(value, 200)
    if not words:
        return None
    found = _read(words)
    if found is None or not found.keys:
        raise BadCell("deadline_bad")
    return found


@lru_cache(maxsize=4096)
def _of_day(day: dt.date) -> ReadDeadline:
    return ReadDeadline(f"{day:%d/%m/%Y}", (day.isoformat(),), day)


@lru_cache(maxsize=4096)
def _read(words: str) -> ReadDeadline | None:
    iso = _ISO.fullmatch(words)
    try:
        return _of_day(_day(iso.groups())) if iso else read_deadline(words)
    except (ReviewRefused, BadCell):
        return None


def number_in(value: Scalar) -> Decimal | None:
    """The number of a cell, typed as "1.234,5" or kept as one. Errors: BadCell number_bad."""
    if isinstance(value, bool):
        raise BadCell("number_bad")
    if isinstance(value, int | float):
        return Decimal(str(value))
    words = text_in(value)
    if not words:
        return None
    try:
        return parse_number(words)
    except ValueError as error:
        raise BadCell("number_bad") from error


def percent_in(value: Scalar, *, is_ratio: bool) -> Decimal | None:
    """The percent of a cell; ``is_ratio``: the numbers of its column are shares of one.

    A point or a comma stands before parts of a percent: there are no thousands of them.
    Errors: BadCell percent_bad.
    """
    if isinstance(value, bool):
        raise BadCell("percent_bad")
    if isinstance(value, int | float):
        share = Decimal(str(value)) * (100 if is_ratio else 1)
    else:
        words = text_in(value).replace("%", "").replace(" ", "")
        if not words:
            return None
        if not _NUMBER.fullmatch(words):
            raise BadCell("percent_bad")
        share = Decimal(words.replace(",", "."))
    if not 0 <= share <= 100:
        raise BadCell("percent_bad")
    return share.quantize(Decimal("0.01"))
