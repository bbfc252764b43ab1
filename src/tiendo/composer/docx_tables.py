"""Ruled tables: repeated heads, merged head cells, rows that are not split over pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tiendo.composer.docx_xml import Element, InlineWriter, element, paragraph, text_run, twips
from tiendo.composer.model import Align, Cell, Column, Row, RowKind, Table

_SMALL = "Nho"
# In twips: half a millimetre.
_DENSE_MARGIN = "28"
_ROW_STYLES = {RowKind.ENTRY: "Bang", RowKind.GROUP: "BangNhom", RowKind.TOTAL: "BangTong"}


@dataclass(frozen=True, slots=True)
class _Placed:
    """A header cell on the grid; ``continues`` marks the rows below the first of a tall cell."""

    cell: Cell
    column: int
    continues: bool = False


def write_table(table: Table, width_mm: float, frames: InlineWriter) -> list[Element]:
    """The caption, the unit line, the table and the gaps around it."""
    made = [paragraph("TenBang", text_run(table.caption))] if table.caption else []
    if table.unit_line:
        made.append(paragraph("DonViTinh", text_run(table.unit_line)))
    if not made:
        made.append(paragraph("SauBang", properties=[element("keepNext")]))
    return [*made, _grid(table, width_mm, frames), paragraph("SauBang")]


def _grid(table: Table, width_mm: float, frames: InlineWriter) -> Element:
    scale = width_mm / sum(column.width_mm for column in table.columns)
    widths = [twips(column.width_mm * scale) for column in table.columns]
    small = _SMALL if table.is_dense else ""
    made = element("tbl", _properties(sum(widths), is_dense=table.is_dense))
    made.append(element("tblGrid", *(element("gridCol", w=str(width)) for width in widths)))
    for placed in _place_header(table.header, len(widths)):
        made.append(_header_row(placed, widths, frames, small))
    kept = _rows_kept(table)
    for at, line in enumerate(table.rows):
        made.append(_row(line, table.columns, widths, frames, small, is_kept=at in kept))
    return made


def _rows_kept(table: Table) -> set[int]:
    """The rows that stay on the page of the next: all of a short table, else those without which
    the first or the last would stand alone."""
    last = len(table.rows) - 1
    return set(range(last)) if table.is_short else {0, last - 1}


def _properties(width: int, *, is_dense: bool) -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = [element(side, val="single", sz="4", space="0", color="000000") for side in sides]
    made = element(
        "tblPr",
        element("tblW", w=str(width), type="dxa"),
        element("jc", val="center"),
        element("tblBorders", *borders),
        element("tblLayout", type="fixed"),
    )
    if is_dense:
        margins = [element(side, w=_DENSE_MARGIN, type="dxa") for side in ("left", "right")]
        made.append(element("tblCellMar", *margins))
    return made


def _place_header(header: Sequence[tuple[Cell, ...]], columns: int) -> list[list[_Placed]]:
    """The header cells of each row at their columns, tall cells repeated in the rows below."""
    grid: list[list[_Placed]] = [[] for _ in header]
    taken: set[tuple[int, int]] = set()
    for at, cells in enumerate(header):
        free = (column for column in range(columns) if (at, column) not in taken)
        for each in cells:
            column = next(free)
            for below in range(each.rows):
                grid[at + below].append(_Placed(each, column, continues=below > 0))
                taken.update((at + below, column + offset) for offset in range(each.columns))
    return [sorted(line, key=lambda placed: placed.column) for line in grid]


def _header_row(
    line: list[_Placed], widths: list[int], frames: InlineWriter, small: str
) -> Element:
    made = element("tr", element("trPr", element("cantSplit"), element("tblHeader")))
    for placed in line:
        cell = replace(placed.cell, content=()) if placed.continues else placed.cell
        merge = None
        if placed.cell.rows > 1:
            merge = element("vMerge", val="continue" if placed.continues else "restart")
        inside = paragraph("BangDau" + small, *frames.write(cell.content))
        made.append(_cell(cell, _width(placed.column, cell, widths), inside, merge))
    return made


def _row(
    line: Row,
    columns: Sequence[Column],
    widths: list[int],
    frames: InlineWriter,
    small: str,
    *,
    is_kept: bool,
) -> Element:
    made = element("tr", element("trPr", element("cantSplit")))
    kept = ["keepNext"] if is_kept else []
    at = 0
    for cell in line.cells:
        align = _alignment(columns[at], cell)
        style = _ROW_STYLES[line.kind] + small
        properties = [*map(element, kept), align]
        inside = paragraph(style, *frames.write(cell.content), properties=properties)
        made.append(_cell(cell, _width(at, cell, widths), inside))
        at += cell.columns
    return made


def _alignment(column: Column, cell: Cell) -> Element:
    """A cell over several columns is set left: it holds a name, not an entry of its column."""
    return element("jc", val=(Align.LEFT if cell.columns > 1 else column.align).value)


def _width(column: int, cell: Cell, widths: list[int]) -> int:
    return sum(widths[column : column + cell.columns])


def _cell(cell: Cell, width: int, inside: Element, merge: Element | None = None) -> Element:
    properties = element("tcPr", element("tcW", w=str(width), type="dxa"))
    if cell.columns > 1:
        properties.append(element("gridSpan", val=str(cell.columns)))
    if merge is not None:
        properties.append(merge)
    properties.append(element("vAlign", val="center"))
    return element("tc", properties, inside)
