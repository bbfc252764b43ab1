"""What reading holds at once does not grow with the rows of a sheet, but for its shared texts."""

from __future__ import annotations

import tracemalloc

from tests.unit.imports.books import a_row, book_of, swapped
from tiendo.composer.sheet_reading import Limits, open_book
from tiendo.imports.packing import ROWS_IN_CHUNK, pack

FEW, MANY = 1_000, 6_000
CELL = '<c r="{column}{row}" t="inlineStr"><is><t>Lập danh mục dữ liệu số {row}</t></is></c>'


def long_book(rows: int) -> bytes:
    """A workbook whose cells hold their words themselves, each other words."""
    lines = (
        f'<row r="{row}">{"".join(CELL.format(column=column, row=row) for column in "AB")}</row>'
        for row in range(4, rows + 4)
    )
    body = "".join(lines).encode()
    return swapped(
        book_of([a_row(1), a_row(2)]),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", body + b"</sheetData>"),
    )


def most_held(rows: int) -> int:
    """The most bytes held while a book is read and packed as an import does it."""
    raw, count, batch = long_book(rows), 0, []
    tracemalloc.start()
    try:
        for row in open_book(raw, Limits()).rows(0):
            batch.append(row)
            if len(batch) == ROWS_IN_CHUNK:
                count += len(batch)
                assert pack(batch)
                batch = []
        assert count + len(batch) == rows + 3
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_six_times_the_rows_hold_no_more() -> None:
    most_held(ROWS_IN_CHUNK)  # what the first reading of all keeps
    assert most_held(MANY) < 1.2 * most_held(FEW)
