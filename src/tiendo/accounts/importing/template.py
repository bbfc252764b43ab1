"""The workbook that people fill in: the columns, what goes into them, the names to use."""

from __future__ import annotations

import datetime as dt
import io

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from tiendo.accounts.importing.columns import LABELS, REQUIRED, Field
from tiendo.accounts.models import RoleCode
from tiendo.organisations.queries import organisations_on

_ROWS = 10_000
_WIDTHS = {Field.FULL_NAME: 28, Field.BODY: 40, Field.DIVISION: 30, Field.EMAIL: 30}
_BOLD = Font(bold=True)


def write_template(on: dt.date) -> bytes:
    """The bytes of the template with the bodies of a day. Cost: one query."""
    book = Workbook()
    people = book.worksheets[0]
    people.title = str(_("Tài khoản"))
    roles = [str(role.label) for role in RoleCode if role != RoleCode.ADMINISTRATOR]
    bodies = list(organisations_on(on, divisions=False).values_list("name", flat=True))
    _write_head(people)
    _write_hints(book.create_sheet(str(_("Hướng dẫn"))), roles)
    names = book.create_sheet("DanhMuc")
    for number, body in enumerate(bodies, 1):
        names.cell(number, 1, body)
    for number, role in enumerate(roles, 1):
        names.cell(number, 2, role)
    _offer(people, Field.BODY, f"DanhMuc!$A$1:$A${max(len(bodies), 1)}")
    _offer(people, Field.ROLE, f"DanhMuc!$B$1:$B${len(roles)}")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_head(sheet: Worksheet) -> None:
    for place, field in enumerate(LABELS, 1):
        mark = " (*)" if field in REQUIRED else ""
        cell = sheet.cell(1, place, f"{field.label}{mark}")
        cell.font = _BOLD
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(field, 18)
        # As text, so that a leading zero or a day stays as it was typed.
        for row in range(2, 52):
            sheet.cell(row, place).number_format = "@"
    sheet.freeze_panes = "A2"


def _offer(sheet: Worksheet, field: Field, source: str) -> None:
    """Let the cells of a column be chosen from a list; another name may be typed all the same."""
    letter = get_column_letter(list(LABELS).index(field) + 1)
    rule = DataValidation(type="list", formula1=f"={source}", allow_blank=True)
    rule.showErrorMessage = False
    sheet.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{_ROWS}")


def _write_hints(sheet: Worksheet, roles: list[str]) -> None:
    lines = (
        _("Mỗi dòng là một chức vụ. Hai chức vụ của một người là hai dòng, cùng tên đăng nhập."),
        _("Cột có dấu (*) phải ghi. Thứ tự cột tùy ý, có thể thêm cột khác."),
        _("Tên đăng nhập: chữ không dấu, chữ số, dấu . - _, viết liền, ví dụ nguyenvanan."),
        _("Cơ quan: chọn trong danh sách hoặc ghi tên, tên viết tắt trong danh mục cơ quan."),
        _("Phòng: để trống nếu chưa lập phòng ở trang cơ quan."),
        _("Vai trò: %(roles)s.") % {"roles": ", ".join(roles)},
        _("Từ ngày: dạng 01/12/2025; để trống là từ hôm nay."),
        _("Không ghi mật khẩu. Mỗi người nhận một đường dẫn dùng một lần để tự đặt mật khẩu."),
    )
    sheet.column_dimensions["A"].width = 100
    for number, line in enumerate(lines, 1):
        sheet.cell(number, 1, str(line)).alignment = Alignment(wrap_text=True)
