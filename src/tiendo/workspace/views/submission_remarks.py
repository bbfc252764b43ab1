"""Remarks on the places of a submission: making one, answering it, being done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tiendo.regimes.models import Submission
from tiendo.regimes.submissions.errors import SubmissionError
from tiendo.regimes.submissions.permissions import may_write
from tiendo.regimes.submissions.remarks import (
    RemarkPlace,
    answer_remark,
    make_remark,
    settle_remark,
)
from tiendo.reporting.models import Figure
from tiendo.reporting.queries import figures_of
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.submissions import AnswerForm, RemarkForm
from tiendo.workspace.report_paragraphs import PageParagraph, PageParts, PageRow
from tiendo.workspace.submission_frame import found_remark, found_submission, frame_of
from tiendo.workspace.submission_page import code_of, figure_quote, parts_of


@page("submission.receive", methods=READ_WRITE)
def make(request: PageRequest, pk: int) -> HttpResponse:
    """Remark on a paragraph or row (``?doan=doan-5``, ``?doan=bang-2-5``) or one of its figures, or
    on the whole."""
    submission = found_submission(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    anchor = given.get("paragraph" if request.method == "POST" else "doan", "")
    figures = list(figures_of(submission.report).defer("record_ids"))
    parts = parts_of(submission, figures)
    place = parts.place(anchor)
    quotes = _quotes(figures, place)
    first = {"paragraph": place.anchor if place else "", "version": submission.report.version}
    form = RemarkForm(request.POST or None, initial=first, figures=quotes)

    def act() -> HttpResponse:
        typed = form.cleaned_data
        if anchor and (place is None or typed["version"] != submission.report.version):
            raise SubmissionError("no_such_paragraph")
        make_remark(
            by=request.actor,
            submission=submission,
            text=typed["text"],
            place=_place(submission, parts, place, typed["figure"], quotes),
        )
        return say_done(request, _("Đã ghi góp ý."), "submission", pk)

    context = {**frame_of(request, submission), "form": form, "place": place}
    return answer_form(
        request, form, act, partial(render, request, "submissions/remark.html", context)
    )


@page("submission.write", methods=READ_WRITE)
def answer(request: PageRequest, pk: int) -> HttpResponse:
    """Answer a remark."""
    remark = found_remark(request, pk)
    if not may_write(request.actor, remark.submission):
        raise PermissionDenied
    form = AnswerForm(request.POST or None, initial={"text": remark.answer})

    def act() -> HttpResponse:
        answer_remark(by=request.actor, remark=remark, text=form.cleaned_data["text"])
        return say_done(request, _("Đã trả lời góp ý."), "submission", remark.submission_id)

    context = {**frame_of(request, remark.submission), "form": form, "remark": remark}
    return answer_form(
        request, form, act, partial(render, request, "submissions/answer.html", context)
    )


@page("submission.receive", methods=WRITE)
def settle(request: PageRequest, pk: int) -> HttpResponse:
    """Be done with a remark."""
    remark = found_remark(request, pk)

    def act() -> str:
        settle_remark(by=request.actor, remark=remark)
        return _("Đã xem góp ý là xong.")

    return press_button(request, act, "submission", remark.submission_id)


def _quotes(figures: Iterable[Figure], place: PageParagraph | PageRow | None) -> dict[str, str]:
    """The figures that stand in a place, as a remark quotes each, by key."""
    wanted = set(place.figures) if place else set()
    return {row.key: figure_quote(row.label, row.printed) for row in figures if row.key in wanted}


def _place(
    submission: Submission,
    parts: PageParts,
    place: PageParagraph | PageRow | None,
    figure: str,
    quotes: Mapping[str, str],
) -> RemarkPlace:
    if place is None:
        return RemarkPlace()
    return RemarkPlace(
        heading=code_of(submission, parts, place),
        row=place.name if isinstance(place, PageRow) else "",
        figure=figure,
        quote=quotes[figure] if figure else place.text,
    )
