"""The definitions of some indicators, found by period without asking again."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from psycopg.types.range import Range

from tiendo.domain.periods import Cadence, Period, period_around, period_label
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import Indicator, IndicatorVersion
from tiendo.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Definitions:
    """Every definition of the indicators asked for, each indicator's in order of its days."""

    versions: dict[int, list[IndicatorVersion]]

    @classmethod
    def of(cls, indicators: Collection[int]) -> Definitions:
        """Those of indicators. Cost: four queries."""
        found = (
            IndicatorVersion.objects.filter(indicator__in=indicators)
            .select_related("indicator", "reporters", "subject")
            .prefetch_related("dimensions__items")
            .order_by("indicator", "number")
        )
        versions: defaultdict[int, list[IndicatorVersion]] = defaultdict(list)
        for version in found:
            versions[version.indicator_id].append(version)
        return cls(dict(versions))

    def on(self, indicator: Indicator, period: Period) -> IndicatorVersion:
        """The definition for a period: the one in force on its last day, or that of its first day
        where the period ends beyond it. Errors: IndicatorError not_defined."""
        for day in (period.end, period.start):
            for version in self.versions.get(indicator.pk, ()):
                if holds_on(version.validity, day):
                    return version
        words = f"{period.start:%d/%m/%Y} – {period.end:%d/%m/%Y}"
        raise IndicatorError("not_defined", code=indicator.code, period=words)

    def period_words(self, indicator: Indicator, period: Period) -> str:
        """The period as people call it ("2025-Q3")."""
        return period_label(Cadence(self.on(indicator, period).frequency), period)


def is_own_period(version: IndicatorVersion, period: Period) -> bool:
    """Whether a period is one of those the definition has values for."""
    return period_around(Cadence(version.frequency), period.start) == period


def holds_on(validity: Range[dt.date], day: dt.date) -> bool:
    """Whether a day lies in a range of days; an open end reaches on."""
    lower, upper = validity.lower, validity.upper
    return (lower is None or lower <= day) and (upper is None or day < upper)


def reports(body: Organisation, version: IndicatorVersion) -> bool:
    """Whether a body may have a value: it is one of those that have one each, or there is no group;
    any may be told of then, though only the subject's is asked for."""
    group = version.reporters
    if group is None:
        return True
    return body.kind in group.kinds and (not group.level or body.level == group.level)


def is_asked_of(version: IndicatorVersion, body: Organisation) -> bool:
    """Whether there is to be a figure of a body: its kind reports, or it is the subject."""
    if version.reporters is None:
        return version.subject_id == body.pk
    return reports(body, version)


def figure_asked_by(version: IndicatorVersion, body: Organisation) -> Organisation | None:
    """The body of whose figure a body is asked: itself, or the subject of what it owns.

    Missing: None where nothing is asked of it. Cost: none where the subject is fetched.
    """
    if is_asked_of(version, body):
        return body
    return version.subject if version.indicator.owner_id == body.pk else None
