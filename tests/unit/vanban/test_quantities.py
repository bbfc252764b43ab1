"""Vietnamese numbers and target values."""

from decimal import Decimal

import pytest

from vanban.models import Comparator, TargetValue
from vanban.quantities import (
    format_number,
    format_percent,
    parse_number,
    parse_target_value,
)


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1.234,5", "1234.5"),
        ("500.118", "500118"),
        ("1.003", "1003"),
        ("36,67", "36.67"),
        ("0,7", "0.7"),
        ("0.7", "0.7"),
        ("40", "40"),
        ("-1,5", "-1.5"),
        ("1 234", "1234"),
        ("12,345,678", "12345678"),
    ],
)
def test_a_dot_groups_and_a_comma_marks_decimals(printed: str, value: str) -> None:
    assert parse_number(printed) == Decimal(value)


@pytest.mark.parametrize("printed", ["", "x", "1.2.3", "12a", "1,2,3"])
def test_other_words_are_no_number(printed: str) -> None:
    with pytest.raises(ValueError, match="not a Vietnamese number"):
        parse_number(printed)


@pytest.mark.parametrize(
    ("value", "printed"),
    [("1234.5", "1.234,5"), ("1000000", "1.000.000"), ("-0.25", "-0,25"), ("0", "0")],
)
def test_a_number_is_printed_the_vietnamese_way(value: str, printed: str) -> None:
    assert format_number(Decimal(value)) == printed
    assert parse_number(printed) == Decimal(value)


@pytest.mark.parametrize(
    ("cell", "comparator", "value", "high"),
    [
        ("> 55", ">", "55", None),
        ("≥ 1,5", ">=", "1.5", None),
        ("16 - 18", "range", "16", "18"),
        ("từ 16 đến 18%", "range", "16", "18"),
        ("Trên 40", ">", "40", None),
        ("tối thiểu 25%", ">=", "25", None),
        ("Từ 3% GRDP trở lên", ">=", "3", None),
        ("Không quá 5", "<=", "5", None),
        ("Dưới 10", "<", "10", None),
        ("Top 20", "<=", "20", None),
        ("100", "=", "100", None),
        ("1.234", "=", "1234", None),
    ],
)
def test_a_target_cell_states_its_comparison(
    cell: str, comparator: str, value: str, high: str | None
) -> None:
    expected = TargetValue(Comparator(comparator), Decimal(value), Decimal(high) if high else None)
    assert parse_target_value(cell) == expected


@pytest.mark.parametrize("cell", ["", "-", "x", "Hoàn thành"])
def test_a_cell_without_a_number_has_no_value(cell: str) -> None:
    assert parse_target_value(cell) is None


@pytest.mark.parametrize(
    ("ratio", "printed"),
    [("0.3667", "36,67%"), ("1", "100%"), ("0.5", "50%"), ("0.1", "10%"), ("12.345", "1.234,5%")],
)
def test_percentages_as_documents_print_them(ratio: str, printed: str) -> None:
    assert format_percent(Decimal(ratio)) == printed
