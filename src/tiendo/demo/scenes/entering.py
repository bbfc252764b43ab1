"""Figures of communes are asked about, sent back and left waiting for confirmation."""

from __future__ import annotations

from django.db import transaction

from tiendo.demo.people import Crew
from tiendo.indicators.actions import comment_observation, return_observations
from tiendo.indicators.observed import to_confirm
from tiendo.programmes.models import Programme

_QUESTION = "Số này đã gồm hồ sơ nộp qua bưu chính chưa?"
_REMARK = "Số hồ sơ tăng nhanh hơn các tháng trước. Kiểm tra lại rồi nhập."


def talk_of_figures(crew: Crew, programme: Programme) -> None:
    """Play the scene where figures wait."""
    by = crew.named("dieuphoi")
    waiting = list(to_confirm(by).select_related("organisation")[:3])
    if len(waiting) < 3:
        return
    with transaction.atomic():
        comment_observation(by=by, row=waiting[0], text=_QUESTION)
        return_observations(by=by, rows=waiting[1:2], text=_REMARK)
