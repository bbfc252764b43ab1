"""Tasks: given, reported on, proved, rolled up from parts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

TASKS = Noun(
    actions={
        "task.create": _("Lập nhiệm vụ từ kết quả bóc tách"),
        "task.edit": _("Sửa nội dung nhiệm vụ"),
        "task.unmake": _("Bỏ bản nháp"),
        "task.go_live": _("Giao nhiệm vụ"),
        "task.assign": _("Phân công cơ quan"),
        "task.end_assignment": _("Kết thúc phân công"),
        "task.name_officer": _("Phân công người xử lý"),
        "task.update": _("Cập nhật tiến độ"),
        "task.approve_update": _("Duyệt cập nhật tiến độ"),
        "task.take_back_update": _("Rút lại cập nhật tiến độ"),
        "task.add_evidence": _("Bổ sung minh chứng"),
        "task.withdraw_evidence": _("Rút minh chứng"),
        "task.claim": _("Báo cáo hoàn thành"),
        "task.approve": _("Duyệt báo cáo hoàn thành"),
        "task.send_back": _("Thủ trưởng trả lại"),
        "task.confirm": _("Xác nhận hoàn thành"),
        "task.return": _("Trả lại báo cáo hoàn thành"),
        "task.reopen": _("Mở lại nhiệm vụ"),
        "task.suspend": _("Tạm dừng nhiệm vụ"),
        "task.cancel": _("Hủy nhiệm vụ"),
        "task.supersede": _("Thay thế nhiệm vụ"),
        "task.resume": _("Cho tiếp tục nhiệm vụ"),
        "task.change_deadline": _("Điều chỉnh thời hạn"),
        "task.lay_occurrences": _("Mở các kỳ của nhiệm vụ định kỳ"),
        "task.change_rule": _("Đổi định kỳ của nhiệm vụ"),
        "task.report_year": _("Báo cáo năm của nhiệm vụ thường xuyên"),
        "task.judge_year": _("Đánh giá năm của nhiệm vụ thường xuyên"),
        "task.expand": _("Triển khai thành nhiệm vụ của từng cơ quan"),
        "task.sources_added": _("Thêm đoạn trích nguồn của nhiệm vụ"),
        "task.carry": _("Chuyển nhiệm vụ sang chương trình mới"),
        "task.split": _("Chia nhiệm vụ con"),
        "task.set_parent": _("Đổi nhiệm vụ cha"),
        "task.add_dependency": _("Ghi nhiệm vụ phải làm trước"),
        "task.remove_dependency": _("Bỏ nhiệm vụ phải làm trước"),
        "evidence.add": _("Ghi minh chứng"),
        "evidence.withdraw": _("Đánh dấu minh chứng đã rút"),
        "recheck.draw": _("Rút thăm phúc tra"),
        "recheck.result": _("Ghi kết quả phúc tra"),
    },
    objects={
        "tasks.task": _("Nhiệm vụ"),
        "tasks.evidence": _("Minh chứng"),
        "tasks.recheck": _("Đợt phúc tra"),
        "tasks.recheckitem": _("Việc được phúc tra"),
        "tasks.occurrence": _("Kỳ của nhiệm vụ"),
        "tasks.progressupdate": _("Cập nhật tiến độ"),
        "tasks.assignment": _("Phân công"),
    },
)
