"""How submissions are said: their states, their steps, the days left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.report_duties import DutyState
from tiendo.regimes.models import SubmissionStep

# The word, the icon and the look of each state of a duty.
DUTY_LOOKS: Mapping[str, tuple[Promise, str, str]] = {
    DutyState.NOT_OPEN: (_("Chưa đến kỳ"), "clock", ""),
    DutyState.OPEN: (_("Đang mở"), "pencil", ""),
    DutyState.DUE_SOON: (_("Sắp đến hạn"), "clock-exclamation", "is-warn"),
    DutyState.SENT: (_("Đã gửi, chờ tiếp nhận"), "send", "is-navy"),
    DutyState.SENT_LATE: (_("Đã gửi muộn, chờ tiếp nhận"), "send", "is-warn"),
    DutyState.RETURNED: (_("Trả lại để sửa"), "arrow-back-up", "is-bad"),
    DutyState.ACCEPTED: (_("Đã tiếp nhận"), "circle-check", "is-good"),
    DutyState.MISSING: (_("Chưa gửi, quá hạn"), "alert-circle", "is-bad"),
    DutyState.RELEASED: (_("Được miễn"), "ban", ""),
}
STATE_LOOKS: Mapping[str, tuple[str, str]] = {
    "writing": ("pencil", ""),
    "sent": ("send", "is-navy"),
    "returned": ("arrow-back-up", "is-bad"),
    "accepted": ("circle-check", "is-good"),
}
_STEPS: Mapping[str, tuple[Promise, str]] = {
    "open": (_("Mở báo cáo"), "folder-open"),
    "ready": (_("Báo thủ trưởng đã soạn xong"), "message-2"),
    "send": (_("Gửi báo cáo"), "send"),
    "see": (_("Nơi nhận mở xem"), "eye"),
    "take_back": (_("Rút lại báo cáo"), "arrow-back-up"),
    "return": (_("Trả lại để sửa"), "arrow-back-up"),
    "rework": (_("Bắt đầu sửa"), "edit"),
    "reopen": (_("Mở lại để sửa"), "edit"),
    "accept": (_("Tiếp nhận"), "circle-check"),
}


@dataclass(frozen=True, slots=True)
class StepEntry:
    """A step as the history shows it."""

    when: datetime
    who: str
    title: str
    text: str
    icon: str
    status: str = ""
    on_behalf_of: str = ""
    changes: tuple[object, ...] = ()
    files: tuple[object, ...] = field(default=())


def step_entries(steps: Iterable[SubmissionStep]) -> Iterator[StepEntry]:
    """The steps as the history of a page shows them."""
    for step in steps:
        word, icon = _STEPS[step.action]
        yield StepEntry(step.at, str(step.by), str(word), step.reason, icon)
