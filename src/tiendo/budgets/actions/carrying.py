"""Unspent money of a year that a decision carries into the next."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.budgets.actions.amounts import NewAmount, check_amount, fields_of, lock_line, told_of
from tiendo.budgets.actions.lines import check_facts, facts_of, fill_line
from tiendo.budgets.entries import entries_of_line
from tiendo.budgets.errors import BudgetError
from tiendo.budgets.models import BudgetLine, BudgetStep, Disbursement, Stage
from tiendo.budgets.permissions import ALLOCATE
from tiendo.domain import clock
from tiendo.domain.budget import in_force, paid_by, step_in_force
from tiendo.organisations.models import Organisation


@transaction.atomic
def carry_over(*, by: Actor, line: BudgetLine, body: Organisation, new: NewAmount) -> BudgetLine:
    """Open a line of the next year with money of this one that was allotted and not paid.

    ``body`` spends it from then on: the same one, or who took its place.
    Errors: PermissionRefused; BudgetError carried_already, nothing_left, over_what_is_left,
    body_closed and those of recording an amount.
    """
    author = by.require(ALLOCATE, at=line.body_id)
    current = lock_line(line)
    check_amount(new)
    if new.amount_vnd == 0:
        raise BudgetError("amount_zero")
    if BudgetLine.objects.filter(carried_from=current).exists():
        raise BudgetError("carried_already", year=str(current.year + 1))
    left = _left(current)
    if not left or left < 0:
        raise BudgetError("nothing_left")
    if new.amount_vnd > left:
        raise BudgetError("over_what_is_left", left=f"{left:,}".replace(",", "."))
    facts = replace(facts_of(current), year=current.year + 1, body=body)
    check_facts(facts)
    opened = BudgetLine(carried_from=current, created_by_id=by.user_id, created_at=clock.now())
    fill_line(opened, facts)
    opened.save(force_insert=True)
    step = BudgetStep(stage=Stage.ALLOCATION, **fields_of(by, opened, new))
    step.save(force_insert=True)
    after: dict[str, Value] = {
        "budget_line": opened.pk,
        "year": opened.year,
        "organisation": body.pk,
        **told_of(step),
    }
    record(by=author, action="budget.carry_over", target=current, after=after)
    return opened


def _left(line: BudgetLine) -> int | None:
    """What was allotted and not paid, as recorded now; None where nothing is allotted."""
    today = clock.today()
    step = step_in_force(in_force(entries_of_line(BudgetStep, line)), today)
    paid = paid_by(in_force(entries_of_line(Disbursement, line)), today)
    return None if step is None else step.amount - (paid or 0)
