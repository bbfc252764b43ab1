"""Where a value comes from: the formula step by step, down to the figures that were entered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from tiendo.accounts.actor import Actor
from tiendo.domain.formulas import Explained, Explanation, Reference, Value, World
from tiendo.domain.periods import Period
from tiendo.indicators.breakdowns import breakdown_of
from tiendo.indicators.computing import Known, explain_computed, longer_periods
from tiendo.indicators.definitions import holds_on
from tiendo.indicators.dictionary import definitions_on
from tiendo.indicators.formula_book import FormulaBook
from tiendo.indicators.ground import figures_in
from tiendo.indicators.models import IndicatorValue, IndicatorVersion, ObservationState
from tiendo.indicators.permissions import visible_values
from tiendo.indicators.recomputing import Readable
from tiendo.organisations.models import Organisation
from vanban.quantities import Missing

# By code, breakdown, body, first day.
Key = tuple[str, str, int, dt.date]


@dataclass(frozen=True, slots=True)
class Input:
    """One figure that a value was computed of.

    Missing: ``stored`` is None where there is no row, or none for this person; ``is_hidden`` tells
    them apart. ``body`` and ``period`` are None before the first period known.
    """

    code: str
    breakdown: str
    body: Organisation | None
    period: Period | None
    value: Value
    stored: IndicatorValue | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Lineage:
    """How one value came about. ``names``: the bodies by id.

    ``is_apart``: it was computed of what the person may read alone, or of what was known then.
    """

    version: IndicatorVersion
    explanation: Explanation
    world: World
    names: Mapping[int, Organisation]
    inputs: tuple[Input, ...]
    is_apart: bool

    @property
    def is_open(self) -> bool:
        """Whether its steps tell nothing that the person may not read."""
        return self.is_apart or not any(each.is_hidden for each in self.inputs)

    @property
    def waiting(self) -> int:
        """How many figures in it that the person may read nobody confirmed yet."""
        entries = (each.stored.observation for each in self.inputs if each.stored)
        return sum(row.state == ObservationState.PROVISIONAL for row in entries if row)

    def place_of(self, step: Explained) -> tuple[Organisation, Period] | None:
        """The body and the period of a step; None before the first period known."""
        if step.place is None:
            return None
        body = self.names[self.world.bodies[step.place.body]]
        return body, self.world.periods[step.place.period]


def lineage_of(
    actor: Actor, value: IndicatorValue, readable: Readable | None = None
) -> Lineage | None:
    """How a computed value came about; None for one that was entered or taken from a register.

    ``readable``: of what it is computed for this person or a past moment, else as it is stored.
    Cost: about fifteen queries, whatever the number of figures.
    """
    code = value.indicator.code
    book = readable.book if readable else FormulaBook.load()
    version = _version(book, code, value.period_end)
    if value.observation_id is not None or version is None:
        return None
    period = Period(value.period_start, value.period_end)
    known: Known = figures_in
    if readable is not None:
        readable.compute([code], period.start, period.end)
        known = readable
    try:
        explanation, world = explain_computed(book, version, value.organisation_id, period, known)
    except ValueError:
        return None
    entries = list(explanation.root.entries())
    places = {each.place.body for each in entries if each.place is not None} | _bodies(explanation)
    names = Organisation.objects.in_bulk([world.bodies[place] for place in places])
    is_apart = readable is not None
    inputs = _known_first(_inputs(actor, entries, world, names, is_apart=is_apart))
    return Lineage(version, explanation, world, names, inputs, is_apart)


def _known_first(inputs: Iterable[Input]) -> tuple[Input, ...]:
    """Figures before what has none, else in the order of the formula."""
    return tuple(sorted(inputs, key=lambda each: isinstance(each.value.reading, Missing)))


def _version(book: FormulaBook, code: str, day: dt.date) -> IndicatorVersion | None:
    found = (row for row in book.versions.get(code, ()) if holds_on(row.validity, day))
    return next(found, None)


def _bodies(explanation: Explanation) -> set[int]:
    """The positions of the bodies of all steps."""
    return {step.place.body for step in steps_of(explanation.root) if step.place is not None}


def steps_of(root: Explained) -> Iterator[Explained]:
    """Every step once."""
    waiting, seen = [root], set[int]()
    while waiting:
        step = waiting.pop()
        if id(step) not in seen:
            seen.add(id(step))
            yield step
            waiting.extend(step.inputs)


def key_of(node: Reference, body: int, start: dt.date) -> Key:
    """By what a figure that a formula names is found."""
    return node.code, breakdown_of(dict(node.filters)), body, start


def _inputs(
    actor: Actor,
    entries: Iterable[Explained],
    world: World,
    names: Mapping[int, Organisation],
    *,
    is_apart: bool,
) -> Iterator[Input]:
    steps = list(entries)
    stored = _stored(steps, world)
    seen = set(
        visible_values(actor)
        .filter(pk__in=[row.pk for row in stored.values()])
        .values_list("pk", flat=True)
    )
    for step in steps:
        node = step.node
        assert isinstance(node, Reference)  # noqa: S101 - entries are references
        if step.place is None:
            yield Input(node.code, "", None, None, step.value, None, is_hidden=False)
            continue
        body = world.bodies[step.place.body]
        period = world.periods[step.place.period]
        key = key_of(node, body, period.start)
        row = stored.get(key)
        # Apart, what is not told was left out; a computed figure tells its own steps.
        is_told = is_apart and not isinstance(step.value.reading, Missing)
        is_hidden = row is not None and row.pk not in seen and not is_told
        is_linked = row is not None and (row.pk in seen or is_told and row.observation_id is None)
        if row is not None:
            period = Period(row.period_start, row.period_end)
        yield Input(
            node.code,
            key[1],
            names[body],
            period,
            step.value,
            row if is_linked else None,
            is_hidden,
        )


def _stored(steps: Iterable[Explained], world: World) -> dict[Key, IndicatorValue]:
    """The rows of the figures: of the period, else of the longer one. Cost: one query."""
    wanted = Q(pk__in=[])
    named: dict[tuple[str, str], set[tuple[int, Period]]] = {}
    for step in steps:
        if isinstance(step.node, Reference) and step.place is not None:
            period = world.periods[step.place.period]
            code, breakdown, body, _start = key_of(
                step.node, world.bodies[step.place.body], period.start
            )
            named.setdefault((code, breakdown), set()).add((body, period))
    for (code, breakdown), places in named.items():
        wanted |= Q(
            indicator__code=code,
            breakdown=breakdown,
            organisation__in={body for body, _period in places},
            period_start__in={
                each.start
                for _body, period in places
                for each in longer_periods(world.cadence, period)
            },
        )
    found = {
        (
            row.indicator.code,
            row.breakdown,
            row.organisation_id,
            Period(row.period_start, row.period_end),
        ): row
        for row in IndicatorValue.objects.filter(wanted).select_related("indicator", "observation")
    }
    return {
        (code, breakdown, body, period.start): rows[0]
        for (code, breakdown), places in named.items()
        for body, period in places
        if (
            rows := [
                found[code, breakdown, body, each]
                for each in longer_periods(world.cadence, period)
                if (code, breakdown, body, each) in found
            ]
        )
    }


@dataclass(frozen=True, slots=True)
class Relations:
    """What an indicator is computed of, and what is computed of it.

    ``needs``, ``used_by``: by code, codes in their order; ``versions``: the definitions of all of
    them on the day.
    """

    needs: Mapping[str, tuple[str, ...]]
    used_by: Mapping[str, tuple[str, ...]]
    versions: Mapping[str, IndicatorVersion]
    book: FormulaBook


def relations_of(code: str, day: dt.date) -> Relations:
    """Everything above and below an indicator. Cost: two queries without formulas, else seven."""
    book = FormulaBook.load()
    needs = _reached(code, book.graph.needs)
    used_by = _reached(code, book.graph.used_by)
    codes = {code, *needs, *used_by}
    codes.update(each for below in (*needs.values(), *used_by.values()) for each in below)
    found = definitions_on(day).filter(indicator__code__in=codes).select_related("indicator")
    return Relations(needs, used_by, {row.indicator.code: row for row in found}, book)


def _reached(code: str, graph: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    waiting = [code]
    while waiting:
        each = waiting.pop()
        if each not in found and each in graph:
            found[each] = graph[each]
            waiting.extend(graph[each])
    return found
