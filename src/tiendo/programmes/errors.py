"""What the actions on programmes refuse."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ProgrammeError(Exception):
    """Root of what an action on programmes refuses; ``code`` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


MESSAGES: dict[str, Promise] = {
    "title_missing": _("Chương trình chưa có tên. Nhập tên rồi lưu lại."),
    "ends_before_it_starts": _("Ngày kết thúc phải sau ngày bắt đầu. Sửa lại ngày."),
    "document_has_programme": _(
        "Văn bản này đã lập chương trình. Mở chương trình đó để bổ sung nhiệm vụ."
    ),
    "section_of_other_programme": _(
        "Phần cấp trên thuộc chương trình khác. Chọn phần của chính chương trình này."
    ),
    "not_active": _("Chương trình đã kết thúc hoặc được thay thế nên không đổi được nữa."),
}


def message_of(error: ProgrammeError) -> str:
    """The Vietnamese message of a refusal."""
    return str(MESSAGES[error.code])
