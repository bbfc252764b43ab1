"""Screens of compiling: what may be compiled, one cycle, where sources disagree, merging words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from tiendo.organisations.models import Organisation
from tiendo.regimes.compiling.actions import (
    as_compilable,
    compile_cycle,
    compiled_report,
    latest_compiling,
    list_compilable,
    owed_to,
)
from tiendo.regimes.models import Cycle, SubmissionState
from tiendo.reporting.errors import ReportError
from tiendo.reporting.gathering.choosing import choose_value
from tiendo.reporting.gathering.contradictions import (
    Contradiction,
    contradictions,
    open_contradictions,
)
from tiendo.reporting.gathering.side_by_side import (
    MergePlace,
    merge_place,
    merge_places,
    origins_of,
    pick_paragraphs,
    progress_of,
    sides_of,
)
from tiendo.reporting.models import Compilation, Picking, Report, ReportState
from tiendo.reporting.writings import WordsOverlap, words_of, write_words
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, say_done, say_refusal, status_of
from tiendo.workspace.forms.compilations import (
    ChooseValueForm,
    CompileCycleForm,
    MergedWordsForm,
    PickForm,
)

PER_PAGE = 30
SIDES_PER_PAGE = 20
CHOICES_PER_PAGE = 20


@page("report.compile")
def show_list(request: PageRequest) -> HttpResponse:
    """The cycles whose reports may be compiled, the newest first."""
    shown = Paginator(list_compilable(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": shown, "rows": as_compilable(list(shown.object_list))}
    return render(request, "compilations/list.html", context)


@page("report.compile", methods=READ_WRITE)
def show(request: PageRequest, cycle_pk: int, body_pk: int) -> HttpResponse:
    """One cycle for the body that compiles: whose reports are in, and have them compiled."""
    cycle, body = _cycle(cycle_pk), get_object_or_404(Organisation, pk=body_pk)
    form = CompileCycleForm(request.POST if request.method == "POST" else None)

    def act() -> HttpResponse:
        compile_cycle(
            by=request.actor, cycle=cycle, body=body, outline=form.cleaned_data["outline"]
        )
        words = _("Đang lập báo cáo tổng hợp.")
        return say_done(request, words, "compilation", cycle.pk, body.pk)

    return answer_form(request, form, act, partial(_show, request, cycle, body, form))


@page("report.compile", is_aside=True)
def progress(request: PageRequest, pk: int) -> HttpResponse:
    """How many reports are read; when the report is composed the whole page comes anew."""
    made = get_object_or_404(Compilation, pk=pk)
    response = render(request, "compilations/state.html", {"made": made})
    if not made.is_open:
        response["HX-Refresh"] = "true"
    return response


@page("report.compile", methods=READ_WRITE)
def choose(request: PageRequest, pk: int) -> HttpResponse:
    """Where the sources of a compiled report disagree, and which value stands."""
    report = _report(pk)
    found = contradictions(report)
    shown = Paginator(found, CHOICES_PER_PAGE).get_page(request.GET.get("page"))
    forms = [
        (each, ChooseValueForm(_typed(request, each.key), found=each, number=at))
        for at, each in enumerate(shown.object_list)
    ]
    status: int = HTTPStatus.OK
    if request.method == "POST":
        answer = _choose(request, report, forms)
        if isinstance(answer, HttpResponse):
            return answer
        status = answer
    context = {
        **_frame(report),
        "page": shown,
        "forms": forms,
        "open": sum(each.is_open for each in found),
        "total": len(found),
        "may_choose": report.state == ReportState.DRAFT,
    }
    return render(request, "compilations/choose.html", context, status=status)


@page("report.compile", methods=READ_WRITE)
def merge(request: PageRequest, pk: int, place: str) -> HttpResponse:
    """The words of all bodies for one place beside the merged words, which are written here."""
    report = _report(pk)
    target = _place(report, place)
    standing = words_of(report, target.name)
    form = MergedWordsForm(
        request.POST or None, initial={"text": standing.text, "version": standing.version}
    )

    def act() -> HttpResponse:
        typed = form.cleaned_data
        try:
            write_words(
                by=request.actor,
                report=report,
                place=target.name,
                text=typed["text"],
                base_version=typed["version"],
            )
        except WordsOverlap as refused:
            return _show_overlap(request, report, target, refused)
        done = _("Đã ghi lời văn tổng hợp.")
        return say_done(request, done, "compilation-merge", report.pk, target.name)

    return answer_form(request, form, act, partial(_show_merge, request, report, target, form))


def _show_overlap(
    request: PageRequest, report: Report, place: MergePlace, refused: WordsOverlap
) -> HttpResponse:
    """Both people's paragraphs, one after the other, to be kept or struck out."""
    both = {"text": refused.merged.text, "version": refused.newest.version}
    form = MergedWordsForm(initial=both)
    return _show_merge(
        request, report, place, form, status=HTTPStatus.CONFLICT, overlap=str(refused)
    )


@page("report.compile", methods=WRITE)
def pick(request: PageRequest, pk: int, place: str) -> HttpResponse:
    """Take the ticked paragraphs into the merged words, or mark them."""
    report = _report(pk)
    target = _place(report, place)
    form = PickForm(request.POST)

    def act() -> HttpResponse:
        picking = Picking(form.cleaned_data["picking"])
        pick_paragraphs(
            by=request.actor,
            report=report,
            place=target.name,
            chosen=form.chosen(),
            picking=picking,
            base_version=form.cleaned_data["version"],
        )
        return say_done(request, _PICKED[picking], "compilation-merge", report.pk, target.name)

    def show_again(*, status: int) -> HttpResponse:
        standing = words_of(report, target.name)
        words = MergedWordsForm(initial={"text": standing.text, "version": standing.version})
        return _show_merge(request, report, target, words, status=status, refused=form)

    return answer_form(request, form, act, show_again)


_PICKED = {
    Picking.USED: _("Đã đưa các đoạn vào lời văn tổng hợp."),
    Picking.LEFT_OUT: _("Đã đánh dấu không dùng."),
    Picking.OPEN: _("Đã bỏ đánh dấu."),
}


def _show(
    request: PageRequest,
    cycle: Cycle,
    body: Organisation,
    form: CompileCycleForm,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    owed = owed_to(cycle, body)
    if not owed:
        raise Http404
    report, made = compiled_report(cycle, body), latest_compiling(cycle, body)
    counts = Counter(each.state for each in owed)
    held = set(report.sources.values_list("source_id", flat=True)) if report else set()
    shown = Paginator(owed, PER_PAGE).get_page(request.GET.get("page"))
    accepted = counts[SubmissionState.ACCEPTED]
    context = {
        "cycle": cycle,
        "body": body,
        "regime": cycle.version.regime,
        "page": shown,
        "rows": [
            (each, each.submission is not None and each.submission.report_id in held)
            for each in shown.object_list
        ],
        "owed": len(owed),
        "accepted": accepted,
        "sent": counts[SubmissionState.SENT],
        "missing": len(owed) - accepted - counts[SubmissionState.SENT],
        "late": sum(each.submission is not None and each.submission.is_late for each in owed),
        "made": made,
        "report": report,
        "sources": len(held),
        "is_draft": report is not None and report.state == ReportState.DRAFT,
        "places": progress_of(report) if report else (),
        "disagreed": open_contradictions(report) if report else 0,
        "form": form,
    }
    return render(request, "compilations/cycle.html", context, status=status)


def _show_merge(
    request: PageRequest,
    report: Report,
    place: MergePlace,
    form: MergedWordsForm,
    *,
    status: int = HTTPStatus.OK,
    refused: PickForm | None = None,
    overlap: str = "",
) -> HttpResponse:
    wanted = request.GET.get("tim", "").strip()
    sides = sides_of(report, place, wanted)
    shown = Paginator(sides, SIDES_PER_PAGE).get_page(request.GET.get("page"))
    standing = words_of(report, place.name)
    paragraphs = [each for side in sides for each in side.paragraphs]
    context = {
        **_frame(report),
        "place": place,
        "places": merge_places(report),
        "page": shown,
        "wanted": wanted,
        "said": len(paragraphs),
        "looked_at": sum(each.picking != Picking.OPEN for each in paragraphs),
        "form": form,
        "refused": refused,
        "overlap": overlap,
        "standing": standing,
        "origins": origins_of(report, place, standing.text),
        "may_write": report.state == ReportState.DRAFT,
    }
    return render(request, "compilations/merge.html", context, status=status)


def _choose(
    request: PageRequest, report: Report, forms: Sequence[tuple[Contradiction, ChooseValueForm]]
) -> HttpResponse | int:
    """Act on the form that was sent; what is refused is said on it."""
    form = next((each for _found, each in forms if each.is_bound), None)
    if form is None:
        return redirect("compilation-choose", report.pk)
    if not form.is_valid():
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        choose_value(by=request.actor, report=report, **form.cleaned_data)
    except ReportError as refused:
        say_refusal(form, refused)
        return status_of(refused)
    words = _("Đã ghi giá trị được chọn. Lập lại báo cáo để dùng giá trị đó.")
    return say_done(request, words, "compilation-choose", report.pk)


def _typed(request: PageRequest, key: str) -> object:
    return request.POST if request.POST.get("key") == key else None


def _frame(report: Report) -> dict[str, object]:
    made = Compilation.objects.filter(report=report).order_by("-pk").first()
    return {"report": report, "made": made, "programme_in_view": report.programme}


def _cycle(pk: int) -> Cycle:
    related = ("version__regime__programme", "version__outline")
    return get_object_or_404(Cycle.objects.select_related(*related), pk=pk)


def _report(pk: int) -> Report:
    rows = Report.objects.filter(sources__isnull=False).distinct()
    related = rows.select_related("programme", "issuer", "body", "outline")
    return get_object_or_404(related.defer("content", "checks"), pk=pk)


def _place(report: Report, name: str) -> MergePlace:
    try:
        return merge_place(report, name)
    except ReportError as error:
        raise Http404 from error
