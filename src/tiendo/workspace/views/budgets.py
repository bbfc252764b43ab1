"""Screens of money: the year with its totals and lines, one line, likely doubles."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.budgets import actions
from tiendo.budgets.actions import LineFacts
from tiendo.budgets.alike import alike_investments
from tiendo.budgets.models import BudgetLine, Stage
from tiendo.budgets.permissions import may_record, may_step, visible_lines
from tiendo.budgets.queries import (
    LineFilter,
    list_lines,
    money_of,
    money_of_page,
    with_related,
    year_money,
    years_of,
)
from tiendo.domain import clock
from tiendo.domain.budget import (
    closing_day,
    forecast_linear,
    last_told_day,
    money_against_work,
    told_days,
)
from tiendo.domain.budget_codes import CODES
from tiendo.tasks.queries import percents_said
from tiendo.workspace.access import READ_WRITE, PageRequest, as_of, known_at, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.budget_rows import (
    UNIT_WORDS,
    amount_rows,
    cross_table,
    split_tables,
    unit_in,
)
from tiendo.workspace.forms.budgets import BudgetFilterForm, LineForm

PER_PAGE = 50
_BY_CODE = {
    "title_missing": "title",
    "year_out_of_range": "year",
    "body_closed": "body",
    "has_money": "year",
    **{f"{name}_malformed": name for name in CODES},
}


class _Counted(Paginator):  # type: ignore[type-arg]
    """Pages of lines whose number the sums tell."""

    def __init__(self, lines_shown: QuerySet[BudgetLine], per_page: int, *, lines: int) -> None:
        super().__init__(lines_shown, per_page)
        self.count = lines


@page("budget.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The money of a year: totals told apart, the rate as of the day, the lines."""
    day, known = as_of(request), known_at(request)
    years = years_of(request.actor)
    form = BudgetFilterForm(request.GET, actor=request.actor, years=years or [day.year])
    narrowed = _narrowed(form, years, day.year)
    found = year_money(request.actor, narrowed, day, known)
    unit = unit_in(request)
    listed = with_related(list_lines(request.actor, narrowed)).order_by("pk")
    counted = _Counted(listed, PER_PAGE, lines=found.total.lines)
    page_shown = counted.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "year": narrowed.year,
        "money": found,
        "unit": unit,
        "units": UNIT_WORDS,
        "splits": split_tables(found, day, narrowed.year, unit),
        "cross": cross_table(found, unit),
        "page": page_shown,
        "lines": money_of_page(page_shown, day, known),
        "may_record": request.actor.may("budget.record"),
    }
    return render(request, "budgets/list.html", context)


def _narrowed(form: BudgetFilterForm, years: list[int], this_year: int) -> LineFilter:
    typed: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    latest = max((year for year in years if year <= this_year), default=this_year)
    programme, body = typed.get("chuong_trinh"), typed.get("co_quan")
    return LineFilter(
        year=typed.get("nam") or latest,
        programme=programme.pk if programme else None,
        body=body.pk if body else None,
        source=typed.get("nguon") or "",
        nature=typed.get("tinh_chat") or "",
        area=typed.get("linh_vuc") or "",
        text=(typed.get("q") or "").replace("\x00", ""),
    )


@page("budget.record", methods=READ_WRITE)
def open_new(request: PageRequest) -> HttpResponse:
    """Open a line of the budget."""
    first = {"year": clock.today().year, "body": request.actor.first_body("budget.record")}
    form = LineForm(request.POST or None, actor=request.actor, address=request.path, initial=first)

    def act() -> HttpResponse:
        line = actions.open_line(by=request.actor, facts=_facts(form.cleaned_data))
        words = _("Đã lập dòng dự toán. Ghi các bước và số tiền.")
        return say_done(request, words, "budget-line", line.pk)

    context = {"form": form, "title": _("Lập dòng dự toán")}
    show_form = partial(render, request, "budgets/line_form.html", context)
    return answer_form(request, form, act, show_form, _BY_CODE)


@page("budget.record", methods=READ_WRITE)
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change what a line says."""
    line = recorded_line(request, pk)
    names = [name for name in LineFacts.__slots__ if name not in ("body", "programme", "project")]
    now = {name: getattr(line, name) for name in names if name != "task"}
    now |= {name: getattr(line, f"{name}_id") for name in ("body", "programme", "project", "task")}
    form = LineForm(request.POST or None, actor=request.actor, address=request.path, initial=now)

    def act() -> HttpResponse:
        actions.edit_line(by=request.actor, line=line, facts=_facts(form.cleaned_data))
        return say_done(request, _("Đã sửa dòng dự toán."), "budget-line", pk)

    context = {"form": form, "title": _("Sửa dòng dự toán"), "line": line}
    show_form = partial(render, request, "budgets/line_form.html", context)
    return answer_form(request, form, act, show_form, _BY_CODE)


def _facts(typed: dict[str, Any]) -> LineFacts:
    given = {name: typed[name] for name in LineFacts.__slots__ if name != "task"}
    task = typed.get("task")
    return LineFacts(**given, task=task.pk if task is not None else None)


@page("budget.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One line: its steps, commitments and payments, what is left, how work goes beside it."""
    line = seen_line(request, pk)
    day, known = as_of(request), known_at(request)
    [found] = money_of(BudgetLine.objects.filter(pk=pk), day, known)
    closes = closing_day(line.year, line.nature)
    told = told_days(found.paid_entries, day)
    work = _work_done(line, request)
    carried_to: BudgetLine | None = getattr(line, "carried_to", None)
    records = may_record(request.actor, line.body_id)
    allots = may_step(request.actor, line.body_id, Stage.ALLOCATION)
    context = {
        "line": line,
        "found": found,
        "unit": unit_in(request),
        "units": UNIT_WORDS,
        "steps": amount_rows(
            "buoc",
            line.steps,
            day,
            lambda row: allots or (records and getattr(row, "stage", "") == Stage.REQUEST),
        ),
        "commitments": amount_rows("cam-ket", line.commitments, day, lambda _row: records),
        "payments": amount_rows("giai-ngan", line.disbursements, day, lambda _row: records),
        "forecast": forecast_linear(found.amounts.paid, told, day, line.year, closes)
        if day < closes
        else None,
        "last_told": last_told_day(found.paid_entries, day),
        "closes": closes,
        "work": work,
        "step": money_against_work(found.rate.value, work, day),
        "may_record": records,
        "may_step": records or allots,
        "may_carry": allots and carried_to is None and bool(found.left),
        "carried_to": carried_to,
    }
    return render(request, "budgets/line.html", context)


def _work_done(line: BudgetLine, request: PageRequest) -> Decimal | None:
    """The share of the line's task that was last reported done."""
    if line.task_id is None:
        return None
    said = percents_said([line.task_id], as_of(request), known_at(request) or clock.now())
    found = said.get(line.task_id)
    return found.percent / 100 if found is not None else None


@page("budget.view_all")
def alike(request: PageRequest) -> HttpResponse:
    """Investments of several bodies whose names are alike."""
    pairs = alike_investments(request.actor, as_of(request))
    context = {"page": Paginator(pairs, PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "budgets/alike.html", context)


def seen_line(request: PageRequest, pk: int) -> BudgetLine:
    """A line the person may see. Errors: Http404; PermissionDenied."""
    related = ("body", "programme", "project", "task", "created_by", "carried_from", "carried_to")
    line: BudgetLine = get_object_or_404(BudgetLine.objects.select_related(*related), pk=pk)
    if not visible_lines(request.actor).filter(pk=pk).exists():
        raise PermissionDenied
    return line


def recorded_line(request: PageRequest, pk: int) -> BudgetLine:
    """A line the person records. Errors: Http404; PermissionDenied."""
    line = seen_line(request, pk)
    if not may_record(request.actor, line.body_id):
        raise PermissionDenied
    return line
