"""What the actions on directives refuse, with the words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "text_missing": _("Chưa có nội dung chỉ đạo. Nhập việc cần làm rồi gửi lại."),
    "nobody_addressed": _("Chưa chọn cơ quan thực hiện. Chọn ít nhất một cơ quan."),
    "body_ended": _("%(body)s không còn hoạt động. Chọn cơ quan kế tục."),
    "last_day_past": _("Thời hạn %(day)s đã qua. Chọn hôm nay hoặc một ngày sau đó."),
    "person_elsewhere": _(
        "%(person)s không giữ chức vụ tại cơ quan được giao. Chọn người của cơ quan đó."
    ),
    "speaker_may_not_direct": _(
        "%(person)s không có thẩm quyền chỉ đạo các cơ quan nên ý kiến này không thành chỉ đạo."
    ),
    "words_missing": _("Chưa có nội dung. Nhập kết quả hoặc lý do rồi gửi lại."),
    "wrong_state": _(
        "Chỉ đạo đang ở trạng thái “%(state)s” nên không thực hiện được bước này. "
        "Tải lại trang để xem việc có thể làm."
    ),
}


class DirectiveError(Refusal):
    """Root of what an action on directives refuses."""

    words = MESSAGES
    conflicts = frozenset({"wrong_state"})
