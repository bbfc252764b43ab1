"""Directives of leaders, and letters that urge bodies on."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

DIRECTIVES = Noun(
    actions={
        "directive.give": _("Chỉ đạo"),
        "directive.acknowledge": _("Nhận chỉ đạo"),
        "directive.report": _("Báo cáo kết quả thực hiện chỉ đạo"),
        "directive.close": _("Kết thúc chỉ đạo"),
        "directive.return": _("Trả lại báo cáo chỉ đạo"),
        "directive.hand_over": _("Bàn giao chỉ đạo"),
        "directive.withdraw": _("Thu hồi chỉ đạo"),
        "urging.write": _("Lập văn bản đôn đốc"),
        "urging.rewrite": _("Lập lại văn bản đôn đốc"),
        "urging.send": _("Ghi văn bản đôn đốc đã gửi"),
    },
    objects={
        "tasks.directive": _("Chỉ đạo"),
        "reporting.urginground": _("Đợt đôn đốc"),
        "reporting.urgingletter": _("Văn bản đôn đốc"),
    },
)
