"""What a compiled report gathers from the reports it is made of: their words and their figures.

The content of a source is never read: its words stand by place, its figures are rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from tiendo.reporting.measures import STORED_PLACES, Measure, missing
from tiendo.reporting.models import Figure, Report, ReportSource, ValueState
from vanban.quantities import format_number, format_percent

FIGURE, REPORT = "reporting.figure", "reporting.report"

# Ratios are not added up: they are computed anew from the sums of what they are made of.
RATIO_PARTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "tasks.on_time_rate": (
        ("tasks.done_on_time",),
        ("tasks.done_on_time", "tasks.done_late", "tasks.overdue"),
    ),
}


@dataclass(frozen=True, slots=True)
class Source:
    """One report that is gathered, with the body it is of and the symbol of its documents."""

    report_id: int
    body_id: int
    name: str
    symbol: str
    as_of: dt.date


@dataclass(frozen=True, slots=True)
class Told:
    """One figure as a source tells it. Missing: ``value`` is None where ``state`` is not VALUE."""

    figure_id: int
    report_id: int
    key: str
    label: str
    value: Decimal | None
    state: ValueState
    unit: str
    printed: str
    formula: str = "gathered.value"


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of what several say. ``said`` of ``asked`` have a value; None where none has."""

    value: Decimal | None
    said: int
    asked: int

    @property
    def is_whole(self) -> bool:
        """Whether everybody asked has a value."""
        return self.said == self.asked


def sources_of(report: Report) -> tuple[Source, ...]:
    """The reports a report is compiled from, in their order. Cost: one query."""
    rows = ReportSource.objects.filter(report=report).order_by("order", "pk")
    return tuple(
        Source(*row)
        for row in rows.values_list(
            "source_id",
            "source__issuer_id",
            "source__issuer__name",
            "source__issuer__symbol_code",
            "source__as_of",
        )
    )


def words_said(report: Report, place: str) -> Iterator[tuple[int, str]]:
    """The words of each source in a place, by the source's id; sources without any are left out.

    Cost: one query, whose rows are read one by one.
    """
    said = Cast(KeyTextTransform(place, "narrative"), TextField())
    rows = (
        Report.objects.filter(gathered_into__report=report)
        .annotate(said=said)
        .exclude(said__isnull=True)
        .exclude(said="")
        .order_by("gathered_into__order")
        .values_list("pk", "said")
    )
    return rows.iterator(chunk_size=50)


def figures_told(report: Report, keys: Iterable[str]) -> Mapping[tuple[int, str], Told]:
    """What the sources say for some figures, by source and key. Cost: one query."""
    return {
        (told.report_id, told.key): told
        for told in _told(
            Figure.objects.filter(
                report__gathered_into__report=report, key__in=list(keys)
            ).values_list(*_FIELDS)
        )
    }


_FIELDS = ("pk", "report_id", "key", "label", "value", "value_state", "unit", "printed")


def _told(rows: Iterable[tuple[Any, ...]]) -> Iterator[Told]:
    for pk, report, key, label, value, state, unit, printed in rows:
        yield Told(pk, report, key, label, value, ValueState(state), unit, printed)


def records_told(
    report: Report, record_type: str, *, but: Iterable[str] = ()
) -> Mapping[int, frozenset[int]]:
    """The records of one type that the figures of each source lead to, by source.

    Those a figure of ``but`` leads to are left out. Cost: one query.
    """
    left_out = frozenset(but)
    found: dict[int, set[int]] = {}
    dropped: dict[int, set[int]] = {}
    rows = (
        Figure.objects.filter(report__gathered_into__report=report, record_type=record_type)
        .order_by("report__gathered_into__order", "order")
        .values_list("report_id", "key", "record_ids")
    )
    for source, key, ids in rows.iterator(chunk_size=200):
        (dropped if key in left_out else found).setdefault(source, set()).update(ids)
    return {source: frozenset(ids - dropped.get(source, set())) for source, ids in found.items()}


def summed(told: Iterable[Told | None]) -> Sum:
    """The sum of figures of one unit.

    Missing: who says nothing, or has no value, adds nothing and is not counted as said; without
    any value there is no sum, which is not 0.
    """
    asked = said = 0
    total = Decimal(0)
    for each in told:
        asked += 1
        if each is not None and each.value is not None:
            said += 1
            total += each.value
    return Sum(total if said else None, said, asked)


def as_told(key: str, told: Told) -> Measure:
    """A source's figure as one of the compiled report."""
    return Measure(
        key,
        told.label,
        told.formula,
        told.value,
        told.state,
        told.unit,
        told.printed,
        FIGURE,
        (told.figure_id,),
    )


def not_told(key: str, label: str, unit: str = "") -> Measure:
    """A figure that a source does not give."""
    return missing(key, label, "gathered.value", ValueState.NO_DATA, unit=unit, record_type=FIGURE)


def sum_measure(key: str, label: str, told: Sequence[Told | None]) -> Measure:
    """The sum of the sources' figures as one of the compiled report, with theirs behind it."""
    total, ids = summed(told), tuple(each.figure_id for each in told if each is not None)
    unit = next((each.unit for each in told if each is not None), "")
    if total.value is None:
        return missing(
            key, label, "gathered.sum", ValueState.NO_DATA, ids=ids, unit=unit, record_type=FIGURE
        )
    value, printed = total.value, format_number(_exact(total.value))
    return Measure(key, label, "gathered.sum", value, ValueState.VALUE, unit, printed, FIGURE, ids)


def ratio_measure(
    key: str, label: str, part: Sequence[Told | None], whole: Sequence[Told | None]
) -> Measure:
    """A ratio of two sums; undefined with a zero denominator, no data without either sum."""
    over, under = summed(part).value, summed(whole).value
    ids = tuple(dict.fromkeys(each.figure_id for each in (*part, *whole) if each is not None))
    formula = "gathered.ratio"
    if over is None or under is None:
        return missing(key, label, formula, ValueState.NO_DATA, ids=ids, record_type=FIGURE)
    if under == 0:
        return missing(key, label, formula, ValueState.UNDEFINED, ids=ids, record_type=FIGURE)
    value = (over / under).quantize(STORED_PLACES, ROUND_HALF_UP)
    printed = format_percent(value)
    return Measure(key, label, formula, value, ValueState.VALUE, "", printed, FIGURE, ids)


def total_of(
    sources: Sequence[Source], key: str, told: Mapping[tuple[int, str], Told]
) -> Measure | None:
    """A figure over all sources: a sum, a ratio of sums, or None for what is not added up."""

    def column(name: str) -> list[Told | None]:
        return [told.get((source.report_id, name)) for source in sources]

    label, own = label_of(key, told.values()), column(key)
    if parts := RATIO_PARTS.get(key):
        over, under = ([each for name in half for each in column(name)] for half in parts)
        return ratio_measure(f"gathered.{key}", label, over, under)
    if not is_added(own) and any(each is not None for each in own):
        return None
    return sum_measure(f"gathered.{key}", label, own)


def label_of(key: str, told: Iterable[Told]) -> str:
    """What the sources call a figure; its key where none tells it."""
    return next((each.label for each in told if each.key == key), key)


def is_added(told: Sequence[Told | None]) -> bool:
    """Whether figures may be added up: of one unit, and no ratios."""
    units = {each.unit for each in told if each is not None}
    return len(units) == 1 and "" not in units


def _exact(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
