"""Screens of the figures that a text states: each with its words, taken or left by a person."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tiendo.documents.models import Document, TextVersion
from tiendo.documents.queries import document_of
from tiendo.indicators.models import Observation
from tiendo.indicators.observed import listed
from tiendo.indicators.permissions import visible_observations
from tiendo.intake.figures.deciding import (
    accept_figure,
    accept_figures,
    as_read,
    held_at,
    reject_figure,
)
from tiendo.intake.figures.drafting import draft_figures
from tiendo.intake.figures.errors import FigureDraftError
from tiendo.intake.models import FigureDraft, FigureDraftState
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.answers import answer_form, press_button
from tiendo.workspace.figure_rows import FigureRow, figure_rows
from tiendo.workspace.forms.figure_drafts import FigureDraftForm, LeaveForm

GATE = "observation.enter"
PER_PAGE = 50
_LONGEST_REASON = 500
_FIELDS = {
    "no_indicator": "indicator",
    "no_body": "organisation",
    "no_period": "day",
    "period_closed": "reason",
    "correction_reason": "reason",
    "as_of_outside": "as_of",
    "breakdown_unknown": "breakdown",
    "not_a_number": "typed",
    "gap_unclear": "typed",
    "foreign_number": "typed",
    "other_unit": "typed",
}


@page(GATE, methods=WRITE)
def start(request: PageRequest, pk: int) -> HttpResponse:
    """Draft what a text states in figures."""
    text = _text(request, pk)

    def act() -> str:
        count = draft_figures(text=text, by=request.actor)
        return _("Đọc được %(count)s số liệu, mục tiêu trong văn bản.") % {"count": count}

    return press_button(request, act, "figure-draft-list", pk)


@page(GATE)
def show_list(request: PageRequest, pk: int) -> HttpResponse:
    """The figures of a text in its order."""
    text = _text(request, pk)
    drafts = FigureDraft.objects.filter(text=text)
    chosen = request.GET.get("trang-thai", "")
    listed = drafts.filter(state=chosen) if chosen in FigureDraftState.values else drafts
    listed = listed.select_related("indicator", "organisation", "passage")
    counts = list(drafts.order_by().values_list("state", flat=True))
    context = {
        "text": text,
        "document": text.rendition.document,
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "chosen": chosen,
        "total": len(counts),
        "tabs": [
            (state, label, counts.count(state))
            for state, label in FigureDraftState.choices
            if state in counts
        ],
    }
    return render(request, "figure_drafts/list.html", context)


@page(GATE, methods=WRITE)
def take_many(request: PageRequest, pk: int) -> HttpResponse:
    """Keep the figures that are ticked as they were read."""
    text = _text(request, pk)
    ids = [number for given in request.POST.getlist("muc") if (number := number_in(given))]
    related = "indicator", "organisation", "passage"
    drafts = list(FigureDraft.objects.filter(text=text, pk__in=ids).select_related(*related))

    def act() -> str:
        if not drafts:
            raise FigureDraftError("none_chosen")
        reason = request.POST.get("ly-do", "").replace("\x00", "").strip()[:_LONGEST_REASON]
        taken, refused = accept_figures(drafts=drafts, by=request.actor, reason=reason)
        for each in refused:
            messages.error(request, f"{each.draft.raw}: {each.refusal}")
        return _("Đã nhận %(count)d mục.") % {"count": taken}

    return press_button(request, act, "figure-draft-list", pk)


@page(GATE, methods=READ_WRITE)
def take(request: PageRequest, pk: int) -> HttpResponse:
    """Say what a figure is, and keep it."""
    draft = _draft(request, pk)
    form = FigureDraftForm(request, draft)

    def act() -> HttpResponse:
        accept_figure(draft=draft, choice=form.choice(), by=request.actor)
        return redirect(_place(draft))

    def show(*, status: int) -> HttpResponse:
        """The form with what is in force where the figure would stand: it was seen then."""
        held = held_at(form.choice() if form.is_bound and form.is_valid() else as_read(draft))
        document = draft.text.rendition.document
        context = {"form": form, "draft": draft, "document": document, "held": _held(request, held)}
        return render(request, "figure_drafts/take.html", context, status=status)

    return answer_form(request, form, act, show, _FIELDS)


def _held(request: PageRequest, held: Observation | None) -> FigureRow | None:
    """A figure in force as pages show it, where the person may see it."""
    if held is None or not visible_observations(request.actor).filter(pk=held.pk).exists():
        return None
    return figure_rows(listed(request.actor, [held]))[0]


@page(GATE, methods=WRITE)
def leave(request: PageRequest, pk: int) -> HttpResponse:
    """Leave a figure out, with the reason."""
    draft = _draft(request, pk)

    def act() -> str:
        reject_figure(draft=draft, reason=LeaveForm(request).said(), by=request.actor)
        return _("Đã bỏ qua mục này.")

    return press_button(request, act, _place(draft))


def _place(draft: FigureDraft) -> str:
    return reverse("figure-draft-list", args=[draft.text_id]) + f"#muc-{draft.pk}"


def _text(request: PageRequest, pk: int) -> TextVersion:
    """The text, of a document one may see. Errors: Http404."""
    found = TextVersion.objects.select_related("rendition__document__issuer").defer("structure")
    text = get_object_or_404(found, pk=pk)
    _require_seen(request, text.rendition.document_id)
    return text


def _draft(request: PageRequest, pk: int) -> FigureDraft:
    """Errors: Http404."""
    found = FigureDraft.objects.select_related("passage", "text__rendition__document")
    draft = get_object_or_404(found.defer("text__content", "text__structure"), pk=pk)
    _require_seen(request, draft.text.rendition.document_id)
    return draft


def _require_seen(request: PageRequest, document_id: int) -> None:
    try:
        document_of(request.actor, document_id)
    except Document.DoesNotExist as error:
        raise Http404 from error
