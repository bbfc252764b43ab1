"""Outlines of reports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

OUTLINES = Noun(
    actions={
        "outline.add": _("Thêm đề cương báo cáo"),
        "outline.revise": _("Lập bản mới của đề cương báo cáo"),
    },
    objects={
        "reporting.outline": _("Đề cương báo cáo"),
    },
)
