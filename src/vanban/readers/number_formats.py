"""Numbers as automatic lists print them: Roman, letters, words, circled."""

from __future__ import annotations

from collections.abc import Callable

VIETNAMESE_LETTERS = "abcdđeghiklmnopqrstuvxy"
_ASCII_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CHICAGO = "*†‡§"
_ONES = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def format_number(number: int, kind: str, custom: str = "") -> str:
    """A counter as a list of a kind prints it; ``custom`` is the pattern of a kind "custom"."""
    if kind == "custom":
        return _custom(number, custom)
    return _FORMATS.get(kind, str)(number)


def _custom(number: int, pattern: str) -> str:
    first = pattern.split(",")[0].strip()
    if "đ" in pattern.lower():
        letter = _letter(number, VIETNAMESE_LETTERS)
        return letter.upper() if first.isupper() else letter
    # "01, 02, 03, ..." and "001, 002, ..." say how many digits there are at least.
    return str(number).zfill(len(first)) if first.isdigit() else str(number)


_NUMERALS = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L")),
    *((40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    parts = []
    for value, numeral in _NUMERALS:
        count, number = divmod(number, value)
        parts.append(numeral * count)
    return "".join(parts)


def _letter(number: int, letters: str = _ASCII_LETTERS) -> str:
    """a, b, … z, aa, bb, as Word counts on."""
    if number < 1:
        return str(number)
    times, at = divmod(number - 1, len(letters))
    return letters[at] * min(times + 1, 30)


def _in_words(number: int) -> str:
    """One to ninety-nine in Vietnamese words; higher numbers in digits."""
    tens, ones = divmod(number, 10)
    if not 0 <= tens < 10:
        return str(number)
    if tens == 0:
        return _ONES[ones]
    head = "mười" if tens == 1 else f"{_ONES[tens]} mươi"
    last = {0: "", 1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(ones, _ONES[ones])
    return f"{head} {last}".strip()


def _circled(number: int) -> str:
    return chr(0x245F + number) if 1 <= number <= 20 else str(number)


def _chicago(number: int) -> str:
    times, at = divmod(max(number, 1) - 1, len(_CHICAGO))
    return _CHICAGO[at] * min(times + 1, 30)


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda number: "",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "decimalZero": lambda number: f"{number:02d}",
    "numberInDash": lambda number: f"- {number} -",
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "vietnameseCounting": _in_words,
    "cardinalText": _in_words,
    "chicago": _chicago,
    "hex": lambda number: f"{number:X}",
}
