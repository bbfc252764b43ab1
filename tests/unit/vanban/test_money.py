"""Amounts of money and percentages."""

from decimal import Decimal

import pytest

from vanban.models import Block, Cell, Span, Table, Text
from vanban.money import find_money, find_percentages, find_table_money


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
        ("2-3 tỷ đồng", [3_000_000_000]),
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
