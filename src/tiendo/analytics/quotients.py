"""Quotients of columns, exact and rounded half up; what cannot be divided says why."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
import pyarrow.compute as pc

from tiendo.analytics.expressions import NO_DATA, UNDEFINED, VALUE, Quotient

# Wide enough that a division leaves nothing out that rounding could see.
_NUMERATOR = pa.decimal256(44, 12)
_DENOMINATOR = pa.decimal256(19, 0)
_INTEGRAL_DIGITS = 32


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
