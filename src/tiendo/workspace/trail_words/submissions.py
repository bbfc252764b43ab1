"""Submissions of bodies and the remarks on them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

SUBMISSIONS = Noun(
    actions={
        "submission.open": _("Mở báo cáo kỳ"),
        "submission.ready": _("Báo thủ trưởng: báo cáo kỳ đã soạn xong"),
        "submission.send": _("Gửi báo cáo kỳ"),
        "submission.see": _("Nơi nhận mở xem báo cáo kỳ"),
        "submission.take_back": _("Rút lại báo cáo kỳ"),
        "submission.return": _("Trả lại báo cáo kỳ"),
        "submission.rework": _("Bắt đầu sửa báo cáo kỳ bị trả lại"),
        "submission.reopen": _("Mở lại báo cáo kỳ đã duyệt để sửa"),
        "submission.accept": _("Tiếp nhận báo cáo kỳ"),
        "remark.make": _("Góp ý vào báo cáo kỳ"),
        "remark.answer": _("Trả lời góp ý"),
        "remark.settle": _("Xem góp ý là xong"),
    },
    objects={
        "regimes.submission": _("Báo cáo kỳ"),
        "regimes.remark": _("Góp ý"),
    },
)
