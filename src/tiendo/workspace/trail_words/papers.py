"""Outgoing papers and the numbers they are given."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

PAPERS = Noun(
    actions={
        "paper.open": _("Đưa báo cáo vào văn bản đi"),
        "paper.review": _("Soát xét văn bản"),
        "paper.submit": _("Trình ký văn bản"),
        "paper.sign": _("Ký văn bản"),
        "paper.number": _("Cấp số, ngày văn bản"),
        "paper.drop_number": _("Thu lại số văn bản"),
        "paper.seal": _("Nhận tệp đã ký số"),
        "paper.refuse_file": _("Không nhận tệp đã ký số"),
        "paper.issue": _("Phát hành văn bản"),
        "paper.send_back": _("Trả lại văn bản"),
        "report.issue": _("Phát hành báo cáo"),
        "trust.add": _("Nhận chứng thư, danh sách thu hồi"),
        "trust.drop": _("Gỡ chứng thư, danh sách thu hồi"),
        "number_book.set": _("Ghi sổ số văn bản"),
    },
    objects={
        "issuing.outgoingpaper": _("Văn bản đi"),
        "issuing.trustfile": _("Chứng thư, danh sách thu hồi"),
        "issuing.numberbook": _("Sổ số văn bản"),
    },
)
