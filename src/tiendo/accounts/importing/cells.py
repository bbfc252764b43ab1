"""What a cell says as text, name, number of a phone, day; a value that is none is a problem."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from vanban.dates import DATE_PATTERN, day_of

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{1,149}")
_PRINTED = re.compile(DATE_PATTERN)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_PHONE_DIGITS = range(8, 14)
# Excel takes the leading zero of a mobile number away.
_WITHOUT_ZERO = 9


class BadCell(ValueError):
    """A cell that says nothing usable; ``code`` as in ``importing.messages``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def text_of(value: object, most: int) -> str:
    """The words of a cell on one line, in composed letters. Errors: BadCell too_long."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    kept = (
        " " if unicodedata.category(sign) in ("Cc", "Cf", "Zl", "Zp") else sign
        for sign in unicodedata.normalize("NFC", str(value))
    )
    words = " ".join("".join(kept).split())
    if len(words) > most:
        raise BadCell("too_long")
    return words


def username_of(value: object) -> str:
    """A sign-in name in small letters. Errors: BadCell username_missing, username_bad."""
    name = text_of(value, 150).casefold()
    if not name:
        raise BadCell("username_missing")
    if not USERNAME.fullmatch(name):
        raise BadCell("username_bad")
    return name


def email_of(value: object) -> str:
    """An address of mail; empty for none. Errors: BadCell email_bad."""
    address = text_of(value, 254)
    if address:
        try:
            validate_email(address)
        except ValidationError as error:
            raise BadCell("email_bad") from error
    return address


def phone_of(value: object) -> str:
    """A number of a phone as digits; empty for none. Errors: BadCell phone_bad."""
    words = text_of(value, 40)
    if not words:
        return ""
    digits = re.sub(r"[\s.()\-]", "", words)
    plain = digits.removeprefix("+")
    if not (plain.isascii() and plain.isdecimal() and len(plain) in _PHONE_DIGITS):
        raise BadCell("phone_bad")
    is_cut = isinstance(value, int | float) and len(plain) == _WITHOUT_ZERO
    return f"0{plain}" if is_cut else digits


def day_in(value: object, default: dt.date) -> dt.date:
    """The day of a cell, typed or a date of the workbook. Errors: BadCell day_bad."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    words = text_of(value, 40)
    if not words:
        return default
    printed = _PRINTED.fullmatch(words)
    day = day_of(printed) if printed else _iso(words)
    if day is None:
        raise BadCell("day_bad")
    return day


def _iso(words: str) -> dt.date | None:
    found = _ISO.fullmatch(words)
    if found is None:
        return None
    try:
        return dt.date(*map(int, found.groups()))
    except ValueError:
        return None
