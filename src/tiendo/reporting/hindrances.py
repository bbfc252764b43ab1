"""What the register of difficulties says for a report: what is carried, came and ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from tiendo.accounts.actor import Actor
from tiendo.domain.periods import Period
from tiendo.reporting.activity import one_line
from tiendo.tasks.models import Difficulty, DifficultyEvent
from tiendo.tasks.queries.difficulties import DifficultyFilter, find_difficulties


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One difficulty carried on the day of the figures. ``level`` "": given to nobody yet.

    Missing: ``answer_by`` is None where no answer is waited for.
    """

    difficulty_id: int
    task_ids: tuple[int, ...]
    body: str
    text: str
    level: str
    answerer: str
    answer_by: dt.date | None
    is_answered: bool
    cause: str = ""
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Hindrances:
    """The register as a report tells it. Shape: ``carried`` the longest first."""

    carried: tuple[Hindrance, ...]
    late_ids: tuple[int, ...]
    raised_ids: tuple[int, ...]
    ended_ids: tuple[int, ...]


def hindrances_of(
    by: Actor,
    chosen: DifficultyFilter,
    on: dt.date,
    period: Period | None,
    known_at: dt.datetime,
) -> Hindrances:
    """The difficulties looked for on a day, as the compiler may see them. Cost: four queries.

    ``period`` is the part of the reported period that has passed.
    """
    still = replace(chosen, state="carried")
    found = find_difficulties(by, still, on, known_at).select_related("organisation")
    carried = tuple(_hindrance(row) for row in found.prefetch_related("tasks"))
    whole = find_difficulties(by, chosen, on, known_at)
    return Hindrances(
        carried=carried,
        late_ids=tuple(row.difficulty_id for row in carried if _is_late(row, on)),
        raised_ids=_stepped(whole, ("raise",), period, known_at),
        ended_ids=_stepped(whole, ("solve", "close"), period, known_at),
    )


def _hindrance(row: Difficulty) -> Hindrance:
    is_answered = getattr(row, "state_on", "") == "answered"
    return Hindrance(
        difficulty_id=row.pk,
        task_ids=tuple(task.pk for task in row.tasks.all()),
        body=row.organisation.name,
        text=one_line(row.what).rstrip(" .;"),
        level=getattr(row, "level_on", ""),
        answerer=getattr(row, "answerer_name", "") or "",
        answer_by=None if is_answered else getattr(row, "answer_due", None),
        is_answered=is_answered,
        cause=one_line(row.cause).rstrip(" .;"),
        proposal=one_line(row.proposal).rstrip(" .;"),
    )


def _is_late(row: Hindrance, on: dt.date) -> bool:
    return row.answer_by is not None and row.answer_by < on


def _stepped(
    difficulties: QuerySet[Difficulty],
    actions: Iterable[str],
    period: Period | None,
    known_at: dt.datetime,
) -> tuple[int, ...]:
    """The difficulties that took one of the steps in a period, each once."""
    if period is None:
        return ()
    events = DifficultyEvent.objects.filter(
        difficulty__in=difficulties.values("pk"),
        action__in=list(actions),
        day__gte=period.start,
        day__lte=period.end,
        recorded_at__lte=known_at,
    )
    ids = events.order_by("difficulty_id").values_list("difficulty_id", flat=True).distinct()
    return tuple(ids)
