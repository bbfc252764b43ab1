"""What tasks contribute to."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

MEASURING = Noun(
    actions={
        "measuring.link": _("Gắn nhiệm vụ với chỉ tiêu"),
        "measuring.unlink": _("Bỏ gắn nhiệm vụ với chỉ tiêu"),
    },
    objects={},
)
