"""Files made of views, and what people keep of their looks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

OVERVIEW = Noun(
    actions={
        "export.ask": _("Yêu cầu xuất tệp"),
        "export.make": _("Lập xong tệp xuất"),
        "export.cancel": _("Dừng lập tệp xuất"),
        "export.delete": _("Xóa tệp xuất"),
        "export.fail": _("Lập tệp xuất không thành"),
        "dashboard.create": _("Lập bảng điều hành"),
        "dashboard.duplicate": _("Sao bảng điều hành"),
        "dashboard.edit": _("Sửa bố cục bảng điều hành"),
        "dashboard.share": _("Đổi người được xem bảng điều hành"),
        "dashboard.remove": _("Xóa bảng điều hành"),
        "dashboard.restore": _("Khôi phục bảng điều hành"),
        "dashboard.start": _("Chọn bảng điều hành làm trang mở đầu"),
        "dashboard.unstart": _("Bỏ trang mở đầu"),
        "dashboard.add_block": _("Thêm khối vào bảng điều hành"),
        "dashboard.edit_block": _("Sửa khối của bảng điều hành"),
        "dashboard.move_block": _("Đổi chỗ khối của bảng điều hành"),
        "dashboard.remove_block": _("Xóa khối khỏi bảng điều hành"),
        "dashboard.restore_block": _("Khôi phục khối của bảng điều hành"),
        "outlines.load": _("Nạp ranh giới các xã, phường"),
        "outlines.remove": _("Gỡ ranh giới các xã, phường"),
        "filter.save": _("Lưu bộ lọc"),
        "filter.change": _("Sửa bộ lọc"),
        "filter.delete": _("Xóa bộ lọc"),
        "filter.restore": _("Lấy lại bộ lọc đã xóa"),
        "filter.set_start": _("Chọn bộ lọc mở đầu danh sách"),
        "filter.unset_start": _("Bỏ bộ lọc mở đầu danh sách"),
    },
    objects={
        "overview.dashboard": _("Bảng điều hành"),
        "overview.export": _("Tệp xuất"),
        "overview.mapoutlines": _("Ranh giới các xã, phường"),
        "overview.savedfilter": _("Bộ lọc đã lưu"),
    },
)
