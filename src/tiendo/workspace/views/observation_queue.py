"""Chờ xác nhận: figures to be confirmed, published or mended, with what the rules say of them."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from tiendo.accounts.actor import Actor
from tiendo.domain.refusals import Refusal
from tiendo.indicators.actions import (
    confirm_observations,
    publish_observations,
    return_observations,
)
from tiendo.indicators.models import Observation
from tiendo.indicators.observed import listed, to_confirm, to_mend, to_publish
from tiendo.indicators.permissions import visible_observations
from tiendo.workspace.access import READ_WRITE, PageRequest, number_in, page
from tiendo.workspace.figure_rows import figure_rows

PER_PAGE = 50
MOST = 500
# What may be looked at: the figures, the words of the tab, the permission, the button's act.
_TABS: dict[str, tuple[Callable[[Actor], QuerySet[Observation]], str | Promise, str, str]] = {
    "xac-nhan": (to_confirm, _("Chờ xác nhận"), "observation.confirm", "confirm"),
    "cong-bo": (to_publish, _("Chờ công bố"), "observation.publish", "publish"),
    "tra-lai": (to_mend, _("Bị trả lại"), "observation.enter", ""),
}


@page("observation.enter", methods=READ_WRITE)
def show(request: PageRequest) -> HttpResponse:
    """What waits, a tab each; confirm or publish what is ticked, or send it back with a remark."""
    if request.method == "POST":
        return _act(request)
    tabs = {name: tab for name, tab in _TABS.items() if request.actor.may(tab[2])}
    asked = request.GET.get("xem", "")
    name = asked if asked in tabs else next(iter(tabs))
    find, _words, _permission, act = tabs[name]
    people = ("indicator", "organisation", "entered_by")
    found = find(request.actor).select_related(*people)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = listed(request.actor, list(shown.object_list), with_checks=True)
    context = {
        "tabs": [(key, tab[1]) for key, tab in tabs.items()],
        "tab": name,
        "act": act,
        "page": shown,
        "rows": figure_rows(rows),
    }
    return render(request, "observations/queue.html", context)


def _act(request: PageRequest) -> HttpResponse:
    ids = [pk for text in request.POST.getlist("so")[:MOST] if (pk := number_in(text))]
    rows = list(visible_observations(request.actor).filter(pk__in=ids))
    tab = "cong-bo" if request.POST.get("act") == "publish" else "xac-nhan"
    if not rows:
        messages.warning(request, _g("Chưa chọn số liệu nào."))
    else:
        try:
            messages.success(request, _done(request, rows))
        except Refusal as refusal:
            messages.error(request, str(refusal))
    if "tu" in request.POST and len(rows) == 1:
        return redirect("observation", rows[0].pk)
    return redirect(f"{request.path}?xem={tab}")


def _done(request: PageRequest, rows: list[Observation]) -> str:
    """Do what the pressed button says; the words of what was done. Errors: Refusal."""
    act, by = request.POST.get("act"), request.actor
    if act == "return":
        text = request.POST.get("text", "").replace("\x00", "")
        count = return_observations(by=by, rows=rows, text=text)
        return _g("Đã trả lại %(count)d số liệu.") % {"count": count}
    if act == "publish":
        count = publish_observations(by=by, rows=rows)
        return _g("Đã công bố %(count)d số liệu.") % {"count": count}
    count = confirm_observations(by=by, rows=rows)
    return _g("Đã xác nhận %(count)d số liệu.") % {"count": count}
