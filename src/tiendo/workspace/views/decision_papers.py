"""Screens of draft decision papers: the list, a new one, its files, its decision."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tiendo.documents.storage import open_kept
from tiendo.programmes.models import Programme
from tiendo.programmes.queries import current_programme, list_programmes
from tiendo.reporting.decision_papers.actions import (
    decide_decision_paper,
    draft_decision_paper,
    rewrite_decision_paper,
)
from tiendo.reporting.errors import ReportError
from tiendo.reporting.messages import say_issue
from tiendo.reporting.models import DecisionPaper, DecisionPaperFile, DecisionPaperState
from tiendo.workspace.access import READ_WRITE, PageRequest, number_in, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.decision_papers import DecideDecisionPaperForm, DecisionPaperForm
from tiendo.workspace.views.changes import rows_of
from tiendo.workspace.views.documents import sandboxed

PER_PAGE = 30


@page("report.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The decision papers, the newest first."""
    rows = DecisionPaper.objects.select_related("programme", "created_by")
    rows = rows.annotate(number=Count("items")).order_by("-created_at", "-pk")
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "may_draft": request.actor.may("change.appraise"),
    }
    return render(request, "decision_papers/list.html", context)


@page("change.appraise", methods=READ_WRITE)
def draft_new(request: PageRequest) -> HttpResponse:
    """Collect appraised requests of a programme into a draft."""
    programme = _programme(request)
    if programme is None:
        return render(request, "decision_papers/new.html", {"programmes": ()})
    form = DecisionPaperForm(request.POST or None, programme=programme)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                written = draft_decision_paper(
                    by=request.actor, programme=programme, **form.particulars()
                )
            except ReportError as refused:
                form.add_error(None, str(refused))
                status = HTTPStatus.CONFLICT
            else:
                return redirect("decision-paper", pk=written.pk)
    context = {"form": form, "programme": programme, "programmes": list_programmes()}
    return render(request, "decision_papers/new.html", context, status=status)


@page("report.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One decision paper: its requests, its files, what reading them back found."""
    written = _found(pk)
    items = list(
        written.items.select_related("change__task", "change__organisation", "change__programme")
    )
    rows = list(rows_of(request, [item.change for item in items]))
    files = list(written.files.select_related("written_by"))
    is_draft = written.state == DecisionPaperState.DRAFT
    issues = files[0].checks.get("issues", ()) if files else ()
    context = {
        "written": written,
        "is_draft": is_draft,
        "items": list(zip(items, rows, strict=True)),
        "files": files,
        "issues": [say_issue(issue["code"], issue["params"]) for issue in issues],
        "may_rewrite": is_draft and request.actor.may("change.appraise"),
        "may_decide": is_draft and request.actor.may("change.decide"),
    }
    return render(request, "decision_papers/decision_paper.html", context)


@page("change.appraise", methods=READ_WRITE)
def rewrite(request: PageRequest, pk: int) -> HttpResponse:
    """Write a draft again."""
    written = _found(pk)
    initial = {
        "version": written.version,
        "addressee": written.addressee,
        "grounds": written.grounds,
        "changes": list(written.items.values_list("change_id", flat=True)),
    }
    form = DecisionPaperForm(
        request.POST or None, programme=written.programme, paper=written, initial=initial
    )

    def act() -> DecisionPaper:
        version = form.cleaned_data["version"]
        return rewrite_decision_paper(
            by=request.actor, paper=written, version=version, **form.particulars()
        )

    return _take(
        request, written, form, act, "decision_papers/rewrite.html", _("Đã lập lại tờ trình.")
    )


@page("change.decide", methods=READ_WRITE)
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """Enter the decision on all its requests."""
    written = _found(pk)
    form = DecideDecisionPaperForm(
        request.POST or None, paper=written, initial={"version": written.version}
    )

    def act() -> DecisionPaper:
        return decide_decision_paper(by=request.actor, paper=written, **form.particulars())

    return _take(
        request, written, form, act, "decision_papers/decide.html", _("Đã ghi quyết định.")
    )


@page("report.view")
def download(request: PageRequest, pk: int, version: int) -> HttpResponseBase:
    """The file of one writing."""
    file = get_object_or_404(
        DecisionPaperFile.objects.select_related("stored_file"), paper=pk, version=version
    )
    stored = file.stored_file
    response = FileResponse(open_kept(stored), content_type=stored.media_type)
    return sandboxed(response, file.file_name)


def _take(
    request: PageRequest, written: DecisionPaper, form: Any, act: Any, template: str, done: str
) -> HttpResponse:
    """Show the form, or act on it; once decided there is nothing more to do."""
    show = partial(render, request, template, {"written": written, "form": form})
    if request.method != "POST" and written.state != DecisionPaperState.DRAFT:
        return show(status=HTTPStatus.CONFLICT)

    def take() -> HttpResponse:
        act()
        return say_done(request, done, "decision-paper", written.pk)

    return answer_form(request, form, take, show)


def _found(pk: int) -> DecisionPaper:
    rows = DecisionPaper.objects.select_related(
        "programme__owner", "issuer", "created_by", "decided_by"
    )
    return get_object_or_404(rows, pk=pk)


def _programme(request: PageRequest) -> Programme | None:
    """The programme that is named, else the one in view."""
    named = request.POST.get("programme", "") or request.GET.get("chuong_trinh", "")
    given = number_in(named)
    found = list_programmes().filter(pk=given).first() if given is not None else None
    return found or current_programme()
