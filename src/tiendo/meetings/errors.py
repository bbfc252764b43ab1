"""What the actions on meetings refuse, with the words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "title_missing": _("Chưa có tên phiên họp. Nhập tên rồi gửi lại."),
    "since_after_day": _(
        "Mốc tính thay đổi %(since)s sau ngày họp %(day)s. Chọn một ngày trước ngày họp."
    ),
    "chair_elsewhere": _(
        "%(person)s không giữ chức vụ tại %(body)s và không phải lãnh đạo có quyền chỉ đạo nên "
        "không chủ trì được. Chọn người khác."
    ),
    "day_ahead": _("Phiên họp ngày %(day)s chưa đến. Đổi ngày họp nếu họp sớm hơn."),
    "wrong_state": _(
        "Phiên họp đang ở trạng thái “%(state)s” nên không thực hiện được bước này. "
        "Tải lại trang để xem việc có thể làm."
    ),
    "text_missing": _("Chưa có nội dung. Nhập nội dung rồi gửi lại."),
    "reason_missing": _("Chưa nêu lý do. Nhập lý do rồi gửi lại."),
    "number_missing": _("Chưa nhập số thông báo kết luận. Nhập số, ký hiệu rồi gửi lại."),
    "notice_before_meeting": _(
        "Ngày thông báo %(day)s trước ngày họp. Nhập ngày ghi trên thông báo."
    ),
    "day_in_future": _("Ngày %(day)s còn ở phía trước. Nhập hôm nay hoặc một ngày đã qua."),
    "nobody_named": _("Chưa chọn cơ quan thực hiện. Chọn ít nhất một cơ quan."),
    "last_day_missing": _("Chưa có thời hạn. Nhập ngày hoàn thành rồi gửi lại."),
    "last_day_past": _("Thời hạn %(day)s đã qua. Chọn hôm nay hoặc một ngày sau."),
    "product_missing": _("Nhiệm vụ chưa có sản phẩm. Nhập sản phẩm rồi gửi lại."),
    "programme_missing": _("Chưa chọn chương trình theo dõi nhiệm vụ. Chọn một chương trình."),
    "chair_may_not_direct": _(
        "%(person)s không có thẩm quyền chỉ đạo các cơ quan nên kết luận này không thành chỉ đạo. "
        "Chọn “Nhiệm vụ” trong chương trình của cơ quan, hoặc “Ghi nhận”."
    ),
    "already_given": _("Kết luận này đã giao. Theo dõi ở chỉ đạo hoặc nhiệm vụ đã giao."),
    "not_issued": _(
        "Nhiệm vụ chỉ giao sau khi ban hành thông báo kết luận. Ghi số, ngày thông báo trước."
    ),
    "nothing_to_give": _("Kết luận này chỉ ghi nhận nên không có gì để giao."),
}


class MeetingError(Refusal):
    """Root of what this app refuses."""

    words = MESSAGES
    conflicts = frozenset({"wrong_state", "already_given"})
