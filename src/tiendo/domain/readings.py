"""What somebody typed or a file holds as a figure: read exactly, or refused with what to do.

Nothing is coerced: "khoảng 99,9%" is 0.999 said to be about so, "1,234.5" is no Vietnamese number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from vanban.quantities import parse_number

PERCENT = "%"
_UNIT_SIGNS = "%‰°"
_HUNDRED = Decimal(100)
_PLACES = 6
_LARGEST = Decimal(10) ** 21


class Qualifier(StrEnum):
    """How exact the source says the figure is."""

    EXACT = "exact"
    ABOUT = "about"
    OVER = "over"
    UNDER = "under"


_QUALIFYING = (
    (Qualifier.ABOUT, re.compile(r"(?:khoảng|gần bằng|xấp xỉ|ước(?: đạt| khoảng)?|~)\s*", re.I)),
    (Qualifier.OVER, re.compile(r"(?:hơn|trên|vượt|>(?!=))\s*", re.I)),
    (Qualifier.UNDER, re.compile(r"(?:gần|dưới|chưa (?:đến|tới)|<(?!=))\s*", re.I)),
)
_FIGURE = re.compile(r"([+\-−–]?\s*\d[\d.,\s]*)(.*)", re.DOTALL)
# Thousands apart by commas, or a point before what is no group of three: another country's writing.
_FOREIGN = re.compile(
    r"[+\-−–]?\s*(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d+\.(?:\d{1,2}|\d{4,})|0\.\d+)"
)
# Spaces group thousands, or stand behind the sign; anywhere else they part two numbers.
_SPACED = re.compile(r"[+\-−–]?\s?(?:\d{1,3}(?: \d{3})+(?:,\d+)?|\S+)")
# What people put where there is no figure; zero, no data and not applicable would all fit.
_UNCLEAR = re.compile(
    r"[-−–—/.…x]+|n/?a|null|k(?:xđ|ad|có)|trống"
    r"|(?:chưa|không) (?:có|xác định|áp dụng|rõ|biết)(?: số liệu)?|không",
    re.I,
)

# A bare number as most are typed: no other reading of it is left open, and none is too long.
_BARE = re.compile(r"(?:[1-9]\d{0,2}(?:\.\d{3}){1,4}|\d{1,15})(?:,\d{1,4})?")


class UnreadableFigure(ValueError):
    """A figure that cannot be read: ``code`` says why, ``params`` fill the words for it."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure as it is kept.

    Units: those of the indicator; a percentage is a ratio (99,9 % is 0.999).
    """

    value: Decimal
    qualifier: Qualifier = Qualifier.EXACT


def read_figure(raw: str, *, unit: str) -> Reading:
    """The figure that ``raw`` states in a unit, with the word that makes it less than exact.

    The unit may follow the number; a number alone under the unit "%" is in per cent.
    Errors: UnreadableFigure.
    """
    if _BARE.fullmatch(raw):
        value = Decimal(raw.replace(".", "").replace(",", "."))
        return Reading(value / _HUNDRED if unit == PERCENT else value)
    text = " ".join(raw.split())
    if not text:
        raise UnreadableFigure("empty")
    if _UNCLEAR.fullmatch(text):
        raise UnreadableFigure("gap_unclear", raw=text)
    qualifier, rest = _qualifier(text)
    found = _FIGURE.fullmatch(rest)
    if found is None:
        raise UnreadableFigure("not_a_number", raw=text)
    value = _number(found[1].strip(), text)
    given = found[2].strip()
    if given and not (given[0].isalpha() or given[0] in _UNIT_SIGNS):
        raise UnreadableFigure("not_a_number", raw=text)
    if given and given.casefold() != unit.casefold():
        raise UnreadableFigure("other_unit", raw=text, given=given, unit=unit)
    return Reading(_kept(value / _HUNDRED if unit == PERCENT else value, text), qualifier)


def _qualifier(text: str) -> tuple[Qualifier, str]:
    for qualifier, words in _QUALIFYING:
        if match := words.match(text):
            return qualifier, text[match.end() :]
    return Qualifier.EXACT, text


def _number(written: str, raw: str) -> Decimal:
    if not _SPACED.fullmatch(written):
        raise UnreadableFigure("not_a_number", raw=raw)
    if _FOREIGN.fullmatch(written):
        suggested = written.translate(str.maketrans(",.", ".,"))
        raise UnreadableFigure("foreign_number", raw=raw, suggested=suggested)
    try:
        return parse_number(written)
    except ValueError:
        raise UnreadableFigure("not_a_number", raw=raw) from None


def _kept(value: Decimal, raw: str) -> Decimal:
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and exponent < -_PLACES:
        raise UnreadableFigure("too_precise", raw=raw, places=_PLACES)
    if abs(value) >= _LARGEST:
        raise UnreadableFigure("too_large", raw=raw)
    return value
