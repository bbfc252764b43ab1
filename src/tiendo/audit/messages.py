"""The words for what the verification of the trail may find."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.audit.verify import Problem

MESSAGES = {
    "batch_gap": _("Lô niêm phong %(batch)s không nối tiếp lô trước: có lô bị xóa hoặc thêm vào."),
    "chain_broken": _("Lô niêm phong %(batch)s không bắt đầu từ mã của lô trước: chuỗi bị đứt."),
    "position_gap": _("Lô %(batch)s thiếu hoặc đảo vị trí quanh sự kiện %(event)s."),
    "event_deleted": _("Sự kiện %(event)s của lô %(batch)s đã bị xóa."),
    "event_changed": _("Nội dung niêm phong của sự kiện %(event)s (lô %(batch)s) đã bị sửa."),
    "fields_differ": _("Các trường của sự kiện %(event)s khác nội dung đã ghi cho niêm phong."),
    "order_changed": _("Thứ tự quanh sự kiện %(event)s của lô %(batch)s đã bị đổi."),
    "count_differs": _("Lô %(batch)s không còn đủ số sự kiện lúc niêm phong."),
    "root_differs": _("Mã niêm phong của lô %(batch)s không khớp các sự kiện của nó."),
    "event_inserted": _("Sự kiện %(event)s được chèn vào phần nhật ký đã niêm phong."),
    "export_unreadable": _("Tệp mã niêm phong (seals/roots.txt) không đọc được: đã bị sửa."),
    "batch_missing": _(
        "Lô %(batch)s có trong tệp mã niêm phong nhưng không có trong cơ sở dữ liệu: dữ liệu bị "
        "thay hoặc được khôi phục từ bản sao cũ hơn."
    ),
    "export_differs": _("Mã của lô %(batch)s khác mã đã xuất ra tệp niêm phong."),
}


def message(problem: Problem) -> str:
    """The sentence for a person."""
    return str(MESSAGES[problem.code]) % {"batch": problem.batch, "event": problem.event_id}
