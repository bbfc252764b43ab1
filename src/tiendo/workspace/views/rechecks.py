"""Phúc tra: rounds, drawing one, working through it, what it came to."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tiendo.documents.storage import open_kept
from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.domain.refusals import Refusal
from tiendo.domain.sampling import sample_size
from tiendo.organisations.models import Organisation
from tiendo.tasks.actions import Outcome, Scope, draw_recheck, record_result
from tiendo.tasks.actions.rechecking import candidates, require_outsider
from tiendo.tasks.errors import TaskError
from tiendo.tasks.models import Evidence, Recheck, RecheckItem, RecheckProof
from tiendo.tasks.queries.duplicates import duplicates_of
from tiendo.tasks.queries.recheck_counts import (
    counts_by_confirmer,
    counts_by_lead,
    counts_of_rounds,
)
from tiendo.tasks.queries.rechecks import items_of, own_houses, rechecks, redraw
from tiendo.tasks.recurrence import period_name
from tiendo.workspace.access import READ_WRITE, PageRequest, dated_url, page
from tiendo.workspace.answers import say_refusal, status_of
from tiendo.workspace.evidence_cards import cards_of
from tiendo.workspace.forms.rechecks import DrawForm, ResultForm, ScopeForm
from tiendo.workspace.task_evidence import receive
from tiendo.workspace.views.documents import sandboxed

PER_PAGE = 20
ITEMS_PER_PAGE = 50


@page("task.view_all")
def show_list(request: PageRequest) -> HttpResponse:
    """The rounds, the newest first, with what each came to."""
    shown = Paginator(rechecks(), PER_PAGE).get_page(request.GET.get("page"))
    rounds = list(shown.object_list)
    counts = counts_of_rounds(rounds, clock.today())
    context = {
        "page": shown,
        "rows": [(each, _last_day(each), counts[each.pk]) for each in rounds],
        "may_draw": request.actor.may("task.recheck"),
    }
    return render(request, "rechecks/list.html", context)


def _last_day(recheck: Recheck) -> dt.date:
    last: dt.date = recheck.period.upper - dt.timedelta(days=1)
    return last


@page("task.recheck", methods=READ_WRITE)
def draw(request: PageRequest) -> HttpResponse:
    """Show from what a round would be drawn; draw it."""
    if request.method == "POST":
        return _draw(request)
    asked = ScopeForm(request.GET) if "tu" in request.GET else None
    if asked is not None and not asked.is_valid():
        context = {"form": DrawForm(request.GET), "preview": None}
        return render(request, "rechecks/draw.html", context, status=422)
    first = ScopeForm.first_values()
    scope = asked.scope() if asked is not None else Scope(first["tu"], first["den"])
    form = DrawForm(
        initial={
            "tu": scope.starts_on,
            "den": scope.ends_on,
            "chuong_trinh": scope.programme.pk if scope.programme else None,
        }
    )
    return render(request, "rechecks/draw.html", {"form": form, **_preview(request, scope)})


def _preview(request: PageRequest, scope: Scope) -> dict[str, object]:
    """How many there are to draw from, of which bodies, and how many would be drawn."""
    today = clock.today()
    found = candidates(scope, own_houses(request.actor))
    share, least = (
        parameter_on(name, today) for name in ("recheck_share_percent", "recheck_least_items")
    )
    by_lead = Counter(row.lead_id for row in found)
    bodies = Organisation.objects.in_bulk([pk for pk in by_lead if pk is not None])
    return {
        "preview": {
            "size": len(found),
            "share": share,
            "drawn": sample_size(len(found), share, least),
            "bodies": [
                (bodies[pk].name if pk in bodies else "–", number)
                for pk, number in by_lead.most_common()
            ],
        },
        "scope": scope,
    }


def _draw(request: PageRequest) -> HttpResponse:
    form = DrawForm(request.POST)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if not form.is_valid():
        return render(request, "rechecks/draw.html", {"form": form, "preview": None}, status=status)
    reason = form.cleaned_data["reason"]
    try:
        recheck = draw_recheck(scope=form.scope(), reason=reason, by=request.actor)
    except TaskError as error:
        say_refusal(form, error, {"recheck_reason_needed": "reason"})
        context = {"form": form, **_preview(request, form.scope())}
        return render(request, "rechecks/draw.html", context, status=status)
    words = _("Đã rút thăm %(count)d việc để phúc tra.")
    messages.success(request, words % {"count": recheck.items.count()})
    return redirect("recheck", pk=recheck.pk)


@page("task.view_all")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One round: what was drawn and how, what was found, by body and by confirmer."""
    recheck = get_object_or_404(rechecks(), pk=pk)
    today = clock.today()
    shown = Paginator(items_of(recheck), ITEMS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "recheck": recheck,
        "last_day": _last_day(recheck),
        "page": shown,
        "rows": [
            (item, dated_url(request, "task", item.task_id), _period(item))
            for item in shown.object_list
        ],
        "counts": counts_of_rounds([recheck], today)[recheck.pk],
        "by_lead": counts_by_lead(recheck, today),
        "by_confirmer": counts_by_confirmer(recheck, today),
        "again": redraw(recheck),
        "may_check": request.actor.may("task.recheck"),
        "next_item": _next_of(recheck, 0),
    }
    return render(request, "rechecks/round.html", context)


def _period(item: RecheckItem) -> str:
    return period_name(item.occurrence.label) if item.occurrence else ""


def _next_of(recheck: Recheck, order: int) -> RecheckItem | None:
    """The next item without a result after a place in the draw, else the first one."""
    open_items = recheck.items.filter(result="").order_by("order")
    return open_items.filter(order__gt=order).first() or open_items.first()


@page("task.recheck", methods=READ_WRITE)
def check(request: PageRequest, pk: int) -> HttpResponse:
    """One item with the claim and its proof; what its re-check comes to."""
    items = RecheckItem.objects.select_related(
        "recheck", "task__programme", "occurrence", "lead", "confirmer", "confirmation__by"
    )
    item = get_object_or_404(items, pk=pk)
    if request.method == "POST":
        return _record(request, item)
    form = ResultForm(initial={"result": item.result, "note": item.note})
    return _item_page(request, item, form)


def _record(request: PageRequest, item: RecheckItem) -> HttpResponse:
    form = ResultForm(request.POST, request.FILES)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if not form.is_valid():
        return _item_page(request, item, form, status)
    typed = form.cleaned_data
    try:
        require_outsider(item, request.actor)
        outcome = Outcome(
            result=typed["result"],
            note=typed["note"],
            evidence=tuple(receive(form, request.actor, permission="task.recheck")),
            correction=typed["correction"],
            reopens=typed["reopens"],
        )
        record_result(item=item, outcome=outcome, by=request.actor)
    except Refusal as refusal:
        say_refusal(form, refusal, _FIELDS)
        return _item_page(request, item, form, status_of(refusal))
    messages.success(request, _("Đã ghi kết quả phúc tra."))
    following = _next_of(item.recheck, item.order)
    if following is not None:
        return redirect("recheck-item", pk=following.pk)
    return redirect("recheck", pk=item.recheck_id)


_FIELDS = {
    "recheck_result_unknown": "result",
    "recheck_note_missing": "note",
    "recheck_done_before": "correction",
    "recheck_reopens_only_wrong": "reopens",
    "wrong_state": "reopens",
}


def _item_page(
    request: PageRequest, item: RecheckItem, form: ResultForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    proofs = list(
        Evidence.objects.filter(task=item.task_id, occurrence=item.occurrence_id)
        .select_related("stored_file")
        .order_by("-pk")
    )
    events = list(
        item.task.events.filter(
            occurrence=item.occurrence_id, pk__lte=item.confirmation_id
        ).select_related("by", "organisation")
    )
    work = item.occurrence or item.task
    context = {
        "item": item,
        "form": form,
        "task_url": dated_url(request, "task", item.task_id),
        "period": _period(item),
        "claim": next((row for row in reversed(events) if row.action == "claim"), None),
        "cards": cards_of(proofs, duplicates_of(proofs, request.actor)),
        "found_before": list(item.proofs.select_related("stored_file")),
        "may_reopen": work.lifecycle == "confirmed",
        "refusal": _why_not(request, item),
        "total": item.recheck.items.count(),
    }
    return render(request, "rechecks/item.html", context, status=status)


def _why_not(request: PageRequest, item: RecheckItem) -> str:
    try:
        require_outsider(item, request.actor)
    except TaskError as error:
        return str(error)
    return ""


@page("task.view_all")
def download(request: PageRequest, pk: int) -> HttpResponseBase:
    """A file the re-checker found; the browser must not run it."""
    proof = get_object_or_404(RecheckProof.objects.select_related("stored_file"), pk=pk)
    if proof.stored_file is None:
        raise Http404
    response = FileResponse(open_kept(proof.stored_file), content_type=proof.stored_file.media_type)
    return sandboxed(response, proof.original_name)
