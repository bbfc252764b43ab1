"""Screens of the trail: the whole of it, and that of one object."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch

from tiendo.audit.models import AuditEvent
from tiendo.audit.queries import TrailFilter, events_of, find_events
from tiendo.workspace.access import PageRequest, dated_url, page
from tiendo.workspace.forms.trail import TrailFilterForm
from tiendo.workspace.trail_entries import read_entries
from tiendo.workspace.trail_subjects import SUBJECTS, Subject, objects_of

PER_PAGE = 50


@page("trail.view_all")
def show_all(request: PageRequest) -> HttpResponse:
    """The whole trail, filtered by person, action and day."""
    form = TrailFilterForm(request.GET)
    return _show(request, find_events(form.narrowed()), {"form": form})


@page()
def show_of(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """The trail of one object and of what belongs to it, for those who may see it."""
    subject = SUBJECTS.get(kind)
    if subject is None:
        raise Http404
    found = subject.find(pk)
    if not subject.may_see(request.actor, found):
        raise PermissionDenied
    events = find_events(TrailFilter()).filter(events_of(objects_of(subject, found, request.actor)))
    context = {"subject": found, "subject_url": _url_of(request, subject, found)}
    return _show(request, events, context)


def _show(
    request: PageRequest, events: QuerySet[AuditEvent], context: dict[str, object]
) -> HttpResponse:
    shown = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    entries = read_entries(shown.object_list)
    return render(request, "trail/trail.html", {**context, "page": shown, "entries": entries})


def _url_of(request: PageRequest, subject: Subject, found: Model) -> str:
    """The object's own page; empty where it has none."""
    try:
        return dated_url(request, subject.url_name, getattr(found, subject.url_field))
    except NoReverseMatch:
        return ""
