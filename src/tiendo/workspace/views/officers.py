"""The tasks without an officer, and naming one officer for many of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.accounts.actor import PermissionRefused
from tiendo.accounts.models import User
from tiendo.accounts.queries import people_of_house
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.organisations.models import Organisation
from tiendo.tasks.actions import name_officers
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Task
from tiendo.tasks.queries import to_name
from tiendo.workspace.access import READ_WRITE, PageRequest, number_in, page
from tiendo.workspace.task_rows import lead_words, task_urls

PER_PAGE = 50
MOST = 100
BODY = "co_quan"


@page("task.view", methods=READ_WRITE)
def show(request: PageRequest) -> HttpResponse:
    """The live tasks whose lead body has named nobody, with the days left; the chosen are named."""
    namers = request.actor.bodies_for("task.name_officer")
    if not namers and not request.actor.may("task.view_all"):
        raise PermissionDenied
    if request.method == "POST":
        return _name(request)
    return _show(request, {})


def _name(request: PageRequest) -> HttpResponse:
    officer = User.objects.filter(pk=number_in(request.POST.get("officer", "")) or 0).first()
    seen = _seen(request)
    if officer is None or not seen:
        words = _("Chọn người xử lý và ít nhất một nhiệm vụ rồi lưu lại.")
        messages.error(request, words)
        return _show(request, {}, HTTPStatus.UNPROCESSABLE_ENTITY)
    tasks = list(to_name(request.actor, clock.today()).filter(pk__in=seen))
    for task in tasks:
        task.version = seen[task.pk]
    named = name_officers(tasks=tasks, officer=officer, by=request.actor)
    if named.tasks:
        words = _("Đã phân công %(person)s cho %(count)d nhiệm vụ.")
        given = {"person": str(officer), "count": len(named.tasks)}
        messages.success(request, words % given)
    if not named.refused:
        return redirect(request.get_full_path())
    refused = {pk: _words(error) for pk, error in named.refused.items()}
    return _show(request, refused, HTTPStatus.CONFLICT)


def _seen(request: PageRequest) -> Mapping[int, int]:
    """The tasks ticked, each with the version that was seen."""
    pairs = (value.partition(":") for value in request.POST.getlist("task")[:MOST])
    numbers = ((number_in(pk), number_in(version)) for pk, _colon, version in pairs)
    return {pk: version for pk, version in numbers if pk is not None and version is not None}


def _words(error: TaskError | PermissionRefused) -> str:
    if isinstance(error, TaskError):
        return str(error)
    return _("Tài khoản này không phân công người xử lý của cơ quan chủ trì.")


def _show(
    request: PageRequest, refused: Mapping[int, str], status: int = HTTPStatus.OK
) -> HttpResponse:
    today = clock.today()
    tasks = to_name(request.actor, today)
    body = number_in(request.GET.get(BODY, ""))
    if body is not None:
        tasks = tasks.filter(Q(lead_id=body))
    shown = Paginator(tasks, PER_PAGE).get_page(request.GET.get("page"))
    rows = list(shown.object_list)
    namers = request.actor.bodies_for("task.name_officer")
    context = {
        "page": shown,
        "rows": list(_rows(request, rows, namers, refused, today)),
        "people": list(_people(namers, today)),
        "days": parameter_on("name_officer_within_days", today),
        "is_narrowed": body is not None,
    }
    return render(request, "tasks/officers.html", context, status=status)


def _rows(
    request: PageRequest,
    tasks: list[Task],
    namers: frozenset[int],
    refused: Mapping[int, str],
    today: dt.date,
) -> Iterator[tuple[object, ...]]:
    """Value of the box (empty: none), address, code, title, lead, last day, refusal."""
    within = dt.timedelta(days=parameter_on("name_officer_within_days", today))
    url_of = task_urls(request)
    for task in tasks:
        may = getattr(task, "lead_id", None) in namers
        last = task.live_on + within if task.live_on else today
        yield (
            f"{task.pk}:{task.version}" if may else "",
            url_of(task.pk),
            task.code,
            task.title,
            lead_words(task),
            last,
            refused.get(task.pk, ""),
        )


def _people(namers: frozenset[int], today: dt.date) -> Iterator[tuple[int, str]]:
    """Those who can be named at the person's bodies. Cost: two queries for each body."""
    seen: set[int] = set()
    for body in Organisation.objects.filter(pk__in=namers):
        for person in people_of_house(body, today):
            if person.pk not in seen:
                seen.add(person.pk)
                yield person.pk, str(person)
