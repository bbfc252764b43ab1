"""A programme with a task in every official column, for reports; made through the actions.

Days of 2025: tasks go live on 1/7, the period is 1/9 to 10/11, figures are those of 10/11.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from tests.factories import World, actor
from tests.task_factories import bring_to, make_programme, make_task, noon, take_step
from tiendo.accounts.actor import Actor
from tiendo.documents.models import Document
from tiendo.domain import clock
from tiendo.domain.lifecycle import State
from tiendo.programmes.actions import add_section
from tiendo.programmes.models import PlanSection, Programme
from tiendo.reporting.actions import approve_report, compile_report
from tiendo.reporting.models import Report
from tiendo.tasks import actions
from tiendo.tasks.models import Task

LIVE_ON = dt.date(2025, 7, 1)
PERIOD = (dt.date(2025, 9, 1), dt.date(2025, 11, 10))
AS_OF = dt.date(2025, 11, 10)
DIFFICULTY = "Thiếu nhân lực an toàn thông tin\nở cấp xã."
PROPOSAL = "Đề nghị bổ sung kinh phí"


@dataclass(frozen=True, slots=True)
class Plan:
    """The programme, its two parts, and its tasks by what becomes of them."""

    programme: Programme
    first: PlanSection
    second: PlanSection
    tasks: dict[str, Task]


def make_plan(world: World, programme: Programme | None = None) -> Plan:
    """Tasks done on time, done late, in progress, due later, overdue, awaiting, continuous, …"""
    with noon(dt.date(2025, 6, 25)):
        programme = programme or make_programme(world, document=make_document(world))
        by = actor(world.coordinator)
        first = add_section(programme=programme, path="I", title="Hạ tầng số", order=1, by=by)
        second = add_section(programme=programme, path="II", title="Nhân lực số", order=2, by=by)
        tasks = _drafts(world, programme, first, second)
    _play(world, tasks)
    return Plan(programme, first, second, tasks)


def compile_plan(world: World, plan: Plan, **fields: object) -> Report:
    """The report on the plan of 10/11/2025, compiled that day by the coordinator."""
    with noon(AS_OF):
        values: dict[str, object] = {
            "by": actor(world.coordinator),
            "programme": plan.programme,
            "period_start": PERIOD[0],
            "period_end": PERIOD[1],
            "addressee": "Đảng ủy UBND tỉnh",
        }
        return compile_report(**(values | fields))  # type: ignore[arg-type]


def approve_plan_report(report: Report, by: Actor) -> Report:
    """The report approved on the evening of the day it was compiled."""
    with clock.at(clock.local_noon(AS_OF) + dt.timedelta(hours=6)):
        return approve_report(by=by, report=report, version=report.version)


def make_document(world: World) -> Document:
    """The plan's own document, as registered."""
    return Document.objects.create(
        type_name="Kế hoạch",
        title="Triển khai thực hiện Nghị quyết về chuyển đổi số",
        number="146/KH-UBND",
        number_raw="146/KH-UBND",
        issuer=world.ubnd,
        issuer_text=world.ubnd.name,
        issued_on=dt.date(2025, 6, 25),
        folded="146/kh-ubnd",
        created_by=world.coordinator,
        created_at=dt.datetime(2025, 6, 25, tzinfo=dt.UTC),
    )


def _due(day: dt.date) -> dict[str, object]:
    return {
        "deadline_key": day.isoformat(),
        "deadline_raw": f"{day:%d/%m/%Y}",
        "last_day": day,
    }


def _drafts(
    world: World, programme: Programme, first: PlanSection, second: PlanSection
) -> dict[str, Task]:
    late = _due(dt.date(2025, 9, 30))
    later = _due(dt.date(2025, 12, 15))
    continuous = {
        "deadline_key": "R:continuous",
        "deadline_raw": "Thường xuyên",
        "last_day": None,
        "recurrence": "R:continuous",
    }
    wanted: dict[str, tuple[PlanSection | None, dict[str, object]]] = {
        "on_time": (first, late),
        "late": (first, late),
        "in_progress": (first, later),
        "not_started": (second, later),
        "overdue": (second, late),
        "awaiting_overdue": (second, late),
        "continuous": (second, continuous),
        "suspended": (first, later),
        "of_finance": (None, late | {"lead": world.stc, "coordinating": []}),
    }
    return {
        name: make_task(world, programme, section=section, **fields)
        for name, (section, fields) in wanted.items()
    }


def _play(world: World, tasks: dict[str, Task]) -> None:
    with noon(LIVE_ON):
        for task in tasks.values():
            bring_to(world, task, State.LIVE)
    with noon(dt.date(2025, 9, 20)):
        _finish(world, tasks["on_time"])
        take_step(world, tasks["suspended"], "suspend")
    with noon(dt.date(2025, 10, 10)):
        _finish(world, tasks["late"])
        actions.record_update(
            task=tasks["in_progress"],
            done="Đã trình dự thảo",
            percent=Decimal("62.5"),
            difficulty=DIFFICULTY,
            proposal=PROPOSAL,
            by=actor(world.snv_officer),
        )
        take_step(world, tasks["awaiting_overdue"], "claim")


def _finish(world: World, task: Task) -> None:
    for step in ("claim", "approve", "confirm"):
        take_step(world, task, step)
