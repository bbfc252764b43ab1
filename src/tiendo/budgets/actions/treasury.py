"""Taking a list of the treasury in: every row kept, those we have recorded matched at once."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from tiendo.accounts.actor import Actor
from tiendo.audit.trail import Value, record
from tiendo.budgets.errors import BudgetError
from tiendo.budgets.models import RowState, TreasuryRow, TreasuryStatement
from tiendo.budgets.permissions import RECONCILE
from tiendo.budgets.reading import Paid, read_statement
from tiendo.budgets.reconciling import (
    matched_ids,
    payments_of_year,
    repeated_rows,
    same_payments,
)
from tiendo.domain import clock
from tiendo.domain.budget import closing_day
from tiendo.domain.treasury import Column
from tiendo.organisations.queries import resolve_bodies

_AT_ONCE = 500
_MOST_NAMED = 12
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

    Rows that an earlier list told are set aside, those that are a payment of ours beyond doubt
    matched; the others wait for somebody.
    Errors: PermissionRefused; BudgetError year_out_of_range, day_in_future, same_file, rows_outside
    and those of reading the file.
    """
    by.require(RECONCILE)
    if not 2000 <= year <= 2100:
        raise BudgetError("year_out_of_range", year=str(year))
    if as_of > clock.today():
        raise BudgetError("day_in_future", day=f"{as_of:%d/%m/%Y}")
    digest = hashlib.sha256(raw).hexdigest()
    _refuse_again(digest)
    found = read_statement(raw)
    _refuse_outside(found, year, as_of)
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


def _refuse_outside(found: Sequence[Paid], year: int, as_of: dt.date) -> None:
    """Refuse a list with payments of another budget year, or of days after its own."""
    last = min(as_of, closing_day(year, ""))
    wrong = [row for row in found if not dt.date(year, 1, 1) <= row.day <= last]
    if wrong:
        rows = ", ".join(str(row.number) for row in wrong[:_MOST_NAMED])
        raise BudgetError(
            "rows_outside",
            count=str(len(wrong)),
            year=str(year),
            last=f"{last:%d/%m/%Y}",
            rows=rows + ("…" if len(wrong) > _MOST_NAMED else ""),
        )


@transaction.atomic
def _take(by: Actor, statement: TreasuryStatement, found: Sequence[Paid]) -> TreasuryStatement:
    author = by.require(RECONCILE)
    _lock_year(statement.year)
    statement.save(force_insert=True)
    rows = _rows(statement, found)
    repeated = repeated_rows(statement.year, rows)
    for place, told in repeated.items():
        _decide(by, rows[place], RowState.SET_ASIDE)
        names = {"file": told.statement.file_name, "number": told.number}
        rows[place].reason = _("Đã có ở tệp %(file)s, dòng %(number)s.") % names
    taken = matched_ids(statement.year)
    ours = [row for row in payments_of_year(statement.year) if row.pk not in taken]
    new = [row for place, row in enumerate(rows) if place not in repeated]
    matched = same_payments(new, ours)
    for place, payment in matched.items():
        _decide(by, new[place], RowState.MATCHED)
        new[place].disbursement, new[place].line = payment, payment.line
    TreasuryRow.objects.bulk_create(rows, batch_size=_AT_ONCE)
    after: dict[str, Value] = {
        "year": statement.year,
        "as_of": statement.as_of.isoformat(),
        "rows": len(rows),
        "matched_rows": len(matched),
        "repeated_rows": len(repeated),
        "file_hash": statement.sha256,
    }
    record(by=author, action="treasury.take", target=statement, after=after)
    return statement


def _lock_year(year: int) -> None:
    """Lists of a year come in one after another: a payment is one row's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('budgets_treasury'), %s)", [year])


def _decide(by: Actor, row: TreasuryRow, state: RowState) -> None:
    row.state, row.decided_by_id, row.decided_at = state, by.user_id, clock.now()


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
