"""Screens in which several people write the words of a submission: a place, its versions."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tiendo.domain.outlines import NarrativeSpec
from tiendo.domain.refusals import Refusal
from tiendo.regimes.models import Submission
from tiendo.reporting.sittings import sittings_in
from tiendo.reporting.writings import (
    WordsOverlap,
    Written,
    history_of,
    place_of,
    restore_words,
    words_of,
    write_words,
    writers_now,
)
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import press_button, say_done, say_refusal, status_of
from tiendo.workspace.forms.submissions import WordsForm
from tiendo.workspace.submission_frame import (
    found_submission,
    frame_of,
    is_in_hand,
    written_submission,
)

VERSIONS_PER_PAGE = 20


@page("submission.write", methods=READ_WRITE)
def write(request: PageRequest, pk: int, place: str) -> HttpResponse:
    """Write the words of a place; who is asked about an overlap sees both texts."""
    submission, spec = _opened(request, pk, place)
    form = WordsForm(request.POST or None, initial=_initial(submission, place))
    show = partial(_show, request, submission, spec)
    if request.method != "POST":
        return show(form)
    if not form.is_valid():
        return show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        written = _write(request, submission, place, form)
    except WordsOverlap as overlap:
        return show(_proposal(overlap), overlap=overlap, status=HTTPStatus.CONFLICT)
    except Refusal as refused:
        say_refusal(form, refused)
        return show(form, status=status_of(refused))
    return say_done(request, _said(written), "submission", pk)


@page("submission.write", methods=WRITE)
def keep(request: PageRequest, pk: int, place: str) -> HttpResponse:
    """Keep what is being typed; the page asks for it by itself, and is told what others wrote."""
    submission, _spec = _opened(request, pk, place)
    form = WordsForm(request.POST)
    if not form.is_valid():
        return _told(form.errors.as_text(), HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        written = _write(request, submission, place, form, in_sitting=True)
    except Refusal as refused:
        return _told(str(refused), status_of(refused))
    others = writers_now(submission.report, but=request.user.pk)
    return JsonResponse(
        {
            "version": written.words.version,
            "text": written.words.text,
            "merged": written.is_merged,
            "others": ", ".join(str(person) for person in others),
        }
    )


@page("submission.view")
def show_history(request: PageRequest, pk: int, place: str) -> HttpResponse:
    """The versions of the words of a place: who wrote them and when."""
    submission = found_submission(request, pk)
    spec = place_of(submission.report, place)
    if spec is None:
        raise Http404
    versions = Paginator(history_of(submission.report, place), VERSIONS_PER_PAGE)
    context = {
        **frame_of(request, submission),
        "place": spec,
        "page": versions.get_page(request.GET.get("page")),
        "newest": words_of(submission.report, place),
        "sittings": list(sittings_in(submission.report, place).order_by("-version")),
    }
    return render(request, "submissions/words.html", context)


@page("submission.write", methods=WRITE)
def restore(request: PageRequest, pk: int, place: str, version: int) -> HttpResponse:
    """Make an earlier version the one that stands."""
    submission, _spec = _opened(request, pk, place)

    def act() -> str:
        restore_words(by=request.actor, report=submission.report, place=place, version=version)
        return _("Đã lấy lại lời văn của lần ghi cũ. Lần ghi sau đó vẫn còn trong lịch sử.")

    return press_button(request, act, "submission-write", pk, place)


def _opened(request: PageRequest, pk: int, place: str) -> tuple[Submission, NarrativeSpec]:
    submission = written_submission(request, pk)
    spec = place_of(submission.report, place)
    if spec is None:
        raise Http404
    return submission, spec


def _write(
    request: PageRequest,
    submission: Submission,
    place: str,
    form: WordsForm,
    *,
    in_sitting: bool = False,
) -> Written:
    return write_words(
        by=request.actor,
        report=submission.report,
        place=place,
        text=form.cleaned_data["text"],
        base_version=form.cleaned_data["base_version"],
        base=form.cleaned_data["base"] if "base" in request.POST else None,
        in_sitting=in_sitting,
    )


def _initial(submission: Submission, place: str) -> dict[str, object]:
    words = words_of(submission.report, place)
    return {"base_version": words.version, "text": words.text, "base": words.text}


def _proposal(overlap: WordsOverlap) -> WordsForm:
    """The form with what both would make, begun from the newest words: keeping it drops nothing."""
    newest = overlap.newest
    begun = {"base_version": newest.version, "base": newest.text}
    return WordsForm(initial={**begun, "text": overlap.merged.text})


def _show(
    request: PageRequest,
    submission: Submission,
    spec: NarrativeSpec,
    form: WordsForm,
    *,
    overlap: WordsOverlap | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    report = submission.report
    context = {
        **frame_of(request, submission),
        "place": spec,
        "form": form,
        "words": words_of(report, spec.name),
        "others": list(writers_now(report, but=request.user.pk)),
        "overlap": overlap,
        "is_open": is_in_hand(submission),
    }
    return render(request, "submissions/write.html", context, status=status)


def _said(written: Written) -> str:
    if written.is_merged:
        return _("Đã ghi lời văn, giữ cả đoạn người khác vừa sửa.")
    return _("Đã ghi lời văn. Lập lại báo cáo để lời văn vào bản in.")


def _told(words: str, status: int) -> JsonResponse:
    return JsonResponse({"refused": words}, status=status)
