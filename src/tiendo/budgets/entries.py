"""Recorded rows as the values that the rules of money take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from django.db.models import QuerySet

from tiendo.budgets.models import BudgetLine, BudgetStep, Commitment, Disbursement
from tiendo.domain.budget import Entry

Model = type[BudgetStep] | type[Commitment] | type[Disbursement]
_FIELDS = ("line_id", "pk", "day", "amount_vnd", "recorded_at", "corrects_id", "is_withdrawn")


def entries_of_line(model: Model, line: BudgetLine) -> list[Entry]:
    """Every row of a line. Cost: one query."""
    lines = BudgetLine.objects.filter(pk=line.pk)
    return entries_of(model, lines).get(line.pk, [])


def entries_of(model: Model, lines: QuerySet[BudgetLine]) -> Mapping[int, list[Entry]]:
    """Every row of lines, by the line's id. Cost: one query."""
    own = {BudgetStep: "stage", Disbursement: "is_cumulative"}.get(model)
    fields = (*_FIELDS, own) if own else _FIELDS
    rows = model._default_manager.filter(line__in=lines.order_by().values("pk")).order_by("pk")
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    for line, key, day, amount, at, corrects, gone, *more in rows.values_list(*fields):
        entry = Entry(
            key,
            day,
            amount,
            at,
            corrects,
            gone,
            stage=more[0] if own == "stage" else "",
            is_cumulative=more[0] if own == "is_cumulative" else False,
        )
        found[line].append(entry)
    return found
