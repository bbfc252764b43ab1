"""What the cells of the treasury's lists say."""

from __future__ import annotations

import pytest

from tiendo.domain.treasury import amount_in_cell

MILLION = 10**6


@pytest.mark.parametrize(
    ("cell", "size", "amount"),
    [
        (25_000_000, 1, 25_000_000),
        ("25.000.000", 1, 25_000_000),
        ("1.234,5", MILLION, 1_234_500_000),
        # A workbook keeps fifteen digits; 0.1 + 0.2 of a formula comes with more.
        (0.1 + 0.2, 10**9, 300_000_000),
        (-2_000_000, 1, -2_000_000),
        ("-2.000.000", 1, -2_000_000),
        ("(2.000.000)", 1, -2_000_000),
        (0, 1, 0),
        ("5,5", 1, None),
        ("khoảng 5", 1, None),
        ("hơn 80", MILLION, None),
        ("1,234.5", 1, None),
        (float("nan"), 1, None),
        (10**18, 1, None),
        (True, 1, None),
        (None, 1, None),
    ],
)
def test_a_cell_tells_whole_dong_or_nothing(cell: object, size: int, amount: int | None) -> None:
    assert amount_in_cell(cell, size) == amount
