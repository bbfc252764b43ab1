"""Vietnamese letters as character classes for patterns, and Roman numerals."""

from __future__ import annotations

UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
LOWER = "a-zàáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ"

# The order of lettered points. Source: Decree 30/2020/NĐ-CP and its own lists; no ă â ê ô ơ ư.
POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
# The same with the letters that a word processor counts on with: "d) e) f) g)".
LETTERS_IN_ORDER = "abcdđefghijklmnopqrstuvwxyz"

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def roman_value(numeral: str) -> int | None:
    """The value of a Roman numeral up to 399, or None where the letters form none."""
    total, highest = 0, 0
    for letter in reversed(numeral):
        value = _ROMAN.get(letter)
        if value is None:
            return None
        total += value if value >= highest else -value
        highest = max(highest, value)
    return total if total > 0 and roman_numeral(total) == numeral else None


def roman_numeral(value: int) -> str:
    """The Roman numeral of a number from 1 to 399."""
    steps = (
        (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
        (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    numeral = ""
    for step, letters in steps:
        count, value = divmod(value, step)
        numeral += letters * count
    return numeral


def is_upper_case(words: str) -> bool:
    """Whether the letters of a text are upper case, as in titles (few exceptions allowed)."""
    letters = [char for char in words if char.isalpha()]
    return bool(letters) and sum(char.isupper() for char in letters) >= 0.85 * len(letters)
