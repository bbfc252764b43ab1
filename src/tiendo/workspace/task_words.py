"""What people may do with a task: the words on the buttons and the pages they lead to."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.progress import Count
from tiendo.workspace.templatetags.vn import number

# A button says what will happen.
STEP_BUTTONS: Mapping[str, Promise] = {
    "update": _("Cập nhật tiến độ"),
    "claim": _("Báo cáo hoàn thành"),
    "approve": _("Duyệt"),
    "send_back": _("Trả lại người xử lý"),
    "confirm": _("Xác nhận hoàn thành"),
    "return": _("Trả lại cơ quan chủ trì"),
    "reopen": _("Mở lại"),
    "go_live": _("Giao việc"),
    "name_officer": _("Phân công người xử lý"),
    "change_deadline": _("Điều chỉnh thời hạn"),
    "change_rule": _("Đổi định kỳ"),
    "assign": _("Phân công cơ quan"),
    "edit": _("Sửa nội dung"),
    "expand": _("Giao cho từng cơ quan"),
    "resume": _("Cho tiếp tục"),
    "suspend": _("Tạm dừng"),
    "supersede": _("Thay thế"),
    "cancel": _("Hủy nhiệm vụ"),
}
# What the button of a form says where it says more than the way to it; a destructive one names
# its object.
SUBMIT_BUTTONS: Mapping[str, Promise] = {
    "approve": _("Duyệt, gửi cơ quan xác nhận"),
    "go_live": _("Giao nhiệm vụ %(task)s"),
    "edit": _("Lưu nội dung nhiệm vụ"),
    "assign": _("Phân công cơ quan này"),
    "suspend": _("Tạm dừng nhiệm vụ %(task)s"),
    "supersede": _("Ghi nhiệm vụ %(task)s được thay thế"),
    "cancel": _("Hủy nhiệm vụ %(task)s"),
}
STEP_ICONS: Mapping[str, str] = {
    "update": "pencil",
    "claim": "clipboard-check",
    "approve": "check",
    "send_back": "arrow-back-up",
    "confirm": "circle-check",
    "return": "arrow-back-up",
    "reopen": "refresh",
    "go_live": "send",
    "name_officer": "user-check",
    "change_deadline": "calendar-event",
    "change_rule": "repeat",
    "assign": "users",
    "edit": "edit",
    "expand": "arrows-split",
    "resume": "player-play",
    "suspend": "player-pause",
    "supersede": "replace",
    "cancel": "ban",
}
STEP_URLS: Mapping[str, str] = {
    action: f"task-{action.replace('_', '-')}" for action in STEP_BUTTONS
}
# What a draft lacks, in a word each.
LACK_WORDS: Mapping[str, Promise] = {
    "lead": _("chủ trì"),
    "title": _("nội dung"),
    "deciding": _("thẩm quyền"),
    "confirmer": _("xác nhận"),
    "deadline": _("thời hạn"),
    "product": _("sản phẩm"),
}
# The step that leads the work on stands first and is the primary button.
FORWARD = ("go_live", "confirm", "approve", "update", "claim", "resume")
DESTRUCTIVE = frozenset({"cancel", "supersede"})


def formula_of(count: Count) -> str:
    """How a percent follows from a count: "34/102 xã = 33,33%"."""
    unit = f" {count.unit}" if count.unit else ""
    parts = (number(count.done), number(count.total), unit)
    return f"{parts[0]}/{parts[1]}{parts[2]} = {number(count.percent)}%"
