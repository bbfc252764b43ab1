"""The filter of tasks as a bar of fields, the same above the list and every other view of tasks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.accounts.models import User
from tiendo.documents.models import Document
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import PlanSection
from tiendo.programmes.queries import current_programme, list_programmes
from tiendo.tasks.models import Assignment, Part
from tiendo.workspace import task_filters as names
from tiendo.workspace.access import PageRequest, dated_url
from tiendo.workspace.task_filters import ChosenFilter, status_options
from tiendo.workspace.task_rows import select_html

# These fields are asked for less often, and shown on request.
_MORE = frozenset({names.SECTION, names.OFFICER, names.DOCUMENT, names.FROM, names.TO})
Options = list[tuple[object, str]]


def filter_context(
    request: PageRequest, chosen: ChosenFilter, day: dt.date, page: str
) -> dict[str, object]:
    """What ``tasks/filter_bar.html`` shows on a page, by its name. Cost: two queries, six where
    the fields shown on request are."""
    more = request.GET.get("loc") == "them" or bool(chosen.values.keys() & _MORE)
    return {
        "filter_action": reverse(page),
        "fields": list(_fields(chosen.values, day)),
        "more_fields": list(_more_fields(request.actor, chosen.values, day)) if more else (),
        "shows_more": more,
        "text": chosen.tasks.text,
        "from_day": chosen.tasks.deadline_from,
        "to_day": chosen.tasks.deadline_to,
        "is_filtered": bool(chosen.values),
        "clear_url": dated_url(request, page, **names.EVERYTHING),
    }


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
