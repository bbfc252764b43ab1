"""Reporting on many tasks on one page: what is right is saved, the rest stays with its reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.accounts.actor import PermissionRefused
from tiendo.domain import clock
from tiendo.tasks.actions import NewUpdate, record_many
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import ProgressUpdate, Task
from tiendo.tasks.queries import visible_tasks, with_lead, with_status, with_work
from tiendo.workspace.access import WRITE, PageRequest, number_in, page
from tiendo.workspace.forms.task_updates import PercentField
from tiendo.workspace.task_rows import due_cells, is_open, lead_words, task_urls
from tiendo.workspace.templatetags.vn import number

MOST = 100
MAX_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One task of the page: its last word, and what is typed of it now."""

    task: Task
    lead: str
    url: str
    due: object
    last: ProgressUpdate | None
    done: str
    kept: str
    percent: str
    key: UUID
    refusal: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent for one task; ``error`` says what is wrong with it."""

    done: str
    percent_text: str
    percent: Decimal | None
    key: UUID
    error: str = ""


@page("task.update", methods=WRITE)
def show(request: PageRequest) -> HttpResponse:
    """Show the chosen tasks to report on; record what was sent for each."""
    sent = request.POST.getlist("row")[:MOST]
    if not sent:
        return _show_rows(request, _chosen(request, request.POST.getlist("task")), {}, {})
    tasks = _chosen(request, sent)
    shared = _text(request, "done-all")
    typed = {task.pk: _typed(request, task, shared) for task in tasks}
    return _record(request, tasks, typed, shared)


def _chosen(request: PageRequest, ids: list[str]) -> list[Task]:
    """The tasks a person sees among those asked for, in the order of the plan. One query."""
    wanted = [pk for pk in map(number_in, ids[:MOST]) if pk is not None]
    today = clock.today()
    found = with_lead(with_status(visible_tasks(request.actor).filter(pk__in=wanted), today), today)
    return list(with_work(found, today).order_by("order", "pk"))


def _text(request: PageRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:MAX_TEXT]


def _typed(request: PageRequest, task: Task, shared: str) -> Typed:
    """What was sent for a task; the words for all stand in where it has none of its own."""
    text = _text(request, f"percent-{task.pk}")
    percent, error = None, ""
    try:
        percent = PercentField(required=False).clean(text)
    except forms.ValidationError as wrong:
        error = " ".join(wrong.messages)
    done = _text(request, f"done-{task.pk}") or shared
    if not done and text != _text(request, f"was-{task.pk}"):
        error = error or str(TaskError("update_empty"))
    return Typed(done, text, percent, _key(request.POST.get(f"key-{task.pk}", "")), error)


def _key(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        return uuid4()


def _record(
    request: PageRequest, tasks: list[Task], typed: dict[int, Typed], shared: str
) -> HttpResponse:
    """Record the rows that say something; rows without a word are left as they are."""
    said = [task for task in tasks if typed[task.pk].done and not typed[task.pk].error]
    items = (
        NewUpdate(task, typed[task.pk].done, typed[task.pk].percent, typed[task.pk].key)
        for task in said
    )
    result = record_many(items=items, by=request.actor)
    refused = {pk: given.error for pk, given in typed.items() if given.error}
    refused |= {pk: _words(error) for pk, error in result.refused.items()}
    if result.updates:
        words = _("Đã ghi cập nhật của %(count)d nhiệm vụ.")
        messages.success(request, words % {"count": len(result.updates)})
    if not refused and result.updates:
        return redirect("my-work")
    left = [task for task in tasks if task.pk in refused] if result.updates else tasks
    note = "" if result.updates or refused else _nothing_said()
    return _show_rows(
        request, left, typed, refused, HTTPStatus.UNPROCESSABLE_ENTITY, shared=shared, note=note
    )


def _nothing_said() -> str:
    return _("Chưa có nội dung nào. Nhập ở từng dòng, hoặc nhập một nội dung chung cho mọi dòng.")


def _words(error: TaskError | PermissionRefused) -> str:
    if isinstance(error, TaskError):
        return str(error)
    return _("Tài khoản này không được cập nhật nhiệm vụ này.")


def _show_rows(
    request: PageRequest,
    tasks: list[Task],
    typed: dict[int, Typed],
    refused: dict[int, str],
    status: int = HTTPStatus.OK,
    *,
    shared: str = "",
    note: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "rows": list(_rows(request, tasks, typed, refused)),
        "refused": len(refused),
        "shared": shared,
        "note": note,
        "most": MOST,
    }
    return render(request, "tasks/update_many.html", context, status=status)


def _rows(
    request: PageRequest,
    tasks: list[Task],
    typed: dict[int, Typed],
    refused: dict[int, str],
) -> Iterator[ReportRow]:
    url_of, due = task_urls(request), due_cells(clock.today())
    last = _last_updates(tasks)
    for task in tasks:
        given, before = typed.get(task.pk), last.get(task.pk)
        kept = "" if before is None or before.percent is None else number(before.percent)
        status = getattr(task, "status", None) or "draft"
        yield ReportRow(
            task=task,
            lead=lead_words(task),
            url=url_of(task.pk),
            due=due(getattr(task, "due_on", None), task.deadline_raw, is_open(status)),
            last=before,
            done=given.done if given else "",
            kept=kept,
            percent=given.percent_text if given else kept,
            key=given.key if given else uuid4(),
            refusal=refused.get(task.pk, ""),
        )


def _last_updates(tasks: Iterable[Task]) -> dict[int, ProgressUpdate]:
    """The newest update of each task. One query."""
    rows = ProgressUpdate.objects.filter(task__in=list(tasks)).order_by(
        "task_id", "-recorded_at", "-pk"
    )
    return {row.task_id: row for row in rows.distinct("task_id")}
