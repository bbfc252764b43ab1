"""Reading money: the lines of a year with their amounts as of a day, totals, rates, forecasts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.budgets.entries import entries_of
from tiendo.budgets.models import (
    Area,
    BudgetLine,
    BudgetStep,
    Commitment,
    Disbursement,
    Nature,
    Project,
    Source,
)
from tiendo.budgets.permissions import visible_lines, visible_projects
from tiendo.budgets.sums import Group, days_told, sum_lines
from tiendo.domain.budget import (
    Entry,
    Forecast,
    LineAmounts,
    Rate,
    Split,
    Total,
    carried_by,
    closing_day,
    forecast_as_last_year,
    forecast_linear,
    in_force,
    is_thin,
    latest_of_stages,
    paid_by,
    rate_of,
    same_day_before,
    step_in_force,
    sum_known,
)
from tiendo.domain.collation import fold

# The ways in which a year's sums are told apart.
WAYS = (("source",), ("nature",), ("area",), ("body",), ("nature", "source"))
# What lines are told apart by, and the groups of each in their order.
DIMENSIONS: Mapping[str, Sequence[str]] = {
    "source": Source.values,
    "nature": Nature.values,
    "area": Area.values,
}


@dataclass(frozen=True, slots=True)
class LineFilter:
    """What the lines are narrowed to; empty values narrow nothing."""

    year: int
    programme: int | None = None
    body: int | None = None
    source: str = ""
    nature: str = ""
    area: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class LineMoney:
    """A line with its money as of a day. ``stages``: the last amount of each step by then."""

    line: BudgetLine
    amounts: LineAmounts
    rate: Rate
    stages: Mapping[str, Entry]
    paid_entries: Sequence[Entry]

    @property
    def left(self) -> int | None:
        """What of the allotted money is not paid yet; None where either is not known."""
        if self.amounts.allotted is None or self.amounts.paid is None:
            return None
        return self.amounts.allotted - self.amounts.paid

    @property
    def is_over(self) -> bool:
        """Whether more was paid or committed than allotted."""
        spent = [each for each in (self.amounts.paid, self.amounts.committed) if each is not None]
        allotted = self.amounts.allotted
        return allotted is not None and any(each > allotted for each in spent)


@dataclass(frozen=True, slots=True)
class YearMoney:
    """The money of a year's lines as of a day, told apart in each way.

    ``cross``: the totals by nature and source; ``bodies``: by the id of the body.
    ``forecasts``: none once the year is closed. Missing: ``last_told``, the last day of which a
    payment is told, is None where none is.
    """

    total: Total
    rate: Rate
    splits: Mapping[str, Split[str]]
    cross: Mapping[Group, Total]
    bodies: Mapping[int, Total]
    forecasts: tuple[Forecast, ...]
    closes: dt.date
    last_told: dt.date | None


def years_of(actor: Actor) -> list[int]:
    """The years with lines a person may see, the latest first. Cost: one query."""
    years = visible_lines(actor).order_by("-year").values_list("year", flat=True)
    return list(years.distinct())


def list_lines(actor: Actor, narrowed: LineFilter) -> QuerySet[BudgetLine]:
    """The lines of a filter that a person may see."""
    found = visible_lines(actor).filter(year=narrowed.year)
    same = {
        "programme": narrowed.programme,
        "body": narrowed.body,
        "source": narrowed.source,
        "nature": narrowed.nature,
        "area": narrowed.area,
    }
    found = found.filter(**{name: value for name, value in same.items() if value})
    if narrowed.text.strip():
        words = narrowed.text.strip()
        coded = Q(item_code=words) | Q(chapter_code=words) | Q(programme_code=words)
        found = found.filter(Q(title__unaccent__icontains=words) | coded)
    return found


def money_of(
    lines: QuerySet[BudgetLine], on: dt.date, known_at: dt.datetime | None = None
) -> tuple[LineMoney, ...]:
    """Lines with their money as of a day, as known at a moment. Cost: four queries."""
    return money_of_page(with_related(lines).order_by("pk"), on, known_at)


def money_of_page(
    lines: Iterable[BudgetLine], on: dt.date, known_at: dt.datetime | None = None
) -> tuple[LineMoney, ...]:
    """The money of some lines, in their order. Cost: three queries."""
    found = list(lines)
    here = {line.pk for line in found}
    same = BudgetLine.objects.filter(pk__in=here)
    steps, bound, paid = (
        entries_of(model, same) for model in (BudgetStep, Commitment, Disbursement)
    )
    return tuple(
        _line_money(
            line,
            in_force(steps.get(line.pk, ()), known_at),
            in_force(bound.get(line.pk, ()), known_at),
            in_force(paid.get(line.pk, ()), known_at),
            on,
            is_carried=line.carried_from_id in here,
        )
        for line in found
    )


def with_related(lines: QuerySet[BudgetLine]) -> QuerySet[BudgetLine]:
    """Lines with what a list shows of them."""
    return lines.select_related("body", "programme", "project", "task")


def _line_money(
    line: BudgetLine,
    steps: Sequence[Entry],
    bound: Sequence[Entry],
    paid: Sequence[Entry],
    on: dt.date,
    *,
    is_carried: bool,
) -> LineMoney:
    setting = step_in_force(steps, on)
    amounts = LineAmounts(
        allotted=setting.amount if setting is not None else None,
        committed=sum_known(row.amount for row in bound if row.day <= on),
        paid=paid_by(paid, on),
        carried=carried_by(steps, on) if is_carried else 0,
    )
    rate = rate_of(amounts.paid, amounts.allotted, on, line.year)
    return LineMoney(line, amounts, rate, latest_of_stages(steps, on), paid)


def year_money(
    actor: Actor, narrowed: LineFilter, on: dt.date, known_at: dt.datetime | None = None
) -> YearMoney:
    """The money of a filter as of a day. Cost: three queries, five where the year
    before foretells something, whatever the number of lines."""
    lines = list_lines(actor, narrowed)
    sums = sum_lines(lines, on, known_at, WAYS)
    splits = {name: sums.split(name, groups) for name, groups in DIMENSIONS.items()}
    natures = [str(nature) for (nature,) in sums.groups[("nature",)]]
    closes = max(
        (closing_day(narrowed.year, nature) for nature in natures),
        default=closing_day(narrowed.year, ""),
    )
    told, last_told = days_told(lines, on, known_at)
    forecasts = (
        forecast_linear(sums.whole.paid, told, on, narrowed.year, closes),
        _as_last_year(actor, narrowed, on, known_at, sums.whole, told, closes),
    )
    return YearMoney(
        total=sums.whole,
        rate=rate_of(sums.whole.paid, sums.whole.allotted, on, narrowed.year),
        splits=splits,
        cross=sums.groups[("nature", "source")],
        bodies=sums.by_id("body"),
        forecasts=tuple(each for each in forecasts if each is not None and on < closes),
        closes=closes,
        last_told=last_told,
    )


def _as_last_year(
    actor: Actor,
    narrowed: LineFilter,
    on: dt.date,
    known_at: dt.datetime | None,
    total: Total,
    told: int,
    closes: dt.date,
) -> Forecast | None:
    if total.paid is None or on >= closes or on.year != narrowed.year:
        return None
    year = narrowed.year - 1
    before = list_lines(actor, replace(narrowed, year=year))
    closed = closing_day(year, narrowed.nature)
    if is_thin(days_told(before, closed, known_at)[0], on):
        return None
    then = sum_lines(before, same_day_before(on), known_at).whole.paid
    in_the_end = sum_lines(before, closed, known_at).whole.paid
    return forecast_as_last_year(total.paid, then, in_the_end, told, closes)


def list_projects(
    actor: Actor, *, text: str = "", state: str = "", programme: int | None = None
) -> QuerySet[Project]:
    """The projects of a filter that a person may see, with what the list shows."""
    found = visible_projects(actor)
    if state:
        found = found.filter(state=state)
    if programme:
        found = found.filter(programme=programme)
    for word in fold(text).split():
        found = found.filter(folded__contains=word)
    return found.select_related("owner", "programme").prefetch_related("approvals")
