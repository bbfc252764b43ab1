"""The board of plan filing: which bodies issued their own plan, and what each plan covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tiendo.domain.filing import FilingState, filing_state
from tiendo.organisations.models import Organisation
from tiendo.overview.sheets.filings import BY_SLUG, SLUGS, STATE_WORDS
from tiendo.programmes.models import PlanFiling, Programme, ProgrammeState
from tiendo.tasks.actions import correct_filing, record_filing, withdraw_filing
from tiendo.tasks.queries.filings import (
    BodyFiling,
    coverage_of,
    filing_board,
    filing_in_force,
    rows_of_body,
    versions_of,
)
from tiendo.workspace.access import READ_WRITE, PageRequest, as_of, dated_url, known_at, page
from tiendo.workspace.answers import answer_form, say_done
from tiendo.workspace.forms.filings import FilingForm, WithdrawForm
from tiendo.workspace.programme_page import found_programme

PER_PAGE = 50
STATE, TEXT, SOUGHT = "tinh_trang", "q", "tim"
# The states of the board: their words in the address, and their colours.
LOOKS = {
    FilingState.FILED: "done_on_time",
    FilingState.FILED_LATE: "done_late",
    FilingState.WAITING: "in_progress",
    FilingState.OVERDUE: "overdue",
}


@page("task.view")
def show_board(request: PageRequest, pk: int) -> HttpResponse:
    """Every body that owes a plan, with where it stands and what its plan covers."""
    programme, day = _provincial(request, pk), as_of(request)
    chosen = BY_SLUG.get(request.GET.get(STATE, ""))
    text = request.GET.get(TEXT, "").replace("\x00", "")[:200]
    board = filing_board(programme, day, state=chosen, text=text, known_at=known_at(request))
    shown = Paginator(board.rows, PER_PAGE).get_page(request.GET.get("page"))
    rows: list[BodyFiling] = list(shown.object_list)
    coverage = coverage_of(programme, {row.body.pk: row.filing for row in rows}, day)
    context = {
        "programme": programme,
        "programme_url": dated_url(request, "programme", pk),
        "page": shown,
        "rows": [
            (
                row,
                dated_url(request, "filing", pk, row.body.slug),
                LOOKS[row.state],
                STATE_WORDS[row.state],
                coverage[row.body.pk],
            )
            for row in rows
        ],
        "tiles": list(_tiles(request, pk, board.counts, board.total)),
        "text": text,
        "chosen": request.GET.get(STATE, "") if chosen else "",
        "is_filtered": bool(chosen or text.strip()),
        "clear_url": dated_url(request, "filing-list", pk),
        "may_set_due": _runs(request, programme),
    }
    return render(request, "programmes/filings.html", context)


def _tiles(
    request: PageRequest, pk: int, counts: Mapping[FilingState, int], total: int
) -> Iterator[tuple[str, int, str, str]]:
    """The counts as links: words, number, address, colour."""
    yield _("Cơ quan phải ban hành"), total, dated_url(request, "filing-list", pk), ""
    for state, code in LOOKS.items():
        url = dated_url(request, "filing-list", pk, **{STATE: SLUGS[state]})
        yield str(STATE_WORDS[state]), counts.get(state, 0), url, code


@page("task.view")
def show(request: PageRequest, pk: int, slug: str) -> HttpResponse:
    """The plan of one body: its facts, what it covers, what it does not, its versions."""
    programme, body, day = _provincial(request, pk), _body(slug), as_of(request)
    filing = _in_force(programme, body)
    is_issued = filing is not None and filing.issued_on <= day
    rows = list(rows_of_body(programme, body, day))
    covered = set(filing.coverage.values_list("task_id", flat=True)) if filing else set()
    state = filing_state(filing.issued_on if filing else None, programme.filing_last_day, day)
    context = {
        **_frame(request, programme, body),
        "filing": filing,
        "is_issued": is_issued,
        "status": LOOKS[state],
        "state_words": STATE_WORDS[state],
        "covered": [(row, dated_url(request, "task", row.pk)) for row in rows if row.pk in covered],
        "uncovered": [
            (row, dated_url(request, "task", row.pk)) for row in rows if row.pk not in covered
        ],
        "assigned": len(rows),
        "versions": list(versions_of(programme, body)),
        "may_record": _records(request, programme, body),
        "withdraw_form": WithdrawForm(),
    }
    return render(request, "programmes/filing.html", context)


@page("filing.record", methods=READ_WRITE)
def write(request: PageRequest, pk: int, slug: str) -> HttpResponse:
    """Record the plan of a body, or correct what was recorded."""
    programme, body = _provincial(request, pk), _body(slug)
    if not _records(request, programme, body):
        raise PermissionDenied
    held = _in_force(programme, body)
    sought = request.GET.get(SOUGHT, "").replace("\x00", "")[:200]
    form = FilingForm(
        request.POST or None,
        programme=programme,
        body=body,
        is_correction=held is not None,
        sought=sought,
        initial=_initial(held),
    )

    def act() -> HttpResponse:
        plan, covers, by = form.plan(), form.cleaned_data["covers"], request.actor
        if held is None:
            record_filing(programme=programme, organisation=body, plan=plan, covers=covers, by=by)
        else:
            reason = form.cleaned_data["reason"]
            correct_filing(filing=held, plan=plan, covers=covers, reason=reason, by=by)
        words = _("Đã ghi kế hoạch của %(body)s.") % {"body": body.name}
        return say_done(request, words, dated_url(request, "filing", pk, slug))

    context = {**_frame(request, programme, body), "form": form, "filing": held, "sought": sought}
    show = partial(render, request, "programmes/filing_form.html", context)
    return answer_form(request, form, act, show, _FIELDS)


_FIELDS = {
    "filing_number_missing": "number",
    "filing_in_future": "issued_on",
    "filing_of_other_body": "covers",
    "reason_missing": "reason",
}


@page("filing.record", methods=READ_WRITE)
def withdraw(request: PageRequest, pk: int, slug: str) -> HttpResponse:
    """Take a record back, after asking why."""
    programme, body = _provincial(request, pk), _body(slug)
    if not _records(request, programme, body):
        raise PermissionDenied
    held = _in_force(programme, body)
    if held is None:
        return redirect(dated_url(request, "filing", pk, slug))
    form = WithdrawForm(request.POST or None)

    def act() -> HttpResponse:
        withdraw_filing(filing=held, reason=form.cleaned_data["reason"], by=request.actor)
        words = _("Đã rút bản ghi; bản cũ vẫn được lưu.")
        return say_done(request, words, dated_url(request, "filing", pk, slug))

    context = {**_frame(request, programme, body), "form": form, "filing": held, "is_back": True}
    show = partial(render, request, "programmes/filing_form.html", context)
    return answer_form(request, form, act, show)


def _initial(held: PlanFiling | None) -> dict[str, object]:
    if held is None:
        return {}
    return {
        "number": held.number,
        "issued_on": held.issued_on,
        "title": held.title,
        "document": held.document_id,
        "own_programme": held.own_programme_id,
        "covers": list(held.coverage.values_list("task_id", flat=True)),
    }


def _frame(request: PageRequest, programme: Programme, body: Organisation) -> dict[str, object]:
    return {
        "programme": programme,
        "body": body,
        "programme_in_view": programme.short_title,
        "programme_url": dated_url(request, "programme", programme.pk),
        "board_url": dated_url(request, "filing-list", programme.pk),
        "filing_url": dated_url(request, "filing", programme.pk, body.slug),
    }


def _provincial(request: PageRequest, pk: int) -> Programme:
    """A programme that obliges bodies to plans of their own. Errors: Http404 for an own one."""
    programme = found_programme(request, pk)
    if programme.is_own:
        raise Http404
    return programme


def _body(slug: str) -> Organisation:
    return get_object_or_404(Organisation, slug=slug)


def _in_force(programme: Programme, body: Organisation) -> PlanFiling | None:
    held = filing_in_force(programme, body)
    return None if held is not None and held.is_withdrawn else held


def _records(request: PageRequest, programme: Programme, body: Organisation) -> bool:
    is_open = programme.state == ProgrammeState.ACTIVE
    return is_open and request.actor.may("filing.record", at=body.pk)


def _runs(request: PageRequest, programme: Programme) -> bool:
    is_open = programme.state == ProgrammeState.ACTIVE
    return is_open and request.actor.may("draft.review", at=programme.coordinator_id)
