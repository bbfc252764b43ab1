"""Exchange of lists with the national system."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

EXCHANGE = Noun(
    actions={
        "exchange.take_list": _("Nhận danh mục của hệ thống quốc gia"),
        "exchange.add_form": _("Thêm biểu mẫu của hệ thống quốc gia"),
        "exchange.decide": _("Khớp dòng của danh mục quốc gia"),
        "exchange.join": _("Nối dòng ghi khác chữ với dòng cũ của danh mục quốc gia"),
        "exchange.part": _("Tách hai dòng của danh mục quốc gia"),
        "exchange.undo": _("Bỏ kết quả khớp danh mục quốc gia"),
        "exchange.mark_entered": _("Ghi đã nhập sang hệ thống quốc gia"),
    },
    objects={
        "exchange.delivery": _("Danh mục của hệ thống quốc gia"),
        "exchange.formversion": _("Biểu mẫu của hệ thống quốc gia"),
        "exchange.theirrow": _("Dòng của danh mục quốc gia"),
    },
)
