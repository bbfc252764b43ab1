"""Figures to be: each with its value in one of four states, its formula and its records."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tiendo.composer import model
from tiendo.reporting.models import Figure, Report, ValueState
from tiendo.tasks.queries import Rate
from vanban.quantities import Missing, format_number, format_percent

TASK, UPDATE = "tasks.task", "tasks.progressupdate"
EVIDENCE, OCCURRENCE = "tasks.evidence", "tasks.occurrence"
DIFFICULTY = "tasks.difficulty"
STORED_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure before it is saved.

    Units: ``value`` is in ``unit``; a ratio has the unit "" and is a ratio (0.25).
    Missing: ``value`` is None exactly when ``state`` is not VALUE.
    """

    key: str
    label: str
    formula: str
    value: Decimal | None
    state: ValueState
    unit: str
    printed: str
    record_type: str
    record_ids: tuple[int, ...]


def count_of(
    key: str,
    label: str,
    formula: str,
    ids: Iterable[int],
    *,
    unit: str = "nhiệm vụ",
    record_type: str = TASK,
) -> Measure:
    """How many records there are; none is a real zero."""
    records = tuple(ids)
    value = Decimal(len(records))
    printed = format_number(value)
    return Measure(
        key, label, formula, value, ValueState.VALUE, unit, printed, record_type, records
    )


def ratio_of(key: str, label: str, formula: str, rate: Rate, ids: Iterable[int]) -> Measure:
    """A ratio; with a zero denominator it is undefined, which is not 0 %."""
    if rate.value is None:
        return missing(key, label, formula, ValueState.UNDEFINED, ids=ids)
    value = rate.value.quantize(STORED_PLACES, ROUND_HALF_UP)
    return Measure(
        key, label, formula, value, ValueState.VALUE, "", format_percent(value), TASK, tuple(ids)
    )


def days_of(key: str, label: str, formula: str, days: int | None, ids: Iterable[int]) -> Measure:
    """A number of days; None: no day to count from."""
    if days is None:
        return missing(key, label, formula, ValueState.NO_DATA, ids=ids, unit="ngày")
    value = Decimal(days)
    return Measure(
        key, label, formula, value, ValueState.VALUE, "ngày", format_number(value), TASK, tuple(ids)
    )


def missing(
    key: str,
    label: str,
    formula: str,
    state: ValueState,
    *,
    ids: Iterable[int] = (),
    unit: str = "",
    record_type: str = TASK,
) -> Measure:
    """A figure without a value: no data, undefined or not yet due."""
    return Measure(
        key, label, formula, None, state, unit, Missing(state).words, record_type, tuple(ids)
    )


class FigureBook:
    """The figures of one report, each put in once and printed anywhere by its key."""

    def __init__(self) -> None:
        self._measures: dict[str, Measure] = {}

    def put(self, measure: Measure, *, bold: bool = False) -> model.FigureRef:
        """The place where the figure is printed; the same key keeps its first measure."""
        self._measures.setdefault(measure.key, measure)
        return model.FigureRef(measure.key, bold=bold)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The figures in the order in which they were put in."""
        return tuple(self._measures.values())


def as_row(report: Report, order: int, measure: Measure) -> Figure:
    """The figure as a row of the report, not yet saved."""
    return Figure(
        report=report,
        key=measure.key,
        label=measure.label[:300],
        order=order,
        value=measure.value,
        value_state=measure.state,
        unit=measure.unit,
        printed=measure.printed,
        as_of=report.as_of,
        formula=measure.formula,
        record_type=measure.record_type,
        record_ids=list(measure.record_ids),
    )


def as_printed(row: Figure, version: int) -> model.Figure:
    """The figure as the composer prints it and keeps it in the file's own map."""
    return model.Figure(
        key=row.key,
        text=row.printed,
        value=row.value,
        unit=row.unit or None,
        formula=row.formula,
        as_of=row.as_of,
        record_count=len(row.record_ids),
        record_hash=_record_hash(row, version),
    )


def _record_hash(row: Figure, version: int) -> str:
    """Ties a printed figure to the composing it belongs to and to its records."""
    ids = ",".join(map(str, row.record_ids))
    source = f"{row.report_id}/{version}/{_day(row.as_of)}/{row.record_type}/{ids}"
    return hashlib.sha256(source.encode()).hexdigest()


def _day(day: dt.date) -> str:
    return day.isoformat()
