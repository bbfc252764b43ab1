"""Lays a sheet out as an appendix in the official layout: numbered rows, repeated head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from tiendo.composer.model import (
    Align,
    Appendix,
    Block,
    Cell,
    Column,
    Paragraph,
    Row,
    RowKind,
    Run,
    Table,
    cell,
    content,
)
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values, bare, printed

_NUMBER_MM = 10.0
_MM_PER_LETTER = 1.9
_LANDSCAPE_FROM = 5
_ALIGN = {
    CellKind.TEXT: Align.LEFT,
    CellKind.COUNT: Align.RIGHT,
    CellKind.RATIO: Align.RIGHT,
    CellKind.MONEY: Align.RIGHT,
    CellKind.DAY: Align.CENTER,
    CellKind.MOMENT: Align.CENTER,
}


def as_appendix(sheet: Sheet, zone: dt.tzinfo, marker: str | None = None) -> Appendix:
    """The sheet as an appendix, without columns for files that come back; rows are read once."""
    sheet = _printed(sheet)
    columns = (
        Column(_NUMBER_MM, Align.CENTER),
        *(Column(each.width * _MM_PER_LETTER, _ALIGN[each.kind]) for each in sheet.columns),
    )
    header = (cell("STT"), *(cell(each.title) for each in sheet.columns))
    table = Table(columns, (header,), tuple(_rows(sheet, zone)))
    blocks: tuple[Block, ...] = (*_stated(sheet), table, *_formulas(sheet))
    is_wide = len(sheet.columns) >= _LANDSCAPE_FROM
    return Appendix(sheet.title, blocks, marker, landscape=is_wide)


def _printed(sheet: Sheet) -> Sheet:
    kept = [place for place, column in enumerate(sheet.columns) if not column.is_for_return]
    if len(kept) == len(sheet.columns):
        return sheet

    def chosen(values: Values) -> Values:
        return tuple(values[place] for place in kept)

    return replace(
        sheet,
        columns=tuple(sheet.columns[place] for place in kept),
        rows=map(chosen, sheet.rows),
        totals=None if sheet.totals is None else chosen(sheet.totals),
    )


def _rows(sheet: Sheet, zone: dt.tzinfo) -> Iterator[Row]:
    for number, values in enumerate(sheet.rows, 1):
        yield Row((cell(str(number)), *_cells(sheet.columns, values, zone)))
    if sheet.totals is not None:
        yield Row((cell(""), *_cells(sheet.columns, sheet.totals, zone)), RowKind.TOTAL)


def _cells(columns: tuple[SheetColumn, ...], values: Values, zone: dt.tzinfo) -> Iterator[Cell]:
    for column, value in zip(columns, values, strict=True):
        yield cell(printed(bare(value), column.kind, zone))


def _stated(sheet: Sheet) -> Iterator[Paragraph]:
    for label, words in sheet.stated:
        yield Paragraph(content(Run(f"{label}: ", italic=True), Run(words, italic=True)))


def _formulas(sheet: Sheet) -> Iterator[Paragraph]:
    for title, formula in sheet.formulas:
        yield Paragraph(content(Run(f"{title}: {formula}", italic=True)))
