"""Accounts, posts, delegations, and work left to others."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

ACCOUNTS = Noun(
    actions={
        "apikey.issue": _("Cấp khóa kết nối"),
        "apikey.revoke": _("Thu hồi khóa kết nối"),
        "account.created": _("Tạo tài khoản"),
        "account.password_set": _("Đặt lại mật khẩu"),
        "account.password_changed": _("Tự đổi mật khẩu"),
        "account.second_step_added": _("Bật xác thực hai bước"),
        "account.second_step_removed": _("Tắt xác thực hai bước"),
        "account.unlocked": _("Mở khóa đăng nhập"),
        "account.second_step_reset": _("Đặt lại xác thực hai bước"),
        "account.invited": _("Mời đặt mật khẩu"),
        "account.invitation_withdrawn": _("Rút thư mời"),
        "account.invitation_used": _("Dùng thư mời"),
        "account.imported": _("Nhập tài khoản từ bảng tính"),
        "account.opened": _("Mở lại tài khoản"),
        "account.closed": _("Khóa tài khoản"),
        "accountimport.checked": _("Tải bảng tài khoản lên"),
        "accountimport.started": _("Bắt đầu nhập tài khoản"),
        "accountimport.done": _("Nhập xong tài khoản"),
        "accountimport.cancelled": _("Dừng nhập tài khoản"),
        "accountimport.undone": _("Rút lại lượt nhập tài khoản"),
        "membership.granted": _("Giao chức vụ"),
        "membership.edited": _("Sửa chức vụ"),
        "membership.made_primary": _("Chọn chức vụ chính"),
        "membership.ended": _("Kết thúc chức vụ"),
        "membership.restored": _("Khôi phục chức vụ"),
        "delegation.given": _("Ủy quyền"),
        "delegation.revoked": _("Thu hồi ủy quyền"),
        "handover.done": _("Bàn giao công việc"),
        "handover.undone": _("Rút lại bàn giao"),
    },
    objects={
        "api.apikey": _("Khóa kết nối"),
        "accounts.user": _("Tài khoản"),
        "accounts.membership": _("Chức vụ"),
        "accounts.delegation": _("Ủy quyền"),
        "accounts.accountimport": _("Lượt nhập tài khoản"),
        "accounts.handover": _("Bàn giao"),
    },
)
