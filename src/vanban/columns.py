"""What the columns of an appendix table hold, told by the words of its header rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from vanban.head_words import find_horizon, roles_of
from vanban.mark_columns import MarkHead, is_mark
from vanban.models import Table
from vanban.table_grid import Grid, is_counter_row, is_order, row_texts, words_of
from vanban.table_heads import Head, find_head_end, heads_of, may_head

# Titles may stand inside a table above its header; more rows than these hold data.
_ROWS_BEFORE_HEAD = 6
_LONGEST_NAME = 80
_SAMPLE = 30
_FEWEST_MARKS = 3
_FAR = 1_000_000


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


def find_columns(table: Table, grid: Grid, content: str) -> Columns | None:
    """What the columns hold; None for a table whose header names no task and no target."""
    for first in range(min(_ROWS_BEFORE_HEAD, table.rows)):
        if not may_head(row_texts(table, grid, content, first)):
            continue
        end = find_head_end(table, grid, content, first)
        heads = heads_of(table, grid, content, range(first, end))
        while end < table.rows and is_counter_row(row_texts(table, grid, content, end)):
            end += 1
        found = _classify(heads, end, _marks(heads, table, grid, content, end))
        found = _with_numbers(found, table, grid, content)
        if (found.are_targets or found.are_tasks) and _names_things(table, grid, content, found):
            return found
    return None


def _with_numbers(columns: Columns, table: Table, grid: Grid, content: str) -> Columns:
    """The first column counts the rows also where its head is left empty."""
    if "no" in columns.roles or 0 in columns.roles.values() or columns.heads.get(0):
        return columns
    rows = range(columns.first_row, min(table.rows, columns.first_row + _SAMPLE))
    filled = _filled(grid, content, rows, 0)
    if not filled or 2 * sum(map(is_order, filled)) <= len(filled):
        return columns
    return replace(columns, roles={"no": 0, **columns.roles})


def _marks(
    heads: Mapping[int, Head], table: Table, grid: Grid, content: str, first_row: int
) -> dict[int, MarkHead]:
    """The columns of periods below a head that tells of time, where marks stand in them."""
    marks = {column: head.mark for column, head in heads.items() if head.mark}
    rows = range(first_row, min(table.rows, first_row + _SAMPLE))
    filled = [words for column in marks for words in _filled(grid, content, rows, column)]
    marked = 2 * sum(map(is_mark, filled)) > len(filled)
    return marks if len(marks) >= _FEWEST_MARKS and marked else {}


def _classify(heads: Mapping[int, Head], first_row: int, marks: Mapping[int, MarkHead]) -> Columns:
    """Roles, horizons and other columns; below a shared head the lowest one decides."""
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
    ranked: Iterable[tuple[int, int, str]], heads: Mapping[int, Head]
) -> list[tuple[int, int, str]]:
    """First choices before second ones; of several columns for a role the plainest head first."""
    return sorted(ranked, key=lambda item: (item[0], heads[item[1]].rank, item[1]))


def _horizons(heads: Mapping[int, Head]) -> dict[int, str]:
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
    if roles.get("value", _FAR) < roles.get("metric", -1) and "group" not in roles:
        roles["group"] = roles.pop("value")


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
