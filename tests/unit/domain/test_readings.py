"""What people type as a figure is read exactly or refused with what to do."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.domain.readings import Qualifier, Reading, UnreadableFigure, read_figure
from vanban.quantities import format_number


@pytest.mark.parametrize(
    ("raw", "unit", "value", "qualifier"),
    [
        ("1.234,5", "người", "1234.5", Qualifier.EXACT),
        ("0", "người", "0", Qualifier.EXACT),
        ("khoảng 99,9%", "%", "0.999", Qualifier.ABOUT),
        ("99,9", "%", "0.999", Qualifier.EXACT),
        ("hơn 80", "%", "0.8", Qualifier.OVER),
        ("gần 4.507 người", "người", "4507", Qualifier.UNDER),
        ("-2,5 %", "%", "-0.025", Qualifier.EXACT),
        ("500.118 triệu đồng", "triệu đồng", "500118", Qualifier.EXACT),
    ],
)
def test_a_figure_is_read_with_its_word(
    raw: str, unit: str, value: str, qualifier: Qualifier
) -> None:
    assert read_figure(raw, unit=unit) == Reading(Decimal(value), qualifier)


@pytest.mark.parametrize(
    ("raw", "unit", "code"),
    [
        ("", "người", "empty"),
        ("  ", "%", "empty"),
        ("nhiều", "người", "not_a_number"),
        ("12.34.5", "người", "not_a_number"),
        ("1,234.5", "người", "foreign_number"),
        ("12,345,678", "người", "foreign_number"),
        ("25 %", "người", "other_unit"),
        ("500 tỷ đồng", "triệu đồng", "other_unit"),
        ("16 - 18", "%", "other_unit"),
        ("0,1234567", "người", "too_precise"),
        ("0,00001", "%", "too_precise"),
        ("9" * 22, "người", "too_large"),
    ],
)
def test_what_is_no_figure_is_refused(raw: str, unit: str, code: str) -> None:
    with pytest.raises(UnreadableFigure) as refused:
        read_figure(raw, unit=unit)
    assert refused.value.code == code


def test_a_foreign_number_is_given_back_in_vietnamese_writing() -> None:
    with pytest.raises(UnreadableFigure) as refused:
        read_figure("1,234.5", unit="người")
    assert refused.value.params["suggested"] == "1.234,5"


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=4))
def test_what_is_shown_is_read_back(value: Decimal) -> None:
    assert read_figure(format_number(value), unit="người").value == value
