"""Screens of the keys that other systems use."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.api.keys import issue_key, may_issue, revoke_key, visible_keys
from tiendo.api.models import ApiKey
from tiendo.domain import clock
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, press_button
from tiendo.workspace.forms.api_keys import ApiKeyForm

PER_PAGE = 50
_FIELDS = {
    "name_missing": "name",
    "days_reversed": "last_day",
    "days_too_many": "last_day",
    "responsible_without_post": "responsible",
}


@page(methods=READ_WRITE)
def show_list(request: PageRequest) -> HttpResponse:
    """The keys one looks after, and the form for another one. A secret is shown once."""
    if not may_issue(request.actor):
        raise PermissionDenied("staff.manage")
    form = ApiKeyForm(request)

    def act() -> HttpResponse:
        given = form.cleaned_data
        key, secret = issue_key(
            by=request.actor,
            organisation=form.body(),
            responsible=given["responsible"],
            name=given["name"],
            last_day=given["last_day"],
            may_write=given["may_write"],
        )
        response = render(request, "api_keys/issued.html", {"key": key, "secret": secret})
        response["Cache-Control"] = "no-store"
        return response

    keys = Paginator(visible_keys(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": keys, "today": clock.today()}
    return answer_form(
        request, form, act, partial(render, request, "api_keys/list.html", context), _FIELDS
    )


@page(methods=WRITE)
def revoke(request: PageRequest, pk: int) -> HttpResponse:
    """End a key at once."""
    if not may_issue(request.actor):
        raise PermissionDenied("staff.manage")
    key = get_object_or_404(ApiKey, pk=pk)

    def act() -> str:
        revoke_key(by=request.actor, key=key)
        return _("Đã thu hồi khóa.")

    return press_button(request, act, "api-key-list")
