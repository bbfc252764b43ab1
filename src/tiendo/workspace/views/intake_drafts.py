"""One draft under review: edit, split, link to its clause."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from tiendo.intake.actions import edit_draft, expand_lead, link_to_clause, split_draft
from tiendo.intake.errors import EditedMeanwhile, IntakeError
from tiendo.intake.models import Draft
from tiendo.intake.queries import draft_of
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.forms.intake import DraftForm, LinkForm, SplitForm, body_names
from tiendo.workspace.views.intake import back_to, refused

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
        request.POST or None, initial={"version": draft.version, "titles": draft.title}
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
    return redirect(back_to(draft.run, request.GET.get("ve", ""), parts[0].pk))


@page("draft.review", methods=READ_WRITE)
def link(request: PageRequest, pk: int) -> HttpResponse:
    """Say which clause a draft carries out."""
    draft = _found(request, pk)
    path = draft.details.path if draft.details else ""
    form = LinkForm(request.POST or None, initial={"version": draft.version, "path": path})
    if request.method != "POST":
        return _page(request, "intake/link.html", draft, form)
    if not form.is_valid():
        return _page(request, "intake/link.html", draft, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    typed = form.cleaned_data
    try:
        link_to_clause(draft=draft, version=typed["version"], path=typed["path"], by=request.actor)
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
        "bodies": body_names() if isinstance(form, DraftForm) else (),
        "back": back_to(draft.run, request.GET.get("ve", ""), draft.pk),
    }
    return render(request, template, context, status=status)


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
