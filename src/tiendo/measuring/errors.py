"""What the links refuse, with the words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "linked_already": _("Nhiệm vụ đã gắn với chỉ tiêu %(code)s. Tải lại trang để xem."),
    "link_ended": _("Liên kết này đã bỏ. Tải lại trang để xem."),
    "retired": _("Chỉ tiêu %(code)s đã ngừng theo dõi. Chọn chỉ tiêu khác."),
}


class MeasuringError(Refusal):
    """Root of what this app refuses."""

    words = MESSAGES
    conflicts = frozenset({"linked_already", "link_ended"})
