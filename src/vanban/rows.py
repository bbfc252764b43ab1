"""Draft tasks and targets from the rows of appendix tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from vanban.bodies import split_bodies
from vanban.columns import (
    Columns,
    Grid,
    find_columns,
    grid_of,
    is_counter_row,
    is_order,
    row_texts,
    words_of,
)
from vanban.dates import parse_deadline_cell
from vanban.layout import find_layout
from vanban.models import Cell, Deadline, DraftTarget, DraftTask, Span, Table, TargetValue, Text
from vanban.quantities import parse_target_value
from vanban.text import fold

PartOf = Callable[[int], str]
_SURE, _LIKELY = 0.95, 0.8


def find_rows(
    text: Text, part_of: PartOf | None = None
) -> tuple[tuple[DraftTask, ...], tuple[DraftTarget, ...]]:
    """Draft tasks and targets of all tables whose header names them, in the order of the text.

    ``part_of`` tells the part of an offset; by default the layout does.
    """
    part_of = part_of or find_layout(text).part_at
    tasks: list[DraftTask] = []
    targets: list[DraftTarget] = []
    before: _Reader | None = None
    for table in text.tables:
        reader = _reader_of(text, table, part_of, before)
        if reader is None:
            continue
        if reader.columns.are_targets:
            targets.extend(reader.read_targets())
        else:
            tasks.extend(reader.read_tasks())
        before = reader
    return tuple(tasks), tuple(targets)


def _reader_of(text: Text, table: Table, part_of: PartOf, before: _Reader | None) -> _Reader | None:
    if table.is_layout or not table.cells:
        return None
    grid = grid_of(table)
    columns = find_columns(table, grid, text.content)
    part = part_of(table.span.start)
    if columns is not None:
        return _Reader(text.content, table, grid, columns, part)
    if before is None or not _goes_on(text.content, table, part, before):
        return None
    # The table was cut at a page: its columns and its group are those of the part before.
    reader = _Reader(text.content, table, grid, replace(before.columns, first_row=0), part)
    reader.groups = before.groups
    return reader


def _goes_on(content: str, table: Table, part: str, before: _Reader) -> bool:
    between = content[before.table.span.end : table.span.start]
    same = table.columns == before.table.columns and part == before.part
    return same and not between.strip()


@dataclass(slots=True)
class _Group:
    order: str
    title: str


@dataclass(slots=True)
class _Row:
    """A row of data by role: words on one line and the span they stand in."""

    number: int
    words: dict[str, str]
    spans: dict[str, Span]
    cells: dict[str, Cell] = field(default_factory=dict)
    span: Span = Span(0, 0)

    def get(self, role: str) -> str | None:
        return self.words.get(role) or None


@dataclass(slots=True)
class _Reader:
    """Reads one table, holding the groups that its rows stand under."""

    content: str
    table: Table
    grid: Grid
    columns: Columns
    part: str
    groups: list[_Group] = field(default_factory=list)

    # Rows

    def _rows(self) -> Iterator[_Row]:
        for number in range(self.columns.first_row, self.table.rows):
            texts = row_texts(self.table, self.grid, self.content, number)
            if not any(texts) or is_counter_row(texts) or self._repeats_head(number):
                continue
            yield self._row(number)

    def _repeats_head(self, number: int) -> bool:
        """Whether a row repeats the header, as on a new page."""
        heads = self.columns.heads
        pairs = [
            (fold(words_of(self.grid.get((number, column)), self.content)).strip(), head)
            for column, head in heads.items()
            if head
        ]
        filled = [(words, head) for words, head in pairs if words]
        return len(filled) >= 2 and all(" ".join(w.split()) in h for w, h in filled)

    def _row(self, number: int) -> _Row:
        row = _Row(number, {}, {})
        for role, column in self._places():
            cell = self.grid.get((number, column))
            if cell is None:
                continue
            span = _trimmed(cell.span, self.content)
            row.cells[role] = cell
            row.words[role] = words_of(Cell(span, 0, 0), self.content)
            if span.end > span.start:
                row.spans[role] = span
        row.span = self._row_span(number)
        return row

    def _places(self) -> Iterator[tuple[str, int]]:
        yield from self.columns.roles.items()
        for column, horizon in self.columns.horizons.items():
            yield horizon, column

    def _row_span(self, number: int) -> Span:
        cells = {
            cell
            for column in range(self.table.columns)
            if (cell := self.grid.get((number, column))) is not None and cell.span.end > 0
        }
        own = [cell for cell in cells if cell.row == number and cell.span.start < cell.span.end]
        spans = [cell.span for cell in own or cells]
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    def _is_group(self, row: _Row, main: str, fields: tuple[str, ...]) -> bool:
        """Whether a row only names a group: no field but its number and title."""
        title = row.cells.get(main)
        spanned = title is not None and title.column_span > 1
        if any(row.get(role) and row.cells[role] is not title for role in fields):
            return False
        if spanned or (row.cells.get("no") is title and title is not None):
            return True
        order = row.get("no") or ""
        return is_order(order) and bool(row.get(main))

    def _enter_group(self, row: _Row, main: str) -> None:
        order = row.get("no") or ""
        title = row.get(main) or order
        if row.cells.get("no") is row.cells.get(main) or not order:
            order, title = _split_order(title)
        rank = _rank(order)
        self.groups = [group for group in self.groups if _rank(group.order) < rank]
        self.groups.append(_Group(order.rstrip(".)"), title))

    def _group(self, order: str | None) -> str | None:
        """The title of the group of a row; a numbered parent counts only for its own sub-rows."""
        for group in reversed(self.groups):
            numbered = group.order[:1].isdigit()
            if not numbered or (order or "").startswith(group.order + "."):
                return group.title
        return None

    # Tasks

    def read_tasks(self) -> Iterator[DraftTask]:
        main = "text" if "text" in self.columns.roles else "metric"
        fields = ("lead", "coordinating", "deadline", "product")
        last: tuple[DraftTask, _Row] | None = None
        for row in self._rows():
            if last and self._continues(row, last[1], main, fields):
                last = (self._extended(last[0], row, main), row)
                continue
            if last:
                yield last[0]
                last = None
            if self._is_group(row, main, fields):
                self._enter_group(row, main)
            elif row.get(main):
                last = (self._task(row, main), row)
        if last:
            yield last[0]

    def _continues(self, row: _Row, before: _Row, main: str, fields: tuple[str, ...]) -> bool:
        """Whether a row carries on the last one: cut at a page, or under a merged task cell."""
        cell = row.cells.get(main)
        if cell is not None and cell is before.cells.get(main) and row.get(main):
            return cell.column_span == 1
        if row.get("no") or (cell is not None and cell.column_span > 1):
            return False
        words = row.get(main)
        if words:
            alone = not any(row.get(role) for role in fields)
            return bool(_MID_SENTENCE.match(words)) or (alone and not _is_title(words))
        return any(row.get(role) for role in fields)

    def _extended(self, task: DraftTask, row: _Row, main: str) -> DraftTask:
        """A task with the words of one more row joined to its fields."""
        merged = row.cells.get(main) is not None and row.words.get(main, "") in task.text
        text = task.text if merged else _join(task.text, row.get(main), " ")
        lead = None if merged and row.get("lead") in task.leads else row.get("lead")
        deadline = row.get("deadline")
        fresh = deadline is not None and deadline != task.deadline_raw
        return replace(
            task,
            text=text or task.text,
            leads=_union(task.leads, lead),
            coordinating=_union(task.coordinating, row.get("coordinating")),
            product=_join(task.product, row.get("product"), "; "),
            deadline_raw=_join(task.deadline_raw, deadline if fresh else None, "; "),
            deadlines=(*task.deadlines, *(self._deadlines(row) if fresh else ())),
            span=Span(task.span.start, max(task.span.end, row.span.end)),
        )

    def _task(self, row: _Row, main: str) -> DraftTask:
        text = row.get(main) or ""
        order = row.get("no")
        if order is None:
            order, text = _split_order(text)
        return DraftTask(
            span=row.span,
            part=self.part,
            confidence=_SURE if row.get("lead") else _LIKELY,
            no=(order or "").rstrip(".)") or None,
            group=self._group(order),
            text=text,
            leads=_bodies(row.get("lead")),
            coordinating=_bodies(row.get("coordinating")),
            deadline_raw=row.get("deadline"),
            deadlines=self._deadlines(row),
            product=row.get("product"),
            field_spans=_renamed(row.spans, main, "text"),
        )

    def _deadlines(self, row: _Row) -> tuple[Deadline, ...]:
        span = row.spans.get("deadline")
        if span is None:
            return ()
        return parse_deadline_cell(row.words["deadline"], span.start, self.part)

    # Targets

    def read_targets(self) -> Iterator[DraftTarget]:
        values = tuple(self.columns.horizons.values())
        fields = (*values, "unit", "lead", "product", "value")
        for row in self._rows():
            if self._is_group(row, "metric", fields):
                self._enter_group(row, "metric")
            elif row.get("metric"):
                yield self._target(row)

    def _target(self, row: _Row) -> DraftTarget:
        metric = row.get("metric") or ""
        order = row.get("no")
        if order is None:
            order, metric = _split_order(metric)
        group = self._group(order)
        spans = _renamed(row.spans, "metric", "metric")
        return DraftTarget(
            span=row.span,
            part=self.part,
            confidence=_SURE,
            no=(order or "").rstrip(".)") or None,
            group=group,
            metric=metric,
            unit=row.get("unit"),
            values=dict(self._values(row)),
            lead=row.get("lead"),
            field_spans=spans,
        )

    def _values(self, row: _Row) -> Iterator[tuple[str, TargetValue]]:
        for horizon in self.columns.horizons.values():
            value = parse_target_value(row.words.get(horizon, ""))
            if value is not None:
                yield horizon, value
        if self.columns.horizons:
            return
        for role in ("value", "product"):
            value = parse_target_value(row.words.get(role, ""))
            if value is not None:
                yield self._group_horizon(), value
                return

    def _group_horizon(self) -> str:
        """The year that a group names ("Đến năm 2030"), for tables with one column of values."""
        years = (match[0] for g in reversed(self.groups) if (match := _YEAR.search(g.title)))
        return next(years, "")


_YEAR = re.compile(r"\b20\d\d\b")
_LEADING_ORDER = re.compile(r"((?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]+|[A-Z])[.)])\s+(?=\S)")


def _split_order(words: str) -> tuple[str, str]:
    """Number and rest of a cell that holds both ("II. Xã hội số")."""
    match = _LEADING_ORDER.match(words)
    return (match[1].rstrip(".)"), words[match.end() :]) if match else ("", words)


# A cell that begins so was cut at a page: "(5) …" or a small letter.
_MID_SENTENCE = re.compile(r"\(\d{1,2}\)\s|[a-zà-ỹđ](?!\))")
_ROMAN_ORDER = re.compile(r"[IVXLC]+[.)]?$")


def _rank(order: str) -> int:
    """The depth of a group: letters above Roman numerals above numbers; deeper numbers below."""
    if not order:
        return 1
    if order[:1].isdigit():
        return 3 + order.strip(".)").count(".")
    # C, D and so on after A and B are letters, though C and D are numerals too; I, V, X are not.
    return 1 if _ROMAN_ORDER.match(order) and order[:1] in "IVX" else 0


def _is_title(words: str) -> bool:
    return words.isupper() or bool(_LEADING_ORDER.match(words) and words[:1] in "IVXABC")


def _trimmed(span: Span, content: str) -> Span:
    words = span.of(content)
    start = span.start + len(words) - len(words.lstrip())
    return Span(start, max(start, span.start + len(words.rstrip())))


def _bodies(raw: str | None) -> tuple[str, ...]:
    return split_bodies(raw) if raw else ()


def _union(names: tuple[str, ...], raw: str | None) -> tuple[str, ...]:
    return (*names, *(name for name in _bodies(raw) if name not in names))


def _join(first: str | None, second: str | None, glue: str) -> str | None:
    if not second or second == first:
        return first
    return f"{first}{glue}{second}" if first else second


def _renamed(spans: dict[str, Span], old: str, new: str) -> dict[str, Span]:
    return {new if role == old else role: span for role, span in spans.items()}
