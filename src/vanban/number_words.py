"""Amounts written in words: "ba tỷ đồng", "hai mươi lăm triệu đồng"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from vanban.models import Span

_DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_TENS = {"mười": 10, "mươi": 10, "trăm": 100}
_GROUPS = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_FILLERS = frozenset({"linh", "lẻ"})
_WORD = "|".join(sorted({*_DIGITS, *_TENS, *_GROUPS, *_FILLERS}, key=len, reverse=True))
_SPELLED = re.compile(
    rf"(?i)(?<!\w)(?P<words>(?:{'|'.join([*_DIGITS, 'mười'])})(?:\s(?:{_WORD}))*\s"
    rf"(?:{'|'.join(_GROUPS)}))\sđồng(?!\w)(?!\s(?:bào|chí|bộ|thời))"
)
_LONGEST = 90
_IN_WORDS = re.compile(r"(?i)(?:bằng chữ|viết bằng chữ)\s*:?\s*(?:là\s*)?\Z")
_DONG = re.compile(r"đồng")
_GROUP_BEFORE = re.compile(r"(?i)(?:nghìn|ngàn|triệu|t[ỷỉ])\s\Z")
_BEGINS = re.compile(rf"(?i)(?<!\w)(?:{'|'.join([*_DIGITS, 'mười'])})\s")


def value_of_words(words: str) -> Decimal | None:
    """The value of a number in words, None where they form none ("ba mươi triệu": 30000000)."""
    total = group = unit = 0
    seen = False
    for word in words.casefold().split():
        if word in _DIGITS:
            unit, seen = _DIGITS[word], True
        elif word == "mười":
            group, unit, seen = group + 10, 0, True
        elif word in _TENS:
            group, unit = group + unit * _TENS[word], 0
        elif word in _GROUPS:
            factor = _GROUPS[word]
            amount = group + unit
            total = (total + amount) * factor if factor == 10**9 else total + amount * factor
            group = unit = 0
        elif word not in _FILLERS:
            return None
    return Decimal(total + group + unit) if seen else None


def find_word_amounts(content: str, start: int, stop: int) -> Iterator[tuple[Span, Decimal]]:
    """Amounts in words; those that only repeat a figure ("bằng chữ: …") are left out."""
    for dong in _DONG.finditer(content, start, stop):
        if not _GROUP_BEFORE.search(content, max(start, dong.start() - 7), dong.start()):
            continue
        low = max(start, dong.start() - _LONGEST)
        found = _ending_at(content, low, dong.end(), stop)
        if found and not _IN_WORDS.search(content, max(0, found[0].start - 24), found[0].start):
            yield found


def _ending_at(content: str, low: int, end: int, stop: int) -> tuple[Span, Decimal] | None:
    """The longest amount in words that ends with the currency at ``end``."""
    for begin in _BEGINS.finditer(content, low, end):
        match = _SPELLED.match(content, begin.start(), min(stop, end + 6))
        if match and match.end() == end:
            value = value_of_words(match["words"])
            return (Span(*match.span()), value) if value else None
    return None
