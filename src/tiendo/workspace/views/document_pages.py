"""Pages of a file as pictures, and the viewer that shows one beside the text."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import render

from tiendo.documents.models import Rendition
from tiendo.documents.page_images import MEDIA_TYPE, WIDTHS, NoSuchPage, Sheet, page_image
from tiendo.documents.queries import newest_text_of, rendition_of
from tiendo.workspace.access import PageRequest, page
from tiendo.workspace.document_marks import asked_span
from tiendo.workspace.document_pages import page_view, rotation_of


@page("document.view")
def show_page(request: PageRequest, pk: int, number: int | None = None) -> HttpResponse:
    """One page of a file in the viewer; ``?o=120-188`` lights that stretch of its text.

    Without a number it is the page on which the stretch begins.
    """
    rendition = found_rendition(request, pk)
    asked = asked_span(request.GET.get("o", ""))
    shown = page_view(rendition, newest_text_of(rendition), number=number, asked=asked)
    if shown is None:
        raise Http404
    return render(request, "documents/page_viewer.html", {"shown": shown})


@page("document.view")
def show_image(request: PageRequest, pk: int, number: int, width: int) -> HttpResponse:
    """A page as a picture in one of the known widths."""
    rendition = found_rendition(request, pk)
    if width not in WIDTHS:
        raise Http404
    sheet = Sheet(number, width, rotation_of(newest_text_of(rendition), number))
    try:
        picture = page_image(rendition.stored_file, sheet)
    except NoSuchPage as error:
        raise Http404 from error
    response = HttpResponse(picture, content_type=MEDIA_TYPE, status=HTTPStatus.OK)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def found_rendition(request: PageRequest, pk: int) -> Rendition:
    """The file of an address. Errors: Http404; PermissionRefused."""
    try:
        return rendition_of(request.actor, pk)
    except Rendition.DoesNotExist as error:
        raise Http404 from error
