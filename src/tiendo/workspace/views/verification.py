"""The page anybody opens with the code of a public paper: what it is, and whether a file is it.

Nobody signs in here, nothing is stored, and an unknown code answers like one that is not public.
"""

from __future__ import annotations

import hashlib
from http import HTTPStatus

import segno
from axes.helpers import get_client_ip_address
from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tiendo.issuing.models import FileKind, OutgoingPaper
from tiendo.issuing.queries import published_paper
from tiendo.issuing.rendering import newest
from tiendo.workspace.access import READ_WRITE
from tiendo.workspace.forms.verification import CompareForm
from tiendo.workspace.paper_words import check_row

# Looks of one address in a minute; codes cannot be tried through.
LOOKS_A_MINUTE = 30
_MINUTE = 60


@require_http_methods(READ_WRITE)
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """The paper of a code: what it is, its hash and signatures; a file compared by its hash."""
    if _is_too_often(request):
        return _private(render(request, "papers/too_often.html", status=429))
    paper = published_paper(code)
    if paper is None:
        raise Http404
    is_sent = request.method == "POST"
    form = CompareForm(request.POST, request.FILES) if is_sent else CompareForm()
    signed = newest(paper, FileKind.SIGNED)
    hash_of_file = signed.stored_file.sha256 if signed is not None else ""
    outcome = _compared(form, hash_of_file) if is_sent and form.is_valid() else None
    check = paper.checks.filter(fault="", sha256=hash_of_file).first()
    context = {
        "paper": paper,
        "sha256": hash_of_file,
        "check": check_row(check) if check is not None else None,
        "corrected_by": _correction(paper),
        "form": form,
        "outcome": outcome,
        "qr": qr_of(request, paper),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_sent and form.errors else HTTPStatus.OK
    return _private(render(request, "papers/verification.html", context, status=status))


def address_of(request: HttpRequest, paper: OutgoingPaper) -> str:
    """The address of a paper's page of verification, as printed and put into its QR code."""
    path = reverse("verification", args=[paper.code])
    if settings.PUBLIC_URL:
        return f"{settings.PUBLIC_URL}{path}"
    return request.build_absolute_uri(path)


def qr_of(request: HttpRequest, paper: OutgoingPaper) -> str:
    """The QR code of a paper's address as an SVG in an address of its own."""
    return str(segno.make(address_of(request, paper), error="m").svg_data_uri(scale=4, border=2))


def _compared(form: CompareForm, expected: str) -> bool:
    digest = hashlib.sha256()
    for chunk in form.cleaned_data["file"].chunks():
        digest.update(chunk)
    return digest.hexdigest() == expected


def _correction(paper: OutgoingPaper) -> bool:
    corrected = getattr(paper.report, "corrected_by", None)
    return corrected is not None and corrected.state == "issued"


def _private(response: HttpResponse) -> HttpResponse:
    """The page kept out of search engines: whoever holds the paper holds its code."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _is_too_often(request: HttpRequest) -> bool:
    key = f"verification:{get_client_ip_address(request)}"
    cache.add(key, 0, _MINUTE)
    try:
        return int(cache.incr(key)) > LOOKS_A_MINUTE
    except ValueError:
        # Its minute ended between the two calls.
        return False
