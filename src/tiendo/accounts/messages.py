"""The words for what may be wrong with a change to accounts and posts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.accounts.errors import AccountError

MESSAGES = {
    "username_missing": _("Chưa có tên đăng nhập. Ghi chữ không dấu, ví dụ: nguyenvana."),
    "username_taken": _("Tên đăng nhập “%(name)s” đã có người dùng. Chọn tên khác."),
    "password_weak": _("Mật khẩu chưa đạt: %(why)s"),
    "post_held": _(
        "%(person)s đã giữ vai trò này tại “%(body)s” trong thời gian đó. "
        "Kết thúc chức vụ cũ trước, hoặc chọn ngày khác."
    ),
    "post_ended": _("Chức vụ này đã kết thúc từ trước. Tải lại trang để xem."),
    "dates_crossed": _("Ngày kết thúc không được trước ngày bắt đầu. Kiểm tra lại hai ngày."),
    "body_ended": _("“%(body)s” không hoạt động vào ngày %(day)s. Chọn cơ quan kế tục."),
    "last_administrator": _(
        "Đây là quản trị viên cuối cùng. Giao vai trò quản trị cho người khác trước."
    ),
    "delegation_to_oneself": _("Không thể ủy quyền cho chính mình. Chọn người khác."),
    "delegation_beyond_post": _(
        "Chức vụ này không có quyền “%(permission)s” nên không thể ủy quyền. Bỏ quyền đó ra."
    ),
    "delegation_outside_post": _(
        "Thời gian ủy quyền phải nằm trong thời gian giữ chức vụ. Kiểm tra lại hai ngày."
    ),
    "delegation_revoked": _("Ủy quyền này đã được thu hồi từ trước."),
    "delegate_inactive": _("Tài khoản của người nhận ủy quyền đã khóa. Chọn người khác."),
    "reason_missing": _("Chưa có lý do. Ghi lý do hoặc số văn bản quyết định."),
}


def message(error: AccountError) -> str:
    """The sentence for a person: what is wrong and what to do."""
    return str(MESSAGES[error.code]) % error.params
