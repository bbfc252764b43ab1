"""What the actions on programmes refuse."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: dict[str, Promise] = {
    "title_missing": _("Chương trình chưa có tên. Nhập tên rồi lưu lại."),
    "ends_before_it_starts": _("Ngày kết thúc phải sau ngày bắt đầu. Sửa lại ngày."),
    "document_has_programme": _(
        "Văn bản này đã lập chương trình. Mở chương trình đó để bổ sung nhiệm vụ."
    ),
    "section_of_other_programme": _(
        "Phần cấp trên thuộc chương trình khác. Chọn phần của chính chương trình này."
    ),
    "title_too_long": _("Tên gọi tắt dài quá 150 ký tự. Rút gọn rồi lưu lại."),
    "implemented_not_active": _(
        "Chương trình cấp trên đã kết thúc hoặc được thay thế. Chọn chương trình đang thực hiện."
    ),
    "implements_itself": _(
        "Hai chương trình không thể cùng thực hiện lẫn nhau. Chọn chương trình cấp trên khác."
    ),
    "reason_missing": _("Chưa nêu lý do. Nhập lý do rồi gửi lại."),
    "filing_due_unread": _(
        "Không đọc được hạn này. Nhập như trong văn bản, ví dụ: trước ngày 15/7/2025."
    ),
    "filing_due_before_start": _(
        "Hạn ban hành kế hoạch không được trước ngày bắt đầu của chương trình. Sửa lại ngày."
    ),
    "filing_number_missing": _("Chưa nhập số, ký hiệu của kế hoạch. Nhập rồi lưu lại."),
    "filing_in_future": _("Ngày ban hành không được sau hôm nay. Nhập ngày ghi trên kế hoạch."),
    "filing_exists": _(
        "Cơ quan này đã có kế hoạch trong danh sách. Mở bản ghi đó và đính chính nếu cần."
    ),
    "filing_corrected_meanwhile": _(
        "Bản ghi vừa được người khác đính chính. Tải lại trang để xem bản mới nhất."
    ),
    "filing_of_other_body": _(
        "Nhiệm vụ được chọn không giao cho cơ quan này trong chương trình. Bỏ chọn rồi lưu lại."
    ),
    "own_programme_of_other_body": _(
        "Chương trình được chọn không phải của cơ quan này hoặc không thực hiện chương trình đang "
        "xem. Chọn chương trình khác."
    ),
    "not_active": _("Chương trình đã kết thúc hoặc được thay thế nên không đổi được nữa."),
}


class ProgrammeError(Refusal):
    """Root of what an action on programmes refuses."""

    words = MESSAGES
