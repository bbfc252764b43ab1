"""The steps of an import that buttons take."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tiendo.domain.refusals import Refusal
from tiendo.imports import mapping, running
from tiendo.imports.errors import ImportRefused
from tiendo.imports.models import SheetImport
from tiendo.workspace.access import WRITE, PageRequest, number_in, page
from tiendo.workspace.answers import press_button, say_refusal, status_of
from tiendo.workspace.forms.imports import ColumnsForm, RepairForm
from tiendo.workspace.views.imports import GATE, found, show_import


@page(GATE, methods=WRITE)
def set_columns(request: PageRequest, pk: int) -> HttpResponse:
    """Say which column holds which field; then every row is checked."""
    row = found(request, pk)
    form = ColumnsForm(row, request.POST)
    if not form.is_valid():
        return show_import(request, row, columns=form, status=422)
    try:
        if double := form.twice():
            raise ImportRefused("column_twice", column=double)
        running.map_and_check(
            row=row, columns=form.chosen(), choices=form.choices(), by=request.actor
        )
    except Refusal as refusal:
        say_refusal(form, refusal, {"hidden_unanswered": "hidden"})
        return show_import(request, row, columns=form, status=status_of(refusal))
    return redirect("import", pk=pk)


@page(GATE, methods=WRITE)
def choose_sheet(request: PageRequest, pk: int) -> HttpResponse:
    """Take the rows of another sheet of the file."""
    row = found(request, pk)
    sheet = number_in(request.POST.get("trang", ""))

    def act() -> str:
        current = mapping.choose_sheet(
            row=row, sheet=-1 if sheet is None else sheet, by=request.actor
        )
        return _("Đã chọn trang tính “%(name)s”.") % {"name": current.sheets[current.sheet]["name"]}

    return press_button(request, act, "import", pk)


@page(GATE, methods=WRITE)
def repair(request: PageRequest, pk: int) -> HttpResponse:
    """Say which body a name means, for every cell that holds it."""
    row = found(request, pk)
    form = RepairForm(row, request.POST)

    def act() -> str:
        bodies = form.bodies() if form.is_valid() else {}
        running.repair_bodies(row=row, bodies=bodies, by=request.actor)
        return _("Đã sửa %(count)s tên và kiểm tra lại mọi dòng.") % {"count": len(bodies)}

    return press_button(request, act, "import", pk)


@page(GATE, methods=WRITE)
def start(request: PageRequest, pk: int) -> HttpResponse:
    """Bring in all rows, or the good ones alone."""
    only_good = request.POST.get("dong-dung") == "1"
    return _press(
        request,
        pk,
        lambda row: running.start_import(row=row, by=request.actor, only_good=only_good),
        _("Đang nhập. Có thể rời trang; nhập xong có thông báo."),
    )


@page(GATE, methods=WRITE)
def cancel(request: PageRequest, pk: int) -> HttpResponse:
    """Stop the import, or throw the file away."""
    return _press(
        request,
        pk,
        lambda row: running.cancel_import(row=row, by=request.actor),
        _("Đã dừng lượt nhập."),
    )


@page(GATE, methods=WRITE)
def undo(request: PageRequest, pk: int) -> HttpResponse:
    """Take back what the import brought."""
    return _press(
        request,
        pk,
        lambda row: running.undo_import(row=row, by=request.actor),
        _("Đang hoàn tác. Dòng đã có thay đổi sau khi nhập được giữ nguyên và nêu rõ."),
    )


@page(GATE, methods=WRITE)
def resume(request: PageRequest, pk: int) -> HttpResponse:
    """Go on where a failure stopped the import."""
    return _press(
        request,
        pk,
        lambda row: running.resume_import(row=row, by=request.actor),
        _("Đang làm tiếp. Dòng đã nhập không nhập lần nữa."),
    )


def _press(
    request: PageRequest, pk: int, act: Callable[[SheetImport], object], done: str
) -> HttpResponse:
    row = found(request, pk)

    def pressed() -> str:
        act(row)
        return done

    return press_button(request, pressed, "import", pk)
