"""Sheets as people send them: days, formulas, heads, empty rows, programs, encodings."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.unit.imports.books import HEAD, a_row, book_of, swapped
from tiendo.composer.formula_text import neutral
from tiendo.composer.sheet_reading import Limits, ReadRow, UnreadableSheet, find_head, open_book
from tiendo.imports.checking.values import (
    BadCell,
    day_in,
    deadline_in,
    number_in,
    percent_in,
    text_in,
)
from tiendo.imports.fields import Field, field_of
from tiendo.imports.models import ImportKind

LIMITS = Limits()
SHEET = "xl/worksheets/sheet1.xml"


def rows_of(raw: bytes, limits: Limits = LIMITS) -> list[ReadRow]:
    return list(open_book(raw, limits).rows(0))


def head_of(raw: bytes, kind: ImportKind = ImportKind.TASKS) -> dict[Field, int]:
    head = find_head(rows_of(raw), lambda words: field_of(words, kind))
    return dict(reversed(head.places))


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_days_are_days_in_either_calendar() -> None:
    for epoch in (None, CALENDAR_MAC_1904):
        book = Workbook()
        if epoch is not None:
            book.epoch = epoch
        book.worksheets[0].append(["Thời hạn", dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 8, 30)])
        values = rows_of(saved(book))[0].values
        assert values[1:] == (dt.date(2026, 3, 1), dt.datetime(2026, 3, 1, 8, 30))


@pytest.mark.parametrize(
    "given",
    ["31/12/2025", "31-12-2025", "31.12.2025", "2025-12-31", dt.date(2025, 12, 31), 46022, 46022.0],
)
def test_a_day_is_read_as_text_as_number_and_as_day(given: Any) -> None:
    assert day_in(given) == dt.date(2025, 12, 31)
    found = deadline_in(given)
    assert found is not None and found.last_day == dt.date(2025, 12, 31)


@pytest.mark.parametrize("given", ["31/02/2026", "mai", 12, True, "2025"])
def test_what_is_no_day_is_refused(given: Any) -> None:
    with pytest.raises(BadCell):
        day_in(given)


def test_deadlines_and_rhythms_are_read_by_the_rules_of_documents() -> None:
    keys = {
        given: getattr(deadline_in(given), "keys", None)
        for given in ("quý IV/2025", "tháng 9/2025", "hằng quý", "thường xuyên", "")
    }
    assert keys == {
        "quý IV/2025": ("2025-Q4",),
        "tháng 9/2025": ("2025-09",),
        "hằng quý": ("R:quarterly",),
        "thường xuyên": ("R:continuous",),
        "": None,
    }


def test_shares_and_percents_are_told_apart_by_their_column() -> None:
    assert percent_in(0.25, is_ratio=True) == 25
    assert percent_in(25, is_ratio=False) == 25
    assert percent_in("25,5 %", is_ratio=True) == Decimal("25.50")
    with pytest.raises(BadCell):
        percent_in(120, is_ratio=False)


def test_a_formula_gives_its_last_result_and_says_where_there_is_none() -> None:
    raw = book_of([a_row(1, title="=A1", product="=B1")])
    with_result = swapped(
        raw, SHEET, lambda xml: xml.replace(b"<f>A1</f><v />", b"<f>A1</f><v>7</v>")
    )
    with_result = swapped(
        with_result, SHEET, lambda xml: xml.replace(b"<f>A1</f><v></v>", b"<f>A1</f><v>7</v>")
    )
    row = rows_of(with_result)[1]
    assert (row.values[2], row.formulas, row.unsaved) == (7, (2, 3), (3,))


def test_hidden_rows_columns_and_merged_cells_are_told() -> None:
    def change(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["C"].hidden = True
        sheet.merge_cells("E2:E3")

    rows = open_book(book_of([a_row(1), a_row(2)], change=change), LIMITS).rows(0)
    assert [row.is_hidden for row in rows] == [False, True, False]
    assert rows.notes.hidden_columns == {2}
    assert [(one.top, one.left, one.bottom) for one in rows.notes.merges] == [(2, 4, 3)]


def test_a_head_over_two_rows_and_another_systems_words_are_known() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["DANH MỤC NHIỆM VỤ GIAO CÁC CƠ QUAN, ĐƠN VỊ CỦA TỈNH THỰC HIỆN NĂM 2026"])
    sheet.append(["STT", "Tên nhiệm vụ", "Thực hiện", None, "Hạn hoàn thành", "Sản phẩm đầu ra"])
    sheet.append([None, None, "Đơn vị chủ trì", "Đơn vị phối hợp", None, None])
    sheet.append([1, "Lập danh mục", "Sở Nội vụ", "Sở Tài chính", "31/12/2026", "Báo cáo"])
    sheet.merge_cells("C2:D2")
    assert head_of(saved(book)) == {
        Field.TITLE: 1,
        Field.LEAD: 2,
        Field.COORDINATING: 3,
        Field.DEADLINE: 4,
        Field.PRODUCT: 5,
    }


def test_the_same_words_mean_another_field_in_another_kind() -> None:
    assert field_of("Tiến độ", ImportKind.TASKS) == Field.DEADLINE
    assert field_of("Tiến độ (%)", ImportKind.PROGRESS) == Field.PERCENT
    assert field_of("Kết quả thực hiện", ImportKind.TASKS) == Field.PRODUCT
    assert field_of("Kết quả thực hiện", ImportKind.PROGRESS) == Field.DONE
    assert field_of("Trạng thái", ImportKind.TASKS) is None
    assert field_of("Lập danh mục", ImportKind.TASKS) is None


def test_a_million_empty_rows_end_the_reading_and_are_told() -> None:
    empty = b"".join(b'<row r="%d" ht="15"/>' % number for number in range(4, 1_000_001))
    raw = swapped(
        book_of([a_row(1), a_row(2)]),
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", empty + b"</sheetData>"),
    )
    rows = open_book(raw, LIMITS).rows(0)
    assert len(list(rows)) == 3
    assert rows.notes.stopped_at == 3


def test_a_program_in_the_file_is_told_and_never_read() -> None:
    raw = swapped(book_of([a_row(1)]), "xl/vbaProject.bin", lambda _old: b"\0" * 100)
    book = open_book(raw, LIMITS)
    assert book.has_macros
    assert len(list(book.rows(0))) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_delimited_texts_are_read_in_any_encoding(encoding: str, separator: str) -> None:
    lines = [["Mã", "Nhiệm vụ"], ["T-1", "Lập danh mục dữ liệu dùng chung"]]
    text = "\r\n".join(separator.join(cells) for cells in lines)
    if encoding == "cp1258":
        text = _for_1258(text)
    read = rows_of(text.encode(encoding))
    assert [row.values for row in read] == [tuple(cells) for cells in lines]
    assert all(unicodedata.is_normalized("NFC", str(row.values[1])) for row in read)


def _for_1258(text: str) -> str:
    """The text as the code page writes it: letters whole, tones apart."""
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    out = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        kept = "".join(part for part in parts if part not in tones)
        out.append(unicodedata.normalize("NFC", kept))
        out += [part for part in parts if part in tones]
    return "".join(out)


def test_a_text_made_harmless_comes_back_as_it_was() -> None:
    for text in ("=SUM(A1)", "+84", "-x", "@a", "'=đã có dấu"):
        raw = book_of([a_row(1, title=neutral(text))])
        assert rows_of(raw)[1].values[2] == text


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "not_sheet"),
        (b"%PDF-1.7", "not_sheet"),
        (b"\x89PNG\r\n", "not_sheet"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 99, "old_format"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK" + b"\0" * 99, "not_sheet"),
        (b"a" * (LIMITS.most_bytes + 1), "too_big"),
    ],
)
def test_what_is_no_sheet_is_refused_by_its_kind(raw: bytes, code: str) -> None:
    with pytest.raises(UnreadableSheet) as caught:
        rows_of(raw)
    assert caught.value.code == code


def test_a_broken_or_swelling_package_is_refused() -> None:
    good = book_of([a_row(1)])
    for change, code in (
        (lambda xml: xml[:200], "damaged"),
        (lambda xml: b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml, "damaged"),
        (lambda xml: xml + b" " * 50_000_000, "unpacks_too_big"),
    ):
        with pytest.raises(UnreadableSheet) as caught:
            rows_of(swapped(good, SHEET, change))
        assert caught.value.code == code


def test_text_is_one_line_of_composed_letters() -> None:
    assert text_in("  Lập\n danh\u200b mu\u0323c ") == "Lập danh mục"
    assert (text_in(5.0), text_in(None)) == ("5", "")
    assert len(HEAD) == len(a_row(1))


def test_a_percent_is_read_as_it_is_shown() -> None:
    def change(sheet: Any) -> None:
        sheet["A2"], sheet["B2"] = 0.455, 1
        sheet["A2"].number_format, sheet["B2"].number_format = "0.0%", "0%"

    values = rows_of(book_of([a_row(1)], change=change))[1].values
    assert values[:2] == ("45.5%", "100%")
    assert [percent_in(value, is_ratio=True) for value in values[:2]] == [Decimal("45.50"), 100]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1.234,5", "1234.5"), ("1.234", "1234"), ("12,5", "12.5"), ("0.5", "0.5"), (7.25, "7.25")],
)
def test_a_number_is_read_in_vietnamese_writing(typed: Any, number: str) -> None:
    assert number_in(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["1,234.5", "1e3", "chưa có", True])
def test_what_is_no_number_is_refused(typed: Any) -> None:
    with pytest.raises(BadCell):
        number_in(typed)


def test_columns_beyond_those_read_are_told() -> None:
    wide = [*HEAD, *(f"Cột {number}" for number in range(300))]
    assert [row.is_cut for row in rows_of(book_of([a_row(1)], wide))] == [True, False]
    text = ";".join(wide).encode() + b"\n" + b";" * 300
    assert [row.is_cut for row in rows_of(text)] == [True]


def test_a_head_below_a_letterhead_is_found() -> None:
    def change(sheet: Any) -> None:
        sheet.insert_rows(1, 6)
        sheet["A1"], sheet["E1"] = "ỦY BAN NHÂN DÂN TỈNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        sheet["A4"] = "DANH MỤC NHIỆM VỤ, CƠ QUAN CHỦ TRÌ VÀ THỜI HẠN"

    read = rows_of(book_of([a_row(1)], change=change))
    head = find_head(read, lambda words: field_of(words, ImportKind.TASKS))
    assert (head.last_row, len(head.places)) == (7, 7)


@pytest.mark.parametrize("rows_above", [1, 3])
def test_a_title_with_the_words_of_a_column_is_no_part_of_the_head(rows_above: int) -> None:
    def change(sheet: Any) -> None:
        sheet.insert_rows(1, rows_above)
        sheet["A1"] = "DANH MỤC NHIỆM VỤ"

    assert head_of(book_of([a_row(1)], change=change))[Field.TITLE] == 2
