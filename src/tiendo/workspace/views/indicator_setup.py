"""Screens of what stands behind indicators: the starter dictionary, workbooks, outliers."""

from __future__ import annotations

import io
from collections import Counter
from functools import partial
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.indicators.actions.dictionary_files import (
    drop_dictionary,
    preview_dictionary,
    send_dictionary,
    take_dictionary,
)
from tiendo.indicators.actions.loading import load_starter
from tiendo.indicators.dictionary_errors import MESSAGES
from tiendo.indicators.loading.rows import Change, Standing, Subject
from tiendo.indicators.loading.sheets_out import write_dictionary
from tiendo.indicators.models import (
    DictionaryFile,
    DictionaryFileState,
    Dimension,
    Indicator,
)
from tiendo.indicators.starter import read_starter
from tiendo.indicators.starter.planning import plan_starter
from tiendo.overview.sheets import outliers
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, number_in, page
from tiendo.workspace.answers import answer_form, press_button, say_done
from tiendo.workspace.forms.indicator_setup import DictionaryFileForm, StarterForm
from tiendo.workspace.views.exports import asked_in

DEFINE = "indicator.define"
PER_PAGE = 50
# The parameter that names a workbook that was taken.
BEFORE = "truoc-tep"
MOST_BYTES = 20 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILE_CODES = dict.fromkeys(MESSAGES, "file")


@page(DEFINE)
def show_setup(request: PageRequest) -> HttpResponse:
    """What can be set up, and how much of it there is."""
    context = {
        "indicators": Indicator.objects.count(),
        "dimensions": Dimension.objects.count(),
        "starter": len(read_starter().indicators),
    }
    return render(request, "indicator_setup/setup.html", context)


@page(DEFINE, methods=READ_WRITE)
def show_starter(request: PageRequest) -> HttpResponse:
    """The starter dictionary beside ours: looked at, and taken whole or in part."""
    form = StarterForm(request.POST or None, actor=request.actor)
    takers = form.takers()
    chosen = request.POST.getlist("code")

    def act() -> HttpResponse:
        assert takers is not None  # noqa: S101 - a form that is valid names them
        loaded = load_starter(
            by=request.actor,
            takers=takers,
            codes=chosen,
            with_figures=form.cleaned_data["figures"],
        )
        words = _(
            "Đã nạp %(new)s mục mới; %(same)s mục đã có, %(differs)s mục khác nên giữ nguyên."
        )
        counts = {each.value: loaded.count(each) for each in Standing}
        told = words % counts
        if loaded.problems:
            told += " " + _("%(count)s số liệu chưa nhận được: %(why)s") % {
                "count": len(loaded.problems),
                "why": loaded.problems[0].error,
            }
        return say_done(request, told, "starter-dictionary")

    changes = plan_starter(takers).changes if takers else ()
    context = {
        "form": form,
        "rows": _starter_rows(changes),
        "counts": Counter(change.standing.value for change in changes),
        "absent": read_starter().absent,
        "chosen": chosen,
        "is_sent": request.method == "POST",
    }
    show_page = partial(render, request, "indicator_setup/starter.html", context)
    return answer_form(request, form, act, show_page)


def _starter_rows(changes: tuple[Change, ...]) -> list[dict[str, Any]]:
    """The indicators, each with its targets, rules and figures."""
    rows: dict[str, dict[str, Any]] = {}
    for change in changes:
        if change.subject is Subject.INDICATOR:
            rows[change.code] = {"change": change, "below": [], "is_new": False}
        elif change.subject is not Subject.DIMENSION:
            rows[change.code]["below"].append(change)
    for row in rows.values():
        standings = [row["change"].standing, *(each.standing for each in row["below"])]
        row["is_new"] = Standing.NEW in standings
    return list(rows.values())


@page("indicator.view")
def export(request: PageRequest) -> HttpResponse:
    """The dictionary as a workbook: as it is, or as it was before a workbook was taken."""
    stream, name = io.BytesIO(), f"danh-muc-chi-tieu-{clock.today():%Y-%m-%d}.xlsx"
    known = None
    if pk := number_in(request.GET.get(BEFORE, "")):
        taken = get_object_or_404(DictionaryFile, pk=pk, state=DictionaryFileState.TAKEN)
        known, name = taken.decided_at, f"danh-muc-chi-tieu-truoc-tep-{pk}.xlsx"
    write_dictionary(stream, timezone.get_current_timezone(), known)
    response = HttpResponse(stream.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@page(DEFINE, methods=READ_WRITE)
def show_files(request: PageRequest) -> HttpResponse:
    """The workbooks sent, and the form for another."""
    form = DictionaryFileForm(
        request.POST or None, request.FILES or None, initial={"since": clock.today()}
    )

    def act() -> HttpResponse:
        file = form.cleaned_data["file"]
        sent = send_dictionary(
            by=request.actor,
            raw=file.read(MOST_BYTES + 1),
            file_name=file.name,
            since=form.cleaned_data["since"],
            reason=form.cleaned_data["reason"],
        )
        words = _("Đã đọc tệp. Xem các thay đổi rồi quyết định; chưa ghi gì vào danh mục.")
        return say_done(request, words, "dictionary-file", sent.pk)

    listed = DictionaryFile.objects.defer("content").select_related("sent_by")
    context = {
        "form": form,
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "most": parameter_on("dictionary_most_rows", clock.today()),
    }
    show_page = partial(render, request, "indicator_setup/files.html", context)
    return answer_form(request, form, act, show_page, _FILE_CODES)


@page(DEFINE, methods=READ_WRITE)
def show_file(request: PageRequest, pk: int) -> HttpResponse:
    """What a workbook would change, row by row; it is taken or dropped here."""
    file = get_object_or_404(DictionaryFile.objects.select_related("sent_by"), pk=pk)
    if request.method == "POST":
        return press_button(request, partial(_take, request, file), "dictionary-file", pk)
    context: dict[str, Any] = {"file": file, "is_waiting": _is_waiting(file)}
    if _is_waiting(file):
        preview = preview_dictionary(request.actor, file)
        changed = [each for each in preview.changes if each.standing is not Standing.SAME]
        context |= {
            "preview": preview,
            "counts": preview.counts,
            "page": Paginator(changed, PER_PAGE).get_page(request.GET.get("page")),
            "writable": preview.counts[Standing.NEW] + preview.counts[Standing.DIFFERS],
        }
    return render(request, "indicator_setup/file.html", context)


def _is_waiting(file: DictionaryFile) -> bool:
    return file.state == DictionaryFileState.WAITING


def _take(request: PageRequest, file: DictionaryFile) -> str:
    done = take_dictionary(
        by=request.actor,
        file=file,
        seen=request.POST.get("seen", ""),
        only_good="only_good" in request.POST,
    )
    words = _("Đã ghi %(new)s dòng mới, %(differs)s dòng thay đổi; %(wrong)s dòng lỗi không ghi.")
    return words % done.counts


@page(DEFINE, methods=WRITE)
def drop_file(request: PageRequest, pk: int) -> HttpResponse:
    """Do away with a workbook."""
    file = get_object_or_404(DictionaryFile, pk=pk)

    def act() -> str:
        drop_dictionary(by=request.actor, file=file)
        return _("Đã bỏ tệp. Danh mục giữ nguyên.")

    return press_button(request, act, "dictionary-file-list")


@page("indicator.view")
def show_outliers(request: PageRequest) -> HttpResponse:
    """Recent figures that lie far from their series or from other bodies."""
    found = outliers.found_of(asked_in(request, outliers.VIEW))
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": listed, "since": outliers.since()}
    return render(request, "indicator_setup/outliers.html", context)
