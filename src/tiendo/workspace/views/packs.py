"""Screens about evidence packs: one's own, a new one, one on its way, its file."""

from __future__ import annotations

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.inspections.errors import InspectionError
from tiendo.inspections.models import EvidencePack
from tiendo.inspections.packs import (
    KEPT_DAYS,
    ask_for_pack,
    estimate_pack,
    find_packs,
    may_pack,
    path_of,
)
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.reporting.made_files import MadeState
from tiendo.tasks.models import Task
from tiendo.tasks.permissions import can_view
from tiendo.workspace.access import READ_WRITE, PageRequest, number_in, page
from tiendo.workspace.forms.packs import PackForm
from tiendo.workspace.views.documents import sandboxed

PER_PAGE = 30
Subject = Task | Organisation | Programme
_NAMES = ("nhiem-vu", "co-quan", "chuong-trinh")


@page("pack.make")
def show_list(request: PageRequest) -> HttpResponse:
    """The packs the person asked for."""
    found = find_packs(request.actor)
    context = {"page": Paginator(found, PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "packs/list.html", context)


@page("pack.make", methods=READ_WRITE)
def ask(request: PageRequest) -> HttpResponse:
    """Ask for the pack of the task, body or programme in the address."""
    kind, subject = _subject(request)
    if not may_pack(request.actor, **{kind: subject}):  # type: ignore[arg-type]
        raise PermissionDenied("pack.make")
    if isinstance(subject, Task) and not can_view(request.actor, subject):
        raise PermissionDenied("task.view")
    form = PackForm(request.POST or None, initial={"as_of": clock.today()})
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            day = form.cleaned_data["as_of"]
            try:
                pack = ask_for_pack(
                    by=request.actor,
                    as_of=day,
                    **{kind: subject},  # type: ignore[arg-type]
                )
            except InspectionError as refused:
                form.add_error("as_of", str(refused))
            else:
                return redirect("pack", pk=pack.pk)
    estimate = estimate_pack(request.actor, clock.today(), **{kind: subject})  # type: ignore[arg-type]
    context = {
        "form": form,
        "subject": subject,
        "query": request.GET.urlencode(),
        "estimate": estimate,
        "kept_days": parameter_on(KEPT_DAYS, clock.today()),
    }
    return render(request, "packs/new.html", context, status=status)


@page("pack.make")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One pack: how far it is, or its file with its hash."""
    return render(request, "packs/pack.html", _context(request, pk))


@page("pack.make")
def progress(request: PageRequest, pk: int) -> HttpResponse:
    """The part of the page that says how far it is; when it has ended the whole page comes anew."""
    context = _context(request, pk)
    response = render(request, "packs/state.html", context)
    if not context["is_open"]:
        response["HX-Refresh"] = "true"
    return response


@page("pack.make")
def download(request: PageRequest, pk: int) -> HttpResponseBase:
    """The ZIP, for who asked for it and as long as it is kept."""
    pack = _found(request, pk)
    # Whoever lost the post since asking no longer fetches it.
    if not may_pack(request.actor, task=pack.task, body=pack.body, programme=pack.programme):
        raise PermissionDenied("pack.make")
    try:
        path = path_of(pack)
    except InspectionError as error:
        raise Http404(str(error)) from error
    response = FileResponse(path.open("rb"), content_type="application/zip")
    return sandboxed(response, f"ho-so-minh-chung-{pack.pk}-{pack.as_of.isoformat()}.zip")


def _context(request: PageRequest, pk: int) -> dict[str, object]:
    pack = _found(request, pk)
    failed = pack.state == MadeState.FAILED
    return {
        "pack": pack,
        "is_open": pack.is_open,
        "why": pack.error if failed else "",
        "is_kept": bool(pack.path),
    }


def _found(request: PageRequest, pk: int) -> EvidencePack:
    """The pack, for who asked for it. Errors: Http404; PermissionDenied."""
    related = ("task", "body", "programme")
    pack = get_object_or_404(EvidencePack.objects.select_related(*related), pk=pk)
    if pack.asked_by_id != request.actor.user_id:
        raise PermissionDenied
    return pack


def _subject(request: PageRequest) -> tuple[str, Subject]:
    """The item of the address and the name the action takes it by. Errors: Http404."""
    task, body, programme = (number_in(request.GET.get(name, "")) for name in _NAMES)
    if task is not None:
        return "task", get_object_or_404(Task, pk=task)
    if body is not None:
        return "body", get_object_or_404(Organisation, pk=body)
    if programme is not None:
        return "programme", get_object_or_404(Programme, pk=programme)
    raise Http404
