"""One draft under review: edit, split, link to its clause, compare with what stands."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tiendo.domain.likeness import shared_words
from tiendo.intake.actions import (
    decide_drafts,
    edit_draft,
    expand_lead,
    keep_decision,
    link_to_clause,
    split_draft,
    supplement_task,
    take_new_reading,
)
from tiendo.intake.errors import EditedMeanwhile, IntakeError
from tiendo.intake.linking import candidates_for
from tiendo.intake.models import Draft
from tiendo.intake.queries import draft_of
from tiendo.intake.splitting import offered_parts
from tiendo.tasks.errors import TaskError
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.forms.intake import DraftForm, LinkForm, SplitForm, body_names
from tiendo.workspace.views.intake import back_to, refused, undo_tag

ReviewForm = DraftForm | SplitForm | LinkForm


@page("draft.review", methods=READ_WRITE)
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """All fields of a draft; the second of two editors sees the first one's change."""
    draft = _found(request, pk)
    form = DraftForm(request.POST or None, initial=DraftForm.initial_of(draft))
    if request.method != "POST":
        return _page(request, "intake/edit.html", draft, form)
    if not form.is_valid():
        return _page(request, "intake/edit.html", draft, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        version = form.cleaned_data["version"]
        edit_draft(draft=draft, version=version, changes=form.changes(), by=request.actor)
    except IntakeError as error:
        return _refused(request, "intake/edit.html", draft, form, error)
    return redirect(back_to(draft.run, request.GET.get("ve", ""), draft.pk))


@page("draft.review", methods=READ_WRITE)
def split(request: PageRequest, pk: int) -> HttpResponse:
    """Make several drafts of one."""
    draft = _found(request, pk)
    form = SplitForm(
        request.POST or None, initial={"version": draft.version, "titles": _lines(draft)}
    )
    if request.method != "POST":
        return _page(request, "intake/split.html", draft, form)
    if not form.is_valid():
        return _page(request, "intake/split.html", draft, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    titles = form.cleaned_data["titles"].splitlines()
    try:
        version = form.cleaned_data["version"]
        parts = split_draft(draft=draft, version=version, titles=titles, by=request.actor)
    except IntakeError as error:
        return _refused(request, "intake/split.html", draft, form, error)
    _say_split(request, draft, len(parts))
    return redirect(back_to(draft.run, request.GET.get("ve", ""), parts[0].pk))


@page("draft.review", methods=WRITE)
def split_as_offered(request: PageRequest, pk: int) -> HttpResponse:
    """Split a clause into the duties that were read in it."""
    draft = _found(request, pk)
    version = number_in(request.POST.get("version", "")) or 0
    titles = [str(duty["text"]) for duty in offered_parts(draft)]
    try:
        parts = split_draft(draft=draft, version=version, titles=titles, by=request.actor)
    except IntakeError as error:
        return refused(request, draft.run, error)
    _say_split(request, draft, len(parts))
    return redirect(back_to(draft.run, request.POST.get("ve", ""), parts[0].pk))


@page("draft.review", methods=WRITE)
def restore(request: PageRequest, pk: int) -> HttpResponse:
    """Undo a decision, a split or a merge."""
    draft = _found(request, pk)
    ids = [draft.pk]
    try:
        decide_drafts(run=draft.run, draft_ids=ids, decision="restore", by=request.actor)
    except IntakeError as error:
        return refused(request, draft.run, error)
    return redirect(back_to(draft.run, request.POST.get("ve", ""), draft.pk))


@page("draft.review", methods=WRITE)
def judge_reading(request: PageRequest, pk: int) -> HttpResponse:
    """Take what a better reading gives into a reviewed draft, or keep what stands."""
    draft = _found(request, pk)
    version = number_in(request.POST.get("version", "")) or 0
    decide = take_new_reading if request.POST.get("chon") == "moi" else keep_decision
    try:
        decide(draft=draft, version=version, by=request.actor)
    except IntakeError as error:
        return refused(request, draft.run, error)
    return redirect(back_to(draft.run, request.POST.get("ve", ""), draft.pk))


@page("draft.review", methods=WRITE)
def supplement(request: PageRequest, pk: int) -> HttpResponse:
    """Give the task that stands already what it lacks and the draft says."""
    draft = _found(request, pk)
    try:
        task = supplement_task(draft=draft, by=request.actor)
    except IntakeError as error:
        return refused(request, draft.run, error)
    except TaskError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Đã bổ sung vào nhiệm vụ %(code)s.") % {"code": task.code})
    return redirect(back_to(draft.run, request.POST.get("ve", ""), draft.pk))


@page("draft.review", methods=READ_WRITE)
def link(request: PageRequest, pk: int) -> HttpResponse:
    """Say which clause a draft carries out."""
    draft = _found(request, pk)
    form = LinkForm(request.POST or None, initial={"version": draft.version})
    if request.method != "POST":
        return _page(request, "intake/link.html", draft, form)
    if not form.is_valid():
        return _page(request, "intake/link.html", draft, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        version, path = form.cleaned_data["version"], form.chosen()
        link_to_clause(draft=draft, version=version, path=path, by=request.actor)
    except IntakeError as error:
        return _refused(request, "intake/link.html", draft, form, error)
    return redirect(back_to(draft.run, request.GET.get("ve", ""), draft.pk))


@page("draft.review", methods=WRITE)
def expand(request: PageRequest, pk: int) -> HttpResponse:
    """One draft for each body of a generic lead."""
    draft = _found(request, pk)
    version = number_in(request.POST.get("version", "")) or 0
    try:
        parts = expand_lead(draft=draft, version=version, by=request.actor)
    except IntakeError as error:
        return refused(request, draft.run, error)
    return redirect(back_to(draft.run, request.POST.get("ve", ""), parts[0].pk))


def _lines(draft: Draft) -> str:
    """What the form begins with: the duties read in the clause, else its words."""
    return "\n".join(str(duty["text"]) for duty in offered_parts(draft)) or draft.title


def _say_split(request: PageRequest, draft: Draft, count: int) -> None:
    words = _("Đã tách thành %(count)d nhiệm vụ.") % {"count": count}
    messages.success(request, words, extra_tags=undo_tag(draft))


def _found(request: PageRequest, pk: int) -> Draft:
    try:
        return draft_of(request.actor, pk)
    except Draft.DoesNotExist as error:
        raise Http404 from error


def _page(
    request: PageRequest,
    template: str,
    draft: Draft,
    form: ReviewForm,
    status: int = HTTPStatus.OK,
    current: Draft | None = None,
) -> HttpResponse:
    context = {
        "draft": draft,
        "run": draft.run,
        "document": draft.run.text.rendition.document,
        "form": form,
        "current": current,
        "clauses": _clauses(request, draft) if isinstance(form, LinkForm) else (),
        "words": _clause_words(draft),
        "bodies": body_names() if isinstance(form, DraftForm) else (),
        "back": back_to(draft.run, request.GET.get("ve", ""), draft.pk),
    }
    return render(request, template, context, status=status)


def _clauses(request: PageRequest, draft: Draft) -> list[tuple[Draft, int, Sequence[str]]]:
    """The clauses a row may carry out: how like they are in percent, and the words they share."""
    found = candidates_for(draft, request.GET.get("tim", ""))
    return [
        (clause, round(likeness.score * 100), shared_words(draft.title, clause.title))
        for clause, likeness in found
    ]


def _clause_words(draft: Draft) -> str:
    """The words of the source, for a person to mark parts in."""
    start, end = draft.extracted.get("span") or (0, 0)
    return draft.run.text.content[start:end] or draft.title


def _refused(
    request: PageRequest, template: str, draft: Draft, form: ReviewForm, error: IntakeError
) -> HttpResponse:
    """The form with what was typed, and beside it what somebody else saved meanwhile."""
    status, current = HTTPStatus.UNPROCESSABLE_ENTITY, None
    if isinstance(error, EditedMeanwhile):
        status, current = HTTPStatus.CONFLICT, error.current
        form.data = {**{name: form.data[name] for name in form.data}, "version": current.version}
    form.add_error(None, str(error))
    return _page(request, template, draft, form, status, current)
