"""Sheets brought in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

IMPORTS = Noun(
    actions={
        "sheetimport.read": _("Tải bảng tính lên để nhập"),
        "sheetimport.map": _("Xác nhận các cột của bảng tính"),
        "sheetimport.sheet": _("Chọn trang tính để nhập"),
        "sheetimport.repair": _("Sửa tên cơ quan trong bảng tính"),
        "sheetimport.start": _("Bắt đầu nhập bảng tính"),
        "sheetimport.resume": _("Tiếp tục nhập bảng tính"),
        "sheetimport.done": _("Nhập xong bảng tính"),
        "sheetimport.cancel": _("Dừng nhập bảng tính"),
        "sheetimport.fail": _("Nhập bảng tính không thành"),
        "sheetimport.undo": _("Bắt đầu hoàn tác lượt nhập"),
        "sheetimport.undone": _("Hoàn tác xong lượt nhập"),
    },
    objects={"imports.sheetimport": _("Lượt nhập từ Excel")},
)
