"""Files made of views."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

OVERVIEW = Noun(
    actions={
        "export.ask": _("Yêu cầu xuất tệp"),
        "export.make": _("Lập xong tệp xuất"),
        "export.cancel": _("Dừng lập tệp xuất"),
        "export.fail": _("Lập tệp xuất không thành"),
    },
    objects={"overview.export": _("Tệp xuất")},
)
