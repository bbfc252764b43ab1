"""Where targets stand on a day: the way asked for, the value known, the verdict."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.db.models import Value as Constant

from tiendo.accounts.actor import Actor
from tiendo.domain.achievement import Achievement, Aim, Bands, Verdict, judge
from tiendo.domain.closing import UnknownClosingRule, find_closing_rules
from tiendo.domain.collation import fold
from tiendo.domain.parameters import parameter_on
from tiendo.domain.periods import ONE_DAY, Cadence, period_around
from tiendo.indicators.aims import targets_on
from tiendo.indicators.definitions import holds_on
from tiendo.indicators.goals import goals_of
from tiendo.indicators.known_values import (
    Figure,
    entries_known,
    figure_known,
    figure_of,
    values_on,
)
from tiendo.indicators.models import (
    IndicatorState,
    IndicatorVersion,
    Target,
    ValueState,
)
from tiendo.indicators.recomputing import figures_apart
from tiendo.programmes.models import PlanSection
from vanban.models import Comparator

Series = tuple[int, int]
_HUNDRED = Decimal(100)
# The order in which verdicts are told: trouble first.
BY_URGENCY = (
    Verdict.OFF_TRACK,
    Verdict.AT_RISK,
    Verdict.ON_TRACK,
    Verdict.ACHIEVED,
    Verdict.NO_DATA,
    Verdict.UNDEFINED,
)


class Lack(StrEnum):
    """Why a target has no verdict of its path."""

    NO_NUMBER = "no_number"
    NO_BASELINE = "no_baseline"
    NO_LAST_DAY = "no_last_day"
    NO_WAY = "no_way"
    NEVER = "never"
    DECLARED = "declared"
    NOT_DUE = "not_due"
    DIVIDED = "divided"
    OTHER_UNIT = "other_unit"


@dataclass(frozen=True, slots=True)
class TrajectoryFilter:
    """What targets are narrowed to; empty values narrow nothing.

    ``programme``: 0 for targets of none. ``goal``: the id of a part of the plan, 0 for targets in
    none. ``horizon``: the year of the last day, 0 for targets that state none.
    """

    text: str = ""
    programme: int | None = None
    body: int | None = None
    indicators: frozenset[int] = frozenset()
    goal: int | None = None
    horizon: int | None = None
    verdicts: frozenset[Verdict] = frozenset()
    obligation: str = ""


@dataclass(frozen=True, slots=True)
class Trajectory:
    """A target on a day. ``figure_version`` is the definition of the figure's own period.

    Missing: ``figure`` is None where nothing is known; ``lack`` says why there is no verdict of the
    path; ``goal`` is None for what is in no part of the plan of its programme.
    """

    target: Target
    version: IndicatorVersion
    figure: Figure | None
    figure_version: IndicatorVersion
    achievement: Achievement
    lack: Lack | None
    goal: PlanSection | None

    @property
    def verdict(self) -> Verdict:
        """The verdict alone."""
        return self.achievement.verdict

    @property
    def gap(self) -> Decimal | None:
        """The value known less the value required; None where one of them lacks."""
        value, required = known_value(self.figure), self.achievement.required
        return None if value is None or required is None else value - required


def bands_on(day: dt.date) -> Bands:
    """The bands in force on a day."""
    return Bands(
        on_track=parameter_on("trajectory_on_track_percent", day) / _HUNDRED,
        at_risk=parameter_on("trajectory_at_risk_percent", day) / _HUNDRED,
    )


def aim_of(target: Target) -> Aim | None:
    """A target as numbers; None where it has only words."""
    if target.value is None:
        return None
    return Aim(
        comparator=Comparator(target.comparator),
        value=target.value,
        high=target.high,
        last_day=target.last_day,
        baseline=target.baseline,
        baseline_day=target.baseline_day,
    )


def known_value(figure: Figure | None) -> Decimal | None:
    """The number of a figure; None where it has none."""
    return figure.value if figure is not None else None


def find_trajectories(
    actor: Actor,
    narrowed: TrajectoryFilter,
    day: dt.date,
    known_at: dt.datetime | None = None,
    *,
    confirmed: bool = False,
) -> list[Trajectory]:
    """The targets in force on a day with their verdicts, as known at a moment, in the order of
    their indicators and days; ``confirmed``: of figures confirmed by that moment alone.
    Cost: four queries."""
    if not actor.may("indicator.view"):
        return []
    targets = list(_selected(narrowed, day, known_at))
    rows = judge_targets(actor, targets, day, known_at, confirmed=confirmed)
    return [row for row in rows if _is_followed(row, day) and _is_wanted(row, narrowed)]


def judge_targets(
    actor: Actor,
    targets: Sequence[Target],
    day: dt.date,
    known_at: dt.datetime | None = None,
    *,
    confirmed: bool = False,
) -> list[Trajectory]:
    """Targets with their verdicts, in the order given; their passages are fetched.

    Cost: three queries.
    """
    series = {(target.indicator_id, target.organisation_id) for target in targets}
    versions = versions_of({indicator for indicator, _body in series}, known_at)
    figures = latest_figures(actor, series, day, known_at, confirmed=confirmed)
    bands, goals = bands_on(day), goals_of(targets)
    return [
        _trajectory(target, versions[target.indicator_id], figures, day, bands, goals[target.pk])
        for target in targets
        if versions.get(target.indicator_id)
    ]


def _selected(
    narrowed: TrajectoryFilter, day: dt.date, known_at: dt.datetime | None
) -> QuerySet[Target]:
    given = {
        "organisation": narrowed.body,
        "indicator__in": narrowed.indicators,
        "obligation": narrowed.obligation,
    }
    found = targets_on(day, known_at).filter(**{key: each for key, each in given.items() if each})
    if narrowed.programme is not None:
        found = found.filter(programme=narrowed.programme or None)
    if narrowed.horizon is not None:
        years = Q(last_day__year=narrowed.horizon) if narrowed.horizon else Q(last_day=None)
        found = found.filter(years)
    related = ("indicator", "organisation", "programme", "passage")
    return found.select_related(*related).order_by("indicator__code", "last_day", "pk")


def _is_followed(row: Trajectory, day: dt.date) -> bool:
    """Whether the indicator was not given up by the day."""
    retired = row.target.indicator.state == IndicatorState.RETIRED
    return not retired or holds_on(row.version.validity, day)


def _is_wanted(row: Trajectory, narrowed: TrajectoryFilter) -> bool:
    if narrowed.verdicts and row.verdict not in narrowed.verdicts:
        return False
    if narrowed.goal is not None and (row.goal.pk if row.goal else 0) != narrowed.goal:
        return False
    words = f"{row.version.folded} {fold(row.target.indicator.code)} {fold(row.target.source)}"
    return all(word in words for word in fold(narrowed.text).split())


def versions_of(
    indicators: Collection[int], known_at: dt.datetime | None = None
) -> dict[int, list[IndicatorVersion]]:
    """The definitions of indicators in their order, by indicator. Cost: one query."""
    found = IndicatorVersion.objects.filter(indicator__in=indicators)
    if known_at is not None:
        found = found.filter(decided_at__lt=known_at)
    versions: defaultdict[int, list[IndicatorVersion]] = defaultdict(list)
    for version in found.order_by("indicator", "number"):
        versions[version.indicator_id].append(version)
    return dict(versions)


def version_on(versions: Sequence[IndicatorVersion], day: dt.date) -> IndicatorVersion:
    """The definition that holds on a day, else the last one begun, else the first."""
    for version in versions:
        if holds_on(version.validity, day):
            return version
    begun = [version for version in versions if (version.validity.lower or dt.date.min) <= day]
    return begun[-1] if begun else versions[0]


def latest_figures(
    actor: Actor,
    series: Collection[Series],
    day: dt.date,
    known_at: dt.datetime | None = None,
    *,
    confirmed: bool = False,
) -> dict[Series, Figure]:
    """The last value of each indicator of a body that a person may read: one that is a number
    before any that says why there is none. ``confirmed``: of entries, those confirmed by
    ``known_at`` alone. Cost: one query, and that of ``figures_apart``."""
    indicators = {indicator for indicator, _body in series}
    bodies = {body for _indicator, body in series}
    here = {"breakdown": "", "indicator__in": indicators, "organisation__in": bodies}
    if known_at is None:
        values = values_on(actor, day).filter(**here)
        is_number = When(state=ValueState.VALUE, then=Constant(0))
        found = _last(values.select_related("organisation", "observation"), is_number)
        figures: Iterable[Figure] = (figure_of(value) for value in found)
    else:
        rows = entries_known(actor, day, known_at).filter(**here)
        rows = rows.filter(confirmed_at__lt=known_at) if confirmed else rows
        is_number = When(value__isnull=False, then=Constant(0))
        found = _last(rows.select_related("organisation"), is_number)
        figures = (figure_known(row, known_at) for row in found)
    apart = figures_apart(actor, day, known_at, indicators=indicators, bodies=bodies)
    ordered = sorted([*figures, *apart], key=_by_telling)
    return {(figure.indicator, figure.organisation.pk): figure for figure in ordered}


def _by_telling(figure: Figure) -> tuple[bool, dt.date, dt.date]:
    """What tells most comes last: a number, of the period that ends last, the shortest of them."""
    return figure.value is not None, figure.period.end, figure.period.start


def _last(rows: QuerySet[Any], is_number: When) -> QuerySet[Any]:
    numbers_first = Case(is_number, default=Constant(1), output_field=IntegerField())
    series = ("indicator_id", "organisation_id")
    return rows.order_by(*series, numbers_first, "-period_end", "-period_start").distinct(*series)


def _trajectory(
    target: Target,
    versions: Sequence[IndicatorVersion],
    figures: Mapping[Series, Figure],
    day: dt.date,
    bands: Bands,
    goal: PlanSection | None,
) -> Trajectory:
    version = version_on(versions, day)
    figure = figures.get((target.indicator_id, target.organisation_id))
    own = version_on(versions, figure.period.end) if figure else version
    aim, lack = aim_of(target), _lack(target, version, own, figure, day)
    if aim is None or lack in (Lack.NO_NUMBER, Lack.DIVIDED, Lack.OTHER_UNIT):
        achievement = Achievement(Verdict.UNDEFINED)
    else:
        achievement = judge(known_value(figure), aim, on=day, bands=bands)
    if achievement.verdict not in (Verdict.NO_DATA, Verdict.UNDEFINED):
        lack = None
    return Trajectory(target, version, figure, own, achievement, lack, goal)


def _lack(
    target: Target,
    version: IndicatorVersion,
    own: IndicatorVersion,
    figure: Figure | None,
    day: dt.date,
) -> Lack | None:
    """What stands in the way of a verdict, the first of it."""
    if target.value is None:
        return Lack.NO_NUMBER
    if figure is None:
        return Lack.NOT_DUE if is_not_due(version, day) else Lack.NEVER
    if figure.state != ValueState.VALUE:
        return Lack.DIVIDED if figure.state == ValueState.UNDEFINED else Lack.DECLARED
    if own.unit != version.unit:
        return Lack.OTHER_UNIT
    return _lack_of_path(target)


def _lack_of_path(target: Target) -> Lack | None:
    if target.baseline_day is None:
        return Lack.NO_BASELINE
    if target.last_day is None:
        return Lack.NO_LAST_DAY
    return None if target.baseline_day < target.last_day else Lack.NO_WAY


def is_not_due(version: IndicatorVersion, day: dt.date) -> bool:
    """Whether no period of a definition is to have a value yet by a day."""
    cadence = Cadence(version.frequency)
    begun = version.validity.lower or dt.date.min
    period = period_around(cadence, begun)
    if period.start < begun:
        period = period_around(cadence, period.end + ONE_DAY)
    try:
        rule = find_closing_rules(version.closing).on(period)
    except UnknownClosingRule:
        return False
    return day <= rule.last_entry_day(period)
