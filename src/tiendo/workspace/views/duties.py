"""Lịch báo cáo: who owes what by when; a cycle with its bodies; steps of duties and cycles."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.domain.periods import ONE_DAY, Cadence, Period, period_around
from tiendo.domain.regime_words import cycle_name
from tiendo.regimes.actions import close_cycle, move_duty, release_duty, reopen_cycle
from tiendo.regimes.models import Cycle, ReportDuty
from tiendo.regimes.queries import (
    DutyFilter,
    ReportCounts,
    calendar_of,
    count_all,
    count_by_report,
    cycle_with_regime,
    visible_duties,
)
from tiendo.regimes.wording import STATE_WORDS
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, day_in, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.duties import DutyFilterForm, MoveForm, ReasonForm
from tiendo.workspace.regime_rows import LOOKS

MONTH, LOOK = "thang", "kieu"
PER_PAGE, IN_CELL = 50, 4
# The list reaches so many months on from the one in view.
REACH = dt.timedelta(days=92)
_FIELDS = {
    "reason_missing": "reason",
    "same_day": "last_day",
    "day_before_period": "last_day",
}


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty as a row: whose, of which report, where it stands, where it leads."""

    duty: ReportDuty
    title: str
    words: str
    look: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the month: the reports due, each with how many bodies owe it."""

    day: dt.date
    entries: list[tuple[str, str, int]]
    more: int
    is_outside: bool
    is_today: bool


@page("submission.view")
def show_list(request: PageRequest) -> HttpResponse:
    """What is due from the month in view on, grouped by day; or that month as a grid."""
    today = clock.today()
    month = _month(request, today)
    is_grid = request.GET.get(LOOK) == "luoi"
    span = Period(month.start, month.end if is_grid else month.end + REACH)
    sees_all = request.actor.may("submission.view_all")
    form = DutyFilterForm(request.GET, sees_all=sees_all, on=today)
    chosen = form.narrowed(span.start, span.end)
    found = calendar_of(request.actor, chosen, today)
    # Those who see all bodies see reports first, and the bodies of one on its own page.
    by_report = sees_all and chosen.body is None
    listed: Any = count_by_report(found) if by_report or is_grid else found
    shown = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "month": month.start,
        "before": month.start - ONE_DAY,
        "after": month.end + ONE_DAY,
        "span": span,
        "export_from": span.start.isoformat(),
        "export_to": span.end.isoformat(),
        "is_grid": is_grid,
        "counts": count_all(found),
        "page": shown,
        "by_report": by_report,
        "reports": [(row, cycle_name(row.label)) for row in shown.object_list] if by_report else [],
        "rows": [] if by_report or is_grid else list(rows_of(shown.object_list)),
        "weeks": list(_weeks(month.start, listed, today)) if is_grid else [],
        "weekdays": [_("Thứ Hai"), _("Thứ Ba"), _("Thứ Tư"), _("Thứ Năm"), _("Thứ Sáu"),
                     _("Thứ Bảy"), _("Chủ nhật")],
        "sees_all": sees_all,
        "may_ask": request.actor.may("regime.manage"),
    }  # fmt: skip
    return render(request, "duties/list.html", context)


@page("submission.view")
def show_cycle(request: PageRequest, pk: int) -> HttpResponse:
    """A cycle: how many sent in time, late, not; its bodies with the state of each."""
    cycle = _cycle(pk)
    today = clock.today()
    state = request.GET.get("trang_thai", "")
    chosen = DutyFilter(cycle=pk, state=state if state in LOOKS else "")
    found = calendar_of(request.actor, chosen, today)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    regime = cycle.version.regime
    may_manage = request.actor.may("regime.manage")
    context = {
        "cycle": cycle,
        "regime": regime,
        "name": cycle.name,
        "counts": count_all(calendar_of(request.actor, DutyFilter(cycle=pk), today)),
        "released": visible_duties(request.actor)
        .filter(cycle=pk, released_at__isnull=False)
        .count(),
        "state": chosen.state,
        "page": shown,
        "rows": list(rows_of(shown.object_list)),
        "may_manage": may_manage and cycle.closed_at is None,
        "may_close": may_manage and cycle.closed_at is None and today > cycle.closing_on,
        "may_reopen": may_manage and cycle.closed_at is not None,
        "programme_in_view": regime.programme,
    }
    return render(request, "duties/cycle.html", context)


@page("regime.manage", methods=WRITE)
def close(request: PageRequest, pk: int) -> HttpResponse:
    """Close a cycle."""
    cycle = _cycle(pk)

    def act() -> str:
        close_cycle(by=request.actor, cycle=cycle)
        return _("Đã khóa kỳ báo cáo.")

    return press_button(request, act, "report-cycle", pk)


@page("regime.manage", methods=READ_WRITE)
def reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Open a closed cycle again."""
    cycle = _cycle(pk)
    form = ReasonForm(request.POST or None)

    def act() -> HttpResponse:
        reopen_cycle(by=request.actor, cycle=cycle, reason=form.cleaned_data["reason"])
        return say_done(request, _("Đã mở lại kỳ báo cáo."), "report-cycle", pk)

    return _step(request, cycle, form, act, _("Mở lại kỳ báo cáo"))


@page("regime.manage", methods=READ_WRITE)
def release(request: PageRequest, pk: int) -> HttpResponse:
    """Release a body from a report."""
    duty = _duty(pk)
    form = ReasonForm(request.POST or None)

    def act() -> HttpResponse:
        release_duty(by=request.actor, duty=duty, reason=form.cleaned_data["reason"])
        return say_done(request, _("Đã miễn báo cáo kỳ này."), "report-cycle", duty.cycle_id)

    return _step(request, duty.cycle, form, act, _("Miễn báo cáo"), duty)


@page("regime.manage", methods=READ_WRITE)
def move(request: PageRequest, pk: int) -> HttpResponse:
    """Move the last day of a duty."""
    duty = _duty(pk)
    form = MoveForm(request.POST or None, initial={"last_day": duty.last_day})

    def act() -> HttpResponse:
        move_duty(by=request.actor, duty=duty, **form.cleaned_data)
        return say_done(request, _("Đã chuyển hạn nộp."), "report-cycle", duty.cycle_id)

    return _step(request, duty.cycle, form, act, _("Chuyển hạn nộp"), duty)


def rows_of(duties: Iterable[Any]) -> Iterator[DutyRow]:
    """Duties that bring their state, as rows."""
    for duty in duties:
        look, icon = LOOKS[duty.state]
        title = f"{duty.cycle.version.regime.title}, {duty.cycle.name}"
        yield DutyRow(duty, title, str(STATE_WORDS[duty.state]), look, icon, _submission_url(duty))


def _submission_url(duty: ReportDuty) -> str:
    """The page of what was handed in; none where nothing was."""
    submission = getattr(duty, "submission", None)
    try:
        return reverse("submission", args=[submission.pk]) if submission else ""
    except NoReverseMatch:
        return ""


def _weeks(month: dt.date, reports: Iterable[ReportCounts], today: dt.date) -> Iterator[list[Cell]]:
    """The grid of a month: each report once a day."""
    days: defaultdict[dt.date, list[tuple[str, str, int]]] = defaultdict(list)
    for row in reports:
        url = reverse("report-cycle", args=[row.cycle])
        days[row.last_day].append((url, f"{row.title}, {cycle_name(row.label)}", row.counts.owed))
    for week in calendar.Calendar().monthdatescalendar(month.year, month.month):
        yield [_cell(day, days.get(day, []), month, today) for day in week]


def _cell(
    day: dt.date, entries: list[tuple[str, str, int]], month: dt.date, today: dt.date
) -> Cell:
    more = max(0, len(entries) - IN_CELL)
    return Cell(day, entries[:IN_CELL], more, day.month != month.month, day == today)


def _month(request: PageRequest, today: dt.date) -> Period:
    given = request.GET.get(MONTH, "").strip()
    if len(given) == len("2025-11"):
        given = f"{given}-01"
    return period_around(Cadence.MONTHLY, day_in(given) if given else today)


def _step(
    request: PageRequest,
    cycle: Cycle,
    form: Form,
    act: Callable[[], HttpResponse],
    title: str,
    duty: ReportDuty | None = None,
) -> HttpResponse:
    name = f"{cycle.version.regime.title}, {cycle.name}"
    context = {"cycle": cycle, "name": name, "form": form, "title": title, "duty": duty}
    show_form = partial(render, request, "duties/step.html", context)
    return answer_form(request, form, act, show_form, _FIELDS)


def _cycle(pk: int) -> Cycle:
    try:
        return cycle_with_regime(pk)
    except Cycle.DoesNotExist:
        raise Http404 from None


def _duty(pk: int) -> ReportDuty:
    rows = ReportDuty.objects.select_related("body", "cycle__version__regime")
    return get_object_or_404(rows, pk=pk)
