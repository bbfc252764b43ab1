"""Editing an outline: a new one or a new version, its headings and blocks by buttons, a preview."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from tiendo.domain.configuration import UnreadableConfiguration, read_configuration
from tiendo.domain.outlines import UnreadableOutline, read_outline
from tiendo.domain.refusals import Refusal
from tiendo.reporting.measures import Measure
from tiendo.reporting.models import Outline, OutlineVersion, ValueState
from tiendo.reporting.outlines.actions import add_outline, newest_outline, revise_outline
from tiendo.reporting.outlines.preview import preview_outline
from tiendo.reporting.outlines.queries import differences
from tiendo.reporting.outlines.reading import starter_content
from tiendo.reporting.outlines.words import unreadable_words
from tiendo.workspace.access import READ_WRITE, PageRequest, number_in, page
from tiendo.workspace.answers import say_done, say_refusal, status_of
from tiendo.workspace.forms.outlines import (
    ConfigurationFileForm,
    OutlineForm,
    PreviewForm,
    ValuesForm,
)
from tiendo.workspace.outline_editing import (
    content_of,
    edited_from,
    edited_of,
)
from tiendo.workspace.outline_kinds import kind_choices
from tiendo.workspace.outline_options import label_of
from tiendo.workspace.outline_rows import part_rows
from tiendo.workspace.outline_steps import apply_step
from tiendo.workspace.report_html import PrintedFigure, report_page

MANAGE = "regime.manage"
SAVE, PREVIEW, LOAD = "save", "preview", "load"
Save = Callable[[OutlineForm, dict[str, Any]], OutlineVersion]


@page(MANAGE, methods=READ_WRITE)
def create(request: PageRequest) -> HttpResponse:
    """A new outline, begun from the general one, from another, or from a file."""

    def save(form: OutlineForm, content: dict[str, Any]) -> OutlineVersion:
        title = form.cleaned_data["title"]
        return add_outline(by=request.actor, title=title, facts=form.facts(content))

    return _Editor(request, None, _first_content(request), save).answer()


@page(MANAGE, methods=READ_WRITE)
def revise(request: PageRequest, pk: int) -> HttpResponse:
    """A new version of an outline."""
    outline = get_object_or_404(Outline, pk=pk)
    seen = newest_outline(outline)

    def save(form: OutlineForm, content: dict[str, Any]) -> OutlineVersion:
        return revise_outline(
            by=request.actor,
            outline=outline,
            number=form.cleaned_data["number"] or 0,
            facts=form.facts(content),
            reason=form.cleaned_data["reason"],
        )

    return _Editor(request, seen, seen.content, save).answer()


class _Editor:
    """One request to the page of an editor: shown, changed by a step, tried, or saved."""

    def __init__(
        self, request: PageRequest, seen: OutlineVersion | None, content: Any, save: Save
    ) -> None:
        self.request, self.seen, self.save = request, seen, save
        self.step = request.POST.get("step", SAVE) if request.method == "POST" else ""
        given = request.POST if request.method == "POST" else None
        initial = OutlineForm.initial_of(seen)
        self.form = OutlineForm(given if self.step == SAVE else None, initial=initial, seen=seen)
        self.edited = edited_from(request.POST) if given else edited_of(content)
        self.file_form = ConfigurationFileForm()
        self.preview_form = PreviewForm(given)
        self.extra: dict[str, object] = {}

    def answer(self) -> HttpResponse:
        """Do what the pressed button asks for."""
        if self.step == SAVE:
            return self._save()
        if self.step == LOAD:
            return self._load()
        if self.step:
            self._keep_typed()
            apply_step(self.edited, self.step)
        if self.step == PREVIEW:
            self._try_out()
        return self._show(HTTPStatus.OK)

    def _save(self) -> HttpResponse:
        content = content_of(self.edited)
        if not self.form.is_valid():
            return self._show(HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            version = self.save(self.form, content)
        except Refusal as refusal:
            say_refusal(self.form, refusal, {"since_not_after": "since"})
            if refusal.is_conflict:
                self._tell_conflict(content)
            return self._show(status_of(refusal))
        words = _("Đã lưu đề cương, bản %(number)s.") % {"number": version.number}
        return say_done(self.request, words, "outline", version.outline_id)

    def _tell_conflict(self, content: dict[str, Any]) -> None:
        """Show what the newest version has otherwise; saving again replaces it knowingly."""
        if self.seen is None:
            return
        self.form.data = self.form.data.copy()  # type: ignore[attr-defined]
        self.form.data["number"] = str(self.seen.number)  # type: ignore[index]
        try:
            self.extra["meanwhile"] = differences(self.seen.content, content, label_of)
        except UnreadableOutline:
            self.extra["meanwhile"] = ()

    def _load(self) -> HttpResponse:
        """Open a file in the editor; nothing is saved yet."""
        self._keep_typed()
        self.file_form = ConfigurationFileForm(self.request.POST, self.request.FILES)
        if not self.file_form.is_valid():
            return self._show(HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            content = dict(read_configuration(self.file_form.cleaned_data["file"]).data)
            read_outline(content)
        except UnreadableConfiguration as refusal:
            self.file_form.add_error("file", str(refusal))
        except UnreadableOutline as wrong:
            self.file_form.add_error("file", unreadable_words(wrong))
        else:
            self.edited = edited_of(content)
            return self._show(HTTPStatus.OK)
        return self._show(HTTPStatus.UNPROCESSABLE_ENTITY)

    def _keep_typed(self) -> None:
        """The fields beside the headings as they were typed, without saying what they lack."""
        names = self.form.fields.keys() & self.request.POST.keys()
        typed = {name: self.request.POST[name] for name in names}
        is_verified = "is_verified" in self.request.POST
        self.form.initial = {**self.form.initial, **typed, "is_verified": is_verified}

    def _try_out(self) -> None:
        programme = self.preview_form.chosen
        if programme is None:
            return
        try:
            content = content_of(self.edited)
            document, measures = preview_outline(self.request.actor, programme, content)
        except Refusal as refusal:
            self.extra["preview_refused"] = str(refusal)
            return
        self.extra["preview"] = report_page(document, _printed(measures))

    def _show(self, status: HTTPStatus) -> HttpResponse:
        is_checked = bool(self.step) or self.seen is not None
        touched = self.step.partition(":")[2]
        rows, faults = part_rows(self.edited, is_checked=is_checked, touched=touched)
        context = {
            "outline": self.seen.outline if self.seen else None,
            "seen": self.seen,
            "form": self.form,
            "file_form": self.file_form,
            "preview_form": self.preview_form,
            "values_form": ValuesForm(auto_id="values_%s"),
            "edited": self.edited,
            "rows": rows,
            "faults": faults,
            "kinds": kind_choices(),
            **self.extra,
        }
        return render(self.request, "outlines/edit.html", context, status=status)


def _first_content(request: PageRequest) -> dict[str, Any]:
    """What a new outline begins with: another one, else the general one."""
    number = number_in(request.GET.get("tu", ""))
    outline = Outline.objects.filter(pk=number).first() if number is not None else None
    return newest_outline(outline).content if outline else starter_content("general")


def _printed(measures: tuple[Measure, ...]) -> dict[str, PrintedFigure]:
    """The figures of a preview, which lead nowhere as they are not kept."""
    return {
        row.key: PrintedFigure(
            row.printed, row.label, "#outline-preview", row.state != ValueState.VALUE
        )
        for row in measures
    }
