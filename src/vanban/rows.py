"""Draft tasks and targets from the rows of appendix tables."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from vanban.bodies import split_bodies
from vanban.columns import (
    find_columns,
    grid_of,
)
from vanban.deadline_cells import parse_deadline_cell
from vanban.layout import find_layout
from vanban.models import Deadline, DraftTarget, DraftTask, Span, Table, TargetValue, Text
from vanban.quantities import parse_target_value
from vanban.roles import Roles, split_roles
from vanban.table_rows import Row, TableRows, is_title, split_order

PartOf = Callable[[int], str]
_SURE, _LIKELY = 0.95, 0.8


def find_rows(
    text: Text, part_of: PartOf | None = None, issued: dt.date | None = None
) -> tuple[tuple[DraftTask, ...], tuple[DraftTarget, ...]]:
    """Draft tasks and targets of all tables whose header names them, in the order of the text.

    ``part_of`` tells the part of an offset; by default the layout does. ``issued`` is the date of
    the document, in whose year a deadline without a year lies.
    """
    part_of = part_of or find_layout(text).part_at
    tasks: list[DraftTask] = []
    targets: list[DraftTarget] = []
    before: TableRows | None = None
    for table in text.tables:
        reader = _rows_of(text, table, part_of, before)
        if reader is None:
            continue
        reader.issued = issued
        if reader.columns.are_targets:
            targets.extend(read_targets(reader))
        else:
            tasks.extend(read_tasks(reader))
        before = reader
    return tuple(tasks), tuple(targets)


def _rows_of(
    text: Text, table: Table, part_of: PartOf, before: TableRows | None
) -> TableRows | None:
    if table.is_layout or not table.cells:
        return None
    grid = grid_of(table)
    columns = find_columns(table, grid, text.content)
    part = part_of(table.span.start)
    if columns is not None:
        return TableRows(text.content, table, grid, columns, part)
    if before is None or not _goes_on(text.content, table, part, before):
        return None
    # The table was cut at a page: its columns and its group are those of the part before.
    reader = TableRows(text.content, table, grid, replace(before.columns, first_row=0), part)
    reader.groups = before.groups
    return reader


def _goes_on(content: str, table: Table, part: str, before: TableRows) -> bool:
    between = content[before.table.span.end : table.span.start]
    same = table.columns == before.table.columns and part == before.part
    return same and not between.strip()


# A cell that begins so was cut at a page: "(5) …" or a small letter.
_MID_SENTENCE = re.compile(r"\(\d{1,2}\)\s|[a-zà-ỹđ](?!\))")
_YEAR = re.compile(r"\b20\d\d\b")


def read_tasks(table: TableRows) -> Iterator[DraftTask]:
    """The tasks of a table in order; rows that carry on the row above are joined to it."""
    main = "text" if "text" in table.columns.roles else "metric"
    fields = ("lead", "coordinating", "deadline", "product")
    last: tuple[DraftTask, Row] | None = None
    for row in table.rows():
        if last and _continues(row, last[1], main, fields):
            last = (_extended(table, last[0], row, main), row)
            continue
        if last:
            yield last[0]
            last = None
        if table.is_group(row, main, fields):
            table.enter_group(row, main)
        elif row.get(main):
            last = (_task(table, row, main), row)
    if last:
        yield last[0]


def _continues(row: Row, before: Row, main: str, fields: tuple[str, ...]) -> bool:
    """Whether a row carries on the last one: cut at a page, or under a merged task cell."""
    cell = row.cells.get(main)
    if cell is not None and cell is before.cells.get(main) and row.get(main):
        return cell.column_span == 1
    if row.get("no") or (cell is not None and cell.column_span > 1):
        return False
    words = row.get(main)
    if words:
        alone = not any(row.get(role) for role in fields)
        cut = "no" in row.words and _MID_SENTENCE.match(words) is not None
        return cut or (alone and not is_title(words))
    return any(row.get(role) for role in fields)


def _extended(table: TableRows, task: DraftTask, row: Row, main: str) -> DraftTask:
    """A task with the words of one more row joined to its fields."""
    merged = row.cells.get(main) is not None and row.words.get(main, "") in task.text
    text = task.text if merged else _join(task.text, row.get(main), " ")
    lead = None if merged and row.get("lead") in task.leads else row.get("lead")
    leads, joint = _leads(table, row)
    deadline = row.get("deadline")
    fresh = deadline is not None and deadline != task.deadline_raw
    return replace(
        task,
        text=text or task.text,
        leads=_union(task.leads, leads if lead else ()),
        coordinating=_union(task.coordinating, (*joint, *_bodies(table, row, "coordinating"))),
        product=_join(task.product, row.get("product"), "; "),
        deadline_raw=_join(task.deadline_raw, deadline if fresh else None, "; "),
        deadlines=(*task.deadlines, *(_deadlines(table, row) if fresh else ())),
        span=Span(task.span.start, max(task.span.end, row.span.end)),
    )


def _task(table: TableRows, row: Row, main: str) -> DraftTask:
    text = row.get(main) or ""
    order = row.get("no")
    if order is None:
        order, text = split_order(text)
    leads, joint = _leads(table, row)
    return DraftTask(
        span=row.span,
        part=table.part,
        confidence=_SURE if row.get("lead") else _LIKELY,
        no=(order or "").rstrip(".)") or None,
        group=table.group_of(order),
        text=text,
        leads=leads,
        coordinating=(*joint, *_bodies(table, row, "coordinating")),
        deadline_raw=row.get("deadline"),
        deadlines=_deadlines(table, row),
        product=row.get("product"),
        field_spans=_renamed(row.spans, main, "text"),
    )


def _deadlines(table: TableRows, row: Row) -> tuple[Deadline, ...]:
    span = row.spans.get("deadline")
    if span is None:
        return ()
    return parse_deadline_cell(row.words["deadline"], span.start, table.part, table.issued)


def read_targets(table: TableRows) -> Iterator[DraftTarget]:
    """The targets of a table in order."""
    values = tuple(table.columns.horizons.values())
    fields = (*values, "unit", "lead", "product", "value")
    for row in table.rows():
        if table.is_group(row, "metric", fields):
            table.enter_group(row, "metric")
        elif row.get("metric"):
            yield _target(table, row)


def _target(table: TableRows, row: Row) -> DraftTarget:
    metric = row.get("metric") or ""
    order = row.get("no")
    if order is None:
        order, metric = split_order(metric)
    group = table.group_of(order)
    spans = _renamed(row.spans, "metric", "metric")
    return DraftTarget(
        span=row.span,
        part=table.part,
        confidence=_SURE,
        no=(order or "").rstrip(".)") or None,
        group=group,
        metric=metric,
        unit=row.get("unit"),
        values=dict(_values(table, row)),
        lead=row.get("lead"),
        field_spans=spans,
    )


def _values(table: TableRows, row: Row) -> Iterator[tuple[str, TargetValue]]:
    for horizon in table.columns.horizons.values():
        value = parse_target_value(row.words.get(horizon, ""))
        if value is not None:
            yield horizon, value
    if table.columns.horizons:
        return
    for words in (row.get("value"), row.get("product"), _stated_value(table, row)):
        value = parse_target_value(words or "")
        if value is not None:
            yield _group_horizon(table), value
            return


# The goal that a metric states itself where no column does ("… đạt tối thiểu 60%").
_STATED = re.compile(
    r"(?:(?:tối thiểu|ít nhất|không dưới|tối đa|không quá|trên|dưới|từ|khoảng)\s+)?"
    r"\d[\d.,]{0,12}\s?%(?:\s+trở lên)?"
)


def _stated_value(table: TableRows, row: Row) -> str | None:
    """The last percentage of a metric, in tables without any column for values."""
    if {"value", "product", "unit"} & set(table.columns.roles):
        return None
    found = _STATED.findall(row.get("metric") or "")
    return found[-1] if found else None


def _group_horizon(table: TableRows) -> str:
    """The year that a group names ("Đến năm 2030"), for tables with one column of values."""
    years = (match[0] for g in reversed(table.groups) if (match := _YEAR.search(g.title)))
    return next(years, "")


def _leads(table: TableRows, row: Row) -> Roles:
    """Who leads a row, and who coordinates by the words of the same cell."""
    span = row.spans.get("lead")
    return split_roles(span.of(table.content)) if span else ((), ())


def _bodies(table: TableRows, row: Row, role: str) -> tuple[str, ...]:
    """The bodies of a cell, its line ends telling them apart."""
    span = row.spans.get(role)
    return split_bodies(span.of(table.content)) if span else ()


def _union(names: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return (*names, *(name for name in more if name not in names))


def _join(first: str | None, second: str | None, glue: str) -> str | None:
    if not second or second == first:
        return first
    return f"{first}{glue}{second}" if first else second


def _renamed(spans: dict[str, Span], old: str, new: str) -> dict[str, Span]:
    return {new if role == old else role: span for role, span in spans.items()}
