"""Lịch: what is due on which day of the month?"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.overview.filters import FROM, TO
from tiendo.overview.sheets.calendar import items, last_of_month
from tiendo.tasks.queries.calendar import DueItem
from tiendo.tasks.recurrence import period_name
from tiendo.workspace.access import PageRequest, day_in, page
from tiendo.workspace.task_filter_bar import filter_context
from tiendo.workspace.task_filters import read_filter
from tiendo.workspace.task_rows import task_urls
from tiendo.workspace.views.exports import asked_in

# The month in view, by any day of it, and the day whose list stands below.
MONTH, DAY = "thang", "chon"
IN_CELL, PER_PAGE = 4, 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One deadline as a row or in a cell."""

    url: str
    code: str
    title: str
    lead: str
    period: str
    status: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the grid; ``more`` than its first entries stand in its own list."""

    day: dt.date
    entries: list[Entry]
    more: int
    is_outside: bool
    is_today: bool


@page("task.view")
def show(request: PageRequest) -> HttpResponse:
    """The month of the day in view, or another one, with what is due on each day."""
    asked = asked_in(request)
    month = _month(request, asked.day)
    first, last = month, last_of_month(month)
    chosen = read_filter(request.GET)
    limits = chosen.tasks.deadline_from or first, chosen.tasks.deadline_to or last
    shown = max(first, limits[0]), min(last, limits[1])
    days = {FROM: shown[0].isoformat(), TO: shown[1].isoformat()}
    found = items(replace(asked, values={**asked.values, **days})) if shown[0] <= shown[1] else []
    by_day = _by_day(found)
    day = _day(request, by_day)
    of_day = by_day.get(day, []) if day else []
    listed = Paginator(of_day, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "month": month,
        "weeks": list(_weeks(request, month, by_day)),
        "weekdays": _weekdays(),
        "before": (first - dt.timedelta(days=1)).replace(day=1),
        "after": last + dt.timedelta(days=1),
        "total": len(found),
        "day": day,
        "page": listed,
        "listed": list(_entries(request, listed.object_list)),
        "export_from": days[FROM],
        "export_to": days[TO],
        **filter_context(request, chosen, asked.day, "task-calendar"),
    }
    return render(request, "tasks/calendar.html", context)


def _month(request: PageRequest, day: dt.date) -> dt.date:
    given = request.GET.get(MONTH, "").strip()
    if len(given) == len("2025-11"):
        given = f"{given}-01"
    return (day_in(given) if given else day).replace(day=1)


def _day(request: PageRequest, by_day: dict[dt.date, list[DueItem]]) -> dt.date | None:
    given = request.GET.get(DAY, "").strip()
    day = day_in(given) if given else None
    return day if day in by_day else None


def _by_day(found: Iterable[DueItem]) -> dict[dt.date, list[DueItem]]:
    days: defaultdict[dt.date, list[DueItem]] = defaultdict(list)
    for item in found:
        days[item.day].append(item)
    return days


def _weeks(
    request: PageRequest, month: dt.date, by_day: dict[dt.date, list[DueItem]]
) -> Iterator[list[Cell]]:
    today = clock.today()
    for week in calendar.Calendar().monthdatescalendar(month.year, month.month):
        yield [
            Cell(
                day=day,
                entries=list(_entries(request, by_day.get(day, [])[:IN_CELL])),
                more=max(0, len(by_day.get(day, ())) - IN_CELL),
                is_outside=day.month != month.month,
                is_today=day == today,
            )
            for day in week
        ]


def _entries(request: PageRequest, found: Iterable[DueItem]) -> Iterator[Entry]:
    url_of = task_urls(request)
    for item in found:
        yield Entry(
            url=url_of(item.task),
            code=item.code,
            title=item.title,
            lead=item.lead,
            period=period_name(item.period) if item.period else "",
            status=item.status,
        )


def _weekdays() -> list[str]:
    return [
        _("Thứ Hai"),
        _("Thứ Ba"),
        _("Thứ Tư"),
        _("Thứ Năm"),
        _("Thứ Sáu"),
        _("Thứ Bảy"),
        _("Chủ nhật"),
    ]
