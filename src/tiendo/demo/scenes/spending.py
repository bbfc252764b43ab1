"""The running year's money of a few bodies, from what was asked for to what was paid, a project
with its milestones, and a list of the treasury that is half worked off. All of it made up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.budgets import actions
from tiendo.budgets.actions import LineFacts, NewAmount, NewApproval, ProjectFacts
from tiendo.budgets.models import (
    ApprovalKind,
    Area,
    BudgetLine,
    Nature,
    Project,
    ProjectState,
    RowState,
    Source,
    Stage,
)
from tiendo.demo.people import COORDINATOR, DEPARTMENT, Crew
from tiendo.demo.scenes.budget import MILLION, YEAR
from tiendo.domain import clock
from tiendo.domain.likeness import MIN_PAIRS, PairIndex
from tiendo.organisations.models import Organisation
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Task

HEALTH, WARD = "so-y-te", "ubnd-phuong-buon-ma-thuot"
_Step = tuple[Stage, int, str]
_LEAST_LIKE = 0.4


@dataclass(frozen=True, slots=True)
class Spent:
    """A line as it is played. Amounts in millions; days by month and day of the running year."""

    title: str
    body: str
    source: Source
    nature: Nature
    area: Area
    steps: tuple[_Step, ...]
    contract: tuple[int, str] | None = None
    payments: tuple[tuple[int, str], ...] = ()
    is_of_project: bool = False
    codes: tuple[str, str, str] = ("", "", "")


LINES = (
    Spent(
        "Nâng cấp phần mềm quản lý cán bộ, công chức, viên chức",
        DEPARTMENT,
        Source.PROVINCE,
        Nature.RECURRENT,
        Area.DIGITAL,
        (
            (Stage.REQUEST, 2_400, "01-05"),
            (Stage.APPRAISAL, 2_100, "01-09"),
            (Stage.ALLOCATION, 2_000, "01-12"),
            (Stage.ADJUSTMENT, 2_300, "06-18"),
        ),
        (1_650, "02-24"),
        ((495, "03-16"), (580, "07-09"), (412, "10-05")),
        codes=("417", "340-341", "7012"),
    ),
    Spent(
        "Kho dữ liệu dùng chung của tỉnh: phần cứng, phần mềm nền",
        COORDINATOR,
        Source.CENTRAL,
        Nature.INVESTMENT,
        Area.DIGITAL,
        ((Stage.ALLOCATION, 46_000, "01-15"),),
        (41_200, "03-03"),
        ((8_240, "03-20"), (12_360, "06-24"), (9_870, "09-30")),
        is_of_project=True,
    ),
    Spent(
        "Nghiên cứu giống cà phê chịu hạn và quy trình canh tác",
        COORDINATOR,
        Source.PROVINCE,
        Nature.RECURRENT,
        Area.SCIENCE,
        ((Stage.REQUEST, 7_200, "01-06"), (Stage.ALLOCATION, 6_500, "01-15")),
        None,
        ((1_950, "04-22"), (2_275, "08-12")),
    ),
    Spent(
        "Ươm tạo doanh nghiệp khởi nghiệp sáng tạo",
        COORDINATOR,
        Source.ENTERPRISE,
        Nature.RECURRENT,
        Area.INNOVATION,
        ((Stage.ALLOCATION, 3_000, "02-10"),),
        None,
        ((760, "05-14"),),
    ),
    Spent(
        "Phần mềm quản lý cán bộ, viên chức ngành y tế",
        HEALTH,
        Source.PROVINCE,
        Nature.RECURRENT,
        Area.DIGITAL,
        ((Stage.REQUEST, 1_800, "01-07"), (Stage.ALLOCATION, 1_500, "01-15")),
    ),
    Spent(
        "Bệnh án điện tử ở các bệnh viện công của tỉnh",
        HEALTH,
        Source.PROVINCE,
        Nature.INVESTMENT,
        Area.DIGITAL,
        ((Stage.REQUEST, 5_000, "01-07"), (Stage.ALLOCATION, 4_200, "01-15")),
        None,
        ((630, "07-22"), (504, "09-18")),
    ),
    Spent(
        "Máy tính và thiết bị họp trực tuyến cho bộ phận một cửa",
        WARD,
        Source.COMMUNE,
        Nature.RECURRENT,
        Area.DIGITAL,
        ((Stage.ALLOCATION, 850, "01-20"),),
        (790, "04-08"),
        ((790, "05-27"),),
    ),
)
# day, number, body, content, đồng: one recorded here already, one that differs, two that are not.
LISTED = (
    ("03-16", "KB-03-16", "Sở Nội vụ", "Tạm ứng hợp đồng phần mềm", 495 * MILLION),
    ("05-14", "KB-05-14", "Sở Khoa học và Công nghệ", "Ươm tạo doanh nghiệp", 706 * MILLION),
    ("06-02", "KB-06-02", "Sở Y tế", "Thuê tư vấn lập yêu cầu phần mềm", 148_500_000),
    ("06-09", "KB-06-09", "Sở Nội vụ", "Chi khác ngoài chương trình", 32_400_000),
)
MILESTONES = (
    ("Phê duyệt thiết kế thi công", "02-28", "02-26"),
    ("Lắp đặt máy chủ, thiết bị lưu trữ", "06-30", "07-10"),
    ("Đưa dữ liệu của các sở vào kho", "11-30", None),
    ("Nghiệm thu, bàn giao", "12-20", None),
)


def spend_on(crew: Crew, programme: Programme) -> None:
    """Play the scene in a year after the one whose figures the province reported."""
    today = clock.today()
    slugs = {line.body for line in LINES}
    bodies = Organisation.objects.in_bulk(slugs, field_name="slug")
    is_played = BudgetLine.objects.filter(year=today.year).exists()
    if today.year <= YEAR or len(bodies) < len(slugs) or is_played:
        return
    by = crew.named("dieuphoi")
    with transaction.atomic():
        with _on("01-02"):
            project = _run_project(by, bodies[COORDINATOR], programme)
        _finish_milestones(by, project)
        for line in LINES:
            _play_line(by, line, bodies[line.body], programme, project)
        _reconcile(by)


def _day(of_year: str) -> dt.date:
    month, day = of_year.split("-")
    return dt.date(clock.today().year, int(month), int(day))


def _on(of_year: str) -> AbstractContextManager[None]:
    """A day of the year, as the day on which something is recorded."""
    return clock.at(clock.local_noon(_day(of_year)))


def _has_come(of_year: str) -> bool:
    return _day(of_year) <= clock.today()


def _run_project(by: Actor, owner: Organisation, programme: Programme) -> Project:
    year = clock.today().year
    facts = ProjectFacts(
        code="KDL-DC",
        name="Kho dữ liệu dùng chung của tỉnh",
        owner=owner,
        starts_year=year,
        ends_year=year + 1,
        programme=programme,
        purpose="Một kho dữ liệu cho các sở, xã, phường; nối với trục tích hợp của tỉnh.",
    )
    project = actions.propose_project(by=by, facts=facts)
    decided = NewApproval(
        kind=ApprovalKind.POLICY,
        symbol="118/NQ-HĐND",
        day=dt.date(year - 1, 12, 10),
        total_vnd=92_000 * MILLION,
        funding={Source.CENTRAL: 70_000 * MILLION, Source.PROVINCE: 22_000 * MILLION},
    )
    actions.record_approval(by=by, project=project, new=decided)
    for name, last, _done in MILESTONES:
        actions.add_milestone(by=by, project=project, name=name, last_day=_day(last))
    return actions.move_project(by=by, project=project, to=ProjectState.RUNNING)


def _finish_milestones(by: Actor, project: Project) -> None:
    done = {name: day for name, _last, day in MILESTONES if day is not None and _has_come(day)}
    for milestone in project.milestones.filter(name__in=done):
        day = done[milestone.name]
        with _on(day):
            actions.finish_milestone(by=by, milestone=milestone, on=_day(day), note="Biên bản")


def _play_line(
    by: Actor, line: Spent, body: Organisation, programme: Programme, project: Project
) -> None:
    chapter, sector, item = line.codes
    facts = LineFacts(
        clock.today().year,
        line.title,
        body,
        line.source,
        line.nature,
        line.area,
        programme=programme,
        project=project if line.is_of_project else None,
        task=_task_of(line.title, programme),
        chapter_code=chapter,
        sector_code=sector,
        item_code=item,
    )
    with _on("01-05"):
        made = actions.open_line(by=by, facts=facts)
    for stage, millions, day in _come(line.steps):
        new = _amount(millions, day, f"QĐ-{day}")
        with _on(day):
            actions.record_step(by=by, line=made, stage=stage, new=new)
    if line.contract is not None and _has_come(line.contract[1]):
        new = _amount(*line.contract, "HĐ-01")
        with _on(line.contract[1]):
            actions.commit_money(by=by, line=made, new=new)
    for millions, day in line.payments:
        if _has_come(day):
            new = _amount(millions, day, f"KB-{day}")
            with _on(day):
                actions.record_payment(by=by, line=made, new=new)


def _come(steps: Iterable[_Step]) -> list[_Step]:
    return [step for step in steps if _has_come(step[2])]


def _amount(millions: int, day: str, symbol: str) -> NewAmount:
    return NewAmount(millions * MILLION, _day(day), symbol)


def _task_of(title: str, programme: Programme) -> int | None:
    """The task that is named most like a line; none where no name is like it."""
    tasks = list(Task.objects.filter(programme=programme).order_by("code", "pk"))
    shared = PairIndex([task.title for task in tasks]).sharing(title)
    like = [each for each in shared if each.pairs >= MIN_PAIRS and each.inside >= _LEAST_LIKE]
    likest = max(like, key=lambda each: (each.pairs, -each.text), default=None)
    return None if likest is None else tasks[likest.text].pk


def _reconcile(by: Actor) -> None:
    rows = [row for row in LISTED if _has_come(row[0])]
    if not rows:
        return
    head = "Ngày chứng từ;Số chứng từ;Tên đơn vị;Nội dung;Số tiền (đồng)\n"
    told = (
        f"{_day(day):%d/%m/%Y};{symbol};{who};{what};{vnd}\n"
        for day, symbol, who, what, vnd in rows
    )
    statement = actions.take_statement(
        by=by,
        raw=(head + "".join(told)).encode(),
        file_name="bang-ke-thanh-toan.csv",
        year=clock.today().year,
        as_of=_day(rows[-1][0]),
    )
    outside = statement.rows.filter(state=RowState.OPEN, symbol="KB-06-09").first()
    if outside is not None:
        reason = "Không thuộc chương trình"
        actions.set_aside_row(by=by, row=outside, reason=reason)
