"""Decisions on projects: recorded, corrected by another one in their place, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Author, Value, record
from tiendo.budgets.actions.projects import lock_project
from tiendo.budgets.errors import BudgetError
from tiendo.budgets.models import (
    ApprovalKind,
    Project,
    ProjectApproval,
    ProjectFunding,
    ProjectState,
    Source,
)
from tiendo.budgets.permissions import RECORD
from tiendo.budgets.projects import approvals_in_force
from tiendo.documents.models import Document, Passage
from tiendo.domain import clock
from tiendo.domain.money import MOST_VND
from tiendo.domain.projects import PROPOSED


@dataclass(frozen=True, slots=True)
class NewApproval:
    """A decision with the total it sets. ``funding``: by source, as far as the paper tells."""

    kind: ApprovalKind
    symbol: str
    day: dt.date
    total_vnd: int
    funding: Mapping[Source, int] = field(default_factory=dict)
    document: Document | None = None
    passage: Passage | None = None
    reason: str = ""


@transaction.atomic
def record_approval(*, by: Actor, project: Project, new: NewApproval) -> ProjectApproval:
    """Record a decision on a project; a proposed project is approved by it.

    Errors: PermissionRefused; BudgetError symbol_missing, day_in_future, amount_negative,
    amount_too_big, funding_over_total, approval_twice.
    """
    author = by.require(RECORD, at=project.owner_id)
    current = lock_project(project)
    _check(current, new)
    approval = _add(by, current, new, reason=new.reason.strip())
    before: dict[str, Value] = {"project_state": current.state}
    if current.state == PROPOSED:
        current.state = ProjectState.APPROVED
        current.save(update_fields=["state"])
    after = _told(approval) | {"project_state": current.state}
    _record(author, "project.approve", current, before, after, approval.reason)
    return approval


@transaction.atomic
def correct_approval(
    *, by: Actor, approval: ProjectApproval, new: NewApproval, reason: str
) -> ProjectApproval:
    """Put another record in the place of one that was written down wrong; both stay.

    Of two corrections at once the second is told so.
    Errors: PermissionRefused; BudgetError reason_missing, already_corrected, already_withdrawn and
    those of recording a decision.
    """
    author = by.require(RECORD, at=approval.project.owner_id)
    current = _lock_for(approval, reason)
    _check(current, new, instead_of=approval)
    made = _add(by, current, new, reason=reason.strip(), corrects=approval)
    before, after = _told(approval), _told(made)
    _record(author, "project.correct_approval", current, before, after, made.reason)
    return made


@transaction.atomic
def withdraw_approval(*, by: Actor, approval: ProjectApproval, reason: str) -> ProjectApproval:
    """Take a recorded decision back: from now on it sets no total. The project's state stays.

    Errors: PermissionRefused; BudgetError reason_missing, already_corrected, already_withdrawn.
    """
    author = by.require(RECORD, at=approval.project.owner_id)
    current = _lock_for(approval, reason)
    same = NewApproval(
        kind=ApprovalKind(approval.kind),
        symbol=approval.symbol,
        day=approval.day,
        total_vnd=approval.total_vnd,
        document=approval.document,
        passage=approval.passage,
    )
    made = _add(by, current, same, reason=reason.strip(), corrects=approval, is_withdrawn=True)
    _record(author, "project.withdraw_approval", current, _told(approval), {}, made.reason)
    return made


def _lock_for(approval: ProjectApproval, reason: str) -> Project:
    """The project of a decision that is in force. Errors: BudgetError."""
    if not reason.strip():
        raise BudgetError("reason_missing")
    project = lock_project(approval.project)
    later = ProjectApproval.objects.filter(corrects=approval).select_related("recorded_by").first()
    if later is not None:
        raise BudgetError("already_corrected", person=str(later.recorded_by))
    if approval.is_withdrawn:
        raise BudgetError("already_withdrawn")
    return project


def _add(
    by: Actor,
    project: Project,
    new: NewApproval,
    *,
    reason: str,
    corrects: ProjectApproval | None = None,
    is_withdrawn: bool = False,
) -> ProjectApproval:
    approval = ProjectApproval(
        project=project,
        kind=new.kind,
        symbol=new.symbol.strip(),
        day=new.day,
        total_vnd=new.total_vnd,
        document=new.document,
        passage=new.passage,
        reason=reason,
        corrects=corrects,
        is_withdrawn=is_withdrawn,
        recorded_by_id=by.user_id,
        recorded_at=clock.now(),
    )
    approval.save(force_insert=True)
    ProjectFunding.objects.bulk_create(
        ProjectFunding(approval=approval, source=source, amount_vnd=amount)
        for source, amount in new.funding.items()
        if amount
    )
    return approval


def _check(project: Project, new: NewApproval, instead_of: ProjectApproval | None = None) -> None:
    if not new.symbol.strip():
        raise BudgetError("symbol_missing")
    if new.day > clock.today():
        raise BudgetError("day_in_future", day=f"{new.day:%d/%m/%Y}")
    if new.total_vnd < 0 or any(amount < 0 for amount in new.funding.values()):
        raise BudgetError("amount_negative")
    if new.total_vnd > MOST_VND:
        raise BudgetError("amount_too_big")
    told = sum(new.funding.values())
    if told > new.total_vnd:
        sums = {"sum": _dotted(told), "total": _dotted(new.total_vnd)}
        raise BudgetError("funding_over_total", **sums)
    same = (new.symbol.strip(), new.day)
    others = [row for row in approvals_in_force(project) if row != instead_of]
    if any((row.symbol, row.day) == same for row in others):
        raise BudgetError("approval_twice", symbol=same[0], day=f"{new.day:%d/%m/%Y}")


def _told(approval: ProjectApproval) -> dict[str, Value]:
    return {
        "approval_kind": str(approval.kind),
        "document_number": approval.symbol,
        "day": approval.day.isoformat(),
        "amount_vnd": approval.total_vnd,
        "document": approval.document_id,
    }


def _record(
    author: Author,
    action: str,
    project: Project,
    before: dict[str, Value],
    after: dict[str, Value],
    reason: str,
) -> None:
    record(by=author, action=action, target=project, before=before, after=after, reason=reason)


def _dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
