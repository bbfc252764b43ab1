"""Chờ xác nhận: every approved claim with its proof in view, to be confirmed or returned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet, Window
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.accounts.actor import PermissionRefused
from tiendo.domain import clock
from tiendo.tasks.actions import confirm_many, return_claim
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Task
from tiendo.tasks.queries import visible_tasks, with_confirmer, with_lead, with_work
from tiendo.tasks.queries.confirming import ToConfirm, waiting_for_confirmation, with_proof
from tiendo.tasks.recurrence import period_name
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.evidence_cards import EvidenceCard, cards_of
from tiendo.workspace.task_rows import lead_words, task_urls

# Few: each shows its proof, and whoever confirms looks at every one.
PER_PAGE = 10
MOST = 100
MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim as the page shows it; ``ticked`` and ``seen`` keep what was marked before."""

    item: ToConfirm
    lead: str
    url: str
    period: str
    due_on: dt.date | None
    is_late: bool
    cards: list[EvidenceCard]
    refusal: str
    token: str
    ticked: bool
    seen: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Marked:
    """What was marked on the page: versions and evidence looked at, by task."""

    versions: dict[int, int] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)
    seen: frozenset[int] = frozenset()


@page("task.confirm", methods=READ_WRITE)
def show(request: PageRequest) -> HttpResponse:
    """What waits for the person's bodies; confirm what is ticked, or return one with a reason."""
    if request.method == "POST":
        return _act(request, "confirm-queue")
    today = clock.today()
    shown = _page_of(waiting_for_confirmation(request.actor, today), request.GET.get("page"))
    context = _context(request, list(shown.object_list), {}, Marked())
    context |= {"page": shown, "form_url": reverse("confirm-queue"), "is_queue": True}
    return render(request, "tasks/confirm_many.html", context)


def _page_of(found: QuerySet[Task], asked: str | None) -> Page[Task]:
    """A page of the queue. Cost: one query, which counts too; two more for a page there is not."""
    pages = Paginator(found, PER_PAGE)
    number = number_in(asked or "") or 1
    start = (min(number, MOST_PAGES) - 1) * PER_PAGE
    rows = list(found.annotate(waiting=Window(Count("pk")))[start : start + PER_PAGE])
    if not rows:
        return pages.get_page(asked)
    pages.count = getattr(rows[0], "waiting", len(rows))
    return Page(rows, number, pages)


@page("task.confirm", methods=WRITE)
def chosen(request: PageRequest) -> HttpResponse:
    """The same for tasks chosen in a list."""
    if "act" in request.POST or "return" in request.POST:
        return _act(request, "task-confirm-many")
    ids = [number for text in request.POST.getlist("task")[:MOST] if (number := number_in(text))]
    return _show(request, _tasks(request, ids), {}, Marked(), "task-confirm-many")


def _act(request: PageRequest, url_name: str) -> HttpResponse:
    if "return" in request.POST:
        return _return(request, url_name)
    marked = _marked(request.POST)
    tasks = _tasks(request, list(marked.versions))
    refused = _unseen(request, tasks, marked)
    ready = [task for task in tasks if task.pk not in refused]
    result = confirm_many(tasks=ready, by=request.actor, seen=marked.versions)
    if result.tasks:
        words = _("Đã xác nhận hoàn thành %(count)d nhiệm vụ.")
        messages.success(request, words % {"count": len(result.tasks)})
    refused |= {pk: _words(error) for pk, error in result.refused.items()}
    if not refused:
        if not tasks:
            messages.warning(request, _("Chưa chọn nhiệm vụ nào để xác nhận."))
        return redirect("confirm-queue")
    left = [task for task in tasks if task.pk in refused]
    return _show(request, left, refused, marked, url_name, HTTPStatus.CONFLICT)


def _return(request: PageRequest, url_name: str) -> HttpResponse:
    """Return one claim with the reason typed beside it."""
    pk = number_in(request.POST.get("return", "")) or 0
    tasks = _tasks(request, [pk])
    if not tasks:
        messages.warning(request, _("Không thấy nhiệm vụ cần trả lại. Tải lại trang."))
        return redirect("confirm-queue")
    reason = request.POST.get(f"reason-{pk}", "")
    version = _marked(request.POST, "shown").versions.get(pk)
    try:
        return_claim(task=tasks[0], reason=reason, by=request.actor, version=version)
    except (TaskError, PermissionRefused) as error:
        refused = {pk: _words(error)}
        return _show(request, tasks, refused, Marked(), url_name, HTTPStatus.CONFLICT)
    words = _("Đã trả lại nhiệm vụ %(task)s cho cơ quan chủ trì.")
    messages.success(request, words % {"task": tasks[0].code})
    return redirect("confirm-queue")


def _marked(given: QueryDict, name: str = "pick") -> Marked:
    """The ticked rows ("task:version:mark of the evidence"), and those whose evidence was seen."""
    marked = Marked(seen=frozenset(filter(None, map(number_in, given.getlist("seen")[:MOST]))))
    for token in given.getlist(name)[:MOST]:
        pk, _colon, rest = token.partition(":")
        version, _colon, mark = rest.partition(":")
        key, number = number_in(pk), number_in(version)
        if key is not None and number is not None and number < 2**31:
            marked.versions[key] = number
            marked.marks[key] = mark
    return marked


def _tasks(request: PageRequest, ids: list[int]) -> list[Task]:
    today = clock.today()
    tasks = visible_tasks(request.actor).filter(pk__in=[pk for pk in ids if pk < 2**63])
    tasks = with_work(with_confirmer(with_lead(tasks, today), today), today)
    return list(tasks.select_related("programme__coordinator").order_by("order", "pk"))


def _unseen(request: PageRequest, tasks: list[Task], marked: Marked) -> dict[int, str]:
    """Why some may not be confirmed yet: their evidence was not in view, or it changed since."""
    refused = {}
    for item in with_proof(tasks, request.actor, clock.today()):
        if item.mark != marked.marks[item.task.pk]:
            refused[item.task.pk] = str(TaskError("evidence_changed"))
        elif item.task.pk not in marked.seen:
            refused[item.task.pk] = str(TaskError("evidence_not_seen"))
    return refused


def _words(error: TaskError | PermissionRefused) -> str:
    if isinstance(error, TaskError):
        return str(error)
    return _("Tài khoản này không có quyền xác nhận nhiệm vụ.")


def _show(
    request: PageRequest,
    tasks: list[Task],
    refused: Mapping[int, str],
    marked: Marked,
    url_name: str,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = _context(request, tasks, refused, marked)
    context["form_url"] = reverse(url_name)
    return render(request, "tasks/confirm_many.html", context, status=status)


def _context(
    request: PageRequest, tasks: list[Task], refused: Mapping[int, str], marked: Marked
) -> dict[str, object]:
    today = clock.today()
    items = with_proof(tasks, request.actor, today)
    url_of = task_urls(request)
    rows = [_row(request, item, url_of(item.task.pk), refused, marked) for item in items]
    return {
        "rows": rows,
        "ready": sum(1 for row in rows if row.token),
        "most": MOST,
        "list_url": reverse("task-list"),
    }


def _row(
    request: PageRequest, item: ToConfirm, url: str, refused: Mapping[int, str], marked: Marked
) -> ClaimRow:
    task = item.task
    lasting = _lasting_refusal(item)
    due_on: dt.date | None = getattr(task, "due_on", None)
    done_on = item.claim.done_on if item.claim else None
    return ClaimRow(
        item=item,
        lead=lead_words(task),
        url=url,
        period=period_name(item.occurrence.label) if item.occurrence else "",
        due_on=due_on,
        is_late=bool(due_on and done_on and done_on > due_on),
        cards=cards_of(item.evidence, item.duplicates),
        refusal=refused.get(task.pk, "") or lasting,
        token="" if lasting else f"{task.pk}:{task.version}:{item.mark}",
        ticked=task.pk in marked.versions,
        seen=task.pk in marked.seen,
        reason=request.POST.get(f"reason-{task.pk}", "")[:2000],
    )


def _lasting_refusal(item: ToConfirm) -> str:
    """Why the person may not confirm this one at all, in words."""
    if item.refusal == "not_permitted":
        return _words(PermissionRefused("task.confirm"))
    if item.refusal == "wrong_state":
        work = item.occurrence or item.task
        return str(TaskError("wrong_state", action="confirm", state=work.lifecycle))
    return str(TaskError(item.refusal)) if item.refusal else ""
