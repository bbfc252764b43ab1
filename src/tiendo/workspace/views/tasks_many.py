"""Steps for many tasks at once: confirming what was proved, giving drafts to their bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.accounts.actor import PermissionRefused
from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.tasks.actions import confirm_many, go_live_many
from tiendo.tasks.completeness import missing_for_go_live_many
from tiendo.tasks.errors import EditedMeanwhile, TaskError
from tiendo.tasks.messages import message_of
from tiendo.tasks.models import Lifecycle, Task
from tiendo.tasks.queries import search, visible_tasks, with_lead
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.task_filters import PROGRAMME
from tiendo.workspace.task_history import files_of, read_history
from tiendo.workspace.task_rows import lead_words, task_urls
from tiendo.workspace.task_words import LACK_WORDS
from tiendo.workspace.views.tasks_steps import why_not

MOST = 100
PER_PAGE = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task to confirm, with what proves it, or why it cannot be confirmed."""

    task: Task
    lead: str
    url: str
    done_on: object
    claimed_by: object
    proofs: list[dict[str, str]]
    refusal: str


@page("task.confirm", methods=WRITE)
def confirm(request: PageRequest) -> HttpResponse:
    """Show the chosen tasks with their evidence; confirm those sent back as seen."""
    seen = _versions(request.POST)
    if seen:
        return _confirm_seen(request, seen)
    return _show_chosen(request, _chosen(request, request.POST.getlist("task")), {})


def _versions(given: QueryDict) -> dict[int, int]:
    """The tasks ticked on the page with evidence, each with the version that was seen."""
    pairs = (value.partition(":") for value in given.getlist("seen")[:MOST])
    return {
        int(pk): int(version) for pk, _colon, version in pairs if _is_id(pk) and _is_id(version)
    }


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _chosen(request: PageRequest, ids: list[str]) -> list[Task]:
    wanted = [int(pk) for pk in ids[:MOST] if _is_id(pk)]
    tasks = with_lead(visible_tasks(request.actor).filter(pk__in=wanted), clock.today())
    return list(tasks.select_related("programme__coordinator").order_by("order", "pk"))


def _confirm_seen(request: PageRequest, seen: Mapping[int, int]) -> HttpResponse:
    tasks = _chosen(request, [str(pk) for pk in seen])
    outdated = {
        task.pk: message_of(EditedMeanwhile(task))
        for task in tasks
        if task.version != seen[task.pk]
    }
    result = confirm_many(tasks=[row for row in tasks if row.pk not in outdated], by=request.actor)
    if result.tasks:
        words = _("Đã xác nhận hoàn thành %(count)d nhiệm vụ.")
        messages.success(request, words % {"count": len(result.tasks)})
    refused = outdated | {pk: _words(error) for pk, error in result.refused.items()}
    if not refused:
        return redirect("task-list")
    left = [task for task in tasks if task.pk in refused]
    return _show_chosen(request, left, refused, HTTPStatus.CONFLICT)


def _words(error: TaskError | PermissionRefused) -> str:
    if isinstance(error, TaskError):
        return message_of(error)
    return _("Tài khoản này không có quyền xác nhận nhiệm vụ.")


def _show_chosen(
    request: PageRequest,
    tasks: list[Task],
    refused: Mapping[int, str],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    rows = list(_candidates(request, tasks, refused))
    context = {
        "rows": rows,
        "ready": sum(1 for row in rows if not row.refusal),
        "most": MOST,
    }
    return render(request, "tasks/confirm_many.html", context, status=status)


def _candidates(
    request: PageRequest, tasks: list[Task], refused: Mapping[int, str]
) -> Iterator[Candidate]:
    """Cost: a few queries for each task, of which there are at most ``MOST``."""
    url_of = task_urls(request)
    for task in tasks:
        told = read_history(task, clock.today(), None)
        claim = told.last_event("claim")
        yield Candidate(
            task=task,
            lead=lead_words(task),
            url=url_of(task.pk),
            done_on=claim.done_on if claim else None,
            claimed_by=claim.by if claim else None,
            proofs=files_of(told.proofs),
            refusal=refused.get(task.pk, "") or _refusal(request, task),
        )


def _refusal(request: PageRequest, task: Task) -> str:
    try:
        error: TaskError | PermissionRefused | None = why_not(request.actor, task, "confirm")
    except PermissionRefused as refusal:
        error = refusal
    return _words(error) if error is not None else ""


@page("task.go_live", methods=READ_WRITE)
def drafts(request: PageRequest) -> HttpResponse:
    """The drafts not given yet, with what each lacks; the chosen complete ones are given."""
    if request.method == "POST":
        return _go_live(request)
    text = request.GET.get("q", "").replace("\x00", "")[:200]
    found = search(visible_tasks(request.actor).filter(lifecycle=Lifecycle.DRAFT), text)
    programme = _programme(request)
    if programme is not None:
        found = found.filter(programme=programme)
    found = with_lead(found, clock.today()).order_by("programme_id", "order", "pk")
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    tasks = list(shown.object_list)
    lacking = missing_for_go_live_many(tasks)
    url_of = task_urls(request)
    rows = [
        (
            task.pk,
            url_of(task.pk),
            task.code,
            task.title,
            lead_words(task),
            [str(LACK_WORDS[code]) for code in lacking[task.pk]],
        )
        for task in tasks
    ]
    context = {
        "page": shown,
        "rows": rows,
        "has_ready": any(not lacks for lacks in lacking.values()),
        "text": text,
        "is_searched": bool(fold(text).strip()),
        "programme": programme,
    }
    return render(request, "tasks/drafts.html", context)


def _programme(request: PageRequest) -> Programme | None:
    """The programme to which the page is narrowed; None for all of them."""
    given = number_in(request.GET.get(PROGRAMME, ""))
    return next((row for row in list_programmes() if row.pk == given), None)


def _go_live(request: PageRequest) -> HttpResponse:
    tasks = _chosen(request, request.POST.getlist("task"))
    try:
        gone = go_live_many(tasks=tasks, by=request.actor)
    except TaskError as error:
        messages.error(request, message_of(error))
        return redirect("task-drafts")
    if gone.tasks:
        words = _("Đã giao %(count)d nhiệm vụ cho các cơ quan.")
        messages.success(request, words % {"count": len(gone.tasks)})
    left = len(tasks) - len(gone.tasks)
    if left or not tasks:
        words = _("%(count)d nhiệm vụ chưa giao được vì còn thiếu; xem cột “Còn thiếu”.")
        messages.warning(request, words % {"count": left})
    return redirect("task-drafts")
