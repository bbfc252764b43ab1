"""Tổng quan: is the programme on course, and who is not?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.domain.clock import local_day
from tiendo.domain.parameters import parameter_on
from tiendo.domain.periods import ONE_DAY
from tiendo.domain.status import OfficialColumn, Status
from tiendo.overview.asking import Asked
from tiendo.overview.beginning import not_begun
from tiendo.overview.dashboards.queries import tabs_of
from tiendo.overview.errors import OverviewError
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import programmes_to_choose
from tiendo.tasks.messages import ACTIONS
from tiendo.tasks.queries import BodyCounts, OfficialCounts, SectionCounts
from tiendo.tasks.queries.overviews import ProgrammeOverview, drafts_of, overview_of
from tiendo.workspace import task_filters as names
from tiendo.workspace.access import PageRequest, as_of, known_at, page
from tiendo.workspace.overview_rows import (
    BodyRow,
    PartRow,
    body_row_html,
    figures_html,
    joined,
    organisation_urls,
    parts_html,
)
from tiendo.workspace.programme_overview import bodies_chart, body_name, chart_table, week_words
from tiendo.workspace.task_filters import AWAITING, column_value, list_url
from tiendo.workspace.task_rows import rows_of, task_urls
from tiendo.workspace.templatetags.shares import rate_formula
from tiendo.workspace.templatetags.vn import number, percent

COMING = dt.timedelta(days=30)
DEADLINES_SHOWN = 6
BODIES_SHOWN = 8


@page("dashboard.view")
def show(request: PageRequest) -> HttpResponse:
    """The overview of one programme on the day in view."""
    programmes = programmes_to_choose()
    programme = _chosen(programmes, request.GET.get(names.PROGRAMME, ""))
    context: dict[str, object] = {
        "programmes": programmes,
        "programme": programme,
        "may_urge": request.actor.may("urge.issue"),
        "may_direct": request.actor.may("directive.give"),
        "may_pack": request.actor.may("pack.make"),
        "own_dashboards": tabs_of(request.actor),
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
    found = overview_of(request.actor, programme, day, moment, within=COMING, shown=DEADLINES_SHOWN)
    counts, bodies, coming = found.counts, found.bodies, found.coming
    url_of = task_urls(request)
    rows = [body_row_html(row) for row in _body_rows(request, programme, found, day)]
    words, figures = chart_table(bodies)
    return {
        "programme_in_view": programme.short_title,
        "sees_all": request.actor.may("task.view_all"),
        "counts": counts,
        "tiles": list(_tiles(request, programme, counts)),
        "aside": list(_aside(request, programme, counts)),
        "drafts": _drafts(request, programme),
        "drafts_url": f"{reverse('task-drafts')}?{names.PROGRAMME}={programme.pk}",
        "parts": parts_html(_part_rows(request, programme, found.parts)),
        "bodies": joined(rows[:BODIES_SHOWN]),
        "more_bodies": joined(rows[BODIES_SHOWN:]),
        "more_count": len(rows[BODIES_SHOWN:]),
        "coming": list(rows_of(request, coming[:DEADLINES_SHOWN], day)),
        "coming_url": _url(request, programme, tu=day.isoformat(), den=(day + COMING).isoformat())
        if len(coming) > DEADLINES_SHOWN
        else "",
        "week": list(week_words(found.week)),
        "newest": [(row, ACTIONS[row.action], url_of(row.task_id)) for row in found.week.newest],
        "not_begun": None if counts.total else _not_begun(request, programme),
        "chart": bodies_chart(bodies) if counts.total else None,
        "chart_words": words,
        "chart_figures": figures_html(figures),
    }


def _not_begun(request: PageRequest, programme: Programme) -> OverviewError | None:
    """What to say of a day before the programme. Cost: one query."""
    values = {names.PROGRAMME: str(programme.pk)}
    return not_begun(Asked(request.actor, as_of(request), known_at(request), values))


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
    return drafts_of(request.actor, programme.pk)


def _part_rows(
    request: PageRequest, programme: Programme, parts: list[SectionCounts]
) -> Iterator[PartRow]:
    """The parts of the plan."""
    for row in parts:
        bar = [(str(status), count) for status, count in row.counts.by_status.items()]
        total, overdue = row.counts.total, row.counts.overdue
        if row.section is None:
            yield PartRow("", _("Chưa gắn với phần nào"), "", total, overdue, bar)
        else:
            url = _url(request, programme, phan=row.section.pk)
            yield PartRow(row.section.path, row.section.title, url, total, overdue, bar)


def _body_rows(
    request: PageRequest, programme: Programme, found: ProgrammeOverview, day: dt.date
) -> Iterator[BodyRow]:
    limit = parameter_on("silent_after_days", day)
    pages, base = organisation_urls(request), _url(request, programme)
    for row in found.bodies:
        spoke = local_day(row.last_update_at) if row.last_update_at else None
        is_silent = row.body is not None and row.body.pk in found.silent
        yield BodyRow(
            name=body_name(row),
            url=pages(row.body.slug) if row.body else "",
            counts=tuple(_body_counts(row, base)),
            rate=_rate(row),
            rate_title=_rate_title(row),
            last_update=f"{spoke:%d/%m/%Y}" if spoke and spoke < day + ONE_DAY else _("Chưa có"),
            reopened=found.reopened.get(row.body.pk, 0) if row.body else 0,
            silence=_("im lặng") if is_silent else "",
            silence_title=_("Quá %(days)d ngày không có cập nhật") % {"days": limit},
        )


def _body_counts(row: BodyCounts, base: str) -> Iterator[tuple[str, int, str]]:
    """The counts of a lead body with their lists; tasks whose body is not known have none."""
    url = f"{base}&{names.LEAD}={row.body.pk}" if row.body else ""
    yield "", row.counts.total, url
    for code, column, value in _COLUMNS:
        listed = f"{url}&{names.STATUS}={value}" if url else ""
        yield code, row.counts.column(column), listed


# The columns of a lead body; the statuses need no quoting in an address.
_COLUMNS = tuple(
    (code, column, column_value(column))
    for code, column in (
        ("overdue", OfficialColumn.OVERDUE),
        ("in_progress", OfficialColumn.IN_PROGRESS),
        ("done_on_time", OfficialColumn.DONE_ON_TIME),
        ("done_late", OfficialColumn.DONE_LATE),
    )
)


def _rate(row: BodyCounts) -> str:
    value = row.counts.on_time_rate.value
    return _("Không xác định") if value is None else percent(value)


def _rate_title(row: BodyCounts) -> str:
    rate = row.counts.on_time_rate
    if rate.value is None:
        return _("Chưa có nhiệm vụ nào hoàn thành hoặc đến hạn")
    return rate_formula(rate, "on_time")
