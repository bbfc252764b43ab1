"""Vietnamese numbers, percentages, money and target values, read and written in one place."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from vanban.models import Comparator, TargetValue

# A dot groups thousands, a comma marks decimals; either may be missing ("1.234,5", "40", "0,7").
NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?![\d.,]\d)|\d+(?:,\d+)?"
# Forms of a number, the first that matches: what groups its thousands and what its decimals.
_FORMS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?\Z"), ".", ","),
    (re.compile(r"\d+(?:,\d+)?\Z"), ".", ","),
    (re.compile(r"[1-9]\d{0,2}(?:,\d{3}){2,}\Z"), ",", "."),
    (re.compile(r"\d+\.\d{1,2}\Z|\d+\.\d{4,}\Z|0\.\d+\Z"), ",", "."),
)


class Missing(StrEnum):
    """What stands where a figure would: three states that are neither zero nor each other."""

    NO_DATA = "no_data"
    UNDEFINED = "undefined"
    NOT_DUE = "not_due"

    @property
    def words(self) -> str:
        """As official documents, which are in Vietnamese, print it."""
        return _WORDS[self]


_WORDS = {
    Missing.NO_DATA: "Chưa có số liệu",
    Missing.UNDEFINED: "Không xác định",
    Missing.NOT_DUE: "Chưa đến kỳ",
}


def parse_number(raw: str) -> Decimal:
    """The value of a number in Vietnamese writing: "1.234,5" is 1234.5.

    Errors: ValueError where the words are no number.
    """
    text = raw.strip().replace("\u00a0", "").replace(" ", "")
    is_negative = text[:1] in "-−–" and len(text) > 1
    text = text.lstrip("+-−–")
    for pattern, dropped, point in _FORMS:
        if pattern.match(text):
            value = Decimal(text.replace(dropped, "").replace(point, "."))
            # Negating a decimal by arithmetic would round it to the context's precision.
            return value.copy_negate() if is_negative else value
    raise ValueError(f"not a Vietnamese number: {raw!r}")


def format_number(value: Decimal) -> str:
    """A number in Vietnamese writing: Decimal("1234.5") gives "1.234,5"."""
    whole, _, fraction = f"{value.copy_abs():f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if value < 0 else ""
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def format_percent(ratio: Decimal, places: int = 2) -> str:
    """A ratio as documents print it: 0.3667 gives "36,67%", 0.5 gives "50%"; half is rounded up."""
    scaled = (ratio * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole = scaled.to_integral_value()
    return f"{format_number(whole if scaled == whole else scaled.normalize())}%"


_CELL_NUMBER = r"(?P<value>\d[\d.,]*\d|\d)\s*%?"
_RANGE = re.compile(
    rf"(?:[Tt]ừ\s+)?{_CELL_NUMBER}\s*(?:-|–|—|÷|đến)\s*(?P<high>\d[\d.,]*\d|\d)\s*%?"
)
_VALUE = re.compile(
    rf"(?P<before>(?:[^\d<>≥≤=]|(?<=[A-Za-zĐđ])\d)*?)(?P<sign>>=|<=|≥|≤|>|<|=)?\s*{_CELL_NUMBER}"
    r"(?P<after>.*)",
    re.DOTALL,
)
_SIGNS = {
    ">=": Comparator.GE,
    "≥": Comparator.GE,
    "<=": Comparator.LE,
    "≤": Comparator.LE,
    ">": Comparator.GT,
    "<": Comparator.LT,
    "=": Comparator.EQ,
}
# Words before or after a value and the comparison they state; the first that matches decides.
COMPARING_WORDS: tuple[tuple[re.Pattern[str], Comparator], ...] = (
    (re.compile(r"tối thiểu|ít nhất|không (?:thấp|ít|nhỏ) hơn|không dưới"), Comparator.GE),
    (re.compile(r"tối đa|không quá|không vượt quá|không (?:cao|nhiều|lớn) hơn"), Comparator.LE),
    (re.compile(r"\btop\b|thứ hạng|xếp thứ|nhóm|trong số"), Comparator.LE),
    (re.compile(r"trên|vượt|lớn hơn|cao hơn|hơn"), Comparator.GT),
    (re.compile(r"dưới|nhỏ hơn|thấp hơn"), Comparator.LT),
)
_AFTER_GE = re.compile(r"\s*(?:[^\d.;,]{0,40}\s)?trở lên")
_AFTER_LE = re.compile(r"\s*(?:[^\d.;,]{0,40}\s)?trở xuống")


def parse_target_value(raw: str) -> TargetValue | None:
    """The value of a target cell ("> 55", "16 - 18", "tối thiểu 25%", "Top 20"), as printed.

    Units: those of the cell; "25%" is 25.
    Missing: None where the cell states no number.
    """
    text = " ".join(raw.split())
    ranged = _RANGE.search(text)
    if ranged:
        low, high = _cell_value(ranged["value"]), _cell_value(ranged["high"])
        if low is not None and high is not None and low < high:
            return TargetValue(Comparator.RANGE, low, high)
    match = _VALUE.match(text)
    value = _cell_value(match["value"]) if match else None
    if match is None or value is None:
        return None
    return TargetValue(compare_words(match["before"], match["sign"] or "", match["after"]), value)


def compare_words(before: str, sign: str, after: str) -> Comparator:
    """The comparison stated around a value, by its sign or by the words before and after it."""
    if sign:
        return _SIGNS[sign]
    if _AFTER_GE.match(after):
        return Comparator.GE
    if _AFTER_LE.match(after):
        return Comparator.LE
    folded = before.casefold()
    return next((cmp for words, cmp in COMPARING_WORDS if words.search(folded)), Comparator.EQ)


def _cell_value(raw: str) -> Decimal | None:
    try:
        return parse_number(raw)
    except ValueError:
        return None
