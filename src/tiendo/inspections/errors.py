"""What the actions on inspections and packs refuse, with the words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "code_taken": _("Mã %(used)s đã dùng cho cuộc kiểm tra khác. Chọn mã khác."),
    "title_missing": _("Chưa có mã hoặc tên cuộc kiểm tra. Nhập rồi gửi lại."),
    "no_body": _("Chưa chọn cơ quan được kiểm tra. Chọn ít nhất một cơ quan."),
    "period_out_of_order": _("Thời kỳ kết thúc trước khi bắt đầu. Đổi lại hai ngày."),
    "own_body": _(
        "%(person)s thuộc %(body)s là cơ quan được kiểm tra nên không tham gia được. "
        "Chọn người của cơ quan khác."
    ),
    "already_member": _("%(person)s đã ở trong đoàn."),
    "head_taken": _("Đoàn đã có trưởng đoàn. Đưa trưởng đoàn cũ ra trước."),
    "wrong_state": _(
        "Cuộc kiểm tra đang ở trạng thái “%(state)s” nên không thực hiện được bước này. "
        "Tải lại trang để xem việc có thể làm."
    ),
    "number_missing": _("Chưa nhập số văn bản. Nhập số, ký hiệu rồi gửi lại."),
    "day_in_future": _("Ngày %(day)s còn ở phía trước. Nhập hôm nay hoặc một ngày đã qua."),
    "no_team_head": _("Đoàn chưa có trưởng đoàn. Thêm trưởng đoàn rồi ghi quyết định."),
    "reason_missing": _("Chưa nêu lý do. Nhập lý do rồi gửi lại."),
    "text_missing": _("Chưa có nội dung. Nhập nội dung rồi gửi lại."),
    "outline_answered": _(
        "Đề cương đã có cơ quan trả lời nên không thay được. Thêm câu hỏi mới ở cuối."
    ),
    "not_inspected": _("%(body)s không phải cơ quan được kiểm tra trong cuộc này."),
    "visit_signed": _("Biên bản đã có bản ký nên không sửa nữa. Lập biên bản bổ sung."),
    "unknown_severity": _("Mức độ đã chọn không có trong danh mục của ngày này. Chọn lại."),
    "task_of_other_body": _(
        "Nhiệm vụ %(task)s không do cơ quan này chủ trì hoặc phối hợp. Chọn nhiệm vụ khác."
    ),
    "evidence_of_other_task": _("Minh chứng đã chọn không thuộc nhiệm vụ của kết quả kiểm tra."),
    "nothing_to_send": _("Không còn kết quả nào chưa gửi cơ quan giải trình."),
    "not_sent": _("Kết quả này chưa gửi cơ quan giải trình."),
    "already_judged": _("Đoàn đã có ý kiến về giải trình này."),
    "not_explained": _("Cơ quan chưa giải trình và còn trong hạn đến %(day)s. Chờ hết hạn."),
    "findings_open": _(
        "Còn %(count)s kết quả kiểm tra chưa có ý kiến của đoàn. Gửi giải trình và cho ý kiến "
        "trước khi kết luận."
    ),
    "not_concluded": _("Kiến nghị chỉ thành nhiệm vụ sau khi có kết luận kiểm tra."),
    "already_adopted": _("Kiến nghị này đã lập thành nhiệm vụ."),
    "last_day_past": _("Thời hạn %(day)s đã qua. Chọn một ngày sau hôm nay."),
    "pack_of_nothing": _("Không có nhiệm vụ nào được xem đến ngày này để lập hồ sơ."),
    "pack_in_future": _("Ngày %(day)s còn ở phía trước. Chọn hôm nay hoặc một ngày đã qua."),
    "pack_gone": _("Hồ sơ đã hết hạn giữ. Lập lại hồ sơ."),
    "file_missing": _("Một tệp minh chứng không còn trong kho nên hồ sơ không lập được."),
    "file_changed": _(
        "Một tệp minh chứng không còn khớp mã băm đã ghi nên hồ sơ không lập được. "
        "Báo quản trị kiểm tra kho tệp."
    ),
    "worker_failed": _("Việc lập hồ sơ gặp lỗi của hệ thống. Lập lại; nếu vẫn lỗi, báo quản trị."),
}


class InspectionError(Refusal):
    """Root of what this app refuses."""

    words = MESSAGES
    conflicts = frozenset({"wrong_state"})
