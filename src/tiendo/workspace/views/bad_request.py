"""The page of a request that cannot be understood, with the reason where we know it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBadRequest
from django.template.loader import render_to_string

from tiendo.workspace.access import DayRefused


def show_bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBadRequest:
    """The page 400. Django's own reasons are English and for the log alone.

    It reads nothing of the request, whose host may be what is wrong.
    """
    reason = str(exception) if isinstance(exception, DayRefused) else ""
    return HttpResponseBadRequest(render_to_string("400.html", {"reason": reason}))
