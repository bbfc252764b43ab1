"""What can go wrong when the reports of a cycle are compiled."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "nothing_accepted": _(
        "Chưa tiếp nhận báo cáo nào của kỳ này nên chưa có gì để tổng hợp. Tiếp nhận ít nhất một "
        "báo cáo rồi lập lại."
    ),
    "being_compiled": _("Báo cáo tổng hợp của kỳ này đang được lập. Chờ lập xong rồi làm tiếp."),
    "compiled_approved": _(
        "Báo cáo tổng hợp của kỳ này đã duyệt. Lập bản đính chính trên trang báo cáo nếu cần sửa."
    ),
}


class CompilingError(Refusal):
    """The reports of a cycle cannot be compiled so."""

    words = MESSAGES
    conflicts = frozenset({"being_compiled", "compiled_approved"})
