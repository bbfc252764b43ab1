"""A whole against the sum of its parts, whichever of them comes in."""

from __future__ import annotations

from decimal import Decimal

from tiendo.domain.readings import PERCENT
from tiendo.indicators.breakdowns import breakdown_of, items_of
from tiendo.indicators.checking.places import Figure, Name, Surroundings, spot_of
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.figures import print_value
from tiendo.indicators.models import CheckRule, CheckSeverity, IndicatorVersion

_HALF = Decimal("0.5")


def parts_differ(
    rule: CheckRule, row: Figure, version: IndicatorVersion, around: Surroundings
) -> IndicatorError | None:
    """What is wrong where a whole is not the sum over the items in force.

    Missing: nothing is said before the whole and each part are known. A warning is told once, of
    the whole where it is looked at; what blocks, blocks every figure that takes part.
    """
    whole, parts = names_of_parts(rule, row.indicator_id, row.breakdown, around, row)
    spot = spot_of(row)
    total = around.value(spot, whole)
    found = [around.value(spot, part) for part in parts]
    known = [value for value in found if value is not None]
    if total is None or not parts or len(known) < len(parts):
        return None
    gap = sum(known, Decimal(0)) - total
    if abs(gap) <= rounding_gap(version, len(parts)):
        return None
    if rule.severity != CheckSeverity.BLOCK and not around.tells(row, [whole, *parts]):
        return None
    return IndicatorError(
        "parts_differ",
        sum=print_value(total + gap, version),
        value=print_value(total, version),
        gap=print_value(gap, version),
    )


def names_of_parts(
    rule: CheckRule, indicator: int, breakdown: str, around: Surroundings, row: Figure
) -> tuple[Name, list[Name]]:
    """The whole that a figure belongs to, and its parts: items that are no longer used count
    where they have a value."""
    dimension = rule.dimension
    if dimension is None:
        return (indicator, breakdown), []
    rest = {code: item for code, item in items_of(breakdown).items() if code != dimension.code}
    parts = []
    for item in dimension.items.all():
        name = (indicator, breakdown_of({**rest, dimension.code: item.code}))
        if not item.is_retired or around.value(spot_of(row), name) is not None:
            parts.append(name)
    return (indicator, breakdown_of(rest)), parts


def rounding_gap(version: IndicatorVersion, parts: int) -> Decimal:
    """How far parts that were each rounded may lie from their whole; whole numbers are exact."""
    if version.decimals == 0:
        return Decimal(0)
    places = version.decimals + (2 if version.unit == PERCENT else 0)
    return _HALF * (parts + 1) * Decimal(1).scaleb(-places)
