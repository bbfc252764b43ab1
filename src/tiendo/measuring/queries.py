"""Reading what tasks contribute to, with the latest figure of each indicator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.periods import Cadence, Period, period_label
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.figures import print_value
from tiendo.indicators.models import Indicator, IndicatorValue, IndicatorVersion, ValueState
from tiendo.indicators.permissions import visible_values
from tiendo.measuring.models import Contribution
from tiendo.tasks.models import Task
from tiendo.tasks.recurrence import period_name
from vanban.quantities import Missing

_WORDS = {ValueState.NO_DATA: Missing.NO_DATA, ValueState.UNDEFINED: Missing.UNDEFINED}


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest figure of whom an indicator is of. Missing: ``words`` say that there is none;
    ``period`` is empty then."""

    words: str
    period: str = ""
    as_of: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Contributed:
    """An indicator that a task contributes to, by its definition of the day."""

    link: Contribution
    version: IndicatorVersion
    latest: Latest


def links_on(on: dt.date) -> QuerySet[Contribution]:
    """The contributions in force at the end of a day."""
    ends = clock.end_of(on)
    standing = Q(ended_at__isnull=True) | Q(ended_at__gt=ends)
    return Contribution.objects.filter(standing, linked_at__lte=ends)


def contributed_by(actor: Actor, task: Task, on: dt.date) -> list[Contributed]:
    """What a task contributes to, with the figures a person may read. Cost: six queries."""
    links = list(links_on(on).filter(task=task).select_related("indicator__owner"))
    indicators = [link.indicator for link in links]
    definitions = Definitions.of([indicator.pk for indicator in indicators])
    latest = latest_figures(actor, indicators, definitions, on)
    return [
        Contributed(link, definitions.on(link.indicator, Period(on, on)), latest[link.indicator_id])
        for link in links
        if definitions.versions.get(link.indicator_id)
    ]


def contributing_to(indicator: Indicator, tasks: QuerySet[Task], on: dt.date) -> QuerySet[Task]:
    """Those of some tasks that contribute to an indicator. Cost: no query of its own."""
    return tasks.filter(pk__in=links_on(on).filter(indicator=indicator).values("task"))


def latest_figures(
    actor: Actor, indicators: Sequence[Indicator], definitions: Definitions, on: dt.date
) -> Mapping[int, Latest]:
    """The latest figure that a person may read of whom each indicator is of, by a day.

    Cost: one query.
    """
    found = _latest_values(actor, indicators, definitions, on)
    return {
        indicator.pk: _told(found.get(indicator.pk), indicator, definitions)
        for indicator in indicators
    }


def _latest_values(
    actor: Actor, indicators: Sequence[Indicator], definitions: Definitions, on: dt.date
) -> dict[int, IndicatorValue]:
    of_whom = Q(pk__in=[])
    for indicator in indicators:
        versions = definitions.versions.get(indicator.pk, ())
        bodies = {version.standing_for_all for version in versions}
        of_whom |= Q(indicator=indicator, organisation__in=bodies)
    rows = (
        visible_values(actor)
        .filter(of_whom, breakdown="", period_start__lte=on)
        .order_by("indicator_id", "-period_start")
        .distinct("indicator_id")
    )
    return {row.indicator_id: row for row in rows}


def _told(value: IndicatorValue | None, indicator: Indicator, definitions: Definitions) -> Latest:
    if value is None:
        return Latest(str(Missing.NO_DATA.words))
    period = Period(value.period_start, value.period_end)
    version = definitions.on(indicator, period)
    label = period_name(period_label(Cadence(version.frequency), period))
    if value.value is None:
        return Latest(str(_WORDS[ValueState(value.state)].words), label, value.as_of)
    return Latest(print_value(value.value, version), label, value.as_of)
