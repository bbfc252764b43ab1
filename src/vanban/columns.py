"""What the columns of an appendix table hold, told by the words of its header rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from vanban.head_words import find_horizon, is_head_word, plainness, roles_of
from vanban.mark_columns import MarkHead, find_mark, names_period
from vanban.models import Cell, Table
from vanban.table_grid import Grid, grid_of, is_counter_row, is_order, row_texts, words_of
from vanban.text import fold

__all__ = ["Columns", "Grid", "find_columns", "grid_of", "is_head", "is_order", "words_of"]

# Titles may stand inside a table above its header; more rows than these hold data.
_ROWS_BEFORE_HEAD = 6
_STACKED = 3
_LONGEST_HEAD = 120
_LONGEST_NAME = 80
_SAMPLE = 30
_FEWEST_MARKS = 3


@dataclass(frozen=True, slots=True)
class Columns:
    """Roles by column, horizons by column, and the row where the data begin.

    ``others`` are columns without a role of their own, by the words of their head; ``marks`` are
    columns of periods in which a mark sets a deadline.
    """

    roles: Mapping[str, int]
    horizons: Mapping[int, str] = field(default_factory=dict)
    first_row: int = 0
    heads: Mapping[int, str] = field(default_factory=dict)
    others: Mapping[str, int] = field(default_factory=dict)
    marks: Mapping[int, MarkHead] = field(default_factory=dict)

    @property
    def main(self) -> str:
        """The role of the column that says what a row is about."""
        if self.are_targets:
            return "metric" if "metric" in self.roles else "text"
        return "text" if "text" in self.roles else "metric"

    @property
    def are_targets(self) -> bool:
        """Whether the rows are targets: a metric with a unit, horizons or a value."""
        if self._lists_other_things():
            return False
        measured = bool(self.horizons) or "unit" in self.roles
        if "metric" not in self.roles:
            dated = {"deadline", "product", "budget"} & set(self.roles)
            return "text" in self.roles and bool(self.horizons) and self._is_measured and not dated
        timed = {"text", "deadline", "budget"} & set(self.roles)
        return measured or not timed

    @property
    def are_tasks(self) -> bool:
        """Whether the rows are tasks: work with a lead, a deadline or a product."""
        if self._lists_other_things() or self.are_targets:
            return False
        work = "text" in self.roles or "metric" in self.roles
        assigned = {"lead", "product"} & set(self.roles)
        planned = ("deadline" in self.roles or bool(self.marks)) and "budget" not in self.roles
        return work and (bool(assigned) or planned)

    @property
    def _is_measured(self) -> bool:
        return "unit" in self.roles or "value" in self.roles

    def _lists_other_things(self) -> bool:
        """Documents with symbol and day, marks of a scorecard, counts per body."""
        listed = "symbol" in self.roles and not {"deadline", "coordinating"} & set(self.roles)
        return listed or "score" in self.roles


_DECISIVE = frozenset({"lead", "coordinating", "deadline", "start", "progress", "product", "no"})


@dataclass(frozen=True, slots=True)
class _Head:
    """The words over one column: all stacked ones, and the lowest alone."""

    printed: str
    lowest: str
    mark: MarkHead | None = None

    @property
    def folded(self) -> str:
        return fold(self.printed)

    @property
    def decides(self) -> str:
        """The folded words that tell the role: the lowest ones where they name one alone."""
        own = roles_of(self.lowest)
        return self.lowest if own and own[0] in _DECISIVE else self.folded

    @property
    def rank(self) -> int:
        return plainness(self.decides)


def find_columns(table: Table, grid: Grid, content: str) -> Columns | None:
    """What the columns hold; None for a table whose header names no task and no target."""
    for first in range(min(_ROWS_BEFORE_HEAD, table.rows)):
        if not _may_head(row_texts(table, grid, content, first)):
            continue
        end = _head_end(table, grid, content, first)
        heads = _heads(table, grid, content, range(first, end))
        while end < table.rows and is_counter_row(row_texts(table, grid, content, end)):
            end += 1
        found = _classify(heads, end)
        if (found.are_targets or found.are_tasks) and _names_things(table, grid, content, found):
            return found
    return None


def _may_head(texts: Sequence[str]) -> bool:
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


# Where a header ends, and what stands over each column


def _head_end(table: Table, grid: Grid, content: str, first: int) -> int:
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


def _heads(table: Table, grid: Grid, content: str, rows: range) -> dict[int, _Head]:
    lines = [_spread(table, grid, content, row, rows) for row in rows]
    heads = {}
    for column in range(table.columns):
        seen = list(dict.fromkeys(line[column] for line in lines if line[column]))
        if not seen:
            heads[column] = _Head("", "")
            continue
        printed = " ".join(seen)
        lowest = next(row for row in reversed(rows) if _is_filled(grid, content, row, column))
        span = grid[lowest, column].span
        heads[column] = _Head(printed, fold(seen[-1]), find_mark(printed, seen[-1], span))
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


# Roles


def _classify(heads: Mapping[int, _Head], first_row: int) -> Columns:
    """Roles, horizons and other columns; below a shared head the lowest one decides."""
    marks = {column: head.mark for column, head in heads.items() if head.mark}
    if len(marks) < _FEWEST_MARKS:
        marks = {}
    horizons = _horizons({at: head for at, head in heads.items() if at not in marks})
    ranked = sorted(
        (rank, column, role)
        for column, head in heads.items()
        if column not in horizons and column not in marks
        for rank, role in enumerate(roles_of(head.decides))
    )
    roles: dict[str, int] = {}
    taken: set[int] = set()
    for _, column, role in _best_first(ranked, heads):
        if role not in roles and column not in taken:
            roles[role] = column
            taken.add(column)
    _settle(roles, horizons)
    others = {
        head.printed[:_LONGEST_NAME]: column
        for column, head in sorted(heads.items(), reverse=True)
        if head.printed and column not in {*roles.values(), *horizons, *marks}
    }
    folded = {column: head.folded for column, head in heads.items()}
    return Columns(roles, horizons, first_row, folded, dict(reversed(others.items())), marks)


def _best_first(
    ranked: Iterable[tuple[int, int, str]], heads: Mapping[int, _Head]
) -> list[tuple[int, int, str]]:
    """First choices before second ones; of several columns for a role the plainest head first."""
    return sorted(ranked, key=lambda item: (item[0], heads[item[1]].rank, item[1]))


def _horizons(heads: Mapping[int, _Head]) -> dict[int, str]:
    found: dict[int, str] = {}
    for column, head in heads.items():
        horizon = find_horizon(head.printed)
        if horizon and horizon not in found.values():
            found[column] = horizon
    return found


def _settle(roles: dict[str, int], horizons: Mapping[int, str]) -> None:
    """What a head means beside the others: "Đơn vị" leads where nothing is measured, and
    "Nội dung | Đơn vị tính | Chỉ tiêu" states its goals under the last head."""
    if "bodies" in roles:
        measured = bool(horizons) or "metric" in roles
        role = "unit" if measured and "unit" not in roles else "lead"
        column = roles.pop("bodies")
        if role not in roles:
            roles[role] = column
    if "investor" in roles and not {"lead", "budget"} & set(roles):
        roles["lead"] = roles.pop("investor")
    if "group" in roles and "text" not in roles and "metric" not in roles:
        roles["text"] = roles.pop("group")
    if "group" in roles and roles["group"] > roles.get("text", roles.get("metric", 0)):
        del roles["group"]
    text, unit, metric = (roles.get(role) for role in ("text", "unit", "metric"))
    if text is not None and unit is not None and metric is not None and text < unit < metric:
        roles["value"] = roles.pop("metric")
        roles["metric"] = roles.pop("text")


def _names_things(table: Table, grid: Grid, content: str, columns: Columns) -> bool:
    """Whether the main column holds words and the deadlines are no hours: tables of counts and
    agendas have the same heads."""
    rows = range(columns.first_row, min(table.rows, columns.first_row + _SAMPLE))
    main = _filled(grid, content, rows, columns.roles[columns.main])
    times = _filled(grid, content, rows, columns.roles.get("deadline", -1))
    hours = sum(_HOUR.match(words) is not None for words in times)
    return 2 * sum(map(_is_wordy, main)) >= len(main) and 2 * hours <= len(times)


def _filled(grid: Grid, content: str, rows: range, column: int) -> list[str]:
    texts = (words_of(grid.get((row, column)), content).strip() for row in rows)
    return [words for words in texts if words]


_WORD = re.compile(r"[^\W\d_]{2}")
# The hours of an agenda.
_HOUR = re.compile(r"(?:[Tt]ừ\s+)?\d{1,2}\s?(?:h|g|giờ|:)\s?(?:\d{2}|\b)")


def _is_wordy(words: str) -> bool:
    return _WORD.search(words) is not None
