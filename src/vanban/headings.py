"""What the headings over a sentence make of it: a goal, an order, or a report of what was done."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from vanban.models import Obligation
from vanban.target_words import horizon_in

_GOALS = re.compile(r"(?i:mục tiêu|chỉ tiêu|tầm nhìn)")
_ORDERS = re.compile(
    r"(?i:nhiệm vụ|giải pháp|tổ chức thực hiện|nội dung|thực hiện|yêu cầu|phương hướng|kiến nghị"
    r"|đề xuất|phân công|trách nhiệm)"
)
_REPORTS = re.compile(
    r"(?i:\A\W*(?:[\w.,]+\s+){0,5}?(?<!trả )(?<!hiệu quả, )kết quả(?! (?:giải quyết|dự kiến))"
    r"|tình hình(?! mới)|thực trạng|hiện trạng|nguyên nhân|ưu điểm|tồn tại|sự cần thiết"
    r"|(?<!tháo gỡ )(?<!giải quyết )(?<!khắc phục )khó khăn|hạn chế, |bối cảnh"
    r"|đánh giá (?:chung|việc|công tác)|những việc đã)"
)
_PLANS = re.compile(r"(?i:nhiệm vụ|giải pháp|phương hướng|mục tiêu|kiến nghị|đề xuất|dự kiến)")
_STRIVEN = re.compile(r"(?i:phấn đấu)")
_ORIENTED = re.compile(r"(?i:\W*(?:định hướng|tầm nhìn))")


@dataclass(frozen=True, slots=True)
class Stance:
    """``reports`` where an outer heading tells of results; below it nothing sets goals or orders.

    Missing: ``horizon`` is "" and ``obligation`` None where no heading states one.
    """

    sets_goals: bool = False
    orders: bool = False
    reports: bool = False
    horizon: str = ""
    obligation: Obligation | None = None


@lru_cache(maxsize=256)
def stance_of(headings: tuple[str, ...]) -> Stance:
    """The stance of the headings over a sentence, outermost first; inner ones add to outer ones."""
    goals = orders = reports = False
    horizon, obligation = "", None
    for heading in headings:
        horizon = horizon_in(heading) or horizon
        tells = bool(_REPORTS.search(heading)) and not _PLANS.match(
            heading.lstrip("IVX.0123456789 ")
        )
        reports = reports or (tells and not goals and not orders)
        goals = not reports and (goals or bool(_GOALS.search(heading)))
        orders = not reports and (orders or bool(_ORDERS.search(heading)))
        if _STRIVEN.search(heading):
            obligation = Obligation.STRIVE
        elif _ORIENTED.match(heading):
            obligation = Obligation.ORIENTATION
    return Stance(goals, orders, reports, horizon, obligation)
