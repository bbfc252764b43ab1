"""Correcting a recorded amount: another row in its place, with a reason; or none."""

from __future__ import annotations

from typing import TypeVar

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import record
from tiendo.budgets.actions.amounts import (
    NewAmount,
    check_amount,
    check_paid,
    check_year,
    fields_of,
    lock_line,
    told_of,
)
from tiendo.budgets.errors import BudgetError
from tiendo.budgets.models import BudgetLine, BudgetStep, Commitment, Disbursement
from tiendo.budgets.permissions import RECORD, permission_for

_Row = TypeVar("_Row", BudgetStep, Commitment, Disbursement)


@transaction.atomic
def correct_amount(*, by: Actor, row: _Row, new: NewAmount, reason: str) -> _Row:
    """Put another amount in the place of one; both stay, and what was known before stays known.

    Of two corrections at once the second is told so.
    Errors: PermissionRefused; BudgetError reason_missing, already_corrected, already_withdrawn and
    those of recording the amount.
    """
    return _replace(by, row, new, reason, is_withdrawn=False)


@transaction.atomic
def withdraw_amount(*, by: Actor, row: _Row, reason: str) -> _Row:
    """Take a recorded amount back: from now on it counts no more.

    Errors: PermissionRefused; BudgetError reason_missing, already_corrected, already_withdrawn,
    below_zero.
    """
    same = NewAmount(
        amount_vnd=row.amount_vnd,
        day=row.day,
        symbol=row.symbol,
        document=row.document,
        passage=row.passage,
        note=row.note,
        partner=getattr(row, "partner", ""),
        is_cumulative=getattr(row, "is_cumulative", False),
    )
    return _replace(by, row, same, reason, is_withdrawn=True)


def _replace(by: Actor, row: _Row, new: NewAmount, reason: str, *, is_withdrawn: bool) -> _Row:
    stage = row.stage if isinstance(row, BudgetStep) else ""
    author = by.require(permission_for(stage) if stage else RECORD, at=row.line.body_id)
    if not reason.strip():
        raise BudgetError("reason_missing")
    line = lock_line(row.line)
    _refuse_if_gone(row)
    if not is_withdrawn:
        _check(line, row, new)
    made = type(row)(
        **fields_of(by, line, new),
        **_own_fields(row, new),
        corrects=row,
        is_withdrawn=is_withdrawn,
        reason=reason.strip(),
    )
    made.save(force_insert=True)
    if isinstance(made, Disbursement):
        check_paid(line)
    record(
        by=author,
        action="budget.withdraw" if is_withdrawn else "budget.correct",
        target=line,
        before=told_of(row),
        after={} if is_withdrawn else told_of(made),
        reason=reason.strip(),
    )
    return made


def _refuse_if_gone(row: _Row) -> None:
    later = type(row)._default_manager.filter(corrects=row).select_related("recorded_by").first()
    if later is not None:
        raise BudgetError("already_corrected", person=str(later.recorded_by))
    if row.is_withdrawn:
        raise BudgetError("already_withdrawn")


def _check(line: BudgetLine, row: _Row, new: NewAmount) -> None:
    is_single = isinstance(row, Disbursement) and not new.is_cumulative
    check_amount(new, may_be_negative=is_single)
    if not isinstance(row, BudgetStep):
        check_year(line, new.day)
    if new.amount_vnd == 0 and (is_single or isinstance(row, Commitment)):
        raise BudgetError("amount_zero")


def _own_fields(row: _Row, new: NewAmount) -> dict[str, object]:
    if isinstance(row, BudgetStep):
        return {"stage": row.stage}
    if isinstance(row, Commitment):
        return {"partner": new.partner.strip()}
    return {"is_cumulative": new.is_cumulative}
