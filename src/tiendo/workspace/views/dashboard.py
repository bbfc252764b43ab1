"""Tổng quan: is the programme on course, and who is not?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.domain.clock import local_day
from tiendo.domain.parameters import parameter_on
from tiendo.domain.periods import ONE_DAY
from tiendo.domain.status import OfficialColumn, Status
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes, sections_of
from tiendo.tasks.messages import ACTIONS
from tiendo.tasks.models import Lifecycle, Task
from tiendo.tasks.queries import (
    BodyCounts,
    OfficialCounts,
    TaskFilter,
    counts_by_lead,
    counts_by_section,
    due_between,
    find_tasks,
    official_counts,
    parts_of_plan,
    select_tasks,
    silent_bodies,
    visible_tasks,
    with_lead,
)
from tiendo.tasks.queries.reopenings import reopenings_by_lead
from tiendo.workspace import task_filters as names
from tiendo.workspace.access import PageRequest, as_of, dated_url, known_at, page
from tiendo.workspace.programme_overview import (
    bodies_chart,
    body_name,
    chart_table,
    week_of,
)
from tiendo.workspace.task_filters import AWAITING, column_value, list_url
from tiendo.workspace.task_rows import rows_of, task_urls
from tiendo.workspace.templatetags.shares import rate_formula
from tiendo.workspace.templatetags.vn import number, percent

COMING = dt.timedelta(days=30)
DEADLINES_SHOWN = 6
BODIES_SHOWN = 8


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A lead body on the dashboard: its counts as links, its rate with what it is made of."""

    name: str
    url: str
    counts: tuple[tuple[str, int, str], ...]
    rate: str
    rate_title: str
    last_update: str
    reopened: int
    silence: str
    silence_title: str


@page("dashboard.view")
def show(request: PageRequest) -> HttpResponse:
    """The overview of one programme on the day in view."""
    programmes = list(list_programmes())
    programme = _chosen(programmes, request.GET.get(names.PROGRAMME, ""))
    context: dict[str, object] = {
        "programmes": programmes,
        "programme": programme,
        "may_urge": request.actor.may("urge.issue"),
        "may_direct": request.actor.may("directive.give"),
        "may_pack": request.actor.may("pack.make"),
    }
    if programme is not None:
        context |= _overview(request, programme)
    return render(request, "dashboard/dashboard.html", context)


def _chosen(programmes: list[Programme], given: str) -> Programme | None:
    """The programme asked for, else the newest in force."""
    asked = [row for row in programmes if str(row.pk) == given]
    return next(iter(asked or programmes), None)


def _overview(request: PageRequest, programme: Programme) -> dict[str, object]:
    day, moment = as_of(request), known_at(request)
    chosen = TaskFilter(programme=programme.pk)
    tasks = select_tasks(request.actor, chosen, day, moment)
    counts = official_counts(tasks)
    bodies = counts_by_lead(tasks, day)
    due = find_tasks(request.actor, chosen, day, moment)
    coming = list(due_between(due, day, day + COMING)[: DEADLINES_SHOWN + 1])
    week = week_of(tasks, day, moment)
    url_of = task_urls(request)
    rows = list(_body_rows(request, programme, bodies, tasks, day))
    return {
        "programme_in_view": programme.short_title,
        "sees_all": request.actor.may("task.view_all"),
        "counts": counts,
        "tiles": list(_tiles(request, programme, counts)),
        "aside": list(_aside(request, programme, counts)),
        "drafts": _drafts(request, programme),
        "drafts_url": f"{reverse('task-drafts')}?{names.PROGRAMME}={programme.pk}",
        "parts": list(_part_rows(request, programme, tasks)),
        "bodies": rows[:BODIES_SHOWN],
        "more_bodies": rows[BODIES_SHOWN:],
        "coming": list(rows_of(request, coming[:DEADLINES_SHOWN], day)),
        "coming_url": _url(request, programme, tu=day.isoformat(), den=(day + COMING).isoformat())
        if len(coming) > DEADLINES_SHOWN
        else "",
        "week": week.counts,
        "newest": [(row, ACTIONS[row.action], url_of(row.task_id)) for row in week.newest],
        "chart": bodies_chart(bodies) if counts.total else None,
        "chart_table": chart_table(bodies),
    }


def _url(request: PageRequest, programme: Programme, **values: object) -> str:
    return list_url(request, **{names.PROGRAMME: programme.pk, **values})


def _tiles(
    request: PageRequest, programme: Programme, counts: OfficialCounts
) -> Iterator[tuple[str, int, str, str, str]]:
    """The first row: label, count, address, status colour, note."""
    columns = (
        (_("Hoàn thành đúng hạn"), OfficialColumn.DONE_ON_TIME, "done_on_time"),
        (_("Hoàn thành quá hạn"), OfficialColumn.DONE_LATE, "done_late"),
        (_("Đang thực hiện"), OfficialColumn.IN_PROGRESS, "in_progress"),
        (_("Quá hạn"), OfficialColumn.OVERDUE, "overdue"),
    )
    yield _("Tổng số nhiệm vụ"), counts.total, _url(request, programme), "", ""
    for label, column, code in columns:
        url = _url(request, programme, trang_thai=column_value(column))
        note = ""
        if column is OfficialColumn.IN_PROGRESS and counts.of(Status.NOT_STARTED):
            note = _("trong đó %(count)s chưa thực hiện") % {
                "count": number(counts.of(Status.NOT_STARTED))
            }
        yield label, counts.column(column), url, code, note
    url = _url(request, programme, trang_thai=AWAITING)
    yield _("Chờ xác nhận"), counts.awaiting, url, "awaiting", _("đã tính ở hai ô bên")


def _aside(
    request: PageRequest, programme: Programme, counts: OfficialCounts
) -> Iterator[tuple[str, int, str]]:
    """The columns beside the official four, where they hold something."""
    for status in (
        Status.CONTINUOUS,
        Status.NO_DEADLINE,
        Status.SUSPENDED,
        Status.CANCELLED,
        Status.SUPERSEDED,
    ):
        if counts.of(status):
            url = _url(request, programme, trang_thai=status)
            yield str(status), counts.of(status), url


def _drafts(request: PageRequest, programme: Programme) -> int:
    """How many drafts are not given yet, for those who give them."""
    if not request.actor.may("task.go_live"):
        return 0
    drafts = visible_tasks(request.actor).filter(lifecycle=Lifecycle.DRAFT)
    return drafts.filter(programme=programme).count()


def _part_rows(
    request: PageRequest, programme: Programme, tasks: QuerySet[Task]
) -> Iterator[tuple[str, str, OfficialCounts, list[tuple[str, int]], str]]:
    """The parts of the plan: number, title, counts, the bar, address."""
    for row in parts_of_plan(counts_by_section(tasks), list(sections_of(programme))):
        bar = [(str(status), count) for status, count in row.counts.by_status.items()]
        if row.section is None:
            yield "–", _("Chưa gắn với phần nào"), row.counts, bar, ""
        else:
            url = _url(request, programme, phan=row.section.pk)
            yield row.section.path, row.section.title, row.counts, bar, url


def _body_rows(
    request: PageRequest,
    programme: Programme,
    bodies: list[BodyCounts],
    tasks: QuerySet[Task],
    day: dt.date,
) -> Iterator[BodyRow]:
    limit = parameter_on("silent_after_days", day)
    silent = {row.body.pk: row.last_day for row in silent_bodies(tasks, day)}
    leads = [row.body.pk for row in bodies if row.body]
    reopened = reopenings_by_lead(with_lead(tasks, day), leads, day)
    for row in bodies:
        lead = row.body.pk if row.body else ""
        spoke = local_day(row.last_update_at) if row.last_update_at else None
        is_silent = row.body is not None and row.body.pk in silent
        yield BodyRow(
            name=body_name(row),
            url=dated_url(request, "organisation", row.body.slug) if row.body else "",
            counts=tuple(_body_counts(request, programme, row, lead)),
            rate=_rate(row),
            rate_title=_rate_title(row),
            last_update=f"{spoke:%d/%m/%Y}" if spoke and spoke < day + ONE_DAY else _("Chưa có"),
            reopened=reopened.get(row.body.pk, 0) if row.body else 0,
            silence=_("im lặng") if is_silent else "",
            silence_title=_("Quá %(days)d ngày không có cập nhật") % {"days": limit},
        )


def _body_counts(
    request: PageRequest, programme: Programme, row: BodyCounts, lead: object
) -> Iterator[tuple[str, int, str]]:
    columns = (
        ("overdue", OfficialColumn.OVERDUE),
        ("in_progress", OfficialColumn.IN_PROGRESS),
        ("done_on_time", OfficialColumn.DONE_ON_TIME),
        ("done_late", OfficialColumn.DONE_LATE),
    )
    yield "", row.counts.total, _lead_url(request, programme, lead)
    for code, column in columns:
        url = _lead_url(request, programme, lead, trang_thai=column_value(column))
        yield code, row.counts.column(column), url


def _lead_url(request: PageRequest, programme: Programme, lead: object, **more: object) -> str:
    """The list of one lead body; there is none for tasks whose body is not known."""
    return _url(request, programme, chu_tri=lead, **more) if lead else ""


def _rate(row: BodyCounts) -> str:
    value = row.counts.on_time_rate.value
    return _("Không xác định") if value is None else percent(value, 0)


def _rate_title(row: BodyCounts) -> str:
    rate = row.counts.on_time_rate
    if rate.value is None:
        return _("Chưa có nhiệm vụ nào hoàn thành hoặc đến hạn")
    return rate_formula(rate, "on_time")
