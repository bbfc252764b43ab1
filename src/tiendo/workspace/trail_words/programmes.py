"""Programmes, what bodies file under them, and what one hands over to another."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

PROGRAMMES = Noun(
    actions={
        "programme.create": _("Lập chương trình"),
        "programme.replace": _("Thay thế chương trình"),
        "programme.close": _("Kết thúc chương trình"),
        "programme.add_section": _("Thêm phần của kế hoạch"),
        "programme.edit": _("Sửa thông tin chương trình"),
        "programme.filing_due": _("Đặt hạn ban hành kế hoạch của các cơ quan"),
        "filing.record": _("Ghi kế hoạch thực hiện của cơ quan"),
        "filing.correct": _("Đính chính kế hoạch thực hiện của cơ quan"),
        "filing.withdraw": _("Rút bản ghi kế hoạch thực hiện"),
        "handover.start": _("Lập bản chuyển nhiệm vụ sang chương trình mới"),
        "handover.decide": _("Chọn cách chuyển nhiệm vụ"),
        "handover.map_sections": _("Rà soát các phần của kế hoạch khi chuyển"),
        "handover.refresh": _("Cập nhật danh sách nhiệm vụ cần chuyển"),
        "handover.submit": _("Trình bản chuyển nhiệm vụ"),
        "handover.return": _("Trả lại bản chuyển nhiệm vụ"),
        "handover.discard": _("Bỏ bản chuyển nhiệm vụ"),
        "handover.apply": _("Quyết định chuyển nhiệm vụ"),
    },
    objects={
        "programmes.programme": _("Chương trình"),
        "programmes.planfiling": _("Kế hoạch của cơ quan"),
        "programmes.plansection": _("Phần kế hoạch"),
        "programmes.programmehandover": _("Bản chuyển nhiệm vụ"),
    },
)
