"""Screens of the treasury's lists: taken in, held against what was recorded, row by row."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.budgets import actions
from tiendo.budgets.models import Disbursement, RowState, TreasuryRow, TreasuryStatement
from tiendo.budgets.reconciling import (
    OpenRow,
    Waiting,
    compare,
    lines_for,
    matched_ids,
    payments_of_year,
)
from tiendo.domain import clock
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.budgets import ReasonForm, StatementForm, TakeRowForm

RUN = "treasury.reconcile"
_Row = OpenRow | TreasuryRow | Disbursement
PER_PAGE = 50
MOST_BYTES = 10 * 1024 * 1024
_FILE_CODES = (
    "too_big",
    "not_sheet",
    "old_format",
    "encrypted",
    "damaged",
    "unpacks_too_big",
    "encoding",
    "columns_missing",
    "unit_unknown",
    "units_differ",
    "rows_none",
    "rows_too_many",
    "rows_wrong",
    "rows_outside",
    "same_file",
    "secret_mark",
)
_BY_CODE = {**dict.fromkeys(_FILE_CODES, "file"), "day_in_future": "as_of"}
UNLISTED = "thieu-o-kho-bac"
TABS = {
    "khac": gettext_lazy("Khác số tiền"),
    "thieu-o-day": gettext_lazy("Chưa ghi ở đây"),
    UNLISTED: gettext_lazy("Không có ở Kho bạc"),
    RowState.MATCHED.value: gettext_lazy("Khớp"),
    RowState.TAKEN.value: gettext_lazy("Đã ghi nhận"),
    RowState.SET_ASIDE.value: gettext_lazy("Để ngoài"),
}


@page(RUN, methods=READ_WRITE)
def show_list(request: PageRequest) -> HttpResponse:
    """The lists taken in, and the form for another."""
    today = clock.today()
    first = {"year": today.year, "as_of": today}
    form = StatementForm(request.POST or None, request.FILES or None, initial=first)

    def act() -> HttpResponse:
        file = form.cleaned_data["file"]
        taken = actions.take_statement(
            by=request.actor,
            raw=file.read(MOST_BYTES + 1),
            file_name=file.name,
            year=form.cleaned_data["year"],
            as_of=form.cleaned_data["as_of"],
        )
        words = _("Đã nhận %(rows)s dòng của Kho bạc.") % {"rows": taken.rows_count}
        return say_done(request, words, "treasury", taken.pk)

    listed = TreasuryStatement.objects.select_related("read_by")
    context = {
        "form": form,
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
    }
    show_page = partial(render, request, "budgets/treasury_list.html", context)
    return answer_form(request, form, act, show_page, _BY_CODE)


@page(RUN)
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One list held against what was recorded."""
    statement = get_object_or_404(TreasuryStatement.objects.select_related("read_by"), pk=pk)
    found = compare(statement)
    groups: dict[str, Sequence[_Row]] = {
        "khac": found.differing,
        "thieu-o-day": found.missing_here,
        UNLISTED: found.missing_there,
        **{state: found.of_state(state) for state in list(TABS)[3:]},
    }
    first = next((name for name, rows in groups.items() if rows), "khac")
    chosen = request.GET.get("muc", first)
    chosen = chosen if chosen in groups else first
    sums = {name: sum(map(_amount, rows)) for name, rows in groups.items()}
    context = {
        "statement": statement,
        "tabs": [(name, word, len(groups[name]), name == chosen) for name, word in TABS.items()],
        "chosen": chosen,
        "word": TABS[chosen],
        "listed": sum(amount for name, amount in sums.items() if name != UNLISTED),
        "sums": [(word, sums[name]) for name, word in TABS.items() if groups[name]],
        "page": Paginator(groups[chosen], PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "budgets/treasury.html", context)


def _amount(each: _Row) -> int:
    return each.row.amount_vnd if isinstance(each, OpenRow) else each.amount_vnd


@page(RUN, methods=READ_WRITE)
def show_row(request: PageRequest, pk: int) -> HttpResponse:
    """One row: take it as a payment of a line, or say what else it is."""
    row = _row(pk)
    is_open = row.state == RowState.OPEN
    form = TakeRowForm(request.POST or None, lines=lines_for(row) if is_open else [])

    def act() -> HttpResponse:
        line = form.cleaned_data["line"]
        actions.take_row(by=request.actor, row=row, line=line)
        words = _("Đã ghi thành khoản giải ngân.")
        return say_done(request, words, "treasury", row.statement_id)

    context = {"row": row, "form": form, "is_open": is_open, "likely": _likely(row)}
    show_page = partial(render, request, "budgets/treasury_row.html", context)
    return answer_form(request, form, act, show_page)


def _likely(row: TreasuryRow) -> tuple[Disbursement, ...]:
    if row.state != RowState.OPEN:
        return ()
    year = row.statement.year
    taken = matched_ids(year)
    payments = payments_of_year(year, row.organisation_id)
    waiting = Waiting(each for each in payments if each.pk not in taken)
    return waiting.likely(row).likely


@page(RUN, methods=WRITE)
def match(request: PageRequest, pk: int) -> HttpResponse:
    """Say that a row is a payment that was recorded."""
    row = _row(pk)
    number = number_in(request.POST.get("khoan", ""))
    payment = get_object_or_404(Disbursement.objects.select_related("line"), pk=number)

    def act() -> str:
        actions.match_row(by=request.actor, row=row, payment=payment)
        return _("Đã khớp dòng với khoản giải ngân đã ghi.")

    return press_button(request, act, "treasury-row", pk)


@page(RUN, methods=READ_WRITE)
def set_aside(request: PageRequest, pk: int) -> HttpResponse:
    """Leave a row out, with the reason."""
    row = _row(pk)
    form = ReasonForm(request.POST or None)

    def act() -> HttpResponse:
        actions.set_aside_row(by=request.actor, row=row, reason=form.cleaned_data["reason"])
        return say_done(request, _("Đã để dòng ra ngoài."), "treasury", row.statement_id)

    context = {"row": row, "form": form}
    show_page = partial(render, request, "budgets/treasury_aside.html", context)
    return answer_form(request, form, act, show_page, {"reason_missing": "reason"})


@page(RUN, methods=WRITE)
def reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Take back what was said of a row."""
    row = _row(pk)

    def act() -> str:
        actions.reopen_row(by=request.actor, row=row)
        return _("Đã mở lại dòng.")

    return press_button(request, act, "treasury-row", pk)


def _row(pk: int) -> TreasuryRow:
    related = ("statement", "organisation", "line__body", "disbursement", "decided_by")
    row: TreasuryRow = get_object_or_404(TreasuryRow.objects.select_related(*related), pk=pk)
    return row
