"""Computed indicators follow what they are computed of, in the transaction of its change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal

from tiendo.domain.formulas import (
    Coverage,
    Explanation,
    Place,
    Reading,
    Reference,
    World,
    evaluate,
    explain,
    find_references,
    reach_of,
)
from tiendo.domain.formulas.world import PERIODS_A_YEAR
from tiendo.domain.periods import Cadence, Period, period_around
from tiendo.indicators.breakdowns import breakdown_of
from tiendo.indicators.definitions import holds_on, is_asked_of, reports
from tiendo.indicators.formula_book import FormulaBook
from tiendo.indicators.ground import (
    Changed,
    Figures,
    Name,
    cadence_of,
    family_of,
    figures_in,
    lay_world,
    longer_periods,
    with_those_above,
)
from tiendo.indicators.keeping import keep_computed, lock_computing
from tiendo.indicators.models import IndicatorValue, IndicatorVersion, Observation, ValueState
from tiendo.organisations.models import Kind, Organisation
from vanban.quantities import Missing

__all__ = [
    "Changed",
    "cadence_of",
    "compute",
    "explain_computed",
    "follow",
    "longer_periods",
]
# Finds figures of a world by the names of formulas.
Known = Callable[[World, set[Name]], Figures]
_STATES = {Missing.NO_DATA: ValueState.NO_DATA, Missing.UNDEFINED: ValueState.UNDEFINED}
# The last decimal that is stored, and digits enough to bring any figure to it.
_STEP, _WIDE = Decimal(1).scaleb(-12), Context(prec=80)


def follow(rows: Sequence[Observation | IndicatorValue]) -> int:
    """Compute anew what depends on figures just kept; the number of values that were computed.

    Cost: one query where there is no formula, else about ten for each frequency.
    """
    book = FormulaBook.load()
    if not book.versions:
        return 0
    return sum(_follow(book, changed) for changed in _changes(rows, book))


def _changes(rows: Sequence[Observation | IndicatorValue], book: FormulaBook) -> Iterable[Changed]:
    """The changes by frequency: the length of its period tells that of a figure."""
    by_cadence: defaultdict[Cadence, list[Observation | IndicatorValue]] = defaultdict(list)
    for row in rows:
        by_cadence[cadence_of(Period(row.period_start, row.period_end))].append(row)
    for cadence, found in by_cadence.items():
        codes = frozenset(row.indicator.code for row in found)
        if book.after(codes):
            yield Changed(
                codes,
                frozenset(row.organisation_id for row in found),
                cadence,
                min(row.period_start for row in found),
                max(row.period_start for row in found),
            )


def _follow(book: FormulaBook, changed: Changed) -> int:
    """Compute what depends on a change: in its own periods, then in shorter ones, which see it."""
    after, count = book.after(changed.codes), 0
    for cadence in sorted(PERIODS_A_YEAR, key=lambda each: PERIODS_A_YEAR[each]):
        codes = [code for code in after if _is_of(book, code, cadence)]
        if not codes or PERIODS_A_YEAR[cadence] < PERIODS_A_YEAR[changed.cadence]:
            continue
        lock_computing()
        found = compute(book, codes, _in_periods(changed, cadence))
        keep_computed(found)
        count += len(found)
        changed = _felt_by(changed, found)
    return count


def _in_periods(changed: Changed, cadence: Cadence) -> Changed:
    """A change as it is seen in other periods, none longer than its own."""
    end = period_around(changed.cadence, changed.last).end
    return replace(changed, cadence=cadence, last=period_around(cadence, end).start)


def _felt_by(changed: Changed, values: Sequence[IndicatorValue]) -> Changed:
    """A change with what was computed after it, which may reach further on."""
    last = max((value.period_start for value in values), default=changed.last)
    return replace(changed, last=max(changed.last, last))


def _is_of(book: FormulaBook, code: str, cadence: Cadence) -> bool:
    return any(version.frequency == cadence for version in book.versions[code])


def compute(
    book: FormulaBook, codes: Sequence[str], changed: Changed, known: Known = figures_in
) -> list[IndicatorValue]:
    """The values of computed indicators wherever a change may be felt, not yet stored.

    ``known``: finds the figures that they are computed of; those in force if nothing else is said.
    """
    ground = _Ground.around(book, codes, changed, known)
    made: list[IndicatorValue] = []
    for code in codes:
        for version in book.versions[code]:
            if version.frequency == changed.cadence:
                made += ground.computed(version, book)
    return made


@dataclass(frozen=True, slots=True)
class _Ground:
    """The bodies and periods of a computation, and the figures known in them.

    ``felt``: the bodies whose values may change; ``from_period``: the first period asked for;
    ``groups``: by code, the definitions that some kinds of bodies report.
    """

    bodies: tuple[Organisation, ...]
    felt: frozenset[int]
    world: World
    from_period: int
    figures: Figures
    groups: Mapping[str, Sequence[IndicatorVersion]]

    @classmethod
    def around(
        cls, book: FormulaBook, codes: Sequence[str], changed: Changed, known: Known
    ) -> _Ground:
        """What is needed to compute ``codes`` after a change. Cost: three queries."""
        everyone = list(
            Organisation.objects.exclude(kind=Kind.DIVISION).defer("sort_key").order_by("pk")
        )
        felt = with_those_above(everyone, changed.bodies)
        bodies = tuple(body for body in everyone if body.pk in family_of(everyone, felt))
        back = reach_together(book, codes, changed.cadence)
        world, first = lay_world(bodies, changed, back)
        names = _named(book, codes)
        groups = _reporting({code for code, _breakdown in names} - set(book.versions))
        return cls(bodies, felt, world, first, known(world, names), groups)

    def computed(self, version: IndicatorVersion, book: FormulaBook) -> list[IndicatorValue]:
        """The values of one definition in its own periods; later ones of the ground see them."""
        plan = book.plans[version.pk]
        references = find_references(plan.formula.root)
        world = self._expecting(references)
        column = evaluate(plan, world, self._entries(references))
        kept = self.figures.setdefault((version.indicator.code, ""), {})
        made = []
        for place, body in enumerate(self.bodies):
            if body.pk not in self.felt or not is_asked_of(version, body):
                continue
            for number in range(self.from_period, world.width):
                if not holds_on(version.validity, world.periods[number].end):
                    continue
                cell = place * world.width + number
                reading = _as_stored(column.reading(cell))
                kept[cell] = reading
                coverage = column.partial.get(cell)
                if value := _value(version, body, world.periods[number], reading, coverage):
                    made.append(value)
        return made

    def explained(
        self, version: IndicatorVersion, book: FormulaBook, body: int, period: Period
    ) -> tuple[Explanation, World]:
        """How the value of one body in one period comes about, and the world it lies in."""
        plan = book.plans[version.pk]
        references = find_references(plan.formula.root)
        world = self._expecting(references)
        place = Place(world.bodies.index(body), world.periods.index(period))
        return explain(plan, world, self._entries(references), place), world

    def _entries(self, references: Iterable[Reference]) -> dict[Reference, list[Reading]]:
        return {each: self._readings(each) for each in references}

    def _readings(self, reference: Reference) -> list[Reading]:
        known = self.figures.get((reference.code, breakdown_of(dict(reference.filters))), {})
        absent = self.world.absent
        return [known[cell] if cell in known else absent(cell) for cell in range(self.world.size)]

    def _expecting(self, references: Iterable[Reference]) -> World:
        """The world in which only bodies that report what is named are expected to."""
        groups = [each for one in references for each in self.groups.get(one.code, ())]
        outside = set(self.world.outside)
        width = self.world.width
        for place, body in enumerate(self.bodies):
            if groups and not any(reports(body, group) for group in groups):
                outside.update(range(place * width, (place + 1) * width))
        return replace(self.world, outside=frozenset(outside))


def explain_computed(
    book: FormulaBook,
    version: IndicatorVersion,
    body: int,
    period: Period,
    known: Known = figures_in,
) -> tuple[Explanation, World]:
    """How a computed value of a definition comes about, with the bodies and periods it lies among.

    Errors: ValueError where neither body nor period has values. Cost: three queries.
    """
    cadence, start = Cadence(version.frequency), period.start
    changed = Changed(frozenset(), frozenset({body}), cadence, start, start)
    ground = _Ground.around(book, [version.indicator.code], changed, known)
    return ground.explained(version, book, body, period)


def _reporting(codes: set[str]) -> Mapping[str, Sequence[IndicatorVersion]]:
    """By code, the definitions that groups of bodies report. Cost: one query."""
    rows = IndicatorVersion.objects.filter(indicator__code__in=codes, reporters__isnull=False)
    found: defaultdict[str, list[IndicatorVersion]] = defaultdict(list)
    for version in rows.select_related("indicator", "reporters"):
        found[version.indicator.code].append(version)
    return found


def _as_stored(reading: Reading | bool) -> Reading:
    """A figure as it is stored, so that what is computed of it is the same now and when read."""
    if isinstance(reading, Missing):
        return reading
    return Decimal(reading).quantize(_STEP, ROUND_HALF_UP, _WIDE)


def _value(
    version: IndicatorVersion,
    body: Organisation,
    period: Period,
    reading: Reading,
    coverage: Coverage | None,
) -> IndicatorValue | None:
    """The value of a cell; None while it is not yet due, which the day tells."""
    if reading is Missing.NOT_DUE:
        return None
    is_known = isinstance(reading, Decimal)
    return IndicatorValue(
        indicator_id=version.indicator_id,
        organisation_id=body.pk,
        period_start=period.start,
        period_end=period.end,
        state=_STATES[reading] if isinstance(reading, Missing) else ValueState.VALUE,
        value=reading if isinstance(reading, Decimal) else None,
        measured=coverage.reported if coverage else int(is_known),
        counted=coverage.expected if coverage else 1,
    )


def reach_together(book: FormulaBook, codes: Iterable[str], cadence: Cadence) -> int:
    """So many periods back formulas look at most, one after the other."""
    return sum(_reach(book, code, cadence) for code in codes)


def _reach(book: FormulaBook, code: str, cadence: Cadence) -> int:
    a_year = PERIODS_A_YEAR[cadence]
    roots = [book.plans[version.pk].root for version in book.versions[code]]
    return max(reach_of(root, a_year) for root in roots)


def _named(book: FormulaBook, codes: Iterable[str]) -> set[Name]:
    """What formulas name: code and breakdown."""
    return {
        (reference.code, breakdown_of(dict(reference.filters)))
        for code in codes
        for version in book.versions[code]
        for reference in find_references(book.plans[version.pk].formula.root)
    }
