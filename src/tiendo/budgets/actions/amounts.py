"""Recording amounts of a line: steps of its budget, commitments, payments."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.budgets.entries import entries_of_line
from tiendo.budgets.errors import BudgetError
from tiendo.budgets.models import BudgetLine, BudgetStep, Commitment, Disbursement, Stage
from tiendo.budgets.models.lines import Recorded
from tiendo.budgets.permissions import RECORD, permission_for
from tiendo.documents.models import Document, Passage
from tiendo.domain import clock
from tiendo.domain.budget import closing_day, in_force, paid_by, step_in_force
from tiendo.domain.money import MOST_VND


@dataclass(frozen=True, slots=True)
class NewAmount:
    """An amount with its day and paper. Units: whole VND. ``partner``: of a commitment;
    ``is_cumulative``: of a payment, all that was paid up to the day."""

    amount_vnd: int
    day: dt.date
    symbol: str = ""
    document: Document | None = None
    passage: Passage | None = None
    note: str = ""
    partner: str = ""
    is_cumulative: bool = False


@transaction.atomic
def record_step(*, by: Actor, line: BudgetLine, stage: Stage, new: NewAmount) -> BudgetStep:
    """Record what a step set for a line: the whole amount, also after an adjustment.

    Errors: PermissionRefused; BudgetError paper_missing, day_in_future, too_early,
    amount_negative, amount_too_big, no_allocation.
    """
    author = by.require(permission_for(stage), at=line.body_id)
    current = lock_line(line)
    check_amount(new)
    if new.day < dt.date(current.year - 1, 1, 1):
        raise BudgetError("too_early", day=_day(new.day), year=str(current.year))
    if stage == Stage.ADJUSTMENT:
        known = in_force(entries_of_line(BudgetStep, current))
        if step_in_force(known, new.day) is None:
            raise BudgetError("no_allocation", day=_day(new.day))
    row = BudgetStep(stage=stage, **fields_of(by, current, new))
    row.save(force_insert=True)
    after: dict[str, Value] = {"stage": stage.value, **told_of(row)}
    record(by=author, action="budget.record_step", target=current, after=after)
    return row


@transaction.atomic
def commit_money(*, by: Actor, line: BudgetLine, new: NewAmount) -> Commitment:
    """Record a contract or order that binds money of a line.

    Errors: PermissionRefused; BudgetError paper_missing, day_in_future, outside_year,
    amount_negative, amount_too_big, amount_zero, recorded_twice.
    """
    author = by.require(RECORD, at=line.body_id)
    current = lock_line(line)
    check_amount(new)
    check_year(current, new.day)
    if new.amount_vnd == 0:
        raise BudgetError("amount_zero")
    refuse_twice(Commitment, current, new)
    row = Commitment(partner=new.partner.strip(), **fields_of(by, current, new))
    row.save(force_insert=True)
    record(by=author, action="budget.commit", target=current, after=told_of(row))
    return row


@transaction.atomic
def record_payment(*, by: Actor, line: BudgetLine, new: NewAmount) -> Disbursement:
    """Record a payment, or a report of all that was paid up to its day (which may be zero).

    Money that came back is a payment below zero.
    Errors: PermissionRefused; BudgetError paper_missing, day_in_future, outside_year,
    amount_negative, amount_too_big, amount_zero, below_zero,
    recorded_twice.
    """
    author = by.require(RECORD, at=line.body_id)
    row = add_payment(by, lock_line(line), new)
    record(by=author, action="budget.pay", target=row.line, after=told_of(row))
    return row


def add_payment(by: Actor, line: BudgetLine, new: NewAmount) -> Disbursement:
    """Add a payment to a locked line; the trail is written by who calls."""
    check_amount(new, may_be_negative=not new.is_cumulative)
    check_year(line, new.day)
    if new.amount_vnd == 0 and not new.is_cumulative:
        raise BudgetError("amount_zero")
    refuse_twice(Disbursement, line, new)
    row = Disbursement(is_cumulative=new.is_cumulative, **fields_of(by, line, new))
    row.save(force_insert=True)
    check_paid(line)
    return row


def refuse_twice(
    model: type[Commitment] | type[Disbursement], line: BudgetLine, new: NewAmount
) -> None:
    """Refuse an amount that stands on a line already: of the same paper, day and amount."""
    symbol = new.symbol.strip()
    same = model._default_manager.filter(
        line=line, day=new.day, amount_vnd=new.amount_vnd, symbol=symbol, document=new.document
    ).filter(corrected_by__isnull=True, is_withdrawn=False)
    twin = same.select_related("recorded_by", "document").first()
    if twin is not None:
        paper = symbol or (twin.document.number_raw if twin.document else "")
        person = str(twin.recorded_by)
        raise BudgetError("recorded_twice", symbol=paper, day=_day(new.day), person=person)


def check_paid(line: BudgetLine) -> None:
    """See that on no day less than nothing was paid of a line. Cost: one query."""
    known = in_force(entries_of_line(Disbursement, line))
    for day in sorted({row.day for row in known}):
        if (paid_by(known, day) or 0) < 0:
            raise BudgetError("below_zero", day=_day(day))


def lock_line(line: BudgetLine) -> BudgetLine:
    """The line as it is now, others waiting: amounts of one line are recorded one after another."""
    locked = BudgetLine.objects.select_for_update(of=("self",)).select_related("body")
    return locked.get(pk=line.pk)


def check_amount(new: NewAmount, *, may_be_negative: bool = False) -> None:
    """Refuse what no recorded amount may be."""
    if not new.symbol.strip() and new.document is None:
        raise BudgetError("paper_missing")
    if new.day > clock.today():
        raise BudgetError("day_in_future", day=_day(new.day))
    if new.amount_vnd < 0 and not may_be_negative:
        raise BudgetError("amount_negative")
    if abs(new.amount_vnd) > MOST_VND:
        raise BudgetError("amount_too_big")


def check_year(line: BudgetLine, day: dt.date) -> None:
    """Refuse a day on which money of the line's year is not spent."""
    closes = closing_day(line.year, line.nature)
    if not dt.date(line.year, 1, 1) <= day <= closes:
        raise BudgetError("outside_year", day=_day(day), year=str(line.year), closing=_day(closes))


def fields_of(by: Actor, line: BudgetLine, new: NewAmount) -> dict[str, object]:
    """The fields that every recorded amount has."""
    return {
        "line": line,
        "amount_vnd": new.amount_vnd,
        "day": new.day,
        "symbol": new.symbol.strip(),
        "document": new.document,
        "passage": new.passage,
        "note": new.note.strip(),
        "recorded_by_id": by.user_id,
        "recorded_at": clock.now(),
    }


def told_of(row: Recorded) -> dict[str, Value]:
    """An amount as the trail keeps it."""
    told: dict[str, Value] = {
        "amount_vnd": row.amount_vnd,
        "day": row.day.isoformat(),
        "document_number": row.symbol,
        "document": row.document_id,
        "note": row.note,
    }
    if isinstance(row, Disbursement):
        told["is_cumulative"] = row.is_cumulative
    if isinstance(row, Commitment):
        told["partner"] = row.partner
    return told


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
