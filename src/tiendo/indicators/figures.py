"""How a figure of an indicator is printed: its unit, its decimals, its word, its missing states."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from tiendo.domain.readings import PERCENT
from tiendo.indicators.models import IndicatorVersion, Observation, Qualifier
from vanban.quantities import Missing, format_number

_HUNDRED = Decimal(100)


def print_value(value: Decimal, version: IndicatorVersion) -> str:
    """A value with its unit, rounded half up to the decimals of the definition ("36,67%")."""
    shown = value * _HUNDRED if version.unit == PERCENT else value
    number = format_number(shown.quantize(Decimal(1).scaleb(-version.decimals), ROUND_HALF_UP))
    return f"{number}%" if version.unit == PERCENT else f"{number} {version.unit}"


def printed(row: Observation, version: IndicatorVersion) -> str:
    """An observation as people read it; a word that makes it less than exact stays with it."""
    if row.value is None:
        return str(Missing.NO_DATA.words)
    number = print_value(row.value, version)
    if row.qualifier == Qualifier.EXACT:
        return number
    return f"{Qualifier(row.qualifier).label} {number}"


def as_typed(value: Decimal, qualifier: str, unit: str) -> str:
    """A value as it is typed, in full and without its unit: "khoảng 99,9" of 0.999 under "%"."""
    shown = value * _HUNDRED if unit == PERCENT else value
    number = format_number(shown.normalize() if shown else Decimal(0))
    return number if qualifier == Qualifier.EXACT else f"{Qualifier(qualifier).label} {number}"
