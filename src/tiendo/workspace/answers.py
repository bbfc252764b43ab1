"""Answers to what a page sends: one action is called, and what it refuses is said on the form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Protocol

from django.contrib import messages
from django.forms import FileField, Form
from django.http import HttpResponse
from django.shortcuts import redirect

from tiendo.documents.errors import UploadRefused
from tiendo.domain.refusals import Refusal
from tiendo.workspace.access import PageRequest

NO_FIELDS: Mapping[str, str] = {}


class Show(Protocol):
    """Shows the page of a form, such as ``partial(render, request, template, context)``."""

    def __call__(self, *, status: int) -> HttpResponse: ...


def answer_form(
    request: PageRequest,
    form: Form,
    act: Callable[[], HttpResponse],
    show: Show,
    fields: Mapping[str, str] = NO_FIELDS,
) -> HttpResponse:
    """Show a form; when it is sent, act, and show it again with what was refused.

    ``act`` calls the action and leads on. ``fields``: the field beside which a refusal is said, by
    its code; the others stand above the form, those of a file beside the file.
    """
    if request.method != "POST":
        return show(status=HTTPStatus.OK)
    if not form.is_valid():
        return show(status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        return act()
    except Refusal as refusal:
        say_refusal(form, refusal, fields)
        return show(status=status_of(refusal))


def press_button(
    request: PageRequest, act: Callable[[], str], to: str, *args: object
) -> HttpResponse:
    """Act on a button without a form, say what came of it, and lead on either way.

    ``act`` calls the action and returns the words of what was done.
    """
    try:
        messages.success(request, act())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect(to, *args)


def give_file(
    request: PageRequest, write: Callable[[], HttpResponse], to: str, *args: object
) -> HttpResponse:
    """A file that is written when it is asked for; what stands in its way is said on a page."""
    try:
        return write()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect(to, *args)


def say_done(request: PageRequest, words: str, to: str, *args: object) -> HttpResponse:
    """Say what was done, and lead to a page by its name or address."""
    messages.success(request, words)
    return redirect(to, *args)


def say_refusal(form: Form, refusal: Refusal, fields: Mapping[str, str] = NO_FIELDS) -> None:
    """Write a refusal beside the field it speaks of, else above the form."""
    named = fields.get(refusal.code) or _field_of_file(form, refusal)
    form.add_error(named if named in form.fields else None, str(refusal))


def _field_of_file(form: Form, refusal: Refusal) -> str | None:
    if not isinstance(refusal, UploadRefused):
        return None
    if refusal.code == "needs_declaration" and "declared" in form.fields:
        return "declared"
    files = (name for name, field in form.fields.items() if isinstance(field, FileField))
    return next(files, None)


def status_of(refusal: Refusal) -> HTTPStatus:
    """409 where the state of things refuses, 422 where what was typed does."""
    return HTTPStatus.CONFLICT if refusal.is_conflict else HTTPStatus.UNPROCESSABLE_ENTITY
