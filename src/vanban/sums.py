"""Amounts made comparable: money in whole dong, counts in single things."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from vanban.figures import Figure, FigureKind
from vanban.models import Span
from vanban.money import SCALES
from vanban.quantities import format_number

_SCALED = {"triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3, "tỷ": 10**9, "vạn": 10**4, "trăm": 100}


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in its smallest unit (``value``, ``unit``) with the number as printed."""

    span: Span
    value: Decimal
    unit: str
    printed: str


def amount_of(figure: Figure) -> Amount:
    """The figure in dong or in single things; ``printed`` keeps the printed unit's number."""
    unit = figure.unit or ""
    printed = format_number(figure.value)
    if figure.kind is FigureKind.MONEY:
        scale = unit.split("đồng")[0].strip()
        tail = unit.split("đồng", 1)[1] if "đồng" in unit else ""
        shown = printed if not scale else f"{printed} {scale}"
        return Amount(figure.span, figure.value * SCALES.get(scale, 1), f"đồng{tail}", shown)
    first, _, rest = unit.partition(" ")
    if first in _SCALED and rest:
        return Amount(figure.span, figure.value * _SCALED[first], rest, f"{printed} {first}")
    return Amount(figure.span, figure.value, unit, printed)
