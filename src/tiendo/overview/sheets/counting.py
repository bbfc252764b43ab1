"""The columns of official counts, the same in every sheet that counts tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from tiendo.composer.sheets import Behind, CellKind, SheetColumn, Value, Values
from tiendo.domain.status import Status
from tiendo.overview.filters import narrowed
from tiendo.reporting.formulas import (
    AWAITING_ALL,
    FORMULAS,
    NOT_STARTED,
    OFFICIAL,
    OWN_COLUMNS,
    TOTAL,
)
from tiendo.reporting.measures import STORED_PLACES
from tiendo.tasks.queries import OfficialCounts, Rate
from vanban.quantities import Missing

_MARKED = (NOT_STARTED, AWAITING_ALL)


def count_columns() -> tuple[SheetColumn, ...]:
    """Total, the official columns, the marks within them, and the on-time rate."""
    counts = (
        SheetColumn(
            count.code, count.label, CellKind.COUNT, 11, str(FORMULAS.get(count.formula, ""))
        )
        for count in (TOTAL, *OFFICIAL, *OWN_COLUMNS, *_MARKED)
    )
    rate = SheetColumn(
        "on_time_rate",
        _("Tỷ lệ đúng hạn"),
        CellKind.RATIO,
        10,
        str(FORMULAS["tasks.on_time_rate"]),
    )
    return (*counts, rate)


def count_values(counts: OfficialCounts, values: Mapping[str, str] | None) -> Values:
    """The values of ``count_columns``; behind each count stands its list, of the filter given.

    Missing: ``values`` is None where no filter gives these tasks.
    """
    numbers = (
        listed(counts.of(*count.statuses), values, count.statuses)
        for count in (*OFFICIAL, *OWN_COLUMNS, *_MARKED)
    )
    return (listed(counts.total, values), *numbers, rate_value(counts.on_time_rate))


def listed(
    number: int, values: Mapping[str, str] | None, statuses: Iterable[Status] = ()
) -> Value | Behind:
    """A number with the list behind it: that of a filter, narrowed to some statuses."""
    return number if values is None else Behind(number, narrowed(values, statuses=statuses))


def rate_value(rate: Rate) -> Value:
    """A rate as a value: undefined where nothing was due, which is not zero."""
    return ratio_value(rate.value)


def ratio_value(ratio: Decimal | None) -> Value:
    """A ratio with as many places as are stored; undefined where there is none."""
    return Missing.UNDEFINED if ratio is None else ratio.quantize(STORED_PLACES, ROUND_HALF_UP)
