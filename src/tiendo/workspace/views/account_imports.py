"""Screens of importing accounts: upload, preview, progress, invitations to print."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tiendo.accounts.errors import AccountError
from tiendo.accounts.importing import running
from tiendo.accounts.importing.messages import words_of
from tiendo.accounts.importing.rows import Row
from tiendo.accounts.importing.template import write_template
from tiendo.accounts.importing.workbook import MAX_BYTES
from tiendo.accounts.invitations import code_of
from tiendo.accounts.models import OPEN_IMPORT, AccountImport, ImportState, RoleCode
from tiendo.accounts.queries import invitations_of
from tiendo.domain import clock
from tiendo.workspace.access import READ_WRITE, WRITE, PageRequest, dated_url, page
from tiendo.workspace.forms.accounts import WorkbookForm

MANAGE = "account.manage"
PER_PAGE = 50
INVITATIONS_PER_PAGE = 200
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATUS_WORDS = {
    "new": gettext_lazy("Tài khoản mới"),
    "post": gettext_lazy("Thêm chức vụ cho tài khoản đã có"),
    "held": gettext_lazy("Đã có, bỏ qua"),
    "bad": gettext_lazy("Có lỗi"),
}


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the workbook as the preview shows it."""

    number: int
    full_name: str
    username: str
    body: str
    role: str
    status: str
    status_words: str
    problems: tuple[str, ...]


@page(MANAGE, methods=READ_WRITE)
def upload(request: PageRequest) -> HttpResponse:
    """The imports so far, and the form for another workbook."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            raw = file.read(MAX_BYTES + 1)
            row = running.check_import(file_name=file.name, raw=raw, by=request.actor)
        except AccountError as error:
            form.add_error("file", str(error))
        else:
            return redirect(dated_url(request, "account-import", row.pk))
    imports = AccountImport.objects.select_related("created_by").defer("rows").order_by("-pk")
    shown = Paginator(imports, PER_PAGE).get_page(request.GET.get("page"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "page": shown}
    return render(request, "accounts_admin/imports.html", context, status=status)


@page(MANAGE)
def template(request: PageRequest) -> HttpResponse:
    """The workbook to fill in."""
    response = HttpResponse(write_template(clock.today()), content_type=_XLSX)
    response["Content-Disposition"] = 'attachment; filename="mau-nhap-tai-khoan.xlsx"'
    return response


@page(MANAGE)
def show(request: PageRequest, pk: int) -> HttpResponse:
    """One import: its rows before it is decided, its progress, its result."""
    return _show(request, get_object_or_404(AccountImport, pk=pk))


@page(MANAGE, methods=WRITE)
def start(request: PageRequest, pk: int) -> HttpResponse:
    """Bring in all rows, or the good ones alone."""
    only_good = request.POST.get("chi-dong-dung") == "1"
    return _act(
        request,
        pk,
        lambda row: running.start_import(row=row, by=request.actor, only_good=only_good),
        _("Đang nhập. Trang này tự cập nhật; có thể rời đi, việc nhập vẫn tiếp tục."),
    )


@page(MANAGE, methods=WRITE)
def cancel(request: PageRequest, pk: int) -> HttpResponse:
    """Stop the import, or throw the checked workbook away."""
    return _act(
        request,
        pk,
        lambda row: running.cancel_import(row=row, by=request.actor),
        _("Đã dừng."),
    )


@page(MANAGE, methods=WRITE)
def undo(request: PageRequest, pk: int) -> HttpResponse:
    """Take back what the import brought."""
    return _act(
        request,
        pk,
        lambda row: running.undo_import(row=row, by=request.actor),
        _("Đã rút lại mọi tài khoản và chức vụ của lượt nhập này."),
    )


@page(MANAGE)
def invitations(request: PageRequest, pk: int) -> HttpResponse:
    """The links of the new accounts that still hold, by body, to print and hand out."""
    row = get_object_or_404(AccountImport.objects.defer("rows"), pk=pk)
    shown = Paginator(invitations_of(row), INVITATIONS_PER_PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "invitation": invitation,
            "url": request.build_absolute_uri(reverse("invitation", args=[code_of(invitation)])),
        }
        for invitation in shown.object_list
    ]
    context = {"import": row, "page": shown, "rows": rows}
    return render(request, "accounts_admin/import_invitations.html", context)


def _act(
    request: PageRequest, pk: int, act: Callable[[AccountImport], object], done: str
) -> HttpResponse:
    row = get_object_or_404(AccountImport, pk=pk)
    try:
        act(row)
    except AccountError as error:
        messages.error(request, str(error))
        return _show(request, row, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, done)
    return redirect(dated_url(request, "account-import", pk))


def _show(
    request: PageRequest, row: AccountImport, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    kept = row.rows
    if request.GET.get("loi") == "1":
        kept = [one for one in kept if one["problems"]]
    shown = Paginator(kept, PER_PAGE).get_page(request.GET.get("page"))
    is_open = row.state in OPEN_IMPORT
    context = {
        "import": row,
        "page": shown,
        "rows": [_preview(one) for one in shown.object_list],
        "form": Form(),
        "is_checked": row.state == ImportState.CHECKED,
        "is_open": is_open,
        "is_undoable": row.state in (ImportState.DONE, ImportState.CANCELLED) and row.done,
        "share": row.done / row.total if row.total else None,
        "held_count": row.read_count - row.error_count - row.total,
        "only_bad": request.GET.get("loi") == "1",
    }
    response = render(request, "accounts_admin/import.html", context, status=status)
    if is_open:
        # The page of an import under way asks again by itself, also without script.
        response["Refresh"] = "3"
    return response


def _preview(row: Row) -> PreviewRow:
    role = row["role"]
    return PreviewRow(
        number=row["row"],
        full_name=row["full_name"],
        username=row["username"],
        body=row["body"],
        role=str(RoleCode(role).label) if role in RoleCode.values else role,
        status=row["status"],
        status_words=str(STATUS_WORDS[row["status"]]),
        problems=tuple(words_of(one["code"], one["params"]) for one in row["problems"]),
    )
