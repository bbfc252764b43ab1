"""Screens about outgoing papers: the list, one paper with its way, its files."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from tiendo.documents.storage import open_kept
from tiendo.issuing.actions import open_paper
from tiendo.issuing.models import FileKind, OutgoingPaper, PaperFile
from tiendo.issuing.permissions import bodies_served, sees_papers
from tiendo.issuing.queries import files_of, list_papers, open_moves, paper_of
from tiendo.reporting.models import Report
from tiendo.workspace.access import WRITE, PageRequest, page
from tiendo.workspace.answers import press_button
from tiendo.workspace.forms.papers import PaperFilterForm
from tiendo.workspace.paper_steps import step_links
from tiendo.workspace.paper_words import check_row, history_of, step_marks
from tiendo.workspace.views.documents import sandboxed

PER_PAGE = 30
_OPENED = _("Đã đưa báo cáo vào văn bản đi.")
CHECKS_SHOWN = 5


@page()
def show_list(request: PageRequest) -> HttpResponse:
    """The papers on their way out and those that went, filtered by state."""
    require_sight(request)
    form = PaperFilterForm(request.GET)
    listed = list_papers(request.actor, form.narrowed())
    context = {
        "form": form,
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "may_number": bool(bodies_served(request.actor, "paper.number")),
    }
    return render(request, "papers/list.html", context)


@page(methods=WRITE)
def open_new(request: PageRequest, pk: int) -> HttpResponse:
    """Take a report up as an outgoing paper."""
    report = get_object_or_404(Report.objects.select_related("issuer"), pk=pk)

    def act() -> str:
        open_paper(by=request.actor, report=report)
        return str(_OPENED)

    return press_button(request, act, "report", pk)


@page()
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One paper: where it stands, what may be done, its files, checks and steps."""
    paper = found_paper(request, pk)
    steps = list(paper.steps.select_related("by").order_by("-pk"))
    checks = paper.checks.select_related("by").order_by("-pk")[:CHECKS_SHOWN]
    files = list(files_of(paper))
    context = {
        "paper": paper,
        "marks": step_marks(paper),
        "links": list(step_links(open_moves(request.actor, paper), paper)),
        "files": files,
        "to_sign": _newest(files, FileKind.FINAL_PDF),
        "checks": [check_row(each, paper.signer_name) for each in checks],
        "history": list(history_of(steps)),
        "programme_in_view": paper.report.programme,
        "may_see_report": request.actor.may("report.view"),
        "may_see_trail": request.actor.may("trail.view"),
    }
    return render(request, "papers/paper.html", context)


@page()
def download(request: PageRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """One file of a paper as it was written or taken in."""
    paper = found_paper(request, pk)
    files = PaperFile.objects.select_related("stored_file")
    file = get_object_or_404(files, pk=file_pk, paper=paper)
    stored = file.stored_file
    response = FileResponse(open_kept(stored), content_type=stored.media_type)
    return sandboxed(response, file.file_name)


def found_paper(request: PageRequest, pk: int) -> OutgoingPaper:
    """The paper, for who may see it. Errors: Http404; PermissionDenied."""
    require_sight(request)
    try:
        return paper_of(request.actor, pk)
    except OutgoingPaper.DoesNotExist as error:
        if OutgoingPaper.objects.filter(pk=pk).exists():
            raise PermissionDenied from error
        raise Http404 from error


def require_sight(request: PageRequest) -> None:
    """Go on only for who has anything to do with papers. Errors: PermissionDenied."""
    if not sees_papers(request.actor):
        raise PermissionDenied


def _newest(files: list[PaperFile], kind: FileKind) -> PaperFile | None:
    return next((each for each in files if each.kind == kind), None)
