"""Figures that a person may see, as the values that pictures are drawn of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from tiendo.domain.closing import UnknownClosingRule, find_closing_rules
from tiendo.domain.periods import Cadence, Period, period_label, periods_from
from tiendo.domain.readings import PERCENT
from tiendo.indicators.aims import print_target, targets_on
from tiendo.indicators.computing import cadence_of
from tiendo.indicators.figures import print_value
from tiendo.indicators.known_values import (
    Figure,
    entries_known,
    figure_known,
    figure_of,
    values_on,
)
from tiendo.indicators.models import (
    Direction,
    Indicator,
    IndicatorVersion,
    Qualifier,
    Target,
    ValueState,
)
from tiendo.indicators.recomputing import figures_apart
from tiendo.indicators.trajectories import Lack, Trajectory, version_on
from tiendo.organisations.models import Level, Organisation
from tiendo.overview.asking import Asked
from tiendo.overview.pictures.figures import Goal, Measure, Point, Reading
from tiendo.tasks.recurrence import period_name
from vanban.quantities import Missing

# More periods than a screen parts; the latest are drawn.
MOST_PERIODS = 120
_COMMITTEE = "UBND "
_OPENINGS = ("Xã ", "Phường ", "Đặc khu ")
_STATES = {ValueState.NO_DATA: Missing.NO_DATA, ValueState.UNDEFINED: Missing.UNDEFINED}


def definition_on(indicator: Indicator, day: dt.date) -> IndicatorVersion | None:
    """The definition in force on a day, else the nearest. Cost: one query."""
    return next(iter(definitions_on([indicator.pk], day)), None)


def definitions_on(indicators: Collection[int], day: dt.date) -> list[IndicatorVersion]:
    """The definition of each indicator on a day, by code. Cost: one query."""
    found = IndicatorVersion.objects.filter(indicator__in=indicators).select_related(
        "reporters", "subject", "indicator__owner"
    )
    versions: defaultdict[int, list[IndicatorVersion]] = defaultdict(list)
    for version in found.order_by("indicator__code", "number"):
        versions[version.indicator_id].append(version)
    return [version_on(each, day) for each in versions.values()]


def measure_of(version: IndicatorVersion) -> Measure:
    """An indicator as pictures name and print it."""
    unit = f"{version.unit} {version.unit_base}".strip()
    return Measure(
        version.indicator.code,
        version.name,
        unit,
        version.unit == PERCENT,
        lambda value: print_value(value, version),
        version.direction == Direction.LOWER,
        lambda value: print_value(value, version).removesuffix(f" {version.unit}"),
    )


def word_of(figure: Figure) -> str:
    """What makes a figure less than exact ("khoảng") or whole; empty for an exact one."""
    if figure.is_interim:
        return _("tạm tính")
    is_exact = figure.value is None or figure.qualifier == Qualifier.EXACT
    return "" if is_exact else str(figure.qualifier.label)


def figures_of(
    asked: Asked,
    indicators: Collection[int],
    bodies: Collection[int] | None = None,
    periods: Collection[Period] | None = None,
) -> list[Figure]:
    """The figures of whole bodies in force on the day, as known then.

    Cost: one query, and that of ``figures_apart``.
    """
    narrowed: dict[str, Any] = {"indicator__in": indicators, "breakdown": ""}
    if bodies is not None:
        narrowed["organisation__in"] = bodies
    if periods is not None:
        narrowed["period_start__in"] = {each.start for each in periods}
        narrowed["period_end__in"] = {each.end for each in periods}
    if asked.known_at is None:
        values = values_on(asked.actor, asked.day).filter(**narrowed)
        rows = values.select_related("organisation", "observation").order_by("period_start")
        found = [figure_of(row) for row in rows]
    else:
        entries = entries_known(asked.actor, asked.day, asked.known_at).filter(**narrowed)
        known = entries.select_related("organisation").order_by("period_start")
        found = [figure_known(row, asked.known_at) for row in known]
    apart = [
        each
        for each in _apart(asked, indicators, bodies)
        if periods is None or each.period in periods
    ]
    return sorted([*found, *apart], key=lambda each: each.period.start) if apart else found


def _apart(
    asked: Asked, indicators: Collection[int], bodies: Collection[int] | None = None
) -> list[Figure]:
    actor, day, known = asked.actor, asked.day, asked.known_at
    return figures_apart(actor, day, known, indicators=indicators, bodies=bodies)


def reading_of(figure: Figure) -> Reading:
    """The value of a figure, or why there is none."""
    return figure.value if figure.value is not None else _STATES[figure.state]


def absent(version: IndicatorVersion, period: Period, day: dt.date) -> Missing:
    """Why a period has no figure: before its last day of entry it is not yet due."""
    try:
        last = find_closing_rules(version.closing).on(period).last_entry_day(period)
    except UnknownClosingRule:
        last = period.end
    return Missing.NOT_DUE if day <= last else Missing.NO_DATA


def name_of(period: Period) -> str:
    """A period as people call it: "Quý III/2025"."""
    return period_name(period_label(cadence_of(period), period))


def label_of(period: Period) -> str:
    """A period as addresses name it: "2025-Q3"."""
    return period_label(cadence_of(period), period)


def points_of(
    version: IndicatorVersion, figures: Iterable[Figure], day: dt.date
) -> tuple[Point, ...]:
    """A point for each period from the first figure to the day; what lacks says why."""
    found = {figure.period: figure for figure in figures}
    if not found:
        return ()
    wanted = set(found)
    cadence = Cadence(version.frequency)
    for period in periods_from(cadence, min(found).start):
        if period.start > day:
            break
        if not any(each.start <= period.start and period.end <= each.end for each in found):
            wanted.add(period)
    return tuple(_point(version, period, found.get(period), day) for period in sorted(wanted))[
        -MOST_PERIODS:
    ]


def _point(version: IndicatorVersion, period: Period, figure: Figure | None, day: dt.date) -> Point:
    if figure is None:
        return Point(period, name_of(period), absent(version, period, day))
    value, word = reading_of(figure), word_of(figure)
    return Point(period, name_of(period), value, figure.is_provisional, word)


def targets_of(
    asked: Asked, indicators: Collection[int], bodies: Collection[int]
) -> QuerySet[Target]:
    """The targets in force on the day of some bodies. Cost: one query."""
    found = targets_on(asked.day, asked.known_at)
    return found.filter(indicator__in=indicators, organisation__in=bodies).order_by(
        "last_day", "pk"
    )


def goal_of(target: Target, version: IndicatorVersion) -> Goal:
    """A target as pictures draw it."""
    start = None
    if target.baseline is not None and target.baseline_day is not None:
        start = (target.baseline_day, target.baseline)
    return Goal(
        print_target(target, version),
        target.value,
        target.last_day,
        target.source,
        start,
        target.high,
    )


def short(body: Organisation) -> str:
    """A body by its short name; a commune by its own, as a picture has little room."""
    if body.level != Level.COMMUNE:
        return body.short_name or body.name
    name = (body.short_name or body.name).removeprefix(_COMMITTEE)
    return f"{name[:1].upper()}{name[1:]}"


def commune_name(body: Organisation) -> str:
    """The name of the commune of a body, without what kind of body it is."""
    name = short(body)
    for opening in _OPENINGS:
        name = name.removeprefix(opening)
    return name.strip()


def last_of(figures: Sequence[Figure]) -> Figure | None:
    """The figure of the last period; None where there is none."""
    return max(figures, key=lambda each: (each.period.end, each.period.start), default=None)


def by_body(figures: Iterable[Figure]) -> dict[int, list[Figure]]:
    """Figures by the id of their body."""
    found: defaultdict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.organisation.pk].append(figure)
    return dict(found)


def nothing(row: Trajectory) -> Missing:
    """Why a target has no figure."""
    return Missing.NOT_DUE if row.lack is Lack.NOT_DUE else Missing.NO_DATA


def is_there(day: dt.date) -> Q:
    """That a body is there on a day."""
    return Q(validity__contains=day)


def _seen(asked: Asked) -> QuerySet[Any]:
    """The figures a person sees, as rows of values or of entries. Cost: no query of its own."""
    if asked.known_at is None:
        return values_on(asked.actor, asked.day).filter(breakdown="").order_by()
    return entries_known(asked.actor, asked.day, asked.known_at).filter(breakdown="").order_by()


def last_periods(
    asked: Asked, indicators: Collection[int], bodies: Collection[int] | None = None
) -> dict[int, Period]:
    """The last period with figures of each indicator. Cost: one query."""
    found = _seen(asked).filter(indicator__in=indicators)
    if bodies is not None:
        found = found.filter(organisation__in=bodies)
    rows = (
        found.order_by("indicator_id", "-period_end", "-period_start")
        .distinct("indicator_id")
        .values_list("indicator", "period_start", "period_end")
    )
    last = {indicator: Period(start, end) for indicator, start, end in rows}
    for each in sorted(_apart(asked, indicators, bodies), key=lambda one: one.period.end):
        held = last.get(each.indicator)
        if held is None or held.end < each.period.end:
            last[each.indicator] = each.period
    return last


def periods_seen(asked: Asked, indicator: int) -> list[Period]:
    """The periods with figures of an indicator, the latest first. Cost: one query."""
    found = _seen(asked).filter(indicator=indicator)
    rows = found.values_list("period_start", "period_end").distinct()
    told = {Period(start, end) for start, end in rows}
    told |= {each.period for each in _apart(asked, [indicator])}
    periods = sorted(told, reverse=True)
    return periods[:MOST_PERIODS]


def measured_bodies(asked: Asked, indicator: int) -> QuerySet[Any]:
    """The bodies with figures of an indicator. Cost: no query of its own."""
    return _seen(asked).filter(indicator=indicator).values("organisation")


def most_measured(asked: Asked, bodies: Collection[int], most: int) -> list[int]:
    """The indicators of which most of some bodies have figures. Cost: one query."""
    found = _seen(asked).filter(organisation__in=bodies).values("indicator")
    counted = found.annotate(bodies=Count("organisation", distinct=True))
    rows = counted.order_by("-bodies", "indicator").values_list("indicator", flat=True)
    return list(rows[:most])


def measured_indicators(
    asked: Asked, bodies: QuerySet[Organisation] | None = None
) -> QuerySet[Indicator]:
    """The indicators with figures that the person sees, of some bodies where they are given, by
    code. Cost: no query of its own."""
    seen = _seen(asked)
    if bodies is not None:
        seen = seen.filter(organisation__in=bodies.order_by().values("pk"))
    return Indicator.objects.filter(pk__in=seen.values("indicator")).order_by("code")


def latest_versions(indicators: QuerySet[Indicator]) -> QuerySet[IndicatorVersion]:
    """The last definition of each indicator. Cost: no query of its own."""
    found = IndicatorVersion.objects.filter(indicator__in=indicators.order_by().values("pk"))
    found = found.select_related("indicator")
    return found.order_by("indicator_id", "-number").distinct("indicator_id")
