"""Draft tasks from the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest

from vanban.bodies import find_bodies, split_bodies
from vanban.deadline_cells import parse_deadline_cell
from vanban.mark_columns import read_mark
from vanban.models import Deadline, DraftTask, Span
from vanban.roles import Roles, split_roles
from vanban.table_grid import words_of
from vanban.table_groups import bare, is_title, split_order
from vanban.table_rows import Row, TableRows
from vanban.text import fold

_SURE, _LIKELY = 0.95, 0.8
_FIELDS = ("lead", "coordinating", "deadline", "product", "progress", "budget", "start")
# A cell that begins so was cut at a page: "(5) …" or a small letter.
_MID_SENTENCE = re.compile(r"\(\d{1,2}\)\s|[a-zà-ỹđ](?!\))")


def read_tasks(table: TableRows) -> Iterator[DraftTask]:
    """The tasks of a table in order; rows that carry on the row above are joined to it."""
    last: tuple[DraftTask, Row] | None = None
    rows = list(table.rows())
    fields = (*_FIELDS, *(head.words for head in table.columns.marks.values()))
    for row, following in zip_longest(rows, rows[1:]):
        opens = table.is_group(row, following, fields)
        if last and not (opens and _starts_anew(row, table)) and _continues(row, last[1], table):
            last = (_extended(table, last[0], row), row)
            continue
        if last:
            yield last[0]
            last = None
        if opens:
            table.enter_group(row)
        elif row.get(table.main):
            last = (_task(table, row), row)
    if last:
        yield last[0]


def _starts_anew(row: Row, table: TableRows) -> bool:
    """A group without a number above a list that begins anew is no sentence that goes on."""
    return not _MID_SENTENCE.match(row.get(table.main) or "")


def _continues(row: Row, before: Row, table: TableRows) -> bool:
    """Whether a row carries on the last one: cut at a page, or under a merged task cell."""
    cell = row.cells.get(table.main)
    if cell is not None and cell is before.cells.get(table.main) and row.get(table.main):
        return cell.column_span == 1
    if row.get("no") or (cell is not None and cell.column_span > 1):
        return False
    words = row.get(table.main)
    if words:
        alone = not any(row.get(role) for role in _FIELDS)
        cut = "no" in table.columns.roles and _MID_SENTENCE.match(words) is not None
        return cut or (alone and not is_title(words))
    return any(row.get(role) for role in _FIELDS)


def _extended(table: TableRows, task: DraftTask, row: Row) -> DraftTask:
    """A task with the words of one more row joined to its fields."""
    main = table.main
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
        field_spans={**row.spans, **task.field_spans} if not merged else task.field_spans,
        span=Span(task.span.start, max(task.span.end, row.span.end)),
    )


def _task(table: TableRows, row: Row) -> DraftTask:
    text = row.get(table.main) or ""
    order = row.order
    if order is None:
        order, text = split_order(text)
    leads, joint = _leads(table, row)
    coordinating = (*joint, *_bodies(table, row, "coordinating"))
    timed, deadlines = _timed(table, row)
    group = table.group_of(row, order)
    return DraftTask(
        span=row.span,
        part=table.part,
        confidence=_SURE if row.get("lead") else _LIKELY,
        no=bare(order or "") or None,
        group=group,
        text=text,
        leads=leads or _leads_of_group(table, group),
        coordinating=coordinating,
        deadline_raw=timed,
        deadlines=deadlines,
        product=row.get("product"),
        generic=tuple(name for name in (*leads, *coordinating) if _is_generic(name)),
        field_spans=_renamed(row.spans, table.main, "text"),
    )


def _timed(table: TableRows, row: Row) -> tuple[str | None, tuple[Deadline, ...]]:
    """The deadline of a row as printed and its points: of its cell, or of its last mark."""
    for column, head in sorted(table.columns.marks.items(), reverse=True):
        words = words_of(table.grid.get((row.number, column)), table.content)
        marked = read_mark(head, words, table.part, table.year_start or table.issued)
        if marked and "deadline" not in table.columns.roles:
            return marked
    return row.get("deadline"), _deadlines(table, row)


def _leads_of_group(table: TableRows, group: str | None) -> tuple[str, ...]:
    """The body that a group is named after, in a table without any column of leads."""
    if group is None or "lead" in table.columns.roles:
        return ()
    names = [body.name for body in find_bodies(group) if body.is_known or body.is_generic]
    plain = fold(re.sub(r"\A(?:Nhiệm vụ (?:của|giao)|Giao)\s+", "", group)).strip(" .:")
    return tuple(names) if len(names) == 1 and fold(names[0]) == plain else ()


@lru_cache(maxsize=4096)
def _is_generic(name: str) -> bool:
    return any(body.is_generic for body in find_bodies(name))


def _deadlines(table: TableRows, row: Row) -> tuple[Deadline, ...]:
    span = row.spans.get("deadline")
    if span is None:
        return ()
    return parse_deadline_cell(row.words["deadline"], span.start, table.part, table.issued)


def _leads(table: TableRows, row: Row) -> Roles:
    """Who leads a row, and who coordinates by the words of the same cell."""
    span = row.spans.get("lead")
    return _roles_in(span.of(table.content)) if span else ((), ())


def _bodies(table: TableRows, row: Row, role: str) -> tuple[str, ...]:
    """The bodies of a cell, its line ends telling them apart."""
    span = row.spans.get(role)
    return _bodies_in(span.of(table.content)) if span else ()


# Many rows name the same bodies in the same words.
_roles_in = lru_cache(maxsize=4096)(split_roles)
_bodies_in = lru_cache(maxsize=4096)(split_bodies)


def _union(names: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return (*names, *(name for name in more if name not in names))


def _join(first: str | None, second: str | None, glue: str) -> str | None:
    if not second or second == first:
        return first
    return f"{first}{glue}{second}" if first else second


def _renamed(spans: dict[str, Span], old: str, new: str) -> dict[str, Span]:
    return {new if role == old else role: span for role, span in spans.items()}
