"""Amounts of money and percentages."""

from decimal import Decimal

import pytest

from vanban.models import Block, Cell, Span, Table, Text
from vanban.money import find_money, find_percentages
from vanban.money_tables import find_table_money


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        ("500.118 triệu đồng", [500_118_000_000]),
        ("9,756 tỷ đồng", [9_756_000_000]),
        ("51 nghìn tỷ đồng", [51_000_000_000_000]),
        ("200.000 đồng/người", [200_000]),
        ("2 tỷ 500 triệu đồng", [2_500_000_000]),
        ("khoảng 100 tỷ, trong đó", [100_000_000_000]),
        ("1.500.000 VNĐ", [1_500_000]),
        ("12.500 tỷ (trong đó vay 3 tỷ)", [12_500_000_000_000, 3_000_000_000]),
        ("1.500 tỷ cho hạ tầng", [1_500_000_000_000]),
        ("1.5 tỷ đồng", [1_500_000_000]),
        ("2-3 tỷ đồng", [2_000_000_000, 3_000_000_000]),
        ("từ 500 triệu đến 1 tỷ đồng", [500_000_000, 1_000_000_000]),
        ("42.570; 7.438 và 133.387 triệu đồng", [42_570 * 10**6, 7_438 * 10**6, 133_387 * 10**6]),
        ("11,7/12,7 nghìn tỷ đồng", [11_700 * 10**9, 12_700 * 10**9]),
        ("5,5 tỷ đồng/6,25 tỷ đồng", [5_500_000_000, 6_250_000_000]),
        ("tăng từ 500 lên 600 triệu đồng", [500_000_000, 600_000_000]),
        ("10,367.7 tỷ đồng", [10_367_700_000_000]),
        ("15,000 đồng", [15_000]),
        ("1.500 triệu VNĐ; 3 tỷ VND", [1_500_000_000, 3_000_000_000]),
        ("500.000đ/người", [500_000]),
        ("25 nghìn tỷ từ nguồn tăng thu", [25_000_000_000_000]),
        ("ba tỷ đồng", [3_000_000_000]),
        ("hai mươi lăm triệu đồng", [25_000_000]),
        ("một nghìn năm trăm tỷ đồng", [1_500_000_000_000]),
        ("3.000.000 đồng (bằng chữ: ba triệu đồng)", [3_000_000]),
        ("năm 2025, 500 triệu đồng", [500_000_000]),
        ("Điều 5 và 6 triệu đồng", [6_000_000]),
        ("Đề án 06, 500 triệu đồng", [500_000_000]),
        ("05 đồng chí, 3 đồng bào, 2 triệu đồng bào", []),
        ("10đ/tiêu chí", []),
        ("từ 7 tỷ đến 8 tỷ USD", []),
        ("5 tỷ lượt truy cập", []),
        ("100 (một trăm) triệu đồng", [100_000_000]),
        ("hơn 1,2 triệu tỷ đồng", [1_200_000_000_000_000]),
        ("2,5 tỷ kWh", []),
        ("năm 2030 tỷ lệ chi", []),
        ("4,87 tỷ USD", []),
        ("3,5 triệu con gia cầm", []),
        ("Đạt 36,67% dự toán", []),
    ],
)
def test_amounts_are_whole_dong(words: str, amounts: list[int]) -> None:
    found = list(find_money(words))
    assert [money.value_vnd for money in found] == amounts
    assert all(money.span.of(words) == money.raw for money in found)


@pytest.mark.parametrize(
    ("words", "subsets"),
    [
        ("Tổng 9 tỷ đồng, trong đó: tỉnh 3 tỷ đồng, xã 1 tỷ đồng. Vay 2 tỷ đồng", [0, 1, 1, 0]),
        ("Trong đó: tỉnh 3 tỷ đồng", [0]),
        ("Tổng 9 tỷ đồng (trong đó tỉnh 3 tỷ đồng) và vay 2 tỷ đồng", [0, 1, 0]),
        ("(1) Đầu tư 9 tỷ đồng (trong đó tỉnh 3 tỷ đồng; (2) Chi khác 1 tỷ đồng)", [0, 1, 0]),
        ("Tổng 9 tỷ đồng, trong đó: (1) tỉnh 3 tỷ đồng; (2) xã 1 tỷ đồng", [0, 1, 1]),
    ],
)
def test_a_part_introduced_by_trong_do_is_a_subset(words: str, subsets: list[int]) -> None:
    assert [int(money.is_subset) for money in find_money(words)] == subsets


def test_a_percentage_is_a_ratio() -> None:
    (found,) = find_percentages("đạt 36,67% so với dự toán")
    assert (found.raw, found.ratio) == ("36,67%", Decimal("0.3667"))


def _table(unit_line: str, rows: list[list[str]]) -> Text:
    content, cells = unit_line, []
    blocks = [Block(Span(0, len(unit_line)))]
    for row, words in enumerate(rows):
        for column, cell in enumerate(words):
            start = len(content) + 1
            content += "\n" + cell
            cells.append(Cell(Span(start, start + len(cell)), row, column))
    table = Table(Span(cells[0].span.start, len(content)), tuple(cells), len(rows), len(rows[0]))
    return Text(content, tuple(blocks), (table,))


ROWS = [["STT", "Nguồn", "Dự toán", "Tỷ lệ %"], ["1", "Ngân sách tỉnh", "22.600", "7"]]


def test_the_unit_line_of_a_table_applies_to_its_amounts_alone() -> None:
    text = _table("Đơn vị tính: Triệu đồng", ROWS)
    found = list(find_table_money(text, text.tables[0], "appendix-1"))
    assert [(money.raw, money.value_vnd, money.part) for money in found] == [
        ("22.600", 22_600_000_000, "appendix-1")
    ]


def test_a_table_without_a_unit_of_money_has_no_amounts() -> None:
    text = _table("Danh mục", ROWS)
    assert list(find_table_money(text, text.tables[0], "body")) == []


def test_a_column_may_state_the_unit_of_each_row() -> None:
    rows = [
        ["TT", "Chỉ tiêu", "ĐVT", "Năm 2025"],
        ["1", "Thu ngân sách", "Tỷ đồng", "11.580"],
        ["2", "Dân số", "Người", "1.200"],
    ]
    text = _table("Biểu số liệu", rows)
    assert [money.value_vnd for money in find_table_money(text, text.tables[0], "body")] == [
        11_580_000_000_000
    ]


def test_a_head_cell_states_the_unit_of_its_column() -> None:
    rows = [["TT", "Dự án", "Kinh phí (triệu đồng)", "Năm"], ["1", "Kho dữ liệu", "1.250,5", "2"]]
    text = _table("Danh mục", rows)
    assert [money.value_vnd for money in find_table_money(text, text.tables[0], "body")] == [
        1_250_500_000
    ]
