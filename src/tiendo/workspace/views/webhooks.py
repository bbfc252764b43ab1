"""Endpoints of other systems and what was sent, for those who manage alerts."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tiendo.alerts import endpoints
from tiendo.alerts.actions import MANAGE
from tiendo.alerts.errors import AlertError
from tiendo.alerts.models import Delivery, WebhookEndpoint
from tiendo.alerts.queries import deliveries
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, press_button
from tiendo.workspace.forms.alerts import DeliveryFilterForm, EndpointForm, SwitchForm

PER_PAGE = 50


@page(MANAGE, methods=READ_WRITE)
def show_endpoints(request: PageRequest) -> HttpResponse:
    """The endpoints; a new one is added here, its secret shown once."""
    form = EndpointForm(request.POST or None)

    def act() -> HttpResponse:
        return _show_secret(request, endpoints.add_endpoint(by=request.actor, **form.cleaned_data))

    return answer_form(request, form, act, partial(_show_endpoints, request, form), _FIELDS)


_FIELDS = {"url_refused": "url"}


def _show_endpoints(request: PageRequest, form: EndpointForm, *, status: int) -> HttpResponse:
    listed = WebhookEndpoint.objects.order_by("-is_active", "-pk")
    shown = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "alerts/endpoints.html", {"form": form, "page": shown}, status=status)


@page(MANAGE, methods=WRITE)
def renew_secret(request: PageRequest, pk: int) -> HttpResponse:
    """Give an endpoint another secret, shown once."""
    endpoint = endpoints.renew_secret(endpoint=_find(pk), by=request.actor)
    return _show_secret(request, endpoint)


@page(MANAGE, methods=WRITE)
def switch(request: PageRequest, pk: int) -> HttpResponse:
    """Switch an endpoint off with a reason, or on again."""
    endpoint = _find(pk)
    form = SwitchForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""

    def act() -> str:
        switched = endpoints.switch_endpoint(
            endpoint=endpoint, is_active=not endpoint.is_active, reason=reason, by=request.actor
        )
        return _("Đã bật điểm nhận.") if switched.is_active else _("Đã tắt điểm nhận.")

    return press_button(request, act, "webhook-list")


@page(MANAGE, methods=WRITE)
def send_test(request: PageRequest, pk: int) -> HttpResponse:
    """Send an endpoint a message to try it."""
    try:
        endpoints.send_test(endpoint=_find(pk), by=request.actor)
    except AlertError as error:
        messages.error(request, str(error))
        return redirect("webhook-list")
    messages.success(request, _("Đã xếp hàng tin gửi thử; kết quả ở bảng lượt gửi."))
    return redirect("delivery-list")


@page(MANAGE)
def show_deliveries(request: PageRequest) -> HttpResponse:
    """What was sent or could not be, with the last error."""
    form = DeliveryFilterForm(request.GET)
    form.full_clean()
    rows = deliveries(form.cleaned_data.get("trang_thai", ""))
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "alerts/deliveries.html", {"form": form, "page": shown})


@page(MANAGE, methods=WRITE)
def send_again(request: PageRequest, pk: int) -> HttpResponse:
    """Try a failed delivery again."""
    delivery = get_object_or_404(Delivery, pk=pk)

    def act() -> str:
        endpoints.send_again(delivery=delivery, by=request.actor)
        return _("Đã xếp hàng gửi lại.")

    return press_button(request, act, "delivery-list")


def _find(pk: int) -> WebhookEndpoint:
    return get_object_or_404(WebhookEndpoint, pk=pk)


def _show_secret(request: PageRequest, endpoint: WebhookEndpoint) -> HttpResponse:
    context = {"endpoint": endpoint, "secret": endpoints.secret_of(endpoint)}
    return render(request, "alerts/secret.html", context)
