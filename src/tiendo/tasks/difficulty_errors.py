"""What the register of difficulties refuses, and what it says to people."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.tasks.errors import TaskError

MESSAGES: Mapping[str, Promise] = {
    "person_elsewhere": _(
        "%(person)s không công tác tại %(body)s. Chọn người của cơ quan trả lời."
    ),
    "what_missing": _("Chưa nêu khó khăn, vướng mắc gì. Ghi nội dung rồi gửi lại."),
    "edited_meanwhile": _(
        "Vướng mắc %(difficulty)s vừa được người khác cập nhật. Xem nội dung mới rồi thực hiện lại."
    ),
    "ended": _("Vướng mắc %(difficulty)s đã kết thúc theo dõi. Mở lại trước khi làm tiếp."),
    "not_ended": _("Vướng mắc %(difficulty)s đang được theo dõi nên không cần mở lại."),
    "body_dissolved": _(
        "%(body)s không còn hoạt động từ ngày %(day)s. Chọn cơ quan kế tục còn hoạt động."
    ),
    "due_in_past": _("Hạn trả lời không được trước hôm nay. Chọn ngày khác."),
    "not_assigned": _(
        "Vướng mắc chưa giao cho cơ quan nào trả lời. Giao cơ quan và thời hạn trước."
    ),
    "not_responsible": _(
        "Vướng mắc này do %(body)s trả lời. Nếu thấy sai thẩm quyền, đề nghị cơ quan điều phối "
        "giao lại."
    ),
    "answer_missing": _("Chưa có nội dung trả lời. Nhập nội dung rồi gửi lại."),
    "document_needed": _(
        "Ghi trả lời thay cho %(body)s cần số, ký hiệu văn bản của cơ quan đó. Nhập văn bản rồi "
        "gửi lại."
    ),
    "document_day_wrong": _("Ngày văn bản không được sau hôm nay. Kiểm tra lại ngày."),
    "reason_needed": _("Chưa nêu lý do. Nhập lý do rồi gửi lại; nơi nêu vướng mắc sẽ đọc."),
    "level_not_higher": _(
        "Chuyển lên cấp trên cần chọn một cấp cao hơn cấp đang giải quyết (%(level)s)."
    ),
    "task_elsewhere": _("Nhiệm vụ %(task)s không thuộc chương trình đã chọn. Bỏ nhiệm vụ đó ra."),
    "task_not_given": _(
        "Nhiệm vụ %(task)s chưa được giao nên chưa gắn vướng mắc được. Bỏ nhiệm vụ đó ra."
    ),
}


class DifficultyError(TaskError):
    """A refusal of the register."""

    words = MESSAGES
    conflicts = frozenset({"edited_meanwhile", "ended", "not_ended"})
