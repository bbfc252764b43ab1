"""The money of 2025 as the province reported it in November, and two projects with their decisions.

Whole figures of that report: what was allotted is told apart by nature and source, what was paid by
area; neither by the other, so each stands on lines of its own.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.budgets import actions
from tiendo.budgets.actions import LineFacts, NewAmount, NewApproval, ProjectFacts
from tiendo.budgets.models import ApprovalKind, Area, BudgetLine, Nature, Source, Stage
from tiendo.demo.people import COMMITTEE, COORDINATOR, Crew
from tiendo.domain import clock
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme

MILLION = 10**6
YEAR = 2025
TOLD_ON = dt.date(2025, 11, 10)
# The day the sums were allotted is not told; the year's budget holds from its first day.
ALLOTTED_ON = dt.date(2025, 1, 1)
PAPER = "Báo cáo tháng 11/2025"
POLICE = "cong-an-tinh"

# title, nature, source, millions
ALLOTTED = (
    ("Chi đầu tư từ ngân sách trung ương", Nature.INVESTMENT, Source.CENTRAL, 302_430),
    ("Chi đầu tư từ ngân sách tỉnh", Nature.INVESTMENT, Source.PROVINCE, 22_600),
    ("Chi thường xuyên từ ngân sách tỉnh", Nature.RECURRENT, Source.PROVINCE, 175_088),
)
# title, area, millions
PAID = (
    ("Giải ngân cho khoa học, công nghệ", Area.SCIENCE, 42_570),
    ("Giải ngân cho đổi mới sáng tạo", Area.INNOVATION, 7_438),
    ("Giải ngân cho chuyển đổi số", Area.DIGITAL, 133_387),
)


def spend_money(crew: Crew, programme: Programme) -> None:
    """Play the scene once the day of the figures has come."""
    bodies = Organisation.objects.in_bulk([COMMITTEE, COORDINATOR, POLICE], field_name="slug")
    if clock.today() < TOLD_ON or len(bodies) < 3 or BudgetLine.objects.exists():
        return
    by = crew.named("dieuphoi")
    with clock.at(clock.local_noon(TOLD_ON)), transaction.atomic():
        record_year(by, bodies[COMMITTEE], programme)
        record_projects(by, bodies[COORDINATOR], bodies[POLICE], programme)


def record_year(by: Actor, body: Organisation, programme: Programme | None) -> None:
    """What was allotted for 2025 and what was paid of it up to 10/11/2025."""
    for title, nature, source, millions in ALLOTTED:
        facts = LineFacts(YEAR, title, body, source, nature, programme=programme)
        line = actions.open_line(by=by, facts=facts)
        new = NewAmount(millions * MILLION, ALLOTTED_ON, PAPER)
        actions.record_step(by=by, line=line, stage=Stage.ALLOCATION, new=new)
    for title, area, millions in PAID:
        facts = LineFacts(YEAR, title, body, area=area, programme=programme)
        line = actions.open_line(by=by, facts=facts)
        new = NewAmount(millions * MILLION, TOLD_ON, PAPER, is_cumulative=True)
        actions.record_payment(by=by, line=line, new=new)


def record_projects(
    by: Actor, coordinator: Organisation, police: Organisation, programme: Programme | None
) -> None:
    """The equipment for Project 06, with its decision, and the infrastructure of 2021–2025."""
    equipment = ProjectFacts(
        code="DA06-TB",
        name="Trang thiết bị, phần mềm cho Đề án 06",
        owner=police,
        starts_year=YEAR,
        ends_year=YEAR,
        programme=programme,
    )
    project = actions.propose_project(by=by, facts=equipment)
    total = 107_483 * MILLION
    decided = NewApproval(
        kind=ApprovalKind.POLICY,
        symbol="53/NQ-HĐND",
        day=dt.date(2024, 12, 6),
        total_vnd=total,
        funding={Source.CENTRAL: total},
    )
    actions.record_approval(by=by, project=project, new=decided)
    infrastructure = ProjectFacts(
        code="HTCDS-2125",
        name="Hạ tầng chuyển đổi số của tỉnh, 2021-2025",
        owner=coordinator,
        starts_year=2021,
        ends_year=2025,
        programme=programme,
    )
    actions.propose_project(by=by, facts=infrastructure)
