"""What change requests refuse, and what they say to people."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.tasks.errors import TaskError

MESSAGES: Mapping[str, Promise] = {
    "reason_needed": _("Chưa nêu lý do. Nhập lý do rồi gửi lại."),
    "nothing_proposed": _(
        "Đề nghị chưa thay đổi gì so với nhiệm vụ đang áp dụng. Nhập nội dung mới."
    ),
    "deadline_missing": _("Chưa nhập thời hạn đề nghị. Nhập ngày rồi gửi lại."),
    "deadline_before_start": _(
        "Thời hạn đề nghị trước ngày giao việc (%(first)s). Chọn ngày sau ngày giao việc."
    ),
    "deadline_before_programme": _(
        "Thời hạn đề nghị trước ngày bắt đầu của chương trình (%(first)s). Chọn từ ngày đó trở đi."
    ),
    "deadline_in_past": _("Thời hạn đề nghị đã qua. Chọn một ngày từ hôm nay trở đi."),
    "not_later": _("Gia hạn phải đến sau thời hạn đang áp dụng (%(day)s). Chọn ngày sau ngày đó."),
    "has_no_deadline": _(
        "Nhiệm vụ %(task)s không có thời hạn theo ngày nên không gia hạn được. Chọn điều chỉnh "
        "nội dung."
    ),
    "title_missing": _("Nhiệm vụ bổ sung chưa có nội dung. Nhập nội dung rồi gửi lại."),
    "lead_missing": _("Nhiệm vụ bổ sung chưa có cơ quan chủ trì. Chọn cơ quan rồi gửi lại."),
    "task_not_live": _(
        "Nhiệm vụ %(task)s đang ở trạng thái “%(state)s” nên không đề nghị thay đổi được. Chỉ "
        "nhiệm vụ đang giao mới được điều chỉnh."
    ),
    "not_of_the_task": _(
        "%(body)s không chủ trì, phối hợp nhiệm vụ %(task)s nên không đề nghị thay đổi được."
    ),
    "body_dissolved": _(
        "%(body)s không còn hoạt động từ ngày %(day)s. Chọn cơ quan kế tục còn hoạt động."
    ),
    "another_request": _(
        "Nhiệm vụ này đã có đề nghị %(change)s cùng loại, %(state)s, do %(body)s gửi ngày %(day)s. "
        "Rút đề nghị đó hoặc chờ quyết định trước khi gửi đề nghị mới."
    ),
    "wrong_step": _(
        "Đề nghị %(change)s đang ở bước “%(state)s” nên không làm việc này được. Tải lại trang."
    ),
    "edited_meanwhile": _(
        "Đề nghị %(change)s vừa được người khác xử lý. Xem nội dung mới rồi thực hiện lại."
    ),
    "opinion_needed": _("Chưa nêu ý kiến thẩm tra. Ghi rõ vì sao không đồng ý hoặc sửa thế nào."),
    "amendment_missing": _("Chấp thuận có sửa cần nội dung sửa. Nhập nội dung được chấp thuận."),
    "document_incomplete": _(
        "Văn bản quyết định cần cả số, ký hiệu và ngày. Nhập đủ hoặc để trống cả hai."
    ),
    "document_day_wrong": _("Ngày văn bản quyết định không được sau hôm nay. Kiểm tra lại ngày."),
    "document_needed": _(
        "Áp dụng đề nghị %(change)s cần số, ký hiệu và ngày văn bản quyết định. Nhập văn bản."
    ),
    "task_changed": _(
        "Nhiệm vụ %(task)s đã thay đổi sau khi gửi đề nghị %(change)s (%(terms)s). Trả lại để cơ "
        "quan đề nghị cập nhật, hoặc không chấp thuận."
    ),
}

# The terms of a task in words, for refusals and comparisons.
TERMS: Mapping[str, Promise] = {
    "last_day": _("thời hạn"),
    "title": _("nội dung"),
    "product": _("sản phẩm"),
    "lead": _("cơ quan chủ trì"),
    "coordinating": _("cơ quan phối hợp"),
    "section": _("phần của kế hoạch"),
    "deciding_text": _("nơi quyết định, ban hành sản phẩm"),
}


class ChangeError(TaskError):
    """A refusal of a change request."""

    words = MESSAGES
    conflicts = frozenset({"edited_meanwhile", "wrong_step", "task_changed", "another_request"})
