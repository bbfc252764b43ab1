"""Dòng thời gian: when is each task due, when was it first, and what waits for what?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tiendo.domain.scale import Scale, Zoom, neighbours, scale_around, scale_of
from tiendo.tasks.queries.timeline import Bar, Grouping, Timeline, timeline
from tiendo.workspace.access import PageRequest, as_of, day_in, known_at, number_in, page
from tiendo.workspace.task_filter_bar import filter_context
from tiendo.workspace.task_filters import read_filter
from tiendo.workspace.timeline_html import scale_parts, symbols, timeline_rows

PER_PAGE = 3000
GROUP, ZOOM, AROUND = "nhom", "muc", "moc"
_GROUPS = {str(each): each for each in Grouping}
_ZOOMS = {str(each): each for each in Zoom}


@dataclass(frozen=True, slots=True)
class _View:
    """Which days are in view; ``before`` and ``after`` are those of the neighbouring stretches."""

    scale: Scale
    before: dt.date | None = None
    after: dt.date | None = None


@page("task.view")
def show(request: PageRequest) -> HttpResponse:
    """The tasks of the filter as bars, under the parts of the plan or under their lead bodies."""
    day, chosen = as_of(request), read_filter(request.GET)
    grouping = _GROUPS.get(request.GET.get(GROUP, ""), Grouping.SECTION)
    found = timeline(
        request.actor,
        chosen.tasks,
        day,
        known_at=known_at(request),
        grouping=grouping,
        number=number_in(request.GET.get("page", "1")) or 1,
        size=PER_PAGE,
    )
    view = _view(request, found, day)
    head, rules = scale_parts(view.scale, day)
    context = {
        "page": Paginator(range(found.counts.rows), PER_PAGE).get_page(found.number),
        "rows_html": timeline_rows(request, found, grouping, view.scale, day),
        "head": head,
        "rules": rules,
        "icons": symbols(found),
        "view": view,
        "groups": [(Grouping.SECTION, _("Theo phần")), (Grouping.BODY, _("Theo cơ quan"))],
        "grouping": grouping,
        "zooms": _zooms(),
        "has_links": bool(found.links),
        **filter_context(request, chosen, day, "task-timeline"),
    }
    return render(request, "tasks/timeline.html", context)


def _zooms() -> list[tuple[str, str]]:
    return [
        (Zoom.WHOLE, _("Toàn bộ")),
        (Zoom.YEAR, _("Năm")),
        (Zoom.QUARTER, _("Quý")),
        (Zoom.MONTH, _("Tháng")),
    ]


def _view(request: PageRequest, found: Timeline, day: dt.date) -> _View:
    zoom = _ZOOMS.get(request.GET.get(ZOOM, ""), Zoom.WHOLE)
    if zoom is Zoom.WHOLE:
        return _View(scale_of(_days(found.bars), day))
    around = day_in(request.GET[AROUND]) if request.GET.get(AROUND) else day
    return _View(scale_around(zoom, around), *neighbours(zoom, around))


def _days(bars: list[Bar]) -> Iterator[dt.date]:
    for bar in bars:
        yield bar.starts_on
        yield from (day for day in (bar.due_on, bar.original, bar.done_on) if day is not None)
