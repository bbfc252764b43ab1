"""Splitting a task into sub-tasks, and putting a task below another."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.accounts.models import User
from tiendo.accounts.queries import people_of_house
from tiendo.domain import clock
from tiendo.organisations.models import Kind, Organisation
from tiendo.organisations.queries import house_bodies, organisations_on
from tiendo.programmes.permissions import may_run, only_inside
from tiendo.tasks.actions import set_parent, split_task
from tiendo.tasks.actions.splitting import may_split
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Lifecycle, Part, Task
from tiendo.tasks.parties import house_of, parties_on
from tiendo.tasks.queries import visible_tasks
from tiendo.workspace.access import READ_WRITE, PageRequest, number_in, page
from tiendo.workspace.answers import answer_form, say_done, say_refusal, status_of
from tiendo.workspace.forms.subtasks import MOST_ROWS, ROWS, PartForm, PlaceForm, SplitForm
from tiendo.workspace.task_page import found_task

ROWS_KEY = "so_dong"


@page("task.view", methods=READ_WRITE)
def split(request: PageRequest, pk: int) -> HttpResponse:
    """Split a live task: a few rows, each a part; rows left empty are none."""
    task = found_task(request, pk)
    lead = _lead(task)
    if lead is None or not may_split(request.actor, task, lead):
        raise PermissionDenied
    if task.lifecycle != Lifecycle.LIVE:
        refusal = str(TaskError("wrong_state", action="split", state=task.lifecycle))
        return _split_page(request, task, SplitForm(), [], HTTPStatus.CONFLICT, refusal)
    form = SplitForm(request.POST or None, initial={"version": task.version})
    rows = _rows(request, task, lead)
    if request.method != "POST" or request.POST.get("more"):
        return _split_page(request, task, _unbound_again(request, form), rows)
    return _split(request, task, form, rows)


def _lead(task: Task) -> Organisation | None:
    row = parties_on(task, clock.today()).first(Part.LEAD)
    return row.organisation if row else None


def _unbound_again(request: PageRequest, form: SplitForm) -> SplitForm:
    """The form with what was typed, where more rows are asked for: nothing is judged yet."""
    if request.method != "POST":
        return form
    typed = {name: request.POST.get(name, "") for name in ("version", "reason")}
    return SplitForm(initial=typed)


def _rows(request: PageRequest, task: Task, lead: Organisation) -> list[PartForm]:
    is_free = may_run(request.actor, task.programme, "task.assign") and not only_inside(
        request.actor, task.programme, "task.assign"
    )
    leads, people = _offered(lead, is_free=is_free)
    asked = number_in(request.POST.get(ROWS_KEY, "")) or ROWS
    asks_more = bool(request.POST.get("more"))
    count = min(MOST_ROWS, asked + (ROWS if asks_more else 0))
    is_sent = request.method == "POST"
    options: dict[str, Any] = {"leads": leads, "people": people}
    return [
        PartForm(
            request.POST if is_sent and index < asked else None,
            prefix=f"p{index}",
            initial={"lead": str(lead.pk), "weight": "1"},
            use_required_attribute=False,
            **options,
        )
        for index in range(count)
    ]


def _offered(
    lead: Organisation, *, is_free: bool
) -> tuple[dict[str, Organisation], dict[str, User]]:
    """The bodies and people a part may go to. Cost: two queries."""
    today, house = clock.today(), house_of(lead)
    bodies = list(house_bodies(house, today))
    if is_free:
        bodies += organisations_on(today).exclude(kind=Kind.DIVISION).exclude(pk=house.pk)
    people = people_of_house(house, today)
    return (
        {str(body.pk): body for body in bodies},
        {str(person.pk): person for person in people},
    )


def _split(request: PageRequest, task: Task, form: SplitForm, rows: list[PartForm]) -> HttpResponse:
    filled = [row for row in rows if not row.is_empty]
    is_right = all([form.is_valid(), *(row.is_valid() for row in filled)])
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if is_right:
        try:
            children = split_task(
                task=task,
                parts=[row.part() for row in filled],
                version=form.cleaned_data["version"],
                reason=form.cleaned_data["reason"],
                by=request.actor,
            )
        except TaskError as refused:
            say_refusal(form, refused, _FIELDS)
            status = status_of(refused)
        else:
            words = _("Đã chia thành %(count)d nhiệm vụ con và giao ngay.")
            messages.success(request, words % {"count": len(children)})
            return redirect("task", pk=task.pk)
    return _split_page(request, task, form, rows, status)


_FIELDS = {"deadline_after_parent": "reason", "parent_below_task": "parent_code"}


def _split_page(
    request: PageRequest,
    task: Task,
    form: SplitForm,
    rows: list[PartForm],
    status: int = HTTPStatus.OK,
    refusal: str = "",
) -> HttpResponse:
    context = {
        "task": task,
        "form": form,
        "rows": rows,
        "row_count": len(rows),
        "rows_key": ROWS_KEY,
        "can_add": len(rows) < MOST_ROWS,
        "refusal": refusal,
    }
    return render(request, "tasks/split.html", context, status=status)


@page("task.view", methods=READ_WRITE)
def place(request: PageRequest, pk: int) -> HttpResponse:
    """Put a task below another, or take it out."""
    task = found_task(request, pk)
    if not may_run(request.actor, task.programme, "task.assign"):
        raise PermissionDenied
    initial = {
        "version": task.version,
        "parent_code": task.parent.code if task.parent else "",
        "weight": task.weight.normalize() if task.parent else "",
    }
    form = PlaceForm(request.POST or None, initial=initial)
    show = partial(render, request, "tasks/place.html", {"task": task, "form": form})

    def act() -> HttpResponse:
        typed = form.cleaned_data
        code = typed["parent_code"].strip()
        parent = _by_code(request, task, code) if code else None
        if code and parent is None:
            words = _("Không thấy nhiệm vụ có mã này. Kiểm tra lại mã trong danh sách nhiệm vụ.")
            form.add_error("parent_code", words)
            return show(status=HTTPStatus.UNPROCESSABLE_ENTITY)
        set_parent(
            task=task,
            parent=parent,
            weight=typed["weight"],
            version=typed["version"],
            reason=typed["reason"],
            by=request.actor,
        )
        return say_done(request, _("Đã đổi nhiệm vụ cha."), "task", task.pk)

    return answer_form(request, form, act, show, _FIELDS)


def _by_code(request: PageRequest, task: Task, code: str) -> Task | None:
    """The task of a code: of the same programme, else of the one it implements."""
    programmes = [task.programme_id, task.programme.implements_id]
    seen = visible_tasks(request.actor).filter(code__iexact=code, programme__in=programmes)
    found = {row.programme_id: row for row in seen.select_related("programme")}
    return next((found[pk] for pk in programmes if pk in found), None)
