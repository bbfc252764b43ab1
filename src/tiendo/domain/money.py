"""Whole VND: read as people type it, and shown in đồng, triệu or tỷ. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from tiendo.domain.collation import fold
from vanban.quantities import parse_number

# Far above any budget, and within the eight bytes the database keeps.
MOST_VND = 10**17
PLACES = 3


class MoneyUnit(StrEnum):
    """In what amounts are shown."""

    DONG = "dong"
    MILLION = "million"
    BILLION = "billion"


SIZES: Mapping[MoneyUnit, int] = {
    MoneyUnit.DONG: 1,
    MoneyUnit.MILLION: 10**6,
    MoneyUnit.BILLION: 10**9,
}
# What stands after the number, without marks; "đồng" may follow each scale.
_SCALES: Mapping[str, int] = {
    "": 1,
    "nghin": 10**3,
    "ngan": 10**3,
    "trieu": 10**6,
    "tr": 10**6,
    "ty": 10**9,
    "ti": 10**9,
    "nghin ty": 10**12,
    "ngan ty": 10**12,
}
_CURRENCY = r"(?:dong|vnd|d)"
_AMOUNT = re.compile(
    r"(?P<number>[-−–+]?\s*\d[\d.,\u00a0 ]*?)\s*"
    rf"(?P<scale>nghin ty|ngan ty|nghin|ngan|trieu|tr|ty|ti)?\.?\s*(?P<currency>{_CURRENCY})?\.?"
)
_ABOUT = re.compile(r"(?:khoang|tam|gan|hon|tren|duoi|uoc|toi da|toi thieu)(?!\w)|[~<>≈≥≤]")


class MoneyUnread(ValueError):
    """Words that are no amount. ``code``: empty, about (only roughly told), no_unit, not_number,
    not_money (another unit), not_whole (a part of a đồng), negative, too_big."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_money(typed: str, *, may_be_negative: bool = False) -> int:
    """The amount typed: "1.234,5 triệu", "1,2 tỷ đồng", "302.430.000.000 đồng", "0".

    Units: whole VND. A number without its unit is refused, as nobody can tell đồng from triệu.
    Errors: MoneyUnread.
    """
    text = fold(typed.replace("\u00a0", " "))
    if not text:
        raise MoneyUnread("empty")
    if _ABOUT.match(text):
        raise MoneyUnread("about")
    found = _AMOUNT.fullmatch(text)
    if found is None:
        raise MoneyUnread("not_money" if re.match(r"[-−–+]?\s*\d", text) else "not_number")
    number = _number(found["number"])
    scale = found["scale"] or ""
    if number and not scale and not found["currency"]:
        raise MoneyUnread("no_unit")
    return _whole(number * _SCALES[scale], may_be_negative=may_be_negative)


def _number(written: str) -> Decimal:
    try:
        return parse_number(written)
    except ValueError as error:
        raise MoneyUnread("not_number") from error


def _whole(value: Decimal, *, may_be_negative: bool) -> int:
    if abs(value) > MOST_VND:
        raise MoneyUnread("too_big")
    if value != value.to_integral_value():
        raise MoneyUnread("not_whole")
    if value < 0 and not may_be_negative:
        raise MoneyUnread("negative")
    return int(value)


def counted(amount: int, unit: MoneyUnit) -> Decimal:
    """An amount counted in a unit, to three decimals; half is rounded up, away from zero."""
    size = SIZES[unit]
    return (Decimal(amount) / size).quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP)


def differs_when_shown(parts: Iterable[int], whole: int, unit: MoneyUnit) -> bool:
    """Whether the parts as they are shown do not add up to the whole as it is shown.

    The whole is always shown from the whole; a page says so where this is true.
    """
    return sum((counted(part, unit) for part in parts), Decimal(0)) != counted(whole, unit)
