"""The register of difficulties."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tiendo.workspace.trail_words.noun import Noun

DIFFICULTIES = Noun(
    actions={
        "difficulty.raise": _("Nêu khó khăn, vướng mắc"),
        "difficulty.continue": _("Cập nhật vướng mắc còn tiếp diễn"),
        "difficulty.assign": _("Giao cơ quan trả lời vướng mắc"),
        "difficulty.name": _("Phân công người trả lời vướng mắc"),
        "difficulty.hand_over": _("Bàn giao vướng mắc"),
        "difficulty.pass_up": _("Chuyển vướng mắc lên cấp trên"),
        "difficulty.answer": _("Trả lời vướng mắc"),
        "difficulty.solve": _("Ghi vướng mắc đã được giải quyết"),
        "difficulty.close": _("Kết thúc theo dõi vướng mắc"),
        "difficulty.reopen": _("Mở lại vướng mắc"),
    },
    objects={
        "tasks.difficulty": _("Khó khăn, vướng mắc"),
    },
)
