"""The formula of a figure with its actual numbers put in: "36 / 61 × 100%", "5 + 1 + 32".

Numbers are those of other figures of the same report, or follow from the records counted. What
does not give the figure again is not shown.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from tiendo.reporting.gathering.sources import RATIO_PARTS
from tiendo.reporting.lineage import reports
from tiendo.reporting.measures import STORED_PLACES
from tiendo.reporting.models import Figure, Report
from vanban.dates import format_date
from vanban.quantities import format_number

MOST_TERMS = 12
PERCENT = " × 100%"
# The figures of the report by key, without their records.
Siblings = Mapping[str, Figure]
_OFFICIAL = ("done_on_time", "done_late", "in_progress", "overdue")
_OWN = ("continuous", "no_deadline", "suspended", "cancelled", "superseded")
_MONEY_GROUPS = (
    ("investment", "recurrent", "untold.nature"),
    ("central", "province", "commune", "enterprise", "other", "untold.source"),
    ("science", "innovation", "digital", "untold.area"),
)


def working_of(figure: Figure, siblings: Siblings | None = None) -> str:
    """The computation in numbers; "" where the formula has none to show. Cost: one query."""
    write = _WRITERS.get(figure.formula)
    if write is not None:
        return write(figure, siblings_of(figure.report) if siblings is None else siblings)
    if figure.record_type == reports.FIGURE:
        return _terms(figure)
    return ""


def siblings_of(report: Report) -> Siblings:
    """The figures of a report that have a value. Cost: one query."""
    rows = Figure.objects.filter(report=report, value__isnull=False)
    return {row.key: row for row in rows.defer("record_ids", "label")}


# Ratios


def _share(figure: Figure, rows: Siblings) -> str:
    """The tasks of a status among all."""
    own, whole = rows.get(figure.key.removesuffix(".share")), rows.get("tasks.total")
    return _divided(own, whole)


def _on_time(figure: Figure, rows: Siblings) -> str:
    """Those done in time among those below the line, each count by itself where the report has all.

    Without them: the tasks counted are those below the line; how many stand above it follows.
    """
    scope = figure.key.removesuffix(".on_time_rate")
    counted = [rows.get(f"{scope}.{name}") for name in ("done_on_time", "done_late", "overdue")]
    told = [row.printed for row in counted if row is not None]
    if len(told) == len(counted):
        return f"{told[0]} / ({' + '.join(told)}){PERCENT}"
    below = len(figure.record_ids)
    if figure.value is None:
        return f"0 / 0{PERCENT}" if below == 0 else ""
    above = (figure.value * below).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{format_number(above)} / {format_number(Decimal(below))}{PERCENT}"


def _money_rate(figure: Figure, rows: Siblings) -> str:
    paid = rows.get(figure.key.replace("disbursed_rate", "disbursed"))
    return _divided(paid, rows.get(figure.key.replace("disbursed_rate", "allotted")))


def _target_rate(figure: Figure, rows: Siblings) -> str:
    """What was reached by what was planned; nothing where the ratio is undefined."""
    stem = figure.key.removesuffix(".rate")
    reached, planned = rows.get(f"{stem}.reached"), rows.get(f"{stem}.planned")
    return _divided(reached, planned) if figure.value is not None else ""


def _gathered_ratio(figure: Figure, _rows: Siblings) -> str:
    """The sums of what the sources say, above and below the line. Cost: one query."""
    over, under = RATIO_PARTS.get(figure.key.removeprefix("gathered."), ((), ()))
    said = list(Figure.objects.filter(pk__in=figure.record_ids).values_list("key", "value", "unit"))
    if len({unit for _, _, unit in said}) > 1:
        return ""
    sums = [
        sum((value for key, value, _ in said if key in half and value is not None), Decimal(0))
        for half in (over, under)
    ]
    if figure.value is None or not sums[1] or _stored(sums[0] / sums[1]) != figure.value:
        return ""
    return f"{_number(sums[0])} / {_number(sums[1])}{PERCENT}"


def _divided(above: Figure | None, below: Figure | None) -> str:
    return f"{above.printed} / {below.printed}{PERCENT}" if above and below else ""


# Differences


def _money_left(figure: Figure, rows: Siblings) -> str:
    allotted = rows.get(figure.key.replace(".left", ".allotted"))
    paid = rows.get(figure.key.replace(".left", ".disbursed"))
    return f"{allotted.printed} − {paid.printed}" if allotted and paid else ""


def _change(figure: Figure, rows: Siblings) -> str:
    then = rows.get(figure.key.removeprefix("change.").removesuffix(".words"))
    now = rows.get(then.key.partition(".")[2]) if then else None
    return f"{now.printed} − {then.printed}" if now and then else ""


def _days(figure: Figure, _rows: Siblings) -> str:
    """The day of the figures less the last day of the task."""
    if figure.value is None:
        return ""
    due = figure.as_of - dt.timedelta(days=int(figure.value))
    return f"{format_date(figure.as_of)} − {format_date(due)}"


# Sums


def _terms(figure: Figure) -> str:
    """The figures of other reports that were added up, in their order."""
    if figure.formula != "gathered.sum":
        return ""
    found = Figure.objects.filter(pk__in=figure.record_ids).only("printed")
    printed = {row.pk: row.printed for row in found}
    return _added(printed[pk] for pk in figure.record_ids if pk in printed)


def _all_tasks(figure: Figure, rows: Siblings) -> str:
    """The official counts and the others, together or each by itself."""
    scope = figure.key.removesuffix(".total")
    splits = ((*_OFFICIAL, "other"), (*_OFFICIAL, *_OWN))
    return _first_sum(figure, rows, ([f"{scope}.{name}" for name in split] for split in splits))


def _other_tasks(figure: Figure, rows: Siblings) -> str:
    scope = figure.key.removesuffix(".other")
    return _first_sum(figure, rows, ([f"{scope}.{name}" for name in _OWN],))


def _awaiting(figure: Figure, rows: Siblings) -> str:
    return _first_sum(figure, rows, (["tasks.awaiting", "tasks.awaiting_overdue"],))


def _by_level(figure: Figure, rows: Siblings) -> str:
    levels = [key for key in rows if key.startswith("difficulties.level.")]
    return _first_sum(figure, rows, (levels,))


def _numbered(figure: Figure, rows: Siblings) -> str:
    """A count of documents by the numbered lists under it: by type, by issuer."""
    part = re.compile(rf"{re.escape(figure.key)}\.\d+")
    return _first_sum(figure, rows, ([key for key in rows if part.fullmatch(key)],))


def _money(figure: Figure, rows: Siblings) -> str:
    """An amount by the nature of spending, by source or by area."""
    name, _, below = figure.key.removeprefix("budget.").partition(".")
    groups = _MONEY_GROUPS if not below else _MONEY_GROUPS[1:]
    stem = f"budget.{name}.{below}" if below else f"budget.{name}"
    return _first_sum(figure, rows, ([f"{stem}.{part}" for part in group] for group in groups))


def _funding(figure: Figure, rows: Siblings) -> str:
    stem = figure.key.removesuffix(".total")
    return _first_sum(figure, rows, ([f"{stem}.{source}" for source in _MONEY_GROUPS[1]],))


def _first_sum(figure: Figure, rows: Siblings, splits: Iterable[Sequence[str]]) -> str:
    """The first of the splits whose parts in the report, two or more above zero, add up to it."""
    return next((_added(each) for each in _sums(figure, rows, splits)), "")


def _sums(figure: Figure, rows: Siblings, splits: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    for keys in splits:
        parts = [rows[key] for key in keys if key in rows and rows[key].unit == figure.unit]
        told = [part.printed for part in parts if part.value]
        if len(told) > 1 and sum(part.value or 0 for part in parts) == figure.value:
            yield told


def _added(terms: Iterable[str]) -> str:
    listed = list(terms)
    shown = " + ".join(listed[:MOST_TERMS])
    return f"{shown} + … ({len(listed)})" if len(listed) > MOST_TERMS else shown


def _stored(value: Decimal) -> Decimal:
    return value.quantize(STORED_PLACES, ROUND_HALF_UP)


def _number(value: Decimal) -> str:
    whole = value.to_integral_value()
    return format_number(whole if value == whole else value.normalize())


_WRITERS: Mapping[str, Callable[[Figure, Siblings], str]] = {
    "tasks.total": _all_tasks,
    "tasks.other": _other_tasks,
    "tasks.awaiting_all": _awaiting,
    "tasks.share": _share,
    "tasks.on_time_rate": _on_time,
    "task.days_overdue": _days,
    "budget.allotted": _money,
    "budget.disbursed": _money,
    "budget.committed": _money,
    "budget.disbursed_rate": _money_rate,
    "budget.left": _money_left,
    "project.total": _funding,
    "target.rate": _target_rate,
    "difficulties.open": _by_level,
    "evidence.documents": _numbered,
    "gathered.documents": _numbered,
    "gathered.ratio": _gathered_ratio,
    "compared.change": _change,
}
