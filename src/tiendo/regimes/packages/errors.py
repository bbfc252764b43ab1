"""What is refused about packages: documents sent within days of their issue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal


class PackageError(Refusal):
    """A package cannot be made up or sent so."""

    words: ClassVar[Mapping[str, object]] = {
        "not_a_package": _("Chế độ này không gửi văn bản kèm công văn."),
        "package_released": _("Nghĩa vụ này đã được miễn nên không lập hồ sơ gửi."),
        "offer_decided": _("Văn bản này vừa được người khác xử lý. Tải lại trang."),
        "offer_reason_missing": _("Chưa nêu lý do không phải gửi. Nhập lý do rồi lưu lại."),
        "letter_missing": _("Chưa có công văn. Lập công văn rồi ghi đã gửi."),
        "letter_not_approved": _("Công văn còn là dự thảo. Duyệt công văn rồi ghi đã gửi."),
        "package_sent": _("Hồ sơ đã được ghi là đã gửi. Tải lại trang."),
        "number_missing": _("Chưa nhập số, ký hiệu của công văn. Nhập số rồi ghi lại."),
        "sent_in_future": _("Ngày gửi còn ở phía trước. Ghi sau khi hồ sơ đã đi."),
        "sent_before_issue": _(
            "Ngày gửi đứng trước ngày ban hành %(day)s của văn bản. Xem lại ngày gửi."
        ),
        "number_differs": _(
            "Công văn đã được cấp số %(number)s. Ghi đúng số đó hoặc sửa ở sổ văn bản đi."
        ),
    }
    conflicts = frozenset({"package_sent", "package_released", "offer_decided"})
