"""The formula of a figure with its actual numbers put in: "183.395 / 500.118".

Numbers are those of other figures of the same report, or follow from the records counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from tiendo.reporting.lineage import reports
from tiendo.reporting.models import Figure, Report
from vanban.quantities import format_number

MOST_TERMS = 12
# The figures of the report by key, without their records.
Siblings = Mapping[str, Figure]


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


def _share(figure: Figure, rows: Siblings) -> str:
    """The tasks of a status among all."""
    own, whole = rows.get(figure.key.removesuffix(".share")), rows.get("tasks.total")
    return _divided(own, whole)


def _on_time(figure: Figure, rows: Siblings) -> str:
    """The tasks counted are those below the line; how many stand above it follows."""
    scope = figure.key.removesuffix(".on_time_rate")
    below = len(figure.record_ids)
    own = rows.get(f"{scope}.done_on_time")
    if own is not None:
        return f"{own.printed} / {format_number(Decimal(below))}"
    if figure.value is None:
        return "0 / 0" if below == 0 else ""
    above = (figure.value * below).quantize(Decimal(1), ROUND_HALF_UP)
    return f"{format_number(above)} / {format_number(Decimal(below))}"


def _money_rate(figure: Figure, rows: Siblings) -> str:
    paid = rows.get(figure.key.replace("disbursed_rate", "disbursed"))
    return _divided(paid, rows.get(figure.key.replace("disbursed_rate", "allotted")))


def _money_left(figure: Figure, rows: Siblings) -> str:
    allotted = rows.get(figure.key.replace(".left", ".allotted"))
    paid = rows.get(figure.key.replace(".left", ".disbursed"))
    return f"{allotted.printed} − {paid.printed}" if allotted and paid else ""


def _change(figure: Figure, rows: Siblings) -> str:
    then = rows.get(figure.key.removeprefix("change."))
    now = rows.get(then.key.partition(".")[2]) if then else None
    return f"{now.printed} − {then.printed}" if now and then else ""


def _divided(above: Figure | None, below: Figure | None) -> str:
    return f"{above.printed} / {below.printed}" if above and below else ""


def _terms(figure: Figure) -> str:
    """The figures of other reports that were added up, in their order."""
    if figure.formula != "gathered.sum":
        return ""
    found = Figure.objects.filter(pk__in=figure.record_ids).only("printed")
    printed = {row.pk: row.printed for row in found}
    return _added(printed[pk] for pk in figure.record_ids if pk in printed)


def _added(terms: Iterable[str]) -> str:
    listed = list(terms)
    shown = " + ".join(listed[:MOST_TERMS])
    return f"{shown} + … ({len(listed)})" if len(listed) > MOST_TERMS else shown


_WRITERS: Mapping[str, Callable[[Figure, Siblings], str]] = {
    "tasks.share": _share,
    "tasks.on_time_rate": _on_time,
    "budget.disbursed_rate": _money_rate,
    "budget.left": _money_left,
    "compared.change": _change,
}
