"""One piece of evidence: a look at it before it is downloaded, and taking it back."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.documents.models import StoredFile, VirusScan
from tiendo.documents.page_images import (
    MEDIA_TYPE,
    WIDTHS,
    NoSuchPage,
    Sheet,
    count_pages,
    has_pages,
    page_image,
)
from tiendo.documents.previews import first_words
from tiendo.documents.storage import open_kept
from tiendo.domain import clock
from tiendo.tasks.actions import withdraw_evidence
from tiendo.tasks.actions.withdrawing import withdrawing_body
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Evidence, EvidenceKind, Lifecycle
from tiendo.tasks.parties import parties_on
from tiendo.tasks.queries.duplicates import duplicates_of
from tiendo.workspace.access import READ_WRITE, PageRequest, dated_url, page, require
from tiendo.workspace.evidence_cards import card_of
from tiendo.workspace.task_page import found_task
from tiendo.workspace.views.documents import sandboxed

PAGES = 5
_SANDBOX = "sandbox; default-src 'none'"


@page("task.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """The evidence with pictures of its first pages or its first words, and where else it is."""
    evidence = _found(request, pk)
    duplicate = duplicates_of([evidence], request.actor).get(evidence.pk)
    stored = evidence.stored_file if evidence.kind == EvidenceKind.FILE else None
    pages = _pages(stored) if stored else 0
    context = {
        "evidence": evidence,
        "card": card_of(evidence, duplicate),
        "stored": stored,
        "duplicate": duplicate,
        "others": [
            (task, dated_url(request, "task", task.pk))
            for task in (duplicate.tasks if duplicate else ())
        ],
        "pictures": [_picture(evidence, number) for number in range(1, min(pages, PAGES) + 1)],
        "page_count": pages,
        "words": first_words(stored, evidence.original_name) if stored and not pages else "",
        "scan": _scan_of(stored) if stored else None,
        "may_withdraw": _may_withdraw(request, evidence),
        "document_url": reverse("document", args=[evidence.document_id])
        if evidence.document_id
        else "",
        "task_url": dated_url(request, "task", evidence.task_id),
    }
    return render(request, "evidence/show.html", context)


def _found(request: PageRequest, pk: int) -> Evidence:
    """The evidence, for those who may see its task. Errors: Http404; PermissionDenied."""
    rows = Evidence.objects.select_related(
        "stored_file", "task", "occurrence", "added_by", "withdrawn_by"
    )
    evidence = get_object_or_404(rows, pk=pk)
    found_task(request, evidence.task_id)
    return evidence


def _pages(stored: StoredFile) -> int:
    if not has_pages(stored.media_type):
        return 0
    with open_kept(stored) as file:
        return count_pages(file, stored.media_type)


def _picture(evidence: Evidence, number: int) -> tuple[int, str, str]:
    """The number of a page, its picture for the page and its largest one."""
    small, large = (
        reverse("evidence-page", args=[evidence.pk, number, width]) for width in WIDTHS[1:]
    )
    return number, small, large


def _scan_of(stored: StoredFile) -> VirusScan | None:
    return VirusScan.objects.filter(sha256=stored.sha256).order_by("-pk").first()


def _may_withdraw(request: PageRequest, evidence: Evidence) -> bool:
    work = evidence.occurrence or evidence.task
    is_claimed = work.lifecycle in (
        Lifecycle.CLAIMED,
        Lifecycle.UNIT_APPROVED,
        Lifecycle.CONFIRMED,
    )
    if evidence.withdrawn_at is not None or is_claimed:
        return False
    parties = parties_on(evidence.task, clock.today())
    return withdrawing_body(evidence, parties, request.actor) is not None


@page("task.view")
def image(request: PageRequest, pk: int, number: int, width: int) -> HttpResponse:
    """A page of the evidence as a picture in one of the known widths."""
    evidence = _found(request, pk)
    stored = evidence.stored_file
    if stored is None or width not in WIDTHS or not has_pages(stored.media_type):
        raise Http404
    try:
        picture = page_image(stored, Sheet(number, width))
    except NoSuchPage as error:
        raise Http404 from error
    response = HttpResponse(picture, content_type=MEDIA_TYPE, status=HTTPStatus.OK)
    response["Content-Security-Policy"] = _SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response


@page("task.view")
def download(request: PageRequest, pk: int) -> HttpResponseBase:
    """The file of evidence; the browser must not run it."""
    evidence = _found(request, pk)
    if evidence.kind != EvidenceKind.FILE or evidence.stored_file is None:
        raise Http404
    stored = evidence.stored_file
    response = FileResponse(open_kept(stored), content_type=stored.media_type)
    return sandboxed(response, evidence.original_name)


@page("task.update", methods=READ_WRITE)
def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """Ask why a piece of evidence is taken back, and mark it."""
    evidence = _found(request, pk)
    body_id = withdrawing_body(evidence, parties_on(evidence.task, clock.today()), request.actor)
    require(request, "task.update", at=body_id if body_id is not None else -1)
    context = {"evidence": evidence, "card": card_of(evidence, None), "reason": "", "error": ""}
    if request.method != "POST":
        return render(request, "evidence/withdraw.html", context)
    reason = request.POST.get("reason", "")[:2000]
    try:
        withdraw_evidence(evidence=evidence, reason=reason, by=request.actor)
    except TaskError as error:
        context |= {"reason": reason, "error": str(error)}
        is_empty = error.code == "reason_needed"
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_empty else HTTPStatus.CONFLICT
        return render(request, "evidence/withdraw.html", context, status=status)
    messages.success(request, _("Đã rút minh chứng; hồ sơ vẫn giữ lại kèm lý do."))
    return redirect("task", pk=evidence.task_id)
