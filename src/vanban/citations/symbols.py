"""Symbols of documents in running text, told from other numbers that look alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vanban.citations.announcements import Announcement, find_announcement
from vanban.citations.symbol_rules import (
    SYMBOL_RULES,
    SYMBOL_UPPER,
    SymbolRule,
    has_known_code,
)
from vanban.models import Span

_BEGINS = re.compile(
    rf"\d(?<![\w/.]\d)(?<!\w[-–]\d)(?<!\d:\d)\d{{0,5}}[a-zA-E]?(?:\.\d{{1,3}})?"
    rf"(?: ?[/–-][ \n]?[{SYMBOL_UPPER}]| ?/ ?(?:19|20)\d\d ?/| ?[{SYMBOL_UPPER}]{{2,5}} ?/)"
)
_LISTED = re.compile(r"\s*(?:[,;]|và|hoặc|cùng)?\s*(?:và\s+)?\Z")
_DATED = re.compile(r"\s*,?\s*\(?ngày\s*\d", re.IGNORECASE)
# What has numbers of its own: roads, plots, accounts, rooms, standards.
_OTHER_NUMBERS = frozenset(
    ("mẫu", "biểu", "km", "lô", "thửa", "đất", "khoản", "thoại", "phòng", "hộ", "tầng", "tuyến",
     "đường", "mã", "hiệu", "nhà", "tcvn", "qcvn", "iso", "iec", "model")
)  # fmt: skip
_ADDRESS = re.compile(r"(?:://|www\.|@)\S{0,200}\Z")
_WINDOW = 40


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol in the text: what is printed, its canonical form, the family of its rule."""

    span: Span
    raw: str
    number: str
    family: str
    confidence: float = 0.98
    announcement: Announcement | None = None


def find_symbols(content: str, start: int = 0, end: int | None = None) -> Iterator[Symbol]:
    """Every document symbol of a stretch of text, in order, own symbol included."""
    stop = len(content) if end is None else end
    position = start
    last = -1
    while begins := _BEGINS.search(content, position, stop):
        symbol = _symbol_at(content, begins.start(), stop, last)
        position = symbol.span.end if symbol else begins.start() + 1
        if symbol:
            last = symbol.span.end
            yield symbol


def _symbol_at(content: str, start: int, stop: int, last: int) -> Symbol | None:
    announced: Announcement | None = None
    for rule in SYMBOL_RULES:
        match = rule.pattern.match(content, start, stop)
        if match is None:
            continue
        number = rule.canonical(match)
        announced = announced or find_announcement(content, start)
        if number and _is_symbol(rule, match, last, announced):
            span = Span(*match.span())
            return Symbol(span, match[0], number, rule.name, rule.confidence, announced)
    return None


def _is_symbol(
    rule: SymbolRule, match: re.Match[str], last: int, announced: Announcement | None
) -> bool:
    """Whether the letters are codes of a document and not "4-H/TV", "2-IPHONE-X" or an address."""
    content, start = match.string, match.start()
    if announced:
        return announced.type is not None or not _has_other_number(content, announced.start)
    if rule.is_loose or _has_other_number(content, start) or _is_address(content, start):
        return False
    if rule.name == "normative":
        return True
    if has_known_code(match[0]):
        return True
    if 0 <= last <= start and start - last <= _WINDOW and _LISTED.match(content[last:start]):
        return True
    return rule.name == "administrative" and _stands_alone(match)


def _has_other_number(content: str, end: int) -> bool:
    """Whether a word before a number says that it counts something else."""
    before = content[max(0, end - 12) : end].rstrip(" :").rsplit(None, 1)
    return bool(before) and before[-1].casefold() in _OTHER_NUMBERS


def _is_address(content: str, start: int) -> bool:
    before = content[max(0, start - 240) : start]
    may_be = "://" in before or "@" in before or "www." in before
    return may_be and _ADDRESS.search(before) is not None


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether a symbol fills a line or cell, or its date follows."""
    content, (start, end) = match.string, match.span()
    opens = start == 0 or content[start - 1] == "\n"
    closes = end == len(content) or content[end] == "\n"
    return (opens and closes) or _DATED.match(content, end) is not None
