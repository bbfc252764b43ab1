"""The way from "/" to the first page a person may see."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tiendo.overview.dashboards.queries import start_of
from tiendo.workspace.access import PageRequest, page
from tiendo.workspace.frame import navigation


@page()
def show_home(request: PageRequest) -> HttpResponse:
    """Lead to the dashboard chosen to begin with, while one sees it; else to the first place of the
    navigation: "Việc của tôi" for most."""
    places = navigation(request, request.actor)
    if not places:
        raise PermissionDenied(_("Tài khoản chưa được giao chức vụ nào."))
    start = start_of(request.actor) if request.actor.may("dashboard.view") else None
    if start is not None:
        return redirect("own-dashboard", start)
    return redirect(places[0].url)
