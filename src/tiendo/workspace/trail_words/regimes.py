"""Regimes, their cycles, who owes what, and the calendar of working days."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

REGIMES = Noun(
    actions={
        "regime.create": _("Lập chế độ báo cáo"),
        "regime.revise": _("Lập bản mới của chế độ báo cáo"),
        "regime.end": _("Kết thúc chế độ báo cáo"),
        "regime.ask": _("Yêu cầu báo cáo đột xuất"),
        "cycle.open": _("Mở kỳ báo cáo"),
        "cycle.close": _("Khóa kỳ báo cáo"),
        "cycle.reopen": _("Mở lại kỳ báo cáo"),
        "cycle.readdress": _("Chuyển nơi nhận do cơ quan nhận đã kết thúc"),
        "cycle.remove": _("Bỏ kỳ báo cáo chưa bắt đầu"),
        "duty.release": _("Miễn báo cáo kỳ"),
        "package.set_aside": _("Xác định văn bản không phải gửi kèm công văn"),
        "duty.move": _("Chuyển hạn nộp báo cáo"),
        "calendar.add": _("Thêm ngày vào lịch làm việc"),
        "calendar.change": _("Sửa ngày trong lịch làm việc"),
        "calendar.remove": _("Bỏ ngày khỏi lịch làm việc"),
    },
    objects={
        "regimes.regime": _("Chế độ báo cáo"),
        "regimes.cycle": _("Kỳ báo cáo"),
        "regimes.reportduty": _("Nghĩa vụ báo cáo"),
        "calendars.calendarday": _("Ngày trong lịch làm việc"),
    },
)
