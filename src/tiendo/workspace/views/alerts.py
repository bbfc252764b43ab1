"""Cảnh báo: what needs attention, why, what to do; muting; who was told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tiendo.alerts.actions import may_mute, mute_alert, unmute_alert
from tiendo.alerts.models import Alert
from tiendo.alerts.queries import (
    AlertFilter,
    Scope,
    bodies_with_alerts,
    counts_by_rule,
    find_alerts,
    visible_alerts,
    who_was_told,
)
from tiendo.alerts.wording import WORDS
from tiendo.domain import clock
from tiendo.overview.sheets.alerts import SCOPES, scope_of
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, as_of, dated_url, page
from tiendo.workspace.alert_words import alert_row, message_of
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.alerts import AlertFilterForm, MuteForm

PER_PAGE = 50
SEE = "task.view"


@page(SEE)
def show_list(request: PageRequest) -> HttpResponse:
    """The alerts of one's bodies, of oneself, or of all."""
    sees_all = request.actor.may("task.view_all")
    day = as_of(request)
    bodies = bodies_with_alerts(day) if sees_all else None
    form = AlertFilterForm(request.GET, bodies=bodies)
    form.full_clean()
    chosen = _chosen(request, form)
    alerts = find_alerts(request.actor, chosen, day)
    shown = Paginator(alerts, PER_PAGE).get_page(request.GET.get("page"))
    rows = [alert_row(alert, request.actor, day) for alert in shown.object_list]
    context = {
        "form": form,
        "page": shown,
        "rows": rows,
        "scopes": list(_scopes(chosen.scope, sees_all=sees_all)),
        "scope": chosen.scope.value,
        "tiles": list(_tiles(request, chosen, day)),
        "is_past": day < clock.today(),
        "message": message_of(request, rows, shown.paginator.count) if rows else "",
        "may_manage": request.actor.may("alert.manage"),
    }
    return render(request, "alerts/list.html", context)


@page(SEE)
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One alert: its figures, who was told when, the words to paste."""
    alert = _find(request, pk)
    row = alert_row(alert, request.actor, clock.today())
    context = {
        "row": row,
        "told": who_was_told(alert),
        "message": message_of(request, [row], 1),
        "meaning": WORDS[alert.rule].meaning,  # type: ignore[index]  # a rule is its code
    }
    return render(request, "alerts/alert.html", context)


@page(SEE, methods=READ_WRITE)
def mute(request: PageRequest, pk: int) -> HttpResponse:
    """Tell nobody up to a day."""
    alert = _find(request, pk)
    if not may_mute(request.actor, alert):
        raise PermissionDenied("task.approve")
    form = MuteForm(request.POST or None)

    def act() -> HttpResponse:
        mute_alert(alert=alert, by=request.actor, **form.cleaned_data)
        return say_done(request, _("Đã tạm tắt cảnh báo."), dated_url(request, "alert", alert.pk))

    context = {"form": form, "row": alert_row(alert, request.actor, clock.today())}
    return answer_form(request, form, act, partial(render, request, "alerts/mute.html", context))


@page(SEE, methods=WRITE)
def unmute(request: PageRequest, pk: int) -> HttpResponse:
    """Let the alert be told again."""
    unmute_alert(alert=_find(request, pk), by=request.actor)
    messages.success(request, _("Đã bật lại cảnh báo."))
    return redirect(dated_url(request, "alert", pk))


def _find(request: PageRequest, pk: int) -> Alert:
    """The alert. Errors: Http404; PermissionDenied for one the person may not see."""
    alert = get_object_or_404(Alert.objects.select_related("organisation", "task"), pk=pk)
    if not visible_alerts(request.actor).filter(pk=pk).exists():
        raise PermissionDenied(SEE)
    return alert


def _chosen(request: PageRequest, form: AlertFilterForm) -> AlertFilter:
    given = form.cleaned_data
    body = given.get("co_quan")
    return AlertFilter(
        scope=scope_of(request.actor, request.GET.dict()),
        rule=given.get("quy_tac", ""),
        level=given.get("muc"),
        body=body.pk if body else None,
        with_resolved=given.get("da_het", False),
    )


def _scopes(chosen: Scope, *, sees_all: bool) -> Iterator[tuple[str, object, bool]]:
    for scope, words in SCOPES.items():
        if sees_all or scope is not Scope.ALL:
            yield scope.value, words, scope is chosen


def _tiles(
    request: PageRequest, chosen: AlertFilter, day: dt.date
) -> Iterator[tuple[object, int, str]]:
    """How many open alerts each rule has, each with its list."""
    whole = AlertFilter(scope=chosen.scope, body=chosen.body, level=chosen.level)
    counts = counts_by_rule(find_alerts(request.actor, whole, day))
    for rule, words in WORDS.items():
        if number := counts.get(rule.value):
            query = {"xem": chosen.scope.value, "quy_tac": rule.value}
            yield words.name, number, dated_url(request, "alert-list", **query)
