"""Who leads and who coordinates tasks on a day, by the names documents print."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tiendo.tasks.models import Assignment, Part

NOBODY = "Chưa phân công"


@dataclass(frozen=True, slots=True)
class PartyNames:
    """The names of bodies by task: of those known, of groups, and those kept as printed."""

    names: Mapping[tuple[int, str], tuple[str, ...]]

    def lead(self, task_id: int) -> str:
        """The lead of a task."""
        return "; ".join(self.names.get((task_id, Part.LEAD), ())) or NOBODY

    def coordinating(self, task_id: int) -> str:
        """Those that coordinate a task; empty where none does."""
        return "; ".join(self.names.get((task_id, Part.COORDINATE), ()))


def party_names(task_ids: Iterable[int], on: dt.date) -> PartyNames:
    """The leads and coordinating bodies of many tasks on a day. Cost: one query."""
    rows = (
        Assignment.objects.filter(
            task_id__in=list(task_ids),
            part__in=[Part.LEAD, Part.COORDINATE],
            validity__contains=on,
        )
        .order_by("task_id", "id")
        .values_list("task_id", "part", "organisation__name", "group__name", "raw_text")
    )
    names: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for task_id, part, body, group, raw in rows:
        names[task_id, part].append(body or group or raw)
    return PartyNames({key: tuple(value) for key, value in names.items()})
