"""The header of a table: where it begins and ends, and the words over each column."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vanban.head_words import find_horizon, is_head_word, plainness, roles_of
from vanban.mark_columns import MarkHead, find_mark, names_period
from vanban.models import Cell, Table
from vanban.table_grid import Grid, is_order, words_of
from vanban.text import fold

_STACKED = 3
_LONGEST_HEAD = 120
_DECISIVE = frozenset({"lead", "coordinating", "deadline", "start", "progress", "product", "no"})


@dataclass(frozen=True, slots=True)
class Head:
    """The words over one column: all stacked ones, and the lowest alone."""

    printed: str
    lowest: str
    mark: MarkHead | None = None

    @property
    def folded(self) -> str:
        """All the words over the column, folded."""
        return fold(self.printed)

    @property
    def decides(self) -> str:
        """The folded words that tell the role: the lowest ones where they name one alone."""
        own = roles_of(self.lowest)
        return self.lowest if own and own[0] in _DECISIVE else self.folded

    @property
    def rank(self) -> int:
        """The order in which heads of one role are preferred."""
        return plainness(self.decides)


def may_head(texts: Sequence[str]) -> bool:
    """Whether a row of cells may be a header near the top of its table."""
    folded = [fold(text) for text in texts if text]
    if any(len(text) > _LONGEST_HEAD for text in folded):
        return False
    return len({role for text in folded for role in roles_of(text)[:1]} - {"note", "value"}) >= 2


_NUMBER_HEAD = re.compile(r"(?:stt|tt|số tt|số thứ tự)\.?\Z")


def is_head(texts: Sequence[str]) -> bool:
    """Whether a row of cells is surely a header, wherever in a sheet it stands."""
    folded = [fold(text).strip() for text in texts if text]
    if len(folded) < 2 or any(len(text) > _LONGEST_HEAD for text in folded):
        return False
    if any(_NUMBER_HEAD.match(text) for text in folded[:3]):
        return True
    if any(len(text) > _LONGEST_HEAD // 2 or is_order(text) for text in folded):
        return False
    return len({role for text in folded if is_head_word(text) for role in roles_of(text)[:1]}) >= 3


def find_head_end(table: Table, grid: Grid, content: str, first: int) -> int:
    """The row after the header: below all cells that begin in its first row, and below rows
    that only name columns under its groups."""
    end = first + 1
    for column in range(table.columns):
        cell = grid.get((first, column))
        if cell is not None and cell.row == first and cell.row_span < table.rows - first:
            end = max(end, cell.row + cell.row_span)
    while end < min(table.rows, first + _STACKED + 1) and _is_stacked(
        table, grid, content, first, end
    ):
        end += 1
    return min(end, table.rows)


def _is_stacked(table: Table, grid: Grid, content: str, first: int, row: int) -> bool:
    """Whether a row names columns under group heads: nothing under the first head, and words of
    heads or years elsewhere."""
    named = 0
    for column in range(table.columns):
        cell = grid.get((row, column))
        if cell is None or cell.row != row:
            continue
        words = words_of(cell, content).strip()
        if not words:
            continue
        if _is_under_subject(grid, content, first, column):
            return False
        if not (is_head_word(fold(words)) or find_horizon(words) or names_period(words)):
            return False
        named += 1
    return named >= 2 or (named == 1 and _continues_group(table, grid, content, first, row))


def _is_under_subject(grid: Grid, content: str, first: int, column: int) -> bool:
    """Whether the head above numbers or names the rows: what stands below it is a row."""
    above = grid.get((first, column))
    roles = roles_of(fold(words_of(above, content)))[:1]
    return column == 0 or (roles in (("no",), ("text",), ("metric",)) and not _spans(above))


def _spans(cell: Cell | None) -> bool:
    return cell is not None and cell.column_span > 1


def _is_under_group(grid: Grid, first: int, column: int) -> bool:
    return _spans(grid.get((first, column)))


def _continues_group(table: Table, grid: Grid, content: str, first: int, row: int) -> bool:
    """One word alone names a column only where the head above it spans several."""
    return any(
        _is_under_group(grid, first, column) and words_of(grid.get((row, column)), content).strip()
        for column in range(table.columns)
    )


def heads_of(table: Table, grid: Grid, content: str, rows: range) -> dict[int, Head]:
    """The words over each column, by the rows of its header."""
    lines = [_spread(table, grid, content, row, rows) for row in rows]
    heads = {}
    for column in range(table.columns):
        seen = list(dict.fromkeys(line[column] for line in lines if line[column]))
        if not seen:
            heads[column] = Head("", "")
            continue
        printed = " ".join(seen)
        lowest = next(row for row in reversed(rows) if _is_filled(grid, content, row, column))
        span = grid[lowest, column].span
        heads[column] = Head(printed, fold(seen[-1]), find_mark(printed, seen[-1], span))
    return heads


def _is_filled(grid: Grid, content: str, row: int, column: int) -> bool:
    return bool(words_of(grid.get((row, column)), content).strip())


def _spread(table: Table, grid: Grid, content: str, row: int, rows: range) -> dict[int, str]:
    """The words of a header row by column; a group head that is not merged goes on to its right
    over columns that are named below it."""
    words = {
        column: " ".join(words_of(grid.get((row, column)), content).split())
        for column in range(table.columns)
    }
    for column in range(1, table.columns):
        above, before = words[column], words[column - 1]
        if not above and before and row + 1 in rows:
            below = [words_of(grid.get((row + 1, at)), content) for at in (column - 1, column)]
            if all(text.strip() for text in below):
                words[column] = before
    return words
