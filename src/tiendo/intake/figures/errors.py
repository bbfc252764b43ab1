"""What decisions on figures read from texts are refused for."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "decided_already": _("Mục này đã được xem xét (%(state)s). Tải lại trang."),
    "no_period": _("Chưa rõ kỳ của số liệu. Chọn một ngày trong kỳ rồi gửi lại."),
    "no_indicator": _("Chưa chọn chỉ tiêu. Chọn chỉ tiêu rồi gửi lại."),
    "no_body": _("Chưa chọn cơ quan. Chọn cơ quan rồi gửi lại."),
    "unsure": _("Máy chưa chắc mục này là gì nên không nhận chung. Mở riêng mục này để xem."),
    "none_chosen": _("Chưa chọn mục nào. Đánh dấu các mục rồi bấm lại."),
    "no_source": _("Văn bản chưa có số, ngày nên chưa nêu được nguồn. Ghi số, ngày văn bản trước."),
    "reason_missing": _("Chưa nêu lý do không lấy. Nhập lý do rồi gửi lại."),
}


class FigureDraftError(Refusal):
    """Root of what decisions on figures of texts are refused for."""

    words = MESSAGES
    conflicts = frozenset({"decided_already"})
