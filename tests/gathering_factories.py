"""Reports of bodies, and the one compiled from them, over the plan of ``report_factories``."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.factories import World, actor
from tests.report_factories import AS_OF, Plan, compile_plan
from tests.task_factories import noon
from tiendo.domain import clock
from tiendo.reporting.actions import approve_report, compile_report
from tiendo.reporting.models import Outline, OutlineVersion, Report

OF_SNV = (
    "Đã ban hành Quyết định số 518/QĐ-UBND ngày 05/10/2025 của UBND tỉnh về đào tạo cán bộ.\n"
    "- Mở ba lớp bồi dưỡng kỹ năng số"
)
OF_STC = "Căn cứ Quyết định số 518/QĐ-UBND ngày 15/10/2025 của UBND tỉnh, đã bố trí kinh phí."


def make_outline(code: str, *blocks: dict[str, Any], closing: str = "") -> OutlineVersion:
    """An outline of one heading with some blocks."""
    outline, _made = Outline.objects.get_or_create(code=code, defaults={"title": code})
    return OutlineVersion.objects.create(
        outline=outline,
        number=outline.versions.count() + 1,
        since=dt.date(2025, 1, 1),
        source="tests",
        content={
            "closing": closing,
            "headings": [{"code": "results", "title": "Kết quả", "blocks": list(blocks)}],
        },
        created_at=clock.now(),
    )


def make_body_report(world: World, plan: Plan, name: str, words: str, **fields: Any) -> Report:
    """The approved report of a body with its words on its results."""
    body = getattr(world, name)
    made = {"body": body, "narrative": {"assessment": words}} | fields
    report = compile_plan(world, plan, **made)
    return approve(world, report)


def approve(world: World, report: Report) -> Report:
    """The report approved by the leader on the evening it was compiled."""
    with clock.at(report.created_at + dt.timedelta(hours=6)):
        return approve_report(
            by=actor(world.leader), report=report, version=report.version, reason="Đã xem"
        )


def make_body_reports(world: World, plan: Plan) -> list[Report]:
    """The reports of Sở Nội vụ and Sở Tài chính."""
    return [
        make_body_report(world, plan, "snv", OF_SNV),
        make_body_report(world, plan, "stc", OF_STC),
    ]


def compile_from(
    world: World, plan: Plan, sources: list[Report], *blocks: dict[str, Any], **fields: Any
) -> Report:
    """The report of the whole programme compiled from others."""
    outline = make_outline("tong-hop", *blocks)
    return compile_plan(world, plan, outline=outline, sources=sources, **fields)


def report_on(
    world: World,
    plan: Plan,
    start: dt.date,
    end: dt.date,
    *,
    on: dt.date | None = None,
    **fields: Any,
) -> Report:
    """The report of a period, compiled on its last day if no other is said."""
    with noon(on or min(end, AS_OF)):
        return compile_report(
            by=actor(world.coordinator),
            programme=plan.programme,
            period_start=start,
            period_end=end,
            **fields,
        )
