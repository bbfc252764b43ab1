"""What the treasury lists against what was recorded: the same, missing on a side, or differing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tiendo.budgets.models import BudgetLine, Disbursement, RowState, TreasuryRow, TreasuryStatement
from tiendo.domain.collation import fold

_UNITS = frozenset({10**3, 10**6, 10**9})
_MOST_LIKELY = 5


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A row nobody decided on, with payments of ours that it may be; amounts may differ."""

    row: TreasuryRow
    likely: tuple[Disbursement, ...]

    @property
    def times(self) -> int | None:
        """How many times the amount of the one payment it is like the row tells, where that is a
        thousand or more: one of the two was counted in another unit."""
        if len(self.likely) != 1 or not self.likely[0].amount_vnd or not self.row.amount_vnd:
            return None
        few, many = sorted([abs(self.likely[0].amount_vnd), abs(self.row.amount_vnd)])
        return many // few if many % few == 0 and many // few in _UNITS else None

    @property
    def differs(self) -> bool:
        """Whether a payment with the same number tells another amount."""
        return bool(self.likely) and all(
            each.amount_vnd != self.row.amount_vnd for each in self.likely
        )


def payments_of_year(year: int, body: int | None = None) -> list[Disbursement]:
    """The single payments in force of a year's lines, of one body or (None) of all.

    Cost: four queries.
    """
    rows = Disbursement.objects.filter(line__year=year, is_cumulative=False)
    if body is not None:
        rows = rows.filter(line__body=body)
    corrected = Disbursement.objects.filter(line__year=year, corrects__isnull=False)
    gone = frozenset(corrected.values_list("corrects_id", flat=True))
    # There are many payments of few lines of fewer bodies.
    kept = rows.filter(is_withdrawn=False).prefetch_related("line__body").order_by("day", "pk")
    return [row for row in kept if row.pk not in gone]


def matched_ids(year: int) -> frozenset[int]:
    """The payments that a row of the treasury is, and their corrections. Cost: two queries."""
    linked = TreasuryRow.objects.filter(disbursement__line__year=year)
    found = set(linked.values_list("disbursement_id", flat=True))
    corrections = Disbursement.objects.filter(line__year=year, corrects__isnull=False)
    for pk, corrected in corrections.order_by("pk").values_list("pk", "corrects_id"):
        if corrected in found:
            found.add(pk)
    return frozenset(pk for pk in found if pk is not None)


def repeated_rows(year: int, rows: Sequence[TreasuryRow]) -> Mapping[int, TreasuryRow]:
    """Rows of a new list that an earlier one of the year told already, by their place in the list,
    each with the earlier one: the treasury's lists run on from the first day of the year.

    A payment that a list tells twice is two. Cost: one query.
    """
    told: dict[_Told, list[TreasuryRow]] = {}
    days = {row.day for row in rows}
    earlier = TreasuryRow.objects.filter(statement__year=year, day__in=days)
    lists: defaultdict[tuple[int, _Told], list[TreasuryRow]] = defaultdict(list)
    for row in earlier.select_related("statement").order_by("statement", "number"):
        lists[row.statement_id, _told(row)].append(row)
    for (_statement, key), found in lists.items():
        if len(found) > len(told.get(key, ())):
            told[key] = found
    repeated: dict[int, TreasuryRow] = {}
    for place, row in enumerate(rows):
        if waiting := told.get(_told(row)):
            repeated[place] = waiting.pop(0)
    return repeated


_Told = tuple[dt.date, int, str, int | str, str]


def _told(row: TreasuryRow) -> _Told:
    symbol = _key(row.symbol)
    body = row.organisation_id or fold(row.body_name)
    return row.day, row.amount_vnd, symbol, body, "" if symbol else fold(row.content)


def same_payments(
    rows: Sequence[TreasuryRow], payments: Iterable[Disbursement]
) -> Mapping[int, Disbursement]:
    """For each row, by its place in the list, the one payment it is: the same day, amount and body,
    and the same number where both tell one. A payment is one row's; where several fit, none is."""
    waiting: defaultdict[tuple[dt.date, int], list[Disbursement]] = defaultdict(list)
    for payment in payments:
        waiting[payment.day, payment.amount_vnd].append(payment)
    found: dict[int, Disbursement] = {}
    for place, row in enumerate(rows):
        fitting = [each for each in waiting[row.day, row.amount_vnd] if _fits(row, each)]
        exact = [each for each in fitting if _key(each.symbol) == _key(row.symbol) != ""]
        chosen = exact if exact else fitting
        if len(chosen) == 1:
            found[place] = chosen[0]
            waiting[row.day, row.amount_vnd].remove(chosen[0])
    return found


def _fits(row: TreasuryRow, payment: Disbursement) -> bool:
    if row.organisation_id is not None and row.organisation_id != payment.line.body_id:
        return False
    ours, theirs = _key(payment.symbol), _key(row.symbol)
    return not ours or not theirs or ours == theirs


def _key(symbol: str) -> str:
    return "".join(sign for sign in fold(symbol) if sign.isalnum()).lstrip("0")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A statement against our payments of its year up to its day.

    ``missing_here``: rows no payment is like; ``differing``: rows with a payment of the same number
    and another amount; ``missing_there``: payments that no row is.
    """

    missing_here: tuple[OpenRow, ...]
    differing: tuple[OpenRow, ...]
    missing_there: tuple[Disbursement, ...]
    decided: tuple[TreasuryRow, ...]

    def of_state(self, state: str) -> tuple[TreasuryRow, ...]:
        """The rows decided in one way."""
        return tuple(row for row in self.decided if row.state == state)


def compare(statement: TreasuryStatement) -> Comparison:
    """Hold a statement against what was recorded. Cost: five queries."""
    related = ("organisation", "line__body", "disbursement", "decided_by")
    rows = list(statement.rows.select_related(*related))
    taken = matched_ids(statement.year)
    payments = [row for row in payments_of_year(statement.year) if row.pk not in taken]
    waiting = Waiting(payments)
    open_rows = [waiting.likely(row) for row in rows if row.state == RowState.OPEN]
    first = min((row.day for row in rows), default=statement.as_of)
    within = (row for row in payments if first <= row.day <= statement.as_of)
    told = {row.pk for each in open_rows for row in each.likely}
    return Comparison(
        missing_here=tuple(each for each in open_rows if not each.differs),
        differing=tuple(each for each in open_rows if each.differs),
        missing_there=tuple(row for row in within if row.pk not in told),
        decided=tuple(row for row in rows if row.state != RowState.OPEN),
    )


class Waiting:
    """Payments that no row is yet, found by their numbers and by their days and amounts."""

    def __init__(self, payments: Iterable[Disbursement]) -> None:
        self._found: defaultdict[object, list[Disbursement]] = defaultdict(list)
        for payment in payments:
            self._found[payment.day, payment.amount_vnd].append(payment)
            if key := _key(payment.symbol):
                self._found[key].append(payment)

    def likely(self, row: TreasuryRow) -> OpenRow:
        """A row with the payments it may be: of the same number, or of the same day and amount."""
        alike = (*self._found.get(_key(row.symbol), ()), *self._found.get(_place(row), ()))
        found = {
            each.pk: each for each in alike if row.organisation_id in (None, each.line.body_id)
        }
        likely = sorted(found.values(), key=lambda each: (each.day, each.pk))
        return OpenRow(row, tuple(likely[:_MOST_LIKELY]))


def _place(row: TreasuryRow) -> tuple[dt.date, int]:
    return row.day, row.amount_vnd


def lines_for(row: TreasuryRow) -> list[BudgetLine]:
    """The lines a row may be paid from: of its body and year, those of its codes first."""
    lines = BudgetLine.objects.filter(year=row.statement.year).select_related("body", "project")
    if row.organisation_id is not None:
        lines = lines.filter(body=row.organisation_id)
    codes = ("chapter_code", "sector_code", "item_code", "programme_code")

    def agreeing(line: BudgetLine) -> int:
        told = [(getattr(line, code), getattr(row, code)) for code in codes]
        return -sum(1 for ours, theirs in told if ours == theirs and ours)

    return sorted(lines, key=lambda line: (agreeing(line), line.pk))
