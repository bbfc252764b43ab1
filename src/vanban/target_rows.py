"""Draft targets from the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from vanban.models import DraftTarget, Span, TargetValue
from vanban.table_groups import bare, split_order
from vanban.table_rows import Row, TableRows
from vanban.target_cells import obligation_of, ranked, read_value, unit_base, unit_of

_SURE = 0.95
_YEAR = re.compile(r"\b20\d\d\b")
_SMALL_LETTER = re.compile(r"[a-zà-ỹđ](?!\))")


def read_targets(table: TableRows) -> Iterator[DraftTarget]:
    """The targets of a table in order; a metric cut at a page is joined."""
    fields = (*table.columns.horizons.values(), "unit", "lead", "product", "value", "deadline")
    last: DraftTarget | None = None
    rows = list(table.rows())
    for row, following in zip_longest(rows, rows[1:]):
        if last and _is_cut(table, row, fields):
            last = _extended(table, last, row)
            continue
        if last:
            yield last
            last = None
        if table.is_group(row, following, fields):
            table.enter_group(row)
        elif row.get(table.main):
            last = _target(table, row)
    if last:
        yield last


def _is_cut(table: TableRows, row: Row, fields: tuple[str, ...]) -> bool:
    """Whether a row only carries on the metric above."""
    words = row.get(table.main)
    alone = not row.get("no") and not any(row.get(role) for role in fields)
    cell = row.cells.get(table.main)
    narrow = cell is not None and cell.column_span == 1
    return bool(words) and alone and narrow and _SMALL_LETTER.match(words or "") is not None


def _extended(table: TableRows, target: DraftTarget, row: Row) -> DraftTarget:
    metric = f"{target.metric} {row.get(table.main)}"
    span = Span(target.span.start, max(target.span.end, row.span.end))
    return replace(target, metric=metric, span=span, unit_base=unit_base(target.unit, metric))


def _target(table: TableRows, row: Row) -> DraftTarget:
    metric = row.get(table.main) or ""
    order = row.order
    if order is None:
        order, metric = split_order(metric)
    values = dict(_values(table, row))
    shown = tuple(words for words, _ in values.values())
    unit = row.get("unit") or unit_of(metric, shown) or _table_unit(table, values)
    group = table.group_of(row, order)
    return DraftTarget(
        span=row.span,
        part=table.part,
        confidence=_SURE,
        no=bare(order or "") or None,
        group=group,
        metric=metric,
        unit=unit,
        unit_base=unit_base(unit, metric),
        values={key: ranked(value, unit, words) for key, (words, value) in values.items()},
        lead=row.get("lead"),
        obligation=obligation_of(metric, *shown, *_heads(table, values), group or ""),
        field_spans={
            "metric" if role == table.main else role: span for role, span in row.spans.items()
        },
    )


def _table_unit(table: TableRows, values: dict[str, tuple[str, TargetValue]]) -> str | None:
    """The unit line of the table, for rows with values and no unit of their own."""
    return table.default_unit if values else None


def _heads(table: TableRows, values: dict[str, tuple[str, TargetValue]]) -> Iterator[str]:
    """The heads of the columns whose values a row has."""
    for column, horizon in table.columns.horizons.items():
        if horizon in values:
            yield table.columns.heads.get(column, "")


def _values(table: TableRows, row: Row) -> Iterator[tuple[str, tuple[str, TargetValue]]]:
    """The value of each horizon with the words that state it."""
    for horizon in table.columns.horizons.values():
        words = row.words.get(horizon, "")
        value = read_value(words)
        if value is not None:
            yield horizon, (words, value)
    if table.columns.horizons:
        return
    for stated in (row.get("value"), row.get("product"), _stated_value(table, row)):
        value = read_value(stated or "")
        if stated and value is not None:
            yield _group_horizon(table), (stated, value)
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
    found = _STATED.findall(row.get(table.main) or "")
    return found[-1] if found else None


def _group_horizon(table: TableRows) -> str:
    """The year that a group or the table's title names ("Đến năm 2030"), for tables with one
    column of values."""
    titles = (group.title for group in reversed(table.groups.open))
    years = (match[0] for title in titles if (match := _YEAR.search(title)))
    return next(years, table.default_horizon)
