"""Totals and the parts listed behind them.

Codes: ``sum_holds`` (INFO) and ``sum_differs`` (WARNING), both with ``expr`` (the sum as printed,
"300 + 200 = 500 triệu đồng"), ``sum``, ``total`` and ``difference`` (in single units). Of parts
that "trong đó" introduces only that they add up is said: they need not be all; and
``part_exceeds_whole`` (WARNING), with ``part`` and ``whole`` as printed, where one is more than
what it is part of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from vanban.figures import Figure, FigureKind, find_figures
from vanban.models import BlockKind, Issue, ParsedDocument, Severity, Span
from vanban.sums import Amount, amount_of

_INTRODUCES = re.compile(
    r"(?i)(?P<gap>(?:(?![;\n]|\.\s)[^\d]|\d[\d.,]*\s?%|\([^()\n]{0,60}\)(?=[;,])){0,90}?[;,.]?)\s*"
    r"(?P<bracket>\()?\s*(?P<word>trong đó|(?:bao\s+)?gồm(?:\s+có)?|cụ thể|chia ra)"
    r"(?!\w)\s*(?::|là|có|(?=\s))"
)
_OPENS = re.compile(r"[TtGgCc](?i:(?<=t)rong đó|(?<=g)ồm|(?<=c)ụ thể|(?<=c)hia ra)")
_STOP = re.compile(r"\n|\.(?=\s)|\((?P<item>\d{1,2})\)|[()]")
_LONGEST = 2000
_MOST_PARTS = 40
_NEAR = 130
# An amount that another is only compared with, or that is no part of the whole.
_COMPARED = re.compile(
    r"(?i)(?:so với|so|cùng kỳ|tăng|giảm|vượt|tương đương|bình quân|còn lại|đã giải ngân|giải ngân"
    r"|lũy kế|mỗi|từ|đến|kế hoạch|dự toán)\s*(?:\([^()]{0,40}|được|là|khoảng)?\s*\Z"
)


@dataclass(frozen=True, slots=True)
class _Listing:
    """A total, the words that open its parts, and the parts."""

    total: Amount
    parts: tuple[Amount, ...]
    is_subset: bool


def check_sums(parsed: ParsedDocument) -> Iterator[Issue]:
    """Totals whose listed parts add up or do not, of money and of things counted alike."""
    content = parsed.text.content
    for block in parsed.text.blocks:
        if block.kind is BlockKind.CELL or not _OPENS.search(
            content, block.span.start, block.span.end
        ):
            continue
        figures = [
            figure
            for figure in find_figures(content, block.span.start, block.span.end)
            if figure.kind in (FigureKind.MONEY, FigureKind.COUNT, FigureKind.MEASURE)
        ]
        for listing in _listings(content, figures, block.span.end):
            yield from _issue(content, listing)


def _listings(content: str, figures: Sequence[Figure], end: int) -> Iterator[_Listing]:
    for index, total in enumerate(figures):
        rest = figures[index + 1 : index + 1 + _MOST_PARTS]
        if not rest:
            return
        opening = _INTRODUCES.match(content, total.span.end, min(end, total.span.end + _NEAR))
        if opening is None or opening["gap"].count(")") > opening["gap"].count("("):
            continue
        rest = [figure for figure in rest if figure.span.start >= opening.end()]
        whole = amount_of(total)
        parts = _parts(content, total, opening, rest, end)
        of_kind = [amount for part in parts if (amount := amount_of(part)).unit == whole.unit]
        is_subset = opening["word"].casefold() == "trong đó"
        if len(of_kind) > 1 or (is_subset and of_kind):
            yield _Listing(whole, tuple(of_kind), is_subset)


def _parts(
    content: str, total: Figure, opening: re.Match[str], rest: Sequence[Figure], end: int
) -> list[Figure]:
    """The amounts of one level behind the opening words: what brackets add belongs to a part."""
    stop = _end_of_list(content, total, opening, min(end, opening.end() + _LONGEST))
    kept: list[Figure] = []
    items: set[int] = set()
    at, depth = opening.end(), 0
    for figure in rest:
        if figure.span.start >= stop:
            break
        between = content[at : figure.span.start]
        depth = _depth_after(between, depth, items)
        at = figure.span.end
        nested = depth > 0 or _is_nested(content, kept, figure)
        if not nested and not _COMPARED.search(between):
            kept.append(figure)
    return kept


def _depth_after(words: str, depth: int, items: set[int]) -> int:
    """The depth of brackets behind some words; the next item of the list itself, "(2)" after a
    "(1)" outside any bracket, lies outside whatever bracket was left open."""
    for mark in re.finditer(r"\((?P<item>\d{1,2})\)|[()]", words):
        if mark["item"]:
            number = int(mark["item"])
            depth = 0 if number - 1 in items else depth
            if depth == 0:
                items.add(number)
        else:
            depth += 1 if mark[0] == "(" else -1
    return depth


def _is_nested(content: str, kept: Sequence[Figure], figure: Figure) -> bool:
    """Whether "trong đó" stands between the last part and this amount."""
    if not kept:
        return False
    between = content[kept[-1].span.end : figure.span.start]
    last = between.casefold().rfind("trong đó")
    return last >= 0 and not re.search(r"\)|\(\d{1,2}\)|;", between[last:])


def _end_of_list(content: str, total: Figure, opening: re.Match[str], limit: int) -> int:
    """Where the list ends: at its sentence's end, its bracket's, or the next item of an
    enumeration that the total itself belongs to."""
    depth = 1 if opening["bracket"] else 0
    start = max(0, total.span.start - 400)
    outer = {int(item) for item in re.findall(r"\((\d{1,2})\)", content[start : total.span.start])}
    for mark in _STOP.finditer(content, opening.end(), limit):
        if mark["item"]:
            if int(mark["item"]) - 1 in outer:
                return mark.start()
        elif mark[0] == "(":
            depth += 1
        elif mark[0] == ")":
            depth -= 1
            if depth < (1 if opening["bracket"] else 0):
                return mark.start()
        else:
            return mark.start()
    return limit


def _issue(content: str, listing: _Listing) -> Iterator[Issue]:
    added = sum((part.value for part in listing.parts), Decimal(0))
    total = listing.total.value
    holds = added == total
    if listing.is_subset and (not holds or len(listing.parts) == 1):
        yield from _too_large(listing)
        return
    span = Span(listing.total.span.start, listing.parts[-1].span.end)
    terms = " + ".join(part.printed for part in listing.parts)
    sign = "=" if holds else "≠"
    params = {
        "expr": f"{terms} {sign} {listing.total.printed} {listing.total.unit}",
        "sum": f"{added.normalize():f}",
        "total": f"{total.normalize():f}",
        "difference": f"{abs(added - total).normalize():f}",
    }
    code = "sum_holds" if holds else "sum_differs"
    yield Issue(code, Severity.INFO if holds else Severity.WARNING, span, params)


def _too_large(listing: _Listing) -> Iterator[Issue]:
    """A part of a whole that is more than the whole."""
    part = max(listing.parts, key=lambda each: each.value)
    whole = listing.total
    if part.value > whole.value:
        params = {
            "part": f"{part.printed} {part.unit}",
            "whole": f"{whole.printed} {whole.unit}",
        }
        span = Span(whole.span.start, part.span.end)
        yield Issue("part_exceeds_whole", Severity.WARNING, span, params)
