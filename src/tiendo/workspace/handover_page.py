"""The rows of a hand-over as its page shows them: the old task, its likely heir, what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tiendo.domain import clock
from tiendo.domain.collation import fold
from tiendo.programmes.models import HandOverRow
from tiendo.tasks.models import Lifecycle, Part, Task
from tiendo.tasks.parties import Parties, parties_of
from tiendo.workspace.templatetags.vn import vn_date


@dataclass(frozen=True, slots=True)
class Side:
    """A task of one side with its lead and its deadline in words."""

    task: Task
    lead: str
    deadline: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row: the old task, the one chosen or proposed (None: neither), what differs as (part, old,
    new)."""

    row: HandOverRow
    old: Side
    heir: Side | None
    differences: Sequence[tuple[str, str, str]]

    @property
    def percent(self) -> int | None:
        """How like the proposal is, in percent."""
        return None if self.row.score is None else round(self.row.score * 100)

    @property
    def state(self) -> str:
        """Where the old task stands."""
        return str(Lifecycle(self.row.task.lifecycle).label)


def shown_rows(rows: Iterable[HandOverRow]) -> list[RowShown]:
    """The rows with both sides. Cost: one query beside that of the rows."""
    listed = list(rows)
    tasks = [t for row in listed for t in (row.task, row.successor or row.proposed) if t]
    parties = parties_of([task.pk for task in tasks], clock.today())
    return [_shown(row, parties) for row in listed]


def _shown(row: HandOverRow, parties: Mapping[int, Parties]) -> RowShown:
    heir = row.successor or row.proposed
    old = _side(row.task, parties.get(row.task_id))
    new = _side(heir, parties.get(heir.pk)) if heir is not None else None
    return RowShown(row, old, new, _differences(old, new) if new is not None else ())


def _side(task: Task, parties: Parties | None) -> Side:
    lead = parties.first(Part.LEAD) if parties is not None else None
    name = str(lead.organisation or lead.group or lead.raw_text) if lead is not None else ""
    deadline = vn_date(task.last_day) if task.last_day else task.deadline_raw or task.recurrence
    return Side(task, name, deadline)


def _differences(old: Side, new: Side) -> list[tuple[str, str, str]]:
    pairs = [
        (_("Chủ trì"), old.lead, new.lead),
        (_("Thời hạn"), old.deadline, new.deadline),
        (_("Sản phẩm"), old.task.product, new.task.product),
    ]
    return [pair for pair in pairs if fold(pair[1]) != fold(pair[2])]
