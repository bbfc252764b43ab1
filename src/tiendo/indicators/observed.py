"""Finding figures: those in force on a day, their revisions, those that wait, the ones before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Value, When

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.domain.periods import ONE_DAY, Cadence, Period, period_around
from tiendo.indicators.checking import Checker
from tiendo.indicators.definitions import Definitions
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.models import (
    IndicatorValue,
    IndicatorVersion,
    Observation,
    ObservationComment,
    ObservationState,
)
from tiendo.indicators.permissions import figures_of, visible_observations, visible_values

RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class FigureFilter:
    """What figures are narrowed to; ``text`` is sought in the code and name of the indicator."""

    text: str = ""
    indicator: int | None = None
    body: int | None = None
    state: str = ""
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A figure as lists show it: its definition, the value before it, what the rules say.

    Missing: ``version`` is None where no definition holds in its period; ``before`` where there is
    no value before it.
    """

    row: Observation
    version: IndicatorVersion | None
    before: Decimal | None = None
    warnings: tuple[IndicatorError, ...] = ()

    @property
    def change(self) -> Decimal | None:
        """The change from the value before, as a ratio of it; None where there is none."""
        if self.row.value is None or self.before is None or self.before == 0:
            return None
        return (self.row.value - self.before) / abs(self.before)


def find_figures(
    actor: Actor, asked: FigureFilter, day: dt.date, known_at: dt.datetime | None = None
) -> QuerySet[Observation]:
    """The figures in force at the end of a day, as known at a moment, the latest entered first;
    each has its state of then as ``state_then``."""
    now = clock.now()
    moment = min(clock.end_of(day), known_at or now)
    found = _in_force(visible_observations(actor), moment, now).annotate(
        state_then=Case(
            When(published_at__lte=moment, then=Value(str(ObservationState.PUBLISHED))),
            When(confirmed_at__lte=moment, then=Value(str(ObservationState.CONFIRMED))),
            default=Value(str(ObservationState.PROVISIONAL)),
            output_field=CharField(),
        )
    )
    in_state = _in_state(narrowed(found, asked), asked.state, moment)
    return in_state.order_by("-entered_at", "-pk")


def _in_force(
    rows: QuerySet[Observation], moment: dt.datetime, now: dt.datetime
) -> QuerySet[Observation]:
    if moment >= now:
        return rows.filter(is_current=True)
    corrected = Q(corrected_by__isnull=True) | Q(corrected_by__entered_at__gt=moment)
    return rows.filter(corrected, entered_at__lte=moment)


def narrowed(rows: QuerySet[Observation], asked: FigureFilter) -> QuerySet[Observation]:
    """Figures narrowed by all that is asked but their state."""
    for word in fold(asked.text).split():
        rows = rows.filter(_names(word))
    if asked.indicator is not None:
        rows = rows.filter(indicator=asked.indicator)
    if asked.body is not None:
        rows = rows.filter(organisation=asked.body)
    if asked.period is not None:
        rows = rows.filter(period_start__gte=asked.period.start, period_end__lte=asked.period.end)
    return rows


def _in_state(
    rows: QuerySet[Observation], state: str, moment: dt.datetime
) -> QuerySet[Observation]:
    if state == RETURNED:
        provisional = Q(state_then=str(ObservationState.PROVISIONAL))
        return rows.filter(provisional, _was_returned(moment))
    return rows.filter(Q(state_then=state)) if state else rows


def _names(word: str) -> Q:
    versions = IndicatorVersion.objects.filter(
        indicator=OuterRef("indicator"), folded__contains=word
    )
    return Q(indicator__code__icontains=word) | Q(Exists(versions))


def _was_returned(moment: dt.datetime | None = None) -> Exists:
    comments = ObservationComment.objects.filter(observation=OuterRef("pk"), is_return=True)
    return Exists(comments.filter(written_at__lte=moment) if moment else comments)


def to_confirm(actor: Actor) -> QuerySet[Observation]:
    """The figures that wait for the person's confirmation, the longest waiting first."""
    rows = Observation.objects.filter(
        ~_was_returned(), is_current=True, state=ObservationState.PROVISIONAL
    ).order_by("entered_at", "pk")
    if actor.may("observation.confirm", at=0):
        return rows
    return rows.filter(figures_of(actor.bodies_for("observation.confirm")))


def to_mend(actor: Actor) -> QuerySet[Observation]:
    """The figures sent back that the person's bodies are to correct."""
    rows = Observation.objects.filter(
        _was_returned(), is_current=True, state=ObservationState.PROVISIONAL
    ).order_by("entered_at", "pk")
    if actor.may("observation.enter", at=0):
        return rows
    return rows.filter(figures_of(actor.bodies_for("observation.enter")))


def to_publish(actor: Actor) -> QuerySet[Observation]:
    """The confirmed figures that the person may publish."""
    if not actor.may("observation.publish"):
        return Observation.objects.none()
    rows = Observation.objects.filter(is_current=True, state=ObservationState.CONFIRMED)
    return rows.order_by("confirmed_at", "pk")


def revisions_of(actor: Actor, row: Observation) -> list[Observation]:
    """Every revision of a figure that the person may read, the latest first. Cost: one query."""
    same = visible_observations(actor).filter(
        indicator=row.indicator_id,
        organisation=row.organisation_id,
        period_start=row.period_start,
        period_end=row.period_end,
        breakdown=row.breakdown,
    )
    people = ("entered_by", "confirmed_by", "published_by", "indicator", "organisation")
    return list(same.select_related(*people).order_by("-revision"))


def listed(actor: Actor, rows: Sequence[Observation], *, with_checks: bool = False) -> list[Listed]:
    """Figures with their definitions; ``with_checks``: the values before them and what the rules
    say too. Cost: four queries, with checks one more and those of ``Checker.of``."""
    definitions = Definitions.of({row.indicator_id for row in rows})
    versions = [_version(definitions, row) for row in rows]
    if not with_checks:
        return [Listed(row, version) for row, version in zip(rows, versions, strict=True)]
    before = _values_before(actor, zip(rows, versions, strict=True))
    checker = Checker.of(rows)
    return [
        Listed(row, version, before.get(row.pk), tuple(sum(checker.look_at(row), [])))
        for row, version in zip(rows, versions, strict=True)
    ]


def _version(definitions: Definitions, row: Observation) -> IndicatorVersion | None:
    try:
        return definitions.on(row.indicator, Period(row.period_start, row.period_end))
    except IndicatorError:
        return None


def _values_before(
    actor: Actor, rows: Iterable[tuple[Observation, IndicatorVersion | None]]
) -> dict[int, Decimal]:
    """The values of the periods before figures, by the id of the figure. Cost: one query."""
    places = {
        row.pk: (row.indicator_id, row.organisation_id, _start_before(row, version), row.breakdown)
        for row, version in rows
        if version is not None
    }
    asked = visible_values(actor).filter(
        indicator__in={place[0] for place in places.values()},
        organisation__in={place[1] for place in places.values()},
        period_start__in={place[2] for place in places.values()},
        value__isnull=False,
    )
    known = {
        (indicator, body, start, breakdown): value
        for indicator, body, start, breakdown, value in _read(asked)
    }
    return {pk: known[place] for pk, place in places.items() if place in known}


def _read(values: QuerySet[IndicatorValue]) -> Iterable[tuple[int, int, dt.date, str, Decimal]]:
    found = values.values_list("indicator", "organisation", "period_start", "breakdown", "value")
    return ((*place, value) for *place, value in found if value is not None)  # type: ignore[misc]


def _start_before(row: Observation, version: IndicatorVersion) -> dt.date:
    return period_around(Cadence(version.frequency), row.period_start - ONE_DAY).start
