"""What the actions on the calendar of working days refuse, with the words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "name_missing": _("Chưa có tên ngày. Nhập tên, ví dụ “Tết Dương lịch”, rồi gửi lại."),
    "source_missing": _("Chưa nêu căn cứ. Nhập văn bản quy định ngày này rồi gửi lại."),
    "day_listed": _("Ngày %(day)s đã có trong lịch: %(name)s. Sửa ngày đó thay vì thêm."),
    "day_gone": _("Ngày này vừa được người khác bỏ khỏi lịch. Tải lại trang."),
    "file_too_large": _("Tệp lớn hơn 1 MB. Chỉ giữ các ngày của một vài năm rồi tải lại."),
    "file_kind": _("Chỉ đọc được tệp CSV hoặc ICS. Lưu lịch thành một trong hai loại rồi tải lại."),
    "file_unreadable": _("Tệp không đọc được chữ. Lưu lại với mã UTF-8 rồi tải lên."),
    "file_without_days": _("Tệp lịch không có ngày nào. Chọn tệp khác hoặc dán các ngày."),
    "nothing_listed": _("Không có dòng nào. Dán ít nhất một dòng: ngày; loại; tên ngày."),
}


class CalendarError(Refusal):
    """Root of what this app refuses."""

    words = MESSAGES
    conflicts = frozenset({"day_gone"})
