"""Cell values as a Vietnamese spreadsheet shows them: 1.234,5; 25%; 15/07/2025."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import ROUND_HALF_UP, Context, Decimal

from openpyxl.utils.datetime import from_excel

from vanban.readers.xlsx_formats import Section, section_for, sections_of

_GENERAL_DIGITS = 10
_MOST_DECIMALS = 30
_LAST_DAY = 2_958_465
_CONTEXT = Context(prec=400)


def show_number(raw: str, code: str, epoch: dt.datetime) -> str:
    """The words of a stored number under a format code; ``raw`` itself where it is no number.

    Units: as shown; 0.25 under "0%" is "25%". A format that shows nothing gives no words.
    """
    try:
        value = float(raw)
    except ValueError:
        return raw
    if not math.isfinite(value):
        return raw
    sections = sections_of(code)
    if not sections or _is_text(sections):
        return _general(value)
    section, signed = section_for(sections, value)
    if section.is_date:
        return _date(value, section, epoch) or _general(value)
    return _number(value, section, signed)


def _is_text(sections: tuple[Section, ...]) -> bool:
    return all(section.has("text") for section in sections)


def _general(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{Decimal(f'{value:.{_GENERAL_DIGITS}g}'):f}".replace(".", ",")


def _number(value: float, section: Section, signed: bool) -> str:
    if section.has("general"):
        digits = _general(abs(value) if signed else value)
    elif not section.has("digits"):
        return "".join(token.words for token in section.tokens if token.kind == "literal").strip()
    elif section.has("exponent") or _is_fraction(section):
        digits = _general(value)
    else:
        digits = _digits(value, section)
    minus = "-" if value < 0 and not signed and re.search("[1-9]", digits) else ""
    return _around(section, minus + digits.lstrip("-"))


def _is_fraction(section: Section) -> bool:
    return any(token.words == "/" for token in section.tokens)


def _digits(value: float, section: Section) -> str:
    """The digits of a number with its thousands and decimals, without its sign."""
    whole, decimals = _places(section)
    scaled = Decimal(f"{abs(value):.15g}")
    if section.has("percent"):
        scaled *= 100
    thousands = len(whole) - len(whole.rstrip(","))
    scaled = scaled.scaleb(-3 * thousands)
    rounded = scaled.quantize(
        Decimal(1).scaleb(-min(len(decimals), _MOST_DECIMALS)), ROUND_HALF_UP, context=_CONTEXT
    )
    front, _, back = f"{rounded:f}".partition(".")
    least = len(re.findall("0", whole))
    front = front.lstrip("0").rjust(least, "0")
    if "," in whole.rstrip(","):
        front = f"{int(front or 0):,}".replace(",", ".") if front else ""
    kept = len(re.findall("0", decimals))
    back = back[:kept] + back[kept:].rstrip("0")
    return f"{front or '0'},{back}" if back else front


def _places(section: Section) -> tuple[str, str]:
    """The placeholders before and after the decimal point."""
    whole, decimals, after = "", "", False
    for token in section.tokens:
        if token.kind == "point":
            after = True
        elif token.kind == "digits":
            whole, decimals = (
                (whole, decimals + token.words) if after else (whole + token.words, "")
            )
    return whole, decimals.replace(",", "")


def _around(section: Section, digits: str) -> str:
    """The digits between the words that the format writes before and after them."""
    parts: list[str] = []
    written = False
    for token in section.tokens:
        if token.kind in ("digits", "general"):
            if not written:
                parts.append(digits)
            written = True
        elif token.kind == "percent" or (token.kind == "literal" and not _is_mark(token.words)):
            parts.append(token.words)
    return "".join(parts).strip()


def _is_mark(words: str) -> bool:
    """A slash of a fraction, or a sign that the number brings itself."""
    return words in ("/", "-", "+")


# Dates


def _date(value: float, section: Section, epoch: dt.datetime) -> str | None:
    """A day or time as Vietnamese pages print it; None where no day has this number."""
    if not 0 <= value <= _LAST_DAY:
        return None
    units = [token.words for token in section.tokens if token.kind == "time"]
    if any(unit.startswith("[") for unit in units):
        return _elapsed(value)
    moment = _moment(value, epoch)
    if moment is None:
        return None
    if any(
        token.kind == "literal" and re.search(r"[^\W\d_]", token.words) for token in section.tokens
    ):
        return _in_words(moment, section)
    months = _months(units)
    day = _day(moment, any(u[0] == "d" for u in units), months, any(u[0] == "y" for u in units))
    time = f"{moment:%H:%M}" if any(unit[0] == "h" for unit in units) else ""
    midnight = day and moment.time() == dt.time()
    return day if midnight or not time else f"{day} {time}".strip()


def _moment(value: float, epoch: dt.datetime) -> dt.datetime | None:
    try:
        found = from_excel(value, epoch)
    except (OverflowError, ValueError):
        return None
    if isinstance(found, dt.time):
        return dt.datetime.combine(epoch.date(), found)
    return found if isinstance(found, dt.datetime) else None


def _months(units: list[str]) -> bool:
    """Whether an "m" stands for months: minutes stand beside hours or seconds."""
    return any(
        unit[0] == "m"
        and not (at and units[at - 1][0] == "h")
        and not (at + 1 < len(units) and units[at + 1][0] == "s")
        for at, unit in enumerate(units)
    )


def _day(moment: dt.datetime, day: bool, month: bool, year: bool) -> str:
    parts = [(day, f"{moment.day:02d}"), (month, f"{moment.month:02d}"), (year, f"{moment:%Y}")]
    return "/".join(words for is_shown, words in parts if is_shown)


def _elapsed(value: float) -> str:
    minutes = round(value * 24 * 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def _in_words(moment: dt.datetime, section: Section) -> str:
    """A format with words of its own: "Tháng" mm/yyyy."""
    parts = [
        _unit(moment, token.words) if token.kind == "time" else token.words
        for token in section.tokens
        if token.kind in ("time", "literal")
    ]
    return "".join(parts).strip()


def _unit(moment: dt.datetime, unit: str) -> str:
    number = {"y": moment.year, "m": moment.month, "d": moment.day, "h": moment.hour}
    words = str(number.get(unit[0], moment.second))
    return words if unit[0] == "y" else words.zfill(min(len(unit), 2))
