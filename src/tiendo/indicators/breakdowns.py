"""What a value is told apart by, as one text: "gioi-tinh=nu;trinh-do=tien-si", empty for all."""

from __future__ import annotations

from collections.abc import Mapping

from tiendo.indicators.models import IndicatorVersion


def breakdown_of(items: Mapping[str, str]) -> str:
    """The text of some items, by the codes of their dimensions."""
    return ";".join(f"{dimension}={item}" for dimension, item in sorted(items.items()))


def items_of(breakdown: str) -> dict[str, str]:
    """The items of a text. Errors: ValueError where it is none."""
    pairs = [pair.partition("=") for pair in breakdown.split(";")] if breakdown else []
    if not all(equals and dimension and item for dimension, equals, item in pairs):
        raise ValueError(f"no breakdown: {breakdown!r}")
    return {dimension: item for dimension, _equals, item in pairs}


def is_breakdown(breakdown: str, version: IndicatorVersion) -> bool:
    """Whether a definition tells its values apart so. Cost: none where dimensions are fetched."""
    try:
        items = items_of(breakdown)
    except ValueError:
        return False
    known = {
        dimension.code: {item.code for item in dimension.items.all()}
        for dimension in version.dimensions.all()
    }
    is_known = all(item in known.get(dimension, ()) for dimension, item in items.items())
    return is_known and breakdown_of(items) == breakdown
