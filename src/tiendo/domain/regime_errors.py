"""What the rule of a reporting regime is refused for, with the place in its data."""

from __future__ import annotations

from collections.abc import Mapping
from gettext import gettext as _
from typing import ClassVar

from tiendo.domain.refusals import Refusal


class RegimeRuleError(Refusal):
    """A rule cannot be read or computed; ``path`` is the place in the data ("closing.day")."""

    words: ClassVar[Mapping[str, object]] = {
        "rule_not_object": _("Quy tắc ở “%(path)s” không đọc được. Chọn lại quy tắc rồi lưu."),
        "rule_missing": _("Quy tắc còn thiếu “%(path)s”. Nhập đủ rồi lưu lại."),
        "rule_unknown": _("“%(found)s” ở “%(path)s” không phải một lựa chọn. Chọn lại rồi lưu."),
        "rule_number": _(
            "“%(found)s” ở “%(path)s” không phải số nguyên từ %(least)s đến %(most)s. Nhập lại số."
        ),
        "rule_day": _("“%(found)s” ở “%(path)s” không phải một ngày. Nhập dạng ngày/tháng/năm."),
        "rule_windows_empty": _("Chưa có kỳ nào trong danh sách. Thêm ít nhất một kỳ."),
        "rule_window_order": _(
            "Kỳ “%(label)s” kết thúc trước khi bắt đầu. Đổi lại ngày đầu kỳ, cuối kỳ."
        ),
        "rule_label_twice": _("Kỳ “%(label)s” có hai lần. Mỗi kỳ một tên riêng."),
        "due_previous_missing": _(
            "Cấp báo cáo đầu tiên không có cấp trước để tính hạn. Chọn cách tính hạn khác."
        ),
        "due_not_listed": _("Kỳ “%(label)s” chưa có ngày hạn nộp. Nhập ngày hạn của kỳ này."),
        "due_before_start": _(
            "Hạn nộp %(day)s đứng trước ngày đầu kỳ %(start)s. Xem lại ngày hoặc tháng của hạn."
        ),
    }
