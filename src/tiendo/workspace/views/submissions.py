"""Screens of the reports that a body hands in: its list, one of them, what changed in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tiendo.documents.queries import unnumbered_issuers
from tiendo.domain import clock
from tiendo.domain.refusals import Refusal
from tiendo.regimes.models import ReportDuty
from tiendo.regimes.submissions.changes import (
    FigureChange,
    before,
    compare_figures,
    ended_between,
    newly_done,
)
from tiendo.regimes.submissions.queries import own_duties, remarks_of, steps_of
from tiendo.regimes.submissions.writing import (
    compose_submission,
    day_of_figures,
    open_submission,
)
from tiendo.reporting.freshness import ChangedFigure, changed_figures
from tiendo.reporting.models import Report
from tiendo.reporting.queries import figures_of
from tiendo.reporting.writings import all_words, writers_now
from tiendo.workspace.access import WRITE, PageRequest, page, require
from tiendo.workspace.answers import press_button
from tiendo.workspace.forms.submissions import DutyFilterForm, VersionForm
from tiendo.workspace.submission_frame import (
    found_submission,
    frame_of,
    is_in_hand,
    note_seen,
    powers_of,
    written_submission,
)
from tiendo.workspace.submission_page import build_page, is_empty
from tiendo.workspace.submission_words import DUTY_LOOKS, step_entries

PER_PAGE = 30
FIGURES_PER_PAGE = 50
FRESH_SHOWN = 20
LISTED = 50


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A row of a body's list."""

    duty: ReportDuty
    word: str | Promise
    icon: str
    look: str
    may_open: bool
    is_to_do: bool


@page("submission.view")
def show_list(request: PageRequest) -> HttpResponse:
    """What the person's bodies owe: what there is to do first."""
    form, today = DutyFilterForm(request.GET), clock.today()
    listed = own_duties(request.actor, today, form.states())
    shown = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": shown,
        "rows": list(_rows(request, shown.object_list)),
        "today": today,
    }
    return render(request, "submissions/list.html", context)


@page("submission.write", methods=WRITE)
def open_one(request: PageRequest, pk: int) -> HttpResponse:
    """Open the report that is owed, or lead to the one that is open."""
    duty = get_object_or_404(ReportDuty, pk=pk)
    require(request, "submission.write", at=duty.body_id)
    try:
        submission = open_submission(by=request.actor, duty=duty)
    except Refusal as refused:
        messages.error(request, str(refused))
        return redirect("submission-list")
    return redirect("submission", pk=submission.pk)


@page("submission.view")
def show(request: PageRequest, pk: int) -> HttpResponse:
    """The report as it is composed, its places to write, its remarks and what to do next."""
    submission = found_submission(request, pk)
    note_seen(request, submission)
    report = submission.report
    figures = list(figures_of(report).defer("record_ids"))
    words, remarks = all_words(report), list(remarks_of(submission))
    in_hand, powers = is_in_hand(submission), powers_of(request, submission)
    context = {
        **frame_of(request, submission),
        "shown": build_page(submission, figures, words, remarks, powers),
        "powers": powers,
        "open_remarks": sum(remark.settled_at is None for remark in remarks),
        "entries": list(step_entries(steps_of(submission)[:LISTED])),
        "others": list(writers_now(report, but=request.user.pk)) if in_hand else [],
        "before": before(submission),
        "figure_count": len(figures),
        "is_empty": is_empty(figures),
        **(_unnumbered(request, report) if in_hand else {}),
    }
    return render(request, "submissions/submission.html", context)


def _unnumbered(request: PageRequest, report: Report) -> dict[str, object]:
    """How many documents of the period the report does not list for want of a number, and how all
    of them name their issuer; "" where they differ."""
    last = min(report.period_end, report.as_of)
    names = unnumbered_issuers(request.actor, report.issuer_id, report.period_start, last)
    return {"unnumbered": len(names), "issuer_words": names[0] if len(set(names)) == 1 else ""}


@page("submission.view", is_aside=True)
def show_fresh(request: PageRequest, pk: int) -> HttpResponse:
    """The figures that composing now would change; the page asks for it by itself."""
    submission = found_submission(request, pk)
    changed: tuple[ChangedFigure, ...] = ()
    if is_in_hand(submission):
        day = day_of_figures(submission.duty.cycle)
        changed = changed_figures(request.actor, submission.report, day)
    context = {
        **frame_of(request, submission),
        "changed": changed[:FRESH_SHOWN],
        "number": len(changed),
        "more": max(len(changed) - FRESH_SHOWN, 0),
    }
    return render(request, "submissions/fresh.html", context)


@page("submission.view")
def show_changes(request: PageRequest, pk: int) -> HttpResponse:
    """What changed since the body's last submission for the same regime."""
    submission = found_submission(request, pk)
    held = before(submission)
    context = {**frame_of(request, submission), "before": held}
    if held.submission is not None:
        context |= _changes(request, held.submission.report, submission.report)
    return render(request, "submissions/changes.html", context)


@page("submission.write", methods=WRITE)
def compose(request: PageRequest, pk: int) -> HttpResponse:
    """Compose the report anew, with today's figures and the newest words."""
    submission = written_submission(request, pk)
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0

    def act() -> str:
        compose_submission(by=request.actor, submission=submission, version=version)
        return _("Đã lập lại báo cáo với số liệu và lời văn mới nhất.")

    return press_button(request, act, "submission", pk)


def _rows(request: PageRequest, duties: Iterable[ReportDuty]) -> Iterator[DutyRow]:
    today = clock.today()
    for duty in duties:
        state = duty.state  # type: ignore[attr-defined]
        word, icon, look = DUTY_LOOKS[state]
        may_write = request.actor.may("submission.write", at=duty.body_id)
        begun = duty.cycle.period_start <= today
        asks_text = duty.cycle.version.regime.kind != "package"
        yield DutyRow(
            duty,
            word,
            icon,
            look,
            may_open=may_write and begun and asks_text and not hasattr(duty, "submission"),
            is_to_do=state in ("returned", "missing", "due_soon", "open"),
        )


def _changes(request: PageRequest, then: Report, now: Report) -> dict[str, object]:
    figures = compare_figures(then, now)
    shown = Paginator(figures, FIGURES_PER_PAGE).get_page(request.GET.get("page"))
    return {
        "page": shown,
        "figures": [(row, _difference(row)) for row in shown.object_list],
        "done": newly_done(request.actor, then, now)[:LISTED],
        "ended": ended_between(request.actor, then, now)[:LISTED],
    }


def _difference(row: FigureChange) -> Decimal | None:
    """The difference as it is shown: that of ratios in points of a hundred."""
    if row.difference is None:
        return None
    return row.difference if row.unit else row.difference * 100
