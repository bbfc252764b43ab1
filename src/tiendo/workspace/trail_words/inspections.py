"""Inspections, and packs of evidence."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

INSPECTIONS = Noun(
    actions={
        "inspection.plan": _("Lập cuộc kiểm tra"),
        "inspection.add_member": _("Thêm người vào đoàn kiểm tra"),
        "inspection.remove_member": _("Đưa người ra khỏi đoàn kiểm tra"),
        "inspection.set_outline": _("Soạn đề cương kiểm tra"),
        "inspection.decide": _("Ghi quyết định kiểm tra"),
        "inspection.start_visits": _("Bắt đầu kiểm tra"),
        "inspection.end_visits": _("Kết thúc kiểm tra tại cơ sở"),
        "inspection.resume_visits": _("Kiểm tra tiếp"),
        "inspection.conclude": _("Ghi kết luận kiểm tra"),
        "inspection.cancel": _("Hủy cuộc kiểm tra"),
        "inspection.answer": _("Trả lời đề cương kiểm tra"),
        "inspection.record_visit": _("Ghi biên bản kiểm tra"),
        "inspection.sign_visit": _("Nhận biên bản đã ký"),
        "inspection.record_finding": _("Ghi kết quả kiểm tra"),
        "inspection.send_findings": _("Gửi kết quả để giải trình"),
        "inspection.explain": _("Giải trình kết quả kiểm tra"),
        "inspection.judge": _("Cho ý kiến về giải trình"),
        "inspection.recommend": _("Kiến nghị sau kiểm tra"),
        "inspection.adopt": _("Giao kiến nghị thành nhiệm vụ"),
        "pack.ask": _("Yêu cầu lập hồ sơ minh chứng"),
        "pack.make": _("Lập xong hồ sơ minh chứng"),
        "pack.fail": _("Lập hồ sơ minh chứng không thành"),
    },
    objects={
        "inspections.inspection": _("Cuộc kiểm tra"),
        "inspections.visit": _("Biên bản kiểm tra"),
        "inspections.finding": _("Kết quả kiểm tra"),
        "inspections.recommendation": _("Kiến nghị sau kiểm tra"),
        "inspections.evidencepack": _("Hồ sơ minh chứng"),
    },
)
