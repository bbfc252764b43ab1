"""Lines, payments, projects and lists of the treasury, made through the actions people use."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from tests.factories import World, actor
from tiendo.budgets import actions
from tiendo.budgets.actions import LineFacts, NewAmount, NewApproval, ProjectFacts
from tiendo.budgets.models import (
    ApprovalKind,
    BudgetLine,
    BudgetStep,
    Disbursement,
    Project,
    Stage,
    TreasuryStatement,
)

MILLION = 10**6
HEAD = ("STT", "Ngày chứng từ", "Số chứng từ", "Tên đơn vị", "Tiểu mục", "Nội dung", "Số tiền")


def line(world: World, **fields: Any) -> BudgetLine:
    """A line of 2025 of Sở Nội vụ, opened by its officer."""
    values: dict[str, Any] = {
        "year": 2025,
        "title": "Nâng cấp phần mềm quản lý cán bộ, công chức",
        "body": world.snv,
        "source": "province",
        "nature": "recurrent",
        "area": "digital",
    }
    facts = LineFacts(**(values | fields))
    return actions.open_line(by=actor(world.coordinator), facts=facts)


def amount(millions: float, day: dt.date, **fields: Any) -> NewAmount:
    """An amount in millions with a paper."""
    values: dict[str, Any] = {"symbol": "12/QĐ-STC"}
    return NewAmount(round(millions * MILLION), day, **(values | fields))


def step(
    world: World,
    of: BudgetLine,
    millions: float,
    day: dt.date = dt.date(2025, 1, 10),
    stage: str = "allocation",
) -> BudgetStep:
    """A step of a line, recorded by the coordinator."""
    new = amount(millions, day)
    return actions.record_step(by=actor(world.coordinator), line=of, stage=Stage(stage), new=new)


def pay(world: World, of: BudgetLine, millions: float, day: dt.date, **fields: Any) -> Disbursement:
    """A payment of a line."""
    new = amount(millions, day, **fields)
    return actions.record_payment(by=actor(world.coordinator), line=of, new=new)


def project(world: World, **fields: Any) -> Project:
    """A project of Sở Nội vụ."""
    values: dict[str, Any] = {
        "code": "DA-01",
        "name": "Xây dựng kho dữ liệu cán bộ, công chức, viên chức của tỉnh",
        "owner": world.snv,
        "starts_year": 2024,
        "ends_year": 2026,
    }
    facts = ProjectFacts(**(values | fields))
    return actions.propose_project(by=actor(world.coordinator), facts=facts)


def approve(world: World, of: Project, millions: float, **fields: Any) -> Any:
    """A decision on a project."""
    values: dict[str, Any] = {
        "kind": ApprovalKind.PROJECT,
        "symbol": "100/QĐ-UBND",
        "day": dt.date(2025, 2, 3),
        "total_vnd": round(millions * MILLION),
    }
    new = NewApproval(**(values | fields))
    return actions.record_approval(by=actor(world.coordinator), project=of, new=new)


def workbook(rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD) -> bytes:
    """A list of the treasury as XLSX: a title, the head, the rows."""
    book = Workbook()
    page = book.active
    page.append(["BẢNG KÊ THANH TOÁN"])
    page.append(list(head))
    for row in rows:
        page.append(list(row))
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def paid_row(
    day: dt.date | str, symbol: str, vnd: object, body: str = "Sở Nội vụ"
) -> tuple[object, ...]:
    """A row of such a list."""
    return (1, day, symbol, body, "6900", "Thanh toán hợp đồng", vnd)


def statement(
    world: World, rows: Sequence[Sequence[Any]], as_of: dt.date = dt.date(2025, 11, 10)
) -> TreasuryStatement:
    """A list taken in by the coordinator."""
    return actions.take_statement(
        by=actor(world.coordinator),
        raw=workbook(rows),
        file_name="kho-bac.xlsx",
        year=as_of.year,
        as_of=as_of,
    )
