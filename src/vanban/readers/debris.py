"""Repairing recognised words where one reading alone is possible; each repair is flagged.

Repairs are made in the finished text, so that a rule sees lines, cells and what stands before and
after; all offsets move with them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain

from vanban.models import Block, Cell, Issue, Place, Severity, Span, Table, Text
from vanban.readers.debris_numbering import find_numbering
from vanban.readers.debris_words import find_words


@dataclass(frozen=True, slots=True)
class Repair:
    """Words of a text and what is printed in their place."""

    span: Span
    fixed: str


def mend(text: Text) -> Text:
    """The text with recognised words repaired; each repair gives the issue ocr_repaired."""
    found = chain(find_numbering(text), find_words(text))
    repairs = _disjoint(Repair(span, fixed) for span, fixed in found)
    recognised = [repair for repair in repairs if _is_recognised(repair.span, text.places)]
    return _apply(text, recognised) if recognised else text


def _disjoint(repairs: Iterable[Repair]) -> list[Repair]:
    kept: list[Repair] = []
    for repair in sorted(repairs, key=lambda repair: repair.span):
        if not kept or repair.span.start >= kept[-1].span.end:
            kept.append(repair)
    return kept


def _is_recognised(span: Span, places: Sequence[Place]) -> bool:
    """Whether words come from a picture: what a file holds as text is never changed."""
    at = bisect_right(places, span.start, key=lambda place: place.span.start) - 1
    return at >= 0 and places[at].confidence is not None


def _apply(text: Text, repairs: Sequence[Repair]) -> Text:
    moves = _Moves(repairs)
    parts, last = [], 0
    for repair in repairs:
        parts += [text.content[last : repair.span.start], repair.fixed]
        last = repair.span.end
    content = "".join((*parts, text.content[last:]))
    flags = (
        Issue(
            "ocr_repaired",
            Severity.INFO,
            moves.span(repair.span),
            {"raw": repair.span.of(text.content), "fixed": repair.fixed},
        )
        for repair in repairs
    )
    return replace(
        text,
        content=content,
        blocks=tuple(_moved_block(block, moves) for block in text.blocks),
        tables=tuple(_moved_table(table, moves) for table in text.tables),
        places=tuple(replace(place, span=moves.span(place.span)) for place in text.places),
        issues=(*(_moved_issue(issue, moves) for issue in text.issues), *flags),
    )


class _Moves:
    """Where offsets of the old text lie in the new one."""

    def __init__(self, repairs: Sequence[Repair]) -> None:
        self._repairs = repairs
        self._starts = [repair.span.start for repair in repairs]
        grown = (len(repair.fixed) - (repair.span.end - repair.span.start) for repair in repairs)
        self._shifts = [0, *accumulate(grown)]

    def span(self, span: Span) -> Span:
        """The stretch with the same words, those repaired as a whole."""
        return Span(self._at(span.start, is_end=False), self._at(span.end, is_end=True))

    def _at(self, offset: int, *, is_end: bool) -> int:
        index = bisect_right(self._starts, offset)
        if index and offset < self._repairs[index - 1].span.end:
            repair = self._repairs[index - 1]
            inside = is_end and offset > repair.span.start
            start = repair.span.start + self._shifts[index - 1]
            return start + (len(repair.fixed) if inside else 0)
        # An offset right at a repair's start lies before it.
        before = index - 1 if index and self._starts[index - 1] == offset else index
        return offset + self._shifts[before]


def _moved_block(block: Block, moves: _Moves) -> Block:
    return replace(block, span=moves.span(block.span))


def _moved_table(table: Table, moves: _Moves) -> Table:
    return replace(
        table,
        span=moves.span(table.span),
        cells=tuple(_moved_cell(cell, moves) for cell in table.cells),
    )


def _moved_cell(cell: Cell, moves: _Moves) -> Cell:
    return replace(cell, span=moves.span(cell.span))


def _moved_issue(issue: Issue, moves: _Moves) -> Issue:
    return issue if issue.span is None else replace(issue, span=moves.span(issue.span))
