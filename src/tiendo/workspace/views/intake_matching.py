"""Drafts beside the live tasks of other documents: the same, a part of one, or new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.intake.actions import Choice, match_draft, match_many, undo_match
from tiendo.intake.errors import IntakeError
from tiendo.intake.matching import (
    Proposal,
    find_tasks_for,
    likely_tasks,
    match_of,
    proposals_for,
    to_match,
)
from tiendo.intake.models import Draft, DraftMatch, ExtractionRun, MatchKind
from tiendo.intake.permissions import can_change
from tiendo.intake.queries import draft_of, drafts_in
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.views.intake import found_run, refused

PER_PAGE = 20
DECIDED = "da-doi-chieu"

Likely = Mapping[int, Sequence[tuple[int, Decimal]]]


@dataclass(frozen=True, slots=True)
class Row:
    """A draft with what was decided about it, or what is proposed for it."""

    draft: Draft
    match: DraftMatch | None
    proposals: Sequence[Proposal] = ()


@page("draft.review")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """The drafts that sound like live tasks, and those already decided on."""
    run = found_run(request, pk)
    drafts = to_match(drafts_in(run))
    waiting = [draft for draft in drafts if match_of(draft) is None]
    decided = [draft for draft in drafts if match_of(draft) is not None]
    likely = likely_tasks(run, waiting, request.actor)
    proposed = [draft for draft in waiting if draft.pk in likely]
    is_decided = request.GET.get("muc", "") == DECIDED
    shown = Paginator(decided if is_decided else proposed, PER_PAGE).get_page(
        request.GET.get("page")
    )
    found = proposals_for([] if is_decided else list(shown), likely)
    context = {
        **_around(request, run),
        "page": shown,
        "rows": [Row(draft, match_of(draft), found.get(draft.pk, ())) for draft in shown],
        "is_decided": is_decided,
        "proposed_count": len(proposed),
        "decided_count": len(decided),
        "sure_count": len(_sure(likely)),
        "sure_percent": _sure_percent(),
        "other_count": len(waiting) - len(proposed),
    }
    return render(request, "intake/matching.html", context)


@page("draft.review", methods=READ_WRITE)
def many(request: PageRequest, pk: int) -> HttpResponse:
    """The drafts that are surely live tasks, to look over and to accept together."""
    run = found_run(request, pk)
    drafts = [d for d in to_match(drafts_in(run)) if match_of(d) is None]
    sure = _sure(likely_tasks(run, drafts, request.actor))
    if request.method == "POST":
        return _accept(request, run, sure)
    listed = [draft for draft in drafts if draft.pk in sure]
    found = proposals_for(listed, {pk: [row] for pk, row in sure.items()})
    rows = [Row(draft, None, found.get(draft.pk, ())) for draft in listed]
    context = {**_around(request, run), "rows": rows, "sure_percent": _sure_percent()}
    return render(request, "intake/matching_many.html", context)


@page("draft.review", methods=READ_WRITE)
def choose(request: PageRequest, pk: int) -> HttpResponse:
    """One draft: the tasks like it, or those found by words; what it is, once chosen."""
    draft = _found(request, pk)
    if request.method != "POST":
        return render(request, "intake/matching_one.html", _one(request, draft))
    try:
        match_draft(
            draft=draft, version=_version(request), choice=_choice(request), by=request.actor
        )
    except IntakeError as error:
        return refused(request, draft.run, error)
    return redirect(_back(request, draft.run))


@page("draft.review", methods=WRITE)
def undo(request: PageRequest, pk: int) -> HttpResponse:
    """Take back what was decided about a draft."""
    draft = _found(request, pk)
    try:
        undo_match(draft=draft, version=_version(request), by=request.actor)
    except IntakeError as error:
        return refused(request, draft.run, error)
    messages.success(request, _("Đã bỏ kết quả đối chiếu; mục này chờ rà soát lại."))
    return redirect(_back(request, draft.run))


def _accept(
    request: PageRequest, run: ExtractionRun, sure: Mapping[int, tuple[int, Decimal]]
) -> HttpResponse:
    """Match those of the ticked drafts that still are surely the task that was shown."""
    ticked = {tuple(given.split(":", 1)) for given in request.POST.getlist("cap")}
    chosen = {pk: row for pk, row in sure.items() if (str(pk), str(row[0])) in ticked}
    try:
        matched = match_many(run=run, chosen=chosen, by=request.actor)
    except IntakeError as error:
        return refused(request, run, error)
    words = _("Đã gắn %(count)d mục với nhiệm vụ đang có.") % {"count": len(matched)}
    messages.success(request, words)
    return redirect("intake-match", pk=run.pk)


def _around(request: PageRequest, run: ExtractionRun) -> dict[str, object]:
    return {
        "run": run,
        "document": run.text.rendition.document,
        "may_change": can_change(request.actor, run),
        "back": request.GET.urlencode(),
    }


def _one(request: PageRequest, draft: Draft) -> dict[str, object]:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    if words:
        found = find_tasks_for(draft, words, request.actor)
        likely: Mapping[int, Sequence[tuple[int, Decimal | None]]] = {
            draft.pk: [(task, None) for task in found]
        }
    else:
        likely = likely_tasks(draft.run, [draft], request.actor, most=10)
    rows = proposals_for([draft], likely).get(draft.pk, ())
    return {
        **_around(request, draft.run),
        "row": Row(draft, match_of(draft), rows),
        "text": words,
        "back": request.GET.get("ve", ""),
    }


def _sure(likely: Likely) -> dict[int, tuple[int, Decimal]]:
    """The likeliest task of each draft that is sure enough to be accepted among many."""
    least = Decimal(_sure_percent()) / 100
    return {pk: rows[0] for pk, rows in likely.items() if rows[0][1] >= least}


def _sure_percent() -> int:
    return parameter_on("match_sure_percent", clock.today())


def _choice(request: PageRequest) -> Choice:
    """What was chosen: a button ("same:12", "child:12", "new"). Errors: BadRequest."""
    kind, _colon, given = request.POST.get("chon", "").partition(":")
    task = number_in(given)
    if kind not in MatchKind.values or (task is None) != (kind == MatchKind.NEW):
        raise BadRequest(_("Thao tác đối chiếu không hợp lệ."))
    percent = number_in(request.POST.get("giong", ""))
    return Choice(
        kind=MatchKind(kind),
        task=task,
        takes_deadline=kind == MatchKind.SAME and "thoi_han" in request.POST,
        adds_bodies=kind == MatchKind.SAME and "phoi_hop" in request.POST,
        score=Decimal(percent) / 100 if percent is not None and percent <= 100 else None,
    )


def _version(request: PageRequest) -> int:
    return number_in(request.POST.get("version", "")) or 0


def _back(request: PageRequest, run: ExtractionRun) -> str:
    query = request.POST.get("ve", "")
    return reverse("intake-match", args=[run.pk]) + (f"?{query}" if query else "")


def _found(request: PageRequest, pk: int) -> Draft:
    try:
        return draft_of(request.actor, pk)
    except Draft.DoesNotExist as error:
        raise Http404 from error
