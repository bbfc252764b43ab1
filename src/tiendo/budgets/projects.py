"""A project's total in force, where it comes from, what was paid of it and what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tiendo.budgets.models import (
    ApprovalKind,
    BudgetLine,
    Project,
    ProjectApproval,
    ProjectFunding,
    ProjectMilestone,
)
from tiendo.budgets.queries import LineMoney, money_of
from tiendo.domain.budget import Step, Total, money_against_work, total_of
from tiendo.domain.projects import share_done


@dataclass(frozen=True, slots=True)
class ProjectMoney:
    """A project as of a day.

    ``approvals``: its decisions, each with whether it stands; ``untold``: what of the total no
    source is named for; ``paid_share`` and ``work_share`` are ratios, None where they cannot be
    told.
    """

    approvals: tuple[tuple[ProjectApproval, bool], ...]
    setting: ProjectApproval | None
    funding: tuple[ProjectFunding, ...]
    untold: int
    milestones: tuple[ProjectMilestone, ...]
    lines: tuple[LineMoney, ...]
    total: Total
    paid_share: Decimal | None
    work_share: Decimal | None
    step: Step


def total_in_force(
    approvals: Iterable[ProjectApproval], on: dt.date, known_at: dt.datetime | None = None
) -> ProjectApproval | None:
    """The decision that sets the total on a day: the latest that is no settlement; None before."""
    setting = [
        row
        for row in standing(approvals, known_at)
        if row.kind != ApprovalKind.SETTLEMENT and row.day <= on
    ]
    return max(setting, key=lambda row: (row.day, row.pk), default=None)


def standing(
    approvals: Iterable[ProjectApproval], known_at: dt.datetime | None = None
) -> list[ProjectApproval]:
    """Those of a project's decisions that were neither corrected nor taken back, as known at a
    moment."""
    known = [row for row in approvals if known_at is None or row.recorded_at <= known_at]
    corrected = {row.corrects_id for row in known}
    return [row for row in known if row.pk not in corrected and not row.is_withdrawn]


def approvals_in_force(project: Project) -> list[ProjectApproval]:
    """A project's decisions that stand now. Cost: one query."""
    return standing(project.approvals.all())


def project_money(
    project: Project, on: dt.date, known_at: dt.datetime | None = None
) -> ProjectMoney:
    """A project's money and work as of a day. Cost: seven queries."""
    approvals = tuple(project.approvals.select_related("document", "recorded_by"))
    kept = standing(approvals, known_at)
    setting = total_in_force(approvals, on, known_at)
    funding = tuple(setting.funding.order_by("pk")) if setting is not None else ()
    milestones = tuple(project.milestones.all())
    lines = money_of(BudgetLine.objects.filter(project=project), on, known_at)
    total = total_of(row.amounts for row in lines)
    paid = _share(total.paid, setting)
    work = work_done(milestones, on, known_at)
    return ProjectMoney(
        approvals=tuple((row, row in kept) for row in approvals if not row.is_withdrawn),
        setting=setting,
        funding=funding,
        untold=_untold(setting, funding),
        milestones=milestones,
        lines=lines,
        total=total,
        paid_share=paid,
        work_share=work,
        step=money_against_work(paid, work, on),
    )


def work_done(
    milestones: Iterable[ProjectMilestone], on: dt.date, known_at: dt.datetime | None = None
) -> Decimal | None:
    """The share of a project's steps done by a day, as known at a moment; None without steps."""
    days = [
        row.done_on if known_at is None or (row.done_at and row.done_at <= known_at) else None
        for row in milestones
    ]
    return share_done(days, on)


def _share(paid: int | None, setting: ProjectApproval | None) -> Decimal | None:
    if paid is None or setting is None or setting.total_vnd == 0:
        return None
    return Decimal(paid) / Decimal(setting.total_vnd)


def _untold(setting: ProjectApproval | None, funding: Sequence[ProjectFunding]) -> int:
    if setting is None:
        return 0
    return setting.total_vnd - sum(row.amount_vnd for row in funding)
