"""The shapes of the State budget's codes. Pure.

As the index of the State budget (324/2016/TT-BTC and what amends it) lays them out; recalled, to be
checked against the text. A code is checked by its shape alone: the index itself is the province's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CodeShape:
    """How a code looks, with one that does."""

    pattern: re.Pattern[str]
    example: str


CODES: Mapping[str, CodeShape] = {
    "chapter_code": CodeShape(re.compile(r"[0-9]{3}"), "417"),
    "sector_code": CodeShape(re.compile(r"[0-9]{3}(?:-[0-9]{3})?"), "100-103"),
    "item_code": CodeShape(re.compile(r"[0-9]{4}"), "6900"),
    "programme_code": CodeShape(re.compile(r"[0-9]{4,5}"), "00511"),
}
