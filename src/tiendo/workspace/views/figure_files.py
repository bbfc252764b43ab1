"""Screens of files of figures: the own files, one of them in each of its states, what is wrong."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tiendo.composer.sheet_reading import Scalar
from tiendo.indicators.files import running
from tiendo.indicators.files.heads import LABELS, PLACES, Head
from tiendo.indicators.files.packing import ROWS_IN_CHUNK, Line, unpack
from tiendo.indicators.files.reading import read_file
from tiendo.indicators.files.templates import write_template
from tiendo.indicators.files.undoing import still_there
from tiendo.indicators.models import FigureChunk, FigureFile, FigureProblem, FileState
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form, press_button
from tiendo.workspace.forms.figure_files import FigureFileForm, TemplateForm
from tiendo.workspace.views.documents import sandboxed

GATE = "observation.enter"
PER_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = (Head.CODE, Head.BODY, Head.PERIOD, Head.BREAKDOWN, Head.VALUE, Head.MISSING, Head.REASON)
_STATUSES = {
    "n": ("plus", _lazy("Mới")),
    "c": ("pencil", _lazy("Có thay đổi")),
    "u": ("check", _lazy("Không đổi")),
    "x": ("alert-triangle", _lazy("Xung đột")),
    "w": ("alert-triangle", _lazy("Có lỗi")),
    "e": ("minus", _lazy("Để trống")),
    "": ("hourglass", _lazy("Chưa kiểm tra")),
}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a file with its status and what is wrong in it."""

    number: int
    icon: str
    status: str
    cells: tuple[tuple[str, str], ...]
    problems: tuple[FigureProblem, ...]


@page(GATE, methods=READ_WRITE)
def show_list(request: PageRequest) -> HttpResponse:
    """The own files, the form for another one, and the workbooks to fill in."""
    form = FigureFileForm(request)

    def act() -> HttpResponse:
        given = form.cleaned_data["file"]
        file = read_file(
            organisation=form.body(),
            period=form.chosen_period(),
            file_name=given.name,
            raw=given.read(),
            by=request.actor,
            replaces=form.cleaned_data["replaces"],
        )
        running.check_rows(file=file, by=request.actor)
        return redirect("figure-file", pk=file.pk)

    own = FigureFile.objects.filter(created_by_id=request.actor.user_id)
    listed = own.select_related("organisation").defer("brought", "notes")
    context = {
        "form": form,
        "template_form": TemplateForm(request, is_sent=False),
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
    }
    show = partial(render, request, "figure_files/list.html", context)
    return answer_form(request, form, act, show)


@page(GATE)
def template(request: PageRequest) -> HttpResponse:
    """The workbook of what a body owes for a period."""
    form = TemplateForm(request, is_sent=True)
    if not form.is_valid():
        raise Http404("no such body or period")
    body, cadence, period = form.chosen()
    out = io.BytesIO()
    write_template(body, cadence, period, out)
    return _file(out, f"so-lieu-{body.slug}-{form.cleaned_data['ky']}.xlsx")


@page(GATE)
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One file: its rows, what is wrong in them, its progress, its result."""
    file = found(request, pk)
    context: dict[str, object] = {"file": file, "notes": file.notes}
    if not file.is_open:
        context |= _rows(request, file)
    if file.state == FileState.DONE and file.brought:
        context["undoable"] = still_there(file)
    return render(request, "figure_files/file.html", context)


@page(GATE)
def progress(request: PageRequest, pk: int) -> HttpResponse:
    """The part of the page that says how far it is; ended, the whole page comes anew."""
    file = found(request, pk)
    response = render(request, "figure_files/progress.html", {"file": file})
    if not file.is_open:
        response["HX-Refresh"] = "true"
    return response


def _rows(request: PageRequest, file: FigureFile) -> dict[str, object]:
    """The rows of a page, or those that something is wrong in."""
    chosen = "loi" if request.GET.get("loai") == "loi" else ""
    if chosen:
        numbers = file.problems.order_by("row").values_list("row", flat=True).distinct()
        shown = Paginator(numbers, PER_PAGE).get_page(request.GET.get("page"))
        wanted = set(shown.object_list)
        lines = [each for each in _lines(file) if each[0].number in wanted]
    else:
        shown = Paginator(range(file.rows), PER_PAGE).get_page(request.GET.get("page"))
        lines = _lines_at(file, shown.start_index() - 1)
    problems: dict[int, list[FigureProblem]] = {}
    for each in file.problems.filter(row__in=[line.number for line, _letter in lines]):
        problems.setdefault(each.row, []).append(each)
    return {
        "page": shown,
        "chosen": chosen,
        "rows": [_shown(line, letter, problems) for line, letter in lines],
        "bad_rows": file.problems.values("row").distinct().count(),
    }


def _lines(file: FigureFile) -> list[tuple[Line, str]]:
    return [pair for chunk in file.chunks.iterator(20) for pair in _pairs(chunk)]


def _lines_at(file: FigureFile, first: int) -> list[tuple[Line, str]]:
    """The rows of one page: a page never goes over the end of a chunk."""
    if first < 0:
        return []
    number, begin = divmod(first, ROWS_IN_CHUNK)
    chunk = file.chunks.filter(number=number).first()
    return _pairs(chunk)[begin : begin + PER_PAGE] if chunk else []


def _pairs(chunk: FigureChunk) -> list[tuple[Line, str]]:
    lines = list(unpack(bytes(chunk.content)))
    letters = chunk.statuses or [""] * len(lines)
    return list(zip(lines, letters, strict=True))


def _shown(line: Line, letter: str, problems: Mapping[int, list[FigureProblem]]) -> ShownRow:
    icon, words = _STATUSES[letter]
    cells = tuple(
        (str(LABELS[head]), text)
        for head in _SHOWN
        if (text := _in_words(line.cells[PLACES[head]]))
    )
    return ShownRow(line.number, icon, str(words), cells, tuple(problems.get(line.number, ())))


def _in_words(cell: Scalar) -> str:
    if cell is None:
        return ""
    return f"{cell:%d/%m/%Y}" if hasattr(cell, "strftime") else str(cell)[:200]


@page(GATE)
def errors(request: PageRequest, pk: int) -> HttpResponse:
    """The rows that were not taken as they stood in the file, each with what is wrong."""
    file = found(request, pk)
    said: dict[int, list[str]] = {}
    for each in file.problems.filter(is_warning=False):
        said.setdefault(each.row, []).append(f"{each.column}{each.row}: {each.words}")
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Dòng chưa nhập"))
        heads = [str(LABELS[head]) for head in Head]
        sheet.write_row(0, 0, [*heads, _("Dòng trong tệp gốc"), _("Lỗi và cách sửa")])
        rows = (line for line, _letter in _lines(file) if line.number in said)
        for place, line in enumerate(rows, 1):
            words = [_in_words(cell) for cell in line.cells]
            cells = [*words, str(line.number), " ".join(said[line.number])]
            for column, text in enumerate(cells):
                sheet.write_string(place, column, text)
        sheet.set_column(len(heads) + 1, len(heads) + 1, 90)
        sheet.freeze_panes(1, 0)
    return _file(out, f"so-lieu-chua-nhap-{pk}.xlsx")


@page(GATE, methods=WRITE)
def check(request: PageRequest, pk: int) -> HttpResponse:
    """Check every row anew."""
    words = _("Đã kiểm tra lại mọi dòng.")
    return _press(request, pk, lambda file: running.check_rows(file=file, by=request.actor), words)


@page(GATE, methods=WRITE)
def start(request: PageRequest, pk: int) -> HttpResponse:
    """Keep all figures, or those of good rows alone."""
    only_good = request.POST.get("dong-dung") == "1"
    return _press(
        request,
        pk,
        lambda file: running.start_file(file=file, by=request.actor, only_good=only_good),
        _("Đang nhập. Có thể rời trang; nhập xong có thông báo."),
    )


@page(GATE, methods=WRITE)
def cancel(request: PageRequest, pk: int) -> HttpResponse:
    """Throw the file away."""
    words = _("Đã bỏ tệp.")
    return _press(request, pk, lambda file: running.cancel_file(file=file, by=request.actor), words)


@page(GATE, methods=WRITE)
def undo(request: PageRequest, pk: int) -> HttpResponse:
    """Take back what the file brought."""
    words = _("Đang hoàn tác. Số liệu đã sửa hoặc xác nhận sau khi nhập được giữ nguyên.")
    return _press(request, pk, lambda file: running.undo_rows(file=file, by=request.actor), words)


@page(GATE, methods=WRITE)
def resume(request: PageRequest, pk: int) -> HttpResponse:
    """Queue a file again of which nothing was heard."""
    words = _("Đang làm tiếp. Số liệu đã nhập không nhập lần nữa.")
    return _press(request, pk, lambda file: running.resume_file(file=file, by=request.actor), words)


def _press(
    request: PageRequest, pk: int, act: Callable[[FigureFile], object], done: str
) -> HttpResponse:
    file = found(request, pk)

    def pressed() -> str:
        act(file)
        return done

    return press_button(request, pressed, "figure-file", pk)


def found(request: PageRequest, pk: int) -> FigureFile:
    """The file, for who brought it. Errors: Http404; PermissionDenied."""
    file = get_object_or_404(FigureFile.objects.select_related("organisation"), pk=pk)
    if file.created_by_id != request.actor.user_id:
        raise PermissionDenied
    return file


def _file(out: io.BytesIO, name: str) -> HttpResponse:
    return sandboxed(HttpResponse(out.getvalue(), content_type=_XLSX), name)
