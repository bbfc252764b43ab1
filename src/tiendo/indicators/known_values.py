"""The value that stood for an indicator on a day, as known at a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.periods import Period
from tiendo.indicators.figures import print_value
from tiendo.indicators.models import (
    IndicatorValue,
    IndicatorVersion,
    Observation,
    ObservationState,
    Qualifier,
    ValueState,
)
from tiendo.indicators.permissions import visible_observations, visible_values
from tiendo.organisations.models import Organisation
from vanban.quantities import Missing

_WORDS = {ValueState.NO_DATA: Missing.NO_DATA, ValueState.UNDEFINED: Missing.UNDEFINED}


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with all that is told beside it.

    ``pk``: of the value, by which it explains itself; ``observation``: of the entry.
    ``is_interim``: computed of what the person may read, while figures wait for confirmation that
    others see already. Missing: ``value`` is None unless the state is VALUE; ``pk`` is None for an
    entry of the past, ``observation`` for what was computed; ``as_of`` where no day is told.
    """

    indicator: int
    organisation: Organisation
    period: Period
    breakdown: str
    state: ValueState
    value: Decimal | None
    measured: int
    counted: int
    as_of: dt.date | None
    qualifier: Qualifier
    reliance: ObservationState | None
    pk: int | None
    observation: int | None
    is_interim: bool = False

    @property
    def is_provisional(self) -> bool:
        """Whether nobody confirmed it yet."""
        return self.reliance == ObservationState.PROVISIONAL

    @property
    def is_partial(self) -> bool:
        """Whether some of what it was gathered over had no value."""
        return self.measured < self.counted


def values_on(actor: Actor, day: dt.date) -> QuerySet[IndicatorValue]:
    """The values a person may read whose data were there on a day. Cost: no query of its own.

    Entered ones by their own day; computed ones once their period has ended, for today also those
    of the period that runs.
    """
    entered = Q(observation__isnull=False, as_of__lte=day)
    return visible_values(actor).filter(entered | Q(observation__isnull=True) & those_there(day))


def those_there(day: dt.date) -> Q:
    """That a computed value was there on a day."""
    return Q(period_start__lte=day) if day >= clock.today() else Q(period_end__lte=day)


def entries_known(actor: Actor, day: dt.date, known_at: dt.datetime) -> QuerySet[Observation]:
    """The entries in force at a past moment, of data there on a day. Cost: no query of its own."""
    return visible_observations(actor).filter(
        Q(corrected_by__isnull=True) | Q(corrected_by__entered_at__gte=known_at),
        entered_at__lt=known_at,
        as_of__lte=day,
    )


def figure_of(value: IndicatorValue) -> Figure:
    """A value as it is told; its body and its entry are fetched. Cost: none."""
    entry = value.observation
    return Figure(
        indicator=value.indicator_id,
        organisation=value.organisation,
        period=Period(value.period_start, value.period_end),
        breakdown=value.breakdown,
        state=ValueState(value.state),
        value=value.value,
        measured=value.measured,
        counted=value.counted,
        as_of=value.as_of,
        qualifier=Qualifier(entry.qualifier) if entry else Qualifier.EXACT,
        reliance=ObservationState(entry.state) if entry else None,
        pk=value.pk,
        observation=value.observation_id,
    )


def figure_known(row: Observation, known_at: dt.datetime) -> Figure:
    """An entry as it was known at a moment; its body is fetched. Cost: none."""
    return Figure(
        indicator=row.indicator_id,
        organisation=row.organisation,
        period=Period(row.period_start, row.period_end),
        breakdown=row.breakdown,
        state=ValueState.NO_DATA if row.value is None else ValueState.VALUE,
        value=row.value,
        measured=0 if row.value is None else 1,
        counted=1,
        as_of=row.as_of,
        qualifier=Qualifier(row.qualifier),
        reliance=_reliance(row, known_at),
        pk=None,
        observation=row.pk,
    )


def _reliance(row: Observation, known_at: dt.datetime) -> ObservationState:
    if row.published_at is not None and row.published_at < known_at:
        return ObservationState.PUBLISHED
    if row.confirmed_at is not None and row.confirmed_at < known_at:
        return ObservationState.CONFIRMED
    return ObservationState.PROVISIONAL


def figures_by_id(ids: Collection[int], known_at: dt.datetime | None) -> dict[int, Figure]:
    """Figures by the ids of their values, or of their entries at a moment. Cost: one query."""
    if known_at is None:
        values = IndicatorValue.objects.filter(pk__in=ids)
        found = values.select_related("organisation", "observation")
        return {value.pk: figure_of(value) for value in found}
    rows = Observation.objects.filter(pk__in=ids).select_related("organisation")
    return {row.pk: figure_known(row, known_at) for row in rows}


def print_figure(figure: Figure, version: IndicatorVersion) -> str:
    """A figure in its unit with the word that makes it less than exact, or why there is none."""
    if figure.value is None:
        missing = _WORDS[figure.state]
        return str(missing.words)
    number = print_value(figure.value, version)
    if figure.qualifier == Qualifier.EXACT:
        return number
    return f"{figure.qualifier.label} {number}"
