"""Amounts as people type them, and as pages show them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.domain.money import (
    MOST_VND,
    SIZES,
    MoneyUnit,
    MoneyUnread,
    counted,
    differs_when_shown,
    read_money,
)
from vanban.quantities import format_number


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1.234,5 triệu", 1_234_500_000),
        ("500.118 triệu đồng", 500_118_000_000),
        ("1,2 tỷ", 1_200_000_000),
        ("1.2 tỉ đồng", 1_200_000_000),
        ("302.430.000.000 đồng", 302_430_000_000),
        ("1 234 567 đ", 1_234_567),
        ("1,234,567 VND", 1_234_567),
        ("2 nghìn tỷ", 2_000_000_000_000),
        ("15 TRIỆU", 15_000_000),
        ("22.600tr", 22_600_000_000),
        ("0", 0),
        ("0 đồng", 0),
    ],
)
def test_an_amount_is_read_with_its_unit(typed: str, amount: int) -> None:
    assert read_money(typed) == amount


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("1.234,5", "no_unit"),
        ("1,234.5 triệu", "not_number"),
        ("khoảng 99,9 triệu", "about"),
        ("hơn 80 tỷ", "about"),
        (">= 5 tỷ", "about"),
        ("25 %", "not_money"),
        ("1000 USD", "not_money"),
        ("năm mươi triệu", "not_number"),
        ("0,5 đồng", "not_whole"),
        ("1,2345678 triệu", "not_whole"),
        ("-5 triệu", "negative"),
        ("999.999.999 tỷ", "too_big"),
        ("5 triệu 6", "not_money"),
    ],
)
def test_what_is_no_amount_is_refused_by_name(typed: str, code: str) -> None:
    with pytest.raises(MoneyUnread) as refused:
        read_money(typed)
    assert refused.value.code == code


def test_money_that_came_back_is_below_zero() -> None:
    assert read_money("-5 triệu", may_be_negative=True) == -5_000_000
    assert read_money("−1,5 tỷ", may_be_negative=True) == -1_500_000_000


@given(st.integers(0, MOST_VND), st.sampled_from(list(MoneyUnit)))
def test_what_is_written_is_read_again(amount: int, unit: MoneyUnit) -> None:
    words = {MoneyUnit.DONG: "đồng", MoneyUnit.MILLION: "triệu", MoneyUnit.BILLION: "tỷ"}
    written = f"{format_number(Decimal(amount) / SIZES[unit])} {words[unit]}"
    assert read_money(written) == amount


@given(st.text(max_size=30))
def test_any_words_are_an_amount_or_refused(typed: str) -> None:
    try:
        assert 0 <= read_money(typed) <= MOST_VND
    except MoneyUnread as refused:
        assert refused.code


@given(st.lists(st.integers(-(10**14), 10**14), max_size=6), st.sampled_from(list(MoneyUnit)))
def test_parts_that_add_up_as_shown_are_told_from_those_that_do_not(
    parts: list[int], unit: MoneyUnit
) -> None:
    thousandths = [_thousandths(part, SIZES[unit]) for part in parts]
    whole = _thousandths(sum(parts), SIZES[unit])
    assert differs_when_shown(parts, sum(parts), unit) == (sum(thousandths) != whole)


def _thousandths(amount: int, size: int) -> int:
    """The naive way: whole thousandths of the unit, half away from zero."""
    sign = -1 if amount < 0 else 1
    return sign * ((abs(amount) * 1000 * 2 + size) // (2 * size))


def test_half_is_rounded_up() -> None:
    assert str(counted(1_500, MoneyUnit.MILLION)) == "0.002"
    assert str(counted(1_499, MoneyUnit.MILLION)) == "0.001"
    assert str(counted(500_118_000_000, MoneyUnit.BILLION)) == "500.118"
