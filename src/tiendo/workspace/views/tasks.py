"""The list of tasks: filtered, searched, sorted, with the totals of the filter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import PlanSection
from tiendo.programmes.queries import current_programme, list_programmes
from tiendo.tasks.actions.progress import AT_WORK
from tiendo.tasks.models import Assignment, Lifecycle, Part, Task
from tiendo.tasks.queries import OfficialCounts, list_page
from tiendo.workspace import task_filters as names
from tiendo.workspace.access import PageRequest, as_of, dated_url, known_at, page
from tiendo.workspace.task_filters import list_url, read_filter, status_options
from tiendo.workspace.task_rows import list_rows_html, rows_of, select_html

PER_PAGE = 100
# These fields are asked for less often, and shown on request.
_MORE = frozenset({names.SECTION, names.OFFICER, names.DOCUMENT, names.FROM, names.TO})
Options = list[tuple[object, str]]


@page("task.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The tasks a person may see, one page of the filter in the order asked for."""
    day, chosen = as_of(request), read_filter(request.GET)
    listed = list_page(
        request.actor,
        chosen.tasks,
        day,
        known_at=known_at(request),
        ordering=request.GET.get("sort", "plan"),
        number=_page_number(request),
        size=PER_PAGE,
    )
    more = request.GET.get("loc") == "them" or bool(chosen.values.keys() & _MORE)
    confirmable = _confirmable(request.actor, listed.tasks, day)
    reportable = _reportable(request.actor, listed.tasks, day)
    tickable = confirmable | reportable
    context = {
        "page": Paginator(range(listed.counts.rows), PER_PAGE).get_page(listed.number),
        "parts": listed.counts.parts,
        "rows_html": list_rows_html(rows_of(request, listed.tasks, day), tickable),
        "totals": list(_totals(request, chosen.values, listed.counts)),
        "fields": list(_fields(chosen.values, day)),
        "more_fields": list(_more_fields(request.actor, chosen.values, day)) if more else (),
        "shows_more": more,
        "text": chosen.tasks.text,
        "from_day": chosen.tasks.deadline_from,
        "to_day": chosen.tasks.deadline_to,
        "confirmable": confirmable,
        "reportable": reportable,
        "tickable": tickable,
        "may_go_live": request.actor.may("task.go_live"),
        "may_urge": request.actor.may("urge.issue"),
        "is_filtered": bool(chosen.values),
        "clear_url": dated_url(request, "task-list"),
    }
    return render(request, "tasks/list.html", context)


def _page_number(request: PageRequest) -> int:
    given = request.GET.get("page", "1")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 8 else 1


def _confirmable(actor: Actor, tasks: list[Task], day: dt.date) -> frozenset[int]:
    """The rows of the page that wait for this person's confirmation today."""
    if day != clock.today() or not actor.may("task.confirm"):
        return frozenset()
    bodies = actor.bodies_for("task.confirm")
    return frozenset(
        task.pk
        for task in tasks
        if getattr(task, "stage", "") == Lifecycle.UNIT_APPROVED
        and getattr(task, "confirmer_id", None) in bodies
    )


def _reportable(actor: Actor, tasks: list[Task], day: dt.date) -> frozenset[int]:
    """The rows of the page on which this person's body, as their lead, reports today."""
    bodies = actor.bodies_for("task.update") if day == clock.today() else frozenset()
    return frozenset(
        task.pk
        for task in tasks
        if getattr(task, "lead_id", None) in bodies and getattr(task, "stage", "") in AT_WORK
    )


def _totals(
    request: PageRequest, values: Mapping[str, str], counts: OfficialCounts
) -> Iterator[tuple[str, int, str]]:
    for status, number in counts.by_status.items():
        given = {**values, names.STATUS: str(status)}
        yield str(status), number, list_url(request, **given)


def _fields(values: Mapping[str, str], day: dt.date) -> Iterator[SafeString]:
    """The selects always shown. Cost: two queries."""
    programmes: Options = list(list_programmes().values_list("pk", "short_title"))
    if len(programmes) > 1:
        given = values.get(names.PROGRAMME, "")
        words = _("Chương trình"), _("Mọi chương trình")
        yield select_html(names.PROGRAMME, words[0], programmes, given, words[1])
    statuses: Options = [*status_options()]
    given = values.get(names.STATUS, "")
    if given and given not in dict(statuses):
        statuses.append((given, names.status_words(given)))
    yield select_html(names.STATUS, _("Trạng thái"), statuses, given, _("Mọi trạng thái"))
    lead = values.get(names.LEAD, "")
    yield select_html(names.LEAD, _("Chủ trì"), _leads(day), lead, _("Mọi cơ quan"))


def _more_fields(actor: Actor, values: Mapping[str, str], day: dt.date) -> Iterator[SafeString]:
    """The selects shown on request. Cost: four queries at most."""
    programme = values.get(names.PROGRAMME, "")
    sections, given = _sections(programme), values.get(names.SECTION, "")
    yield select_html(names.SECTION, _("Phần của kế hoạch"), sections, given, _("Mọi phần"))
    officers, given = _officers(actor, day), values.get(names.OFFICER, "")
    yield select_html(names.OFFICER, _("Người xử lý"), officers, given, _("Mọi người"))
    documents, given = _documents(), values.get(names.DOCUMENT, "")
    yield select_html(names.DOCUMENT, _("Văn bản"), documents, given, _("Mọi văn bản"))


def _leads(day: dt.date) -> Options:
    held = Assignment.objects.filter(part=Part.LEAD, validity__contains=day)
    bodies = Organisation.objects.filter(pk__in=held.values("organisation_id"))
    return [(pk, name) for pk, name in bodies.order_by("sort_key", "pk").values_list("pk", "name")]


def _sections(given: str) -> Options:
    """The parts of the plan of the programme asked for, else of the one in view."""
    current = None if given else current_programme()
    programme = int(given) if given else current.pk if current else 0
    rows = PlanSection.objects.filter(programme_id=programme).order_by("order", "pk")
    return [(pk, f"{path}. {title}"[:90]) for pk, path, title in rows.values_list(*_SECTION)]


def _documents() -> Options:
    """The documents that tasks answer to, by number; a task may answer to several."""
    rows = Document.objects.filter(renditions__texts__passages__task_sources__isnull=False)
    listed = rows.distinct().order_by("number", "pk").values_list("pk", "number", "title")
    return [(pk, (number or title)[:90]) for pk, number, title in listed]


_SECTION = ("pk", "path", "title")


def _officers(actor: Actor, day: dt.date) -> Options:
    """Those named on tasks: of all bodies for who sees all, else of one's own."""
    held = Assignment.objects.filter(officer__isnull=False, validity__contains=day)
    if not actor.may("task.view_all"):
        held = held.filter(organisation_id__in=actor.bodies_for("task.view"))
    people = User.objects.filter(pk__in=held.values("officer_id")).order_by("full_name", "pk")
    return [(pk, name) for pk, name in people.values_list("pk", "full_name")]
