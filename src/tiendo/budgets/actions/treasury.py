"""Taking a list of the treasury in: every row kept, those we have recorded matched at once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.budgets.errors import BudgetError
from tiendo.budgets.models import RowState, TreasuryRow, TreasuryStatement
from tiendo.budgets.permissions import RECONCILE
from tiendo.budgets.reading import Paid, read_statement
from tiendo.budgets.reconciling import matched_ids, payments_of_year, same_payments
from tiendo.domain import clock
from tiendo.domain.treasury import Column
from tiendo.organisations.queries import resolve_bodies

_AT_ONCE = 500
_TEXTS = {
    Column.SYMBOL: 60,
    Column.BODY_CODE: 20,
    Column.BODY_NAME: 250,
    Column.CHAPTER: 10,
    Column.SECTOR: 10,
    Column.ITEM: 10,
    Column.PROGRAMME: 10,
    Column.CONTENT: 4000,
}


def take_statement(
    *, by: Actor, raw: bytes, file_name: str, year: int, as_of: dt.date
) -> TreasuryStatement:
    """Take a list of payments in for a budget year; the file itself is not kept.

    Rows that are a payment of ours beyond doubt are matched; the others wait for somebody.
    Errors: PermissionRefused; BudgetError year_out_of_range, day_in_future, same_file and those of
    reading the file.
    """
    by.require(RECONCILE)
    if not 2000 <= year <= 2100:
        raise BudgetError("year_out_of_range", year=str(year))
    if as_of > clock.today():
        raise BudgetError("day_in_future", day=f"{as_of:%d/%m/%Y}")
    digest = hashlib.sha256(raw).hexdigest()
    _refuse_again(digest)
    found = read_statement(raw)
    statement = TreasuryStatement(
        file_name=file_name[:255],
        sha256=digest,
        year=year,
        as_of=as_of,
        rows_count=len(found),
        read_by_id=by.user_id,
        read_at=clock.now(),
    )
    try:
        return _take(by, statement, found)
    except IntegrityError:
        _refuse_again(digest)
        raise


def _refuse_again(digest: str) -> None:
    seen = TreasuryStatement.objects.select_related("read_by").filter(sha256=digest).first()
    if seen is not None:
        day = f"{clock.local_day(seen.read_at):%d/%m/%Y}"
        raise BudgetError("same_file", day=day, person=str(seen.read_by))


@transaction.atomic
def _take(by: Actor, statement: TreasuryStatement, found: Sequence[Paid]) -> TreasuryStatement:
    author = by.require(RECONCILE)
    statement.save(force_insert=True)
    rows = _rows(statement, found)
    taken = matched_ids(statement.year)
    ours = [row for row in payments_of_year(statement.year) if row.pk not in taken]
    matched = same_payments(rows, ours)
    for place, payment in matched.items():
        row = rows[place]
        row.state, row.disbursement, row.line = RowState.MATCHED, payment, payment.line
        row.decided_by_id, row.decided_at = by.user_id, clock.now()
    TreasuryRow.objects.bulk_create(rows, batch_size=_AT_ONCE)
    after: dict[str, Value] = {
        "year": statement.year,
        "as_of": statement.as_of.isoformat(),
        "rows": len(rows),
        "matched_rows": len(matched),
        "file_hash": statement.sha256,
    }
    record(by=author, action="treasury.take", target=statement, after=after)
    return statement


def _rows(statement: TreasuryStatement, found: Sequence[Paid]) -> list[TreasuryRow]:
    names = sorted({row.cells.get(Column.BODY_NAME, "") for row in found} - {""})
    known = resolve_bodies(names, statement.as_of)
    bodies = {name: each.successor or each.organisation for name, each in known.items()}
    return [
        TreasuryRow(
            statement=statement,
            number=row.number,
            day=row.day,
            amount_vnd=row.amount_vnd,
            organisation=bodies.get(row.cells.get(Column.BODY_NAME, "")),
            **{str(name): row.cells.get(name, "")[:most] for name, most in _TEXTS.items()},
        )
        for row in found
    ]
