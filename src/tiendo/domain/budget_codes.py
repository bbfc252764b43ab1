"""The shapes of the State budget's codes, by the rules of a budget year. Pure.

A code is checked by its number of digits alone: the index of the codes itself is the province's.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from tiendo.domain.parameters import ParameterVersion, find_parameter

# Each has its parameter.
CODES = ("chapter_code", "sector_code", "item_code", "programme_code")
# "100-103": loại and khoản, each of its own digits; the second may be left out.
_OF_TWO_PARTS = frozenset({"sector_code"})


@dataclass(frozen=True, slots=True)
class CodeShape:
    """From how many digits to how many a code or each of its two parts has, and by which rule."""

    least: int
    most: int
    parts: int
    rule: ParameterVersion

    def fits(self, code: str) -> bool:
        """Whether a code has the shape."""
        digits = rf"[0-9]{{{self.least},{self.most}}}"
        return re.fullmatch(rf"{digits}(?:-{digits}){{0,{self.parts - 1}}}", code) is not None

    @property
    def digits(self) -> str:
        """How many digits: "3", "4–5"."""
        return str(self.least) if self.least == self.most else f"{self.least}–{self.most}"


def code_shape(name: str, year: int) -> CodeShape:
    """The shape of a code in a budget year. Errors: UnknownParameter."""
    rule = find_parameter(f"budget_{name}_digits").version_on(dt.date(year, 1, 1))
    least, most = divmod(rule.value, 10)
    return CodeShape(least, most, 2 if name in _OF_TWO_PARTS else 1, rule)
