"""What composing a dashboard refuses, with the words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "too_many_blocks": _(
        "Bảng điều hành đã có %(most)s khối, là số nhiều nhất. Xóa bớt một khối rồi thêm."
    ),
    "removed": _("Bảng điều hành này vừa được xóa. Khôi phục trước khi sửa."),
    "block_removed": _("Khối này vừa được xóa khỏi bảng. Khôi phục trước khi sửa."),
    "not_removed": _("Bảng hoặc khối này không ở trạng thái đã xóa. Tải lại trang."),
    "nothing_to_write": _("Bảng chưa có khối nào có số liệu để xuất. Thêm khối rồi xuất lại."),
    "needs_role": _("Chọn vai trò được xem bảng."),
}


class DashboardError(Refusal):
    """Root of what composing a dashboard refuses."""

    words = MESSAGES
    conflicts = frozenset({"removed", "block_removed", "not_removed"})
