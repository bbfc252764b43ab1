"""The review page: the document on the left, its drafts on the right; decisions one or many."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiendo.documents.models import TextVersion
from tiendo.intake.actions import (
    adopt_body,
    decide_drafts,
    fill_drafts,
    merge_drafts,
    start_extraction,
)
from tiendo.intake.errors import IntakeError
from tiendo.intake.models import Draft, ExtractionRun, RunState
from tiendo.intake.queries import drafts_in, progress, run_of, unknown_bodies
from tiendo.intake.review import DECISIONS, drafts_of
from tiendo.organisations.actions import add_provisional
from tiendo.organisations.errors import OrganisationError
from tiendo.workspace.access import WRITE, PageRequest, number_in, page
from tiendo.workspace.document_marks import review_marks
from tiendo.workspace.document_pages import page_view, shows_pages
from tiendo.workspace.document_text import outline_of, text_html
from tiendo.workspace.draft_cards import cards_of, problems_of, select
from tiendo.workspace.forms.intake import FillForm, ReviewFilterForm, body_names

PER_PAGE = 50


@page("draft.review", methods=WRITE)
def start(request: PageRequest, pk: int) -> HttpResponse:
    """Read a text into drafts, then show them."""
    text = get_object_or_404(TextVersion, pk=pk)
    run = start_extraction(text=text, by=request.actor)
    return redirect("intake-review", pk=run.pk)


@page("draft.review")
def review(request: PageRequest, pk: int) -> HttpResponse:
    """The run under review; while it is read, how far that is."""
    run = found_run(request, pk)
    if run.state in {RunState.PENDING, RunState.RUNNING, RunState.FAILED}:
        return render(request, "intake/waiting.html", {"run": run})
    drafts = drafts_in(run)
    form = ReviewFilterForm(request.GET)
    chosen = Paginator(select(drafts, form.narrowed()), PER_PAGE).get_page(request.GET.get("page"))
    tab = "van-de" if request.GET.get("muc") == "van-de" else "muc"
    problems = problems_of(run, drafts)
    unknown = unknown_bodies(run)
    drawn = page_view(run.text.rendition, run.text)
    shown = drawn if shows_pages(run.text, request.GET.get("xem", "")) else None
    context = {
        "run": run,
        "document": run.text.rendition.document,
        "progress": progress(drafts),
        "page": chosen,
        "cards": cards_of(list(chosen), run.text, drafts),
        "form": form,
        "tab": tab,
        "problems": problems,
        "unknown": unknown,
        "problem_count": len(problems) + len(unknown),
        "has_pages": drawn is not None,
        "shown": shown,
        "has_viewer": shown is not None,
        "text_html": "" if shown else text_html(run.text, review_marks(run.text, drafts)),
        "outline": outline_of(run.text),
        "back": request.GET.urlencode(),
    }
    return render(request, "intake/review.html", context)


@page("draft.review")
def show_progress(request: PageRequest, pk: int) -> HttpResponse:
    """How far the reading is, asked for every two seconds; leads on when it is done."""
    run = found_run(request, pk)
    if run.state in {RunState.PENDING, RunState.RUNNING}:
        return render(request, "intake/waiting_state.html", {"run": run})
    return HttpResponse(headers={"HX-Redirect": reverse("intake-review", args=[run.pk])})


@page("draft.review", methods=WRITE)
def decide(request: PageRequest, pk: int) -> HttpResponse:
    """One decision on one draft ("accept:12"); the card comes back where a script asked."""
    run = found_run(request, pk)
    decision, _colon, given = request.POST.get("decision", "").partition(":")
    draft_id = number_in(given)
    if decision not in DECISIONS or draft_id is None:
        raise BadRequest(_("Thao tác rà soát không hợp lệ."))
    try:
        decide_drafts(run=run, draft_ids=[draft_id], decision=decision, by=request.actor)
    except IntakeError as error:
        return refused(request, run, error)
    if request.headers.get("HX-Request"):
        return _card(request, run, draft_id)
    return redirect(back_to(run, request.POST.get("ve", ""), draft_id))


@page("draft.review", methods=WRITE)
def decide_many(request: PageRequest, pk: int) -> HttpResponse:
    """One action on the ticked drafts."""
    run = found_run(request, pk)
    numbers = (number_in(given) for given in request.POST.getlist("ids"))
    ids = [number for number in numbers if number is not None]
    action = request.POST.get("action", "")
    try:
        if action in DECISIONS:
            _decide_all(request, run, ids, action)
        elif action == "merge":
            _merge(request, run, ids)
        elif action in {"fill", "fill-apply"}:
            return _fill(request, run, ids, is_sent=action == "fill-apply")
        else:
            raise BadRequest(_("Thao tác rà soát không hợp lệ."))
    except IntakeError as error:
        return refused(request, run, error)
    return redirect(back_to(run, request.POST.get("ve", "")))


@page("organisation.add_provisional", methods=WRITE)
def add_body(request: PageRequest, pk: int) -> HttpResponse:
    """Add a body that the list does not know, and name the drafts after it."""
    run = found_run(request, pk)
    name = request.POST.get("name", "").replace("\0", "").strip()
    try:
        source = str(run.text.rendition.document)
        add_provisional(name=name, by=request.actor, source=source)
        count = adopt_body(run=run, text=name, by=request.actor)
    except (IntakeError, OrganisationError) as error:
        return refused(request, run, error)
    words = _("Đã thêm cơ quan tạm “%(name)s”, gắn vào %(count)d chỗ.")
    messages.success(request, words % {"name": name, "count": count})
    return redirect(f"{reverse('intake-review', args=[run.pk])}?muc=van-de")


def found_run(request: PageRequest, pk: int) -> ExtractionRun:
    """The run of an address. Errors: Http404; PermissionRefused."""
    try:
        return run_of(request.actor, pk)
    except ExtractionRun.DoesNotExist as error:
        raise Http404 from error


def refused(request: PageRequest, run: ExtractionRun, error: Exception) -> HttpResponse:
    """The page that says why nothing was changed, with a way back."""
    context = {"run": run, "document": run.text.rendition.document, "error": error}
    return render(request, "intake/refused.html", context, status=HTTPStatus.CONFLICT)


def back_to(run: ExtractionRun, query: str, draft_id: int | None = None) -> str:
    """The review page as it was left: its filter, its page, the draft in view."""
    address = reverse("intake-review", args=[run.pk])
    address += f"?{query}" if query else ""
    return address + (f"#d{draft_id}" if draft_id else "")


def _card(request: PageRequest, run: ExtractionRun, draft_id: int) -> HttpResponse:
    drafts = drafts_in(run)
    chosen = [draft for draft in drafts if draft.pk == draft_id]
    back = QueryDict(request.POST.get("ve", ""))
    context: dict[str, Any] = {
        "run": run,
        "has_viewer": shows_pages(run.text, back.get("xem", "")),
        "card": cards_of(chosen, run.text, drafts)[0],
        "progress": progress(drafts),
        "back": request.POST.get("ve", ""),
    }
    return render(request, "intake/card_changed.html", context)


def _decide_all(request: PageRequest, run: ExtractionRun, ids: list[int], action: str) -> None:
    changed = decide_drafts(run=run, draft_ids=ids, decision=action, by=request.actor)
    _say_changed(request, len(changed))


def _say_changed(request: PageRequest, count: int) -> None:
    words = ngettext("Đã cập nhật %(count)d mục.", "Đã cập nhật %(count)d mục.", count)
    messages.success(request, words % {"count": count})


def _merge(request: PageRequest, run: ExtractionRun, ids: list[int]) -> None:
    """The first of the ticked drafts in document order takes the others in."""
    drafts: list[Draft] = drafts_of(run, ids)
    if not drafts:
        return
    others = [draft.pk for draft in drafts[1:]]
    merge_drafts(run=run, into=drafts[0], others=others, by=request.actor)
    _say_changed(request, len(drafts))


def _fill(
    request: PageRequest, run: ExtractionRun, ids: list[int], *, is_sent: bool
) -> HttpResponse:
    form = FillForm(request.POST) if is_sent else FillForm()
    status = HTTPStatus.OK
    if is_sent and form.is_valid():
        try:
            changed = fill_drafts(run=run, draft_ids=ids, filling=form.filling(), by=request.actor)
        except IntakeError as error:
            form.add_error(None, str(error))
        else:
            _say_changed(request, len(changed))
            return redirect(back_to(run, request.POST.get("ve", "")))
    if is_sent:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "run": run,
        "form": form,
        "drafts": drafts_of(run, ids),
        "bodies": body_names(),
        "back": request.POST.get("ve", ""),
    }
    return render(request, "intake/fill.html", context, status=status)
