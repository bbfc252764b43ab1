"""Many figures made one: over the children of a body, or over periods. What is missing is left out
and told; it never counts as zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import cast

from tiendo.domain.formulas.values import Coverage, Reading, state_of_none
from vanban.quantities import Missing

_ZERO = Decimal(0)


def gather(
    function: str, known: Sequence[Decimal | bool], lost: Sequence[Missing]
) -> tuple[Reading, Coverage | None]:
    """What a gathering function makes of the figures there are, in order, and of those missing.

    Missing: see the table in ``values``. The coverage is None where the function tells no part of
    a whole: the newest figure, the number of figures.
    """
    expected = len(known) + sum(state is not Missing.NOT_DUE for state in lost)
    if function == "count_figures":
        counts = known or any(state is not Missing.NOT_DUE for state in lost)
        return (Decimal(len(known)) if counts else state_of_none(lost)), None
    coverage = None if function == "last" else Coverage(len(known), expected)
    if not known:
        return state_of_none(lost), coverage
    return _FOLDS[function](known), coverage


def _sum(known: Sequence[Decimal | bool]) -> Decimal:
    return cast(Decimal, sum(known, _ZERO))


def _mean(known: Sequence[Decimal | bool]) -> Decimal:
    return _sum(known) / len(known)


def _count(known: Sequence[Decimal | bool]) -> Decimal:
    return Decimal(sum(map(bool, known)))


_FOLDS: Mapping[str, Callable[[Sequence[Decimal | bool]], Decimal]] = {
    "sum_children": _sum,
    "avg_children": _mean,
    "min_children": lambda known: Decimal(min(known)),
    "max_children": lambda known: Decimal(max(known)),
    "count_children": _count,
    "year_to_date": _sum,
    "sum_last": _sum,
    "avg_last": _mean,
    "last": lambda known: Decimal(known[-1]),
}


def gather_ratio(
    pairs: Sequence[tuple[Reading, Reading]], lost: Sequence[Missing]
) -> tuple[Reading, Coverage]:
    """Sum over sum of the pairs of figures; ``lost``: the state of each pair that lacks one."""
    expected = len(pairs) + sum(state is not Missing.NOT_DUE for state in lost)
    coverage = Coverage(len(pairs), expected)
    if not pairs:
        return state_of_none(lost), coverage
    bottom = sum((Decimal(low) for _top, low in pairs), _ZERO)
    top = sum((Decimal(high) for high, _bottom in pairs), _ZERO)
    return (top / bottom if bottom else Missing.UNDEFINED), coverage
