"""Reading in the background: how far it is, stopping it, having a file read again."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiendo.accounts.actor import PermissionRefused
from tiendo.documents.actions import (
    ask_all_readings,
    ask_reading,
    read_upload_again,
    stop_reading,
)
from tiendo.documents.errors import DocumentError
from tiendo.documents.messages import say
from tiendo.documents.models import QuarantineState, Reading, ReadingState
from tiendo.documents.permissions import can_follow, can_stop
from tiendo.documents.queries import reading_of
from tiendo.documents.readings import PARSER
from tiendo.documents.rereading import stale_renditions
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.views.document_pages import found_rendition

PER_PAGE = 50


@page("document.view")
def show_reading(request: PageRequest, pk: int) -> HttpResponse:
    """How far a reading is; once it ended well, what it led to."""
    reading = _found(request, pk)
    if not reading.is_open and reading.state == ReadingState.DONE:
        return redirect(_leads_to(reading))
    return render(request, "documents/reading.html", _context(request, reading))


@page("document.view")
def show_progress(request: PageRequest, pk: int) -> HttpResponse:
    """The bar alone, asked for every two seconds; leads on when the reading has ended."""
    reading = _found(request, pk)
    if reading.is_open:
        return render(request, "documents/reading_state.html", _context(request, reading))
    address = _leads_to(reading) if reading.state == ReadingState.DONE else _own_page(reading)
    return HttpResponse(headers={"HX-Redirect": address})


@page("document.upload", methods=WRITE)
def stop(request: PageRequest, pk: int) -> HttpResponse:
    """Stop a reading that waits or runs."""
    reading = _found(request, pk)
    try:
        stop_reading(by=request.actor, reading=reading)
    except DocumentError:
        return redirect(_own_page(reading))
    if reading.rendition is not None:
        messages.success(request, _("Đã dừng đọc tệp."))
        return redirect("document", pk=reading.rendition.document_id)
    messages.success(request, _("Đã dừng đọc và xóa tệp tải lên."))
    return redirect("document-list")


@page("document.upload", methods=WRITE)
def retry(request: PageRequest, pk: int) -> HttpResponse:
    """Have the upload of a failed reading read once more."""
    reading = _found(request, pk)
    if reading.upload is None:
        raise Http404
    try:
        received = read_upload_again(by=request.actor, upload=reading.upload)
    except DocumentError as refused:
        messages.error(request, str(refused))
        return redirect(_own_page(reading))
    return redirect(_own_page(received.reading or reading))


@page("document.upload", methods=WRITE)
def read_file_again(request: PageRequest, pk: int) -> HttpResponse:
    """Have a kept file read again with the present reader."""
    reading = ask_reading(by=request.actor, rendition=found_rendition(request, pk))
    return redirect(_own_page(reading))


@page("draft.review", methods=READ_WRITE)
def read_all_again(request: PageRequest) -> HttpResponse:
    """The files an older reader read; on request all of them are read again."""
    if request.method == "POST":
        count = ask_all_readings(by=request.actor)
        words = ngettext(
            "Đã xếp %(count)d tệp vào hàng đọc lại.",
            "Đã xếp %(count)d tệp vào hàng đọc lại.",
            count,
        )
        messages.success(request, words % {"count": count})
        return redirect("document-read-all")
    stale = stale_renditions()
    under_way = Reading.objects.filter(ended_at=None, rendition__isnull=False)
    context = {
        "stale": stale[:PER_PAGE],
        "stale_count": stale.count(),
        "under_way": under_way.select_related("rendition__document").order_by("pk")[:PER_PAGE],
        "parser": PARSER,
    }
    return render(request, "documents/read_all.html", context, status=HTTPStatus.OK)


def _found(request: PageRequest, pk: int) -> Reading:
    try:
        reading = reading_of(pk)
    except Reading.DoesNotExist as error:
        raise Http404 from error
    if not can_follow(request.actor, reading):
        raise PermissionRefused("document.upload")
    return reading


def _context(request: PageRequest, reading: Reading) -> dict[str, object]:
    upload = reading.upload
    name = upload.original_name if upload else ""
    if reading.rendition is not None:
        name = reading.rendition.original_name
    params = {"name": name, **reading.error_params}
    may_retry = upload is not None and upload.state == QuarantineState.WAITING
    return {
        "reading": reading,
        "name": name,
        "why": say(reading.error_code, params) if reading.error_code else "",
        "may_stop": can_stop(request.actor, reading),
        "may_retry": may_retry and not reading.is_open,
    }


def _own_page(reading: Reading) -> str:
    return reverse("document-reading", args=[reading.pk])


def _leads_to(reading: Reading) -> str:
    """Where a reading that ended well leads: to the document, or to the declaration."""
    if reading.rendition is not None:
        rendition = reading.rendition
        if reading.upload_id is None and rendition.texts.count() > 1:
            return reverse("document-moves", args=[rendition.pk])
        return reverse("document", args=[rendition.document_id]) + f"?ban={rendition.pk}"
    return reverse("document-declare", args=[reading.upload_id])
