"""Dashboards of the demo: the leader's, the weekly meeting's, one of a department."""

from __future__ import annotations

from tiendo.accounts.models import RoleCode
from tiendo.demo.people import Crew
from tiendo.overview.dashboards.actions import add_block, create_dashboard, share_dashboard
from tiendo.overview.dashboards.starters import STARTERS, BlockPlan
from tiendo.overview.models import Sharing
from tiendo.programmes.models import Programme

_MADE: tuple[tuple[str, str, str, Sharing, str], ...] = (
    ("dieuphoi", "leader", "Điều hành chung của tỉnh", Sharing.ROLE, RoleCode.LEADER),
    ("dieuphoi", "meeting", "Giao ban thứ hai", Sharing.ALL, ""),
    ("thutruong", "body", "Công việc của Sở Nội vụ", Sharing.BODY, ""),
)
_NOTE = "Họp lúc 8 giờ thứ hai. Đơn vị có việc quá hạn báo nguyên nhân và ngày sẽ xong."


def compose_dashboards(crew: Crew, programme: Programme) -> None:
    """Play the scene."""
    for username, starter, title, sharing, role in _MADE:
        by = crew.named(username)
        made = create_dashboard(title=title, starter=STARTERS[starter], by=by)
        if starter == "meeting":
            plan = BlockPlan("text", {"text": _NOTE}, "Lưu ý", 2)
            add_block(dashboard=made, plan=plan, by=by)
        share_dashboard(dashboard=made, sharing=sharing, role=role, by=by)
