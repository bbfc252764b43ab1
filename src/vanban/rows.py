"""Draft tasks and targets from the rows of appendix tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from vanban.columns import find_columns
from vanban.layout import find_layout
from vanban.models import DraftTarget, DraftTask, Table, Text
from vanban.table_grid import grid_of
from vanban.table_groups import Groups
from vanban.table_rows import TableRows
from vanban.table_titles import sheet_part, title_horizon
from vanban.target_rows import read_targets
from vanban.task_rows import read_tasks
from vanban.unit_lines import find_unit_line

PartOf = Callable[[int], str]


def find_rows(
    text: Text, part_of: PartOf | None = None, issued: dt.date | None = None
) -> tuple[tuple[DraftTask, ...], tuple[DraftTarget, ...]]:
    """Draft tasks and targets of all tables whose header names them, in the order of the text.

    ``part_of`` tells the part of an offset; by default the layout does. A sheet that is called
    an appendix is one. ``issued`` is the date of the document, in whose year a deadline without
    a year lies.
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
    part = sheet_part(text, table) or part_of(table.span.start)
    if columns is not None:
        line = find_unit_line(text, table)
        unit = line.unit if line else None
        horizon = title_horizon(text, table)
        year_start = dt.date(int(horizon), 1, 1) if horizon.isdigit() else None
        return TableRows(
            text.content,
            table,
            grid,
            columns,
            part,
            default_unit=unit,
            default_horizon=horizon,
            year_start=year_start,
        )
    if before is None or not _goes_on(text.content, table, before):
        return None
    # The table was cut at a page: its columns and its group are those of the part before.
    groups = Groups(list(before.groups.open))
    columns = replace(before.columns, first_row=0)
    return replace(before, table=table, grid=grid, columns=columns, groups=groups)


def _goes_on(content: str, table: Table, before: TableRows) -> bool:
    """Whether a table without a head is the rest of the one before, also on the next sheet."""
    between = content[before.table.span.end : table.span.start]
    return table.columns == before.table.columns and not between.strip()
