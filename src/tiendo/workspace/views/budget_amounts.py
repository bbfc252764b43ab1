"""Recording amounts of a line, and correcting them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.budgets import actions
from tiendo.budgets.actions import NewAmount
from tiendo.budgets.models import BudgetLine, BudgetStep, Commitment, Disbursement, Stage
from tiendo.budgets.permissions import may_record, may_step
from tiendo.budgets.queries import money_of
from tiendo.domain import clock
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.budgets import AmountForm, CarryForm, ReasonForm
from tiendo.workspace.views.budgets import recorded_line, seen_line

_BY_CODE = {
    "paper_missing": "symbol",
    "day_in_future": "day",
    "outside_year": "day",
    "too_early": "day",
    "amount_negative": "amount_vnd",
    "amount_too_big": "amount_vnd",
    "amount_zero": "amount_vnd",
    "recorded_twice": "symbol",
    "below_zero": "amount_vnd",
    "no_allocation": "stage",
    "reason_missing": "reason",
    "over_what_is_left": "amount_vnd",
    "nothing_left": "amount_vnd",
    "body_closed": "body",
}
_MODELS: dict[str, type[BudgetStep] | type[Commitment] | type[Disbursement]] = {
    "buoc": BudgetStep,
    "cam-ket": Commitment,
    "giai-ngan": Disbursement,
}
_KINDS = {"buoc": "step", "cam-ket": "commitment", "giai-ngan": "payment"}
_FIELDS = ("amount_vnd", "day", "symbol", "document", "note", "partner", "is_cumulative")


@page("budget.view", methods=READ_WRITE)
def add_step(request: PageRequest, pk: int) -> HttpResponse:
    """Record what a step of the budget set."""
    line = seen_line(request, pk)
    stages = [
        (stage.value, stage.label)
        for stage in Stage
        if may_step(request.actor, line.body_id, stage)
    ]
    if not stages:
        raise PermissionDenied
    form = AmountForm(request.POST or None, kind="step", address=request.path, stages=stages)

    def act() -> HttpResponse:
        stage = Stage(form.cleaned_data["stage"])
        actions.record_step(by=request.actor, line=line, stage=stage, new=_new(form))
        return say_done(request, _("Đã ghi bước dự toán."), "budget-line", pk)

    return _answer(request, line, form, act, _("Ghi bước dự toán"))


@page("budget.record", methods=READ_WRITE)
def add_commitment(request: PageRequest, pk: int) -> HttpResponse:
    """Record a contract or order."""
    line = recorded_line(request, pk)
    form = AmountForm(request.POST or None, kind="commitment", address=request.path)

    def act() -> HttpResponse:
        actions.commit_money(by=request.actor, line=line, new=_new(form))
        words = _told_of(line, _("Đã ghi cam kết chi."))
        return say_done(request, words, "budget-line", pk)

    return _answer(request, line, form, act, _("Ghi cam kết chi"))


@page("budget.record", methods=READ_WRITE)
def add_payment(request: PageRequest, pk: int) -> HttpResponse:
    """Record a payment or a cumulative report."""
    line = recorded_line(request, pk)
    form = AmountForm(request.POST or None, kind="payment", address=request.path)

    def act() -> HttpResponse:
        actions.record_payment(by=request.actor, line=line, new=_new(form))
        words = _told_of(line, _("Đã ghi giải ngân."))
        return say_done(request, words, "budget-line", pk)

    return _answer(request, line, form, act, _("Ghi giải ngân"))


@page("budget.allocate", methods=READ_WRITE)
def carry_over(request: PageRequest, pk: int) -> HttpResponse:
    """Carry unspent money into the next year."""
    line = seen_line(request, pk)
    first = {"body": line.body_id, "day": clock.today()}
    form = CarryForm(request.POST or None, actor=request.actor, initial=first)

    def act() -> HttpResponse:
        typed = form.cleaned_data
        new = NewAmount(typed["amount_vnd"], typed["day"], typed["symbol"], note=typed["note"])
        opened = actions.carry_over(by=request.actor, line=line, body=typed["body"], new=new)
        words = _("Đã chuyển nguồn sang năm %(year)s.") % {"year": opened.year}
        return say_done(request, words, "budget-line", opened.pk)

    return _answer(request, line, form, act, _("Chuyển nguồn sang năm sau"))


@page("budget.view", methods=READ_WRITE)
def correct(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """Put another amount in the place of one."""
    row = _row(request, kind, pk)
    initial = {name: getattr(row, name, None) for name in _FIELDS if name != "document"}
    initial["document"] = row.document_id
    form = AmountForm(
        request.POST or None,
        kind=_KINDS[kind],
        address=request.path,
        is_correction=True,
        initial=initial,
    )

    def act() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        actions.correct_amount(by=request.actor, row=row, new=_new(form), reason=reason)
        words = _("Đã đính chính. Số cũ vẫn được giữ lại.")
        return say_done(request, words, "budget-line", row.line_id)

    return _answer(request, row.line, form, act, _("Đính chính"))


@page("budget.view", methods=READ_WRITE)
def withdraw(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """Take an amount back."""
    row = _row(request, kind, pk)
    form = ReasonForm(request.POST or None)

    def act() -> HttpResponse:
        reason = form.cleaned_data["reason"]
        actions.withdraw_amount(by=request.actor, row=row, reason=reason)
        words = _("Đã rút khoản này. Khoản đã rút vẫn được giữ lại.")
        return say_done(request, words, "budget-line", row.line_id)

    return _answer(request, row.line, form, act, _("Rút khoản đã ghi"), row=row, is_danger=True)


def _row(request: PageRequest, kind: str, pk: int) -> Any:
    """A recorded amount the person may correct. Errors: Http404; PermissionDenied."""
    model = _MODELS.get(kind)
    if model is None:
        raise Http404
    related = ("line__body", "document")
    row: Any = get_object_or_404(model._default_manager.select_related(*related), pk=pk)
    stage = getattr(row, "stage", "")
    body = row.line.body_id
    may = may_step(request.actor, body, stage) if stage else may_record(request.actor, body)
    if not may:
        raise PermissionDenied
    return row


def _told_of(line: BudgetLine, words: str) -> str:
    """What is said after an amount was recorded; also that the line has paid or bound too much."""
    [found] = money_of(BudgetLine.objects.filter(pk=line.pk), clock.today())
    if not found.is_over:
        return words
    over = _("Số đã cam kết hoặc giải ngân nay lớn hơn dự toán được giao: kiểm tra lại.")
    return f"{words} {over}"


def _new(form: Form) -> NewAmount:
    typed = {name: form.cleaned_data[name] for name in _FIELDS if name in form.cleaned_data}
    return NewAmount(**typed)


def _answer(
    request: PageRequest, line: BudgetLine, form: Form, act: Any, title: str, **more: object
) -> HttpResponse:
    context = {"line": line, "form": form, "title": title, **more}
    show = partial(render, request, "budgets/step.html", context)
    return answer_form(request, form, act, show, _BY_CODE)
