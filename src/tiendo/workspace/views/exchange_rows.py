"""Rows of the national system's list: what each is, one by one or many at once, and entered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.domain.refusals import Refusal
from tiendo.exchange import actions
from tiendo.exchange.actions.renaming import may_part
from tiendo.exchange.matching import (
    Proposal,
    find_tasks_for,
    propose,
    sure_pairs,
    sure_percent,
)
from tiendo.exchange.models import Choice, Delivery, TheirRow
from tiendo.exchange.registry import NQ57, form_on
from tiendo.exchange.renaming import Earlier, earlier_rows
from tiendo.exchange.standing import Standing, last_delivery, rows_of, stand
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.tasks.models import Task
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, day_in, number_in, page
from tiendo.workspace.exchange_pages import card_of, history_of, list_address
from tiendo.workspace.views.exchange import RUN, programme_in


@page(RUN)
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One row: both sides, the tasks it may be or those found by words, its history."""
    row = _found(pk)
    if row.merged_into_id is not None:
        return redirect("exchange-row", pk=row.merged_into_id)
    form, last = form_on(NQ57, clock.today()), last_delivery(row.programme, NQ57)
    (each,) = stand([row], form, last)
    text = request.GET.get("q", "").replace("\x00", "")[:200]
    offers = _offers(request, row, text)
    tasks = Task.objects.in_bulk([offer.task_id for offer in offers])
    context = {
        "card": card_of(each, offers, tasks, _earlier(row, last)),
        "can_part": row.choice != Choice.WAITING and may_part(row),
        "row": row,
        "text": text,
        "is_waiting": row.choice == Choice.WAITING,
        "can_undo": row.choice in (Choice.SAME, Choice.NOT_OURS),
        "can_enter": each.standing in (Standing.TO_ENTER, Standing.ENTERED, Standing.AGREES),
        "today": clock.today(),
        "history": history_of(
            row.events.select_related("by").order_by("-recorded_at", "-pk"), form
        ),
        "back": list_address(row.programme_id, each.standing),
    }
    return render(request, "exchange/row.html", context)


@page(RUN, methods=WRITE)
def choose(request: PageRequest, pk: int) -> HttpResponse:
    """Say what a row is: ``chon`` is same:<task>, row:<earlier row>, new, not_ours, undo, part."""
    row = _found(pk)
    chosen, _colon, task = request.POST.get("chon", "").partition(":")
    by = request.actor

    def same() -> str:
        found = get_object_or_404(Task, pk=number_in(task) or 0)
        actions.match_row(by=by, row=row, task=found)
        return _("Đã khớp với %(task)s.") % {"task": found.code}

    def new() -> str:
        made = actions.make_task(by=by, row=row)
        code = made.task.code if made.task else ""
        return _("Đã lập nhiệm vụ nháp %(task)s.") % {"task": code}

    def not_ours() -> str:
        actions.refuse_rows(by=by, rows=[row])
        return _("Đã ghi: không phải việc của tỉnh.")

    def undo() -> str:
        actions.undo_choice(by=by, row=row)
        return _("Đã bỏ kết quả; dòng này chờ khớp lại.")

    def joined() -> str:
        earlier = get_object_or_404(TheirRow, pk=number_in(task) or 0, system=NQ57)
        actions.join_rows(by=by, row=row, earlier=earlier)
        return _("Đã nối với dòng cũ; kết quả khớp và lịch sử được giữ.")

    def part() -> str:
        actions.part_rows(by=by, row=row)
        return _("Đã tách thành hai dòng; dòng mới chờ khớp lại.")

    steps: dict[str, Callable[[], str]] = {
        "row": joined,
        "part": part,
        "same": same,
        "new": new,
        "not_ours": not_ours,
        "undo": undo,
    }
    if chosen not in steps:
        raise BadRequest(chosen)
    return _answer(request, steps[chosen], _back(request, row))


@page(RUN, methods=READ_WRITE)
def match_sure(request: PageRequest) -> HttpResponse:
    """The rows that are surely a task, to look over and to take together."""
    programme = _programme(request)
    waiting = rows_of(programme, NQ57).filter(choice=Choice.WAITING)
    form, last = form_on(NQ57, clock.today()), last_delivery(programme, NQ57)
    standing = [row for row in stand(waiting, form, last) if row.standing is Standing.WAITING]
    found = propose([each.row for each in standing], programme, request.actor, NQ57)
    sure = dict(sure_pairs(found, sure_percent()))
    tasks = Task.objects.in_bulk([offer.task_id for offer in sure.values()])
    if request.method == "POST":
        return _take(request, programme, {row: tasks[o.task_id] for row, o in sure.items()})
    cards = [card_of(each, [sure[each.row.pk]], tasks) for each in standing if each.row.pk in sure]
    context = {
        "rows": cards,
        "programme": programme,
        "percent": sure_percent(),
        "back": list_address(programme.pk, Standing.WAITING),
    }
    return render(request, "exchange/match_many.html", context)


@page(RUN, methods=WRITE)
def mark(request: PageRequest) -> HttpResponse:
    """Record for the rows ticked that they were entered there, or that they are none of ours."""
    ids = [number_in(value) for value in request.POST.getlist("dong")]
    rows = TheirRow.objects.filter(system=NQ57, pk__in=[pk for pk in ids if pk is not None])
    by = request.actor

    def entered() -> str:
        on = day_in(request.POST.get("ngay_nhap", "") or clock.today().isoformat())
        count = actions.mark_entered(by=by, system=NQ57, rows=rows, on=on)
        said = {"count": count, "day": f"{on:%d/%m/%Y}"}
        return _("Đã ghi %(count)s dòng nhập ngày %(day)s.") % said

    def not_ours() -> str:
        count = actions.refuse_rows(by=by, rows=rows)
        return _("Đã ghi %(count)s dòng không phải việc của tỉnh.") % {"count": count}

    steps: dict[str, Callable[[], str]] = {"da-nhap": entered, "khong-phai": not_ours}
    step = steps.get(request.POST.get("viec", ""))
    if step is None:
        raise BadRequest("viec")
    first = rows.first()
    home = list_address(first.programme_id, Standing.TO_ENTER) if first else ""
    return _answer(request, step, _inside(request, home or reverse("exchange-list")))


def _take(request: PageRequest, programme: Programme, sure: dict[int, Task]) -> HttpResponse:
    chosen = {number_in(value) for value in request.POST.getlist("dong")}
    rows = TheirRow.objects.in_bulk([pk for pk in sure if pk in chosen])

    def act() -> str:
        pairs = [(row, sure[pk]) for pk, row in rows.items()]
        count = actions.match_many(by=request.actor, pairs=pairs)
        return _("Đã khớp %(count)s dòng.") % {"count": count}

    return _answer(request, act, list_address(programme.pk, Standing.WAITING))


def _answer(request: PageRequest, act: Callable[[], str], address: str) -> HttpResponse:
    try:
        messages.success(request, act())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(address)


def _offers(request: PageRequest, row: TheirRow, text: str) -> list[Proposal]:
    if row.choice != Choice.WAITING:
        return []
    if text:
        found = find_tasks_for(row, text, request.actor)
        return [Proposal(pk, None) for pk in found]
    return list(propose([row], row.programme, request.actor, NQ57).get(row.pk, ()))


def _earlier(row: TheirRow, last: Delivery | None) -> Sequence[Earlier]:
    if row.choice != Choice.WAITING:
        return ()
    return earlier_rows(rows_of(row.programme, NQ57), last).get(row.pk, ())


def _found(pk: int) -> TheirRow:
    related = ("programme", "task", "seen", "decided_by", "entered_by")
    return get_object_or_404(TheirRow.objects.select_related(*related), pk=pk, system=NQ57)


def _programme(request: PageRequest) -> Programme:
    found = programme_in(request, list(list_programmes()))
    if found is None:
        raise BadRequest("chuong_trinh")
    return found


def _back(request: PageRequest, row: TheirRow) -> str:
    return _inside(request, reverse("exchange-row", args=[row.pk]))


def _inside(request: PageRequest, otherwise: str) -> str:
    """The address to go back to, where it is one of these pages."""
    given = request.POST.get("ve", "")
    home = reverse("exchange-list")
    return given if given.startswith(home) else otherwise
