"""The review page: the document on the left, what was found in it on the right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from tiendo.intake.appendices import siblings
from tiendo.intake.models import Draft, ExtractionRun, RunState
from tiendo.intake.queries import drafts_in, generic_names, progress, unknown_bodies
from tiendo.workspace.access import PageRequest, page
from tiendo.workspace.document_marks import review_marks
from tiendo.workspace.document_pages import page_view, shows_pages
from tiendo.workspace.document_text import outline_of, text_html
from tiendo.workspace.draft_cards import Review, cards_of, select
from tiendo.workspace.forms.intake import ReviewFilterForm
from tiendo.workspace.review_page import (
    figures_of,
    newer_text,
    reason_chips,
    review_of,
    shown_problems,
    unread_texts,
)
from tiendo.workspace.views.intake import SURE_LINK, found_run

PER_PAGE = 50


@page("draft.review")
def review(request: PageRequest, pk: int) -> HttpResponse:
    """The run under review; while it is read, how far that is."""
    run = found_run(request, pk)
    if run.state in {RunState.PENDING, RunState.RUNNING, RunState.FAILED}:
        return render(request, "intake/waiting.html", {"run": run})
    return render(request, "intake/review.html", _page(request, run))


def _page(request: PageRequest, run: ExtractionRun) -> dict[str, Any]:
    """What the review page shows: the list of drafts, or what its other tabs list."""
    drafts = drafts_in(run)
    problems = shown_problems(run, drafts)
    made = review_of(run, drafts, problems)
    form = ReviewFilterForm(request.GET)
    narrowed = form.narrowed()
    figures = figures_of(run.text)
    unknown = unknown_bodies(run, generic_names(drafts))
    listed = {"van-de": problems.open, "so-lieu": figures}
    tab = request.GET.get("muc", "")
    chosen = select(drafts, narrowed, made.reasons)
    return {
        "run": run,
        "document": run.text.rendition.document,
        "progress": progress(drafts),
        "form": form,
        "reason_options": reason_chips(made, narrowed.reason),
        "tab": tab if tab in listed else "muc",
        "figure_count": len(figures),
        "problems": problems,
        "unknown": unknown,
        "problem_count": len(problems.open) + len(unknown),
        "siblings": siblings(run),
        "newer": newer_text(run),
        "unread": unread_texts(run),
        "differing": sum(bool(draft.differs) for draft in drafts),
        "likely_links": _likely_links(drafts),
        "outline": outline_of(run.text),
        "back": request.GET.urlencode(),
        **_source(request, run, drafts),
        **_list(request, listed.get(tab, chosen), made),
    }


def _likely_links(drafts: Sequence[Draft]) -> int:
    return sum(d.details_score is not None and d.details_score >= SURE_LINK for d in drafts)


def _source(request: PageRequest, run: ExtractionRun, drafts: Sequence[Draft]) -> dict[str, Any]:
    """The left side: the text with its marks, or pictures of its pages."""
    drawn = page_view(run.text.rendition, run.text)
    shown = drawn if shows_pages(run.text, request.GET.get("xem", "")) else None
    return {
        "has_pages": drawn is not None,
        "shown": shown,
        "has_viewer": shown is not None,
        "text_html": "" if shown else text_html(run.text, review_marks(run.text, drafts)),
    }


def _list(request: PageRequest, listed: Sequence[Any], made: Review) -> dict[str, Any]:
    """The right side: one page of what the tab lists; cards where these are drafts."""
    shown = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    drafts = [row for row in shown if isinstance(row, Draft)]
    return {"page": shown, "cards": cards_of(drafts, made)}
