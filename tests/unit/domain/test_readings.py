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
        ("1 234,5", "người", "1234.5", Qualifier.EXACT),
        ("1\u00a0234\u00a0567", "người", "1234567", Qualifier.EXACT),
        ("- 5", "người", "-5", Qualifier.EXACT),
        (">80", "%", "0.8", Qualifier.OVER),
        ("< 5", "%", "0.05", Qualifier.UNDER),
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
        ("99.9", "%", "foreign_number"),
        ("-0.785", "người", "foreign_number"),
        ("khoảng 12.5 người", "người", "foreign_number"),
        ("5 10", "người", "not_a_number"),
        ("1.234 5", "người", "not_a_number"),
        ("25 %", "người", "other_unit"),
        ("500 tỷ đồng", "triệu đồng", "other_unit"),
        ("16 - 18", "%", "not_a_number"),
        ("16-18", "%", "not_a_number"),
        ("1/2", "%", "not_a_number"),
        ("80+", "%", "not_a_number"),
        (">= 80", "%", "not_a_number"),
        ("-", "%", "gap_unclear"),
        ("…", "người", "gap_unclear"),
        ("N/A", "người", "gap_unclear"),
        ("Không áp dụng", "người", "gap_unclear"),
        ("chưa có số liệu", "người", "gap_unclear"),
        ("0,1234567", "người", "too_precise"),
        ("0,00001", "%", "too_precise"),
        ("9" * 22, "người", "too_large"),
    ],
)
def test_what_is_no_figure_is_refused(raw: str, unit: str, code: str) -> None:
    with pytest.raises(UnreadableFigure) as refused:
        read_figure(raw, unit=unit)
    assert refused.value.code == code


@pytest.mark.parametrize(("raw", "suggested"), [("1,234.5", "1.234,5"), ("99.9 %", "99,9")])
def test_a_foreign_number_is_given_back_in_vietnamese_writing(raw: str, suggested: str) -> None:
    with pytest.raises(UnreadableFigure) as refused:
        read_figure(raw, unit="%")
    assert refused.value.params["suggested"] == suggested


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=4))
def test_what_is_shown_is_read_back(value: Decimal) -> None:
    assert read_figure(format_number(value), unit="người").value == value


@pytest.mark.parametrize("unit", ["%", "hồ sơ"])
@pytest.mark.parametrize("raw", ["0", "007", "5", "1.234", "1.234,5", "12,3456", "999999999999999"])
def test_a_bare_number_is_read_as_it_is_among_spaces(raw: str, unit: str) -> None:
    assert read_figure(raw, unit=unit) == read_figure(f" {raw} ", unit=unit)
