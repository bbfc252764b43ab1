"""Meetings on the progress of work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

MEETINGS = Noun(
    actions={
        "meeting.prepare": _("Lập phiên giao ban"),
        "meeting.edit": _("Sửa phiên giao ban"),
        "meeting.hold": _("Chốt tài liệu, bắt đầu họp"),
        "meeting.issue": _("Ghi thông báo kết luận giao ban"),
        "meeting.cancel": _("Hủy phiên giao ban"),
        "meeting.record_decision": _("Ghi kết luận giao ban"),
        "meeting.change_decision": _("Sửa kết luận giao ban"),
        "meeting.remove_decision": _("Bỏ kết luận giao ban"),
        "meeting.give_decision": _("Giao kết luận giao ban"),
    },
    objects={
        "meetings.meeting": _("Phiên giao ban"),
        "meetings.decision": _("Kết luận giao ban"),
    },
)
