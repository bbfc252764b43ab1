"""Amounts of money as reports print and keep them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tiendo.reporting.measures import FigureBook, Measure
from tiendo.reporting.models import ValueState
from tiendo.reporting.money_words import MILLION, amount_of, with_unit


def measure(vnd: int | None, unit: str = MILLION) -> Measure:
    return amount_of(
        "budget.x", "Tiền", "budget.x", vnd, unit=unit, record_type="budgets.budgetline", ids=[1]
    )


@pytest.mark.parametrize(
    ("vnd", "unit", "printed", "value", "key"),
    [
        (183_395_000_000, MILLION, "183.395", "183395", "budget.x"),
        (183_395_500_000, MILLION, "183.395,5", "183395.5", "budget.x"),
        (183_395_000_000, "tỷ đồng", "183,395", "183.395", "budget.x.billion"),
        (1_234_567, "nghìn đồng", "1.234,567", "1234.567", "budget.x.thousand"),
        (1_234_567, "đồng", "1.234.567", "1234567", "budget.x.dong"),
        (1_234_567, MILLION, "1,235", "1.234567", "budget.x"),
        (0, MILLION, "0", "0", "budget.x"),
        (-2_500_000, MILLION, "-2,5", "-2.5", "budget.x"),
    ],
)
def test_an_amount_is_kept_whole_and_printed_to_three_decimals(
    vnd: int, unit: str, printed: str, value: str, key: str
) -> None:
    found = measure(vnd, unit)
    assert (found.printed, found.value, found.key) == (printed, Decimal(value), key)
    assert (found.state, found.unit) == (ValueState.VALUE, unit)


def test_an_amount_that_is_not_there_has_no_unit_behind_it() -> None:
    book = FigureBook()
    lacking, zero = measure(None), measure(0, "đồng")
    assert lacking.value is None
    assert lacking.state == ValueState.NO_DATA
    assert len(with_unit(book, lacking)) == 1
    assert len(with_unit(book, zero)) == 2
