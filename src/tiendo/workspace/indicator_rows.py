"""Figures and targets of indicators as pages print them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tiendo.indicators.aims import print_target
from tiendo.indicators.dictionary import IndicatorRow
from tiendo.indicators.known_values import Figure, print_figure
from tiendo.indicators.models import IndicatorVersion, Target
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
