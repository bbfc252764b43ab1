"""Việc của tôi: what a person must do now, most pressing first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.overview.sheets.my_work import BY_SLUG, MINE, SLUGS, WHOSE
from tiendo.tasks.queries import Bucket, WorkPage, work_page
from tiendo.workspace.access import PageRequest, as_of, dated_url, number_in, page
from tiendo.workspace.frame import navigation
from tiendo.workspace.waiting import waiting_for
from tiendo.workspace.work_rows import work_rows_html

PER_PAGE = 100
# The status colour of each group.
LOOKS = {
    Bucket.RETURNED: "due_soon",
    Bucket.OVERDUE: "overdue",
    Bucket.DUE_SOON: "due_soon",
    Bucket.WAITING: "awaiting",
    Bucket.REST: "in_progress",
}
_PRESSING = (Bucket.RETURNED, Bucket.OVERDUE, Bucket.DUE_SOON, Bucket.WAITING)


@page()
def show(request: PageRequest) -> HttpResponse:
    """The work list of the person, by group, each row with its next step."""
    if not request.actor.posts:
        raise PermissionDenied
    day = as_of(request)
    only_mine = request.GET.get(WHOSE) == MINE
    wanted = BY_SLUG.get(request.GET.get("nhom", ""))
    work = work_page(
        request.actor,
        day,
        bucket=wanted,
        only_mine=only_mine,
        number=number_in(request.GET.get("page", "1")) or 1,
        size=PER_PAGE,
    )
    acts = day == clock.today()
    count = sum(work.counts.values()) if wanted is None else work.counts.get(wanted, 0)
    context = {
        "page": Paginator(range(count), PER_PAGE).get_page(work.number),
        "rows_html": work_rows_html(request, request.actor, work.tasks, day, acts=acts),
        "acts": acts,
        "tiles": list(_tiles(request, work, only_mine=only_mine)),
        "whose": list(_whose(request, work, only_mine=only_mine)),
        "total": work.total,
        "is_narrowed": wanted is not None,
        "all_url": _url(request, only_mine=only_mine),
        "next_task": _next_task(request, work),
        "elsewhere": _elsewhere(request),
        "waiting": waiting_for(request),
    }
    return render(request, "my_work/list.html", context)


def _url(request: PageRequest, *, only_mine: bool, **query: str) -> str:
    return dated_url(request, "my-work", **({WHOSE: MINE} if only_mine else {}), **query)


def _tiles(
    request: PageRequest, work: WorkPage, *, only_mine: bool
) -> Iterator[tuple[object, int, str, str]]:
    for bucket, code in LOOKS.items():
        number = work.counts.get(bucket, 0)
        url = _url(request, only_mine=only_mine, nhom=SLUGS[bucket])
        yield bucket.label, number, url, code if number else ""


def _whose(
    request: PageRequest, work: WorkPage, *, only_mine: bool
) -> Iterator[tuple[str, int, str, bool]]:
    """The two ways to look: words, how many, the address, whether it is the one in view."""
    yield _("Của cơ quan"), work.total, _url(request, only_mine=False), not only_mine
    yield _("Của tôi"), work.mine, _url(request, only_mine=True), only_mine


def _next_task(request: PageRequest, work: WorkPage) -> tuple[str, str, dt.date] | None:
    """The next task with a deadline where nothing presses: title, address, last day."""
    if any(work.counts.get(bucket) for bucket in _PRESSING):
        return None
    for task in work.tasks:
        due_on: dt.date | None = getattr(task, "due_on", None)
        if due_on is not None:
            return task.title, dated_url(request, "task", task.pk), due_on
    return None


def _elsewhere(request: PageRequest) -> tuple[str, str]:
    """Where a person without tasks finds work: the accounts, else the next place."""
    here = reverse("my-work")
    places = [item for item in navigation(request, request.actor) if not item.url.startswith(here)]
    if request.actor.may("account.manage"):
        return dated_url(request, "account-list"), _("Đến trang tài khoản")
    if not places:
        return "", ""
    return places[0].url, _("Đến trang %(name)s") % {"name": places[0].label}
