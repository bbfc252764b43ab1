"""An inspection of Sở Nội vụ by the province's inspector, brought to any state by the actions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.factories import World, actor
from tiendo.domain import clock
from tiendo.inspections import actions
from tiendo.inspections.actions import NewFinding, NewInspection, NewVisit
from tiendo.inspections.models import Finding, Inspection, Recommendation, TeamRole, Visit
from tiendo.organisations.models import Organisation

ORDER = ("planned", "decided", "visiting", "concluding", "concluded")


def plan(world: World, *bodies: Organisation, code: str = "KT-01", **fields: Any) -> Inspection:
    """An inspection planned for today, with an outline of two items and its head."""
    today = clock.today()
    values: dict[str, Any] = {
        "code": code,
        "title": "Việc thực hiện nhiệm vụ về dữ liệu",
        "period_start": dt.date(2025, 7, 1),
        "period_end": today,
        "planned_start": today,
        "planned_end": today + dt.timedelta(days=5),
    }
    by = actor(world.inspector)
    data = NewInspection(**(values | fields))
    inspection = actions.plan_inspection(by=by, data=data, bodies=bodies or [world.snv])
    actions.add_member(by=by, inspection=inspection, user=world.inspector, role=TeamRole.HEAD)
    items = ["Công tác chỉ đạo", "Kết quả từng nhiệm vụ"]
    actions.set_outline(by=by, inspection=inspection, items=items)
    return inspection


def bring_to(world: World, inspection: Inspection, state: str) -> Inspection:
    """The inspection after the shortest way to a state."""
    by, today = actor(world.inspector), clock.today()
    steps = (
        lambda: actions.decide_inspection(
            by=by, inspection=inspection, number="88/QĐ-UBND", day=today
        ),
        lambda: actions.start_visits(by=by, inspection=inspection),
        lambda: actions.end_visits(by=by, inspection=inspection),
        lambda: actions.conclude_inspection(
            by=by, inspection=inspection, text="Cơ bản đạt", number="9/TB-UBND", day=today
        ),
    )
    for step in steps[: ORDER.index(state)]:
        step()
    return Inspection.objects.select_related("issuer__parent").get(pk=inspection.pk)


def end(world: World, inspection: Inspection) -> Inspection:
    """The inspection concluded, from its visits on."""
    by, today = actor(world.inspector), clock.today()
    actions.end_visits(by=by, inspection=inspection)
    return actions.conclude_inspection(
        by=by, inspection=inspection, text="Cơ bản đạt", number="9/TB-UBND", day=today
    )


def at(world: World, state: str, *bodies: Organisation, **fields: Any) -> Inspection:
    """An inspection in a state."""
    return bring_to(world, plan(world, *bodies, **fields), state)


def visit(world: World, inspection: Inspection) -> Visit:
    """The record of a visit to Sở Nội vụ."""
    data = NewVisit(
        world.snv, clock.today(), "Trụ sở Sở Nội vụ", "Ông A\nBà B", "Nghe báo cáo.\n- Xem hồ sơ."
    )
    return actions.record_visit(by=actor(world.inspector), inspection=inspection, data=data)


def finding(world: World, inspection: Inspection, **fields: Any) -> Finding:
    """A finding at Sở Nội vụ, not yet sent."""
    values: dict[str, Any] = {
        "organisation": world.snv,
        "severity": "considerable",
        "text": "Chậm ban hành quy chế",
    }
    data = NewFinding(**(values | fields))
    return actions.record_finding(by=actor(world.inspector), inspection=inspection, data=data)


def sent(world: World, inspection: Inspection) -> Finding:
    """A finding sent to Sở Nội vụ for explanation."""
    made = finding(world, inspection)
    actions.send_findings(by=actor(world.inspector), inspection=inspection, organisation=world.snv)
    return Finding.objects.get(pk=made.pk)


def recommendation(world: World, inspection: Inspection) -> Recommendation:
    """A recommendation to Sở Nội vụ, due in thirty days."""
    return actions.recommend(
        by=actor(world.inspector),
        inspection=inspection,
        organisation=world.snv,
        text="Ban hành quy chế quản lý dữ liệu",
        product="Quyết định ban hành quy chế",
        last_day=clock.today() + dt.timedelta(days=30),
    )
