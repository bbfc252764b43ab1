"""A figure in one of its four states, how much of it was reported, and how states meet.

========================  =====================================================================
what is computed          what comes out
========================  =====================================================================
``-x``, ``abs``, ``round``, ``+ - *``, comparisons, ``min``, ``max``, ``and``, ``or``, ``not``
                          all inputs are figures: a figure; otherwise the strongest missing
                          state among them: undefined, then not yet due, then no data
``0 * x``                 missing where x is: a product is not known before its factors
``a / b``                 as above; undefined where b is zero, whatever a is
``if(c; a; b)``           missing as c is; otherwise the chosen side alone, the other is not asked
``coalesce(x; y)``        x; y where x is missing in any way
``if_no_data(x; y)``      x; y where x has no data (undefined and not yet due stay)
``if_undefined(x; y)``    x; y where x is undefined
``has(x)``                true or false, never missing
over children, periods    computed of the figures there are; coverage tells of how many expected;
                          those not yet due are not expected. Of none: undefined where there is
                          nothing to look at, not yet due where all are, no data where some have
                          none, otherwise undefined
``count_children(x)``     the number of figures, and nought is a figure; of a condition: how often
                          it is true among those known, missing as above where none is known
``ratio_children(a; b)``  sum over sum of the children that have both; undefined where it is zero
``last(x; n)``            the newest figure, without coverage; of none: as above
``previous`` and the like what stood there; before the first period there is no data
========================  =====================================================================

Coverage of something computed is the least complete coverage among its inputs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, FloatOperation
from typing import NamedTuple

from tiendo.domain.formulas.units import Unit
from vanban.quantities import Missing

# 34 digits, as decimal128; nothing is raised but the use of a float, states tell the rest.
ARITHMETIC = Context(prec=34, rounding=ROUND_HALF_UP, traps=[FloatOperation])

# What stands for an indicator, a body and a period: a figure (a zero is one), or why there is none.
Reading = Decimal | Missing
_STRENGTH = {Missing.NO_DATA: 0, Missing.NOT_DUE: 1, Missing.UNDEFINED: 2}


class Coverage(NamedTuple):
    """How many of the figures that were expected are there; made by the ten thousand."""

    reported: int
    expected: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing expected is missing."""
        return self.reported >= self.expected


@dataclass(frozen=True, slots=True)
class Value:
    """A reading with its unit; ``unit`` is None for a condition, whose figure is true or false.

    Missing: ``coverage`` is None where nothing was gathered over bodies or periods.
    """

    reading: Reading | bool
    unit: Unit | None
    coverage: Coverage | None = None

    @property
    def state(self) -> str:
        """The code of the state: value, no_data, undefined or not_due."""
        return self.reading.value if isinstance(self.reading, Missing) else "value"


def strongest(first: Missing, second: Missing) -> Missing:
    """The state of something computed of two missing inputs."""
    return first if _STRENGTH[first] >= _STRENGTH[second] else second


def state_of_none(states: Iterable[Missing]) -> Missing:
    """The state of what is gathered of bodies or periods none of which has a figure."""
    seen = set(states)
    if seen == {Missing.NOT_DUE}:
        return Missing.NOT_DUE
    return Missing.NO_DATA if Missing.NO_DATA in seen else Missing.UNDEFINED


def least_complete(first: Coverage, second: Coverage) -> Coverage:
    """The coverage that says more of what is missing; of equal shares that of more expected."""
    left, right = first.reported * second.expected, second.reported * first.expected
    if left == right:
        return first if first.expected >= second.expected else second
    return first if left < right else second


def round_to(value: Decimal, step: Decimal) -> Decimal:
    """The value in whole steps (0.01), halves away from zero."""
    rounded = value.quantize(step, ROUND_HALF_UP)
    # More digits than the context has would come out: then none of them lies beyond the step.
    return rounded if rounded.is_finite() else value
