"""What the refusals of reports and their checks say to people: what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: Mapping[str, Promise] = {
    "as_of_in_future": _(
        "Ngày chốt số liệu %(day)s còn ở phía trước. Chọn hôm nay hoặc một ngày đã qua."
    ),
    "known_at_in_future": _("Không lập được báo cáo theo những gì chưa ghi nhận."),
    "period_out_of_order": _("Kỳ báo cáo kết thúc trước khi bắt đầu. Đổi lại hai ngày của kỳ."),
    "not_a_draft": _(
        "Báo cáo đã duyệt thì không sửa nữa. Lập bản đính chính nếu có số liệu hay lời văn sai."
    ),
    "not_approved": _("Báo cáo còn là dự thảo: sửa ngay trên dự thảo, chưa cần đính chính."),
    "reason_missing": _("Nêu lý do đính chính: sai ở đâu, căn cứ vào đâu."),
    "already_corrected": _("Báo cáo này đã có bản đính chính. Mở bản đó để làm tiếp."),
    "composed_meanwhile": _(
        "Báo cáo vừa được người khác lập lại. Xem lại bản mới trước khi quyết định."
    ),
    "checks_open": _(
        "Tệp đọc lại chưa khớp với số liệu nên chưa duyệt được. Lập lại số liệu rồi kiểm tra lại."
    ),
    "figures_disagree": _("Số liệu vừa thay đổi trong lúc lập. Hãy lập lại báo cáo."),
}

ISSUES: Mapping[str, Promise] = {
    "impossible_date": _("Ngày không có thật: %(raw)s"),
    "unpadded_date": _("Ngày viết thiếu số 0: %(raw)s"),
    "symbol_corrected": _("Ký hiệu viết sai: %(raw)s, đúng ra là %(expected)s"),
    "cited_before_its_date": _("Dẫn văn bản %(number)s có ngày sau ngày của báo cáo"),
    "annex_absent": _("Nhắc đến Phụ lục %(annex)s nhưng không có"),
    "unbalanced_mark": _("Dấu ngoặc thiếu nửa còn lại: %(mark)s"),
    "sum_differs": _("Tổng và các số thành phần không khớp: %(total)s và %(sum)s"),
}


def say(code: str, params: Mapping[str, str]) -> str:
    """The words of a refusal; an unknown code speaks for itself."""
    return str(MESSAGES[code]) % params if code in MESSAGES else code


def say_issue(code: str, params: Mapping[str, str]) -> str:
    """The words of something odd found when the written file was read back."""
    return str(ISSUES[code]) % params if code in ISSUES else code
