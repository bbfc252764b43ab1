"""Screens about documents: the list, upload, one document with its text, downloads."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.documents.actions import Received, declare_upload, edit_header, receive_upload
from tiendo.documents.errors import (
    AlreadyInStock,
    DocumentError,
    EditedMeanwhile,
    UploadRefused,
)
from tiendo.documents.messages import say
from tiendo.documents.models import Document, QuarantinedUpload, Rendition, TextVersion
from tiendo.documents.permissions import can_read_all_again, can_upload
from tiendo.documents.queries import (
    candidates_of,
    document_of,
    last_readings,
    links_of,
    list_documents,
    newest_texts,
    own_uploads,
    rendition_of,
    whole_text,
)
from tiendo.documents.storage import open_kept
from tiendo.intake.models import ExtractionRun
from tiendo.intake.permissions import can_review
from tiendo.intake.queries import made_from, runs_of
from tiendo.workspace.access import READ_WRITE, PageRequest, number_in, page
from tiendo.workspace.document_doubts import doubts_of
from tiendo.workspace.document_links import cited_in
from tiendo.workspace.document_marks import asked_span, document_marks
from tiendo.workspace.document_pages import PageView, page_view
from tiendo.workspace.document_text import outline_of, text_html
from tiendo.workspace.forms.documents import (
    DeclarationForm,
    DocumentFilterForm,
    HeaderForm,
    UploadForm,
)

Answer = TypeVar("Answer", bound=HttpResponseBase)
PER_PAGE = 50
MAX_DOUBTS = 60
# 413 and 409 say more than 422 where they fit.
_STATUS = {
    "too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "same_file": HTTPStatus.CONFLICT,
    "already_decided": HTTPStatus.CONFLICT,
    "document_exists": HTTPStatus.CONFLICT,
    "edited_meanwhile": HTTPStatus.CONFLICT,
}


@page("document.view")
def show_list(request: PageRequest) -> HttpResponse:
    """The registered documents, searched and filtered."""
    form = DocumentFilterForm(request.GET)
    documents = list_documents(request.actor, form.narrowed())
    shown = Paginator(documents, PER_PAGE).get_page(request.GET.get("page"))
    may_upload = can_upload(request.actor)
    context = {
        "form": form,
        "page": shown,
        "may_upload": may_upload,
        "may_read_all": can_read_all_again(request.actor),
        "uploads": own_uploads(request.actor) if may_upload else (),
    }
    return render(request, "documents/list.html", context)


@page("document.upload", methods=READ_WRITE)
def upload(request: PageRequest) -> HttpResponse:
    """Take one file in; ``?gan-vao=ID`` attaches it to a document in stock."""
    attach_to = _attached(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _upload_page(request, UploadForm(), attach_to)
    if not form.is_valid():
        return _upload_page(request, form, attach_to, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    file = form.cleaned_data["file"]
    try:
        received = receive_upload(
            by=request.actor,
            file=file,
            name=file.name,
            declared=form.cleaned_data["declared"],
            attach_to=attach_to,
            part=form.cleaned_data["part"] or "body",
        )
    except UploadRefused as refused:
        return _refused(request, form, attach_to, refused)
    return _received(request, received)


@page("document.upload", methods=READ_WRITE)
def declare(request: PageRequest, pk: int) -> HttpResponse:
    """Ask the uploader's declaration for a file that cannot be read."""
    waiting = get_object_or_404(QuarantinedUpload, pk=pk, uploaded_by=request.user)
    form = DeclarationForm(request.POST or None)
    status = HTTPStatus.OK
    if request.method == "POST" and form.is_valid():
        try:
            return _received(request, declare_upload(by=request.actor, upload=waiting))
        except DocumentError as refused:
            form.add_error(None, str(refused))
            status = _STATUS.get(refused.code, HTTPStatus.UNPROCESSABLE_ENTITY)
    elif request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {"form": form, "waiting": waiting, "why": _why_unread(waiting)}
    return render(request, "documents/declare.html", context, status=status)


@page("document.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One document: its text with outline and marks, what it cites, its files, its tasks."""
    try:
        document = document_of(request.actor, pk)
    except Document.DoesNotExist as error:
        raise Http404 from error
    texts = newest_texts(document)
    chosen = _chosen(texts, request.GET.get("ban"))
    may_review = can_review(request.actor)
    runs = list(runs_of(document)) if may_review else []
    context: dict[str, object] = {
        "document": document,
        "texts": texts,
        "text": chosen,
        "readings": last_readings(document),
        "tasks": made_from(document, request.actor),
        "run": _run_of(runs, chosen),
        "may_upload": can_upload(request.actor),
        "may_review": may_review,
        "may_enter": request.actor.may("observation.enter"),
        "shown": _first_page(document) if chosen is None else None,
    }
    if chosen is not None:
        context.update(_text_context(request, whole_text(chosen.pk)))
    return render(request, "documents/document.html", context)


def _text_context(request: PageRequest, text: TextVersion) -> dict[str, object]:
    """A text with its marks, what to look at in it, what it cites, and its page beside it."""
    asked = request.GET.get("o", "")
    links = links_of(text)
    doubts = doubts_of(text)
    marks = document_marks(text, request.actor, links, doubts, asked)
    number = number_in(request.GET.get("trang", ""))
    shown = page_view(text.rendition, text, number=number, asked=asked_span(asked))
    return {
        "text": text,
        "text_html": text_html(text, marks, with_pages=shown is not None),
        "outline": outline_of(text),
        "doubts": doubts[:MAX_DOUBTS],
        "doubt_count": len(doubts),
        "cited": cited_in(links, candidates_of(links)),
        "shown": shown or page_view(text.rendition, text),
    }


def _first_page(document: Document) -> PageView | None:
    """The first page of a file whose words could not be read."""
    views = (page_view(rendition, None) for rendition in document.renditions.all())
    return next((view for view in views if view is not None), None)


def _run_of(runs: list[ExtractionRun], text: TextVersion | None) -> ExtractionRun | None:
    """The newest run over the file shown, else over another file of the document."""
    if text is None:
        return None
    own = (run for run in runs if run.text.rendition_id == text.rendition_id)
    return next(own, None)


@page("document.upload", methods=READ_WRITE)
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """Mend the header data; the second of two editors sees the first one's change."""
    document = get_object_or_404(Document, pk=pk)
    form = HeaderForm(request.POST or None, initial=HeaderForm.initial_of(document))
    status, current = HTTPStatus.OK, None
    if request.method == "POST":
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                _edit(request, document, form)
                return redirect("document", pk=pk)
            except EditedMeanwhile as error:
                current, status = error.current, HTTPStatus.CONFLICT
                form = _with_version(form, current.version)
                form.add_error(None, str(error))
            except DocumentError as error:
                form.add_error(None, str(error))
                status = _STATUS.get(error.code, status)
    context = {"form": form, "document": document, "current": current}
    return render(request, "documents/edit.html", context, status=status)


@page("document.view")
def download(request: PageRequest, pk: int) -> HttpResponseBase:
    """A file as it was stored; the browser must neither open nor run it."""
    try:
        rendition = rendition_of(request.actor, pk)
    except Rendition.DoesNotExist as error:
        raise Http404 from error
    stored = rendition.stored_file
    response = FileResponse(open_kept(stored), content_type=stored.media_type)
    return sandboxed(response, rendition.original_name)


def sandboxed(response: Answer, name: str) -> Answer:
    """A download that cannot act: saved, not shown; no script, no guess at its type."""
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _edit(request: PageRequest, document: Document, form: HeaderForm) -> None:
    edit_header(
        by=request.actor,
        document=document,
        version=form.cleaned_data["version"],
        data=form.data_of(),
        reason=form.cleaned_data["reason"],
    )
    messages.success(request, _("Đã lưu thông tin văn bản."))


def _with_version(form: HeaderForm, version: int) -> HeaderForm:
    """The form with what was typed, based on the version that stands now."""
    data = {name: form.data[name] for name in form.data}
    fresh = HeaderForm({**data, "version": version})
    fresh.is_valid()
    return fresh


def _attached(request: PageRequest) -> Document | None:
    given = number_in(request.GET.get("gan-vao", ""))
    return None if given is None else get_object_or_404(Document, pk=given)


def _upload_page(
    request: PageRequest,
    form: UploadForm,
    attach_to: Document | None,
    *,
    status: int = HTTPStatus.OK,
    refused: UploadRefused | None = None,
) -> HttpResponse:
    context: dict[str, object] = {"form": form, "attach_to": attach_to, "refused": refused}
    if isinstance(refused, AlreadyInStock):
        context["in_stock_url"] = reverse("document", args=[refused.document_id])
    return render(request, "documents/upload.html", context, status=status)


def _refused(
    request: PageRequest, form: UploadForm, attach_to: Document | None, refused: UploadRefused
) -> HttpResponse:
    status = _STATUS.get(refused.code, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _upload_page(request, form, attach_to, status=status, refused=refused)


def _why_unread(waiting: QuarantinedUpload) -> str:
    """Why the words of a waiting file could not be read, where its reader said why."""
    last = waiting.readings.order_by("-pk").first()
    if last is None or not last.error_code:
        return ""
    return say(last.error_code, {"name": waiting.original_name, **last.error_params})


def _received(request: PageRequest, received: Received) -> HttpResponse:
    if received.reading is not None:
        return redirect("document-reading", pk=received.reading.pk)
    if received.document is None:
        return redirect("document-declare", pk=received.upload.pk)
    words = _("Đã nhận văn bản.") if received.is_new else _("Đã gắn tệp vào văn bản có trong kho.")
    messages.success(request, words)
    return redirect("document", pk=received.document.pk)


def _chosen(texts: Sequence[TextVersion], wanted: str | None) -> TextVersion | None:
    """The text of the rendition asked for, else the first."""
    chosen = (text for text in texts if str(text.rendition_id) == wanted)
    return next(chosen, texts[0] if texts else None)
