"""Figures and targets of indicators as pages print them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tiendo.indicators.aims import print_target
from tiendo.indicators.breakdowns import items_of
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.dictionary import IndicatorRow
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.known_values import Figure, print_figure
from tiendo.indicators.models import Dimension, Indicator, IndicatorVersion, Target
from tiendo.overview.sheets.indicators import period_words, unit_words


@dataclass(frozen=True, slots=True)
class ListRow:
    """One indicator of the list in words. Missing: no figure known, no target in force."""

    version: IndicatorVersion
    unit: str
    figure: Figure | None
    value: str
    period: str
    target: Target | None
    aim: str


def list_rows(rows: Iterable[IndicatorRow]) -> list[ListRow]:
    """The rows of the dictionary in words. Cost: none."""
    return [_row(row) for row in rows]


def _row(row: IndicatorRow) -> ListRow:
    figure, target = row.figure, row.target
    return ListRow(
        version=row.version,
        unit=unit_words(row.version),
        figure=figure,
        value=print_figure(figure, row.figure_version) if figure else "",
        period=period_words(figure.period) if figure else "",
        target=target,
        aim=print_target(target, row.version) if target else "",
    )


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value of an indicator in words; ``part`` is empty for the whole."""

    figure: Figure
    value: str
    period: str
    part: str


def value_rows(
    figures: Iterable[Figure],
    indicator: Indicator,
    definitions: Definitions,
    dimensions: Mapping[str, Dimension],
) -> list[ValueRow]:
    """Values in words, each by the definition of its own period. Cost: none."""
    rows = []
    for figure in figures:
        version = version_in(figure, indicator, definitions)
        part = breakdown_words(figure.breakdown, dimensions)
        words = print_figure(figure, version)
        rows.append(ValueRow(figure, words, period_words(figure.period), part))
    return rows


def version_in(figure: Figure, indicator: Indicator, definitions: Definitions) -> IndicatorVersion:
    """The definition of a figure's period; the first one for what lies before all of them."""
    try:
        return definitions.on(indicator, figure.period)
    except IndicatorError:
        return definitions.versions[indicator.pk][0]


def breakdown_words(breakdown: str, dimensions: Mapping[str, Dimension]) -> str:
    """What a value is told apart by, in words: "Giới tính: nữ". Items are fetched."""
    words = []
    for code, item in items_of(breakdown).items():
        dimension = dimensions.get(code)
        names = {each.code: each.name for each in dimension.items.all()} if dimension else {}
        words.append(f"{dimension.name if dimension else code}: {names.get(item, item)}")
    return "; ".join(words)
