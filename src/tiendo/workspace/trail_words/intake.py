"""What is read out of documents, and its review."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

INTAKE = Noun(
    actions={
        "figuredraft.read": _("Đọc số liệu trong văn bản"),
        "figuredraft.accept": _("Nhận số liệu từ văn bản"),
        "figuredraft.reject": _("Không lấy số liệu từ văn bản"),
        "intake.started": _("Bắt đầu bóc tách"),
        "intake.extracted": _("Bóc tách xong"),
        "intake.failed": _("Bóc tách không thành"),
        "intake.approved": _("Duyệt kết quả bóc tách"),
        "intake.problem_dismissed": _("Bỏ qua vấn đề của văn bản"),
        "intake.problem_restored": _("Xem lại vấn đề đã bỏ qua"),
        "draft.accepted": _("Chấp nhận mục bóc tách"),
        "draft.orientation": _("Đánh dấu định hướng"),
        "draft.rejected": _("Từ chối mục bóc tách"),
        "draft.proposed": _("Đưa mục về chờ rà soát"),
        "draft.restored": _("Đưa mục về chờ rà soát"),
        "draft.edited": _("Sửa mục bóc tách"),
        "draft.filled": _("Điền cho nhiều mục"),
        "draft.body_adopted": _("Chọn cơ quan cho tên chưa rõ"),
        "draft.split": _("Tách mục"),
        "draft.merged": _("Gộp mục"),
        "draft.link_confirmed": _("Xác nhận gợi ý gắn dòng phụ lục với mục"),
        "draft.reading_taken": _("Dùng cách đọc mới cho mục bóc tách"),
        "draft.reading_put_aside": _("Giữ nội dung đã rà soát, bỏ cách đọc mới"),
        "draft.task_supplemented": _("Bổ sung vào nhiệm vụ đã có từ mục bóc tách"),
        "draft.matched": _("Đối chiếu mục bóc tách với nhiệm vụ đang có"),
        "draft.match_undone": _("Bỏ kết quả đối chiếu mục bóc tách"),
        "draft.linked": _("Gắn dòng phụ lục với mục của kế hoạch"),
    },
    objects={
        "intake.figuredraft": _("Số liệu đọc từ văn bản"),
        "intake.extractionrun": _("Lượt bóc tách"),
        "intake.draft": _("Mục bóc tách"),
    },
)
