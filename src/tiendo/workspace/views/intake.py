"""Decisions of a review: on one draft or many, on problems, bodies and citations."""

from __future__ import annotations

from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tiendo.documents.actions import choose_cited
from tiendo.documents.errors import DocumentError
from tiendo.documents.models import Document, DocumentLink, TextVersion
from tiendo.intake.actions import (
    adopt_body,
    confirm_links,
    decide_drafts,
    dismiss_problem,
    fill_drafts,
    merge_drafts,
    restore_problem,
    start_extraction,
)
from tiendo.intake.errors import IntakeError
from tiendo.intake.locks import drafts_of
from tiendo.intake.models import Draft, ExtractionRun, RunState
from tiendo.intake.queries import drafts_in, progress, run_of
from tiendo.intake.review import DECISIONS
from tiendo.organisations.actions import add_provisional
from tiendo.organisations.errors import OrganisationError
from tiendo.workspace.access import WRITE, PageRequest, number_in, page
from tiendo.workspace.document_pages import shows_pages
from tiendo.workspace.draft_cards import cards_of
from tiendo.workspace.forms.intake import FillForm, body_names
from tiendo.workspace.review_page import (
    review_of,
    shown_problems,
)

# Above this likeness a suggested clause is nearly always the right one.
SURE_LINK = Decimal("0.85")


@page("draft.review", methods=WRITE)
def start(request: PageRequest, pk: int) -> HttpResponse:
    """Read a text into drafts, then show them."""
    text = get_object_or_404(TextVersion, pk=pk)
    run = start_extraction(text=text, by=request.actor)
    return redirect("intake-review", pk=run.pk)


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
        elif action in {"links", "links-sure"}:
            _confirm_links(request, run, ids, is_sure=action == "links-sure")
        elif action in {"fill", "fill-apply"}:
            return _fill(request, run, ids, is_sent=action == "fill-apply")
        else:
            raise BadRequest(_("Thao tác rà soát không hợp lệ."))
    except IntakeError as error:
        return refused(request, run, error)
    return redirect(back_to(run, request.POST.get("ve", "")))


@page("draft.review", methods=WRITE)
def judge_problem(request: PageRequest, pk: int) -> HttpResponse:
    """Put a problem of the text aside with a reason, or take it up again."""
    run = found_run(request, pk)
    key = request.POST.get("key", "").replace("\0", "")
    reason = request.POST.get("reason", "").replace("\0", "")
    try:
        if request.POST.get("action") == "restore":
            restore_problem(run=run, key=key, by=request.actor)
        else:
            with_alike = request.POST.get("action") == "alike"
            dismiss_problem(
                run=run, key=key, reason=reason, by=request.actor, with_alike=with_alike
            )
    except IntakeError as error:
        return refused(request, run, error)
    return redirect(back_to(run, request.POST.get("ve", "")))


@page("document.upload", methods=WRITE)
def choose_citation(request: PageRequest, pk: int) -> HttpResponse:
    """Say which of several documents a citation of a draft means, and go on with the review."""
    run = found_run(request, pk)
    link = get_object_or_404(DocumentLink, pk=number_in(request.POST.get("link", "")))
    chosen = get_object_or_404(Document, pk=number_in(request.POST.get("van-ban", "")))
    try:
        choose_cited(by=request.actor, link=link, document=chosen)
    except DocumentError as error:
        return refused(request, run, error)
    draft_id = number_in(request.POST.get("muc", ""))
    return redirect(back_to(run, request.POST.get("ve", ""), draft_id))


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


def undo_tag(draft: Draft) -> str:
    """The tag of a message that offers to undo the split or merge of a draft."""
    return f"undo:{reverse('intake-draft-restore', args=[draft.pk])}"


def back_to(run: ExtractionRun, query: str, draft_id: int | None = None) -> str:
    """The review page as it was left: its filter, its page, the draft in view."""
    address = reverse("intake-review", args=[run.pk])
    address += f"?{query}" if query else ""
    return address + (f"#d{draft_id}" if draft_id else "")


def _card(request: PageRequest, run: ExtractionRun, draft_id: int) -> HttpResponse:
    drafts = drafts_in(run)
    chosen = [draft for draft in drafts if draft.pk == draft_id]
    back = QueryDict(request.POST.get("ve", ""))
    made = review_of(run, drafts, shown_problems(run, drafts))
    card = cards_of(chosen, made)[0]
    context: dict[str, Any] = {
        "run": run,
        "has_viewer": shows_pages(run.text, back.get("xem", "")),
        "card": card,
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
    words = _("Đã gộp %(count)d mục vào một mục.") % {"count": len(drafts)}
    undo = undo_tag(drafts[1]) if len(drafts) == 2 else ""
    messages.success(request, words, extra_tags=undo)


def _confirm_links(
    request: PageRequest, run: ExtractionRun, ids: list[int], *, is_sure: bool
) -> None:
    """Confirm the suggested clauses of the ticked rows, or of all rows very like theirs."""
    least = SURE_LINK if is_sure else None
    rows = confirm_links(run=run, draft_ids=ids, least=least, by=request.actor)
    words = _("Đã gắn %(count)d dòng với mục của văn bản.")
    messages.success(request, words % {"count": len(rows)})


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
