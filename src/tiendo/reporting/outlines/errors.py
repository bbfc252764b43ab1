"""What is refused about outlines: their versions, and what cannot be read or written in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal


class OutlineError(Refusal):
    """An outline cannot be added or changed so."""

    words: ClassVar[Mapping[str, object]] = {
        "title_missing": _("Chưa có tên đề cương. Nhập tên rồi lưu lại."),
        "source_missing": _("Chưa nêu căn cứ của đề cương. Nhập văn bản quy định rồi lưu lại."),
        "reason_missing": _("Chưa nêu lý do sửa đề cương. Nhập lý do rồi lưu lại."),
        "code_taken": _("Mã “%(code)s” đã dùng cho đề cương khác. Chọn mã khác."),
        "bad_code": _("Mã “%(code)s” chỉ được có chữ thường không dấu, số và dấu gạch nối."),
        "since_not_after": _(
            "Ngày áp dụng %(since)s đứng trước ngày áp dụng bản trước %(before)s. Chọn ngày sau."
        ),
        "revised_meanwhile": _(
            "Đề cương “%(title)s” vừa có bản mới của người khác. Nội dung đang sửa còn nguyên dưới "
            "đây; xem khác biệt với bản mới rồi lưu lại."
        ),
        "unchanged": _("Đề cương không khác bản trước nên không lưu thành bản mới."),
        "unreadable": _("Đề cương chưa đọc được: %(fault)s"),
        "faulty": _("Đề cương có %(count)s chỗ không lập được: %(fault)s"),
    }
    conflicts = frozenset({"revised_meanwhile"})
