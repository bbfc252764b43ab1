"""Computed values as they are for a person or a moment: of the figures that person may read, of
those known then, where the values that are stored were computed of others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain import clock
from tiendo.domain.formulas import World
from tiendo.domain.formulas.world import PERIODS_A_YEAR
from tiendo.domain.periods import Cadence, Period, period_around
from tiendo.indicators.computing import compute, reach_together
from tiendo.indicators.formula_book import FormulaBook
from tiendo.indicators.ground import (
    PLACE,
    Changed,
    Figures,
    Name,
    Told,
    lay_figures,
    within,
)
from tiendo.indicators.known_values import (
    Figure,
    entries_known,
    figure_known,
    figure_of,
    those_there,
)
from tiendo.indicators.models import IndicatorValue, Observation, ValueState
from tiendo.indicators.permissions import visible_observations, visible_values
from tiendo.organisations.models import Organisation
from vanban.quantities import Missing

_SAME = ("indicator", "organisation", "period_start", "period_end", "breakdown")
_MISSING = {ValueState.NO_DATA: Missing.NO_DATA, ValueState.UNDEFINED: Missing.UNDEFINED}
Ids = Collection[int] | QuerySet[Any, Any]
Cell = tuple[int, int, dt.date, dt.date]


@dataclass(slots=True)
class Readable:
    """The figures that a person may read, as known at a moment: what values are computed of.

    ``made``: the values computed of them so far, which others are computed of. Of registers there
    is only what they hold now, nothing at a past moment.
    """

    actor: Actor
    day: dt.date
    known_at: dt.datetime | None
    book: FormulaBook
    made: dict[Cell, IndicatorValue] = field(default_factory=dict)

    @classmethod
    def of(cls, actor: Actor, day: dt.date, known_at: dt.datetime | None) -> Readable:
        """With the formulas known at the moment. Cost: as ``FormulaBook.load``."""
        return cls(actor, day, known_at, FormulaBook.load(known_at))

    def __call__(self, world: World, names: set[Name]) -> Figures:
        """What is known of the names in the world, by cell. Cost: two queries."""
        rows = [*self._entries(world, names), *self._registers(world, names), *self._computed()]
        return lay_figures(world, names, sorted(rows, key=lambda row: row.start - row.end))

    def compute(self, codes: Collection[str], first: dt.date, last: dt.date) -> None:
        """Compute indicators, with those that they are computed of, from one day to another."""
        needed = self._needed(codes)
        everyone = frozenset(Organisation.objects.values_list("pk", flat=True))
        for cadence in sorted(PERIODS_A_YEAR, key=lambda each: PERIODS_A_YEAR[each]):
            ours = [code for code in needed if self._is_of(code, cadence)]
            if not ours:
                continue
            start = period_around(cadence, first)
            for _step in range(reach_together(self.book, ours, cadence)):
                start = period_around(cadence, start.start - dt.timedelta(days=1))
            end = period_around(cadence, last).start
            changed = Changed(frozenset(ours), everyone, cadence, start.start, end)
            self.made |= {cell_of(row): row for row in compute(self.book, ours, changed, self)}

    def _needed(self, codes: Iterable[str]) -> list[str]:
        """Formulas with those beneath them, in the order of computing."""
        waiting, found = [code for code in codes if code in self.book.versions], set[str]()
        while waiting:
            code = waiting.pop()
            if code not in found and code in self.book.versions:
                found.add(code)
                waiting += self.book.graph.needs[code]
        return [code for code in self.book.graph.order if code in found]

    def _is_of(self, code: str, cadence: Cadence) -> bool:
        return any(version.frequency == cadence for version in self.book.versions[code])

    def _entries(self, world: World, names: set[Name]) -> Iterable[Told]:
        rows = self.entries().filter(within(world, names))
        for code, breakdown, body, start, end, value in rows.values_list(*PLACE, "value"):
            yield Told(
                code, breakdown, body, start, end, Missing.NO_DATA if value is None else value
            )

    def entries(self) -> QuerySet[Observation]:
        """The entries that count: in force at the moment, or the last revisions the person may
        read. Cost: no query of its own."""
        if self.known_at is not None:
            return entries_known(self.actor, self.day, self.known_at).order_by()
        return last_readable(self.actor)

    def _registers(self, world: World, names: set[Name]) -> Iterable[Told]:
        if self.known_at is not None:
            return
        rows = IndicatorValue.objects.filter(within(world, names), observation__isnull=True)
        told = rows.exclude(indicator__code__in=self.book.versions)
        for row in told.values_list(*PLACE, "state", "value"):
            code, breakdown, body, start, end, state, value = row
            reading = value if value is not None else _MISSING[ValueState(state)]
            yield Told(code, breakdown, body, start, end, reading)

    def _computed(self) -> Iterable[Told]:
        codes = self.codes()
        for (indicator, body, start, end), row in self.made.items():
            reading = row.value if row.value is not None else _MISSING[ValueState(row.state)]
            yield Told(codes[indicator], "", body, start, end, reading)

    def codes(self) -> dict[int, str]:
        """The codes of the formulas by the id of their indicator."""
        return {found[0].indicator_id: code for code, found in self.book.versions.items()}

    def span(self, codes: Collection[str]) -> Period | None:
        """From the first to the last day of the entries that indicators come down to; None where
        there are none. Cost: one query."""
        beneath = {each for code in codes for each in self.book.graph.entries_of(code)}
        found = self.entries().filter(indicator__code__in=beneath)
        days = found.aggregate(start=Min("period_start"), end=Max("period_end"))
        return None if days["start"] is None else Period(days["start"], days["end"])


def cell_of(row: IndicatorValue) -> Cell:
    """Where a computed value stands."""
    return row.indicator_id, row.organisation_id, row.period_start, row.period_end


def last_readable(actor: Actor) -> QuerySet[Observation]:
    """Of each entry the last revision that a person may read: others go by what was confirmed until
    its correction is. Cost: no query of its own."""
    mine = visible_observations(actor)
    same = {name: OuterRef(name) for name in _SAME}
    later = mine.filter(**same, revision__gt=OuterRef("revision"))
    return mine.filter(Q(is_current=True) | ~Exists(later)).order_by()


def figures_apart(
    actor: Actor,
    day: dt.date,
    known_at: dt.datetime | None = None,
    *,
    indicators: Ids | None = None,
    bodies: Ids | None = None,
) -> list[Figure]:
    """The figures of wholes that a person is to see beside the rows of ``values_on``, or at a past
    moment of ``entries_known``: those that no table holds.

    At a past moment the computed ones, of what was known; else, for who does not see every figure,
    the computed ones that rest on figures this person may not read, computed without them, and
    what was confirmed of entries that are being corrected.
    Cost: none for who sees all, else two queries; about fifteen where there is something.
    """
    narrowed = _narrowed(indicators, bodies)
    if not actor.may("indicator.view"):
        return []
    if known_at is not None:
        return _known_then(Readable.of(actor, day, known_at), known_at, narrowed)
    if actor.may("observation.view_all"):
        return []
    hidden = _hidden(actor, narrowed & those_there(day))
    return [*_without_hidden(actor, day, hidden), *_being_corrected(actor, day, narrowed)]


def _narrowed(indicators: Ids | None, bodies: Ids | None) -> Q:
    asked = Q(breakdown="")
    if indicators is not None:
        asked &= Q(indicator__in=indicators)
    return asked if bodies is None else asked & Q(organisation__in=bodies)


def _hidden(actor: Actor, narrowed: Q) -> list[IndicatorValue]:
    """The computed values that a person may not read as they are stored. Cost: one query."""
    computed = IndicatorValue.objects.filter(narrowed, observation__isnull=True)
    seen = visible_values(actor).filter(pk=OuterRef("pk"))
    rows = computed.filter(~Exists(seen)).select_related("organisation", "indicator")
    return list(rows.order_by("indicator__code", "organisation", "period_end"))


def _without_hidden(
    actor: Actor, day: dt.date, hidden: Sequence[IndicatorValue]
) -> Iterable[Figure]:
    """Values computed anew of what a person may read; as stored where nothing lacks."""
    if not hidden:
        return
    readable = Readable.of(actor, day, None)
    first = min(row.period_start for row in hidden)
    readable.compute(
        {row.indicator.code for row in hidden}, first, max(row.period_end for row in hidden)
    )
    for row in hidden:
        found = readable.made.get(cell_of(row))
        if row.indicator.code not in readable.book.versions or (found and _is_like(found, row)):
            # Registers hold no entries; and not every figure that waits counts in a value.
            yield figure_of(row)
        elif found is not None and found.state != ValueState.NO_DATA:
            yield _figure(found, row, row.organisation, is_interim=True)


def _is_like(one: IndicatorValue, other: IndicatorValue) -> bool:
    told = ("state", "value", "measured", "counted")
    return all(getattr(one, name) == getattr(other, name) for name in told)


def _known_then(readable: Readable, known_at: dt.datetime, narrowed: Q) -> list[Figure]:
    """The computed values of periods that were there, as they were at a moment. What was never
    anything but unknown is left out."""
    computed = IndicatorValue.objects.filter(narrowed, observation__isnull=True)
    stored = {cell_of(row): row for row in computed.filter(indicator__in=readable.codes())}
    codes = {readable.codes()[indicator] for indicator, *_place in stored}
    span = readable.span(codes) if codes else None
    if span is None:
        return []
    readable.compute(codes, span.start, span.end)
    then = clock.local_day(known_at - dt.timedelta(microseconds=1))
    found = {
        cell: row
        for cell, row in readable.made.items()
        if cell in stored and _was_there(row, readable.day, then)
    }
    bodies = Organisation.objects.in_bulk({row.organisation_id for row in found.values()})
    return [
        _figure(row, stored[cell], bodies[row.organisation_id], is_interim=False)
        for cell, row in found.items()
    ]


def _was_there(row: IndicatorValue, day: dt.date, then: dt.date) -> bool:
    return row.period_start <= then if day >= then else row.period_end <= day


def _figure(
    made: IndicatorValue, stored: IndicatorValue, body: Organisation, *, is_interim: bool
) -> Figure:
    made.organisation = body
    return replace(figure_of(made), pk=stored.pk, is_interim=is_interim)


def _being_corrected(actor: Actor, day: dt.date, narrowed: Q) -> Iterable[Figure]:
    rows = last_readable(actor).filter(narrowed, is_current=False, as_of__lte=day)
    now = clock.now()
    return (figure_known(row, now) for row in rows.select_related("organisation"))


def figure_for(
    actor: Actor, stored: IndicatorValue, day: dt.date, known_at: dt.datetime | None = None
) -> Figure | None:
    """A stored value as a person sees it, as known at a moment; None where that is nothing.

    Cost: one query, else as ``figures_apart``.
    """
    if known_at is None and visible_values(actor).filter(pk=stored.pk).exists():
        return figure_of(stored)
    if known_at is not None and stored.observation_id is not None:
        same = {name: getattr(stored, name) for name in ("period_start", "period_end", "breakdown")}
        place = {"indicator": stored.indicator_id, "organisation": stored.organisation_id}
        rows = entries_known(actor, day, known_at).filter(**place, **same)
        entry = rows.select_related("organisation").first()
        return figure_known(entry, known_at) if entry is not None else None
    apart = figures_apart(
        actor, day, known_at, indicators=[stored.indicator_id], bodies=[stored.organisation_id]
    )
    return next((each for each in apart if each.pk == stored.pk), None)
