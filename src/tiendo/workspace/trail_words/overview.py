"""Files made of views, and what people keep of their looks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

OVERVIEW = Noun(
    actions={
        "export.ask": _("Yêu cầu xuất tệp"),
        "export.make": _("Lập xong tệp xuất"),
        "export.cancel": _("Dừng lập tệp xuất"),
        "export.fail": _("Lập tệp xuất không thành"),
        "filter.save": _("Lưu bộ lọc"),
        "filter.change": _("Sửa bộ lọc"),
        "filter.delete": _("Xóa bộ lọc"),
        "filter.restore": _("Lấy lại bộ lọc đã xóa"),
        "filter.set_start": _("Chọn bộ lọc mở đầu danh sách"),
        "filter.unset_start": _("Bỏ bộ lọc mở đầu danh sách"),
    },
    objects={
        "overview.export": _("Tệp xuất"),
        "overview.savedfilter": _("Bộ lọc đã lưu"),
    },
)
