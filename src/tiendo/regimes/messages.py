"""The words of what this app refuses about regimes, cycles and duties, by code."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: Mapping[str, Promise] = {
    "title_missing": _("Chưa có tên chế độ báo cáo. Nhập tên rồi gửi lại."),
    "basis_missing": _("Chưa nêu căn cứ pháp lý. Nhập văn bản quy định chế độ rồi gửi lại."),
    "code_taken": _("Mã “%(code)s” đã dùng cho chế độ khác. Chọn mã khác."),
    "levels_missing": _("Chưa có cấp báo cáo nào. Chọn cơ quan báo cáo và hạn nộp."),
    "reporter_missing": _("Cấp %(order)s chưa có cơ quan báo cáo. Chọn một cơ quan hoặc một nhóm."),
    "reporter_twice": _("Cấp %(order)s có cả cơ quan lẫn nhóm. Giữ một trong hai."),
    "addressee_missing": _("Cấp %(order)s chưa có nơi nhận báo cáo. Chọn hoặc nhập nơi nhận."),
    "event_counts_days": _(
        "Chế độ theo văn bản ban hành tính hạn bằng số ngày sau khi ban hành. Chọn lại cách tính."
    ),
    "issue_needs_event": _(
        "Hạn tính từ ngày ban hành văn bản chỉ dùng cho chế độ “Khi ban hành văn bản”. Chọn lại."
    ),
    "reason_missing": _("Chưa nêu lý do. Nhập lý do rồi gửi lại."),
    "changed_meanwhile": _(
        "Chế độ “%(title)s” vừa được người khác sửa. Tải lại trang để xem bản mới rồi sửa tiếp."
    ),
    "regime_ended": _("Chế độ “%(title)s” đã kết thúc nên không thực hiện được bước này."),
    "since_not_after": _(
        "Ngày áp dụng %(since)s không đứng sau ngày áp dụng bản trước %(before)s. Chọn ngày sau."
    ),
    "cycle_begun": _(
        "Kỳ %(label)s theo bản cũ đã có cơ quan soạn báo cáo. Chọn ngày áp dụng sau ngày "
        "%(day)s để kỳ này giữ nguyên."
    ),
    "not_on_event": _("Chế độ này lập kỳ theo lịch, không theo văn bản."),
    "event_day_missing": _("Văn bản chưa có ngày ban hành. Nhập ngày ban hành rồi gửi lại."),
    "event_ahead": _("Ngày %(day)s còn ở phía trước. Ghi sau khi văn bản đã ban hành."),
    "event_outside": _("Ngày %(day)s nằm ngoài thời gian áp dụng của chế độ."),
    "already_begun": _("Văn bản này đã có một kỳ: %(label)s."),
    "nobody_owes": _("Không có cơ quan nào trong các nhóm đã chọn. Chọn lại cơ quan báo cáo."),
    "deadline_past": _("Hạn nộp %(day)s đã qua. Chọn hôm nay hoặc một ngày sau."),
    "period_order": _("Ngày cuối kỳ số liệu đứng trước ngày đầu kỳ. Đổi lại hai ngày."),
    "asked_missing": _("Chưa nêu nội dung yêu cầu. Nhập nội dung rồi gửi lại."),
    "cycle_closed": _("Kỳ %(label)s đã khóa. Mở lại kỳ trước khi thực hiện bước này."),
    "cycle_open": _("Kỳ %(label)s chưa khóa nên không cần mở lại."),
    "cycle_not_over": _(
        "Chưa hết ngày chốt số liệu %(day)s của kỳ %(label)s. Khóa kỳ từ ngày sau ngày đó."
    ),
    "duty_released": _("%(body)s đã được miễn báo cáo kỳ này."),
    "duty_sent": _("%(body)s đã gửi báo cáo kỳ này nên không thực hiện được bước này."),
    "day_before_period": _("Hạn nộp %(day)s đứng trước ngày đầu kỳ %(start)s. Chọn ngày khác."),
    "same_day": _("Hạn nộp vẫn là %(day)s. Chọn một ngày khác."),
}
