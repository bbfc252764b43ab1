"""Reports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

REPORTS = Noun(
    actions={
        "report.compile": _("Lập báo cáo"),
        "report.recompile": _("Lập lại báo cáo"),
        "report.correct": _("Lập bản đính chính báo cáo"),
        "report.approve": _("Duyệt báo cáo"),
        "report.gather": _("Tổng hợp báo cáo của một kỳ"),
        "report.pick": _("Chọn đoạn văn khi tổng hợp"),
        "report.choose_value": _("Chọn giá trị khi các nguồn nói khác nhau"),
        "template.add": _("Nhận mẫu văn bản"),
        "template.withdraw": _("Ngừng dùng mẫu văn bản"),
        "report.write": _("Ghi lời văn của báo cáo"),
    },
    objects={
        "reporting.report": _("Báo cáo"),
        "reporting.housetemplate": _("Mẫu văn bản"),
    },
)
