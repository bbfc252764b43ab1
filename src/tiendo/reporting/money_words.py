"""Amounts of money as figures: kept in the unit they are printed in, to the last đồng or thousand.

Units: amounts come in as whole VND.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from tiendo.composer.model import Content, content
from tiendo.domain.money import PLACES
from tiendo.reporting.measures import STORED_PLACES, FigureBook, Measure, missing
from tiendo.reporting.models import ValueState
from vanban.quantities import format_number

MILLION = "triệu đồng"
UNITS: Mapping[str, tuple[int, str]] = {
    "đồng": (1, "dong"),
    "nghìn đồng": (10**3, "thousand"),
    MILLION: (10**6, "million"),
    "tỷ đồng": (10**9, "billion"),
}


def amount_of(
    key: str,
    label: str,
    formula: str,
    vnd: int | None,
    *,
    unit: str = MILLION,
    record_type: str,
    ids: Iterable[int],
    state: ValueState = ValueState.NO_DATA,
) -> Measure:
    """An amount in a unit of money ("183.395" of "triệu đồng"); a recorded zero is 0.

    Missing: ``state`` says why where ``vnd`` is None. Only the key of millions names no unit.
    """
    size, code = UNITS[unit]
    name = key if unit == MILLION else f"{key}.{code}"
    records = tuple(ids)
    if vnd is None:
        return missing(name, label, formula, state, ids=records, unit=unit, record_type=record_type)
    value = (Decimal(vnd) / size).quantize(STORED_PLACES, ROUND_HALF_UP)
    printed = print_amount(value)
    return Measure(
        name, label, formula, value, ValueState.VALUE, unit, printed, record_type, records
    )


def print_amount(value: Decimal) -> str:
    """A number of thousands, millions or billions with at most three decimals, none if whole."""
    shown = value.quantize(Decimal(1).scaleb(-PLACES), ROUND_HALF_UP)
    whole = shown.to_integral_value()
    return format_number(whole if shown == whole else shown.normalize())


def with_unit(book: FigureBook, measure: Measure, *, bold: bool = False) -> Content:
    """The figure with its unit behind it; one that has no value says so alone."""
    unit = f" {measure.unit}" if measure.state == ValueState.VALUE and measure.unit else ""
    return content(book.put(measure, bold=bold), *([unit] if unit else []))
