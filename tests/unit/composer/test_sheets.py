"""One sheet, three files: the same rows, each value in its own form, nothing run."""

from __future__ import annotations

import csv
import datetime as dt
import io
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from tests.unit.composer.documents import document
from tiendo.composer.docx import write_appendices
from tiendo.composer.errors import ComposerError
from tiendo.composer.model import Align, Paragraph, RowKind, Run, Table
from tiendo.composer.sheet_csv import csv_chunks
from tiendo.composer.sheet_docx import as_appendix
from tiendo.composer.sheet_xlsx import write_xlsx
from tiendo.composer.sheets import CellKind, Sheet, SheetColumn, Value, Values, printed
from vanban.quantities import Missing

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NIGHT = dt.datetime(2025, 11, 10, 18, 30, tzinfo=dt.UTC)
COLUMNS = (
    SheetColumn("title", "Nhiệm vụ", width=60),
    SheetColumn("number", "Số lần", CellKind.COUNT, 10),
    SheetColumn("rate", "Tỷ lệ", CellKind.RATIO, 10, "đúng hạn / đến hạn"),
    SheetColumn("day", "Thời hạn", CellKind.DAY, 12),
    SheetColumn("at", "Cập nhật", CellKind.MOMENT, 16),
)
ROW: Values = ("Lập danh mục", 1234, Decimal("0.3667"), dt.date(2025, 9, 30), NIGHT)
GAPS: Values = ("Chưa giao", 0, Missing.UNDEFINED, None, Missing.NO_DATA)
TOTALS: Values = ("Cộng", 1234, Missing.UNDEFINED, None, None)


def sheet(*rows: Values, **changes: Any) -> Sheet:
    given: dict[str, Any] = {"stated": (("Tính đến ngày", "10/11/2025"),), "totals": TOTALS}
    return Sheet("nhiem-vu", "Danh sách nhiệm vụ", COLUMNS, rows or (ROW, GAPS), **given | changes)


def in_csv(made: Sheet) -> list[list[str]]:
    text = b"".join(csv_chunks(made, ZONE)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def in_xlsx(made: Sheet) -> Any:
    out = io.BytesIO()
    write_xlsx(made, out, ZONE, NIGHT)
    return load_workbook(out)


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (None, CellKind.COUNT, ""),
        (0, CellKind.COUNT, "0"),
        (1234, CellKind.COUNT, "1.234"),
        (Decimal("0.3667"), CellKind.RATIO, "36,67%"),
        (Decimal(0), CellKind.RATIO, "0%"),
        (1, CellKind.RATIO, "100%"),
        (dt.date(2025, 4, 1), CellKind.DAY, "01/04/2025"),
        (NIGHT, CellKind.MOMENT, "01:30 11/11/2025"),
        (Missing.NOT_DUE, CellKind.RATIO, "Chưa đến kỳ"),
        ("=1+1", CellKind.TEXT, "=1+1"),
    ],
)
def test_a_value_is_printed_by_its_kind(value: Value, kind: CellKind, words: str) -> None:
    assert printed(value, kind, ZONE) == words


def test_csv_holds_values_as_machines_read_them() -> None:
    head, row, gaps = in_csv(sheet())
    assert head == ["Nhiệm vụ", "Số lần", "Tỷ lệ", "Thời hạn", "Cập nhật"]
    assert row == ["Lập danh mục", "1234", "0.3667", "2025-09-30", "2025-11-11T01:30+07:00"]
    assert gaps == ["Chưa giao", "0", "Không xác định", "", "Chưa có số liệu"]


def test_csv_keeps_quotes_and_lines_and_runs_nothing() -> None:
    odd = 'Một "hai"\nba, bốn'
    rows = in_csv(sheet((odd, 1, None, None, None), ("=cmd|x", -5, None, None, None)))
    assert [row[0] for row in rows[1:]] == [odd, "'=cmd|x"]
    assert rows[2][1] == "-5"


def test_csv_of_many_rows_needs_no_memory_for_them() -> None:
    def rows() -> Iterator[Values]:
        for number in range(40_000):
            yield (f"Nhiệm vụ số {number}", number, None, None, None)

    tracemalloc.start()
    size = sum(len(chunk) for chunk in csv_chunks(replace(sheet(), rows=rows()), ZONE))
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 1_000_000
    assert most < 1_000_000


def test_a_workbook_is_a_list_that_filters_under_a_frozen_head() -> None:
    page = in_xlsx(sheet()).worksheets[0]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:E3"
    assert [cell.value for cell in page[2]] == [
        "Lập danh mục",
        1234,
        0.3667,
        dt.datetime(2025, 9, 30),
        dt.datetime(2025, 11, 11, 1, 30),
    ]
    assert page["C2"].number_format == "0.00%"
    assert [cell.value for cell in page[3]] == [
        "Chưa giao", 0, "Không xác định", None, "Chưa có số liệu",
    ]  # fmt: skip
    assert [cell.value for cell in page[4]][:2] == ["Cộng", 1234]


def test_a_workbook_says_what_it_shows() -> None:
    page = in_xlsx(sheet()).worksheets[1]
    told = {row[0].value: row[1].value for row in page.iter_rows() if row[0].value}
    assert told["Biểu"] == "Danh sách nhiệm vụ"
    assert told["Tính đến ngày"] == "10/11/2025"
    assert told["Số dòng"] == "2"
    assert told["Lập lúc"] == "01:30 11/11/2025"
    assert told["Tỷ lệ"] == "đúng hạn / đến hạn"


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    page = in_xlsx(sheet(("=1+1", 1, None, None, None), ("http://x.vn", 1, None, None, None)))
    cells = [page.worksheets[0][at] for at in ("A2", "A3")]
    assert [(cell.value, cell.data_type, cell.hyperlink) for cell in cells] == [
        ("=1+1", "s", None),
        ("http://x.vn", "s", None),
    ]


@pytest.mark.parametrize("letter", ["\x00", "\x0b", "\ud800"])
def test_letters_that_no_file_may_hold_are_left_out(letter: str) -> None:
    made = sheet((f"a{letter}b", 1, None, None, None))
    assert in_xlsx(made).worksheets[0]["A2"].value in {"ab", "a\ufffdb"}


def test_a_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    made = sheet(("x" * 40_000, 1, None, None, None))
    value = in_xlsx(made).worksheets[0]["A2"].value
    assert len(value) == 32_767
    assert value.endswith("… (cắt bớt)")


def test_an_amount_keeps_every_digit() -> None:
    amounts = (10**15 + 1, 999_999_999_999_999)
    made = Sheet("a", "A", (SheetColumn("a", "A", CellKind.MONEY),), [(one,) for one in amounts])
    page = in_xlsx(made).worksheets[0]
    assert [page["A2"].value, page["A3"].value] == ["1000000000000001", 999_999_999_999_999]


def test_an_appendix_numbers_its_rows_and_prints_every_value() -> None:
    made = as_appendix(sheet(), ZONE)
    stated, table, formula = made.blocks
    assert made.landscape
    assert stated == Paragraph(
        (Run("Tính đến ngày: ", italic=True), Run("10/11/2025", italic=True))
    )
    assert isinstance(table, Table)
    assert [each.align for each in table.columns][:3] == [Align.CENTER, Align.LEFT, Align.RIGHT]
    words = [
        [part.text for cell in row.cells for part in cell.content if isinstance(part, Run)]
        for row in table.rows
    ]
    assert words[0] == ["1", "Lập danh mục", "1.234", "36,67%", "30/09/2025", "01:30 11/11/2025"]
    assert words[1][3] == "Không xác định"
    assert table.rows[-1].kind is RowKind.TOTAL
    assert formula == Paragraph((Run("Tỷ lệ: đúng hạn / đến hạn", italic=True),))


def test_appendices_are_written_without_their_document() -> None:
    whole = document(appendices=(as_appendix(sheet(), ZONE),))
    with ZipFile(io.BytesIO(write_appendices(whole))) as package:
        body = package.read("word/document.xml").decode()
    assert "DANH SÁCH NHIỆM VỤ" in body
    assert "(Kèm theo Kế hoạch số 146/KH-UBND" in body
    assert "Nơi nhận" not in body
    assert "CỘNG HÒA" not in body
    assert body.count("<w:sectPr") == 1
    assert 'w:orient="landscape"' in body


def test_a_document_without_appendices_has_none_to_write() -> None:
    with pytest.raises(ComposerError) as caught:
        write_appendices(document())
    assert caught.value.code == "no_appendix"
