"""The live values an outline may name, each with what it says today; an old version put back."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.reporting.models import Outline
from tiendo.reporting.outlines.actions import restore_outline
from tiendo.reporting.outlines.catalogue import Catalogue
from tiendo.reporting.outlines.offered import find_offers
from tiendo.reporting.outlines.preview import values_today
from tiendo.workspace.access import WRITE, PageRequest, page
from tiendo.workspace.answers import press_button
from tiendo.workspace.forms.outlines import ValuesForm

PER_PAGE = 30
MANAGE = "regime.manage"


@page(MANAGE)
def show(request: PageRequest) -> HttpResponse:
    """The values in which the words of a search stand, with what they print for a programme."""
    form = ValuesForm(request.GET)
    offers = find_offers(Catalogue(), form.words)
    listed = Paginator(offers, PER_PAGE).get_page(request.GET.get("page"))
    shown, programme = list(listed.object_list), form.chosen
    today = values_today(request.actor, programme, shown) if programme and shown else {}
    context = {
        "page": listed,
        "form": form,
        "programme": programme,
        "asked": urlencode(
            {name: request.GET[name] for name in ("q", "programme") if name in request.GET}
        ),
        "rows": [(each, today.get(each.gap)) for each in shown],
    }
    return render(request, "outlines/values.html", context)


@page(MANAGE, methods=WRITE)
def restore(request: PageRequest, pk: int, number: int) -> HttpResponse:
    """An older version laid down anew, as the newest."""
    outline = get_object_or_404(Outline, pk=pk)
    version = get_object_or_404(outline.versions, number=number)

    def act() -> str:
        made = restore_outline(by=request.actor, version=version)
        told = {"old": number, "new": made.number}
        return _("Đã khôi phục bản %(old)s thành bản %(new)s.") % told

    return press_button(request, act, "outline", pk)
