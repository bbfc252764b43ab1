"""Figures as pages show them: printed values, states in icon and word, what happened to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.domain.periods import Cadence, Period, period_label
from tiendo.indicators.breakdowns import breakdown_of, items_of
from tiendo.indicators.figures import print_value, printed
from tiendo.indicators.grids import Standing
from tiendo.indicators.models import (
    IndicatorVersion,
    Observation,
    ObservationComment,
    ObservationState,
)
from tiendo.indicators.observed import Listed
from tiendo.tasks.recurrence import period_name
from tiendo.workspace.grid_html import LOOKS
from vanban.quantities import Missing, format_percent


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure as a list shows it. ``before``, ``change``: empty where there is none."""

    row: Observation
    name: str
    period: str
    part: str
    value: str
    icon: str
    state: str
    before: str
    change: str
    warnings: tuple[str, ...]


def figure_rows(found: Iterable[Listed]) -> list[FigureRow]:
    """Figures with their words."""
    return [_row(each) for each in found]


def _row(each: Listed) -> FigureRow:
    row, version = each.row, each.version
    state = getattr(row, "state_then", row.state)
    icon, _words = LOOKS[Standing(state)]
    before = print_value(each.before, version) if each.before is not None and version else ""
    change = each.change
    return FigureRow(
        row,
        version.name if version else row.indicator.code,
        period_words(row, version),
        breakdown_words(row.breakdown, version),
        printed(row, version) if version else str(row.value or Missing.NO_DATA.words),
        icon,
        str(ObservationState(state).label),
        before,
        "" if change is None else f"{'+' if change > 0 else ''}{format_percent(change)}",
        tuple(str(error) for error in each.warnings),
    )


def period_words(row: Observation, version: IndicatorVersion | None) -> str:
    """The period of a figure as people call it."""
    period = Period(row.period_start, row.period_end)
    if version is None:
        return f"{period.start:%d/%m/%Y} – {period.end:%d/%m/%Y}"
    return period_name(period_label(Cadence(version.frequency), period))


def breakdown_words(breakdown: str, version: IndicatorVersion | None) -> str:
    """The items of a breakdown by their names; empty for the whole."""
    if not breakdown or version is None:
        return breakdown
    names = {
        (dimension.code, item.code): f"{dimension.name}: {item.name}"
        for dimension in version.dimensions.all()
        for item in dimension.items.all()
    }
    return "; ".join(names.get(pair, "=".join(pair)) for pair in items_of(breakdown).items())


def breakdown_choices(version: IndicatorVersion | None) -> list[tuple[str, str]]:
    """The whole, and each item of each breakdown."""
    found = [("", _("Số chung"))]
    for dimension in version.dimensions.all() if version else ():
        found += [
            (breakdown_of({dimension.code: item.code}), f"{dimension.name}: {item.name}")
            for item in dimension.items.all()
            if not item.is_retired
        ]
    return found


def history_of(
    revisions: Sequence[Observation], version: IndicatorVersion | None
) -> list[dict[str, object]]:
    """What happened to a figure, the latest first, for ``{% history %}``."""
    entries: list[tuple[dt.datetime, dict[str, object]]] = []
    for row in revisions:
        value = printed(row, version) if version else str(row.value)
        entries += [(when, entry) for when, entry in _events(row, value)]
    entries.sort(key=lambda entry: entry[0], reverse=True)
    return [entry for _when, entry in entries]


def _events(row: Observation, value: str) -> Iterable[tuple[dt.datetime, dict[str, object]]]:
    number = _("lần %(number)d") % {"number": row.revision}
    title = _("Nhập %(value)s") if row.revision == 1 else _("Đính chính thành %(value)s")
    said = [row.note, _("Lý do: %(reason)s") % {"reason": row.reason} if row.reason else ""]
    if row.is_late:
        said.insert(0, _("Nhập muộn"))
    yield (
        row.entered_at,
        {
            "when": row.entered_at,
            "who": row.entered_by.full_name,
            "title": f"{title % {'value': value}} ({number})",
            "text": " · ".join(filter(None, said)),
            "icon": "pencil",
        },
    )
    if row.confirmed_at and row.confirmed_by:
        yield row.confirmed_at, _step(row.confirmed_at, row.confirmed_by.full_name, number, True)
    if row.published_at and row.published_by:
        yield row.published_at, _step(row.published_at, row.published_by.full_name, number, False)


def _step(when: dt.datetime, who: str, number: str, is_confirmed: bool) -> dict[str, object]:
    state = ObservationState.CONFIRMED if is_confirmed else ObservationState.PUBLISHED
    icon, _words = LOOKS[Standing(state)]
    return {"when": when, "who": who, "title": f"{state.label} ({number})", "icon": icon}


def comments_of(revisions: Sequence[Observation]) -> list[ObservationComment]:
    """What was said of a figure through all its revisions, the first first. Cost: one query."""
    rows = ObservationComment.objects.filter(observation__in=[row.pk for row in revisions])
    return list(
        rows.select_related("written_by", "organisation", "observation").order_by(
            "written_at", "pk"
        )
    )
