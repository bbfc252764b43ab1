"""Chờ xác nhận: every approved claim with its proof in view, to be confirmed or returned."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Page, Paginator
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
from tiendo.tasks.queries.confirming import (
    SHOWN,
    ListedProof,
    ToConfirm,
    listed_proofs,
    waiting_for_confirmation,
    waiting_page,
    with_proof,
)
from tiendo.tasks.recurrence import period_name
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.claim_rows import ClaimRow, claims_html, rest_html
from tiendo.workspace.evidence_cards import cards_html, cards_of_proofs
from tiendo.workspace.task_page import found_task
from tiendo.workspace.task_rows import lead_words, task_urls

# Few: each shows its proof, and whoever confirms looks at every one.
PER_PAGE = 10
MOST = 100
MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class Marked:
    """What was marked on the page, by task: versions, evidence looked at, evidence unfolded."""

    versions: dict[int, int] = field(default_factory=dict)
    marks: dict[int, str] = field(default_factory=dict)
    seen: frozenset[int] = frozenset()
    opened: dict[int, str] = field(default_factory=dict)


@page("task.confirm", methods=READ_WRITE)
def show(request: PageRequest) -> HttpResponse:
    """What waits for the person's bodies; confirm what is ticked, or return one with a reason."""
    if request.method == "POST":
        return _act(request, "confirm-queue")
    today = clock.today()
    shown = _page_of(request, today)
    context = _context(request, list(shown.object_list), {}, Marked())
    context |= {"page": shown, "form_url": reverse("confirm-queue"), "is_queue": True}
    return render(request, "tasks/confirm_many.html", context)


def _page_of(request: PageRequest, on: dt.date) -> Page[Task]:
    """A page of the queue. Cost: one query, which counts too; two more for a page there is not."""
    asked = request.GET.get("page")
    number = min(number_in(asked or "") or 1, MOST_PAGES)
    start = (number - 1) * PER_PAGE
    rows, count = waiting_page(request.actor, on, start=start, size=PER_PAGE)
    if not rows:
        every = waiting_for_confirmation(request.actor, on)
        return Paginator(every, PER_PAGE).get_page(asked)
    pages = Paginator(Task.objects.none(), PER_PAGE)
    pages.count = count
    return Page(rows, number, pages)


@page("task.confirm")
def proof(request: PageRequest, pk: int) -> HttpResponse:
    """All evidence of a claim but what the queue shows at once, for the place of its fold."""
    task = found_task(request, pk)
    if not request.headers.get("HX-Request"):
        return redirect("task-confirm", pk=pk)
    (item,) = with_proof([task], request.actor, clock.today(), opened=(pk,))
    cards = cards_html(cards_of_proofs(item.evidence[SHOWN:], item.duplicates))
    return HttpResponse(rest_html(pk, cards, item.mark))


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
    refused = _unseen(tasks, marked)
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
    for token in given.getlist("opened")[:MOST]:
        pk, _colon, mark = token.partition(":")
        if (key := number_in(pk)) is not None:
            marked.opened[key] = mark
    return marked


def _tasks(request: PageRequest, ids: list[int]) -> list[Task]:
    today = clock.today()
    tasks = visible_tasks(request.actor).filter(pk__in=[pk for pk in ids if pk < 2**63])
    tasks = with_work(with_confirmer(with_lead(tasks, today), today), today)
    return list(tasks.select_related("programme__coordinator").order_by("order", "pk"))


def _unseen(tasks: list[Task], marked: Marked) -> dict[int, str]:
    """Why some may not be confirmed yet: their evidence was not in view, or it changed since."""
    listed = listed_proofs(tasks, clock.today())
    codes = {task.pk: _unseen_code(task.pk, listed[task.pk], marked) for task in tasks}
    return {pk: str(TaskError(code)) for pk, code in codes.items() if code}


def _unseen_code(pk: int, listed: ListedProof, marked: Marked) -> str:
    if listed.mark != marked.marks[pk]:
        return "evidence_changed"
    if listed.folded and marked.opened.get(pk) != listed.mark:
        return "evidence_folded"
    return "" if pk in marked.seen else "evidence_not_seen"


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
    items = with_proof(tasks, request.actor, today, opened=marked.opened)
    url_of = task_urls(request)
    rows = [_row(request, item, url_of(item.task.pk), refused, marked) for item in items]
    return {
        "claims": claims_html(rows),
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
        refusal=refused.get(task.pk, "") or lasting,
        token="" if lasting else f"{task.pk}:{task.version}:{item.mark}",
        ticked=task.pk in marked.versions,
        # What was seen before is not what is shown now where the evidence changed.
        seen=task.pk in marked.seen and marked.marks.get(task.pk) == item.mark,
        is_open=task.pk in marked.opened,
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
