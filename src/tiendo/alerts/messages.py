"""What the refusals of alerts and channels say to people: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: Mapping[str, str | Promise] = {
    "already_resolved": _(
        "Cảnh báo này đã hết vì nguyên nhân không còn. Tải lại danh sách để xem hiện trạng."
    ),
    "reason_missing": _("Chưa có lý do. Ghi lý do để người khác hiểu vì sao tạm tắt."),
    "mute_in_past": _("Ngày này đã qua. Chọn một ngày từ hôm nay trở đi."),
    "mute_too_long": _("Chỉ tạm tắt được đến %(days)s ngày. Chọn ngày gần hơn."),
    "unknown_parameter": _("Không có tham số này. Chọn tham số trong danh sách."),
    "value_out_of_range": _("Giá trị phải từ 0 đến 3660. Kiểm tra lại số đã nhập."),
    "switch_is_one_or_zero": _("Ô này chỉ nhận 1 (dùng) hoặc 0 (không dùng)."),
    "source_missing": _("Chưa có căn cứ. Ghi số văn bản hoặc người quyết định."),
    "value_in_past": _(
        "Ngày hiệu lực đã qua. Chọn từ hôm nay trở đi để kết quả của những ngày trước giữ nguyên."
    ),
    "body_not_yours": _("Chỉ tạo được lịch của cơ quan nơi đang giữ chức vụ."),
    "url_refused": _(
        "Địa chỉ %(host)s không dùng được: %(why)s. Dùng địa chỉ https của máy ở ngoài, hoặc nhờ "
        "người vận hành thêm vào TIENDO_WEBHOOK_ALLOWED_HOSTS."
    ),
    "endpoint_off": _("Điểm nhận đang tắt. Bật lại trước khi gửi thử."),
    "reason_for_switch_missing": _("Chưa có lý do tắt. Ghi lý do, ví dụ: đang bảo trì."),
    "not_failed": _("Lượt gửi này không ở trạng thái lỗi, không cần gửi lại."),
}
