"""The states of duties in words, as pages and files say them."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.report_duties import DutyState

STATE_WORDS: Mapping[str, Promise] = {
    DutyState.NOT_OPEN: _("Chưa đến kỳ"),
    DutyState.OPEN: _("Đang mở"),
    DutyState.DUE_SOON: _("Sắp đến hạn"),
    DutyState.SENT: _("Đã gửi"),
    DutyState.SENT_LATE: _("Gửi muộn"),
    DutyState.RETURNED: _("Trả lại để sửa"),
    DutyState.ACCEPTED: _("Đã tiếp nhận"),
    DutyState.MISSING: _("Quá hạn, chưa gửi"),
    DutyState.RELEASED: _("Được miễn"),
}
