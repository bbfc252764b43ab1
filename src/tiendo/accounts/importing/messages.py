"""The words for what is wrong with a cell of a workbook of accounts, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

MESSAGES = {
    "formula": _(
        "Ô %(cell)s là công thức. Chép ô rồi dán lại bằng giá trị (Dán đặc biệt, Giá trị)."
    ),
    "too_long": _("Ô %(cell)s dài quá mức cho phép. Rút ngắn lại."),
    "name_missing": _("Ô %(cell)s trống. Ghi họ và tên của người này."),
    "username_missing": _("Ô %(cell)s trống. Ghi tên đăng nhập, ví dụ “%(offer)s”."),
    "username_bad": _(
        "Ô %(cell)s: “%(value)s” không làm tên đăng nhập được. Chỉ dùng chữ không dấu, chữ số và "
        "các dấu . - _, viết liền, ví dụ “%(offer)s”."
    ),
    "username_of_another": _(
        "Ô %(cell)s: tên đăng nhập “%(value)s” đã là của %(other)s. Nếu là người khác, dùng tên "
        "khác, ví dụ “%(offer)s”; nếu cùng một người, ghi họ và tên giống nhau."
    ),
    "username_closed": _(
        "Ô %(cell)s: tài khoản “%(value)s” đang khóa. Mở lại tài khoản trước, hoặc bỏ dòng này."
    ),
    "repeated": _("Dòng %(row)s trùng với dòng %(other)s. Xóa một trong hai dòng."),
    "email_bad": _(
        "Ô %(cell)s: “%(value)s” không phải địa chỉ thư điện tử. Sửa lại hoặc để trống."
    ),
    "email_taken": _(
        "Ô %(cell)s: thư điện tử “%(value)s” đã ghi cho tài khoản “%(other)s”. Sửa lại thư điện "
        "tử, hoặc dùng tên đăng nhập đó nếu cùng một người."
    ),
    "phone_bad": _("Ô %(cell)s: “%(value)s” không phải số điện thoại. Sửa lại hoặc để trống."),
    "body_missing": _("Ô %(cell)s trống. Ghi tên cơ quan như trong danh mục."),
    "body_unknown": _(
        "Ô %(cell)s: “%(value)s” không có trong danh mục cơ quan. Chọn một cơ quan hoặc thêm mới."
        "%(near)s"
    ),
    "body_is_group": _(
        "Ô %(cell)s: “%(value)s” chỉ nhiều cơ quan. Ghi tên một cơ quan trong danh mục."
    ),
    "body_ended": _("Ô %(cell)s: “%(value)s” không hoạt động vào ngày %(day)s.%(near)s"),
    "division_unknown": _(
        "Ô %(cell)s: “%(value)s” chưa có trong các phòng của %(body)s. Thêm phòng ở trang cơ quan, "
        "hoặc để trống ô này.%(near)s"
    ),
    "division_needed": _("Ô %(cell)s trống. Trưởng phòng cần ghi phòng phụ trách."),
    "role_missing": _("Ô %(cell)s trống. Ghi vai trò, ví dụ Chuyên viên.%(near)s"),
    "role_unknown": _("Ô %(cell)s: không có vai trò “%(value)s”.%(near)s"),
    "role_by_hand": _(
        "Ô %(cell)s: vai trò quản trị chỉ giao cho từng người ở trang tài khoản. Bỏ dòng này."
    ),
    "day_bad": _("Ô %(cell)s: “%(value)s” không phải ngày. Ghi dạng 01/12/2025 hoặc để trống."),
}


def words_of(code: str, params: Mapping[str, str]) -> str:
    """The sentence of one problem: the cell, what is wrong, what to do."""
    near = params.get("near", "")
    said = translate(" Gần giống: %(names)s.") % {"names": near} if near else ""
    return str(MESSAGES[code]) % {**params, "near": said}
