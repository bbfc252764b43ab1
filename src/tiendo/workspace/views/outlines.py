"""Screens of outlines: the list, one with its versions and their differences, its file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from tiendo.domain.configuration import write_configuration
from tiendo.domain.outlines import read_outline
from tiendo.reporting.models import Outline, OutlineVersion
from tiendo.reporting.outlines.queries import differences, list_outlines, outline_lines
from tiendo.workspace.access import PageRequest, number_in, page
from tiendo.workspace.outline_options import label_of
from tiendo.workspace.views.documents import sandboxed

PER_PAGE = 30
MANAGE = "regime.manage"


@page(MANAGE)
def show_list(request: PageRequest) -> HttpResponse:
    """The outlines with their newest version."""
    listed = Paginator(list_outlines(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "outlines/list.html", {"page": listed})


@page(MANAGE)
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One outline as it stands, or as an older version had it."""
    outline = get_object_or_404(Outline, pk=pk)
    versions = list(outline.versions.select_related("created_by").order_by("-number"))
    chosen = _chosen(versions, request.GET.get("ban"))
    older = next((each for each in versions if each.number == chosen.number - 1), None)
    context = {
        "outline": outline,
        "versions": versions,
        "chosen": chosen,
        "is_newest": chosen == versions[0],
        "lines": outline_lines(read_outline(chosen.content), label_of),
        "differences": differences(older.content, chosen.content, label_of) if older else (),
        "older": older,
    }
    return render(request, "outlines/outline.html", context)


@page(MANAGE)
def download(request: PageRequest, pk: int, number: int) -> HttpResponse:
    """The content of a version as a file."""
    version = get_object_or_404(
        OutlineVersion.objects.select_related("outline"), outline=pk, number=number
    )
    text = write_configuration(version.content)
    name = f"de-cuong-{version.outline.code}-ban-{number}.yaml"
    return sandboxed(HttpResponse(text, content_type="application/yaml; charset=utf-8"), name)


def _chosen(versions: list[OutlineVersion], asked: str | None) -> OutlineVersion:
    """The version asked for, the newest where none is. Errors: Http404."""
    if not versions:
        raise Http404
    number = versions[0].number if asked is None else number_in(asked)
    found = next((each for each in versions if each.number == number), None)
    if found is None:
        raise Http404
    return found
