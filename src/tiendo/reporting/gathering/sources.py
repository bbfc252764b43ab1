"""What a compiled report gathers from the reports it is made of: their words and their figures.

The content of a source is never read: its words stand by place, its figures are rows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from tiendo.reporting.measures import STORED_PLACES, Measure, missing
from tiendo.reporting.models import Figure, Report, ReportSource, ValueState
from vanban.quantities import format_number, format_percent

FIGURE, REPORT = "reporting.figure", "reporting.report"
OWED = "reporting.owedreport"

# Ratios are not added up: they are computed anew from the sums of what they are made of.
_SHARES = ("done_on_time", "done_late", "in_progress", "overdue", "not_started", "continuous")
_MONEY_PARTS = ("", ".investment", ".recurrent", ".science", ".innovation", ".digital")
RATIO_PARTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "tasks.on_time_rate": (
        ("tasks.done_on_time",),
        ("tasks.done_on_time", "tasks.done_late", "tasks.overdue"),
    ),
    **{f"tasks.{each}.share": ((f"tasks.{each}",), ("tasks.total",)) for each in _SHARES},
    **{
        f"budget.disbursed_rate{part}": ((f"budget.disbursed{part}",), (f"budget.allotted{part}",))
        for part in _MONEY_PARTS
    },
}
# What is no amount of things: points, ranks, days late, so much for each of something else.
_LEVEL = re.compile(
    r"(?i)^(?:điểm(?: phần trăm)?|hạng|bậc|cấp|mức|ngày|giờ|lần so với.*)$|/|\btrên (?:mỗi|một)\b"
)
_MEAN = re.compile(r"(?i)\b(?:bình quân|trung bình|trung vị|cao nhất|thấp nhất|xếp hạng|chỉ số)\b")
_MONEY: Mapping[str, Decimal] = {
    "đồng": Decimal(1),
    "nghìn đồng": Decimal(1000),
    "triệu đồng": Decimal(10**6),
    "tỷ đồng": Decimal(10**9),
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
    record_type: str = ""
    record_ids: tuple[int, ...] = ()

    @property
    def counts_records(self) -> bool:
        """Whether it is the number of its records, so that those of several can be told apart."""
        return (
            self.value is not None
            and bool(self.record_type)
            and (self.value == len(self.record_ids))
        )


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


_FIELDS = (
    *("pk", "report_id", "key", "label", "value", "value_state", "unit", "printed"),
    *("record_type", "record_ids"),
)


def _told(rows: Iterable[tuple[Any, ...]]) -> Iterator[Told]:
    for pk, report, key, label, value, state, unit, printed, record_type, ids in rows:
        yield Told(
            *(pk, report, key, label, value, ValueState(state), unit, printed),
            record_type=record_type,
            record_ids=tuple(ids),
        )


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
    """The sum of the sources' figures as one of the compiled report, with theirs behind it.

    Records that several of them count are counted once.
    """
    total, ids = summed(told), tuple(each.figure_id for each in told if each is not None)
    unit = next((each.unit for each in told if each is not None), "")
    if total.value is None:
        return missing(
            key, label, "gathered.sum", ValueState.NO_DATA, ids=ids, unit=unit, record_type=FIGURE
        )
    value = total.value - _counted_again(told)
    formula = "gathered.sum" if value == total.value else "gathered.distinct"
    printed = format_number(_exact(value))
    return Measure(key, label, formula, value, ValueState.VALUE, unit, printed, FIGURE, ids)


def _counted_again(told: Sequence[Told | None]) -> int:
    """How many records are counted more than once over, where figures are counts of records."""
    counted = [each for each in told if each is not None and each.counts_records]
    records = [(each.record_type, pk) for each in counted for pk in each.record_ids]
    return len(records) - len(set(records))


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
    """A figure over all sources: a sum, a ratio of sums, or None for what is not added up.

    A source enters a ratio with its part and its whole or not at all.
    """
    label = label_of(key, told.values())
    if parts := RATIO_PARTS.get(key):
        complete = [source for source in sources if _has_all(source, parts, told)]
        over, under = (
            in_one_unit([told[source.report_id, name] for name in half for source in complete])
            for half in parts
        )
        return ratio_measure(f"gathered.{key}", label, over, under)
    own = in_one_unit([told.get((source.report_id, key)) for source in sources])
    if not is_added(own) and any(each is not None for each in own):
        return None
    return sum_measure(f"gathered.{key}", label, own)


def _has_all(
    source: Source,
    parts: Iterable[Iterable[str]],
    told: Mapping[tuple[int, str], Told],
) -> bool:
    held = (told.get((source.report_id, name)) for half in parts for name in half)
    return all(each is not None and each.value is not None for each in held)


def in_one_unit(told: Sequence[Told | None]) -> list[Told | None]:
    """The figures as they are; amounts of money all in the unit of the first."""
    unit = next((each.unit for each in told if each is not None and each.value is not None), "")
    if unit not in _MONEY:
        return list(told)
    return [each if each is None else _in_unit(each, unit) for each in told]


def _in_unit(told: Told, unit: str) -> Told:
    if told.unit == unit or told.unit not in _MONEY:
        return told
    value = None if told.value is None else told.value * _MONEY[told.unit] / _MONEY[unit]
    return replace(told, value=value, unit=unit)


def label_of(key: str, told: Iterable[Told]) -> str:
    """What the sources call a figure; its key where none tells it."""
    return next((each.label for each in told if each.key == key), key)


def is_added(told: Sequence[Told | None]) -> bool:
    """Whether figures may be added up: amounts of one unit, each of records of its own.

    Ratios, points, ranks and means are not; nor is one thing that several report on.
    """
    held = [each for each in told if each is not None]
    units = {each.unit for each in held}
    if len(units) != 1 or "" in units or _LEVEL.search(units.pop()):
        return False
    if any(_MEAN.search(each.label) for each in held):
        return False
    records = [
        (each.record_type, pk) for each in held if not each.counts_records for pk in each.record_ids
    ]
    return len(records) == len(set(records))


def _exact(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
