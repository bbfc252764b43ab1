"""Small builders of blocks: sentences with figures in them, tables of counts and of tasks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from tiendo.composer.model import (
    Align,
    Cell,
    Column,
    Content,
    FigureRef,
    Inline,
    Paragraph,
    Row,
    RowKind,
    Run,
    Table,
    cell,
    content,
    row,
)
from tiendo.reporting.facts.tasks import Scope
from tiendo.reporting.formulas import (
    DONE_LATE,
    DONE_ON_TIME,
    IN_PROGRESS,
    OTHER,
    OVERDUE,
    TOTAL,
    Count,
)
from tiendo.reporting.measures import FigureBook, count_of, ratio_of
from vanban.dates import format_date

_GAP = re.compile(r"\{(\w+)\}")
SCOPE_COUNTS = (TOTAL, DONE_ON_TIME, DONE_LATE, IN_PROGRESS, OVERDUE, OTHER)


def sentence(template: str, **parts: str | Inline) -> Content:
    """The words of a template with strings and figures in its gaps ("{total} nhiệm vụ")."""
    pieces = _GAP.split(template)
    filled = [parts[piece] if at % 2 else piece for at, piece in enumerate(pieces)]
    return content(*(piece for piece in filled if piece != ""))


def paragraph(template: str, **parts: str | Inline) -> Paragraph:
    """A paragraph made by ``sentence``."""
    return Paragraph(sentence(template, **parts))


def joined(lists: Sequence[Content], separator: str = ", ") -> Content:
    """Several contents in one, parted by a separator."""
    made: list[Inline] = []
    for at, each in enumerate(lists):
        made += [Run(separator)] if at else []
        made += each
    return tuple(made)


def day_or_missing(day: dt.date | None, words: str) -> str:
    """The day as documents print it, or the words that stand for none."""
    return format_date(day) if day else words


def count_ref(book: FigureBook, scope: Scope, count: Count, *, bold: bool = False) -> FigureRef:
    """One count of a scope as a figure."""
    label = f"{count.label}, {scope.label}" if scope.label else count.label
    ids = scope.ids_of(count.statuses)
    return book.put(count_of(f"{scope.key}.{count.code}", label, count.formula, ids), bold=bold)


def rate_ref(book: FigureBook, scope: Scope, *, bold: bool = False) -> FigureRef:
    """The on-time rate of a scope as a figure."""
    label = "Tỷ lệ hoàn thành đúng hạn"
    label = f"{label}, {scope.label}" if scope.label else label
    ids = scope.ids_of((*DONE_ON_TIME.statuses, *DONE_LATE.statuses, *OVERDUE.statuses))
    rate = scope.counts.on_time_rate
    return book.put(
        ratio_of(f"{scope.key}.on_time_rate", label, "tasks.on_time_rate", rate, ids), bold=bold
    )


_COUNT_COLUMNS = (
    Column(11, Align.CENTER),
    Column(53),
    *(Column(13.5, Align.RIGHT) for _ in SCOPE_COUNTS),
    Column(20, Align.RIGHT),
)


def scope_table(book: FigureBook, name: str, scopes: Iterable[Scope], whole: Scope) -> Table:
    """A table of counts with a line for each scope and the sum of all."""
    lines = [
        _scope_row(book, str(at), scope.label, scope) for at, scope in enumerate(scopes, start=1)
    ]
    return Table(
        columns=_COUNT_COLUMNS,
        header=(
            (
                cell("STT", rows=2),
                cell(name, rows=2),
                cell("Tổng số", rows=2),
                cell("Hoàn thành", columns=2),
                cell("Đang thực hiện", rows=2),
                cell("Quá hạn", rows=2),
                cell("Khác", rows=2),
                cell("Tỷ lệ đúng hạn", rows=2),
            ),
            (cell("Đúng hạn"), cell("Quá hạn")),
        ),
        rows=(*lines, _scope_row(book, "", "Tổng cộng", whole, RowKind.TOTAL)),
        unit_line="Đơn vị tính: nhiệm vụ",
    )


def _scope_row(
    book: FigureBook, marker: str, name: str, scope: Scope, kind: RowKind = RowKind.ENTRY
) -> Row:
    counts = [_one(count_ref(book, scope, count)) for count in SCOPE_COUNTS]
    return Row(
        (cell(marker), cell(name), *counts, _one(rate_ref(book, scope))),
        kind,
    )


def _one(ref: FigureRef) -> Cell:
    return Cell((ref,))


def list_table(columns: Sequence[tuple[str, float, Align]], rows: Iterable[Row]) -> Table:
    """A table with one head row: (name, width in millimetres, alignment) for each column."""
    return Table(
        columns=tuple(Column(width, align) for _, width, align in columns),
        header=(tuple(cell(name) for name, _, _ in columns),),
        rows=tuple(rows),
    )


def numbered(at: int, *cells: str | Content) -> Row:
    """A row with its number in the first column."""
    return row(str(at), *cells)
