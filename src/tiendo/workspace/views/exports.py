"""Views as files: a short one at once, a long one in the background with its progress."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.overview.asking import Asked, View
from tiendo.overview.conditions import kept
from tiendo.overview.errors import OverviewError
from tiendo.overview.exports import (
    ask_for_export,
    cancel_export,
    check,
    delete_export,
    find_exports,
    is_short,
    made_lately,
    path_of,
)
from tiendo.overview.models import Export, Format
from tiendo.overview.sheets import VIEWS
from tiendo.overview.writing import write_view
from tiendo.reporting.made_files import MadeState
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, as_of, known_at, page, require
from tiendo.workspace.answers import press_button, status_of
from tiendo.workspace.task_filters import looks_in, read_filter
from tiendo.workspace.views.documents import sandboxed

PER_PAGE = 30
_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@page(methods=READ_WRITE)
def ask(request: PageRequest, view: str, form: str) -> HttpResponseBase:
    """The file of a view, of the filter and the day in the address; asked for by POST, or with
    many rows, it is made in the background."""
    chosen, kind = _view(view), _format(form)
    require(request, chosen.permission)
    asked = asked_in(request, chosen)
    try:
        rows = check(chosen, asked, kind)
        if request.method == "POST":
            return redirect("export", pk=ask_for_export(view=chosen, asked=asked, form=kind).pk)
    except OverviewError as refused:
        context = {"view": chosen, "refusal": str(refused)}
        return render(request, "exports/new.html", context, status=status_of(refused))
    if is_short(rows, kind):
        return _at_once(chosen, asked, kind)
    context = {
        "view": chosen,
        "rows": rows,
        "form_name": kind.label,
        "lately": made_lately(chosen, asked, kind),
    }
    return render(request, "exports/new.html", context)


@page()
def show_list(request: PageRequest) -> HttpResponse:
    """The exports the person asked for."""
    listed = Paginator(find_exports(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    rows = [(export, VIEWS[export.view].title) for export in listed.object_list]
    return render(request, "exports/list.html", {"page": listed, "rows": rows})


@page()
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One export: how far it is, or its file."""
    return render(request, "exports/export.html", _context(request, pk))


@page()
def progress(request: PageRequest, pk: int) -> HttpResponse:
    """The part of the page that says how far it is; when it has ended the whole page comes anew."""
    context = _context(request, pk)
    response = render(request, "exports/state.html", context)
    if not _found(request, pk).is_open:
        response["HX-Refresh"] = "true"
    return response


@page(methods=WRITE)
def cancel(request: PageRequest, pk: int) -> HttpResponse:
    """Stop an export on its way."""
    export = _found(request, pk)

    def stop() -> str:
        cancel_export(export=export, by=request.actor)
        return _("Đã dừng việc lập tệp.")

    return press_button(request, stop, "export", pk)


@page(methods=WRITE)
def delete(request: PageRequest, pk: int) -> HttpResponse:
    """Delete the file of an export."""
    export = _found(request, pk)

    def act() -> str:
        delete_export(export=export, by=request.actor)
        return _("Đã xóa tệp.")

    return press_button(request, act, "export", pk)


@page()
def download(request: PageRequest, pk: int) -> HttpResponseBase:
    """The file, for who asked for it and may still see such, as long as it is kept."""
    export = _found(request, pk)
    require(request, VIEWS[export.view].permission)
    try:
        path = path_of(export)
    except OverviewError as error:
        raise Http404(str(error)) from error
    kind = Format(export.format)
    response = FileResponse(path.open("rb"), content_type=_TYPES[kind])
    return sandboxed(response, _file_name(export.view, export.day, kind))


def asked_in(request: PageRequest, view: View | None = None) -> Asked:
    """What the address asks of a view: filter, day, knowledge, order. Errors: DayRefused (400)."""
    conditions = view.conditions if view else None
    return Asked(
        actor=request.actor,
        day=as_of(request) if view is None or view.has_day else clock.today(),
        known_at=known_at(request) if view is None or view.has_knowledge else None,
        values={**read_filter(request.GET).values, **looks_in(request.GET)}
        if conditions is None
        else kept(conditions, request.GET.dict()),
        ordering=request.GET.get("sort", "plan")[:20],
    )


def _at_once(view: View, asked: Asked, kind: Format) -> HttpResponse:
    name = _file_name(view.name, asked.day, kind)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        write_view(view, asked, kind, path, lambda done: None)
        content = path.read_bytes()
    return sandboxed(HttpResponse(content, content_type=_TYPES[kind]), name)


def _file_name(view: str, day: dt.date, kind: Format) -> str:
    return f"{view}-{day.isoformat()}.{kind}"


def _view(name: str) -> View:
    try:
        return VIEWS[name]
    except KeyError:
        raise Http404(name) from None


def _format(name: str) -> Format:
    try:
        return Format(name)
    except ValueError:
        raise Http404(name) from None


def _context(request: PageRequest, pk: int) -> dict[str, object]:
    export = _found(request, pk)
    return {
        "export": export,
        "title": VIEWS[export.view].title,
        "is_kept": bool(export.path),
        "is_past": export.expires_on is not None and export.expires_on < clock.today(),
        "failed": export.state == MadeState.FAILED,
        "cancelled": export.state == MadeState.CANCELLED,
    }


def _found(request: PageRequest, pk: int) -> Export:
    """The export, for who asked for it. Errors: Http404; PermissionDenied."""
    export = get_object_or_404(Export, pk=pk)
    if export.asked_by_id != request.actor.user_id:
        raise PermissionDenied
    return export
