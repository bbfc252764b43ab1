"""Quotients and quartiles of columns, exact, rounded half up; what cannot be divided says why."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from tiendo.analytics.expressions import NO_DATA, UNDEFINED, VALUE, Quartile, Quotient

# Wide enough that a division leaves nothing out that rounding could see.
_NUMERATOR = pa.decimal256(44, 12)
_DENOMINATOR = pa.decimal256(19, 0)
_INTEGRAL_DIGITS = 32
_PLACES = 12
_VALUE, _QUARTILE = pa.decimal256(41, _PLACES), pa.decimal128(38, _PLACES)


def add_quotients(rows: pa.Table, quotients: Iterable[Quotient]) -> pa.Table:
    """The rows with a column, and one of its state, for each quotient."""
    for quotient in quotients:
        above = rows[quotient.numerator].cast(_NUMERATOR)
        below = rows[quotient.denominator].cast(_DENOMINATOR)
        is_zero = pc.equal(below, pa.scalar(0, pa.int64()).cast(_DENOMINATOR))
        divided = pc.divide(above, pc.if_else(is_zero, pa.scalar(None, _DENOMINATOR), below))
        rounded = pc.round(divided, quotient.decimals, round_mode="half_towards_infinity")
        kind = pa.decimal128(_INTEGRAL_DIGITS + quotient.decimals, quotient.decimals)
        rows = rows.append_column(quotient.name, rounded.cast(kind))
        has_none = pc.or_(pc.is_null(above), pc.is_null(below))
        state = pc.if_else(
            pc.fill_null(is_zero, False), UNDEFINED, pc.if_else(has_none, NO_DATA, VALUE)
        )
        rows = rows.append_column(f"{quotient.name}_state", state)
    return rows


def add_quartiles(rows: pa.Table, quartiles: Iterable[Quartile]) -> pa.Table:
    """The rows with a column for each quartile in the place of the two values around it."""
    for quartile in quartiles:
        at = pc.multiply(pc.subtract(rows[quartile.count], 1), quartile.number)
        # Fourths of the way from the one to the other.
        rest = pc.subtract(at, pc.multiply(pc.divide(at, 4), 4)).cast(_DENOMINATOR)
        low, high = (rows[name].cast(_VALUE) for name in (quartile.low, quartile.high))
        above = pc.multiply(pc.subtract(high, low), rest)
        fourth = pc.divide(above.cast(_NUMERATOR), pa.scalar(4, pa.int64()).cast(_DENOMINATOR))
        rounded = pc.round(fourth, _PLACES, round_mode="half_towards_infinity")
        found = pc.add(low, rounded.cast(_VALUE))
        rows = rows.append_column(quartile.name, found.cast(_QUARTILE))
        rows = rows.drop_columns([quartile.low, quartile.high])
    return rows
