"""What the API refuses, with the words that say what to do. Codes never change."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tiendo.domain.refusals import Refusal

MESSAGES: Mapping[str, Promise] = {
    "name_missing": _("Chưa đặt tên cho khóa. Ghi tên hệ thống sẽ dùng khóa rồi gửi lại."),
    "days_reversed": _("Ngày hết hạn %(last)s trước ngày bắt đầu %(first)s. Chọn ngày muộn hơn."),
    "days_too_many": _("Khóa có hạn nhiều nhất %(most)s ngày. Chọn ngày hết hạn sớm hơn."),
    "responsible_without_post": _(
        "%(person)s không nhập số liệu của %(body)s. Chọn cán bộ của cơ quan này."
    ),
    "revoked_already": _("Khóa đã được thu hồi. Tải lại trang."),
    "key_missing": _("Thiếu khóa. Gửi tiêu đề Authorization: Bearer <khóa>."),
    "key_invalid": _("Khóa không đúng, đã thu hồi hoặc hết hạn. Xin cấp khóa mới."),
    "too_many_requests": _("Quá %(most)s yêu cầu mỗi phút. Gửi lại sau %(wait)s giây."),
    "read_only": _("Khóa này chỉ đọc. Xin cấp khóa được nhập số liệu."),
    "not_permitted": _("Cơ quan của khóa không được làm việc này."),
    "not_found": _("Không có địa chỉ hoặc dữ liệu này. Xem tài liệu API."),
    "invalid": _("Yêu cầu không đúng khuôn dạng. Xem “details” rồi sửa."),
    "idempotency_key_missing": _(
        "Thiếu tiêu đề Idempotency-Key. Đặt một mã riêng cho mỗi lần gửi."
    ),
    "idempotency_key_reused": _("Idempotency-Key này đã dùng cho nội dung khác. Đặt mã mới."),
    "too_many_items": _("Nhiều nhất %(most)s số liệu mỗi lần gửi. Chia thành nhiều lần."),
    "indicator_unknown": _("Không có chỉ tiêu mã “%(raw)s”. Lấy mã ở /api/v1/indicators."),
    "body_unknown": _("Không có cơ quan mã “%(raw)s”. Lấy mã ở trường organisation."),
    "body_not_yours": _("Khóa này không nhập số liệu của %(body)s."),
    "period_unreadable": _("“%(raw)s” không phải là kỳ. Ghi như 2025, 2025-H1, 2025-Q3, 2025-07."),
    "known_of_one": _(
        "Số liệu đã biết đến một ngày (known) chỉ trả lời cho từng chỉ tiêu. Thêm indicator."
    ),
    "item_repeated": _("Số liệu này đã ghi ở mục %(other)s của lần gửi. Chỉ giữ một."),
}


class ApiError(Refusal):
    """Root of what the API refuses."""

    words = MESSAGES
    conflicts = frozenset({"idempotency_key_reused", "revoked_already"})
