"""How sheets look on paper and on screen: columns that can be read, rows as tall as their words."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from openpyxl import load_workbook

from tiendo.composer.model import Table
from tiendo.composer.sheet_docx import as_appendix
from tiendo.composer.sheet_xlsx import widths, write_xlsx
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Values
from vanban.quantities import Missing

NOW = dt.datetime(2025, 11, 10, 3, tzinfo=dt.UTC)
LIST = (
    SheetColumn("code", "Mã", width=14),
    SheetColumn("title", "Nhiệm vụ", width=60),
    *(SheetColumn(f"text{number}", "Cơ quan chủ trì", width=34) for number in range(6)),
    *(SheetColumn(f"day{number}", "Thời hạn", CellKind.DAY, 12) for number in range(3)),
    SheetColumn("rate", "Tỷ lệ hoàn thành", CellKind.RATIO, 10),
)


def workbook(columns: tuple[SheetColumn, ...], *rows: Values) -> Any:
    out = io.BytesIO()
    write_xlsx(Sheet("bieu", "Thu & chi", columns, rows), out, dt.UTC, NOW)
    return load_workbook(out)


def table_of(columns: tuple[SheetColumn, ...]) -> Table:
    blocks = as_appendix(Sheet("bieu", "Biểu", columns, ()), dt.UTC).blocks
    return next(block for block in blocks if isinstance(block, Table))


def test_few_columns_have_the_width_they_ask_for() -> None:
    assert widths(LIST[:2]) == [14, 60]


def test_long_texts_give_way_so_that_many_columns_are_read_on_paper() -> None:
    made = widths(LIST)
    assert sum(made) == pytest.approx(220, abs=1)
    assert made[-4:] == [12, 12, 12, 10]
    assert made[0] >= 12 and made[1] > made[2] > 12


def test_a_row_is_as_tall_as_its_longest_text_and_no_taller_than_excel_bears() -> None:
    columns = (LIST[1], LIST[-1])
    rows = [("ngắn", Missing.NO_DATA), ("chữ " * 45, 0), ("một\nhai\nba", 0), ("dài " * 9000, 0)]
    page = workbook(columns, *rows).worksheets[0]
    heights = [page.row_dimensions[line].height for line in range(2, 6)]
    assert heights == [30, 45, 45, 405]
    assert page.row_dimensions[1].height >= 30


def test_a_page_is_numbered_and_an_ampersand_of_the_title_is_none_of_a_code() -> None:
    page = workbook(LIST[:1], ("A",)).worksheets[0]
    assert page.oddFooter.left.text == "Thu && chi"
    assert page.oddFooter.right.text == "&P/&N"
    assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
    assert page.print_title_rows == "$1:$1"


@pytest.mark.parametrize("text", ["0012", "1e5", "3/4", "☂ Mưa 🇻🇳", "=1+1", "\t=1+1"])
def test_a_text_of_a_workbook_stays_a_text(text: str) -> None:
    cell = workbook(LIST[:1], (text,)).worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", text)


@pytest.mark.parametrize("count", [3, 8, len(LIST)])
def test_no_column_of_an_appendix_breaks_a_word_of_its_head(count: int) -> None:
    table = table_of(LIST[-count:])
    letter = 1.7 if table.is_dense else 2.3
    for column, made in zip(LIST[-count:], table.columns[1:], strict=True):
        longest = max(map(len, column.title.split()))
        assert made.width_mm >= longest * letter


def test_a_table_of_very_many_columns_is_in_small_letters() -> None:
    assert table_of(LIST).is_dense
    assert not table_of(LIST[:5]).is_dense
