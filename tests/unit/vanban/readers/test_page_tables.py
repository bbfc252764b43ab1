"""Ruled tables of one page and over page breaks."""

import pytest

from tests.unit.vanban.page_layouts import blocks, grid, page, paragraphs, text_of, words
from vanban.models import Box, Page, Table, Text
from vanban.readers import page_tables
from vanban.readers.page_layout import PageLayout, PageWord, Ruling
from vanban.readers.page_tables import find_tables

LEFTS = (80.0, 120.0, 320.0, 540.0)
HEAD = ("TT", "Nhiệm vụ", "Cơ quan chủ trì")


def _row(top: float, *cells: str) -> list[PageWord]:
    found: list[PageWord] = []
    for left, cell in zip(LEFTS, cells, strict=False):
        found += words(cell, left + 5, top + 3, size=11) if cell else []
    return found


def _table(*rows: tuple[str, ...], top: float = 60.0) -> PageLayout:
    tops = [top + 20 * at for at in range(len(rows) + 1)]
    printed = [_row(tops[at], *row) for at, row in enumerate(rows)]
    return page(*printed, rulings=grid(tops, LEFTS))


def _rows(text: Text, table: Table) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell.span.of(text.content))
    return rows


def _read(*pages: PageLayout) -> list[list[str]]:
    text = text_of(*pages)
    assert len(text.tables) == 1
    return _rows(text, text.tables[0])


def test_cells_are_read_row_by_row() -> None:
    assert _read(_table(HEAD, ("1", "Rà soát", "Sở Nội vụ"))) == [
        list(HEAD),
        ["1", "Rà soát", "Sở Nội vụ"],
    ]


def test_empty_cells_keep_their_place() -> None:
    assert _read(_table(HEAD, ("1", "", "Sở Nội vụ")))[1] == ["1", "", "Sở Nội vụ"]


def test_lines_of_a_cell_are_joined() -> None:
    cell = [
        words("Sở Văn hóa, Thể thao và Du", 325, 63, size=11),
        words("lịch tỉnh", 325, 77, size=11),
    ]
    layout = page(_row(60, "1", "Rà soát"), *cell, rulings=grid([60, 100, 120], LEFTS))
    assert _read(layout)[0][2] == "Sở Văn hóa, Thể thao và Du lịch tỉnh"


def test_items_of_a_cell_are_paragraphs() -> None:
    cell = [words("- Lập danh sách;", 325, 63, size=11), words("- Gửi báo cáo.", 325, 77, size=11)]
    layout = page(_row(60, "1", "Rà soát"), *cell, rulings=grid([60, 100, 120], LEFTS))
    assert _read(layout)[0][2] == "- Lập danh sách;\n- Gửi báo cáo."


def test_a_symbol_too_long_for_its_cell_is_whole() -> None:
    cell = [words("07-TB/CQTTBC", 325, 63, size=11), words("Đ ngày", 325, 77, size=11)]
    lefts = (80.0, 120.0, 320.0, 396.0)
    layout = page(_row(60, "1", "Rà soát"), *cell, rulings=grid([60, 100, 120], lefts))
    assert _read(layout)[0][2] == "07-TB/CQTTBCĐ ngày"


def _ruling(left: float, top: float, right: float, bottom: float) -> Ruling:
    return Ruling(Box(left, top, right, bottom))


def test_merged_cells_span_rows_and_columns() -> None:
    rulings = [
        *(_ruling(80, top, 540, top) for top in (60, 100, 120)),
        _ruling(120, 80, 540, 80),
        *(_ruling(left, 60, left, 120) for left in (80, 120, 540)),
        _ruling(320, 80, 320, 120),
    ]
    layout = page(
        words("TT", 85, 70, size=11),
        words("Mục tiêu", 300, 63, size=11),
        words("2025", 200, 83, size=11),
        words("2030", 400, 83, size=11),
        _row(100, "1", "30%", "50%"),
        rulings=rulings,
    )
    text = text_of(layout)
    shape = {
        cell.span.of(text.content): (cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in text.tables[0].cells
    }
    assert shape["TT"] == (0, 0, 2, 1)
    assert shape["Mục tiêu"] == (0, 1, 1, 2)
    assert shape["2030"] == (1, 2, 1, 1)
    assert (text.tables[0].rows, text.tables[0].columns) == (3, 3)


def test_a_table_without_outer_sides_keeps_its_outer_columns() -> None:
    rulings = [
        *(_ruling(80, top, 540, top) for top in (60, 80, 100)),
        *(_ruling(left, 60, left, 100) for left in (120, 320)),
    ]
    layout = page(_row(60, *HEAD), _row(80, "1", "Rà soát", "Sở Nội vụ"), rulings=rulings)
    assert _read(layout)[1] == ["1", "Rà soát", "Sở Nội vụ"]


def test_rulings_drawn_in_pieces_are_one() -> None:
    pieces = [
        _ruling(left, top, right, top + 0.5)
        for top in (60, 80, 100)
        for left, right in ((80, 120), (120.5, 320), (320.4, 540))
    ]
    pieces += [_ruling(left, top, left + 0.5, top + 20) for left in LEFTS for top in (60.0, 80.0)]
    layout = page(_row(60, *HEAD), _row(80, "1", "Rà soát", "Sở Nội vụ"), rulings=pieces)
    assert len(_read(layout)) == 2


def test_a_frame_around_text_is_no_table() -> None:
    layout = page(paragraphs("Lưu hành nội bộ"), rulings=grid([70, 120], [80, 540]))
    assert text_of(layout).tables == ()


def test_text_stands_before_and_after_its_table() -> None:
    table = _table(HEAD, ("1", "Rà soát", "Sở Nội vụ"), top=120)
    layout = PageLayout(
        Page(1, 595, 842),
        (*words("Danh mục như sau:", 85, 90), *table.words, *words("Hết danh mục.", 85, 200)),
        table.rulings,
    )
    found = blocks(text_of(layout))
    assert (found[0], found[-1]) == ("Danh mục như sau:", "Hết danh mục.")


def test_a_page_with_too_many_rulings_is_read_without_tables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(page_tables, "MAX_RULINGS", 5)
    layout = _table(HEAD, ("1", "Rà soát", "Sở Nội vụ"))
    assert find_tables(layout) == ((), layout.words)


# Over page breaks


def test_a_repeated_head_is_dropped() -> None:
    first = _table(HEAD, ("1", "Rà soát", "Sở Nội vụ"), top=700)
    second = _table(HEAD, ("2", "Tổng hợp", "Văn phòng"))
    assert [row[0] for row in _read(first, second)] == ["TT", "1", "2"]


def test_a_table_goes_on_without_a_head() -> None:
    first = _table(HEAD, ("1", "Rà soát", "Sở Nội vụ"), top=700)
    second = _table(("2", "Tổng hợp", "Văn phòng"), ("3", "Báo cáo", "Sở Tài chính"))
    third = _table(("4", "Lưu trữ", "Văn phòng"), ("5", "Kiểm tra", "Thanh tra"))
    assert [row[0] for row in _read(first, second, third)] == ["TT", "1", "2", "3", "4", "5"]


def test_a_row_cut_by_the_page_is_whole() -> None:
    first = _table(HEAD, ("1", "Rà soát văn bản quy", "Sở Nội vụ"), top=700)
    second = _table(HEAD, ("", "phạm pháp luật", ""), ("2", "Tổng hợp", "Văn phòng"))
    assert _read(first, second)[1:] == [
        ["1", "Rà soát văn bản quy phạm pháp luật", "Sở Nội vụ"],
        ["2", "Tổng hợp", "Văn phòng"],
    ]


def test_the_rest_of_a_head_cell_below_the_repeated_head_is_dropped() -> None:
    lines = [words("Cơ quan", 325, 703, size=11), words("chủ trì", 325, 716, size=11)]
    first = page(
        _row(700, "TT", "Nhiệm vụ"),
        *lines,
        _row(740, "1", "Rà soát văn bản quy", "Sở Nội vụ"),
        rulings=grid([700, 740, 760], LEFTS),
    )
    second = _table(
        ("TT", "Nhiệm vụ", "Cơ quan"), ("", "phạm pháp luật", "chủ trì"), ("2", "Gửi", "Sở Y tế")
    )
    assert _read(first, second)[1:] == [
        ["1", "Rà soát văn bản quy phạm pháp luật", "Sở Nội vụ"],
        ["2", "Gửi", "Sở Y tế"],
    ]


def test_a_new_row_under_a_merged_number_stays_a_row() -> None:
    first = _table(HEAD, ("1", "Rà soát xong.", "Sở Nội vụ."), top=700)
    second = _table(HEAD, ("", "Tổng hợp.", "Văn phòng."), ("2", "Gửi", "Sở Y tế"))
    assert [row[1] for row in _read(first, second)][1:] == ["Rà soát xong.", "Tổng hợp.", "Gửi"]


def test_tables_of_other_columns_stay_two() -> None:
    first = _table(HEAD, ("1", "Rà soát", "Sở Nội vụ"), top=700)
    tops = (60.0, 80.0, 100.0)
    printed = [words("Năm", 90, 63, size=11), words("2025", 90, 83, size=11)]
    other = page(*printed, rulings=grid(tops, (80.0, 250.0, 330.0, 400.0, 540.0)))
    assert len(text_of(first, other).tables) == 2


def test_text_between_two_tables_parts_them() -> None:
    first = _table(HEAD, ("1", "Rà soát", "Sở Nội vụ"), top=700)
    table = _table(HEAD, ("1", "Tổng hợp", "Văn phòng"), top=120)
    second = PageLayout(table.page, (*words("Bảng 2", 85, 90), *table.words), table.rulings)
    assert len(text_of(first, second).tables) == 2


def test_cells_know_their_page_and_place() -> None:
    first = _table(HEAD, ("1", "Rà soát", "Sở Nội vụ"), top=700)
    text = text_of(first, _table(HEAD, ("2", "Tổng hợp", "Văn phòng")))
    last = text.places[-1]
    assert (last.page, last.table, last.row, last.column) == (2, 0, 2, 2)


# Without rulings


def _aligned(*rows: tuple[str, ...], top: float = 80) -> PageLayout:
    found = [_row(top + 18 * at, *row) for at, row in enumerate(rows)]
    return page(*found)


def test_columns_that_stand_apart_on_several_rows_are_a_table() -> None:
    rows = (HEAD, ("1", "Rà soát", "Sở Nội vụ"), ("2", "Tổng hợp", "Văn phòng"))
    assert _read(_aligned(*rows)) == [list(row) for row in rows]


def test_lines_below_a_numbered_row_belong_to_it() -> None:
    rows = (
        HEAD,
        ("1", "Rà soát văn bản quy", "Sở Nội vụ"),
        ("", "phạm pháp luật", ""),
        ("2", "Tổng hợp", "Văn phòng"),
    )
    assert _read(_aligned(*rows))[1][1].split() == [
        "Rà",
        "soát",
        "văn",
        "bản",
        "quy",
        "phạm",
        "pháp",
        "luật",
    ]


def test_two_rows_side_by_side_are_no_table() -> None:
    rows = (("Tên", "Ngày", "Nơi"), ("Lan", "05/9", "Sở"))
    assert text_of(_aligned(*rows)).tables == ()


def test_sentences_below_end_a_table_without_rulings() -> None:
    rows = (HEAD, ("1", "Rà soát", "Sở Nội vụ"), ("2", "Tổng hợp", "Văn phòng"))
    table = _aligned(*rows)
    below = paragraphs(
        "Các đơn vị thực hiện những việc trên đây trong năm nay và năm tới.", top=140
    )
    text = text_of(page(table.words, below))
    assert text.tables[0].rows == 3
    assert blocks(text)[-1].startswith("Các đơn vị thực hiện")
