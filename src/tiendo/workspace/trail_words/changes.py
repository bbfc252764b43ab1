"""Change requests and the decision papers that put them forward."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

CHANGES = Noun(
    actions={
        "change.draft": _("Soạn đề nghị điều chỉnh"),
        "change.edit": _("Sửa đề nghị điều chỉnh"),
        "change.send": _("Gửi đề nghị điều chỉnh"),
        "change.withdraw": _("Rút đề nghị điều chỉnh"),
        "change.return": _("Trả lại đề nghị điều chỉnh"),
        "change.appraise": _("Thẩm tra đề nghị điều chỉnh"),
        "change.decide": _("Quyết định đề nghị điều chỉnh"),
        "change.hand_over": _("Bàn giao đề nghị điều chỉnh"),
        "change.apply": _("Áp dụng đề nghị điều chỉnh"),
        "decision_paper.draft": _("Lập dự thảo tờ trình"),
        "decision_paper.rewrite": _("Lập lại dự thảo tờ trình"),
        "decision_paper.decide": _("Ghi quyết định về tờ trình"),
    },
    objects={
        "tasks.changerequest": _("Đề nghị điều chỉnh"),
        "reporting.decisionpaper": _("Tờ trình"),
    },
)
