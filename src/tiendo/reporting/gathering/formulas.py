"""What the figures of compiled reports and of comparisons are computed by, in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GATHERED_FORMULAS: Mapping[str, Promise] = {
    "gathered.bodies": _("Đếm báo cáo của các cơ quan được tổng hợp vào báo cáo này."),
    "gathered.handing": _(
        "Đếm cơ quan phải gửi báo cáo của kỳ theo tình hình gửi khi tổng hợp; gửi sau hạn nộp là "
        "muộn."
    ),
    "gathered.value": _("Số liệu trong báo cáo của cơ quan được tổng hợp vào báo cáo này."),
    "gathered.chosen": _(
        "Số liệu do người tổng hợp chọn, có nêu lý do, vì các nguồn nói khác nhau."
    ),
    "gathered.sum": _(
        "Cộng số liệu của các báo cáo được tổng hợp; cơ quan chưa có số liệu thì không cộng vào."
    ),
    "gathered.distinct": _(
        "Cộng số liệu của các báo cáo được tổng hợp; việc nhiều cơ quan cùng tính thì tính một."
    ),
    "gathered.ratio": _(
        "Tổng của tử số chia cho tổng của mẫu số trong các báo cáo được tổng hợp; mẫu số bằng 0 "
        "thì không xác định."
    ),
    "gathered.documents": _(
        "Đếm văn bản các báo cáo được tổng hợp nêu đã ban hành trong kỳ; nêu nhiều lần đếm một."
    ),
    "gathered.difficulties": _(
        "Đếm khó khăn, vướng mắc các báo cáo được tổng hợp nêu; nhiều cơ quan cùng nêu đếm một."
    ),
    "years.value": _(
        "Tính như số liệu cùng tên của báo cáo, theo ngày cuối của năm ghi ở đầu cột; năm chưa hết "
        "thì theo ngày chốt số liệu."
    ),
    "compared.then": _("Số liệu của báo cáo đã duyệt kỳ so sánh."),
    "compared.recomputed": _(
        "Kỳ so sánh không có báo cáo đã duyệt: tính lại từ nhiệm vụ theo ngày chốt của kỳ đó."
    ),
    "compared.change": _(
        "Số liệu kỳ này trừ số liệu kỳ so sánh; tỷ lệ thì tính bằng điểm phần trăm."
    ),
}
