"""Leading on after a form that script sent, so that a lost connection loses nothing."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

HEADER, LOCATION = "X-Tiendo-Resend", "X-Tiendo-Location"
# A form opened from the work list leads back to it.
BACK, MY_WORK = "ve", "viec-cua-toi"


def lead_on(request: HttpRequest, name: str, *args: object) -> HttpResponse:
    """The way on after a form: for script the address alone, so that the page which shows what
    happened is asked for once; for the browser a redirect.
    """
    if HEADER not in request.headers:
        return redirect(name, *args)
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={LOCATION: reverse(name, args=args)})
