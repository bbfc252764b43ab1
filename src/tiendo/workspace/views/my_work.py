"""Việc của tôi: what a person must do now, most pressing first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.tasks.models import Task
from tiendo.tasks.queries import Bucket, my_work, next_action
from tiendo.workspace.access import PageRequest, as_of, dated_url, page
from tiendo.workspace.frame import navigation
from tiendo.workspace.task_rows import Row, rows_of
from tiendo.workspace.task_words import STEP_BUTTONS, STEP_URLS
from tiendo.workspace.waiting import waiting_for

PER_PAGE = 50
# The address of each group and its status colour.
GROUPS = {
    Bucket.RETURNED: ("tra-lai", "due_soon"),
    Bucket.OVERDUE: ("qua-han", "overdue"),
    Bucket.DUE_SOON: ("sap-den-han", "due_soon"),
    Bucket.WAITING: ("cho-toi", "awaiting"),
    Bucket.REST: ("con-lai", "in_progress"),
}
_GROUPED = ("bucket",)
_BY_SLUG = {slug: bucket for bucket, (slug, _code) in GROUPS.items()}


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A row with the group it opens ("" for the group before) and its next step."""

    group: str
    row: Row
    step: str
    step_url: str


@page()
def show(request: PageRequest) -> HttpResponse:
    """The work list of the person, by group, each row with its next step."""
    if not request.actor.posts:
        raise PermissionDenied
    day = as_of(request)
    tasks = my_work(request.actor, day)
    counts = _counts(tasks)
    wanted = _BY_SLUG.get(request.GET.get("nhom", ""))
    shown = tasks if wanted is None else tasks.filter(Q(bucket=wanted))
    total = sum(counts.values()) if wanted is None else counts.get(wanted, 0)
    listed = Paginator(range(total), PER_PAGE).get_page(request.GET.get("page"))
    first = (listed.number - 1) * PER_PAGE
    rows = list(shown[first : first + PER_PAGE]) if total else []
    context = {
        "page": listed,
        "rows": list(_rows(request, rows, day)),
        "tiles": list(_tiles(request, counts)),
        "total": sum(counts.values()),
        "is_narrowed": wanted is not None,
        "next_task": _next_task(request, tasks, counts),
        "elsewhere": _elsewhere(request),
        "waiting": waiting_for(request),
    }
    return render(request, "my_work/list.html", context)


def _counts(tasks: QuerySet[Task]) -> dict[int, int]:
    grouped = tasks.order_by().values(*_GROUPED).annotate(number=Count("pk"))
    return {row["bucket"]: row["number"] for row in grouped}


def _tiles(request: PageRequest, counts: dict[int, int]) -> Iterator[tuple[object, int, str, str]]:
    for bucket, (slug, code) in GROUPS.items():
        number = counts.get(bucket, 0)
        url = dated_url(request, "my-work", nhom=slug)
        yield bucket.label, number, url, code if number else ""


def _rows(request: PageRequest, tasks: list[Task], day: dt.date) -> Iterator[WorkRow]:
    """The rows; those of a past or coming day carry no step."""
    before: int | None = None
    acts = day == clock.today()
    for task, row in zip(tasks, rows_of(request, tasks, day), strict=True):
        bucket: int = getattr(task, "bucket", Bucket.REST)
        action = next_action(request.actor, task) if acts else ""
        group = "" if bucket == before else str(Bucket(bucket).label)
        before = bucket
        yield WorkRow(
            group=group,
            row=row,
            step=str(STEP_BUTTONS.get(action, "")),
            step_url=reverse(STEP_URLS[action], args=[task.pk]) if action else "",
        )


def _next_task(
    request: PageRequest, tasks: QuerySet[Task], counts: dict[int, int]
) -> tuple[str, str, dt.date] | None:
    """The next task with a deadline where nothing presses: title, address, last day."""
    pressing = (Bucket.RETURNED, Bucket.OVERDUE, Bucket.DUE_SOON, Bucket.WAITING)
    if any(counts.get(bucket) for bucket in pressing) or not counts.get(Bucket.REST):
        return None
    task = tasks.filter(Q(due_on__isnull=False)).first()
    due_on: dt.date | None = getattr(task, "due_on", None)
    if task is None or due_on is None:
        return None
    return task.title, dated_url(request, "task", task.pk), due_on


def _elsewhere(request: PageRequest) -> tuple[str, str]:
    """Where a person without tasks finds work: the accounts, else the next place."""
    here = reverse("my-work")
    places = [item for item in navigation(request, request.actor) if not item.url.startswith(here)]
    if request.actor.may("account.manage"):
        return dated_url(request, "account-list"), _("Đến trang tài khoản")
    if not places:
        return "", ""
    return places[0].url, _("Đến trang %(name)s") % {"name": places[0].label}
