"""Chờ xác nhận: figures to be confirmed, published or mended, with what the rules say of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

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
from tiendo.indicators.observed import (
    FigureFilter,
    listed,
    narrowed,
    to_confirm,
    to_mend,
    to_publish,
)
from tiendo.indicators.permissions import visible_observations
from tiendo.workspace.access import READ_WRITE, PageRequest, number_in, page
from tiendo.workspace.answers import say_refusal
from tiendo.workspace.figure_rows import figure_rows
from tiendo.workspace.forms.observations import FigureFilterForm, ReturnForm, SureForm, filter_in

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
    chosen = request.GET.get("xem", "")
    name = chosen if chosen in tabs else next(iter(tabs))
    find, _words, _permission, act = tabs[name]
    form = FigureFilterForm(request.GET)
    asked = filter_in(form)
    people = ("indicator", "organisation", "entered_by")
    found = narrowed(find(request.actor), asked).select_related(*people)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = listed(request.actor, list(shown.object_list), with_checks=True)
    context = {
        "tabs": [(key, tab[1]) for key, tab in tabs.items()],
        "tab": name,
        "act": act,
        "form": form,
        "is_filtered": asked != FigureFilter(),
        "page": shown,
        "rows": figure_rows(rows),
    }
    return render(request, "observations/queue.html", context)


def _act(request: PageRequest) -> HttpResponse:
    """Do what the pressed button says with what is ticked; what cannot be taken back asks first."""
    ids = [pk for text in request.POST.getlist("so")[:MOST] if (pk := number_in(text))]
    found = visible_observations(request.actor).filter(pk__in=ids)
    rows = list(found.select_related("indicator", "organisation", "entered_by").order_by("pk"))
    act = request.POST.get("act", "")
    if not rows:
        messages.warning(request, _g("Chưa chọn số liệu nào."))
        return _back(request, rows)
    if act in ASKS:
        return _ask(request, rows, ASKS[act])
    try:
        count = confirm_observations(by=request.actor, rows=rows)
        messages.success(request, _g("Đã xác nhận %(count)d số liệu.") % {"count": count})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return _back(request, rows)


def _back(request: PageRequest, rows: list[Observation]) -> HttpResponse:
    """To the figure that was come from, or to the queue with its filter."""
    if "tu" in request.POST and len(rows) == 1:
        return redirect("observation", rows[0].pk)
    return redirect(request.get_full_path())


@dataclass(frozen=True, slots=True)
class Ask:
    """A step that is asked about before it is taken: its button, and what is said of it."""

    act: str
    button: str | Promise
    icon: str
    words: str | Promise
    done: str | Promise
    form: type[SureForm]
    run: Callable[[Actor, list[Observation], str], int]


def _send_back(by: Actor, rows: list[Observation], text: str) -> int:
    return return_observations(by=by, rows=rows, text=text)


def _publish(by: Actor, rows: list[Observation], text: str) -> int:
    return publish_observations(by=by, rows=rows)


ASKS: Mapping[str, Ask] = {
    "return": Ask(
        "return",
        _("Trả lại"),
        "arrow-back-up",
        _(
            "Người nhập nhận được lời nhắn cùng thông báo. Số liệu rời danh sách chờ xác nhận cho "
            "đến khi được sửa."
        ),
        _("Đã trả lại %(count)d số liệu."),
        ReturnForm,
        _send_back,
    ),
    "publish": Ask(
        "publish",
        _("Công bố số liệu"),
        "world",
        _(
            "Số đã công bố không thu hồi được. Sau này chỉ đính chính bằng số mới kèm lý do; số cũ "
            "vẫn đọc được."
        ),
        _("Đã công bố %(count)d số liệu."),
        SureForm,
        _publish,
    ),
}


def _ask(request: PageRequest, rows: list[Observation], ask: Ask) -> HttpResponse:
    is_sure = "chac" in request.POST
    form, status = ask.form(request.POST if is_sure else None), HTTPStatus.OK
    if is_sure and form.is_valid():
        try:
            count = ask.run(request.actor, rows, form.cleaned_data.get("text", ""))
            messages.success(request, str(ask.done) % {"count": count})
            return _back(request, rows)
        except Refusal as refusal:
            say_refusal(form, refusal)
    if is_sure:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "ask": ask,
        "form": form,
        "rows": figure_rows(listed(request.actor, rows)),
        "back": request.POST.get("tu", ""),
    }
    return render(request, "observations/sure.html", context, status=status)
