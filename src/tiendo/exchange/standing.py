"""How rows stand: what differs on both sides, and what is still to be entered there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import QuerySet

from tiendo.domain import clock
from tiendo.domain.exchange import (
    Difference,
    EntryState,
    ExchangeForm,
    Facts,
    Field,
    differences,
    entry_state,
)
from tiendo.exchange.models import Choice, Delivery, TheirRow
from tiendo.exchange.ours import facts_of
from tiendo.programmes.models import Programme
from tiendo.tasks.models import Lifecycle


class Standing(StrEnum):
    """Where a row stands, as lists and their tabs name it."""

    WAITING = "cho-khop"
    TO_ENTER = "can-nhap"
    ENTERED = "da-nhap"
    AGREES = "khop"
    DRAFT = "chua-giao"
    NOT_OURS = "khong-phai"
    GONE = "khong-con"


_BY_ENTRY = {
    EntryState.TO_ENTER: Standing.TO_ENTER,
    EntryState.ENTERED: Standing.ENTERED,
    EntryState.AGREES: Standing.AGREES,
}


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A row with where it stands; ``ours`` is empty unless it is a task of ours."""

    row: TheirRow
    standing: Standing
    theirs: Facts
    ours: Facts
    differences: Sequence[Difference]

    def given(self, form: ExchangeForm) -> dict[str, str]:
        """What is entered in their system: our side of its fields."""
        return {str(field): self.ours.get(field, "") for field in form.given}


def rows_of(programme: Programme, system: str) -> QuerySet[TheirRow]:
    """The rows of a programme in the order of their list."""
    rows = TheirRow.objects.filter(programme=programme, system=system)
    rows = rows.exclude(choice=Choice.MERGED)
    return rows.select_related("task", "seen", "decided_by", "entered_by")


def last_delivery(programme: Programme, system: str) -> Delivery | None:
    """Their newest list. Cost: one query."""
    taken = Delivery.objects.filter(programme=programme, system=system)
    return taken.select_related("received_by").first()


def stand(rows: Iterable[TheirRow], form: ExchangeForm, last: Delivery | None) -> list[StandingRow]:
    """Each row with where it stands today. Cost: three queries."""
    listed = list(rows)
    facts = facts_of([row.task_id for row in listed if row.task_id is not None], clock.today())
    return [_stand(row, facts.get(row.task_id or 0, {}), form, last) for row in listed]


def count_standings(rows: Iterable[StandingRow]) -> Mapping[Standing, int]:
    """How many rows stand where."""
    counted = Counter(row.standing for row in rows)
    return {standing: counted[standing] for standing in Standing}


def _stand(row: TheirRow, ours: Facts, form: ExchangeForm, last: Delivery | None) -> StandingRow:
    theirs = {Field(name): value for name, value in row.facts.items() if name in set(Field)}
    differing = differences(ours, theirs, form) if row.task_id is not None else []
    return StandingRow(row, _standing(row, ours, theirs, form, last), theirs, ours, differing)


def _standing(
    row: TheirRow, ours: Facts, theirs: Facts, form: ExchangeForm, last: Delivery | None
) -> Standing:
    if row.choice == Choice.NOT_OURS:
        return Standing.NOT_OURS
    if last is not None and row.seen_id != last.pk:
        return Standing.GONE
    if row.task is None:
        return Standing.WAITING
    if row.task.lifecycle == Lifecycle.DRAFT:
        return Standing.DRAFT
    entered = row.entered and {Field(name): value for name, value in row.entered.items()}
    since = row.entered_at is not None and row.entered_at >= row.seen.received_at
    state = entry_state(ours, theirs, entered, form, is_entered_since=since)
    return _BY_ENTRY[state]
