"""Toàn cảnh: one page for any part of the work."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from tiendo.workspace.access import PageRequest, page
from tiendo.workspace.views.exports import asked_in


@page("dashboard.view")
def show(request: PageRequest) -> HttpResponse:
    """What the filter of the address holds, how it stands and how it came there."""
    asked = asked_in(request)
    return render(request, "overview/scope.html", {"stated": asked.stated()})
