"""Steps for many tasks at once: giving drafts to their bodies."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import list_programmes
from tiendo.tasks.actions import go_live_many
from tiendo.tasks.completeness import missing_for_go_live_many
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Lifecycle, Task
from tiendo.tasks.queries import search, visible_tasks, with_lead
from tiendo.workspace.access import READ_WRITE, PageRequest, number_in, page
from tiendo.workspace.task_filters import PROGRAMME
from tiendo.workspace.task_rows import lead_words, task_urls
from tiendo.workspace.task_words import LACK_WORDS

MOST = 100
PER_PAGE = 100


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


def _chosen(request: PageRequest, ids: list[str]) -> list[Task]:
    wanted = [number for text in ids[:MOST] if (number := number_in(text)) is not None]
    tasks = with_lead(visible_tasks(request.actor).filter(pk__in=wanted), clock.today())
    return list(tasks.select_related("programme__coordinator").order_by("order", "pk"))


def _go_live(request: PageRequest) -> HttpResponse:
    tasks = _chosen(request, request.POST.getlist("task"))
    try:
        gone = go_live_many(tasks=tasks, by=request.actor)
    except TaskError as error:
        messages.error(request, str(error))
        return redirect("task-drafts")
    if gone.tasks:
        words = _("Đã giao %(count)d nhiệm vụ cho các cơ quan.")
        messages.success(request, words % {"count": len(gone.tasks)})
    left = len(tasks) - len(gone.tasks)
    if left or not tasks:
        words = _("%(count)d nhiệm vụ chưa giao được vì còn thiếu; xem cột “Còn thiếu”.")
        messages.warning(request, words % {"count": left})
    return redirect("task-drafts")
