"""Refuses a request that is too large without parsing or keeping any of it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# What the other fields and the multipart frame of a form may take beside the file.
FORM_ALLOWANCE = 1024 * 1024
# Browsers show the answer only when their upload was taken to its end; up to this much of it is
# read and thrown away, beyond it the connection is closed.
DRAINED_BYTES = 1024 * 1024 * 1024
_CHUNK = 256 * 1024


class UploadLimitMiddleware:
    """Answers 413 with Vietnamese words where the announced length is over the limit.

    Stands before the check against forged requests, which would read the whole form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if announced_length(request) <= settings.UPLOAD_MAX_BYTES + FORM_ALLOWANCE:
            return self.get_response(request)
        drain(request)
        context = {"limit": settings.UPLOAD_MAX_BYTES // (1024 * 1024)}
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        return render(request, "413.html", context, status=status)


def drain(request: HttpRequest) -> None:
    """Read what the client sends and keep nothing of it, up to ``DRAINED_BYTES``."""
    if announced_length(request) > DRAINED_BYTES:
        return
    while request.read(_CHUNK):
        pass


def announced_length(request: HttpRequest) -> int:
    """The length the request announces; 0 where it announces none or nonsense."""
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if str(given).isdecimal() else 0
