"""What a row of the treasury is: a payment we have, a new one, or none of ours."""

from __future__ import annotations

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.budgets.actions.amounts import NewAmount, add_payment, lock_line
from tiendo.budgets.errors import BudgetError
from tiendo.budgets.models import BudgetLine, Disbursement, RowState, TreasuryRow
from tiendo.budgets.permissions import RECONCILE
from tiendo.budgets.reconciling import matched_ids
from tiendo.domain import clock


@transaction.atomic
def take_row(*, by: Actor, row: TreasuryRow, line: BudgetLine) -> TreasuryRow:
    """Record what a row tells as a payment of a line.

    Errors: PermissionRefused; BudgetError row_decided, other_year and those of recording a payment.
    """
    author = by.require(RECONCILE)
    current = _open(row)
    if line.year != current.statement.year:
        raise BudgetError("other_year", year=str(line.year))
    symbol = current.symbol or f"KB {current.statement_id}.{current.number}"
    new = NewAmount(
        amount_vnd=current.amount_vnd, day=current.day, symbol=symbol, note=current.content
    )
    payment = add_payment(by, lock_line(line), new)
    _decide(by, current, RowState.TAKEN, payment=payment)
    after: dict[str, Value] = {
        "treasury_state": RowState.TAKEN.value,
        "amount_vnd": current.amount_vnd,
        "budget_line": line.pk,
    }
    record(by=author, action="treasury.take_row", target=current, after=after)
    return current


@transaction.atomic
def match_row(*, by: Actor, row: TreasuryRow, payment: Disbursement) -> TreasuryRow:
    """Say that a row is a payment we have recorded; both tell the same amount.

    Errors: PermissionRefused; BudgetError row_decided, other_year, payment_matched, amounts_differ,
    already_corrected.
    """
    author = by.require(RECONCILE)
    current = _open(row)
    line = lock_line(payment.line)
    if line.year != current.statement.year:
        raise BudgetError("other_year", year=str(line.year))
    if payment.pk in matched_ids(line.year):
        raise BudgetError("payment_matched")
    later = Disbursement.objects.filter(corrects=payment).select_related("recorded_by").first()
    if later is not None:
        raise BudgetError("already_corrected", person=str(later.recorded_by))
    if payment.amount_vnd != current.amount_vnd:
        theirs, ours = _dotted(current.amount_vnd), _dotted(payment.amount_vnd)
        raise BudgetError("amounts_differ", theirs=theirs, ours=ours)
    _decide(by, current, RowState.MATCHED, payment=payment)
    after: dict[str, Value] = {
        "treasury_state": RowState.MATCHED.value,
        "amount_vnd": current.amount_vnd,
        "budget_line": line.pk,
    }
    record(by=author, action="treasury.match_row", target=current, after=after)
    return current


@transaction.atomic
def set_aside_row(*, by: Actor, row: TreasuryRow, reason: str) -> TreasuryRow:
    """Leave a row out, with the reason.

    Errors: PermissionRefused; BudgetError row_decided, reason_missing.
    """
    author = by.require(RECONCILE)
    if not reason.strip():
        raise BudgetError("reason_missing")
    current = _open(row)
    _decide(by, current, RowState.SET_ASIDE, reason=reason.strip())
    after: dict[str, Value] = {"treasury_state": RowState.SET_ASIDE.value}
    record(
        by=author,
        action="treasury.set_aside",
        target=current,
        after=after,
        reason=reason.strip(),
    )
    return current


@transaction.atomic
def reopen_row(*, by: Actor, row: TreasuryRow) -> TreasuryRow:
    """Take back what was said of a row; one that became a payment stays.

    Errors: PermissionRefused; BudgetError row_open, row_taken.
    """
    author = by.require(RECONCILE)
    current = _locked(row)
    if current.state == RowState.OPEN:
        raise BudgetError("row_open")
    if current.state == RowState.TAKEN:
        raise BudgetError("row_taken")
    before: dict[str, Value] = {"treasury_state": current.state}
    current.state, current.disbursement, current.line = RowState.OPEN, None, None
    current.reason, current.decided_by, current.decided_at = "", None, None
    current.save()
    record(by=author, action="treasury.reopen", target=current, before=before)
    return current


def _locked(row: TreasuryRow) -> TreasuryRow:
    locked = TreasuryRow.objects.select_for_update(of=("self",)).select_related("statement")
    return locked.get(pk=row.pk)


def _open(row: TreasuryRow) -> TreasuryRow:
    current = _locked(row)
    if current.state != RowState.OPEN:
        raise BudgetError("row_decided")
    return current


def _decide(
    by: Actor,
    row: TreasuryRow,
    state: RowState,
    *,
    payment: Disbursement | None = None,
    reason: str = "",
) -> None:
    row.state, row.disbursement, row.reason = state, payment, reason
    row.line_id = payment.line_id if payment is not None else None
    row.decided_by_id, row.decided_at = by.user_id, clock.now()
    row.save()


def _dotted(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
