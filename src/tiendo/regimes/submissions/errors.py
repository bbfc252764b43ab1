"""What is refused about submissions, with the words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "duty_released": _(
        "%(body)s không phải nộp báo cáo này: %(reason)s Xem cơ quan kế thừa trên lịch báo cáo."
    ),
    "no_text_asked": _("Chế độ này không yêu cầu báo cáo bằng lời nên không có báo cáo để soạn."),
    "period_ahead": _("Kỳ báo cáo bắt đầu từ ngày %(day)s nên chưa mở được."),
    "wrong_state": _(
        "Báo cáo đang ở trạng thái “%(state)s” nên không thực hiện được bước này. "
        "Tải lại trang để xem việc có thể làm."
    ),
    "decided_meanwhile": _(
        "%(person)s vừa xử lý báo cáo này trước: %(state)s. Quyết định vừa gửi không được ghi."
    ),
    "not_reworked": _("Báo cáo bị trả lại còn là bản đã gửi. Bấm “Bắt đầu sửa” rồi gửi lại."),
    "already_reworked": _("Bản sửa đã được mở. Tải lại trang để soạn tiếp."),
    "nothing_to_reopen": _("Báo cáo chưa duyệt nên vẫn sửa được. Tải lại trang để soạn tiếp."),
    "reopened_without_reason": _("Nêu lý do mở lại báo cáo rồi bấm lại."),
    "number_held": _(
        "Văn bản của báo cáo này đã được cấp số nên chưa mở lại được. "
        "Đề nghị văn thư thu hồi số trước."
    ),
    "corrected_meanwhile": _(
        "Báo cáo này đã có bản thay thế. Bấm “Mở lại để sửa” để soạn tiếp bản đó rồi gửi."
    ),
    "words_newer": _(
        "Có lời văn mới chưa nằm trong báo cáo. Lập lại số liệu, xem lại báo cáo rồi gửi."
    ),
    "late_reason_missing": _(
        "Kỳ báo cáo đã khóa ngày %(day)s. Nêu lý do gửi sau khi khóa rồi gửi lại."
    ),
    "already_seen": _(
        "Nơi nhận đã mở xem báo cáo ngày %(day)s nên không rút lại được. Đề nghị nơi nhận trả lại."
    ),
    "taken_back_without_reason": _("Nêu lý do rút lại báo cáo rồi bấm lại."),
    "already_numbered": _(
        "Văn bản của báo cáo này đã được cấp số nên không rút lại được. "
        "Đề nghị nơi nhận trả lại, hoặc văn thư thu hồi số trước."
    ),
    "return_without_reason": _("Chưa có góp ý nào. Nêu lý do trả lại, hoặc góp ý vào một đoạn."),
    "remarks_open": _("Còn %(count)s góp ý chưa xong: mở báo cáo để xem rồi tiếp nhận."),
    "text_missing": _("Chưa có nội dung. Nhập nội dung rồi gửi lại."),
    "no_such_paragraph": _(
        "Báo cáo vừa được lập lại nên đoạn này không còn. Tải lại trang rồi góp ý."
    ),
    "remark_settled": _("Góp ý này đã được xem là xong."),
}


class SubmissionError(Refusal):
    """Root of what is refused about submissions."""

    words = MESSAGES
    conflicts = frozenset(
        {
            "wrong_state",
            "decided_meanwhile",
            "already_seen",
            "already_reworked",
            "not_reworked",
            "nothing_to_reopen",
            "number_held",
            "corrected_meanwhile",
            "words_newer",
            "remark_settled",
            "no_such_paragraph",
        }
    )
