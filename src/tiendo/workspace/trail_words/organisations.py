"""Bodies and their divisions."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

ORGANISATIONS = Noun(
    actions={
        "organisation.loaded": _("Nạp cơ quan từ danh mục"),
        "organisation.added": _("Thêm cơ quan"),
        "organisation.provisional_added": _("Thêm cơ quan tạm khi rà soát"),
        "organisation.renamed": _("Sửa tên cơ quan"),
        "organisation.alias_added": _("Thêm tên gọi khác"),
        "organisation.succeeded": _("Ghi cơ quan kế tục"),
        "organisation.closed": _("Kết thúc hoạt động của cơ quan"),
        "division.added": _("Thêm phòng"),
        "division.renamed": _("Đổi tên phòng"),
        "division.ended": _("Kết thúc phòng"),
    },
    objects={
        "organisations.organisation": _("Cơ quan"),
    },
)
