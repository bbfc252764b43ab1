"""Screens of sheets brought in: the own imports, one of them in each of its states, its files."""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tiendo.domain import clock
from tiendo.domain.parameters import parameter_on
from tiendo.imports.answers import problems_of, write_errors, write_template
from tiendo.imports.fields import LABELS, Field
from tiendo.imports.models import ImportKind, ImportRow, ImportState, RowStatus, SheetImport
from tiendo.imports.permissions import kinds_of
from tiendo.imports.reading import read_file
from tiendo.imports.running import same_file
from tiendo.imports.writing.undoing import rows_changed_since
from tiendo.workspace.access import READ_WRITE, PageRequest, page
from tiendo.workspace.answers import answer_form
from tiendo.workspace.forms.imports import ColumnsForm, RepairForm, UploadForm
from tiendo.workspace.templatetags.vn import number
from tiendo.workspace.views.documents import sandboxed

GATE = "task.update"
PER_PAGE = 50
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNDOABLE = (ImportState.DONE, ImportState.CANCELLED, ImportState.FAILED)
# What taking an import back does, as it is told before.
_UNDO = {
    ImportKind.TASKS: _lazy(
        "Bản nháp mới lập được bỏ; ô đã sửa trở lại giá trị trước khi nhập, thời hạn trở lại bằng "
        "một lần điều chỉnh có ghi lý do."
    ),
    ImportKind.ASSIGNMENTS: _lazy("Phân công trở lại như trước khi nhập."),
    ImportKind.PROGRESS: _lazy(
        "Cập nhật đã nhập vẫn ở trong lịch sử; mỗi nhiệm vụ có thêm một cập nhật rút lại, số liệu "
        "trở lại như trước khi nhập. Vướng mắc nêu trong tệp được kết thúc theo dõi."
    ),
    ImportKind.RESULTS: _lazy(
        "Báo cáo hoàn thành được trả lại, văn bản chứng minh đã nhập được đánh dấu rút. Chỉ thủ "
        "trưởng trả lại được; dòng của người không có quyền này giữ nguyên."
    ),
}
_STATUS_ICONS = {
    RowStatus.NEW: "plus",
    RowStatus.CHANGED: "pencil",
    RowStatus.UNCHANGED: "check",
    RowStatus.CONFLICT: "alert-triangle",
    RowStatus.WRONG: "alert-triangle",
}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row as the preview shows it: what it brings, what it changes, what is wrong."""

    row: ImportRow
    icon: str
    brings: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, str, str], ...]
    problems: tuple[str, ...]


@page(GATE, methods=READ_WRITE)
def show_list(request: PageRequest) -> HttpResponse:
    """The own imports, and the form for another file."""
    form = UploadForm(request)

    def act() -> HttpResponse:
        given = form.cleaned_data
        file = given["file"]
        row = read_file(
            kind=ImportKind(given["kind"]),
            programme=given["programme"],
            file_name=file.name,
            raw=file.read(),
            by=request.actor,
        )
        return redirect("import", pk=row.pk)

    own = SheetImport.objects.filter(created_by_id=request.actor.user_id)
    listed = own.select_related("programme").defer("sheets", "unknown")
    context = {
        "form": form,
        "page": Paginator(listed, PER_PAGE).get_page(request.GET.get("page")),
        "kinds": [(kind.value, kind.label) for kind in kinds_of(request.actor)],
    }
    return answer_form(request, form, act, partial(render, request, "imports/list.html", context))


@page(GATE)
def template(request: PageRequest, kind: str) -> HttpResponse:
    """The workbook of a kind to fill in."""
    if kind not in ImportKind.values:
        raise Http404(kind)
    out = io.BytesIO()
    write_template(ImportKind(kind), out)
    return _file(out, f"mau-nhap-{kind}.xlsx")


@page(GATE)
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One import: its columns, its rows, its progress, its result."""
    return show_import(request, found(request, pk))


@page(GATE)
def progress(request: PageRequest, pk: int) -> HttpResponse:
    """The part of the page that says how far it is; ended, the whole page comes anew."""
    row = found(request, pk)
    response = render(
        request, "imports/progress.html", {"import": row, "resume": resume_words(row)}
    )
    if not row.is_open:
        response["HX-Refresh"] = "true"
    return response


@page(GATE)
def errors(request: PageRequest, pk: int) -> HttpResponse:
    """The rows that were not taken, each with what is wrong."""
    out = io.BytesIO()
    write_errors(found(request, pk), out)
    return _file(out, f"dong-chua-nhap-{pk}.xlsx")


def show_import(
    request: PageRequest,
    row: SheetImport,
    *,
    columns: ColumnsForm | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page of an import in its present state."""
    is_mapping = row.state == ImportState.MAPPING or "cot" in request.GET or columns is not None
    context: dict[str, object] = {
        "import": row,
        "facts": row.sheets[row.sheet],
        "sheets": list(enumerate(row.sheets)),
        "is_mapping": is_mapping and row.state in (ImportState.MAPPING, ImportState.CHECKED),
        "is_checked": row.state == ImportState.CHECKED,
        "resume": resume_words(row),
        "bad": row.counts.get("wrong", 0) + row.counts.get("conflict", 0),
        "same": same_file(row) if row.state in (ImportState.MAPPING, ImportState.CHECKED) else None,
    }
    if context["is_mapping"]:
        context |= _mapping(row, columns or ColumnsForm(row))
    elif not row.is_open:
        context |= _rows(request, row)
    if row.state in _UNDOABLE and row.done and row.failed_in != ImportState.UNDOING:
        context |= {"is_undoable": True, "undo": _UNDO[ImportKind(row.kind)]}
        context["changed_since"] = rows_changed_since(row)
    return render(request, "imports/import.html", context, status=status)


def resume_words(row: SheetImport) -> str:
    """What the button says that goes on with an import; empty where there is nothing to go on."""
    state = row.failed_in if row.state == ImportState.FAILED else row.state if row.is_silent else ""
    if state == ImportState.UNDOING:
        return _("Hoàn tác tiếp")
    if state == ImportState.CHECKING or (row.state == ImportState.FAILED and not row.only_good):
        return _("Kiểm tra lại các dòng")
    return _("Nhập tiếp") if state else ""


def _mapping(row: SheetImport, form: ColumnsForm) -> dict[str, object]:
    facts = row.sheets[row.sheet]
    columns = [
        {
            "letter": letter,
            "words": facts["words"][place] if place < len(facts["words"]) else "",
            "samples": [cells[place] for cells in facts["samples"] if place < len(cells)],
            "is_hidden": place in facts["hidden_columns"],
            "field": bound,
        }
        for letter, place, bound in form.columns()
    ]
    most = parameter_on("sheet_import_most_columns", clock.today())
    return {"form": form, "columns": columns, "most_columns": most}


def _rows(request: PageRequest, row: SheetImport) -> dict[str, object]:
    chosen = request.GET.get("loai", "")
    rows = row.rows.all()
    if chosen in RowStatus.values:
        rows = rows.filter(status=chosen)
    elif chosen in ("refused", "kept"):
        rows = rows.filter(outcome=chosen)
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    labels = dict(RowStatus.choices)
    return {
        "page": shown,
        "rows": [_shown(one) for one in shown.object_list],
        "tabs": [
            (code, labels[code], count)
            for code in RowStatus.values
            if (count := row.counts.get(code))
        ],
        "chosen": chosen,
        "repair": RepairForm(row) if row.state == ImportState.CHECKED and row.unknown else None,
    }


def _shown(one: ImportRow) -> ShownRow:
    brings = tuple(_brings(one)) if not one.changes else ()
    changes = tuple(
        (str(LABELS[Field(each["field"])]), each["old"] or _("trống"), each["new"] or _("trống"))
        for each in one.changes
    )
    return ShownRow(
        one, _STATUS_ICONS[RowStatus(one.status)], brings, changes, tuple(problems_of(one))
    )


_BROUGHT = (
    ("product", Field.PRODUCT),
    ("deadline_raw", Field.DEADLINE),
    ("deciding_text", Field.DECIDING),
    ("done", Field.DONE),
    ("percent", Field.PERCENT),
    ("difficulty", Field.DIFFICULTY),
    ("document_number", Field.DOCUMENT_NUMBER),
)


def _brings(one: ImportRow) -> list[tuple[str, str]]:
    """The main values of a row that adds something."""
    return [
        (str(LABELS[field]), _in_words(one.values[name], field))
        for name, field in _BROUGHT
        if one.values.get(name)
    ]


def _in_words(value: str, field: Field) -> str:
    return number(Decimal(value)) if field == Field.PERCENT else str(value)[:200]


def found(request: PageRequest, pk: int) -> SheetImport:
    """The import, for who brought it. Errors: Http404; PermissionDenied."""
    row = get_object_or_404(SheetImport.objects.select_related("programme__coordinator"), pk=pk)
    if row.created_by_id != request.actor.user_id:
        raise PermissionDenied
    return row


def _file(out: io.BytesIO, name: str) -> HttpResponse:
    response = HttpResponse(out.getvalue(), content_type=_XLSX)
    return sandboxed(response, name)
