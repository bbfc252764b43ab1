"""The page anybody opens with the code of a public paper: what it is, and whether a file is it.

Nobody signs in here, nothing is stored, and an unknown code answers like one that is not public.
"""

from __future__ import annotations

import hashlib
from http import HTTPStatus

import segno
from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from tiendo.issuing.codes import address_of
from tiendo.issuing.models import FileKind, OutgoingPaper, PaperState
from tiendo.issuing.queries import public_paper
from tiendo.issuing.rendering import newest
from tiendo.workspace.access import READ_WRITE
from tiendo.workspace.forms.verification import CompareForm
from tiendo.workspace.paper_words import check_row

# Looks of one address in a minute; codes cannot be tried through.
LOOKS_A_MINUTE = 30
_MINUTE = 60


@require_http_methods(READ_WRITE)
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """The paper of a code: what it is, its hash and signatures; a file compared by its hash.

    Of a paper that is still on its way nothing is said but that.
    """
    if _is_too_often(request):
        return _private(render(request, "papers/too_often.html", status=429))
    paper = public_paper(code)
    if paper is None:
        raise Http404
    if paper.state != PaperState.ISSUED:
        return _private(render(request, "papers/not_issued.html"))
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


def qr_of(request: HttpRequest, paper: OutgoingPaper) -> str:
    """The QR code of a paper's address as an SVG in an address of its own."""
    address = paper.address or address_of(paper.code, request.build_absolute_uri("/"))
    return str(segno.make(address, error="m").svg_data_uri(scale=4, border=2))


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
