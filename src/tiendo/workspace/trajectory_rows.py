"""Targets with their verdicts as rows of pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tiendo.indicators.aims import print_target
from tiendo.indicators.figures import print_value
from tiendo.indicators.known_values import print_figure
from tiendo.indicators.prospects import Prospect
from tiendo.indicators.trajectories import Trajectory
from tiendo.overview.asking import Asked
from tiendo.overview.sheets.indicators import period_words
from tiendo.overview.verdicts import (
    gap_words,
    prospect_words,
    reached_words,
    reason_of,
    required_words,
)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target in words. Missing: empty where there is nothing to say."""

    trajectory: Trajectory
    aim: str
    value: str
    period: str
    required: str
    baseline: str
    gap: str
    reason: str
    expected: str
    reached: str


def target_rows(
    found: Iterable[Trajectory], prospects: Mapping[int, Prospect], asked: Asked
) -> list[TargetRow]:
    """Trajectories in words. Cost: none."""
    return [target_row(row, prospects.get(row.target.pk), asked) for row in found]


def target_row(row: Trajectory, prospect: Prospect | None, asked: Asked) -> TargetRow:
    """One trajectory in words. Cost: none."""
    figure, target = row.figure, row.target
    return TargetRow(
        trajectory=row,
        aim=print_target(target, row.version),
        value=print_figure(figure, row.figure_version) if figure else "",
        period=period_words(figure.period) if figure else "",
        required=required_words(row),
        baseline="" if target.baseline is None else print_value(target.baseline, row.version),
        gap="" if row.gap is None else gap_words(row.gap, row.version),
        reason=reason_of(row, asked.day),
        expected=prospect_words(row, prospect, asked.day),
        reached=reached_words(row, prospect),
    )
