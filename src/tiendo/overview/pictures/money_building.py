"""Pictures of a year's money: read as the person sees it, then drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from tiendo.budgets.entries import entries_of
from tiendo.budgets.models import BudgetStep, Stage
from tiendo.budgets.queries import LineFilter, LineMoney, list_lines, money_of, years_of
from tiendo.domain.budget import (
    closing_day,
    in_force,
    paid_by,
    step_in_force,
    sum_known,
    total_of,
)
from tiendo.overview.asking import Asked
from tiendo.overview.conditions import id_in
from tiendo.overview.pictures.asking import BODY, PROGRAMME, YEAR
from tiendo.overview.pictures.burn_down import BurnDown, Told, draw_burn_down
from tiendo.overview.pictures.figures import Picture
from tiendo.overview.pictures.waterfall import YearSteps, draw_waterfall


def narrowed(asked: Asked) -> LineFilter:
    """The lines asked for; without a year the last one begun that has lines. Cost: one query."""
    year = id_in(asked.values, YEAR)
    if year is None:
        begun = [each for each in years_of(asked.actor) if each <= asked.day.year]
        year = begun[0] if begun else asked.day.year
    return LineFilter(
        year, programme=id_in(asked.values, PROGRAMME), body=id_in(asked.values, BODY)
    )


def waterfall(asked: Asked) -> Picture:
    """A year's money from allotted to left. Cost: about eight queries."""
    lines = narrowed(asked)
    rows = money_of(list_lines(asked.actor, lines), asked.day, asked.known_at)
    given = sum_known(
        row.stages[Stage.ALLOCATION].amount if Stage.ALLOCATION in row.stages else None
        for row in rows
    )
    total = total_of(row.amounts for row in rows)
    picture = draw_waterfall(
        YearSteps(lines.year, asked.day, given, total.allotted, total.committed, total.paid)
    )
    return _told(asked, picture, lines)


def burn_down(asked: Asked) -> Picture:
    """What is still to be paid, on each day that changed it. Cost: about nine queries."""
    lines = narrowed(asked)
    rows = money_of(list_lines(asked.actor, lines), asked.day, asked.known_at)
    closes = _closes(lines.year, rows)
    set_by = entries_of(BudgetStep, list_lines(asked.actor, lines))
    steps = {key: in_force(each, asked.known_at) for key, each in set_by.items()}
    paid = {row.line.pk: row.paid_entries for row in rows}
    days = {entry.day for each in (*steps.values(), *paid.values()) for entry in each}
    until = min(asked.day, closes)
    told = [each for each in sorted({*days, until}) if each <= until]

    def on(day: dt.date) -> Told:
        setting = [step_in_force(each, day) for each in steps.values()]
        return Told(
            day,
            sum_known(each.amount if each else None for each in setting),
            sum_known(paid_by(each, day) for each in paid.values()),
        )

    picture = draw_burn_down(BurnDown(lines.year, closes, [on(each) for each in told]))
    return _told(asked, picture, lines)


def _told(asked: Asked, picture: Picture, lines: LineFilter) -> Picture:
    """A picture that tells of which year it was drawn."""
    return replace(picture, values={**asked.values, YEAR: str(lines.year)})


def _closes(year: int, rows: Sequence[LineMoney]) -> dt.date:
    natures = {row.line.nature for row in rows}
    days = {closing_day(year, nature) for nature in natures}
    return max(days, default=closing_day(year, ""))
