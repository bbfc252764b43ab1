"""Lays a sheet out as an appendix in the official layout: numbered rows, repeated head."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from tiendo.composer.docx_layout import LANDSCAPE_WIDTH_MM, TEXT_WIDTH_MM
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

_LANDSCAPE_FROM = 5
# From so many columns on the table is in small letters.
_DENSE_FROM = 10
# The width of a letter, also a bold one, and what a cell leaves free at its sides.
_LETTER_MM, _SIDES_MM = 2.3, 3.0
_SMALL_LETTER_MM, _SMALL_SIDES_MM = 1.7, 1.0
# What is never broken over lines, in letters.
_LEAST_LETTERS = {
    CellKind.TEXT: 7,
    CellKind.COUNT: 5,
    CellKind.RATIO: 6,
    CellKind.MONEY: 12,
    CellKind.DAY: 10,
    CellKind.MOMENT: 10,
}
_NUMBER_LETTERS = 4
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
    is_wide = len(sheet.columns) >= _LANDSCAPE_FROM
    is_dense = len(sheet.columns) >= _DENSE_FROM
    widths = _widths(
        sheet.columns, LANDSCAPE_WIDTH_MM if is_wide else TEXT_WIDTH_MM, is_dense=is_dense
    )
    aligns = (Align.CENTER, *(_ALIGN[each.kind] for each in sheet.columns))
    columns = tuple(Column(width, align) for width, align in zip(widths, aligns, strict=True))
    header = (cell("STT"), *(cell(each.title) for each in sheet.columns))
    table = Table(columns, (header,), tuple(_rows(sheet, zone)), is_dense=is_dense)
    blocks: tuple[Block, ...] = (*_stated(sheet), table, *_formulas(sheet))
    return Appendix(sheet.title, blocks, marker, landscape=is_wide)


def _widths(columns: tuple[SheetColumn, ...], page_mm: float, *, is_dense: bool) -> list[float]:
    """The widths of the row number and of each column, in millimetres: every one holds its longest
    unbreakable word, what the page has besides goes to those that ask for more."""
    letter, sides = (_SMALL_LETTER_MM, _SMALL_SIDES_MM) if is_dense else (_LETTER_MM, _SIDES_MM)
    least = [_NUMBER_LETTERS * letter + sides]
    wished = list(least)
    for column in columns:
        longest = max(len(word) for word in column.title.split())
        least.append(max(longest, _LEAST_LETTERS[column.kind]) * letter + sides)
        wished.append(max(least[-1], column.width * letter + sides))
    spare = max(0.0, page_mm - sum(least)) / max(1.0, sum(wished) - sum(least))
    return [low + (high - low) * spare for low, high in zip(least, wished, strict=True)]


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
