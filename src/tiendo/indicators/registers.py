"""Registers that figures are taken from: tasks, payments, whatever an app keeps and counts.

The apps that keep them stand above this one and say what there is by ``offer``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from django.utils.functional import Promise

from tiendo.domain import clock
from tiendo.domain.closing import find_closing_rules
from tiendo.domain.formulas.units import factor_between, read_unit
from tiendo.domain.periods import Cadence, Period, periods_from
from tiendo.indicators.computing import follow
from tiendo.indicators.definitions import holds_on, reports
from tiendo.indicators.errors import IndicatorError
from tiendo.indicators.formula_book import unit_of
from tiendo.indicators.keeping import keep_computed
from tiendo.indicators.models import (
    Indicator,
    IndicatorValue,
    IndicatorVersion,
    Origin,
    ValueState,
)
from tiendo.organisations.models import Kind, Organisation
from vanban.quantities import Missing

_PLACES = Decimal(1).scaleb(-12)
_BETWEEN = "@"


@dataclass(frozen=True, slots=True)
class Parts:
    """What a register holds of one body: a figure, for a share with what it is a share of.

    Missing: None where nothing was recorded, which is no zero.
    """

    above: Decimal | None
    below: Decimal | None = None


# By body, what was held at the end of each of some windows, or within it, for a programme alone or
# (None) for all. Bodies that the register knows nothing of are left out.
Measure = Callable[[Sequence[Period], int | None], Sequence[Mapping[int, Parts]]]


@dataclass(frozen=True, slots=True)
class Register:
    """Something counted. ``sources``: the tables whose change changes it.

    ``words`` names the figure; of a share ``above_words`` and ``below_words`` name its two parts,
    counted in ``parts_unit``; they are empty for a figure that is none. ``is_complete``: where a
    body is not mentioned it has none (0), else nothing is known. ``begins`` tells the first day of
    which the register knows anything; None where it is empty.
    """

    code: str
    words: str | Promise
    unit: str
    measure: Measure
    begins: Callable[[], dt.date | None]
    sources: frozenset[str]
    above_words: str | Promise = ""
    below_words: str | Promise = ""
    parts_unit: str = ""
    is_complete: bool = False
    by_programme: bool = False

    @property
    def is_share(self) -> bool:
        """Whether the figure is a share of something."""
        return bool(self.below_words)


_OFFERED: dict[str, Register] = {}


def offer(*registers: Register) -> None:
    """Make registers known; called once, while the apps are made ready."""
    _OFFERED.update({register.code: register for register in registers})


def all_registers() -> tuple[Register, ...]:
    """Every register, in the order in which they were offered."""
    return tuple(_OFFERED.values())


def find_register(name: str) -> tuple[Register, int | None]:
    """The register that a definition names, and the programme it is narrowed to ("tasks.done@7").

    Errors: IndicatorError register_unknown.
    """
    code, between, programme = name.partition(_BETWEEN)
    found = _OFFERED.get(code)
    if found is None or (between and not (found.by_programme and programme.isdecimal())):
        raise IndicatorError("register_unknown", register=name)
    return found, int(programme) if between else None


def register_name(register: Register, programme: int | None = None) -> str:
    """What a definition names a register by."""
    return f"{register.code}{_BETWEEN}{programme}" if programme is not None else register.code


def check_register(version: IndicatorVersion) -> None:
    """Errors: FormulaRefusal unknown_unit; IndicatorError register_unknown, register_unit."""
    register, _programme = find_register(version.register)
    ours, theirs = unit_of(version), read_unit(register.unit)
    if ours.dimension != theirs.dimension or ours.is_percent != theirs.is_percent:
        raise IndicatorError("register_unit", unit=version.unit, theirs=register.unit)


def measure_all(sources: frozenset[str] | None = None) -> int:
    """Measure every figure taken from a register, or from those of some tables; their number.

    What is computed of them follows. Cost: for each definition a query or two.
    """
    found = IndicatorVersion.objects.filter(origin=Origin.REGISTER).order_by("indicator", "number")
    touched = [
        version
        for version in found.select_related("indicator", "reporters")
        if sources is None or find_register(version.register)[0].sources & sources
    ]
    return keep_measured(touched)


def keep_measured(versions: Sequence[IndicatorVersion]) -> int:
    """Measure the figures of definitions and keep those that changed; how many did."""
    made = [value for version in versions for value in measured(version)]
    changed = _changed(made)
    keep_computed(changed)
    follow(changed)
    return len(changed)


def forget_measured(indicator: Indicator, since: dt.date) -> list[IndicatorValue]:
    """Do away with what was measured of the periods that end from a day on, as another definition
    rules them; what it was. Cost: two queries."""
    values = IndicatorValue.objects.filter(
        indicator=indicator, observation=None, period_end__gte=since
    )
    gone = list(values.select_related("indicator"))
    values.delete()
    return gone


def measured(version: IndicatorVersion) -> list[IndicatorValue]:
    """The values of a definition in all its periods up to the one that runs, not yet stored."""
    register, programme = find_register(version.register)
    today = clock.today()
    rule = find_closing_rules(version.closing)
    periods = [
        period
        for period in _periods(version, today)
        if rule.on(period).window(period).start <= today
    ]
    windows = [_until(rule.on(period).window(period), today) for period in periods]
    found = register.measure(windows, programme)
    first = register.begins()
    factor = factor_between(read_unit(register.unit), unit_of(version))
    bodies = _bodies(version)
    return [
        _value(version, period, window, body, _reading(register, parts, known, factor))
        for period, window, held in zip(periods, windows, found, strict=True)
        for known in [first is not None and first <= window.end]
        for body, parts in _of_bodies(register, bodies, held, period, version)
    ]


@dataclass(frozen=True, slots=True)
class Held:
    """What a register holds now of the days that a value counts. ``body``: None for all bodies."""

    register: Register
    programme: int | None
    window: Period
    body: int | None
    parts: Parts


def held_behind(version: IndicatorVersion, value: IndicatorValue) -> Held:
    """What a value was measured of, as its register tells it now.

    Cost: those of the register. Errors: IndicatorError register_unknown.
    """
    register, programme = find_register(version.register)
    period = Period(value.period_start, value.period_end)
    window = find_closing_rules(version.closing).on(period).window(period)
    window = _until(window, value.as_of or window.end)
    [held] = register.measure([window], programme)
    is_of_all = version.reporters is None
    bodies = [] if is_of_all else [value.organisation]
    found = dict(_of_bodies(register, bodies, held, period, version))
    parts = found.get(value.organisation_id, Parts(None))
    return Held(register, programme, window, None if is_of_all else value.organisation_id, parts)


def _periods(version: IndicatorVersion, today: dt.date) -> list[Period]:
    since = version.validity.lower or today
    started = takewhile(
        lambda period: period.start <= today, periods_from(Cadence(version.frequency), since)
    )
    return [period for period in started if holds_on(version.validity, period.end)]


def _until(window: Period, today: dt.date) -> Period:
    return Period(window.start, max(window.start, min(window.end, today)))


def _bodies(version: IndicatorVersion) -> list[Organisation]:
    """The bodies that have a figure each; none where the subject has one of all bodies."""
    if version.reporters is None:
        return []
    found = Organisation.objects.exclude(kind=Kind.DIVISION).defer("sort_key").order_by("pk")
    return [body for body in found if reports(body, version)]


def _of_bodies(
    register: Register,
    bodies: Sequence[Organisation],
    held: Mapping[int, Parts],
    period: Period,
    version: IndicatorVersion,
) -> list[tuple[int, Parts]]:
    if version.reporters is None:
        return [(version.standing_for_all, _sum(register, held.values()))]
    nothing = _sum(register, ())
    return [
        (body.pk, held.get(body.pk, nothing))
        for body in bodies
        if holds_on(body.validity, period.end) or holds_on(body.validity, period.start)
    ]


def _sum(register: Register, parts: Iterable[Parts]) -> Parts:
    rows = list(parts)
    zero = Decimal(0) if register.is_complete else None
    return Parts(
        _known_sum([row.above for row in rows], zero),
        _known_sum([row.below for row in rows], zero),
    )


def _known_sum(figures: Sequence[Decimal | None], nothing: Decimal | None) -> Decimal | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known, Decimal(0)) if known else nothing


def _reading(
    register: Register, parts: Parts, is_known: bool, factor: Decimal
) -> Decimal | Missing:
    if not is_known or parts.above is None or (register.is_share and parts.below is None):
        return Missing.NO_DATA
    if not register.is_share:
        return (parts.above * factor).quantize(_PLACES)
    if not parts.below:
        return Missing.UNDEFINED
    return (parts.above / parts.below).quantize(_PLACES)


def _value(
    version: IndicatorVersion, period: Period, window: Period, body: int, reading: Decimal | Missing
) -> IndicatorValue:
    is_value = isinstance(reading, Decimal)
    state = _STATES[reading] if isinstance(reading, Missing) else ValueState.VALUE
    return IndicatorValue(
        indicator=version.indicator,
        organisation_id=body,
        period_start=period.start,
        period_end=period.end,
        state=state,
        value=reading if isinstance(reading, Decimal) else None,
        measured=int(is_value),
        counted=1,
        as_of=window.end,
    )


_STATES = {Missing.NO_DATA: ValueState.NO_DATA, Missing.UNDEFINED: ValueState.UNDEFINED}
_Place = tuple[int, int, dt.date, dt.date]


def _changed(made: Sequence[IndicatorValue]) -> list[IndicatorValue]:
    """Those that differ from what is stored, if only in their day. Cost: one query."""
    stored: dict[_Place, tuple[str, Decimal | None, dt.date | None]] = {
        (indicator, body, start, end): (state, value, as_of)
        for indicator, body, start, end, state, value, as_of in IndicatorValue.objects.filter(
            indicator__in={value.indicator_id for value in made}, breakdown=""
        ).values_list(
            "indicator", "organisation", "period_start", "period_end", "state", "value", "as_of"
        )
    }
    return [
        value
        for value in made
        if stored.get(
            (value.indicator_id, value.organisation_id, value.period_start, value.period_end)
        )
        != (value.state, value.value, value.as_of)
    ]
